//! `/roles`: the roles of an account, and one of them.
use super::{
    change,
    events::RoleCreated,
    give::{self, NO_PERMISSION},
    lists, members,
    rules::Grants,
    store::{self, Role},
    views::{RoleView, RolesView},
};
use crate::{names, users::invalid};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Fault, Tenant};

/// The documents list no privilege for any of these, so none is asked for; but nobody gives away, through a role, what it
/// does not hold itself (`rules.rs`).
pub fn operations(api: &mut Api) {
    api.get("/roles", list)
        .summary("List roles")
        .scope("role:read:list_roles")
        .rate(Rate::Medium)
        .on_second_level()
        .one_statement();
    api.post("/roles", create)
        .summary("Create a role")
        .scope("role:write:role")
        .rate(Rate::Light)
        .fails(&[NOT_TO_CREATE, NAME_USED]);
    api.get("/roles/{roleId}", get)
        .summary("Get a role")
        .scope("role:read:role")
        .rate(Rate::Light)
        .on_second_level()
        .one_statement()
        .fails(&[NO_ROLE]);
    api.patch("/roles/{roleId}", change::update)
        .summary("Update a role")
        .scope("role:update:role")
        .rate(Rate::Light)
        .paid_only(change::NOT_PAID)
        .fails(&[NO_ROLE, NAME_USED, NO_PERMISSION, change::FIXED_ROLE]);
    api.delete("/roles/{roleId}", change::delete)
        .summary("Delete a role")
        .scope("role:delete:role")
        .rate(Rate::Light)
        .fails(&[NO_ROLE, NO_PERMISSION, change::SYSTEM_ROLE, change::HAS_MEMBERS]);
    members::operations(api);
}

/// Foreign and unknown roles alike.
pub const NO_ROLE: Failure = Failure::new(400, 1034, "Provided `role_id` does not exist.");
/// Two roles of an account have two names, upper and lower case told apart.
pub const NAME_USED: Failure = Failure::new(400, 1224, "Role name {} has already been used.");
/// A role that gives more than its maker holds.
const NOT_TO_CREATE: Failure = Failure::new(400, 200, "You do not have the permission to create a role.").inside_200();

choice! {
    /// What a role is for: everything common, or sales conversations (`iq`).
    pub enum Kind: text { Common = "common", Iq = "iq" }
}

#[derive(Deserialize, JsonSchema)]
pub struct RolePath {
    #[serde(rename = "roleId")]
    pub role_id: String,
}

#[derive(Deserialize, JsonSchema)]
struct ListRoles {
    /// Only roles of this type; common ones when left out.
    #[serde(default)]
    r#type: Option<Kind>,
}

fn list(tenant: &Tenant, Query(query): Query<ListRoles>) -> Result<Json<RolesView>> {
    let roles = store::list(tenant, query.r#type.unwrap_or(Kind::Common).as_str())?;
    let total_records = i64::try_from(roles.len()).map_err(Fault::broken)?;
    Json::of(&RolesView { roles, total_records })
}

#[derive(Deserialize, JsonSchema)]
struct CreateRole {
    /// Unique in the account.
    #[schemars(length(max = 128), regex(pattern = r"\S"))]
    name: String,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    description: Option<String>,
    /// Common when left out.
    #[serde(default)]
    r#type: Option<Kind>,
    /// Names of the published list of privileges.
    #[serde(default)]
    privileges: Option<Vec<String>>,
}

/// # Errors
/// The field `name` when the role could pose as another by it.
pub fn check_name(name: &str) -> Result<()> {
    if names::has_marks(name.trim()) { Err(Error::validation(vec![invalid("name")])) } else { Ok(()) }
}

fn create(tenant: &mut Tenant, Body(body): Body<CreateRole>) -> Result<Created<RoleView>> {
    check_name(&body.name)?;
    lists::check(&[("privileges", body.privileges.as_deref())])?;
    let here = lists::set(&body.privileges.unwrap_or_default());
    if !give::giver(tenant)?.may_change(&Grants::NONE, &Grants { here, ..Grants::NONE }) {
        return Err(NOT_TO_CREATE.into());
    }
    let role = Role {
        id: tenant.new_role_id(),
        name: body.name.trim().to_owned(),
        description: body.description.unwrap_or_default(),
        kind: body.r#type.unwrap_or(Kind::Common).as_str().to_owned(),
        privileges: lists::kept(here)?,
        second_level: None,
        second_privileges: "[]".to_owned(),
        version: 1,
    };
    if store::insert(tenant, &role)?.is_duplicate() {
        return Err(NAME_USED.with(role.name));
    }
    tenant.emit(&RoleCreated { id: &role.id, r#type: &role.kind, state: (&role).into(), version: role.version })?;
    store::view(tenant, &role.id, Created::of)?.ok_or_else(|| Fault::broken("a role that was made is missing").into())
}

fn get(tenant: &Tenant, Path(path): Path<RolePath>) -> Result<Json<RoleView>> {
    store::view(tenant, &path.role_id, Json::of)?.ok_or_else(|| NO_ROLE.into())
}
