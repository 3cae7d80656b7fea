//! `/accounts/{id}/apps/{appId}/installation`: an app on its account.
use super::{
    api::{AppPath, app},
    scopes,
    views::{AppView, AppViewRow},
};
use crate::reach::{open_tenant, tenant};
use auth::apps::{self, App, AppKind};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Directory;

/// The role of the user does not give all that the app asks for.
pub const NO_RIGHT: Failure = Failure::new(403, 403, "The role of this user does not give: {}.");

#[derive(Deserialize, JsonSchema)]
pub struct InstallApp {
    /// The id of a user of the account who installs it; the platform's owner when left out.
    #[serde(default)]
    user_id: Option<String>,
}

/// A user can install what its role gives all scopes of; an app that is on its account already stays as it is.
pub fn install(
    all: &mut Directory,
    Path(path): Path<AppPath>,
    Body(body): Body<InstallApp>,
    catalogue: ScopeCatalogue,
) -> Result<Json<AppView>> {
    let mut tenant = open_tenant(all, &path.id)?;
    let mut app = app(&tenant, &path.app_id)?;
    check_kind(&app)?;
    if let Some(user) = &body.user_id {
        let lacks = scopes::giver(&tenant, user)?.lacks(&app.scopes, &catalogue).join(" ");
        if !lacks.is_empty() {
            return Err(NO_RIGHT.with(lacks));
        }
    }
    apps::install(&mut tenant, &mut app)?;
    Json::of(&AppViewRow::of(&app, None)?)
}

/// What users have allowed the app ends, also where it was not installed.
pub fn remove(all: &mut Directory, Path(path): Path<AppPath>) -> Result<NoContent> {
    let mut tenant = tenant(all, &path.id)?;
    let mut app = app(&tenant, &path.app_id)?;
    check_kind(&app)?;
    apps::remove(&mut tenant, &mut app)?;
    Ok(NoContent)
}

/// Others act for the owner of their account, and need not be installed.
fn check_kind(app: &App) -> Result<()> {
    let is_authorised = AppKind::parse(&app.kind).is_some_and(AppKind::is_authorised);
    if is_authorised { Ok(()) } else { Err(Error::field("appId", "Only an app that users authorise is installed.")) }
}
