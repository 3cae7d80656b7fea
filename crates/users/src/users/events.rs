//! What happens to users.
use super::user::{User, differing};
use platform::Result;
use serde::Serialize;
use serde_json::{Map, Value};
use storage::{Tenant, events};

/// A user has come into the account.
#[derive(Serialize)]
pub struct UserCreated<'a> {
    #[serde(flatten)]
    pub user: Shown<'a>,
    /// The `action` of `POST /users`; absent for a user who came from another account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_type: Option<&'a str>,
}

/// What events show of a user who comes, goes or changes its state.
#[derive(Serialize)]
pub struct Shown<'a> {
    pub id: &'a str,
    pub email: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub display_name: &'a str,
    pub r#type: i64,
    #[serde(skip)]
    pub version: i64,
}

impl<'a> Shown<'a> {
    /// `version` is the user's after the change.
    pub fn of(user: &'a User, version: i64) -> Self {
        Shown {
            id: &user.id,
            email: &user.email,
            first_name: &user.first_name,
            last_name: &user.last_name,
            display_name: &user.display_name,
            r#type: user.kind,
            version,
        }
    }
}

/// Fields of a user have changed: the new values, and the old ones of the same fields.
#[derive(Serialize)]
pub struct UserUpdated<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub changed: &'a Map<String, Value>,
    pub old_object: &'a Map<String, Value>,
    #[serde(skip)]
    pub version: i64,
}

/// A user may sign in again.
#[derive(Serialize)]
pub struct UserActivated<'a>(pub Shown<'a>);
/// A user who was invited has come.
#[derive(Serialize)]
pub struct InvitationAccepted<'a>(pub Shown<'a>);
/// A user may not sign in any more. Its sessions have ended, and what it has let apps do.
#[derive(Serialize)]
pub struct UserDeactivated<'a>(pub Shown<'a>);
/// The user lives on in another account; one that was only invited is not expected any more.
#[derive(Serialize)]
pub struct UserDisassociated<'a>(pub Shown<'a>);
/// The user is no more, in no account.
#[derive(Serialize)]
pub struct UserDeleted<'a>(pub Shown<'a>);

/// A user has signed in with a browser.
#[derive(Serialize)]
pub struct UserSignedIn<'a>(pub Shown<'a>);
/// A user has signed out, or its sessions were ended.
#[derive(Serialize)]
pub struct UserSignedOut<'a>(pub Shown<'a>);
/// A user signs in with a second factor from now on.
#[derive(Serialize)]
pub struct TwoFactorEnabled<'a>(pub Shown<'a>);
/// A user signs in without one again.
#[derive(Serialize)]
pub struct TwoFactorDisabled<'a>(pub Shown<'a>);
/// A user has other recovery codes.
#[derive(Serialize)]
pub struct RecoveryCodesChanged<'a>(pub Shown<'a>);

/// The platform's owner keeps a user out.
#[derive(Serialize)]
pub struct UserLocked<'a>(pub Shown<'a>);
/// It keeps the user out no longer.
#[derive(Serialize)]
pub struct UserUnlocked<'a>(pub Shown<'a>);

/// A user has begun its work.
#[derive(Serialize)]
pub struct UserClockedIn<'a>(pub Shown<'a>);
/// A user has ended its work.
#[derive(Serialize)]
pub struct UserClockedOut<'a>(pub Shown<'a>);

/// A user has got another password.
#[derive(Serialize)]
pub struct PasswordChanged<'a> {
    pub id: &'a str,
    pub email: &'a str,
    #[serde(skip)]
    pub version: i64,
}

events! {
    UserUpdated is "user.updated";
    PasswordChanged is "user.password_changed";
    UserCreated is "user.created" of user;
    UserActivated is "user.activated" of 0;
    InvitationAccepted is "user.invitation_accepted" of 0;
    UserDeactivated is "user.deactivated" of 0;
    UserDisassociated is "user.disassociated" of 0;
    UserDeleted is "user.deleted" of 0;
    UserSignedIn is "user.signed_in" of 0;
    UserSignedOut is "user.signed_out" of 0;
    TwoFactorEnabled is "user.two_factor_enabled" of 0;
    TwoFactorDisabled is "user.two_factor_disabled" of 0;
    RecoveryCodesChanged is "user.recovery_codes_changed" of 0;
    UserLocked is "user.locked" of 0;
    UserUnlocked is "user.unlocked" of 0;
    UserClockedIn is "user.clocked_in" of 0;
    UserClockedOut is "user.clocked_out" of 0;
}

/// Tells how `after` differs from what the user was before.
pub fn updated(tenant: &mut Tenant, before: &User, after: &User) -> Result<()> {
    let [old, changed] = differing(before, after)?;
    Ok(tenant.emit(&UserUpdated { id: &after.id, changed: &changed, old_object: &old, version: before.version + 1 })?)
}

/// Tells that one field of the user with this id, which its row does not hold, has changed. `version` is the user's after
/// the change.
pub fn field_changed(tenant: &mut Tenant, id: &str, field: &str, [old, new]: [Value; 2], version: i64) -> Result<()> {
    let [old, new] = [old, new].map(|value| Map::from_iter([(field.to_owned(), value)]));
    Ok(tenant.emit(&UserUpdated { id, changed: &new, old_object: &old, version })?)
}
