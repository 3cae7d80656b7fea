//! Which groups a list shows. A group that the filter names, and those of a member that it names, are looked up; any other
//! filter reads all groups of the account, and no more of their members than those that it names. All members are read of
//! one group at most.
use super::shown;
use crate::{
    failures::BAD_GROUP_FILTER,
    filter::Filter,
    lists::{Found, Window},
    selection::Selection,
};
use platform::{Result, Site};
use std::collections::HashSet;
use storage::Tenant;
use users::groups::{Group, of_user, provisioning};

/// Members that a page shows over all its groups: it ends early where there are more, as RFC 7644, 3.4.2.4 allows. A group
/// that has more is shown without them.
const MOST_MEMBERS: usize = 10_000;

/// The total counts all groups, also where the page ends early for its members.
pub fn list(
    tenant: &Tenant,
    filter: Option<&Filter>,
    window: Window,
    selection: &Selection,
    site: &Site,
) -> Result<Found> {
    let (total, groups) = match filter {
        None => page(tenant, window)?,
        Some(filter) => filtered(tenant, filter, window, site)?,
    };
    let (mut resources, mut shown) = (Vec::new(), 0);
    for group in &groups {
        let ids = members(tenant, group, selection)?;
        shown += ids.len();
        if !have_room(shown) {
            break;
        }
        resources.push(shown::group(tenant, group, &ids, site));
    }
    Ok(Found { total, resources })
}

/// Whether so many members have room on a page.
const fn have_room(members: usize) -> bool {
    members <= MOST_MEMBERS
}

/// The ids of the members, where they are shown.
pub fn members(tenant: &Tenant, group: &Group, selection: &Selection) -> Result<Vec<String>> {
    let is_small = usize::try_from(group.total_members).is_ok_and(have_room);
    if !is_small || !selection.wants("members", true) {
        return Ok(Vec::new());
    }
    Ok(provisioning::members_of(tenant, &group.id)?)
}

fn page(tenant: &Tenant, window: Window) -> Result<(i64, Vec<Group>)> {
    let mut groups = Vec::new();
    provisioning::each(tenant, (window.skipped(), window.size), &mut |group| {
        groups.push(group);
        Ok(())
    })?;
    Ok((provisioning::number(tenant)?, groups))
}

/// A member that a filter names, and the ids of its groups.
type Asked = (String, HashSet<String>);

/// # Errors
/// [`BAD_GROUP_FILTER`] as of [`candidates`].
fn filtered(tenant: &Tenant, filter: &Filter, window: Window, site: &Site) -> Result<(i64, Vec<Group>)> {
    let asked = asked(tenant, filter)?;
    let (mut total, mut groups) = (0, Vec::new());
    let mut add = |group: Group| {
        if window.holds(total) {
            groups.push(group);
        }
        total += 1;
    };
    for group in candidates(tenant, filter, asked.as_deref())? {
        let ids = match &asked {
            Some(asked) => present(asked, &group),
            None => provisioning::members_of(tenant, &group.id)?,
        };
        if filter.lets_through(&shown::group(tenant, &group, &ids, site)) {
            add(group);
        }
    }
    Ok((total, groups))
}

/// The members that the filter names; nothing where it asks for others as well.
fn asked(tenant: &Tenant, filter: &Filter) -> Result<Option<Vec<Asked>>> {
    let Some(ids) = filter.values_asked("members") else { return Ok(None) };
    let each = ids.into_iter().map(|id| of_user(tenant, &id).map(|groups| (id, groups.into_iter().collect())));
    Ok(Some(each.collect::<storage::Result<Vec<_>>>()?))
}

/// The ids of those who are in the group.
fn present(asked: &[Asked], group: &Group) -> Vec<String> {
    asked.iter().filter(|(_, groups)| groups.contains(&group.id)).map(|(id, _)| id.clone()).collect()
}

/// All groups that the filter can let through.
///
/// # Errors
/// [`BAD_GROUP_FILTER`] for members that it does not name, unless it is about one group: they are not read of many.
fn candidates(tenant: &Tenant, filter: &Filter, asked: Option<&[Asked]>) -> Result<Vec<Group>> {
    let ids = match (named(tenant, filter)?, asked) {
        (Some(ids), Some(_)) => ids,
        (Some(ids), None) if ids.len() <= 1 => ids,
        (_, None) => return Err(BAD_GROUP_FILTER.with("members")),
        (None, Some(_)) => match filter.demanded("members") {
            Some(member) => of_user(tenant, member)?,
            None => return all(tenant),
        },
    };
    let groups = ids.iter().map(|id| provisioning::one(tenant, id));
    Ok(groups.collect::<storage::Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The ids of the groups that it can let through, where it names them.
fn named(tenant: &Tenant, filter: &Filter) -> storage::Result<Option<Vec<String>>> {
    if let Some(id) = filter.demanded("id") {
        return Ok(Some(vec![id.to_owned()]));
    }
    if let Some(name) = filter.demanded("displayName") {
        return Ok(Some(provisioning::id_by_name(tenant, name)?.into_iter().collect()));
    }
    let external_id = filter.demanded("externalId");
    external_id.map(|id| provisioning::ids_by_external_id(tenant, id)).transpose()
}

/// An account has some thousand groups at most.
fn all(tenant: &Tenant) -> Result<Vec<Group>> {
    let mut groups = Vec::new();
    provisioning::each(tenant, (0, i64::MAX), &mut |group| {
        groups.push(group);
        Ok(())
    })?;
    Ok(groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_members_have_room_on_a_page() {
        assert_eq!([9_999, 10_000, 10_001].map(have_room), [true, true, false]);
    }
}
