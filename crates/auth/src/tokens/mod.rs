//! `/oauth/token` and `/oauth/revoke`: the table of their operations, and what a grant is answered with.
mod access;
mod revoke;

pub use access::{
    Bearer, LIFETIME, end_of_authorization, end_of_users_of_app, end_sessions, issue, issue_for_user, life,
};

use crate::{
    clients::{self, BAD_CLIENT, NOT_FOR_THIS_APP},
    grants::{self, GrantRequest, Granted},
};
use platform::{Api, Body, Client, Failure, Json, Result, Site, view};
use storage::Directory;

pub fn operations(api: &mut Api) {
    api.post("/token", answer)
        .summary("Issue an access token")
        .in_query(&["grant_type", "account_id"])
        .silent("tokens are issued by the thousand; an authorization that ends with one leaves its own event")
        .fails(&[BAD_CLIENT, BAD_GRANT_TYPE, NOT_FOR_THIS_APP])
        .fails(grants::FAILURES);
    api.post("/revoke", revoke::revoke)
        .summary("Revoke a token, and the authorization behind it")
        .in_query(&["token"])
        .silent("the log has it; an authorization that ends leaves its own event")
        .fails(&[BAD_CLIENT, revoke::NO_TOKEN]);
}

const BAD_GRANT_TYPE: Failure = Failure::oauth("unsupported_grant_type", "unsupported grant type");

view! {
    /// An access token.
    pub struct TokenView as TokenViewRow<'r> {
        pub access_token: &'r str,
        pub token_type: &'r str,
        /// Good once, for another pair. Only where a user has authorised the app.
        pub refresh_token: Option<&'r str>,
        /// Seconds.
        pub expires_in: i64,
        /// Blank-separated.
        pub scope: &'r str,
        /// The base of the API that takes the token.
        pub api_url: &'r str,
    }
}

fn answer(all: &mut Directory, client: Client, Body(body): Body<GrantRequest>, site: Site) -> Result<Json<TokenView>> {
    let app = clients::authenticated(all, &client, &body.client_id, &body.client_secret)?;
    let grant = grants::by_name(&body.grant_type).ok_or(BAD_GRANT_TYPE)?;
    let Granted { access_token, refresh_token, expires_in, scope } = grant(all, &app, &body)?;
    Json::of(&TokenViewRow {
        access_token: &access_token,
        token_type: "bearer",
        refresh_token: refresh_token.as_deref(),
        expires_in,
        scope: &scope,
        api_url: &site.base_url,
    })
}
