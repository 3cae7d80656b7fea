//! `PATCH` and `DELETE /roles/{roleId}`.
use super::{
    api::{NAME_USED, NO_ROLE, RolePath, check_name},
    events::{RoleDeleted, RoleUpdated},
    give::{self, NO_PERMISSION},
    holders, lists,
    rules::SecondLevel,
    store::{self, Role},
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

pub const NOT_PAID: Failure =
    Failure::new(400, 200, "The account must be a paid account to update the role.").inside_200();
/// What the owner and ordinary members may do is fixed (`platform.md` 2.1). The documents do not say how it is refused.
pub const FIXED_ROLE: Failure = Failure::new(400, 300, "Can't update Normal/Owner roles.");
/// The documents do not say how the deletion of Owner, Admin and Member is refused.
pub const SYSTEM_ROLE: Failure = Failure::new(400, 300, "Can't delete Normal/Admin/Owner roles.");
/// Nor what happens to the members of a role that is deleted: they have to leave it first.
pub const HAS_MEMBERS: Failure = Failure::new(400, 300, "Can't delete a role that has members.");

#[derive(Deserialize, JsonSchema)]
pub struct UpdateRole {
    /// Unique in the account.
    #[serde(default)]
    #[schemars(length(max = 128), regex(pattern = r"\S"))]
    name: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    description: Option<String>,
    /// Names of the published list of privileges: all that the role shall have.
    #[serde(default)]
    privileges: Option<Vec<String>>,
    #[serde(default)]
    sub_account_privileges: Option<SubAccountPrivileges>,
}

/// How a holder of the role acts inside subaccounts. It is kept, but not shown, where there are none.
#[derive(Deserialize, JsonSchema)]
struct SubAccountPrivileges {
    #[serde(default)]
    second_level: Option<SecondLevel>,
    /// The privileges there, for `second_level` 3; without effect at another level. An extension.
    #[serde(default)]
    privileges: Option<Vec<String>>,
}

/// A list in the body replaces that of the role; what is left out stays. A role that is as it was keeps its version,
/// and nothing is told.
///
/// # Errors
/// [`NO_ROLE`], [`FIXED_ROLE`], [`NO_PERMISSION`], [`NAME_USED`]; the field `name`; lists that name unknown privileges.
pub fn update(tenant: &mut Tenant, Path(path): Path<RolePath>, Body(body): Body<UpdateRole>) -> Result<NoContent> {
    body.name.as_deref().map_or(Ok(()), check_name)?;
    let below = body.sub_account_privileges.as_ref().and_then(|below| below.privileges.as_deref());
    lists::check(&[("privileges", body.privileges.as_deref()), ("sub_account_privileges.privileges", below)])?;
    let role = store::role(tenant, &path.role_id)?.ok_or(NO_ROLE)?;
    if role.is_fixed() {
        return Err(FIXED_ROLE.into());
    }
    let giver = give::giver(tenant)?;
    give::managing(&giver, &role.grants(), Privilege::RoleEdit)?;
    let mut changed = changed(&role, body)?;
    if !giver.may_change(&role.grants(), &changed.grants()) {
        return Err(NO_PERMISSION.into());
    }
    if store::id_by_name(tenant, &changed.name)?.is_some_and(|id| id != role.id) {
        return Err(NAME_USED.with(changed.name));
    }
    if changed != role {
        changed.version += 1;
        store::update(tenant, &changed)?;
        let (state, old_object) = ((&changed).into(), (&role).into());
        tenant.emit(&RoleUpdated { id: &role.id, state, old_object, version: changed.version })?;
    }
    Ok(NoContent)
}

/// The role as it shall be.
fn changed(role: &Role, body: UpdateRole) -> Result<Role> {
    let below = body.sub_account_privileges;
    let (level, listed) = below.map_or((None, None), |below| (below.second_level, below.privileges));
    let list =
        |sent: Option<Vec<String>>, kept: &str| sent.map_or(Ok(kept.to_owned()), |sent| lists::kept(lists::set(&sent)));
    Ok(Role {
        id: role.id.clone(),
        name: body.name.map_or_else(|| role.name.clone(), |name| name.trim().to_owned()),
        description: body.description.unwrap_or_else(|| role.description.clone()),
        kind: role.kind.clone(),
        privileges: list(body.privileges, &role.privileges)?,
        second_level: level.map(SecondLevel::number).or(role.second_level),
        second_privileges: list(listed, &role.second_privileges)?,
        version: role.version,
    })
}

/// # Errors
/// [`NO_ROLE`], [`SYSTEM_ROLE`], [`NO_PERMISSION`], [`HAS_MEMBERS`], looked for in this order.
pub fn delete(tenant: &mut Tenant, Path(path): Path<RolePath>) -> Result<NoContent> {
    let role = store::role(tenant, &path.role_id)?.ok_or(NO_ROLE)?;
    if role.is_system() {
        return Err(SYSTEM_ROLE.into());
    }
    give::managing(&give::giver(tenant)?, &role.grants(), Privilege::RoleEdit)?;
    if holders::is_held(tenant, &role.id)? {
        return Err(HAS_MEMBERS.into());
    }
    store::delete(tenant, &role.id)?;
    tenant.emit(&RoleDeleted { id: &role.id, old_object: (&role).into(), version: role.version + 1 })?;
    Ok(NoContent)
}
