//! Sending what was written: one mail after the other, beside all requests, until the server ends.
use crate::{
    outbox::{self, Next, Place, Refusal, Taken},
    smtp::Smtp,
};
use platform::{Platform, Result};
use std::{pin::pin, time::Duration};
use tokio::{
    sync::watch,
    time::{Instant, Interval, MissedTickBehavior},
};

/// How often it is looked for mail that is due, and tried to note what came of one.
const PAUSE: Duration = Duration::from_secs(1);
/// For so long nobody else takes a mail that was taken here.
const LEASE: Duration = Duration::from_millis(outbox::LEASE.unsigned_abs());
/// How many looks at mail that is due may find none that can be sent, until the next pause: else what this process cannot
/// read would all be read each second, however much it is.
const LOOKS: usize = 8;
/// How long the mail that is on its way may take once the end was asked for: as long as a request that runs.
const FAREWELL: Duration = Duration::from_secs(30);

/// How far a sender has come with the mail that is due: from what has waited longest to the end, and again.
#[derive(Debug, Default)]
pub struct Round {
    at: Place,
    /// It was said that a key is missing here.
    has_warned: bool,
}

/// Sends the mail of a platform.
pub struct Sender {
    platform: Platform,
    smtp: Smtp,
}

impl Sender {
    pub fn new(platform: Platform, smtp: Smtp) -> Self {
        Sender { platform, smtp }
    }
    /// Sends until `ended` holds true; the mail that is on its way then is finished, unless that takes too long.
    pub async fn run(&self, ended: watch::Receiver<bool>) {
        if !in_time(self.send_until(ended.clone()), ended).await {
            tracing::warn!("mail server or store did not finish in time: a mail that was on its way is sent again");
        }
    }
    async fn send_until(&self, mut ended: watch::Receiver<bool>) {
        let (mut pauses, mut round) = (pauses(), Round::default());
        loop {
            let is_over = tokio::select! {
                _ = pauses.tick() => false,
                // A closed channel means that the server is gone, which is an end as well.
                _ = ended.wait_for(|ended| *ended) => true,
            };
            if is_over {
                return;
            }
            if let Err(error) = self.send_due(&mut round, || *ended.borrow()).await {
                tracing::warn!(?error, "mail waits: the store does not answer");
            }
        }
    }
    /// Sends mail that is due, from where the round is to its end, unless `is_over` or very much of it cannot be sent: then
    /// the next call goes on. How many were tried.
    ///
    /// # Errors
    /// The store cannot be reached. What the mail server says is noted with the mail.
    pub async fn send_due(&self, round: &mut Round, is_over: impl Fn() -> bool) -> Result<usize> {
        let (mut tried, mut in_vain) = (0, 0);
        while in_vain < LOOKS && !is_over() {
            let end = Instant::now() + LEASE;
            match self.look(round).await? {
                Next::Mail(mail) => {
                    self.send(&mail, end).await?;
                    tried += 1;
                }
                Next::More => in_vain += 1,
                Next::Nothing => break,
            }
        }
        Ok(tried)
    }
    async fn look(&self, round: &mut Round) -> Result<Next> {
        let (vault, at) = (self.platform.vault(), round.at.clone());
        let look = self.platform.in_directory(move |all| outbox::take(all, &vault, &at)).await?;
        if !round.has_warned
            && let Some(mail) = look.unread
        {
            tracing::warn!(mail, "mail waits for a server whose --keys have the one that it was sealed with");
            round.has_warned = true;
        }
        round.at = look.at;
        Ok(look.next)
    }
    /// Sends a mail that nobody else takes until `end`.
    async fn send(&self, mail: &Taken, end: Instant) -> Result<()> {
        let outcome = self.smtp.send(mail).await;
        if let Err(refusal) = &outcome {
            tracing::warn!(mail = mail.id, attempts = mail.attempts, refusal = refusal.text, "a mail was not sent");
        }
        self.note(mail, &outcome, end).await
    }
    /// Notes what came of a mail before another is taken: what was sent, and is not noted as sent, is sent again. It is
    /// noted of this attempt alone, so doing it twice does no harm.
    async fn note(&self, mail: &Taken, outcome: &std::result::Result<(), Refusal>, end: Instant) -> Result<()> {
        let note = async || {
            let (mail, outcome) = (mail.clone(), outcome.clone());
            self.platform.in_directory(move |all| outbox::note(all, &mail, outcome.as_ref())).await
        };
        persist(note, end).await
    }
}

