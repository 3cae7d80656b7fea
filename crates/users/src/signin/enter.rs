//! What follows a proof: the second factor where one is due, or the session itself. Each begins anew, with another secret.
use super::{api::Then, managed_domain};
use crate::{
    settings::SignInRules,
    users::{User, consolidation::Choice, login},
};
use auth::{
    sessions::{self, Awaits, COOKIE, NewSession, Shown, VISIT},
    two_factor,
};
use platform::{Html, Result, SetCookie, Visit};
use storage::{Directory, Tenant};

/// With which browser somebody has proved who it is, and where it goes.
pub struct Proven<'a> {
    pub visit: &'a Visit,
    pub then: &'a Then,
    pub by: Proof,
}

/// What somebody has proved who it is with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    Password,
    /// The word of the identity provider of the account, which asks for a second factor of its own.
    Provider,
}

/// Begins a session for this user, in place of the one that the browser was in; and the page where it goes on.
pub fn begin(
    all: &mut Directory,
    mut tenant: Tenant,
    user: &User,
    rules: &SignInRules,
    proven: &Proven<'_>,
) -> Result<Html> {
    let awaits = awaited(&tenant, user, rules, proven.by)?;
    let cookie = rotated(all, &mut tenant, &Begun { user_id: &user.id, awaits, ends_at: None }, proven.visit)?;
    if awaits == Awaits::Nothing {
        login::note(&mut tenant, user)?;
    }
    let gone = proven.visit.set_cookie(VISIT, "");
    Ok(Html::go_to(&next(awaits, proven.then)).with_cookie(cookie).with_cookie(gone))
}

/// Somebody who is signed in goes on so, for as long as it was, under another secret; the cookie that holds it.
pub fn renewed(all: &mut Directory, shown: &mut Shown<'_>, visit: &Visit) -> Result<SetCookie> {
    let begun = Begun { user_id: &shown.user_id, awaits: Awaits::Nothing, ends_at: Some(shown.ends_at) };
    rotated(all, &mut shown.tenant, &begun, visit)
}

/// The second factor was proved, so that everything is: the cookie that holds the secret of the session in which the user
/// goes on, and where.
pub fn complete(
    all: &mut Directory,
    tenant: &mut Tenant,
    user: &User,
    (visit, then): (&Visit, &Then),
) -> Result<(SetCookie, String)> {
    let awaits = asked(tenant, user)?;
    let cookie = rotated(all, tenant, &Begun { user_id: &user.id, awaits, ends_at: None }, visit)?;
    if awaits == Awaits::Nothing {
        login::note(tenant, user)?;
    }
    Ok((cookie, next(awaits, then)))
}

/// There is nothing more to prove or to ask: the user is signed in, under another secret; the cookie that holds it.
pub fn admit(all: &mut Directory, tenant: &mut Tenant, user: &User, visit: &Visit) -> Result<SetCookie> {
    let cookie = rotated(all, tenant, &Begun { user_id: &user.id, awaits: Awaits::Nothing, ends_at: None }, visit)?;
    login::note(tenant, user)?;
    Ok(cookie)
}

/// A session in place of the one that the browser was in.
struct Begun<'a> {
    user_id: &'a str,
    awaits: Awaits,
    /// As in [`NewSession`].
    ends_at: Option<i64>,
}

fn rotated(all: &mut Directory, tenant: &mut Tenant, begun: &Begun<'_>, visit: &Visit) -> Result<SetCookie> {
    if let Some(old) = visit.cookie(COOKIE) {
        all.end_browser_session(old)?;
    }
    let idle_ms = SignInRules::of(tenant)?.idle_ms();
    let Begun { user_id, awaits, ends_at } = *begun;
    let secret = sessions::begin(tenant, &NewSession { user_id, awaits, idle_ms, ends_at })?;
    Ok(visit.set_cookie(COOKIE, &secret))
}

/// What is due after this proof: our second factor stands beside a password of ours.
fn awaited(tenant: &Tenant, user: &User, rules: &SignInRules, by: Proof) -> Result<Awaits> {
    if by == Proof::Provider {
        return Ok(Awaits::Nothing);
    }
    if two_factor::is_set(tenant, &user.id)? {
        return Ok(Awaits::Code);
    }
    let is_wanted = rules.wants_second_factor(tenant, &user.id, &user.role_id)?;
    if is_wanted { Ok(Awaits::Setup) } else { asked(tenant, user) }
}

/// Whether somebody who has proved everything is still asked what becomes of its address.
fn asked(tenant: &Tenant, user: &User) -> Result<Awaits> {
    Ok(if Choice::of(tenant, user)?.is_some() { Awaits::Choice } else { Awaits::Nothing })
}

fn next(awaits: Awaits, then: &Then) -> String {
    let page = match awaits {
        Awaits::Nothing => return then.target().to_owned(),
        Awaits::Code => "/pages/two_factor",
        Awaits::Setup => "/pages/two_factor/setup",
        Awaits::Choice => managed_domain::PATH,
    };
    sessions::with_target(page, then.target())
}
