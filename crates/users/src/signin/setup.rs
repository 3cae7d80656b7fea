//! `/pages/two_factor/…`: taking a second factor, other recovery codes, and giving it up.
use super::{
    api::{CodeForm, Then},
    code::{Checked, checked},
    enter, forms,
    password::{self, Compared},
    throttle::Attempt,
};
use crate::{
    passwords::LONGEST,
    settings::SignInRules,
    users::{User, login},
};
use auth::{
    sessions::{self, Awaits, COOKIE, HOME, Shown, sign_in_address},
    two_factor::{self, Offer},
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, Tenant};

/// The account asks this user for one.
pub const NEEDED: Failure = Failure::new(403, 403, "Your account asks for a second factor, so it stays.");

#[derive(Deserialize, JsonSchema)]
pub struct SetupForm {
    #[serde(default)]
    #[schemars(length(max = 64))]
    csrf: String,
    /// Of the authenticator app.
    #[serde(default)]
    #[schemars(length(max = 64))]
    code: String,
    /// Of who is signed in already.
    #[serde(default)]
    #[schemars(length(max = LONGEST))]
    password: String,
}

/// The secret follows from that of the session, so nothing is written by looking.
pub fn show(all: &Directory, Query(then): Query<Then>, visit: Visit) -> Result<Html> {
    visit.check_secure()?;
    match without_factor(all, &visit)? {
        Some((shown, _)) if !may_take(&shown)? => Ok(forms::factor_of_company()),
        Some((shown, offer)) => page(&shown, &offer, (&visit, &then), None),
        None => Ok(away(&then)),
    }
}

/// Compares the password, where somebody is signed in already. Whoever is about to be has just shown it.
pub fn prepare(
    all: &Directory,
    Body(form): Body<SetupForm>,
    visit: Visit,
) -> Result<impl FnOnce() -> Result<Option<Compared>> + use<>> {
    visit.check_secure()?;
    let signed_in = without_factor(all, &visit)?.filter(|(shown, _)| shown.awaits == Awaits::Nothing);
    let comparing = signed_in.map(|(shown, _)| {
        shown.check(&form.csrf)?;
        if !may_take(&shown)? {
            return Ok(None);
        }
        let user = login::of(&shown.tenant, &shown.user_id)?;
        password::comparing(all, Attempt { email: &user.email, visit: &visit }, form.password).map(Some)
    });
    let comparing = comparing.transpose()?.flatten();
    Ok(move || comparing.map(|work| work()).transpose())
}

/// The answer alone shows the recovery codes. Whoever was signed in already has shown its password once more, and goes
/// on under another secret.
///
/// # Errors
/// Those of all forms; [`Error::Stale`] when the password was changed since it was compared.
pub fn set(
    all: &mut Directory,
    Query(then): Query<Then>,
    Body(form): Body<SetupForm>,
    Prepared(compared): Prepared<Option<Compared>>,
    visit: Visit,
    vault: Vault,
) -> Result<Html> {
    visit.check_secure()?;
    let Some((shown, offer)) = without_factor(all, &visit)? else { return Ok(away(&then)) };
    shown.check(&form.csrf)?;
    if !may_take(&shown)? {
        return Ok(forms::factor_of_company().with_status(403));
    }
    match proven(all, &shown, compared.as_ref().as_ref(), &visit)? {
        Checked::Right => {}
        Checked::Wait(seconds) => return Ok(forms::wait(seconds)),
        Checked::Wrong => {
            let user = login::of(&shown.tenant, &shown.user_id)?;
            let said = page(&shown, &offer, (&visit, &then), Some(forms::WRONG_PASSWORD))?;
            return Attempt { email: &user.email, visit: &visit }.fail(all, said);
        }
    }
    let Some(step) = offer.step_of(&form.code, all.now() / 1000)? else {
        return Ok(page(&shown, &offer, (&visit, &then), Some(forms::WRONG_CODE))?.with_status(403));
    };
    let (codes, (cookie, next)) = taken(all, shown, (&offer, step), (&visit, &vault, &then))?;
    Ok(forms::recovery_codes(&codes, &next).with_cookie(cookie))
}

