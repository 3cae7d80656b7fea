//! `/pages/managed_domain`: whoever signs in with an email of a domain that an account of another tree manages says what
//! becomes of it: it comes into that account, takes another address, or puts it off. Nothing happens before.
mod pages;

use super::{api::Then, enter};
use crate::{
    emails,
    users::{
        User,
        consolidation::{CANNOT_COME, Choice, NO_LONGER},
        email,
        history::LINKS_OF_TODAY,
        login,
    },
};
use auth::sessions::{self, Awaits, COOKIE, FORGED, Shown, sign_in_address, with_target};
use mail::Post;
use pages::Asked;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Directory;

/// Where it is asked.
pub const PATH: &str = "/pages/managed_domain";
/// Where a link is sent for that confirms an address.
const CONFIRMATION: &str = "/pages/confirmation";
const ANOTHER: &str = "Another account manages the domain by now.";

/// Those of [`choose`], beside those of taking another address.
pub const FAILURES: &[Failure] = &[INSECURE, FORGED, NO_ADDRESS, CANNOT_COME, LINKS_OF_TODAY, NO_LONGER];
const NO_ADDRESS: Failure = Failure::new(400, 300, "Say which address you want to have.");

choice! {
    /// What somebody decides about its address.
    pub enum Decision: text {
        /// It comes into the account that manages the domain.
        Join = "join",
        /// It takes another address.
        Email = "email",
        Later = "later",
    }
}

#[derive(Deserialize, JsonSchema)]
pub struct ChoiceForm {
    #[serde(default)]
    #[schemars(length(max = 64))]
    csrf: String,
    #[serde(default)]
    decision: Option<Decision>,
    /// The id of the account that the page has named.
    #[serde(default)]
    #[schemars(length(max = 64))]
    manager: String,
    /// The address to take.
    #[serde(default)]
    #[schemars(email, length(max = 128))]
    email: Option<String>,
}

/// Only for who is asked this: everybody else goes to where one signs in. Where nothing is left to choose, the page
/// says so.
pub fn show(all: &Directory, Query(then): Query<Then>, visit: Visit) -> Result<Html> {
    visit.check_secure()?;
    let Some(shown) = awaiting(all, &visit)? else { return Ok(away(&then)) };
    let user = login::of(&shown.tenant, &shown.user_id)?;
    match Choice::of(&shown.tenant, &user)? {
        Some(choice) => page(&shown.csrf, &then, (&user, &choice), None),
        None => Ok(then.led_to_by(pages::go_on(&here(&then), &shown.csrf))),
    }
}

/// Where there is nothing to choose any more the user goes on, whatever it has chosen. What it chooses counts for the
/// account that it was shown.
pub fn choose(
    all: &mut Directory,
    Query(then): Query<Then>,
    Body(form): Body<ChoiceForm>,
    visit: Visit,
    post: Post,
) -> Result<Html> {
    visit.check_secure()?;
    let Some(mut shown) = awaiting(all, &visit)? else { return Ok(away(&then)) };
    shown.check(&form.csrf)?;
    let user = login::of(&shown.tenant, &shown.user_id)?;
    let Some(mut choice) = Choice::of(&shown.tenant, &user)? else {
        return go_on(all, &mut shown, &user, (&visit, &then));
    };
    if choice.manager.account_id() != form.manager {
        return Ok(page(&shown.csrf, &then, (&user, &choice), Some(ANOTHER))?.with_status(409));
    }
    match form.decision.ok_or_else(|| Error::field("decision", "It is join, email or later."))? {
        Decision::Later => {
            choice.put_off(&mut shown.tenant, &user)?;
            go_on(all, &mut shown, &user, (&visit, &then))
        }
        Decision::Join => {
            choice.come(&mut shown.tenant, &post, &user)?;
            Ok(pages::link_is_sent(&user.email, &here(&then)))
        }
        Decision::Email => {
            let address = form.email.ok_or(NO_ADDRESS)?;
            email::choose(&mut shown.tenant, &post, &user, &address)?;
            let page = pages::has_changed(&emails::folded(&address), &sign_in_address(then.target()));
            Ok(page.with_cookie(visit.set_cookie(COOKIE, "")))
        }
    }
}

fn go_on(all: &mut Directory, shown: &mut Shown<'_>, user: &User, (visit, then): (&Visit, &Then)) -> Result<Html> {
    let cookie = enter::admit(all, &mut shown.tenant, user, visit)?;
    Ok(Html::go_to(then.target()).with_cookie(cookie))
}

fn page(csrf: &str, then: &Then, (user, choice): (&User, &Choice<'_>), news: Option<&str>) -> Result<Html> {
    let (here, confirmation) = (here(then), with_target(CONFIRMATION, &here(then)));
    let page = pages::choose(&Asked { user, csrf, here: &here, confirmation: &confirmation, news }, choice)?;
    Ok(then.led_to_by(page))
}

fn awaiting<'s>(all: &Directory<'s>, visit: &Visit) -> Result<Option<Shown<'s>>> {
    Ok(sessions::shown(all, visit)?.filter(|shown| shown.awaits == Awaits::Choice))
}

fn here(then: &Then) -> String {
    with_target(PATH, then.target())
}

/// Whoever is asked nothing here begins at the beginning; who is signed in goes on from there.
fn away(then: &Then) -> Html {
    Html::go_to(&sign_in_address(then.target()))
}
