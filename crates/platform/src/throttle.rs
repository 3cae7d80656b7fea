//! Operations that are published to be called once in some minutes on an account; held to where `--strict-limits` asks for it.
use crate::{failure::*, operation::Operation, pipeline::TOO_FAST, platform::Platform};
use storage::{End, directory, time::MINUTE};

impl Platform {
    /// `now` is milliseconds UTC in the world of the account.
    ///
    /// # Errors
    /// [`TOO_FAST`] with the moment from which on a call succeeds; those of the store.
    pub(crate) async fn throttle(&self, operation: &Operation, account: &str, now: i64) -> Result<()> {
        let Some(minutes) = operation.once_in.filter(|_| self.0.parts.compat.strict_limits) else { return Ok(()) };
        let (account, label, length) = (account.to_owned(), operation.key(), minutes * MINUTE);
        // Not the account's own turn: a read must not wait for its changes.
        let turn = format!("{label} {account}");
        let take = move |tx: &storage::Tx| match directory::take_turn(tx, &account, &label, now, length) {
            Ok(last) => End::Commit(Ok(last)),
            Err(fault) => End::Undo(Err(fault)),
        };
        match self.database().write(&turn, take).await?? {
            None => Ok(()),
            Some(last) => Err(TOO_FAST.until_soon(1, last.saturating_add(length))),
        }
    }
}
