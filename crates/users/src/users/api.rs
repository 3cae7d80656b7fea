//! `/users`: the table of its operations, the list of users, and one of them.
use super::{
    assistants, backgrounds, create, email, features, lookups, password, picture, presence, profile, provided, remove,
    status,
    store::{self, ListFilter, Name},
    switch, token, update,
    views::{UserItem, UserView},
};
use crate::settings;
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

pub fn operations(api: &mut Api) {
    list_and_create(api);
    single_questions(api);
    one_user(api);
    parts_of_a_user(api);
    assistants::operations(api);
    picture::operations(api);
    backgrounds::operations(api);
    presence::operations(api);
    token::operations(api);
    provided::operations(api);
}

fn list_and_create(api: &mut Api) {
    api.get("/users", list)
        .summary("List users")
        .scope("user:read:list_users")
        .privilege(&[Privilege::UserRead])
        .rate(Rate::Medium)
        .on_second_level();
    api.post("/users", create::create)
        .summary("Invite or make a user")
        .scope("user:write:user")
        .privilege(&[Privilege::UserEdit])
        .rate(Rate::Light)
        .before(create::prepare)
        .fails(create::FAILURES);
    api.post("/users/features", features::update)
        .summary("Change the licenses of many users at once")
        .scope("user:write:feature")
        .privilege(&[Privilege::UserEdit])
        .rate(Rate::Medium)
        .paid_only(features::NOT_PAID)
        .fails(features::FAILURES)
        .fails(features::BESIDE_OTHERS);
}

fn single_questions(api: &mut Api) {
    api.get("/users/summary", lookups::summary)
        .summary("Count users by kind")
        .scope("user:read:summary")
        .privilege(&[Privilege::UserRead])
        .rate(Rate::Medium)
        .on_second_level()
        .one_statement();
    api.get("/users/email", lookups::email)
        .summary("Ask whether a user has an email")
        .scope("user:read:email")
        .privilege(&[Privilege::UserRead])
        .rate(Rate::Light)
        .on_second_level()
        .one_statement()
        .fails(&[lookups::NO_EMAIL]);
    api.get("/users/vanity_name", lookups::vanity_name)
        .summary("Ask whether a personal meeting room exists")
        .scope("user:read:pm_room")
        .privilege(&[Privilege::UserRead])
        .rate(Rate::Light)
        .on_second_level()
        .one_statement()
        .fails(&[lookups::NO_VANITY_NAME]);
}

fn one_user(api: &mut Api) {
    api.get("/users/{userId}", get)
        .summary("Get a user")
        .scope("user:read:user")
        .privilege(&[Privilege::UserRead])
        .for_oneself()
        .rate(Rate::Light)
        .on_second_level()
        .one_statement()
        .fails(&[NO_USER, NO_INVITATION]);
    api.patch("/users/{userId}", update::update)
        .summary("Change profile and type of a user")
        .scope("user:update:user")
        .privilege(&[Privilege::UserEdit])
        .for_oneself()
        .rate(Rate::Light)
        .fails(update::FAILURES)
        .fails(profile::FAILURES);
    api.delete("/users/{userId}", remove::remove)
        .summary("Unlink or delete a user")
        .scope("user:delete:user")
        .privilege(&[Privilege::UserEdit])
        .rate(Rate::Light)
        .fails(remove::FAILURES);
}

fn parts_of_a_user(api: &mut Api) {
    api.put("/users/{userId}/status", status::set_status)
        .summary("Activate or deactivate a user")
        .scope("user:update:status")
        .privilege(&[Privilege::UserEdit])
        .rate(Rate::Light)
        .fails(status::FAILURES);
    api.put("/users/{userId}/email", email::set_email)
        .summary("Change the email of a user")
        .scope("user:update:email")
        .privilege(&[Privilege::UserEdit])
        .rate(Rate::Light)
        .fails(email::FAILURES);
    api.put("/users/{userId}/password", password::set_password)
        .summary("Change the password of a user")
        .scope("user:update:password")
        .privilege(&[Privilege::UserEdit])
        .rate(Rate::Medium)
        .before(password::prepare)
        .fails(password::FAILURES)
        .fails(password::REFUSALS);
    api.get("/users/{userId}/permissions", lookups::permissions)
        .summary("List what the role of a user allows")
        .scope("user:read:list_permissions")
        .privilege(&[Privilege::UserRead])
        .for_oneself()
        .rate(Rate::Light)
        .on_second_level()
        .one_statement()
        .fails(&[NO_USER]);
    api.put("/users/{userId}/account", switch::switch)
        .summary("Move a user to another account below the same master")
        .scopes(Needs::MasterOnly("user:update:user_account"))
        .privilege(&[Privilege::UserEdit])
        .rate(Rate::Light)
        .second(SecondIn::Body("account_id"))
        .fails(switch::FAILURES);
}

