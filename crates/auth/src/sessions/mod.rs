//! Sessions: whom a browser belongs to. What else must be proved to begin one is for those that ask for the proof.
mod store;
mod target;
mod visit;

pub use platform::HOME;
pub use store::{NewSession, begin, end, end_all, end_of_account, set_idle, touch};
pub use target::{LONGEST_TARGET, SIGN_IN, sign_in_address, target, with_target};
pub use visit::{VISIT, check_form, show_form};

use platform::{Failure, Result, Visit};
use storage::{
    Directory, Tenant,
    directory::BrowserSession,
    time::{HOUR, MINUTE},
};

/// The cookie that holds the secret of a session.
pub const COOKIE: &str = "session";
/// A form that was not shown to this browser in this session.
pub const FORGED: Failure = Failure::new(403, 403, "This form has grown old. Go back, load it anew and try again.");

/// How long a session lasts at most. No setting of an account says so.
pub const LONGEST: i64 = 12 * HOUR;
/// How long the proof of a password counts while the second factor is still awaited.
pub const LONGEST_AWAITING: i64 = 10 * MINUTE;

/// Somebody who is signed in with a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    pub account_id: String,
    pub user_id: String,
    pub session_id: String,
    /// What each form says that is shown in this session, in its field `csrf`.
    pub csrf: String,
}

/// A session that holds, whether anything is still to be proved in it or not.
pub struct Shown<'s> {
    /// The account of the user, who acts.
    pub tenant: Tenant<'s>,
    pub user_id: String,
    pub session_id: String,
    pub awaits: Awaits,
    /// When it ends, whatever happens: milliseconds UTC on the clock of the account's world.
    pub ends_at: i64,
    /// As in [`SignedIn`].
    pub csrf: String,
}

platform::choice! {
    /// What is still to be proved in a session.
    pub enum Awaits: text {
        /// Nothing: somebody is signed in.
        Nothing = "",
        /// A code of the second factor.
        Code = "code",
        /// That there is a second factor: the account asks for one, and the user has none.
        Setup = "setup",
        /// Nothing; but the user is asked what becomes of its address.
        Choice = "choice",
    }
}

/// Who is signed in with the browser that asks for a page.
///
/// # Errors
/// Those of the store.
pub fn signed_in(all: &Directory, visit: &Visit) -> Result<Option<SignedIn>> {
    let shown = shown(all, visit)?.filter(|shown| shown.awaits == Awaits::Nothing);
    Ok(shown.map(|shown| shown.who()))
}

/// The session that the browser is in that asks for a page. Whoever has not proved everything yet may do nothing but that.
///
/// # Errors
/// Those of the store.
pub fn shown<'s>(all: &Directory<'s>, visit: &Visit) -> Result<Option<Shown<'s>>> {
    let Some(secret) = visit.cookie(COOKIE) else { return Ok(None) };
    let found = find(all, secret)?;
    Ok(found.and_then(|session| {
        let awaits = Awaits::parse(&session.awaits)?;
        let BrowserSession { account: tenant, id: session_id, user_id, ends_at, .. } = session;
        Some(Shown { tenant, user_id, session_id, awaits, ends_at, csrf: csrf_of(secret) })
    }))
}

/// The account of who is signed in, who acts there.
///
/// # Errors
/// Those of the store.
#[expect(clippy::disallowed_methods, reason = "the session has proved who it is")]
pub fn acting<'s>(all: &Directory<'s>, who: &SignedIn) -> Result<Tenant<'s>> {
    Ok(all.acting(&who.account_id, &who.user_id)?)
}

/// The account of a user who has just proved who it is, and acts there.
///
/// # Errors
/// Those of the store.
#[expect(clippy::disallowed_methods, reason = "the sign-in has proved who it is")]
pub fn acting_as<'s>(all: &Directory<'s>, account_id: &str, user_id: &str) -> Result<Tenant<'s>> {
    Ok(all.acting(account_id, user_id)?)
}

#[expect(clippy::disallowed_methods, reason = "the browser has shown the secret of the session")]
fn find<'s>(all: &Directory<'s>, secret: &str) -> storage::Result<Option<BrowserSession<'s>>> {
    all.browser_session(secret)
}

/// What forms say that are shown to whoever has this secret in a cookie.
pub fn csrf_of(secret: &str) -> String {
    storage::derived("form", secret)
}

/// Refuses a form that says something else than those of this secret do.
///
/// # Errors
/// [`FORGED`].
pub fn check_csrf(expected: &str, said: &str) -> Result<()> {
    if storage::matches(&storage::hash(expected), said) { Ok(()) } else { Err(FORGED.into()) }
}

impl SignedIn {
    /// Refuses a form that was not shown in this session; `said` is its field `csrf`.
    ///
    /// # Errors
    /// [`FORGED`].
    pub fn check(&self, said: &str) -> Result<()> {
        check_csrf(&self.csrf, said)
    }
}

impl Shown<'_> {
    /// Also while something is still to be proved: `awaits` says so.
    pub fn who(&self) -> SignedIn {
        SignedIn {
            account_id: self.tenant.account_id().to_owned(),
            user_id: self.user_id.clone(),
            session_id: self.session_id.clone(),
            csrf: self.csrf.clone(),
        }
    }
    /// Refuses a form that was not shown in this session; `said` is its field `csrf`.
    ///
    /// # Errors
    /// [`FORGED`].
    pub fn check(&self, said: &str) -> Result<()> {
        check_csrf(&self.csrf, said)
    }
}
