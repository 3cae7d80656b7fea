//! `/pages`: the table of its operations, and asking for another password.
use super::{follow, forms, shown::LINK_FAILURES};
use crate::{
    emails,
    users::{
        api::Status,
        expected,
        history::{self, Change},
        letters, password,
        user::{self, User, WORK_EMAIL},
    },
};
use auth::sessions::{self, FORGED};
use mail::Post;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, Tenant};

pub fn operations(api: &mut Api) {
    api.get("/links/{link}", follow::show)
        .summary("Show what a link from a mail is good for")
        .fails(LINK_FAILURES)
        .fails(&[expected::HELD, expected::GUARDED, INSECURE]);
    api.post("/links/{link}", follow::follow)
        .summary("Follow a link from a mail")
        .before(follow::prepare)
        .fails(LINK_FAILURES)
        .fails(follow::FAILURES)
        .fails(&[expected::HELD, expected::GUARDED, INSECURE, password::TOO_OFTEN]);
    api.get("/password", ask)
        .summary("Show the form that asks for another password")
        .one_statement()
        .fails(&[INSECURE]);
    api.post("/password", send)
        .summary("Send a link that sets another password")
        .silent("the mail is the record of it")
        .fails(&[INSECURE, FORGED]);
}

fn ask(_: &Directory, visit: Visit) -> Result<Html> {
    visit.check_secure()?;
    Ok(sessions::show_form(&visit, forms::ask_for_reset))
}

#[derive(Deserialize, JsonSchema)]
struct AskForReset {
    #[serde(default)]
    #[schemars(length(max = 64))]
    csrf: String,
    #[schemars(email, length(max = 128))]
    email: String,
}

/// The answer is the same whoever has the address, and whether anybody does.
fn send(all: &mut Directory, Body(body): Body<AskForReset>, visit: Visit, post: Post) -> Result<Html> {
    visit.check_secure()?;
    sessions::check_form(&visit, &body.csrf)?;
    if let Some(seconds) = asked(all, &visit)? {
        return Ok(forms::wait(seconds));
    }
    if let Some((mut tenant, id)) = holder(all, &emails::folded(&body.email))?
        && let Some(user) = user::load(&tenant, &id)?
        && may_reset(&tenant, &user)?
    {
        history::note(&mut tenant, &user.id, Change::Reset)?;
        letters::offer_reset(&mut tenant, &post, &user)?;
    }
    Ok(forms::reset_is_sent())
}

/// Counts who asks, by where it asks from; in how many seconds it may ask again, if it has asked too often. So each
/// request writes something, and the time that it takes tells little of whether a mail was written too
/// (`docs/security.md`).
fn asked(all: &mut Directory, visit: &Visit) -> Result<Option<i64>> {
    let Some(address) = visit.address() else { return Ok(None) };
    let (subject, most) = (format!("reset {address}"), visit.site().gate.failures_of_address);
    if all.barred_until(&subject, most)?.is_none() {
        all.note_failure(&subject)?;
    }
    let until = all.barred_until(&subject, most)?;
    Ok(until.map(|until| (until - all.now() + 999) / 1000))
}

#[expect(clippy::disallowed_methods, reason = "a link is sent to the address itself, and nothing is told to who asks")]
fn holder<'s>(all: &Directory<'s>, email: &str) -> storage::Result<Option<(Tenant<'s>, String)>> {
    all.user_with(email)
}

/// Who signs in with an email and a password, and has not asked too often.
fn may_reset(tenant: &Tenant, user: &User) -> storage::Result<bool> {
    let signs_in = user.is(Status::Active) && user.login_type == WORK_EMAIL;
    Ok(signs_in && history::until(tenant, &user.id, Change::Reset)?.is_none())
}