/// What the password of who is signed in is worth: nobody takes a factor who merely found the browser open.
fn proven(all: &Directory, shown: &Shown<'_>, compared: Option<&Compared>, visit: &Visit) -> Result<Checked> {
    if shown.awaits != Awaits::Nothing {
        return Ok(Checked::Right);
    }
    let user = login::of(&shown.tenant, &shown.user_id)?;
    if let Some(seconds) = (Attempt { email: &user.email, visit }).wait(all)? {
        return Ok(Checked::Wait(seconds));
    }
    let login = password::proven(all, &user.email, compared.ok_or(Error::Stale)?)?;
    Ok(if login.is_some_and(|login| login.user_id == user.id) { Checked::Right } else { Checked::Wrong })
}

/// The user has the factor from now on: its recovery codes, the cookie of the session in which it goes on, and where. Also
/// who was signed in goes on under another secret: from the old one the factor follows.
fn taken(
    all: &mut Directory,
    mut shown: Shown<'_>,
    (offer, step): (&Offer, i64),
    (visit, vault, then): (&Visit, &Vault, &Then),
) -> Result<(Vec<String>, (SetCookie, String))> {
    let codes = two_factor::set(&mut shown.tenant, vault, &shown.user_id, &offer.text(), step)?;
    let user = login::second_factor_changed(&mut shown.tenant, &shown.user_id, true)?;
    let next = match shown.awaits {
        Awaits::Nothing => (enter::renewed(all, &mut shown, visit)?, then.target().to_owned()),
        _ => enter::complete(all, &mut shown.tenant, &user, (visit, then))?,
    };
    Ok((codes, next))
}

/// Whoever is signed in and shows a code gets other recovery codes; the old ones are good no more.
pub fn renew(all: &mut Directory, Body(form): Body<CodeForm>, visit: Visit, vault: Vault) -> Result<Html> {
    with_code(all, &form, (&visit, &vault), |tenant, user| {
        let codes = two_factor::renew_recovery_codes(tenant, &user.id)?;
        login::recovery_codes_changed(tenant, user)?;
        Ok(forms::recovery_codes(&codes, HOME))
    })
}

/// Whoever is signed in and shows a code gives the second factor up.
///
/// # Errors
/// [`NEEDED`], and those of all forms.
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
    let may_set = |shown: &Shown<'_>| matches!(shown.awaits, Awaits::Nothing | Awaits::Setup);
    let shown = sessions::shown(all, visit)?.filter(may_set);
    let (Some(shown), Some(secret)) = (shown, visit.cookie(COOKIE)) else { return Ok(None) };
    let has_one = two_factor::is_set(&shown.tenant, &shown.user_id)?;
    Ok((!has_one).then(|| (shown, Offer::new(secret))))
}

/// Whether our second factor would stand beside a password: whoever has none signs in with an identity provider, which asks
/// for its own.
fn may_take(shown: &Shown<'_>) -> Result<bool> {
    Ok(shown.awaits != Awaits::Nothing || login::has_password(&shown.tenant, &shown.user_id)?)
}

/// `failed` says what was not right.
fn page(shown: &Shown<'_>, offer: &Offer, (visit, then): (&Visit, &Then), failed: Option<&str>) -> Result<Html> {
    let user = login::of(&shown.tenant, &shown.user_id)?;
    let link = offer.link(visit.site().host(), &user.email);
    let (secret, picture) = (offer.text(), two_factor::picture(&link));
    let asks_password = shown.awaits == Awaits::Nothing;
    let offered = forms::Offered { secret: &secret, link: &link, picture: picture.as_deref(), asks_password, failed };
    Ok(then.led_to_by(forms::setup(&shown.csrf, &offered)))
}

fn away(then: &Then) -> Html {
    Html::go_to(&sign_in_address(then.target()))
}
