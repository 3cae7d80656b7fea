//! A request to authorise an app (RFC 6749 4.1.1): what of it may be believed, in which order, and who is told otherwise.
use super::{NO_APP, answer::Way};
use crate::{
    apps::{AppKind, redirects},
    scopes, sessions,
};
use platform::{Failure, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use storage::{Directory, directory::App};

/// The address is none of the app's: nobody is sent there (RFC 6749 4.1.2.1).
const OTHER_ADDRESS: Failure = Failure::new(400, 4709, "Redirect URI mismatch.");

/// Nobody who signs in first could be brought back to it.
const NO_WAY_BACK: Failure =
    Failure::new(400, 400, "This address is longer than 8192 bytes. Sign in, then open it again from the app.");

pub const FAILURES: &[Failure] = &[NO_APP, OTHER_ADDRESS, NO_WAY_BACK];

/// What an app sends a browser with.
#[derive(Deserialize, Serialize, JsonSchema)]
pub struct AuthorizeQuery {
    /// `code`
    #[serde(default)]
    pub response_type: String,
    #[serde(default)]
    #[schemars(length(max = 128))]
    pub client_id: String,
    /// Exactly one of the app's.
    #[serde(default)]
    #[schemars(length(max = 2048))]
    pub redirect_uri: String,
    /// Blank-separated; every scope of the app when left out.
    #[serde(default)]
    #[schemars(length(max = 65536))]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// Given back as it is.
    #[serde(default)]
    #[schemars(length(max = 2048))]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// What a secret of the app's becomes by SHA-256 (RFC 7636). An app that has no other secret must send one.
    #[serde(default)]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub code_challenge: String,
    /// `S256`
    #[serde(default)]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub code_challenge_method: String,
}

/// A request that a user may be asked about.
pub struct Asked<'q> {
    /// Blank-separated.
    pub scopes: String,
    /// SHA-256 in base64url: 43 characters.
    pub challenge: Option<&'q str>,
}

/// Why the app is told no, in the words of RFC 6749 4.1.2.1.
pub struct Refused {
    pub error: &'static str,
    pub description: &'static str,
}

const fn refused(error: &'static str, description: &'static str) -> Refused {
    Refused { error, description }
}

/// Nobody could be brought back to it after signing in.
const TOO_LONG: Refused =
    refused("invalid_request", "The request is longer than 8192 bytes. Without a scope it asks for all.");
const NOT_CODE: Refused = refused("unsupported_response_type", "The response type is code.");
const NOT_S256: Refused = refused("invalid_request", "The method of the code challenge is S256.");
const BAD_CHALLENGE: Refused = refused("invalid_request", "The code challenge is SHA-256 in base64url: 43 characters.");
const NO_CHALLENGE: Refused = refused("invalid_request", "An app without a secret sends a code challenge.");
const OTHER_SCOPES: Refused =
    refused("invalid_scope", "Invalid scope: as current client hasn't this approved scope! (4,700)");

impl AuthorizeQuery {
    /// The app and its address: the two that have to be right before anything may be sent anywhere.
    ///
    /// # Errors
    /// [`NO_APP`], [`OTHER_ADDRESS`]: they are told to the user, who came by a link that may be anybody's.
    pub fn app(&self, all: &Directory) -> Result<App> {
        let app = all.app(&self.client_id)?.filter(|app| app.enabled && is_authorised(app)).ok_or(NO_APP)?;
        let known = redirects::read(&app.redirect_uris)?;
        if known.contains(&self.redirect_uri) { Ok(app) } else { Err(OTHER_ADDRESS.into()) }
    }
    /// The rest of the request.
    pub fn asked(&self, app: &App) -> std::result::Result<Asked<'_>, Refused> {
        if self.path().is_ok_and(|path| path.len() > sessions::LONGEST_TARGET) {
            return Err(TOO_LONG);
        }
        if self.response_type != "code" {
            return Err(NOT_CODE);
        }
        let challenge = self.challenge()?;
        if app.is_public && challenge.is_none() {
            return Err(NO_CHALLENGE);
        }
        Ok(Asked { scopes: scopes::part(&app.scopes, &self.scope).ok_or(OTHER_SCOPES)?, challenge })
    }
    /// The one of PKCE. The plain method shows the secret to whoever reads the request, and is not taken.
    fn challenge(&self) -> std::result::Result<Option<&str>, Refused> {
        let challenge = self.code_challenge.as_str();
        if challenge.is_empty() && self.code_challenge_method.is_empty() {
            return Ok(None);
        }
        if self.code_challenge_method != "S256" {
            return Err(NOT_S256);
        }
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        let is_whole = challenge.len() == 43 && challenge.bytes().all(is_sign);
        if is_whole { Ok(Some(challenge)) } else { Err(BAD_CHALLENGE) }
    }
    /// The way back to the app, once [`app`](Self::app) has found it.
    pub fn way(&self) -> Way<'_> {
        Way { address: &self.redirect_uri, state: &self.state }
    }
    /// Where somebody goes on who signs in first.
    ///
    /// # Errors
    /// [`NO_WAY_BACK`].
    pub fn way_back(&self) -> Result<String> {
        let path = self.path()?;
        if path.len() > sessions::LONGEST_TARGET { Err(NO_WAY_BACK.into()) } else { Ok(path) }
    }
    /// The address of this request, without the server's.
    fn path(&self) -> Result<String> {
        let query = form(self)?;
        Ok(format!("/oauth/authorize?{query}"))
    }
}

/// The fields of a query, encoded.
fn form(query: &AuthorizeQuery) -> Result<String> {
    let fields = serde_json::to_value(query).map_err(storage::Fault::broken)?;
    let pairs = fields.as_object().into_iter().flatten().filter_map(|(name, value)| Some((name, value.as_str()?)));
    Ok(form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

/// Whether users authorise it.
pub fn is_authorised(app: &App) -> bool {
    AppKind::parse(&app.kind).is_some_and(AppKind::is_authorised)
}
