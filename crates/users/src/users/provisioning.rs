//! What provisioning asks of users: one of them, a page or all, and a user brought to what is wanted of it. The rules are
//! those of `/users`.
use super::{
    administrators::is_administrator,
    api::Status,
    create::{self, EMAIL_USED},
    domains, email,
    events::{Shown, UserCreated},
    history::DAILY_LIMIT,
    letters, lock,
    membership::{self, Claim},
    profile::{INVALID_WORD, UpdateUser},
    remove,
    seats::{self, Purpose},
    status, store, update,
    user::{self, User},
};
use crate::emails;
use mail::Post;
use platform::{Error, Failure, Result, schema::Schema};
use serde_json::{Map, Value};
use std::sync::LazyLock;
use storage::{Fault, Record, Sql, Tenant, sql};

/// What users are refused with whose state does not allow it; those who were invited and have not come among them.
pub const NOT_ACTIVE: Failure = email::IS_INACTIVE;
/// The same for the address of somebody who has not come.
pub const NOT_COME: Failure = email::IS_PENDING;
/// An address that the account has not proved to be of its own domains, where it has any, or that others have.
pub const OTHER_DOMAIN: Failure = email::OTHER_DOMAIN;
/// Two users of an account have two employee numbers.
pub const EMPLOYEE_ID_TAKEN: Failure = Failure::new(409, 409, "The employee number \"{}\" is already in use.");
/// The address of the owner or of an admin, where the caller acts neither as the owner nor as that user.
pub const ADMIN_EMAIL: Failure = email::ADMINISTRATOR;
/// Owner and admins are neither activated nor deactivated.
pub const ADMIN_STATE: Failure = status::ADMINISTRATOR;
/// Owner and admins are not deleted.
pub const ADMIN_STAYS: Failure = remove::ADMINISTRATOR;
/// A user whom the platform's owner keeps out, and who is to be let in.
pub const FORCE_LOCKED: Failure = lock::FORCE_LOCKED;
/// The same who is to be deleted.
pub const LOCKED: Failure = remove::LOCKED;
/// No place for a Licensed user: there is no plan, or all are taken.
pub const NO_SEATS: [Failure; 5] = [
    seats::NO_PLAN_TO_CREATE,
    seats::NO_SEAT_TO_CREATE,
    seats::NO_PLAN_TO_CONVERT,
    seats::NO_SEAT_TO_CONVERT,
    seats::NO_SEAT_TO_ACTIVATE,
];
/// What [`create`] and [`change`] can be refused with beside these, by the rules of `/users`.
pub const REFUSALS: &[Failure] = &[
    EMPLOYEE_ID_TAKEN,
    INVALID_WORD,
    seats::NO_BASIC_TO_CREATE,
    seats::NO_BASIC_TO_CONVERT,
    seats::NO_BASIC_TO_ACTIVATE,
    update::NOT_PAID,
    update::VANITY_NAME_TAKEN,
    update::NOT_YOUR_NAME,
    update::NOT_YOUR_VANITY_NAME,
    email::NOT_YOURS,
    email::STRONGER,
    DAILY_LIMIT,
];

/// What is wanted of a user; what is absent stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Fields of `PATCH /users/{userId}`.
    pub profile: Map<String, Value>,
    pub email: Option<String>,
    pub is_active: Option<bool>,
    /// The id that its employer gave it; empty for none.
    pub employee_id: Option<String>,
    /// The id that the client of provisioning gave it; empty for none.
    pub external_id: Option<String>,
    /// A JSON object, or empty.
    pub provisioned: Option<String>,
}

/// A user and the name of its role.
pub struct WithRole {
    pub user: User,
    pub role: String,
}

