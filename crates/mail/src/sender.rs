//! Sending what was written: one mail after the other, beside all requests, until the server ends.
use crate::{
    outbox::{self, Next},
    smtp::Smtp,
};
use platform::{Platform, Result};
use std::time::Duration;
use tokio::{sync::watch, time::MissedTickBehavior};

/// How often it is looked for mail that is due.
const PAUSE: Duration = Duration::from_secs(1);

/// Sends the mail of a platform.
pub struct Sender {
    platform: Platform,
    smtp: Smtp,
}

impl Sender {
    pub fn new(platform: Platform, smtp: Smtp) -> Self {
        Sender { platform, smtp }
    }
    /// Sends until `ended` holds true; the mail that is on its way then is finished.
    pub async fn run(&self, mut ended: watch::Receiver<bool>) {
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
