//! Which groups a list shows. A group that the filter names, and those of a member that it names, are looked up; any other
//! filter reads all groups of the account.
use super::shown;
use crate::{
    filter::Filter,
    lists::{Found, Window},
    selection::Selection,
};
use platform::{Result, Site};
use storage::Tenant;
use users::groups::{Group, of_user, provisioning};

/// Members that a page shows over all its groups: it ends early where there are more, as RFC 7644, 3.4.2.4 allows. A group
/// that has more is shown without them.
pub const MOST_MEMBERS: usize = 10_000;

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
        if shown > MOST_MEMBERS {
            break;
        }
        resources.push(shown::group(tenant, group, &ids, site));
    }
    Ok(Found { total, resources })
}

/// The ids of the members, where they are shown.
pub fn members(tenant: &Tenant, group: &Group, selection: &Selection) -> Result<Vec<String>> {
    let is_small = usize::try_from(group.total_members).is_ok_and(|members| members <= MOST_MEMBERS);
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

fn filtered(tenant: &Tenant, filter: &Filter, window: Window, site: &Site) -> Result<(i64, Vec<Group>)> {
    let (mut total, mut groups) = (0, Vec::new());
    let mut add = |group: Group| {
        if window.holds(total) {
            groups.push(group);
        }
        total += 1;
    };
    for group in candidates(tenant, filter)? {
        let asks_for_members = filter.mentions("members");
        let ids = if asks_for_members { provisioning::members_of(tenant, &group.id)? } else { Vec::new() };
        if filter.lets_through(&shown::group(tenant, &group, &ids, site)) {
            add(group);
        }
    }
    Ok((total, groups))
}

/// All groups that the filter can let through.
fn candidates(tenant: &Tenant, filter: &Filter) -> Result<Vec<Group>> {
    let ids = if let Some(id) = filter.demanded("id") {
        vec![id.to_owned()]
    } else if let Some(name) = filter.demanded("displayName") {
        provisioning::id_by_name(tenant, name)?.into_iter().collect()
    } else if let Some(external_id) = filter.demanded("externalId") {
        provisioning::ids_by_external_id(tenant, external_id)?
    } else if let Some(member) = filter.demanded("members") {
        of_user(tenant, member)?
    } else {
        return all(tenant);
    };
    let groups = ids.iter().map(|id| provisioning::one(tenant, id));
    Ok(groups.collect::<storage::Result<Vec<_>>>()?.into_iter().flatten().collect())
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
