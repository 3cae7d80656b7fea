//! `/oauth/devicecode`: a device asks for its codes (RFC 8628 3.1).
use super::codes;
use crate::{
    clients::{NOT_FOR_THIS_APP, authenticated, entered},
    consent::asked,
    grants::NOT_APPROVED,
    scopes,
};
use platform::{Body, Client, Failure, Json, Result, Site, view};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, Fault};

/// Devices understand it, although they expect it elsewhere (RFC 8628 3.5).
pub const TOO_MANY: Failure = Failure::oauth("slow_down", "Too many devices wait for this app. Ask again later.");

#[derive(Deserialize, JsonSchema)]
pub struct DeviceRequest {
    /// Where the client does not use the `Authorization` header.
    #[serde(default)]
    client_id: String,
    /// None for an app that can keep no secret.
    #[serde(default)]
    client_secret: String,
    /// Blank-separated; every scope of the app when left out.
    #[serde(default)]
    scope: String,
}

view! {
    /// The codes of a device, and where the shown one is entered.
    pub struct DeviceCodesView as DeviceCodesViewRow<'r> {
        /// For the device alone: it asks for tokens with it.
        pub device_code: &'r str,
        /// What the device shows.
        pub user_code: &'r str,
        pub verification_uri: &'r str,
        /// The same with the code in it.
        pub verification_uri_complete: &'r str,
        /// Seconds.
        pub expires_in: i64,
        /// Seconds between two questions.
        pub interval: i64,
    }
}

/// What the app may not have is refused here, before a user is asked.
pub fn request(
    all: &mut Directory,
    client: Client,
    Body(body): Body<DeviceRequest>,
    site: Site,
) -> Result<Json<DeviceCodesView>> {
    let app = authenticated(all, &client, &body.client_id, &body.client_secret)?;
    if !app.on_device || !asked::is_authorised(&app) {
        return Err(NOT_FOR_THIS_APP.into());
    }
    let scopes = scopes::part(&app.scopes, &body.scope).ok_or(NOT_APPROVED)?;
    let mut tenant = entered(all, &app)?;
    if !codes::has_room(&tenant, &app.id)? {
        return Err(TOO_MANY.into());
    }
    let issued = codes::issue(&mut tenant, &app.id, &scopes)?.ok_or(Fault::Busy)?;
    let place = format!("{}/oauth/device", site.base_url);
    Json::of(&DeviceCodesViewRow {
        device_code: &issued.device,
        user_code: &issued.shown,
        verification_uri: &place,
        verification_uri_complete: &format!("{place}?user_code={}", issued.shown),
        expires_in: codes::LIFETIME,
        interval: codes::PAUSE,
    })
}
