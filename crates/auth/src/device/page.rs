//! `/oauth/device`: a user enters the code that a device shows, sees what its app asks for, and allows or denies it.
use super::{codes, misses};
use crate::{
    authorizations,
    consent::{
        asked::is_authorised,
        pages::{self, Consent},
        person::{self, Person},
    },
};
use platform::{Body, Failure, Html, Query, Result, ScopeCatalogue, Visit};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, directory::App};

pub const TOO_MANY: Failure =
    Failure::new(429, 429, "Too many codes that no device shows. Try again in a quarter of an hour.");

const NO_DEVICE: &str = "No device shows this code, or not any more.";

#[derive(Deserialize, JsonSchema)]
pub struct DeviceQuery {
    /// The code that the device shows.
    #[serde(default)]
    #[schemars(length(max = 32))]
    user_code: String,
}

/// The code of an address is only filled in: whoever has followed a link compares it with the device.
pub fn show(all: &Directory, Query(query): Query<DeviceQuery>, visit: Visit) -> Result<Html> {
    match Person::of(all, &visit)? {
        Some(person) => Ok(pages::enter(&person, &query.user_code, None)),
        None => Ok(person::to_sign_in(&path(&query.user_code))),
    }
}

fn path(user_code: &str) -> String {
    match user_code {
        "" => "/oauth/device".to_owned(),
        code => {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("user_code", code).finish();
            format!("/oauth/device?{query}")
        }
    }
}

/// What the forms of the page send: first the code, then what is decided.
#[derive(Deserialize, JsonSchema)]
pub struct Entered {
    /// Of the page that was shown.
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    #[schemars(length(max = 32))]
    user_code: String,
    /// What that page has asked.
    #[serde(default)]
    asked: String,
    /// `allow` or `deny`; nothing yet when the code was just entered.
    #[serde(default)]
    decision: String,
}

/// Without a decision it is asked for. A code that no device shows is noted, and after ten of them the user waits.
pub fn enter(all: &mut Directory, Body(body): Body<Entered>, visit: Visit, catalogue: ScopeCatalogue) -> Result<Html> {
    let Some(mut person) = Person::of(all, &visit)? else { return Ok(person::to_sign_in(&path(&body.user_code))) };
    person.takes(&body.csrf)?;
    if !misses::may_try(&person.tenant, &person.who.user_id)? {
        return Err(TOO_MANY.into());
    }
    let Some((app, scopes)) = waiting(all, &person, &body.user_code)? else {
        misses::note(&mut person.tenant, &person.who.user_id)?;
        return Ok(pages::enter(&person, &body.user_code, Some(NO_DEVICE)));
    };
    let installs = person.installs(&app, &catalogue)?;
    let consent = Consent { app: &app, scopes: &scopes, installs, shown: Some(&body.user_code) };
    if body.decision.is_empty() {
        return pages::consent(&person, &consent, &catalogue);
    }
    let is_allowed = person::is_allowed(&body.decision)?;
    if is_allowed {
        consent.check(&body.asked)?;
    }
    if is_allowed && installs {
        person.install(&app)?;
    }
    decide(&mut person, &app, &scopes, &body.user_code, is_allowed)
}

/// The app that a device of this account waits for with this code, and the scopes.
fn waiting(all: &Directory, person: &Person<'_>, code: &str) -> Result<Option<(App, String)>> {
    let Some(waiting) = codes::shown(&person.tenant, code)? else { return Ok(None) };
    let Some(app) = crate::apps::get(&person.tenant, &waiting.app_id)? else { return Ok(None) };
    let app = all.app(&app.client_id)?.filter(|app| app.enabled && app.on_device && is_authorised(app));
    Ok(app.map(|app| (app, waiting.scopes)))
}

fn decide(person: &mut Person<'_>, app: &App, scopes: &str, code: &str, is_allowed: bool) -> Result<Html> {
    let authorization = match is_allowed {
        true => Some(authorizations::create(&mut person.tenant, &app.id, &person.who.user_id, scopes)?),
        false => None,
    };
    codes::decide(&mut person.tenant, code, authorization.as_deref())?;
    Ok(match is_allowed {
        true => Html::saying("Your device is connected", "Go on there. You can close this page."),
        false => Html::saying("Your device is not connected", "Nothing was allowed. You can close this page."),
    })
}