/// Foreign and unknown users alike.
pub const NO_USER: Failure = Failure::new(404, 1001, "User does not exist: {}.");
/// The invitation of a pending user has expired.
pub const NO_INVITATION: Failure =
    Failure::new(400, 1120, "A valid invitation to join the Zoom account was not found for this user.");

choice! {
    /// The state of a user.
    pub enum Status: text { Active = "active", Inactive = "inactive", Pending = "pending" }
}
/// The id that lists show of a user: none of one who was invited and has not come (`platform.md` 8.2).
pub(crate) fn shown_id<'r>(status: &str, id: &'r str) -> Option<&'r str> {
    (status != Status::Pending.as_str()).then_some(id)
}

choice! {
    /// A field that lists show on request only.
    pub enum IncludeField: text { CustomAttributes = "custom_attributes", HostKey = "host_key" }
}
choice! {
    /// A license by which a list can be filtered.
    pub enum License: text { WorkforceManagement = "zoom_workforce_management", ComplianceManagement = "zoom_compliance_management" }
}

impl License {
    /// As the store names it.
    const fn kept(self) -> &'static str {
        match self {
            License::WorkforceManagement => settings::WORKFORCE_MANAGEMENT,
            License::ComplianceManagement => settings::COMPLIANCE_MANAGEMENT,
        }
    }
}

#[derive(Deserialize, JsonSchema)]
struct ListUsers {
    /// Only users in this state; active ones when left out.
    #[serde(default = "active")]
    status: Status,
    /// Only users with this role.
    #[serde(default)]
    role_id: Option<String>,
    /// A field to show beside the others.
    #[serde(default)]
    include_fields: Option<IncludeField>,
    /// Only users with this license.
    #[serde(default)]
    license: Option<License>,
}

const fn active() -> Status {
    Status::Active
}

fn list(tenant: &Tenant, Query(query): Query<ListUsers>, paging: Paging<2000>) -> Result<Page<UserItem>> {
    let filter = ListFilter {
        status: query.status.as_str(),
        role_id: query.role_id.as_deref(),
        license: query.license.map(License::kept),
    };
    let total = store::count(tenant, &filter)?;
    let mut page = paging.page::<UserItem>();
    store::list(tenant, &filter, &mut page, query.include_fields)?;
    page.finish(total)
}

#[derive(Deserialize, JsonSchema)]
pub struct UserPath {
    /// The user's id or email, or `me`.
    #[serde(rename = "userId")]
    pub user_id: String,
}

#[derive(Deserialize, JsonSchema)]
struct GetUser {
    /// Only a user who signs in this way.
    #[serde(default)]
    login_type: Option<i64>,
    /// The user is named by the id that its employer gave it.
    #[serde(default)]
    search_by_unique_id: bool,
    /// The user is named by an encrypted email. There are none here: such a user does not exist.
    #[serde(default)]
    encrypted_email: bool,
}

fn get(
    tenant: &Tenant,
    Path(path): Path<UserPath>,
    Query(query): Query<GetUser>,
    site: Site,
    addresses: Addresses,
) -> Result<Json<UserView>> {
    let missing = || NO_USER.with(&path.user_id);
    if query.encrypted_email {
        return Err(missing());
    }
    let name = match query.search_by_unique_id {
        true => Name::EmployeeId(&path.user_id),
        false => Name::in_path(&path.user_id),
    };
    store::view(tenant, &name, query.login_type, (&site, &addresses))?.ok_or_else(missing)
}
