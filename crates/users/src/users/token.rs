//! `/users/{userId}/token` and `/users/me/zak`: keys with which meetings run in a user's name, and the end of its sessions.
use super::{
    administrators::is_own,
    api::{NO_INVITATION, NO_USER, Status, UserPath},
    events::{Shown, UserSignedOut},
    user::{self, API_USER, User},
};
use auth::access_keys::{self, NewKey};
use mail::{Kind, links};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

pub fn operations(api: &mut Api) {
    api.get_that_writes("/users/{userId}/token", issue)
        .summary("Issue a key with which meetings run in a user's name")
        .scope("user:read:token")
        .privilege(&[Privilege::UserRead])
        .for_oneself()
        .rate(Rate::Light)
        .silent("keys are issued for each meeting; the log has them")
        .fails(&[NO_USER, NO_INVITATION, NO_TOKENS]);
    api.delete("/users/{userId}/token", end)
        .summary("End the sessions of a user, and its keys with them")
        .scope("user:delete:token")
        .privilege(&[Privilege::UserEdit])
        .for_oneself()
        .rate(Rate::Light)
        .fails(&[NO_USER, NO_INVITATION]);
    api.get_that_writes("/users/me/zak", own_zak)
        .summary("Issue a key with which one starts meetings oneself")
        .scope("user:read:zak")
        .privilege(&[Privilege::UserRead])
        .for_oneself()
        .rate(Rate::Light)
        .silent("keys are issued for each meeting; the log has them")
        .fails(&[NOT_HERE]);
}

/// What the first kind was once; nobody is on the list of those who still get it.
const NO_TOKENS: Failure =
    Failure::new(400, 200, "Token is no longer supported. Please use ZAK token instead.").inside_200();
/// The caller lives in another account.
const NOT_HERE: Failure = Failure::new(400, 1001, "User {} does not exist or does not belong to this account.");

choice! {
    /// `zak` starts meetings as the user; `onbehalf` attends a meeting beside it; `token` is not supported any more.
    pub enum TokenType: text { Token = "token", Zak = "zak", OnBehalf = "onbehalf" }
}

/// How long a key is good for when nothing is said of it, in seconds: two hours.
const USUAL: i64 = 2 * 60 * 60;
/// The same for a user that only programs act for: 90 days.
const OF_API_USERS: i64 = 90 * 24 * 60 * 60;
/// How long one is good that a user asks for itself: five minutes.
const OWN: i64 = 5 * 60;

#[derive(Deserialize, JsonSchema)]
struct AskToken {
    /// `token` when left out.
    #[serde(default)]
    r#type: Option<TokenType>,
    /// How long the key is good for, in seconds, at most a year. When left out: two hours, for API users 90 days.
    #[serde(default)]
    #[schemars(range(min = 1, max = 31_536_000))]
    ttl: Option<i64>,
    /// The only meeting that an `onbehalf` key is for.
    #[serde(default)]
    #[schemars(regex(pattern = r"^[0-9]{9,11}$"))]
    meeting_id: Option<String>,
}

view! {
    /// A key. It is shown once.
    pub struct TokenView as TokenRow<'r> {
        pub token: &'r str,
    }
}

fn issue(tenant: &mut Tenant, Path(path): Path<UserPath>, Query(query): Query<AskToken>) -> Result<Json<TokenView>> {
    let user = user::existing(tenant, &path.user_id)?;
    let kind = query.r#type.unwrap_or(TokenType::Token);
    if kind == TokenType::Token {
        return Err(NO_TOKENS.into());
    }
    let user = Some(user).filter(can_meet).ok_or_else(|| NO_USER.with(&path.user_id))?;
    let usual = if user.login_type == API_USER { OF_API_USERS } else { USUAL };
    issued(
        tenant,
        &NewKey {
            user_id: &user.id,
            kind: kind.as_str(),
            meeting_id: query.meeting_id.as_deref().filter(|_| kind == TokenType::OnBehalf),
            lifetime: query.ttl.unwrap_or(usual),
        },
    )
}

fn own_zak(tenant: &mut Tenant) -> Result<Json<TokenView>> {
    let id = tenant.caller().user_id.clone();
    let user = if is_own(tenant) { user::load(tenant, &id)?.filter(can_meet) } else { None };
    let user = user.ok_or_else(|| NOT_HERE.with(&id))?;
    issued(tenant, &NewKey { user_id: &user.id, kind: TokenType::Zak.as_str(), meeting_id: None, lifetime: OWN })
}

/// Whoever has not come yet, or is kept out, meets nobody.
fn can_meet(user: &User) -> bool {
    user.is(Status::Active)
}

fn issued(tenant: &mut Tenant, new: &NewKey<'_>) -> Result<Json<TokenView>> {
    Json::of(&TokenRow { token: &access_keys::issue(tenant, new)? })
}

fn end(tenant: &mut Tenant, Path(path): Path<UserPath>) -> Result<NoContent> {
    let user = user::existing(tenant, &path.user_id)?;
    if end_sessions(tenant, &user.id)? {
        user::touch(tenant, &user.id)?;
        tenant.emit(&UserSignedOut(Shown::of(&user, user.version + 1)))?;
    }
    Ok(NoContent)
}

/// Ends the sessions of a user; whether there were any. A link that sets another password goes with them: whoever holds it
/// could begin new ones.
pub fn end_sessions(tenant: &mut Tenant, user_id: &str) -> Result<bool> {
    links::end(tenant, user_id, Kind::PasswordReset)?;
    auth::tokens::end_sessions(tenant, user_id)
}
