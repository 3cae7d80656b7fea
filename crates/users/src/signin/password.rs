//! `/pages/signin`: an email and a password.
use super::{
    api::Then,
    enter::{self, Proof, Proven},
    forms, single_sign_on,
    throttle::Attempt,
};
use crate::{emails, passwords::LONGEST, settings::SignInRules, users::login};
use auth::{
    passwords,
    sessions::{check_form, show_form, signed_in},
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, directory::PasswordLogin};

#[derive(Deserialize, JsonSchema)]
pub struct SignInForm {
    #[serde(default)]
    #[schemars(length(max = 64))]
    csrf: String,
    #[serde(default)]
    #[schemars(length(max = 128))]
    email: String,
    #[serde(default)]
    #[schemars(length(max = LONGEST))]
    password: String,
}

impl SignInForm {
    fn check(&self, visit: &Visit) -> Result<()> {
        visit.check_secure()?;
        check_form(visit, &self.csrf)
    }
}

/// What was found out about a password.
pub enum Compared {
    /// It was not looked at: too many have failed.
    Not,
    /// With what is kept of the user's; nothing where there is no such user.
    With { kept: Option<String>, is_right: bool },
}

/// Whoever is signed in already goes on at once.
pub fn show(all: &Directory, Query(then): Query<Then>, visit: Visit) -> Result<Html> {
    visit.check_secure()?;
    if signed_in(all, &visit)?.is_some() {
        return Ok(Html::go_to(then.target()));
    }
    Ok(then.led_to_by(show_form(&visit, |csrf| forms::sign_in(csrf, then.target(), false))))
}

/// Compares the password with what is kept of it. Where nobody has the email, something is compared all the same.
pub fn prepare(
    all: &Directory,
    Body(form): Body<SignInForm>,
    visit: Visit,
) -> Result<impl FnOnce() -> Result<Compared> + use<>> {
    form.check(&visit)?;
    let email = emails::folded(&form.email);
    comparing(all, Attempt { email: &email, visit: &visit }, form.password)
}

/// The work that compares a password with what is kept of that of the user who tries, unless it has failed too often.
pub fn comparing(
    all: &Directory,
    attempt: Attempt<'_>,
    password: String,
) -> Result<impl FnOnce() -> Result<Compared> + use<>> {
    let is_barred = attempt.wait(all)?.is_some();
    let kept = login::by_email(all, attempt.email)?.map(|login| login.hash);
    Ok(move || {
        if is_barred {
            return Ok(Compared::Not);
        }
        let matches = passwords::matches(kept.as_deref().unwrap_or(passwords::NOBODYS), &password)?;
        Ok(Compared::With { is_right: matches && kept.is_some(), kept })
    })
}

/// Whoever fails is told the same, whether there is such a user or not.
pub fn sign_in(
    all: &mut Directory,
    Query(then): Query<Then>,
    Body(form): Body<SignInForm>,
    Prepared(compared): Prepared<Compared>,
    visit: Visit,
) -> Result<Html> {
    form.check(&visit)?;
    let email = emails::folded(&form.email);
    let attempt = Attempt { email: &email, visit: &visit };
    if let Some(seconds) = attempt.wait(all)? {
        return Ok(forms::wait(seconds));
    }
    match proven(all, &email, &compared)? {
        Some(login) => enter(all, &login, &visit, &then),
        None => attempt.fail(all, then.led_to_by(forms::sign_in(&form.csrf, then.target(), true))),
    }
}

/// Whose password was right.
///
/// # Errors
/// [`Error::Stale`] when it has another one since.
pub fn proven(all: &Directory, email: &str, compared: &Compared) -> Result<Option<PasswordLogin>> {
    let Compared::With { kept, is_right } = compared else { return Err(Error::Stale) };
    let login = login::by_email(all, email)?;
    if login.as_ref().map(|login| &login.hash) != kept.as_ref() {
        return Err(Error::Stale);
    }
    Ok(login.filter(|_| *is_right))
}

fn enter(all: &mut Directory, login: &PasswordLogin, visit: &Visit, then: &Then) -> Result<Html> {
    let tenant = auth::sessions::acting_as(all, &login.account_id, &login.user_id)?;
    let (user, rules) = (login::of(&tenant, &login.user_id)?, SignInRules::of(&tenant)?);
    if !rules.takes_password(&user.id, &user.email) {
        let way = single_sign_on::way_of(&tenant, then)?;
        return Ok(forms::elsewhere(way.as_deref()).with_status(403));
    }
    enter::begin(all, tenant, &user, &rules, &Proven { visit, then, by: Proof::Password })
}
