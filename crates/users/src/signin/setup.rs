//! `/pages/two_factor/…`: taking a second factor, other recovery codes, and giving it up.
use super::{
    api::{CodeForm, Then},
    code::{Checked, checked},
    enter, forms,
    throttle::Attempt,
};
use crate::{
    settings::SignInRules,
    users::{User, login},
};
use auth::{
    sessions::{self, Awaits, COOKIE, HOME, Shown, sign_in_address},
    two_factor::{self, Offer},
};
use platform::*;
use storage::{Directory, Tenant};

/// The account asks this user for one.
pub const NEEDED: Failure = Failure::new(403, 403, "Your account asks for a second factor, so it stays.");

/// The secret follows from that of the session, so nothing is written by looking.
pub fn show(all: &Directory, Query(then): Query<Then>, visit: Visit) -> Result<Html> {
    visit.check_secure()?;
    match without_factor(all, &visit)? {
        Some((shown, offer)) => page(&shown, &offer, &visit, false),
        None => Ok(away(&then)),
    }
}

pub fn set(
    all: &mut Directory,
    Query(then): Query<Then>,
    Body(form): Body<CodeForm>,
    visit: Visit,
    vault: Vault,
) -> Result<Html> {
    visit.check_secure()?;
    let Some((mut shown, offer)) = without_factor(all, &visit)? else { return Ok(away(&then)) };
    shown.check(&form.csrf)?;
    let Some(step) = offer.step_of(&form.code, all.now() / 1000)? else {
        return Ok(page(&shown, &offer, &visit, true)?.with_status(403));
    };
    let codes = two_factor::set(&mut shown.tenant, &vault, &shown.user_id, &offer.text(), step)?;
    let user = login::second_factor_changed(&mut shown.tenant, &shown.user_id, true)?;
    let is_new = shown.awaits == Awaits::Setup;
    let said = forms::recovery_codes(&codes, then.target());
    // Also who was signed in goes on under another secret: from the old one the factor follows.
    let cookie = if is_new {
        enter::complete(all, &mut shown.tenant, &user, &visit)?
    } else {
        enter::renewed(all, &mut shown.tenant, &user, &visit)?
    };
    Ok(said.with_cookie(cookie))
}

pub fn renew(all: &mut Directory, Body(form): Body<CodeForm>, visit: Visit, vault: Vault) -> Result<Html> {
    with_code(all, &form, (&visit, &vault), |tenant, user| {
        let codes = two_factor::renew_recovery_codes(tenant, &user.id)?;
        login::recovery_codes_changed(tenant, user)?;
        Ok(forms::recovery_codes(&codes, HOME))
    })
}

pub fn remove(all: &mut Directory, Body(form): Body<CodeForm>, visit: Visit, vault: Vault) -> Result<Html> {
    with_code(all, &form, (&visit, &vault), |tenant, user| {
        if SignInRules::of(tenant)?.wants_second_factor(tenant, &user.id, &user.role_id)? {
            return Err(NEEDED.into());
        }
        two_factor::forget(tenant, &user.id)?;
        login::second_factor_changed(tenant, &user.id, false)?;
        Ok(Html::go_to(HOME))
    })
}

/// Whoever is signed in and shows a code, so that nobody does it who merely found the browser open.
fn with_code(
    all: &mut Directory,
    form: &CodeForm,
    (visit, vault): (&Visit, &Vault),
    change: impl FnOnce(&mut Tenant, &User) -> Result<Html>,
) -> Result<Html> {
    visit.check_secure()?;
    let shown = sessions::shown(all, visit)?.filter(|shown| shown.awaits == Awaits::Nothing);
    let Some(mut shown) = shown else { return Ok(Html::go_to(&sign_in_address(HOME))) };
    shown.check(&form.csrf)?;
    sessions::touch(&mut shown.tenant, &shown.user_id, &shown.session_id)?;
    let user = login::of(&shown.tenant, &shown.user_id)?;
    match checked(all, &mut shown.tenant, &user, &form.code, (visit, vault))? {
        Checked::Right => change(&mut shown.tenant, &user),
        Checked::Wrong => Attempt { email: &user.email, visit }.fail(all, forms::wrong_code()),
        Checked::Wait(seconds) => Ok(forms::wait(seconds)),
    }
}

/// Somebody who may take a second factor and has none.
fn without_factor<'s>(all: &Directory<'s>, visit: &Visit) -> Result<Option<(Shown<'s>, Offer)>> {
    let shown = sessions::shown(all, visit)?.filter(|shown| shown.awaits != Awaits::Code);
    let (Some(shown), Some(secret)) = (shown, visit.cookie(COOKIE)) else { return Ok(None) };
    let has_one = two_factor::is_set(&shown.tenant, &shown.user_id)?;
    Ok((!has_one).then(|| (shown, Offer::new(secret))))
}

fn page(shown: &Shown<'_>, offer: &Offer, visit: &Visit, has_failed: bool) -> Result<Html> {
    let user = login::of(&shown.tenant, &shown.user_id)?;
    let link = offer.link(visit.site().host(), &user.email);
    Ok(forms::setup(&shown.csrf, &offer.text(), &link, has_failed))
}

fn away(then: &Then) -> Html {
    Html::go_to(&sign_in_address(then.target()))
}