const ONE: Sql = sql!(
    "SELECT u.id, u.created_at, u.email, u.status, u.kind, u.role_id, u.login_type, u.first_name, u.last_name, u.display_name, u.verified,
            u.pmi, u.use_pmi, u.host_key, u.timezone, u.language, u.dept, u.job_title, u.company, u.location, u.manager, u.cost_center,
            u.cms_user_id, u.pronouns, u.pronouns_option, u.about_me, u.linkedin_url, u.vanity_name, u.phone_numbers, u.custom_attributes,
            u.pic_url, u.last_client_version, u.last_login_at, u.invited_until, u.employee_id, u.external_id, u.provisioned, u.updated_at,
            u.version, r.name
     FROM users u JOIN roles r ON r.account_id = u.account_id AND r.id = u.role_id
     WHERE u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = $2"
);
// In the order in which they lie, so that nothing is sorted.
const PAGE: Sql = sql!(
    "SELECT u.id, u.created_at, u.email, u.status, u.kind, u.role_id, u.login_type, u.first_name, u.last_name, u.display_name, u.verified,
            u.pmi, u.use_pmi, u.host_key, u.timezone, u.language, u.dept, u.job_title, u.company, u.location, u.manager, u.cost_center,
            u.cms_user_id, u.pronouns, u.pronouns_option, u.about_me, u.linkedin_url, u.vanity_name, u.phone_numbers, u.custom_attributes,
            u.pic_url, u.last_client_version, u.last_login_at, u.invited_until, u.employee_id, u.external_id, u.provisioned, u.updated_at,
            u.version, r.name
     FROM users u JOIN roles r ON r.account_id = u.account_id AND r.id = u.role_id
     WHERE u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') ORDER BY u.status, u.id LIMIT $2 OFFSET $3"
);
/// The column of the role's name in both.
const ROLE: usize = 39;
const COUNT: Sql = sql!("SELECT CAST(sum(n) AS BIGINT) FROM user_counts WHERE account_id = $1");
const BY_EXTERNAL_ID: Sql =
    sql!("SELECT id FROM users WHERE account_id = $1 AND external_id = $2 AND external_id <> '' ORDER BY id");

static PROFILE: LazyLock<std::result::Result<Schema, String>> =
    LazyLock::new(|| Schema::of::<UpdateUser>().map_err(|fault| fault.to_string()));

/// The user with this id.
pub fn one(tenant: &Tenant, id: &str) -> storage::Result<Option<WithRole>> {
    tenant.first(ONE, &[id.into()], |row| Ok(WithRole { user: User::read(row)?, role: row.get(ROLE)? }))
}

/// Calls `each` with at most `many` users after `skipped` others: the active ones first, each state in the order in which
/// they came. The cost grows with what is skipped.
pub fn each(
    tenant: &Tenant,
    (skipped, many): (i64, i64),
    each: &mut dyn FnMut(WithRole) -> storage::Result<()>,
) -> storage::Result<()> {
    tenant.each(PAGE, &[many.into(), skipped.into()], &mut |row| {
        each(WithRole { user: User::read(row)?, role: row.get(ROLE)? })
    })
}

/// How many users there are in all states.
pub fn number(tenant: &Tenant) -> storage::Result<i64> {
    tenant.number(COUNT, &[])
}

/// The id of the user with this email.
pub fn id_by_email(tenant: &Tenant, email: &str) -> storage::Result<Option<String>> {
    store::id_by_email(tenant, &emails::folded(email))
}

/// The ids of the users to whom a client of provisioning gave this id.
pub fn ids_by_external_id(tenant: &Tenant, external_id: &str) -> storage::Result<Vec<String>> {
    let mut ids = Vec::new();
    tenant.each(BY_EXTERNAL_ID, &[external_id.into()], &mut |row| {
        ids.push(row.get(0)?);
        Ok(())
    })?;
    Ok(ids)
}

/// Makes a user who is there at once, with an email that is confirmed where the account manages its domain.
///
/// # Errors
/// [`REFUSALS`], and refused fields in the names of `PATCH /users/{userId}`.
pub fn create(tenant: &mut Tenant, post: &Post, wanted: &Wanted) -> Result<User> {
    let sent = wanted.email.as_deref().unwrap_or_default();
    let (id, now) = (tenant.new_id(), tenant.now());
    let blank = User::new(&id, emails::folded(sent), now);
    let mut user = wanted.applied_to(&blank)?;
    if !domains::admits(tenant, &user.email)? {
        return Err(OTHER_DOMAIN.into());
    }
    user.verified = domains::manages_that_of(tenant, &user.email)?.into();
    if wanted.is_active == Some(false) {
        Status::Inactive.as_str().clone_into(&mut user.status);
    }
    check_employee_id(tenant, &blank, &user)?;
    update::check_meetings(tenant, &blank, &user)?;
    if membership::claim_email(tenant, &user.email, &user.id)? != Claim::Made {
        return Err(EMAIL_USED.with(sent));
    }
    if user.is(Status::Active) {
        seats::check(tenant, user.kind, Purpose::Create)?;
    }
    membership::settle(tenant, &mut user, None)?;
    tenant.emit(&UserCreated { user: Shown::of(&user, user.version), creation_type: Some(MADE_AT_ONCE) })?;
    letters::tell_of_seat(tenant, post, None, &user)?;
    Ok(user)
}

