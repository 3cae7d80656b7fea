//! What happens to apps.
use super::{App, redirects};
use serde::Serialize;
use storage::events;

/// An app was made.
#[derive(Serialize)]
pub struct AppCreated<'a> {
    pub id: &'a str,
    pub kind: &'a str,
    pub name: &'a str,
    pub client_id: &'a str,
    /// Blank-separated.
    pub scopes: &'a str,
}

/// What can change about an app.
#[derive(Serialize, PartialEq, Eq)]
pub struct AppState<'a> {
    pub name: &'a str,
    pub enabled: bool,
    /// Blank-separated.
    pub scopes: &'a str,
    pub redirect_uris: Vec<String>,
    pub device: bool,
    pub installed: bool,
}

impl<'a> AppState<'a> {
    pub fn of(app: &'a App) -> storage::Result<Self> {
        Ok(AppState {
            name: &app.name,
            enabled: app.enabled,
            scopes: &app.scopes,
            redirect_uris: redirects::read(&app.redirect_uris)?,
            device: app.on_device,
            installed: app.installed_at.is_some(),
        })
    }
}

/// An app was switched, installed or taken off its account, or got other scopes or addresses.
#[derive(Serialize)]
pub struct AppUpdated<'a> {
    pub id: &'a str,
    #[serde(skip)]
    pub version: i64,
    pub app: AppState<'a>,
    pub old: AppState<'a>,
}

/// An app was removed.
#[derive(Serialize)]
pub struct AppDeleted<'a> {
    pub id: &'a str,
    #[serde(skip)]
    pub version: i64,
    pub old: AppState<'a>,
}

events! {
    AppCreated is "app.created" at 1;
    AppUpdated is "app.updated";
    AppDeleted is "app.deleted";
}
