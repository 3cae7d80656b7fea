//! `/accounts/{id}/apps`: the table of its operations, making, listing, changing and removing apps.
use super::{
    scopes::{self, Holder},
    views::{AppView, AppViewRow, AppsView, AppsViewRow},
};
use crate::{
    paths::AccountPath,
    reach::{CLOSED, NO_APP, entered, found, open},
};
use auth::apps::{self, App, AppKind, NewApp};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, Tenant};

pub fn operations(api: &mut Api) {
    api.get("/accounts/{id}/apps", list).summary("List the apps of an account").only(Mount::Direct);
    api.post("/accounts/{id}/apps", create)
        .summary("Make an app and its credentials")
        .only(Mount::Direct)
        .fails(&[CLOSED]);
    api.patch("/accounts/{id}/apps/{appId}", update)
        .summary("Switch an app on or off, or give it other scopes")
        .only(Mount::Direct)
        .fails(&[CLOSED, NO_APP]);
    api.delete("/accounts/{id}/apps/{appId}", delete)
        .summary("Remove an app, and its tokens with it")
        .only(Mount::Direct)
        .fails(&[NO_APP]);
}

fn list(all: &Directory, Path(path): Path<AccountPath>) -> Result<Json<AppsView>> {
    let row = found(all, &path.id)?;
    let apps = apps::list(&entered(all, &row.id)?)?;
    let views = apps.iter().map(|app| AppViewRow::of(app, None)).collect::<Result<_>>()?;
    Json::of(&AppsViewRow { apps: views })
}

#[derive(Deserialize, JsonSchema)]
struct CreateApp {
    kind: AppKind,
    /// For people.
    #[serde(default)]
    #[schemars(length(min = 1, max = 128))]
    name: Option<String>,
    /// Every scope that such an app may hold, when left out.
    #[serde(default)]
    scopes: Option<Vec<String>>,
    /// Whether it holds classic scopes in place of granular ones.
    #[serde(default)]
    classic: bool,
    /// Where people are sent back to who have authorised it.
    #[serde(default)]
    #[schemars(length(max = 2048))]
    redirect_uri: Option<String>,
}

fn create(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<CreateApp>,
    vault: Vault,
    catalogue: ScopeCatalogue,
) -> Result<Created<AppView>> {
    let row = open(all, &path.id)?;
    let holder = Holder { kind: body.kind, is_classic: body.classic, is_master: row.is_master };
    let scopes = scopes::granted(holder, body.scopes.as_deref(), &catalogue)?;
    let mut tenant = entered(all, &row.id)?;
    if body.kind == AppKind::Jwt && apps::has_kind(&tenant, AppKind::Jwt)? {
        return Err(Error::field("kind", "The account has a JWT app, and needs one only."));
    }
    let (client_id, secret) = (tenant.new_client_id(), tenant.new_secret());
    let kept = Kept::of(body.kind, &mut tenant, &secret, &vault);
    let id = apps::create(
        &mut tenant,
        &NewApp {
            kind: body.kind.as_str(),
            name: body.name.as_deref().unwrap_or(usual_name(body.kind)),
            client_id: &client_id,
            scopes: &scopes,
            is_classic: body.classic,
            secret_hash: kept.hash.as_ref().map(<[u8; 32]>::as_slice),
            secret_sealed: kept.sealed.as_deref(),
            redirect_uris: &Vec::from_iter(body.redirect_uri),
        },
    )?;
    let app = app(&tenant, &id)?;
    Created::of(&AppViewRow::of(&app, Some(&secret))?)
}

/// What is kept of a secret: enough to know it again, or, where signatures are checked with it, the secret itself, sealed.
struct Kept {
    hash: Option<[u8; 32]>,
    sealed: Option<Vec<u8>>,
}

impl Kept {
    fn of(kind: AppKind, tenant: &mut Tenant, secret: &str, vault: &Vault) -> Self {
        match kind {
            AppKind::Jwt => Kept { hash: None, sealed: Some(vault.seal_jwt_secret(tenant, secret)) },
            _ => Kept { hash: Some(storage::hash(secret)), sealed: None },
        }
    }
}

const fn usual_name(kind: AppKind) -> &'static str {
    match kind {
        AppKind::ServerToServer => "Server-to-server app",
        AppKind::Jwt => "JWT app",
        AppKind::Oauth => "OAuth app",
        AppKind::User => "User-level app",
    }
}

#[derive(Deserialize, JsonSchema)]
struct AppPath {
    /// The id of an account.
    id: String,
    /// The id of one of its apps.
    #[serde(rename = "appId")]
    app_id: String,
}

#[derive(Deserialize, JsonSchema)]
struct UpdateApp {
    /// While it is off it gets no token, and none of its tokens works.
    #[serde(default)]
    enabled: Option<bool>,
    /// The scopes of tokens to come; `null` for every one that it may hold.
    #[serde(default)]
    scopes: Patch<Vec<String>>,
}

fn update(
    all: &mut Directory,
    Path(path): Path<AppPath>,
    Body(body): Body<UpdateApp>,
    catalogue: ScopeCatalogue,
) -> Result<Json<AppView>> {
    let row = open(all, &path.id)?;
    let mut tenant = entered(all, &row.id)?;
    let mut app = app(&tenant, &path.app_id)?;
    if !body.scopes.is_absent() {
        let holder = holder(&app, row.is_master)?;
        let scopes = scopes::granted(holder, body.scopes.value().map(Vec::as_slice), &catalogue)?;
        apps::grant_scopes(&mut tenant, &mut app, scopes)?;
    }
    if let Some(enabled) = body.enabled {
        apps::switch(&mut tenant, &mut app, enabled)?;
    }
    Json::of(&AppViewRow::of(&app, None)?)
}

fn holder(app: &App, is_master: bool) -> Result<Holder> {
    let kind = AppKind::parse(&app.kind).ok_or_else(|| storage::Fault::broken("an app of an unknown kind"))?;
    Ok(Holder { kind, is_classic: app.is_classic, is_master })
}

fn delete(all: &mut Directory, Path(path): Path<AppPath>) -> Result<NoContent> {
    let row = found(all, &path.id)?;
    let mut tenant = entered(all, &row.id)?;
    let app = app(&tenant, &path.app_id)?;
    apps::delete(&mut tenant, &app)?;
    Ok(NoContent)
}

fn app(tenant: &Tenant, id: &str) -> Result<App> {
    apps::get(tenant, id)?.ok_or_else(|| NO_APP.with(id))
}
