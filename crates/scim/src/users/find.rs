//! Which users a list shows. A user that the filter names is looked up; any other filter reads all users of the account, so
//! its cost grows with them.
use super::shown::{self, As};
use crate::{
    failures::BAD_USER_FILTER,
    filter::Filter,
    lists::{Found, Window},
    selection::Selection,
};
use platform::{Result, Site};
use serde_json::{Map, Value};
use storage::Tenant;
use users::{
    groups::provisioning::names_of_user,
    users::provisioning::{self, WithRole},
};

/// Without a filter.
pub fn page(tenant: &Tenant, window: Window, selection: &Selection, site: &Site) -> Result<Found> {
    let mut users = Vec::new();
    provisioning::each(tenant, (window.skipped(), window.size), &mut |user| {
        users.push(user);
        Ok(())
    })?;
    let resources = users.iter().map(|user| shown_in_list(tenant, user, selection, site)).collect::<Result<_>>()?;
    Ok(Found { total: provisioning::number(tenant)?, resources })
}

/// Who the filter names by id, address or external id is looked up; any other filter may not ask about groups.
pub fn filtered(tenant: &Tenant, filter: &Filter, window: Window, selection: &Selection, site: &Site) -> Result<Found> {
    let Some(candidates) = candidates(tenant, filter)? else {
        return all(tenant, filter, window, selection, site);
    };
    let mut found = Found::default();
    for id in candidates {
        let Some(user) = provisioning::one(tenant, &id)? else { continue };
        let groups = names_of_user(tenant, &user.user.id)?;
        if filter.lets_through(&asked(tenant, &user, &groups, site, filter)) {
            let resource = shown_in_list(tenant, &user, selection, site)?;
            found.add(window, || resource);
        }
    }
    Ok(found)
}

/// The published filter by `externalId` is one by the user's id; clients mean what they gave. Either finds the user.
fn asked(tenant: &Tenant, user: &WithRole, groups: &[String], site: &Site, filter: &Filter) -> Map<String, Value> {
    let mut resource = shown::user(tenant, user, Some(groups), site, As::Read);
    if filter.demanded("externalId") == Some(&user.user.id) {
        resource.insert("externalId".to_owned(), (&*user.user.id).into());
    }
    resource
}

/// The ids of all users that the filter can let through, where it says by what they are found.
fn candidates(tenant: &Tenant, filter: &Filter) -> Result<Option<Vec<String>>> {
    if let Some(id) = filter.demanded("id") {
        return Ok(Some(vec![id.to_owned()]));
    }
    if let Some(email) = filter.demanded("userName").or_else(|| filter.demanded("emails")) {
        return Ok(Some(provisioning::id_by_email(tenant, email)?.into_iter().collect()));
    }
    let Some(external_id) = filter.demanded("externalId") else { return Ok(None) };
    let mut ids = provisioning::ids_by_external_id(tenant, external_id)?;
    if !ids.iter().any(|id| id == external_id) {
        ids.push(external_id.to_owned());
    }
    Ok(Some(ids))
}

/// # Errors
/// [`BAD_USER_FILTER`] for groups: they are not read for all users.
fn all(tenant: &Tenant, filter: &Filter, window: Window, selection: &Selection, site: &Site) -> Result<Found> {
    if filter.mentions("groups") {
        return Err(BAD_USER_FILTER.with("groups"));
    }
    let (mut total, mut shown) = (0, Vec::new());
    provisioning::each(tenant, (0, i64::MAX), &mut |user| {
        if filter.lets_through(&shown::user(tenant, &user, None, site, As::Read)) {
            if window.holds(total) {
                shown.push(user);
            }
            total += 1;
        }
        Ok(())
    })?;
    let resources = shown.iter().map(|user| shown_in_list(tenant, user, selection, site)).collect::<Result<_>>()?;
    Ok(Found { total, resources })
}

fn shown_in_list(tenant: &Tenant, user: &WithRole, selection: &Selection, site: &Site) -> Result<Map<String, Value>> {
    let groups = groups(tenant, user, selection, false)?;
    Ok(shown::user(tenant, user, groups.as_deref(), site, As::Read))
}

/// The groups of a user, where they are shown. Lists show them on request only, as the documents have it.
pub fn groups(tenant: &Tenant, user: &WithRole, selection: &Selection, usually: bool) -> Result<Option<Vec<String>>> {
    let is_wanted = selection.wants("groups", usually);
    Ok(is_wanted.then(|| names_of_user(tenant, &user.user.id)).transpose()?)
}
