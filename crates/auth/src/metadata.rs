//! `/.well-known/oauth-authorization-server`: what the server says of itself to clients (RFC 8414).
use crate::grants;
use platform::{Api, Json, Result, ScopeCatalogue, Site, view};
use std::collections::BTreeSet;
use storage::Directory;

pub fn operations(api: &mut Api) {
    api.get("/oauth-authorization-server", show).summary("Say what the authorization server can do").one_statement();
}

view! {
    /// The metadata of an authorization server, as RFC 8414, 8628 and 9207 name it.
    pub struct MetadataView as MetadataViewRow<'r> {
        pub issuer: &'r str,
        pub authorization_endpoint: String,
        pub token_endpoint: String,
        pub revocation_endpoint: String,
        pub device_authorization_endpoint: String,
        pub response_types_supported: [&'r str; 1],
        pub response_modes_supported: [&'r str; 1],
        pub grant_types_supported: [&'r str; 4],
        pub token_endpoint_auth_methods_supported: [&'r str; 3],
        pub revocation_endpoint_auth_methods_supported: [&'r str; 3],
        pub code_challenge_methods_supported: [&'r str; 1],
        pub authorization_response_iss_parameter_supported: bool,
        pub scopes_supported: Vec<&'r str>,
    }
}

/// How clients show who they are; `none` is for those that can keep no secret.
const METHODS: [&str; 3] = ["client_secret_basic", "client_secret_post", "none"];

fn show(_: &Directory, site: Site, catalogue: ScopeCatalogue) -> Result<Json<MetadataView>> {
    let at = |path: &str| format!("{}/oauth/{path}", site.base_url);
    let scopes: BTreeSet<&str> = catalogue.all().collect();
    Json::of(&MetadataViewRow {
        issuer: &site.base_url,
        authorization_endpoint: at("authorize"),
        token_endpoint: at("token"),
        revocation_endpoint: at("revoke"),
        device_authorization_endpoint: at("devicecode"),
        response_types_supported: ["code"],
        response_modes_supported: ["query"],
        grant_types_supported: grants::NAMES,
        token_endpoint_auth_methods_supported: METHODS,
        revocation_endpoint_auth_methods_supported: METHODS,
        code_challenge_methods_supported: ["S256"],
        authorization_response_iss_parameter_supported: true,
        scopes_supported: scopes.into_iter().collect(),
    })
}
