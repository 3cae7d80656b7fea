//! `/pages/confirmation`: another link that confirms an address, for whoever has it and signs in with it.
use super::{api::Then, forms};
use crate::users::{
    history::{self, Change, LINKS_OF_TODAY},
    letters, login,
};
use auth::sessions::{self, Awaits, HOME, sign_in_address};
use mail::Post;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Directory;

/// A form that asks for nothing.
#[derive(Deserialize, JsonSchema)]
pub struct PlainForm {
    #[serde(default)]
    #[schemars(length(max = 64))]
    csrf: String,
}

/// Also for who is still asked what becomes of the address: only a confirmed one comes into another account.
pub fn send(
    all: &mut Directory,
    Query(then): Query<Then>,
    Body(form): Body<PlainForm>,
    visit: Visit,
    post: Post,
) -> Result<Html> {
    visit.check_secure()?;
    let shown = sessions::shown(all, &visit)?;
    let shown = shown.filter(|shown| matches!(shown.awaits, Awaits::Nothing | Awaits::Choice));
    let Some(mut shown) = shown else { return Ok(Html::go_to(&sign_in_address(HOME))) };
    shown.check(&form.csrf)?;
    let user = login::of(&shown.tenant, &shown.user_id)?;
    if user.verified != 0 {
        return Ok(Html::go_to(then.target()));
    }
    let tenant = &mut shown.tenant;
    history::check(tenant, &user.id, Change::Confirmation, LINKS_OF_TODAY)?;
    history::note(tenant, &user.id, Change::Confirmation)?;
    letters::ask_again(tenant, &post, &user)?;
    Ok(forms::confirmation_is_sent(&user.email, then.target()))
}
