//! The row of one user, as changes load and write it.
use super::{
    api::{NO_INVITATION, NO_USER, Status},
    named::Known,
    store,
};
use platform::{MEMBER_ROLE, Result};
use serde::{Serialize, Serializer, ser::Error};
use serde_json::{Map, Value};
use storage::{Cell, Fault, Inserted, Sql, Tenant, record, sql};

/// The login type of a user that only programs act for (`custCreate`).
pub const API_USER: i64 = 99;
/// The login type of a user with an email and a password.
pub const WORK_EMAIL: i64 = 100;
/// The login type of a user who signs in with the identity provider of its account, and has no password.
pub const SINGLE_SIGN_ON: i64 = 101;

record! {
    #[cells]
    /// A user with everything that is its own, as provisioning shows it too. What is serialised is what events tell of a change.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct User {
        #[serde(skip)]
        pub id: String,
        #[serde(skip)]
        pub created_at: i64,
        pub email: String,
        #[serde(skip)]
        pub status: String,
        #[serde(rename = "type")]
        pub kind: i64,
        #[serde(skip)]
        pub role_id: String,
        #[serde(skip)]
        pub login_type: i64,
        pub first_name: String,
        pub last_name: String,
        pub display_name: String,
        pub verified: i64,
        pub pmi: i64,
        pub use_pmi: bool,
        /// Whoever knows it can take over the user's meetings, so events are silent about it.
        #[serde(skip)]
        pub host_key: String,
        pub timezone: String,
        pub language: String,
        pub dept: String,
        pub job_title: String,
        pub company: String,
        pub location: String,
        pub manager: String,
        pub cost_center: String,
        pub cms_user_id: String,
        pub pronouns: String,
        pub pronouns_option: i64,
        pub about_me: String,
        pub linkedin_url: String,
        pub vanity_name: String,
        /// JSON list.
        #[serde(serialize_with = "parsed")]
        pub phone_numbers: String,
        /// JSON list.
        #[serde(serialize_with = "parsed")]
        pub custom_attributes: String,
        /// The id of its file, in the column `pic_url`; empty without one. Answers and events show its address.
        #[serde(rename = "pic_url")]
        pub picture_id: String,
        #[serde(skip)]
        pub last_client_version: String,
        #[serde(skip)]
        pub last_login_at: Option<i64>,
        #[serde(skip)]
        pub invited_until: Option<i64>,
        /// The id that its employer gave it.
        #[serde(rename = "employee_unique_id")]
        pub employee_id: String,
        /// The id that a client of provisioning gave it.
        pub external_id: String,
        /// A JSON object of what provisioning says beyond the profile; empty without anything.
        #[serde(serialize_with = "parsed_or_none")]
        pub provisioned: String,
        /// Milliseconds UTC; nothing for a user who is as it was made.
        #[serde(skip)]
        pub updated_at: Option<i64>,
        /// Before the change.
        #[serde(skip)]
        pub version: i64,
    }
}

fn parsed<S: Serializer>(list: &str, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serde_json::from_str::<Value>(list).map_err(S::Error::custom)?.serialize(serializer)
}

fn parsed_or_none<S: Serializer>(object: &str, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    parsed(if object.is_empty() { "{}" } else { object }, serializer)
}

const LOAD: Sql = sql!(
    "SELECT id, created_at, email, status, kind, role_id, login_type, first_name, last_name, display_name, verified, pmi, use_pmi, host_key,
            timezone, language, dept, job_title, company, location, manager, cost_center, cms_user_id, pronouns, pronouns_option, about_me,
            linkedin_url, vanity_name, phone_numbers, custom_attributes, pic_url, last_client_version, last_login_at, invited_until,
            employee_id, external_id, provisioned, updated_at, version
     FROM users WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2"
);
const INSERT: Sql = sql!(
    "INSERT INTO users (account_id, id, created_at, email, status, kind, role_id, login_type, first_name, last_name, display_name, verified, pmi,
            use_pmi, host_key, timezone, language, dept, job_title, company, location, manager, cost_center, cms_user_id, pronouns, pronouns_option,
            about_me, linkedin_url, vanity_name, phone_numbers, custom_attributes, pic_url, last_client_version, last_login_at, invited_until,
            employee_id, external_id, provisioned, updated_at, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29,
            $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40) ON CONFLICT DO NOTHING"
);
const SET_PROFILE: Sql = sql!(
    "UPDATE users SET kind = $3, first_name = $4, last_name = $5, display_name = $6, pmi = $7, use_pmi = $8, host_key = $9, timezone = $10,
            language = $11, dept = $12, job_title = $13, company = $14, location = $15, manager = $16, cost_center = $17, cms_user_id = $18,
            pronouns = $19, pronouns_option = $20, about_me = $21, linkedin_url = $22, vanity_name = $23, phone_numbers = $24,
            custom_attributes = $25, employee_id = $26, external_id = $27, provisioned = $28, updated_at = $29, version = version + 1
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2"
);
const SET_STATUS: Sql = sql!(
    "UPDATE users SET status = $3, updated_at = $4, version = version + 1
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2"
);
const SET_ROLE: Sql = sql!(
    "UPDATE users SET role_id = $3, updated_at = $4, version = version + 1
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2"
);
const SET_LAST_LOGIN: Sql = sql!(
    "UPDATE users SET last_login_at = $3, updated_at = $3, version = version + 1
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2"
);
const SET_EMAIL: Sql = sql!(
    "UPDATE users SET email = $3, verified = $4, updated_at = $5, version = version + 1
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2"
);
const SET_ARRIVED: Sql = sql!(
    "UPDATE users SET status = $3, first_name = $4, last_name = $5, display_name = $6, verified = $7, invited_until = NULL, updated_at = $8,
            version = version + 1
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2"
);
const SET_PICTURE: Sql = sql!(
    "UPDATE users SET pic_url = $3, updated_at = $4, version = version + 1
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2"
);
const TOUCH: Sql = sql!(
    "UPDATE users SET updated_at = $3, version = version + 1
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2"
);
const DELETE: Sql =
    sql!("DELETE FROM users WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2");

