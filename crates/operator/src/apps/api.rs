//! `/accounts/{id}/apps`: the table of its operations, listing, changing and removing apps.
use super::{
    create::{check_addresses, create},
    installation,
    scopes::{self, Holder},
    views::{AppView, AppViewRow, AppsView, AppsViewRow},
};
use crate::{
    paths::AccountPath,
    reach::{CLOSED, NO_APP, entered, open, tenant},
};
use auth::apps::{self, App, AppKind, redirects};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, Tenant};
use users::users::NO_USER;

pub fn operations(api: &mut Api) {
    api.get("/accounts/{id}/apps", list).summary("List the apps of an account");
    api.post("/accounts/{id}/apps", create).summary("Make an app and its credentials").fails(&[CLOSED, NO_USER]);
    api.patch("/accounts/{id}/apps/{appId}", update)
        .summary("Switch an app on or off, or give it other scopes or addresses")
        .fails(&[CLOSED, NO_APP, NO_USER]);
    api.put("/accounts/{id}/apps/{appId}/installation", installation::install)
        .summary("Install an app on its account")
        .fails(&[CLOSED, NO_APP, NO_USER, installation::NO_RIGHT]);
    api.delete("/accounts/{id}/apps/{appId}/installation", installation::remove)
        .summary("Take an app off its account, and end what its users have allowed it")
        .fails(&[NO_APP]);
    api.delete("/accounts/{id}/apps/{appId}", delete).summary("Remove an app, and its tokens with it").fails(&[NO_APP]);
}

fn list(all: &Directory, Path(path): Path<AccountPath>) -> Result<Json<AppsView>> {
    let apps = apps::list(&tenant(all, &path.id)?)?;
    let views = apps.iter().map(|app| AppViewRow::of(app, None)).collect::<Result<_>>()?;
    Json::of(&AppsViewRow { apps: views })
}

#[derive(Deserialize, JsonSchema)]
pub struct AppPath {
    /// The id of an account.
    pub id: String,
    /// The id of one of its apps.
    #[serde(rename = "appId")]
    pub app_id: String,
}

#[derive(Deserialize, JsonSchema)]
struct UpdateApp {
    /// While it is off it gets no token, and none of its tokens works.
    #[serde(default)]
    enabled: Option<bool>,
    /// The scopes of tokens to come; `null` for every one that it may hold.
    #[serde(default)]
    scopes: Patch<Vec<String>>,
    /// The id of a user of the account who gives it these scopes: none that its role does not give.
    #[serde(default)]
    creator: Option<String>,
    /// All addresses that people may be sent back to.
    #[serde(default)]
    #[schemars(length(max = 50))]
    redirect_uris: Option<Vec<String>>,
    /// Whether it may ask for codes that are entered on another device.
    #[serde(default)]
    device: Option<bool>,
}

fn update(
    all: &mut Directory,
    Path(path): Path<AppPath>,
    Body(body): Body<UpdateApp>,
    catalogue: ScopeCatalogue,
) -> Result<Json<AppView>> {
    let row = open(all, &path.id)?;
    let mut tenant = entered(all, &row.id)?;
    let old = app(&tenant, &path.app_id)?;
    let holder = holder(&old, row.is_master)?;
    let mut new = App { enabled: body.enabled.unwrap_or(old.enabled), ..old.clone() };
    if !body.scopes.is_absent() {
        let asked = body.scopes.value().map(Vec::as_slice);
        new.scopes = scopes::granted(&tenant, holder, body.creator.as_deref(), asked, &catalogue)?;
    }
    if let Some(addresses) = &body.redirect_uris {
        check_addresses(holder.kind, addresses)?;
        new.redirect_uris = redirects::written(addresses)?;
    }
    if let Some(device) = body.device {
        new.on_device = super::create::on_device(holder.kind, device)?;
    }
    apps::update(&mut tenant, &old, &mut new)?;
    Json::of(&AppViewRow::of(&new, None)?)
}

fn holder(app: &App, is_master: bool) -> Result<Holder> {
    let kind = AppKind::parse(&app.kind).ok_or_else(|| storage::Fault::broken("an app of an unknown kind"))?;
    Ok(Holder { kind, is_classic: app.is_classic, is_master })
}

fn delete(all: &mut Directory, Path(path): Path<AppPath>) -> Result<NoContent> {
    let mut tenant = tenant(all, &path.id)?;
    let app = app(&tenant, &path.app_id)?;
    apps::delete(&mut tenant, &app)?;
    Ok(NoContent)
}

/// An app of this account.
///
/// # Errors
/// [`NO_APP`].
pub fn app(tenant: &Tenant, id: &str) -> Result<App> {
    apps::get(tenant, id)?.ok_or_else(|| NO_APP.with(id))
}
