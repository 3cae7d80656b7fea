//! `/oauth/revoke` (RFC 7009): an access or a refresh token, and everything that came of the same authorization.
use crate::{
    authorizations,
    clients::{authenticated, entered},
};
use platform::{Body, Client, Failure, Json, Result, view};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, Sql, record, sql};

#[derive(Deserialize, JsonSchema)]
pub struct RevokeRequest {
    /// An access token or a refresh token.
    #[serde(default)]
    token: String,
    /// Where the client does not use the `Authorization` header.
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    client_secret: String,
}

/// RFC 7009 2.1, with the code of RFC 6749 5.2.
pub const NO_TOKEN: Failure = Failure::oauth("invalid_request", "The token is missing.");

view! {
    /// Says that the token does not work any more.
    pub struct RevokedView {
        pub status: &'static str,
    }
}

record! { struct Behind { authorization_id: Option<String> } }

const ACCESS: Sql =
    sql!("SELECT authorization_id FROM tokens WHERE account_id = $1 AND token_hash = $2 AND app_id = $3");
const DELETE: Sql = sql!("DELETE FROM tokens WHERE account_id = $1 AND token_hash = $2");

/// A token that is unknown, or another app's, is answered alike and left alone (RFC 7009 2.2).
pub fn revoke(all: &mut Directory, client: Client, Body(body): Body<RevokeRequest>) -> Result<Json<RevokedView>> {
    let app = authenticated(all, &client, &body.client_id, &body.client_secret)?;
    if body.token.is_empty() {
        return Err(NO_TOKEN.into());
    }
    let mut tenant = entered(all, &app)?;
    let hash = storage::hash(&body.token);
    let found = tenant.row::<Behind>(ACCESS, &[(&hash).into(), (&app.id).into()])?;
    if found.is_some() {
        tenant.execute(DELETE, &[(&hash).into()])?;
    }
    let behind = match found {
        Some(access) => access.authorization_id,
        None => authorizations::refreshed_by(&tenant, &app.id, &body.token)?,
    };
    if let Some(id) = behind {
        authorizations::end(&mut tenant, &id)?;
    }
    Json::of(&RevokedView { status: "success" })
}
