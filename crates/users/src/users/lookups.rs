//! Single questions about users: permissions, whether an email or a room name is taken, and how many there are.
use super::{
    api::{NO_USER, Status, UserPath},
    counts, membership,
    user::{API_USER, WORK_EMAIL},
    views::{EmailView, PermissionsView, SummaryView, VanityNameView},
};
use crate::emails;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Fault, Sql, Tenant, record, sql};

pub const NO_EMAIL: Failure = Failure::new(400, 300, "Email is required.");
pub const NO_VANITY_NAME: Failure = Failure::new(400, 300, "Vanity name is required.");

record! {
    struct Role {
        id: String,
        privileges: String,
    }
}

const ROLE: Sql = sql!(
    "SELECT r.id, r.privileges FROM users u JOIN roles r ON r.account_id = u.account_id AND r.id = u.role_id
     WHERE u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = $2"
);
const ROLE_BY_EMAIL: Sql = sql!(
    "SELECT r.id, r.privileges FROM users u JOIN roles r ON r.account_id = u.account_id AND r.id = u.role_id
     WHERE u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = (
           SELECT user_id FROM email_index WHERE account_id = $1 AND email = $2
           UNION ALL SELECT user_id FROM expected_users WHERE account_id = $1 AND email = $2
           LIMIT 1)"
);
const LOGIN_TYPE: Sql = sql!(
    "SELECT login_type FROM users
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id IN (
           SELECT user_id FROM email_index WHERE account_id = $1 AND email = $2
           UNION ALL SELECT user_id FROM expected_users WHERE account_id = $1 AND email = $2)"
);

/// Of the owner all privileges that it has by this version, not those that the row of its role was made with. Also of a
/// user whose invitation has expired.
///
/// # Errors
/// [`NO_USER`].
pub fn permissions(tenant: &Tenant, Path(path): Path<UserPath>) -> Result<Json<PermissionsView>> {
    let name = path.user_id.as_str();
    let role = match emails::is_email(name) {
        true => tenant.row::<Role>(ROLE_BY_EMAIL, &[(&emails::folded(name)).into()])?,
        false => tenant.row::<Role>(ROLE, &[name.into()])?,
    };
    let role = role.ok_or_else(|| NO_USER.with(name))?;
    let permissions = match role.id.as_str() {
        OWNER_ROLE => PrivilegeSet::owner().names().into_iter().map(str::to_owned).collect(),
        _ => serde_json::from_str(&role.privileges).map_err(Fault::broken)?,
    };
    Json::of(&PermissionsView { permissions })
}

#[derive(Deserialize, JsonSchema)]
pub struct EmailQuery {
    #[serde(default)]
    email: String,
}

/// Whether a user of the account has the email, and does not sign in through somebody else.
pub fn email(tenant: &Tenant, Query(query): Query<EmailQuery>) -> Result<Json<EmailView>> {
    if query.email.is_empty() {
        return Err(NO_EMAIL.into());
    }
    let email = emails::folded(&query.email);
    let login_type = tenant.first(LOGIN_TYPE, &[(&email).into()], |row| row.get::<i64>(0))?;
    let existed_email = login_type.is_some_and(|login_type| [API_USER, WORK_EMAIL].contains(&login_type));
    Json::of(&EmailView { existed_email })
}

#[derive(Deserialize, JsonSchema)]
pub struct VanityNameQuery {
    #[serde(default)]
    vanity_name: String,
}

/// Whether a user of this account has the name; other accounts may have it too.
///
/// # Errors
/// [`NO_VANITY_NAME`].
pub fn vanity_name(tenant: &Tenant, Query(query): Query<VanityNameQuery>) -> Result<Json<VanityNameView>> {
    if query.vanity_name.is_empty() {
        return Err(NO_VANITY_NAME.into());
    }
    Json::of(&VanityNameView { existed: membership::is_vanity_name_taken(tenant, &query.vanity_name)? })
}

/// Users who cannot sign in hold no license and are counted nowhere; those who are invited are counted apart.
pub fn summary(tenant: &Tenant) -> Result<Json<SummaryView>> {
    let mut view = SummaryView::default();
    counts::each(tenant, |status, kind, n| match (status, kind) {
        (Some(Status::Pending), _) => view.pending_users_count += n,
        (Some(Status::Active), billing::LICENSED) => view.licensed_users_count += n,
        (Some(Status::Active), billing::BASIC) => view.basic_users_count += n,
        (Some(Status::Active), _) => view.join_only_users_count += n,
        _ => {}
    })?;
    view.total_users_count = view.licensed_users_count
        + view.basic_users_count
        + view.on_prem_users_count
        + view.room_users_count
        + view.join_only_users_count;
    Json::of(&view)
}
