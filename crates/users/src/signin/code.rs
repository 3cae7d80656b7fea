//! `/pages/two_factor`: a code, for who has proved its password.
use super::{
    api::{CodeForm, Then},
    enter, forms,
    throttle::Attempt,
};
use crate::users::{User, login};
use auth::{
    sessions::{self, Awaits, Shown, sign_in_address},
    two_factor,
};
use platform::*;
use storage::{Directory, Tenant};

/// Only for who has proved a password and awaits this: everybody else goes to where one signs in.
pub fn show(all: &Directory, Query(then): Query<Then>, visit: Visit) -> Result<Html> {
    visit.check_secure()?;
    let shown = awaiting(all, &visit)?;
    Ok(shown.map_or_else(|| away(&then), |shown| then.led_to_by(forms::code(&shown.csrf, false))))
}

/// A right code is used up. A wrong one counts against the email, and against the address that it comes from.
pub fn prove(
    all: &mut Directory,
    Query(then): Query<Then>,
    Body(form): Body<CodeForm>,
    visit: Visit,
    vault: Vault,
) -> Result<Html> {
    visit.check_secure()?;
    let Some(Shown { mut tenant, user_id, csrf, .. }) = awaiting(all, &visit)? else { return Ok(away(&then)) };
    sessions::check_csrf(&csrf, &form.csrf)?;
    let user = login::of(&tenant, &user_id)?;
    match checked(all, &mut tenant, &user, &form.code, (&visit, &vault))? {
        Checked::Right => {
            let (cookie, next) = enter::complete(all, &mut tenant, &user, (&visit, &then))?;
            Ok(Html::go_to(&next).with_cookie(cookie))
        }
        Checked::Wrong => {
            let said = then.led_to_by(forms::code(&csrf, true));
            Attempt { email: &user.email, visit: &visit }.fail(all, said)
        }
        Checked::Wait(seconds) => Ok(forms::wait(seconds)),
    }
}

/// What a code is worth.
pub enum Checked {
    Right,
    Wrong,
    /// Too many have failed: in so many seconds it may be tried again.
    Wait(i64),
}

/// Looks at a code, unless signing in as this user has failed too often. A right one is used up.
pub fn checked(
    all: &Directory,
    tenant: &mut Tenant,
    user: &User,
    code: &str,
    (visit, vault): (&Visit, &Vault),
) -> Result<Checked> {
    if let Some(seconds) = (Attempt { email: &user.email, visit }).wait(all)? {
        return Ok(Checked::Wait(seconds));
    }
    let is_right = two_factor::check(tenant, vault, &user.id, code, all.now() / 1000)?;
    Ok(if is_right { Checked::Right } else { Checked::Wrong })
}

fn awaiting<'s>(all: &Directory<'s>, visit: &Visit) -> Result<Option<Shown<'s>>> {
    Ok(sessions::shown(all, visit)?.filter(|shown| shown.awaits == Awaits::Code))
}

/// Whoever has nothing to prove here begins at the beginning; who is signed in goes on from there.
fn away(then: &Then) -> Html {
    Html::go_to(&sign_in_address(then.target()))
}