/// As events name users who were made at once.
const MADE_AT_ONCE: &str = create::Action::AutoCreate.as_str();

/// Brings a user to what is wanted of it. The user as it is then.
///
/// # Errors
/// As [`create`].
pub fn change(tenant: &mut Tenant, post: &Post, before: &User, wanted: &Wanted) -> Result<User> {
    let after = wanted.applied_to(before)?;
    if after != *before {
        if before.is(Status::Pending) {
            return Err(NOT_ACTIVE.into());
        }
        check_employee_id(tenant, before, &after)?;
        update::change(tenant, before, &after)?;
        letters::tell_of_seat(tenant, post, Some(before), &after)?;
    }
    // Whoever is let in takes a place of the kind that it has then.
    if wanted.is_active == Some(true) && before.is(Status::Inactive) {
        status::activate(tenant, post, &present(tenant, before)?)?;
    }
    if let Some(email) = &wanted.email {
        email::provide(tenant, post, &present(tenant, before)?, email)?;
    }
    if wanted.is_active == Some(false) && !before.is(Status::Inactive) {
        deactivate(tenant, &present(tenant, before)?)?;
    }
    present(tenant, before)
}

fn deactivate(tenant: &mut Tenant, user: &User) -> Result<()> {
    if user.is(Status::Pending) {
        return Err(NOT_ACTIVE.into());
    }
    status::set(tenant, user, Status::Inactive)
}

/// Deletes a user with everything that is kept about it. Administrators stay.
///
/// # Errors
/// [`ADMIN_STAYS`], [`LOCKED`].
pub fn delete(tenant: &mut Tenant, user: &User) -> Result<()> {
    if is_administrator(user) {
        return Err(ADMIN_STAYS.into());
    }
    if lock::is_locked(tenant, &user.id)? {
        return Err(LOCKED.into());
    }
    remove::deleted(tenant, user)
}

/// The user as the steps before have left it.
fn present(tenant: &Tenant, user: &User) -> Result<User> {
    user::load(tenant, &user.id)?.ok_or_else(|| Fault::broken("a user who is changed is missing").into())
}

fn check_employee_id(tenant: &Tenant, before: &User, after: &User) -> Result<()> {
    let is_new = after.employee_id != before.employee_id && !after.employee_id.is_empty();
    if is_new && store::id_by_employee_id(tenant, &after.employee_id)?.is_some() {
        return Err(EMPLOYEE_ID_TAKEN.with(&after.employee_id));
    }
    Ok(())
}

impl Wanted {
    /// The user as it will be, but for its email and its state.
    fn applied_to(&self, user: &User) -> Result<User> {
        let mut after = profile(&self.profile)?.applied_to(user)?;
        let texts = [
            (&mut after.employee_id, &self.employee_id),
            (&mut after.external_id, &self.external_id),
            (&mut after.provisioned, &self.provisioned),
        ];
        for (kept, wanted) in texts {
            wanted.iter().for_each(|text| kept.clone_from(text));
        }
        Ok(after)
    }
}

/// Fields of a profile as `PATCH /users/{userId}` takes them, held to the same rules.
fn profile(fields: &Map<String, Value>) -> Result<UpdateUser> {
    let schema = PROFILE.as_ref().map_err(Fault::broken)?;
    let (mut value, mut faults) = (Value::Object(fields.clone()), Vec::new());
    schema.conform(&mut value, &mut faults);
    if !faults.is_empty() {
        return Err(Error::validation(faults));
    }
    let update: UpdateUser = serde_json::from_value(value).map_err(Fault::broken)?;
    update.check()?;
    Ok(update)
}