fn pauses() -> Interval {
    let mut pauses = tokio::time::interval(PAUSE);
    pauses.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pauses
}

/// Works at once and after each [`PAUSE`], until it succeeds, cannot succeed or `end` has come.
async fn persist(work: impl AsyncFn() -> Result<()>, end: Instant) -> Result<()> {
    let mut pauses = pauses();
    loop {
        pauses.tick().await;
        match work().await {
            Err(error) if !error.is_lasting() && Instant::now() < end => {
                tracing::warn!(?error, "what came of a mail waits to be noted: the store does not answer");
            }
            done => return done,
        }
    }
}

/// Works to the end, but no longer than [`FAREWELL`] once `ended` holds true; whether it came to its end.
async fn in_time(work: impl Future<Output = ()>, mut ended: watch::Receiver<bool>) -> bool {
    let mut work = pin!(work);
    tokio::select! {
        () = &mut work => return true,
        // A closed channel means that the server is gone, which is an end as well.
        _ = ended.wait_for(|ended| *ended) => {}
    }
    tokio::time::timeout(FAREWELL, work).await.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use storage::Fault;
    use tokio::time::sleep_until;

    /// Whether what takes so long comes to its end, where the end of the server was asked for or was not.
    async fn finishes(time: Duration, is_over: bool) -> bool {
        let (_end, ended) = watch::channel(is_over);
        in_time(sleep_until(Instant::now() + time), ended).await
    }

    #[tokio::test(start_paused = true)]
    async fn a_mail_on_its_way_has_thirty_seconds_once_the_end_was_asked_for() {
        let little = Duration::from_millis(10);
        assert!(finishes(FAREWELL - little, true).await);
        assert!(!finishes(FAREWELL + little, true).await);
        assert!(finishes(2 * FAREWELL, false).await);
    }

    /// How often it is tried what fails like this but succeeds at this attempt, and whether it came to that in a lease.
    async fn persists(fault: &Fault, until: u64) -> (u64, bool) {
        let attempts = Cell::new(0);
        let work = async || -> Result<()> {
            attempts.set(attempts.get() + 1);
            if attempts.get() < until { Err(fault.clone().into()) } else { Ok(()) }
        };
        let done = persist(work, Instant::now() + LEASE).await;
        (attempts.get(), done.is_ok())
    }

    #[tokio::test(start_paused = true)]
    async fn what_came_of_a_mail_is_noted_once_the_store_is_back_until_somebody_else_may_take_it() {
        assert_eq!(persists(&Fault::Busy, 1).await, (1, true));
        let most = LEASE.as_secs() + 1;
        assert_eq!(persists(&Fault::Busy, most - 1).await, (most - 1, true));
        assert_eq!(persists(&Fault::Busy, most).await, (most, true));
        assert_eq!(persists(&Fault::Busy, most + 1).await, (most, false));
    }

    #[tokio::test(start_paused = true)]
    async fn what_another_attempt_would_not_note_either_is_not_tried_again() {
        for (fault, outcome) in [
            (Fault::Conflict, (2, true)),
            (Fault::unavailable("it is away"), (2, true)),
            (Fault::broken("a mistake of ours"), (1, false)),
        ] {
            assert_eq!(persists(&fault, 2).await, outcome, "{fault}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn once_the_end_was_asked_for_it_is_tried_to_note_for_thirty_seconds() {
        for (seconds, is_noted) in [(29, true), (31, false)] {
            let (_end, ended) = watch::channel(true);
            let noting = async { assert_eq!(persists(&Fault::Busy, seconds + 1).await, (seconds + 1, true)) };
            assert_eq!(in_time(noting, ended).await, is_noted, "{seconds}");
        }
    }
}
