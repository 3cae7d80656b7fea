//! `account_credentials`: an app by itself, for whoever owns its account.
use super::{GrantRequest, Granted};
use crate::{
    apps::SERVER_TO_SERVER,
    clients::{BAD_CLIENT, entered},
    tokens::{self, Bearer, LIFETIME},
};
use platform::Result;
use storage::{Directory, directory::App};

/// The request names the account, which is the app's own. No refresh token comes with it.
pub fn grant(all: &mut Directory<'_>, app: &App, asked: &GrantRequest) -> Result<Granted> {
    if app.kind != SERVER_TO_SERVER || app.account_id != asked.account_id {
        return Err(BAD_CLIENT.into());
    }
    let access_token = all.new_secret();
    // It acts for whoever owns the account at the time of a call, so it names no user.
    let bearer = Bearer { app_id: &app.id, user_id: None, scopes: &app.scopes, authorization_id: None };
    tokens::issue(&mut entered(all, app)?, &access_token, &bearer)?;
    Ok(Granted { access_token, refresh_token: None, expires_in: LIFETIME, scope: app.scopes.clone() })
}