/// The user that a path names by id or email.
///
/// # Errors
/// [`NO_USER`]; [`NO_INVITATION`] when it waits for an answer to an invitation that has expired.
pub fn existing(tenant: &Tenant, name: &str) -> Result<User> {
    let user = named(tenant, name)?;
    if user.is_invitation_over(tenant.now()) { Err(NO_INVITATION.into()) } else { Ok(user) }
}

/// The user that a path names by id or email, also when its invitation has expired.
///
/// # Errors
/// [`NO_USER`].
pub fn named(tenant: &Tenant, name: &str) -> Result<User> {
    find(tenant, name)?.ok_or_else(|| NO_USER.with(name))
}

/// The user with this id or email.
pub fn find(tenant: &Tenant, name: &str) -> storage::Result<Option<User>> {
    match store::id_of(tenant, name)? {
        Some(id) => load(tenant, &id),
        None => Ok(None),
    }
}

/// The user with this id.
pub fn load(tenant: &Tenant, id: &str) -> storage::Result<Option<User>> {
    tenant.row(LOAD, &[id.into()])
}

/// Writes a user that this account does not have; a duplicate when one of its unique values is taken.
pub fn insert(tenant: &mut Tenant, user: &User) -> storage::Result<Inserted> {
    tenant.insert(INSERT, &user.cells())
}

/// Writes type and profile.
pub fn set_profile(tenant: &mut Tenant, user: &User) -> storage::Result<()> {
    let now = tenant.now();
    tenant.execute(SET_PROFILE, &[&user.profile_cells()[..], &[now.into()]].concat()).map(drop)
}

/// The row alone: counters and sessions are for the caller.
pub fn set_status(tenant: &mut Tenant, id: &str, status: Status) -> storage::Result<()> {
    let now = tenant.now();
    tenant.execute(SET_STATUS, &[id.into(), status.as_str().into(), now.into()]).map(drop)
}

/// The row alone: counters, and whether there is such a role, are for the caller.
pub fn set_role(tenant: &mut Tenant, id: &str, role_id: &str) -> storage::Result<()> {
    let now = tenant.now();
    tenant.execute(SET_ROLE, &[id.into(), role_id.into(), now.into()]).map(drop)
}

/// Writes the email, and whether it is confirmed.
pub fn set_email(tenant: &mut Tenant, user: &User) -> storage::Result<()> {
    let now = tenant.now();
    let cells = [(&user.id).into(), (&user.email).into(), user.verified.into(), now.into()];
    tenant.execute(SET_EMAIL, &cells).map(drop)
}

/// Writes what an invited user becomes who has come: its state, names and confirmed email.
pub fn set_arrived(tenant: &mut Tenant, user: &User) -> storage::Result<()> {
    let now = tenant.now();
    let cells = [&user.id, &user.status, &user.first_name, &user.last_name, &user.display_name].map(Cell::from);
    tenant.execute(SET_ARRIVED, &[&cells[..], &[user.verified.into(), now.into()]].concat()).map(drop)
}

/// `file_id` is empty for no picture.
pub fn set_picture(tenant: &mut Tenant, id: &str, file_id: &str) -> storage::Result<()> {
    let now = tenant.now();
    tenant.execute(SET_PICTURE, &[id.into(), file_id.into(), now.into()]).map(drop)
}

/// The user has signed in now.
pub fn set_last_login(tenant: &mut Tenant, id: &str) -> storage::Result<()> {
    let now = tenant.now();
    tenant.execute(SET_LAST_LOGIN, &[id.into(), now.into()]).map(drop)
}

