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
use users::users::NO_USER;

pub fn operations(api: &mut Api) {
    api.post("/accounts/{id}/user_tokens", issue)
        .summary("Issue a token with which an app acts for a user")
        .only(Mount::Direct)
        .silent("tokens go to the log of the server")
        .fails(&[CLOSED, NO_APP, NO_USER]);
}

#[derive(Deserialize, JsonSchema)]
struct IssueToken {
    /// The client id of one of the account's apps. The token holds its scopes.
    client_id: String,
    /// The id of one of the account's users.
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
    if !all.has_user(&row.id, &body.user_id)? {
        return Err(NO_USER.with(&body.user_id));
    }
    let token = issue_for_user(&mut entered(all, &row.id)?, &app, &body.user_id)?;
    Created::of(&UserTokenViewRow { access_token: &token })
}
