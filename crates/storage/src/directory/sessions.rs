//! From the secret in a cookie to whom a browser belongs, and those who act for themselves. Rows are written by their
//! account.
use super::{Directory, DirectorySql, directory};
use crate::{caller::Caller, fault::*, record, secret, tenant::Tenant};

/// A session that holds, and the account of its user, who acts.
pub struct BrowserSession<'s> {
    pub account: Tenant<'s>,
    pub id: String,
    pub user_id: String,
    /// What is still to be proved before anybody is signed in; empty when nothing is.
    pub awaits: String,
    /// Milliseconds UTC on the clock of the account's world.
    pub seen_at: i64,
    /// When it ends, whatever happens; on the same clock.
    pub ends_at: i64,
}

record! {
    struct Stored { account_id: String, id: String, user_id: String, awaits: String, seen_at: i64, idle_ms: i64, ends_at: i64 }
}

record! {
    /// What somebody who names an email is held to, if there is anything.
    #[derive(Debug, PartialEq, Eq)]
    pub struct PasswordLogin {
        pub account_id: String,
        pub user_id: String,
        /// What is kept of the password.
        pub hash: String,
    }
}

// One statement, so that nobody learns from its time how far an email has led.
const BY_EMAIL: DirectorySql = directory!(
    "SELECT e.account_id, e.user_id, p.hash
     FROM email_index e JOIN accounts a ON a.account_id = e.account_id
     JOIN users u ON u.account_id = e.account_id AND u.status = 'active' AND u.id = e.user_id
     JOIN passwords p ON p.account_id = e.account_id AND p.user_id = e.user_id
     WHERE e.email = $1 AND u.login_type = $2 AND a.closed_at IS NULL"
);
const BY_SECRET: DirectorySql = directory!(
    "SELECT s.account_id, s.id, s.user_id, s.awaits, s.seen_at, s.idle_ms, s.ends_at
     FROM sessions s JOIN accounts a ON a.account_id = s.account_id
     JOIN users u ON u.account_id = s.account_id AND u.status = 'active' AND u.id = s.user_id
     WHERE s.secret_hash = $1 AND a.closed_at IS NULL"
);

const END: DirectorySql = directory!("DELETE FROM sessions WHERE secret_hash = $1");

impl Stored {
    fn holds(&self, now: i64) -> bool {
        let is_idle = self.idle_ms > 0 && now >= self.seen_at.saturating_add(self.idle_ms);
        now < self.ends_at && !is_idle
    }
}

impl<'s> Directory<'s> {
    /// The session with this secret, if it holds: its account is open and its user active. For auth alone (`clippy.toml`).
    #[expect(clippy::disallowed_methods, reason = "the secret of the session proves who it is")]
    pub fn browser_session(&self, secret: &str) -> Result<Option<BrowserSession<'s>>> {
        let hash = secret::hash(secret);
        let Some(stored) = self.row::<Stored>(BY_SECRET, &[(&hash).into()])? else { return Ok(None) };
        let account = self.acting(&stored.account_id, &stored.user_id)?;
        if !stored.holds(account.now()) {
            return Ok(None);
        }
        let Stored { id, user_id, awaits, seen_at, ends_at, .. } = stored;
        Ok(Some(BrowserSession { account, id, user_id, awaits, seen_at, ends_at }))
    }
    /// The active user with this email, which is in its form for comparison, and a password, who signs in this way. For the
    /// users product alone (`clippy.toml`).
    /// `login_type` is the documented number: 100 for a work email.
    pub fn password_login(&self, email: &str, login_type: i64) -> Result<Option<PasswordLogin>> {
        self.row(BY_EMAIL, &[email.into(), login_type.into()])
    }
    /// Ends the session with this secret, whoever was in it: the browser begins another one.
    pub fn end_browser_session(&mut self, secret: &str) -> Result<()> {
        let hash = secret::hash(secret);
        self.execute(END, &[(&hash).into()]).map(drop)
    }
    /// The account of a user who has proved who it is, and acts. A request proves one. For auth alone (`clippy.toml`).
    ///
    /// # Errors
    /// [`Fault::Broken`] when there is no such account, or when somebody else acts already.
    pub fn acting(&self, account_id: &str, user_id: &str) -> Result<Tenant<'s>> {
        let account = entered(self, account_id)?;
        let by = || Caller { account_id: account_id.into(), user_id: user_id.into(), ..self.session.caller.clone() };
        let bearer = self.session.bearer.get_or_init(by);
        if &*bearer.user_id != user_id || &*bearer.account_id != account_id {
            return Err(Fault::broken("somebody else acts in this request"));
        }
        Ok(account.by(bearer))
    }
}

#[expect(clippy::disallowed_methods, reason = "the user of this account has proved who it is")]
fn entered<'s>(all: &Directory<'s>, account: &str) -> Result<Tenant<'s>> {
    all.enter(account)
}
