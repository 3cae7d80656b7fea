//! `/accounts/{id}/user_tokens`: tokens with which an app acts for one user, until people can sign in by themselves.
use crate::{
    paths::AccountPath,
    reach::{CLOSED, NO_APP, entered, open},
};
use auth::{apps::JWT, tokens::issue_for_user};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Directory;
use users::users::{NO_USER, by_id};

pub fn operations(api: &mut Api) {
    api.post("/accounts/{id}/user_tokens", issue)
        .summary("Issue a token with which an app acts for a user")
        .silent("tokens go to the log of the server")
        .fails(&[CLOSED, NO_APP, SWITCHED_OFF, NO_USER, NOT_ACTIVE]);
}

/// A token that is issued now would serve later.
const SWITCHED_OFF: Failure = Failure::new(409, 409, "The app is switched off: {}.");
const NOT_ACTIVE: Failure = Failure::new(409, 409, "The user is not active: {}.");

#[derive(Deserialize, JsonSchema)]
struct IssueToken {
    /// The client id of one of the account's apps, which is switched on. The token holds its scopes.
    client_id: String,
    /// The id of one of the account's active users.
    user_id: String,
}

view! {
    /// A token that acts for a user. It is shown once.
    pub struct UserTokenView as UserTokenViewRow<'r> {
        pub access_token: &'r str,
    }
}

fn issue(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<IssueToken>,
) -> Result<Created<UserTokenView>> {
    let row = open(all, &path.id)?;
    let app = all.app(&body.client_id)?.filter(|app| app.account_id == row.id);
    let app = app.ok_or_else(|| NO_APP.with(&body.client_id))?;
    if app.kind == JWT {
        return Err(Error::field("client_id", "A JWT app signs its own tokens."));
    }
    if !app.enabled {
        return Err(SWITCHED_OFF.with(&body.client_id));
    }
    let mut tenant = entered(all, &row.id)?;
    let user = by_id(&tenant, &body.user_id)?.ok_or_else(|| NO_USER.with(&body.user_id))?;
    if !user.is_active {
        return Err(NOT_ACTIVE.with(&body.user_id));
    }
    let token = issue_for_user(&mut tenant, &app, &user.id)?;
    Created::of(&UserTokenViewRow { access_token: &token })
}
