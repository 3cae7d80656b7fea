//! `/roles/{roleId}/members`: the users with a role.
use super::{
    api::{NO_ROLE, RolePath},
    events::{MemberRemoved, MembersAdded, Moved},
    give::{self, NO_PERMISSION},
    holders,
    rules::Giver,
    store::{self, Role},
    views::{self, MemberItem},
};
use crate::users::{
    Known, NO_INVITATION, NO_USER, Named, existing, find, find_all, find_by_id, holds, ids, is_own, may_dismiss_admins,
    set_role,
};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

pub fn operations(api: &mut Api) {
    api.get("/roles/{roleId}/members", list)
        .summary("List the members of a role")
        .scope("role:read:list_members")
        .rate(Rate::Medium)
        .on_second_level()
        .fails(&[NO_ROLE]);
    api.post("/roles/{roleId}/members", add)
        .summary("Give a role to users")
        .scope("role:write:member")
        .rate(Rate::Medium)
        .fails(&[NO_ROLE, NO_ROLE_ID, FIXED_MEMBERS, NO_USER, NO_INVITATION, NO_PERMISSION]);
    api.delete("/roles/{roleId}/members/{memberId}", remove)
        .summary("Take a role from a user")
        .scope("role:delete:member")
        .rate(Rate::Light)
        .fails(&[NO_ROLE, FIXED_MEMBERS, NO_USER, NO_PERMISSION]);
}

/// A blank where the id of the role stands.
const NO_ROLE_ID: Failure = Failure::new(400, 300, "RoleId required.");
/// Everybody is an ordinary member who is nothing else, and an account has one owner, who changes in another way.
pub const FIXED_MEMBERS: Failure = Failure::new(400, 300, "Can't delete or add members for Normal/Owner roles.");

/// A role that is named by its name, and is none.
pub const NO_NAME: Failure = Failure::new(400, 300, "Role does not exist: {}.");

#[derive(Deserialize, JsonSchema)]
struct ListMembers {
    /// Taken and left aside: the number of pages follows from their size.
    #[serde(default, rename = "page_count")]
    _page_count: Option<String>,
}

fn list(
    tenant: &Tenant,
    Path(path): Path<RolePath>,
    _: Query<ListMembers>,
    paging: Paging<300>,
) -> Result<Page<MemberItem>> {
    let role = store::role(tenant, &path.role_id)?.ok_or(NO_ROLE)?;
    let total = holders::count(tenant, &role.id)?;
    let mut page = paging.page::<MemberItem>();
    holders::list(tenant, &role.id, &mut page)?;
    page.finish(total)
}

#[derive(Deserialize, JsonSchema)]
struct AddMembers {
    #[schemars(length(min = 1, max = 30))]
    members: Vec<Named>,
}

fn add(
    tenant: &mut Tenant,
    Path(path): Path<RolePath>,
    Body(body): Body<AddMembers>,
) -> Result<Created<views::MembersAdded>> {
    if path.role_id.trim().is_empty() {
        return Err(NO_ROLE_ID.into());
    }
    let role = changeable(tenant, &path.role_id)?;
    let giver = assigning(tenant, &role)?;
    let holders = find_all(tenant, "members", &body.members)?;
    // Whoever was invited and cannot come any more gets nothing.
    holders.iter().try_for_each(|holder| existing(tenant, &holder.id).map(drop))?;
    assign(tenant, &giver, &role, &holders)?;
    Created::of(&views::MembersAdded { add_at: Timestamp::from_millis(tenant.now()), ids: ids(&holders) })
}

/// Who is about to give the role, and may.
fn assigning(tenant: &Tenant, role: &Role) -> Result<Giver> {
    let giver = give::giver(tenant)?;
    if giver.may_assign(&role.grants()) { Ok(giver) } else { Err(NO_PERMISSION.into()) }
}

/// Gives the role to those of these users who have another one.
fn assign(tenant: &mut Tenant, giver: &Giver, role: &Role, holders: &[Known]) -> Result<()> {
    let newcomers: Vec<&Known> = holders.iter().filter(|holder| holder.role_id != role.id).collect();
    leaving(tenant, giver, &newcomers)?;
    let members: Vec<Moved> = newcomers.iter().map(|holder| moved(holder)).collect();
    if members.is_empty() {
        return Ok(());
    }
    for member in &members {
        set_role(tenant, member.id, &role.id)?;
    }
    let version = store::next_version(tenant, role)?;
    Ok(tenant.emit(&MembersAdded { id: &role.id, members: &members, version })?)
}

