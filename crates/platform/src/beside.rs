//! What happens beside transactions: bounded work on other threads, timing, and the check of declared failures.
use crate::{
    decide,
    failure::*,
    handler::Work,
    input::Ready,
    operation::Operation,
    output::Answer,
    pipeline::{TOO_FAST, TOO_MANY},
    platform::Inner,
    provisioning::{EMPTY_BODY, NOT_JSON},
    surface::Surface,
    upload::BAD_FORM,
    visit::CROSS_SITE,
};
use std::time::Instant;
use storage::{Fault, TrackingId};

/// What the pipeline itself can answer, whatever the operation.
pub const PIPELINE_FAILURES: &[Failure] = &[
    decide::BAD_TOKEN,
    decide::EXPIRED_TOKEN,
    decide::NO_CLASSIC_SCOPE,
    decide::NO_SCOPE,
    decide::NOT_ME,
    decide::NO_ACCOUNT,
    decide::NO_PERMISSION,
    decide::NO_PRIVILEGE,
    decide::PAYS_ITSELF,
    TOO_FAST,
    TOO_MANY,
    VALIDATION,
    MALFORMED,
    UNSUPPORTED,
    TOO_LARGE,
    TOO_SLOW,
    BAD_FORM,
    CROSS_SITE,
    UNAVAILABLE,
    INTERNAL,
    BAD_PAGE_TOKEN,
];

/// What the pipeline answers in provisioning beside them.
const OF_PROVISIONING: &[Failure] = &[EMPTY_BODY, NOT_JSON];

impl Inner {
    /// Runs work that must not hold a transaction: never on a worker, at most as much at once as there are cores to spare.
    /// `address` is where a browser asks for it from.
    ///
    /// # Errors
    /// [`UNAVAILABLE`] when too many wait for their turn, and those of the work.
    pub async fn beside(&self, address: Option<&str>, work: Work) -> Result<Ready> {
        on_a_thread(self.works.take(address).await?, work).await
    }
    /// As [`beside`](Self::beside), for work on a file that was sent, which takes its turn among its like.
    pub async fn beside_on_file(&self, work: Work) -> Result<Ready> {
        on_a_thread(self.file_works.clone().acquire_owned().await.map_err(Fault::unavailable)?, work).await
    }
    /// As [`beside`](Self::beside), for work that waits for other machines: it keeps no other work waiting, and has its turn
    /// at once or is refused.
    pub async fn outside(&self, address: Option<&str>, work: Work) -> Result<Ready> {
        on_a_thread(self.waits.take(address).await?, work).await
    }
    /// In the suite, a failure that an operation does not declare is a fault.
    ///
    /// # Errors
    /// [`Fault::Broken`] then; otherwise those of `outcome`.
    pub fn declared(&self, operation: &Operation, outcome: Result<Answer>) -> Result<Answer> {
        let Err(Error::Refused(refusal)) = &outcome else { return outcome };
        let known = || operation.failures.iter().chain(PIPELINE_FAILURES).chain(&operation.paid_only);
        let is_known = |failure: Failure| failure == operation.unprivileged || known().any(|known| *known == failure);
        let is_of_form = operation.surface == Surface::Provisioning && OF_PROVISIONING.contains(&refusal.failure);
        if !self.parts.strict || is_of_form || is_known(refusal.failure) {
            return outcome;
        }
        Err(Fault::Broken(format!("{} does not declare {:?}", operation.key(), refusal.failure)).into())
    }
    /// For [`since`](Self::since) alone: it is no time of the day.
    #[expect(clippy::disallowed_methods, reason = "how long an answer takes is no matter of any world's clock")]
    pub fn started(&self) -> Instant {
        Instant::now()
    }
    /// Microseconds since `started`.
    pub fn since(&self, started: Instant) -> u64 {
        u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place for work that takes a thread for long; it is bounded")]
async fn on_a_thread(turn: impl Send + 'static, work: Work) -> Result<Ready> {
    let served = TrackingId::served();
    let work = move || {
        // The work goes on when whoever asked for it hangs up, and so does its turn.
        let _turn = turn;
        TrackingId::carry_over(served, work)
    };
    tokio::task::spawn_blocking(work).await.map_err(Fault::broken)?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::turns::Turns;
    use std::{
        sync::mpsc,
        task::{Context, Waker},
    };

    #[tokio::test]
    async fn work_keeps_its_turn_when_nobody_waits_for_it_any_more() {
        let turns = Turns::new(1, 2);
        let (begin, begun) = mpsc::channel();
        let (end, ended) = mpsc::channel::<()>();
        let work: Work = Box::new(move || {
            begin.send(()).map_err(Fault::broken)?;
            let _ = ended.recv();
            Err(Fault::Busy.into())
        });
        let mut context = Context::from_waker(Waker::noop());
        let mut asked = Box::pin(on_a_thread(turns.take(None).await.unwrap(), work));
        assert!(asked.as_mut().poll(&mut context).is_pending());
        begun.recv().unwrap();
        drop(asked);
        let mut next = std::pin::pin!(turns.take(None));
        assert!(next.as_mut().poll(&mut context).is_pending());
        drop(end);
        assert!(next.await.is_ok());
    }
}
