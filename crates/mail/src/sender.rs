//! Sending what was written: one mail after the other, beside all requests, until the server ends.
use crate::{
    outbox::{self, Next},
    smtp::Smtp,
};
use platform::{Platform, Result};
use std::{pin::pin, time::Duration};
use tokio::{sync::watch, time::MissedTickBehavior};

/// How often it is looked for mail that is due.
const PAUSE: Duration = Duration::from_secs(1);
/// How long the mail that is on its way may take once the end was asked for: as long as a request that runs.
const FAREWELL: Duration = Duration::from_secs(30);

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
            tracing::warn!("the mail server did not finish in time: a mail that was on its way is sent again");
        }
    }
    async fn send_until(&self, mut ended: watch::Receiver<bool>) {
        let mut pauses = tokio::time::interval(PAUSE);
        pauses.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let is_over = tokio::select! {
                _ = pauses.tick() => false,
                // A closed channel means that the server is gone, which is an end as well.
                _ = ended.wait_for(|ended| *ended) => true,
            };
            if is_over {
                return;
            }
            self.send_due(&ended).await;
        }
    }
    async fn send_due(&self, ended: &watch::Receiver<bool>) {
        let mut is_more = true;
        while is_more && !*ended.borrow() {
            is_more = self.send_next().await.unwrap_or_else(|error| {
                tracing::warn!(?error, "mail waits: the store does not answer");
                false
            });
        }
    }
    /// Sends the mail that has waited longest of those that are due; whether there may be another.
    ///
    /// # Errors
    /// The store cannot be reached. What the mail server says is noted with the mail.
    pub async fn send_next(&self) -> Result<bool> {
        let vault = self.platform.vault();
        let mail = match self.platform.in_directory(move |all| outbox::take(all, &vault)).await? {
            Next::Mail(mail) => mail,
            Next::More => return Ok(true),
            Next::Nothing => return Ok(false),
        };
        let outcome = self.smtp.send(&mail).await;
        if let Err(refusal) = &outcome {
            tracing::warn!(mail = mail.id, attempts = mail.attempts, refusal = refusal.text, "a mail was not sent");
        }
        self.platform.in_directory(move |all| outbox::note(all, &mail, outcome.as_ref())).await?;
        Ok(true)
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
    use tokio::time::{Instant, sleep_until};

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
}