/// Counts the version up, for a change that the row itself does not hold.
pub fn touch(tenant: &mut Tenant, id: &str) -> storage::Result<()> {
    let now = tenant.now();
    tenant.execute(TOUCH, &[id.into(), now.into()]).map(drop)
}

/// The row alone: what is kept about the user goes before.
pub fn delete(tenant: &mut Tenant, id: &str) -> storage::Result<()> {
    tenant.execute(DELETE, &[id.into()]).map(drop)
}

impl User {
    /// A Basic user without a profile, an active member of the account. `email` is in its form for comparison.
    pub fn new(id: &str, email: String, now: i64) -> Self {
        let nothing = String::new;
        User {
            id: id.to_owned(),
            created_at: now,
            email,
            status: Status::Active.as_str().to_owned(),
            kind: billing::BASIC,
            role_id: MEMBER_ROLE.to_owned(),
            login_type: WORK_EMAIL,
            first_name: nothing(),
            last_name: nothing(),
            display_name: nothing(),
            verified: 0,
            pmi: 0,
            use_pmi: false,
            host_key: nothing(),
            timezone: nothing(),
            language: nothing(),
            dept: nothing(),
            job_title: nothing(),
            company: nothing(),
            location: nothing(),
            manager: nothing(),
            cost_center: nothing(),
            cms_user_id: nothing(),
            pronouns: nothing(),
            pronouns_option: NEVER_SHOWN,
            about_me: nothing(),
            linkedin_url: nothing(),
            vanity_name: nothing(),
            phone_numbers: NO_ITEMS.to_owned(),
            custom_attributes: NO_ITEMS.to_owned(),
            picture_id: nothing(),
            last_client_version: nothing(),
            last_login_at: None,
            invited_until: None,
            employee_id: nothing(),
            external_id: nothing(),
            provisioned: nothing(),
            updated_at: None,
            version: 1,
        }
    }
    /// As the operations of roles and groups know it.
    pub fn known(&self) -> Known {
        Known { id: self.id.clone(), email: self.email.clone(), role_id: self.role_id.clone() }
    }
    pub fn is(&self, status: Status) -> bool {
        self.status == status.as_str()
    }
    /// Whether it can sign in: it is active, and not one that only programs act for.
    pub fn signs_in(&self) -> bool {
        self.is(Status::Active) && self.login_type != API_USER
    }
    /// `now` in milliseconds UTC; never of a user who was not invited, or has come.
    pub fn is_invitation_over(&self, now: i64) -> bool {
        self.invited_until.is_some_and(|until| now >= until)
    }

    fn profile_cells(&self) -> [Cell<'_>; 27] {
        [
            (&self.id).into(),
            self.kind.into(),
            (&self.first_name).into(),
            (&self.last_name).into(),
            (&self.display_name).into(),
            self.pmi.into(),
            self.use_pmi.into(),
            (&self.host_key).into(),
            (&self.timezone).into(),
            (&self.language).into(),
            (&self.dept).into(),
            (&self.job_title).into(),
            (&self.company).into(),
            (&self.location).into(),
            (&self.manager).into(),
            (&self.cost_center).into(),
            (&self.cms_user_id).into(),
            (&self.pronouns).into(),
            self.pronouns_option.into(),
            (&self.about_me).into(),
            (&self.linkedin_url).into(),
            (&self.vanity_name).into(),
            (&self.phone_numbers).into(),
            (&self.custom_attributes).into(),
            (&self.employee_id).into(),
            (&self.external_id).into(),
            (&self.provisioned).into(),
        ]
    }
}

/// `pronouns_option` of a user who has chosen nothing.
const NEVER_SHOWN: i64 = 3;
/// An empty JSON list.
pub const NO_ITEMS: &str = "[]";

/// What a user is, as events name it.
pub fn fields(user: &User) -> storage::Result<Map<String, Value>> {
    match serde_json::to_value(user).map_err(Fault::broken)? {
        Value::Object(fields) => Ok(fields),
        other => Err(Fault::Broken(format!("a user is {other}"))),
    }
}

/// What a user was before a change and what it is after it, where the two differ, as events name it.
pub fn differing(before: &User, after: &User) -> storage::Result<[Map<String, Value>; 2]> {
    let (mut old, mut new) = (fields(before)?, fields(after)?);
    old.retain(|name, value| {
        let stays = new.get(name) != Some(value);
        if !stays {
            new.remove(name);
        }
        stays
    });
    Ok([old, new])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_differs_is_told_of_before_and_after_and_nothing_else() {
        let before = User { dept: "Sales".to_owned(), ..User::new("id", "a@b.example".to_owned(), 0) };
        let after = User { dept: "Support".to_owned(), updated_at: Some(7), ..before.clone() };
        let told = |dept: &str| Map::from_iter([("dept".to_owned(), json!(dept))]);
        assert_eq!(differing(&before, &after).unwrap(), [told("Sales"), told("Support")]);
        assert_eq!(differing(&after, &after).unwrap(), [Map::new(), Map::new()]);
    }
}
