//! Mail over all accounts: what the operator plane shows of it, and what waits to be sent. It is written by its account.
use super::{Directory, DirectorySql, directory};
use crate::{entropy::is_id, fault::*, record, sql::Cell};

record! {
    /// A mail as it is kept.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct MailRow {
        pub account_id: String,
        pub id: String,
        pub kind: String,
        pub user_id: String,
        /// In its form for comparison.
        pub recipient: String,
        pub subject: String,
        pub text_sealed: Vec<u8>,
        /// Milliseconds UTC on the clock of the account's world.
        pub created_at: i64,
        /// On the clock of the account's world.
        pub expires_at: i64,
        /// When it is tried next, on the machine's clock; absent once it was sent or given up.
        pub due_at: Option<i64>,
        pub attempts: i64,
        /// On the clock of the account's world.
        pub sent_at: Option<i64>,
        pub fault: Option<String>,
    }
}

record! {
    /// A mail that has been of no use for long.
    #[derive(Clone, Default)]
    pub struct OldMail {
        /// On the clock of the account's world.
        expires_at: i64,
        id: String,
    }
}

/// Which mails are meant; all when nothing is said.
#[derive(Debug, Clone, Copy, Default)]
pub struct MailFilter<'q> {
    pub account_id: Option<&'q str>,
    /// In its form for comparison.
    pub recipient: Option<&'q str>,
}

const ONE: DirectorySql = directory!(
    "SELECT account_id, id, kind, user_id, recipient, subject, text_sealed, created_at, expires_at, due_at, attempts, sent_at, fault
     FROM mails WHERE id = $1"
);
const ALL: DirectorySql = directory!(
    "SELECT account_id, id, kind, user_id, recipient, subject, text_sealed, created_at, expires_at, due_at, attempts, sent_at, fault
     FROM mails WHERE id > $1 ORDER BY id LIMIT $2"
);
const OF_ACCOUNT: DirectorySql = directory!(
    "SELECT account_id, id, kind, user_id, recipient, subject, text_sealed, created_at, expires_at, due_at, attempts, sent_at, fault
     FROM mails WHERE id > $1 AND account_id = $3 ORDER BY id LIMIT $2"
);
const TO: DirectorySql = directory!(
    "SELECT account_id, id, kind, user_id, recipient, subject, text_sealed, created_at, expires_at, due_at, attempts, sent_at, fault
     FROM mails WHERE id > $1 AND recipient = $3 ORDER BY id LIMIT $2"
);
const OF_ACCOUNT_TO: DirectorySql = directory!(
    "SELECT account_id, id, kind, user_id, recipient, subject, text_sealed, created_at, expires_at, due_at, attempts, sent_at, fault
     FROM mails WHERE id > $1 AND account_id = $3 AND recipient = $4 ORDER BY id LIMIT $2"
);
const LATEST: DirectorySql = directory!(
    "SELECT account_id, id, kind, user_id, recipient, subject, text_sealed, created_at, expires_at, due_at, attempts, sent_at, fault
     FROM mails ORDER BY id DESC LIMIT $1"
);
const LATEST_BEFORE: DirectorySql = directory!(
    "SELECT account_id, id, kind, user_id, recipient, subject, text_sealed, created_at, expires_at, due_at, attempts, sent_at, fault
     FROM mails WHERE id < $2 ORDER BY id DESC LIMIT $1"
);
const DUE: DirectorySql = directory!(
    "SELECT account_id, id, kind, user_id, recipient, subject, text_sealed, created_at, expires_at, due_at, attempts, sent_at, fault
     FROM mails WHERE due_at IS NOT NULL AND due_at <= $1 AND (due_at, id) > ($2, $3) ORDER BY due_at, id LIMIT $4"
);

// CROSS JOIN keeps the order on SQLite: what the clock that is furthest ahead has reached is looked at, of all worlds, and what
// no clock has reached is not.
const OLD: DirectorySql = directory!(
    "SELECT m.expires_at, m.id FROM mails m CROSS JOIN accounts a CROSS JOIN worlds w
     WHERE m.expires_at <= (SELECT max(COALESCE(stopped_at, offset_ms + $1)) FROM worlds) - $2
       AND (m.expires_at, m.id) > ($4, $5) AND a.account_id = m.account_id AND w.id = a.world_id
       AND m.expires_at <= COALESCE(w.stopped_at, w.offset_ms + $1) - $2 AND w.id = COALESCE($3, w.id)
     ORDER BY m.expires_at, m.id LIMIT $6"
);
const FORGET: DirectorySql = directory!("DELETE FROM mails WHERE id = $1 AND expires_at <= $2");

impl Directory<'_> {
    /// At most `most` mails that follow the one with the id `after`, oldest first.
    pub fn mails(&self, filter: &MailFilter<'_>, after: &str, most: i64) -> Result<Vec<MailRow>> {
        let named: Vec<Cell<'_>> =
            [filter.account_id, filter.recipient].into_iter().flatten().map(Cell::from).collect();
        let statement = match (filter.account_id, filter.recipient) {
            (None, None) => ALL,
            (Some(_), None) => OF_ACCOUNT,
            (None, Some(_)) => TO,
            (Some(_), Some(_)) => OF_ACCOUNT_TO,
        };
        self.rows(statement, &[&[after.into(), most.into()], &*named].concat())
    }
    /// At most `most` mails, newest first: of all, or of those before the one with the id `before`.
    pub fn latest_mails(&self, before: Option<&str>, most: i64) -> Result<Vec<MailRow>> {
        match before {
            None => self.rows(LATEST, &[most.into()]),
            Some(before) => self.rows(LATEST_BEFORE, &[most.into(), before.into()]),
        }
    }
    /// `None` also for a text that has not the form of an id, which is not looked up.
    pub fn mail(&self, id: &str) -> Result<Option<MailRow>> {
        if is_id(id) { self.row(ONE, &[id.into()]) } else { Ok(None) }
    }
    /// At most `most` mails that are due at `machine`, milliseconds UTC on the machine's clock, those that have waited
    /// longest first. `after` is when the mail that they follow was due, and its id.
    pub fn mails_due(&self, machine: i64, after: (i64, &str), most: i64) -> Result<Vec<MailRow>> {
        self.rows(DUE, &[machine.into(), after.0.into(), after.1.into(), most.into()])
    }
    /// At most `most` mails, in one world or in all, that have been of no use for `kept` milliseconds by the clock of their
    /// world: of those that follow `after` the oldest, in order. It may look at all mail there is, so it is not for a change.
    pub fn old_mails(&self, kept: i64, world: Option<&str>, after: &OldMail, most: i64) -> Result<Vec<OldMail>> {
        let OldMail { expires_at, id } = after;
        self.rows(OLD, &[self.now().into(), kept.into(), world.into(), expires_at.into(), id.into(), most.into()])
    }
    /// Removes a mail that was found to be old, unless it has come to be of use for longer since then.
    pub fn forget_mail(&mut self, mail: &OldMail) -> Result<()> {
        self.execute(FORGET, &[(&mail.id).into(), mail.expires_at.into()]).map(drop)
    }
}
