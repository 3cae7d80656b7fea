//! Mail that waits to be sent: taking it, and noting what came of it. Moments are those of the machine's clock, as mail
//! servers live by it, but for those at which a mail was sent and is of no use any more.
use crate::Kind;
use platform::{Result, Vault};
use storage::{
    Directory, Sql, Tenant,
    directory::MailRow,
    sql,
    time::{DAY, MINUTE},
};

/// A mail that this process sends now.
#[derive(Debug, Clone)]
pub struct Taken {
    pub account_id: String,
    pub id: String,
    /// An address in its form for comparison.
    pub recipient: String,
    pub subject: String,
    pub text: String,
    /// This one is among them.
    pub attempts: i64,
    /// Milliseconds UTC on the machine's clock.
    pub at: i64,
}

/// Why a mail was not sent.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// For people: what the server says, cut short, or what is wrong with the mail itself.
    pub text: String,
    /// The server says that it will not take it another time either.
    pub is_final: bool,
}

const TAKE: Sql =
    sql!("UPDATE mails SET due_at = $4, attempts = attempts + 1 WHERE account_id = $1 AND id = $2 AND due_at = $3");
const SENT: Sql = sql!(
    "UPDATE mails SET due_at = NULL, sent_at = $4, fault = NULL WHERE account_id = $1 AND id = $2 AND attempts = $3"
);
// One that was given up on its way stays so.
const NOT_SENT: Sql = sql!(
    "UPDATE mails SET due_at = $4, fault = $5
     WHERE account_id = $1 AND id = $2 AND attempts = $3 AND due_at IS NOT NULL"
);
const GIVE_UP: Sql = sql!(
    "UPDATE mails SET due_at = NULL, fault = $4
     WHERE account_id = $1 AND user_id = $2 AND kind = $3 AND due_at IS NOT NULL"
);
const GIVE_UP_ALL: Sql =
    sql!("UPDATE mails SET due_at = NULL, fault = $2 WHERE account_id = $1 AND due_at IS NOT NULL");

/// The longest pause between two attempts.
const LONGEST_PAUSE: i64 = DAY;
/// For so long nobody else takes a mail that is on its way: longer than a mail server is waited for.
pub const LEASE: i64 = 10 * MINUTE;
/// How often a mail is tried that the server will not take: it may be the server that is set up wrongly.
const FINAL_ATTEMPTS: i64 = 3;
/// How often a mail is tried that might be taken: with the pauses between, for some three weeks.
const MOST_ATTEMPTS: i64 = 30;
/// How many mails are looked at in one transaction, for one that can be sent.
const LOOKED_AT: i64 = 16;
const LATE: &str = "It was of no use any more.";
const ENDED: &str = "Its link has ended.";
const CLOSED: &str = "The account was closed.";

/// What there is to send.
#[derive(Debug)]
pub enum Next {
    Mail(Taken),
    /// None of those that were looked at could be sent; there may be others.
    More,
    Nothing,
}

/// Where a mail stands among those that are due; at first before all of them.
#[derive(Debug, Clone, Default)]
pub struct Place {
    due_at: i64,
    id: String,
}

impl Place {
    fn of(row: &MailRow) -> Self {
        Place { due_at: row.due_at.unwrap_or_default(), id: row.id.clone() }
    }
}

/// What a look at mail that is due has come to.
#[derive(Debug)]
pub struct Look {
    pub next: Next,
    /// What was looked at last; before all again, once there is nothing.
    pub at: Place,
    /// One that this process cannot read.
    pub unread: Option<String>,
}