/// Gives the user with this id the role with this name, or takes the one that it has for that of ordinary members. That
/// takes what it takes at `/roles`: in the caller's own account the privilege to edit roles, below it none beside
/// `SubAccount`.
///
/// # Errors
/// [`NO_NAME`] when the account has no such role. Where the user has another one, [`NOT_PRIVILEGED`] when the caller
/// may not edit roles, and those of giving and taking a role.
pub fn set_by_name(tenant: &mut Tenant, user_id: &str, name: &str) -> Result<()> {
    let id = store::id_by_name(tenant, name)?.ok_or_else(|| NO_NAME.with(name))?;
    let holder = find_by_id(tenant, user_id)?.ok_or_else(|| NO_USER.with(user_id))?;
    if id == holder.role_id {
        return Ok(());
    }
    if is_own(tenant) && !holds(tenant, Privilege::RoleEdit) {
        return Err(NOT_PRIVILEGED.with(Privilege::RoleEdit.name()));
    }
    if id == MEMBER_ROLE {
        return take(tenant, &changeable(tenant, &holder.role_id)?, &holder);
    }
    let role = changeable(tenant, &id)?;
    let giver = assigning(tenant, &role)?;
    assign(tenant, &giver, &role, &[holder])
}

/// As events name somebody who leaves the role that it has.
fn moved(holder: &Known) -> Moved<'_> {
    Moved { id: &holder.id, old_role_id: &holder.role_id }
}

/// Whether the caller may take these users out of the roles that they have now.
fn leaving(tenant: &Tenant, giver: &Giver, holders: &[&Known]) -> Result<()> {
    let mut left: Vec<&str> = holders.iter().map(|holder| &*holder.role_id).collect();
    left.sort_unstable();
    left.dedup();
    for id in left {
        if id == OWNER_ROLE {
            return Err(FIXED_MEMBERS.into());
        }
        taking(tenant, giver, &store::role(tenant, id)?.ok_or(NO_ROLE)?)?;
    }
    Ok(())
}

/// Whether the caller may take this role from somebody; that of admins is protected as they are.
fn taking(tenant: &Tenant, giver: &Giver, role: &Role) -> Result<()> {
    give::managing(giver, &role.grants(), Privilege::UserEdit)?;
    if role.id == ADMIN_ROLE && !may_dismiss_admins(tenant)? { Err(NO_PERMISSION.into()) } else { Ok(()) }
}

#[derive(Deserialize, JsonSchema)]
struct MemberPath {
    #[serde(rename = "roleId")]
    role_id: String,
    /// The user's id or email.
    #[serde(rename = "memberId")]
    member_id: String,
}

fn remove(tenant: &mut Tenant, Path(path): Path<MemberPath>) -> Result<NoContent> {
    let role = changeable(tenant, &path.role_id)?;
    taking(tenant, &give::giver(tenant)?, &role)?;
    let holder = find(tenant, &path.member_id)?.filter(|holder| holder.role_id == role.id);
    take(tenant, &role, &holder.ok_or_else(|| NO_USER.with(&path.member_id))?)?;
    Ok(NoContent)
}

/// Takes the role from a user who has it.
fn take(tenant: &mut Tenant, role: &Role, holder: &Known) -> Result<()> {
    taking(tenant, &give::giver(tenant)?, role)?;
    set_role(tenant, &holder.id, MEMBER_ROLE)?;
    let version = store::next_version(tenant, role)?;
    Ok(tenant.emit(&MemberRemoved { id: &role.id, members: [moved(holder)], version })?)
}

/// A role that users can get and lose.
fn changeable(tenant: &Tenant, id: &str) -> Result<Role> {
    let role = store::role(tenant, id)?.ok_or(NO_ROLE)?;
    if role.is_fixed() { Err(FIXED_MEMBERS.into()) } else { Ok(role) }
}
