//! Making, describing and deleting a group, by the rules that hold whoever asks.
use super::{
    admins,
    events::{GroupCreated, GroupDeleted, GroupUpdated, Named},
    memberships,
    store::{self, Group},
};
use crate::{
    contact_groups, information_barriers,
    kept::{self, Kept},
    settings,
    users::{Daily, count_daily},
};
use platform::{Failure, Result};
use storage::Tenant;

/// Two groups of an account have two names, upper and lower case told apart.
pub const NAME_USED: Failure = Failure::new(409, 4132, "The group name \"{}\" is already in use.");
/// The same where a group gets another name.
pub const NEW_NAME_USED: Failure = Failure::new(409, 4132, "Group name {} is already in use.");
pub const TOO_MANY: Failure =
    Failure::new(400, 300, "It has reached the maximum number of groups. You can clean up some groups then add.");
/// A policy names the group, whether it is in force or not.
pub const HAS_BARRIERS: Failure =
    Failure::new(400, 200, "Group cannot be deleted. Information Barriers policies have been applied to this group.");

/// Groups of an account, and how many of them may be made in a day (`POST /groups`).
const MOST: i64 = 5_000;
const MOST_A_DAY: i64 = 100;

/// What is said of a group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Described<'a> {
    /// Not blank, without blanks around it.
    pub name: &'a str,
    /// Empty for none.
    pub external_id: &'a str,
    /// Empty for none.
    pub email_alias: &'a str,
}

impl<'a> Described<'a> {
    pub fn of(group: &'a Group) -> Self {
        Described { name: &group.name, external_id: &group.external_id, email_alias: &group.email_alias }
    }
}

/// A new group.
///
/// # Errors
/// [`TOO_MANY`], [`NAME_USED`], [`DAILY_LIMIT`](crate::users::DAILY_LIMIT).
pub fn make(tenant: &mut Tenant, described: Described<'_>) -> Result<Group> {
    if kept::number(tenant, Kept::Groups)? >= MOST {
        return Err(TOO_MANY.into());
    }
    let group = Group {
        id: tenant.new_id(),
        name: described.name.to_owned(),
        total_members: 0,
        total_admins: 0,
        external_id: described.external_id.to_owned(),
        email_alias: described.email_alias.to_owned(),
        created_at: tenant.now(),
        updated_at: None,
        version: 1,
    };
    if store::insert(tenant, &group)?.is_duplicate() {
        return Err(NAME_USED.with(described.name));
    }
    count_daily(tenant, Daily::Group, MOST_A_DAY)?;
    kept::add(tenant, Kept::Groups, 1)?;
    tenant.emit(&GroupCreated(Named::of(&group)))?;
    Ok(group)
}

/// Says something else of a group. The group as it is then.
///
/// # Errors
/// [`NEW_NAME_USED`].
pub fn describe(tenant: &mut Tenant, before: &Group, described: Described<'_>) -> Result<Group> {
    if described == Described::of(before) {
        return Ok(before.clone());
    }
    if described.name != before.name && store::id_by_name(tenant, described.name)?.is_some() {
        return Err(NEW_NAME_USED.with(described.name));
    }
    let mut group = Group {
        name: described.name.to_owned(),
        external_id: described.external_id.to_owned(),
        email_alias: described.email_alias.to_owned(),
        ..before.clone()
    };
    store::save(tenant, &mut group)?;
    tenant.emit(&GroupUpdated::of(&group, before))?;
    Ok(group)
}

/// Deletes a group with everything that is kept about it; its members stay where they are.
///
/// # Errors
/// [`HAS_BARRIERS`].
pub fn delete(tenant: &mut Tenant, mut group: Group) -> Result<()> {
    if information_barriers::names_group(tenant, &group.id)? {
        return Err(HAS_BARRIERS.into());
    }
    memberships::dissolve(tenant, &group.id)?;
    admins::dissolve(tenant, &group.id)?;
    settings::forget(tenant, &group.id)?;
    contact_groups::forget(tenant, &group.id)?;
    files::remove_all(tenant, &group.id)?;
    store::delete(tenant, &group.id)?;
    kept::add(tenant, Kept::Groups, -1)?;
    group.version += 1;
    Ok(tenant.emit(&GroupDeleted(Named::of(&group)))?)
}