/// Takes the mail that has waited longest of those behind a place. Those that are of no use any more are given up. What
/// this process cannot read is left as it is: servers that share a database may have begun with different keys, and
/// another may send it meanwhile.
pub fn take(all: &mut Directory, vault: &Vault, after: &Place) -> Result<Look> {
    let due = all.mails_due(all.now(), (after.due_at, &after.id), LOOKED_AT)?;
    let next = if due.is_empty() { Next::Nothing } else { Next::More };
    let mut look = Look { next, at: Place::default(), unread: None };
    for row in due {
        look.at = Place::of(&row);
        let mut tenant = entered(all, &row.account_id)?;
        let text = vault.open_mail(&row.account_id, &row.id, &row.text_sealed);
        match text {
            _ if tenant.now() >= row.expires_at => keep(&mut tenant, (&row.id, row.attempts), None, LATE)?,
            None => look.unread = Some(row.id),
            Some(text) if lease(&mut tenant, &row, all.now())? => {
                look.next = Next::Mail(taken(row, text, all.now()));
                return Ok(look);
            }
            Some(_) => {}
        }
    }
    Ok(look)
}

/// Mail of this kind to a user that has not left yet does not leave any more: its link has ended.
pub fn give_up(tenant: &mut Tenant, user_id: &str, kind: Kind) -> storage::Result<()> {
    tenant.execute(GIVE_UP, &[user_id.into(), kind.as_str().into(), ENDED.into()]).map(drop)
}

/// No mail leaves an account that was closed.
///
/// # Errors
/// Those of the store.
pub fn give_up_all(tenant: &mut Tenant) -> storage::Result<()> {
    tenant.execute(GIVE_UP_ALL, &[CLOSED.into()]).map(drop)
}

/// Whether nobody else was quicker.
fn lease(tenant: &mut Tenant, row: &MailRow, now: i64) -> Result<bool> {
    let cells = [(&row.id).into(), row.due_at.into(), (now + LEASE).into()];
    Ok(tenant.execute(TAKE, &cells)? == 1)
}

fn taken(row: MailRow, text: String, at: i64) -> Taken {
    let MailRow { account_id, id, recipient, subject, attempts, .. } = row;
    Taken { account_id, id, recipient, subject, text, attempts: attempts + 1, at }
}

/// Notes what came of sending it, unless it has been taken again since.
pub fn note(all: &mut Directory, mail: &Taken, outcome: std::result::Result<&(), &Refusal>) -> Result<()> {
    let mut tenant = entered(all, &mail.account_id)?;
    match outcome {
        Ok(()) => {
            let now = tenant.now();
            Ok(tenant.execute(SENT, &[(&mail.id).into(), mail.attempts.into(), now.into()]).map(drop)?)
        }
        Err(refusal) => {
            let due_at = next(mail.attempts, refusal, all.now());
            keep(&mut tenant, (&mail.id, mail.attempts), due_at, &refusal.text)
        }
    }
}

/// `mail` is the id and which attempt it was.
fn keep(tenant: &mut Tenant, mail: (&str, i64), due_at: Option<i64>, fault: &str) -> Result<()> {
    Ok(tenant.execute(NOT_SENT, &[mail.0.into(), mail.1.into(), due_at.into(), fault.into()]).map(drop)?)
}

/// When it is tried again: after a minute, then after twice as long each time; never, when it is given up.
fn next(attempts: i64, refusal: &Refusal, now: i64) -> Option<i64> {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(11);
    let most = if refusal.is_final { FINAL_ATTEMPTS } else { MOST_ATTEMPTS };
    (attempts < most).then(|| now + (MINUTE << doublings).min(LONGEST_PAUSE))
}

#[expect(clippy::disallowed_methods, reason = "a job that goes over all accounts")]
fn entered<'s>(all: &Directory<'s>, account: &str) -> storage::Result<Tenant<'s>> {
    all.enter(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_day() {
        let refusal = Refusal { text: String::new(), is_final: false };
        let pauses = [1, 2, 3, 11, 12, 13, 29].map(|attempts| next(attempts, &refusal, 0).unwrap() / MINUTE);
        assert_eq!(pauses, [1, 2, 4, 1024, 1440, 1440, 1440]);
        assert_eq!([30, 31].map(|attempts| next(attempts, &refusal, 0)), [None, None]);
    }

    #[test]
    fn what_the_server_will_not_take_is_given_up_after_three_attempts() {
        let refusal = Refusal { text: String::new(), is_final: true };
        assert_eq!([1, 2, 3, 4].map(|attempts| next(attempts, &refusal, 0).is_some()), [true, true, false, false]);
    }
}
