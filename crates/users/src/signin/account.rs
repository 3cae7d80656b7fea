//! `/pages/account`, `/pages/signout`: who is signed in with this browser, and the end of it.
use super::forms;
use crate::{
    settings::SignInRules,
    users::{self, login},
};
use auth::{
    sessions::{self, Awaits, COOKIE, HOME, SIGN_IN, Shown, sign_in_address},
    two_factor,
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Directory;

/// Whoever is not signed in, or has something left to prove, goes to where one signs in.
pub fn show(all: &Directory, visit: Visit) -> Result<Html> {
    visit.check_secure()?;
    let shown = sessions::shown(all, &visit)?.filter(|shown| shown.awaits == Awaits::Nothing);
    let Some(Shown { tenant, user_id, csrf, .. }) = shown else { return Ok(Html::go_to(&sign_in_address(HOME))) };
    let user = login::of(&tenant, &user_id)?;
    let has_factor = two_factor::is_set(&tenant, &user_id)?;
    let may_take = login::has_password(&tenant, &user_id)?;
    let may_remove = !SignInRules::of(&tenant)?.wants_second_factor(&tenant, &user_id, &user.role_id)?;
    let account = tenant.summary()?.name;
    let factor = forms::Factor { has_factor, may_take, may_remove };
    Ok(forms::account(&account, (&user.email, user.verified != 0), &csrf, factor))
}

#[derive(Deserialize, JsonSchema)]
pub struct SignOutForm {
    #[serde(default)]
    #[schemars(length(max = 64))]
    csrf: String,
    /// Whether all other sessions end as well, those of programs included.
    #[serde(default)]
    everywhere: bool,
}

/// Also who has not proved everything yet may leave it at that.
pub fn sign_out(all: &mut Directory, Body(form): Body<SignOutForm>, visit: Visit) -> Result<Html> {
    visit.check_secure()?;
    let gone = Html::go_to(SIGN_IN).with_cookie(visit.set_cookie(COOKIE, ""));
    let Some(mut shown) = sessions::shown(all, &visit)? else { return Ok(gone) };
    shown.check(&form.csrf)?;
    if form.everywhere && shown.awaits == Awaits::Nothing {
        users::end_sessions(&mut shown.tenant, &shown.user_id)?;
    } else {
        sessions::end(&mut shown.tenant, &shown.user_id, &shown.session_id)?;
    }
    if shown.awaits == Awaits::Nothing {
        login::ended(&mut shown.tenant, &shown.user_id)?;
    }
    Ok(gone)
}
