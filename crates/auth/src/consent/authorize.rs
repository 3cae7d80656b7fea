//! `/oauth/authorize`: a user is shown what an app asks for, and allows or denies it.
use super::{
    answer::Way,
    asked::{Asked, AuthorizeQuery},
    pages::{self, Consent},
    person::{self, Person},
};
use crate::{
    authorizations,
    grants::codes::{self, NewCode},
};
use platform::{Body, Html, Query, Result, ScopeCatalogue, Visit};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, directory::App};

/// A wrong app or address is told to the user, and what else is wrong to the app, once it is known who comes: it learns
/// nothing of users of other accounts, nor they of it.
pub fn show(
    all: &Directory,
    Query(query): Query<AuthorizeQuery>,
    visit: Visit,
    catalogue: ScopeCatalogue,
) -> Result<Html> {
    let app = query.app(all)?;
    let Some(person) = Person::of(all, &visit)? else { return to_sign_in(&query) };
    person.check_account(&app)?;
    let asked = match query.asked(&app) {
        Ok(asked) => asked,
        Err(refused) => return Ok(query.way().refused(&refused, visit.site())),
    };
    let installs = person.installs(&app, &catalogue)?;
    let consent = Consent { app: &app, scopes: &asked.scopes, installs, shown: None };
    Ok(pages::consent(&person, &consent, &catalogue)?.forms_lead_on())
}

/// Nobody is sent to an app, not even with a refusal, before it is known who comes: else an app that means harm would have
/// links of ours that lead everybody to it (RFC 9700 4.11.2).
fn to_sign_in(query: &AuthorizeQuery) -> Result<Html> {
    Ok(person::to_sign_in(&query.way_back()?))
}

/// What the buttons of the page send.
#[derive(Deserialize, JsonSchema)]
pub struct Decision {
    /// Of the page that was shown.
    #[serde(default)]
    csrf: String,
    /// What that page has asked.
    #[serde(default)]
    asked: String,
    /// `allow` or `deny`
    #[serde(default)]
    decision: String,
}

/// What is allowed is what the page has shown; to deny nothing has to be compared.
pub fn decide(
    all: &mut Directory,
    Query(query): Query<AuthorizeQuery>,
    Body(body): Body<Decision>,
    visit: Visit,
    catalogue: ScopeCatalogue,
) -> Result<Html> {
    let app = query.app(all)?;
    let Some(mut person) = Person::of(all, &visit)? else { return to_sign_in(&query) };
    person.check_account(&app)?;
    let way = query.way();
    let asked = match query.asked(&app) {
        Ok(asked) => asked,
        Err(refused) => return Ok(way.refused(&refused, visit.site())),
    };
    person.takes(&body.csrf)?;
    let installs = person.installs(&app, &catalogue)?;
    if !person::is_allowed(&body.decision)? {
        return Ok(way.denied(visit.site()));
    }
    Consent { app: &app, scopes: &asked.scopes, installs, shown: None }.check(&body.asked)?;
    if installs {
        person.install(&app)?;
    }
    let code = allow(&mut person, &app, &asked, &way)?;
    Ok(way.with_code(&code, visit.site()))
}

fn allow(person: &mut Person<'_>, app: &App, asked: &Asked<'_>, way: &Way<'_>) -> Result<String> {
    let id = authorizations::create(&mut person.tenant, &app.id, &person.who.user_id, &asked.scopes)?;
    let code =
        NewCode { authorization_id: &id, app_id: &app.id, redirect_uri: way.address, challenge: asked.challenge };
    codes::issue(&mut person.tenant, &code)
}
