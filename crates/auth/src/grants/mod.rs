//! What a client can show for tokens: one file a grant.
mod account_credentials;
mod authorization_code;
pub mod codes;
mod device_code;
mod pair;
mod refresh_token;

pub use pair::Granted;

use platform::{Failure, Result};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, directory::App};

/// What the token endpoint is asked for.
#[derive(Deserialize, JsonSchema)]
pub struct GrantRequest {
    /// `account_credentials`, `authorization_code`, `refresh_token` or `urn:ietf:params:oauth:grant-type:device_code`
    #[serde(default)]
    pub grant_type: String,
    /// The account that owns the app.
    #[serde(default)]
    pub account_id: String,
    /// Where the client does not use the `Authorization` header.
    #[serde(default)]
    pub client_id: String,
    /// None for an app that can keep no secret.
    #[serde(default)]
    pub client_secret: String,
    /// What a user was sent back with.
    #[serde(default)]
    pub code: String,
    /// Where it was sent back to.
    #[serde(default)]
    pub redirect_uri: String,
    /// What the challenge was made of (RFC 7636).
    #[serde(default)]
    pub code_verifier: String,
    #[serde(default)]
    pub refresh_token: String,
    #[serde(default)]
    pub device_code: String,
    /// Fewer scopes than the user has allowed, blank-separated.
    #[serde(default)]
    pub scope: String,
}

/// One grant: what a client that has proved itself gets for what it shows.
pub type Grant = fn(&mut Directory<'_>, &App, &GrantRequest) -> Result<Granted>;

/// The name of the device grant (RFC 8628 3.4).
const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// The names of all grants, as metadata has them.
pub const NAMES: [&str; 4] = ["account_credentials", "authorization_code", "refresh_token", DEVICE];

/// The grant of this name.
pub fn by_name(name: &str) -> Option<Grant> {
    match name {
        "account_credentials" => Some(account_credentials::grant),
        "authorization_code" => Some(authorization_code::grant),
        "refresh_token" => Some(refresh_token::grant),
        DEVICE => Some(device_code::grant),
        _ => None,
    }
}

/// The user has left, or cannot sign in any more.
const NO_OWNER: Failure = Failure::oauth("invalid_grant", "The owner of the token does not exist.");
/// The app does not have all scopes that it asks for, or that a user has allowed it.
pub const NOT_APPROVED: Failure =
    Failure::oauth("invalid_scope", "Invalid scope: as current client hasn't this approved scope! (4,700)");

/// What the grants refuse, beside a client that is none.
pub const FAILURES: &[Failure] = &[
    NO_OWNER,
    NOT_APPROVED,
    authorization_code::BAD_CODE,
    authorization_code::EXPIRED_CODE,
    authorization_code::OTHER_ADDRESS,
    authorization_code::BAD_VERIFIER,
    refresh_token::BAD_TOKEN,
    refresh_token::OTHER_SCOPES,
    refresh_token::MORE_SCOPES,
    device_code::PENDING,
    device_code::TOO_OFTEN,
    device_code::DENIED,
    device_code::EXPIRED,
    device_code::BAD_CODE,
];
