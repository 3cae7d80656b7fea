//! Which user is in which division: rows, statements, and what each user shows of it.
use super::{
    events::{UsersAdded, UsersRemoved},
    store,
};
use crate::users::{self, Known};
use platform::{Error, Result};
use storage::{Fault, Sql, Tenant, sql};

const OF_USER: Sql = sql!("SELECT division_id FROM division_users WHERE account_id = $1 AND user_id = $2");
const PUT: Sql = sql!("INSERT INTO division_users (account_id, division_id, user_id) VALUES ($1, $2, $3)");
const TAKE: Sql = sql!("DELETE FROM division_users WHERE account_id = $1 AND user_id = $2");

/// What a list of ids of divisions asks for: one, or with an empty list none.
///
/// # Errors
/// The field is refused that names several, or one that the account does not have.
pub fn wanted(tenant: &Tenant, field: &str, ids: &[String]) -> Result<Option<String>> {
    match ids {
        [] => Ok(None),
        [id] if store::load(tenant, id)?.is_some() => Ok(Some(id.clone())),
        _ => Err(Error::validation(vec![users::invalid(field)])),
    }
}

/// Whether the user is in this division, or in none.
pub fn is_in(tenant: &Tenant, user: &Known, division: Option<&str>) -> Result<bool> {
    Ok(of_user(tenant, &user.id)?.as_deref() == division)
}

/// Puts one user into a division, or into none.
pub fn place(tenant: &mut Tenant, user: &Known, division: Option<&str>) -> Result<()> {
    if is_in(tenant, user, division)? {
        return Ok(());
    }
    match division {
        Some(id) => assign(tenant, id, std::slice::from_ref(user)),
        None => {
            forget(tenant, user)?;
            show(tenant, user, None)
        }
    }
}

/// Puts users into the division with this id, and takes them out of the ones that they were in.
pub fn assign(tenant: &mut Tenant, id: &str, users: &[Known]) -> Result<()> {
    let mut newcomers = Vec::new();
    for user in users {
        if !is_in(tenant, user, Some(id))? {
            forget(tenant, user)?;
            tenant.execute(PUT, &[id.into(), (&user.id).into()])?;
            show(tenant, user, Some(id))?;
            newcomers.push(user);
        }
    }
    if newcomers.is_empty() { Ok(()) } else { came(tenant, id, &newcomers) }
}

/// Takes a user out of its division, whatever it shows of it.
pub fn forget(tenant: &mut Tenant, user: &Known) -> Result<()> {
    let Some(old) = of_user(tenant, &user.id)? else { return Ok(()) };
    tenant.execute(TAKE, &[(&user.id).into()])?;
    let mut division = store::referred(tenant, &old)?;
    division.total_members -= 1;
    store::save(tenant, &mut division)?;
    Ok(tenant.emit(&UsersRemoved::of(&division.id, &[user], division.version))?)
}

fn of_user(tenant: &Tenant, user_id: &str) -> storage::Result<Option<String>> {
    tenant.first(OF_USER, &[user_id.into()], |row| row.get(0))
}

fn show(tenant: &mut Tenant, user: &Known, division: Option<&str>) -> Result<()> {
    let ids: Vec<String> = division.map(str::to_owned).into_iter().collect();
    users::assign(tenant, &user.id, |assigned| assigned.division_ids = ids).map(drop)
}

fn came(tenant: &mut Tenant, id: &str, users: &[&Known]) -> Result<()> {
    let mut division = store::referred(tenant, id)?;
    division.total_members += i64::try_from(users.len()).map_err(Fault::broken)?;
    store::save(tenant, &mut division)?;
    Ok(tenant.emit(&UsersAdded::of(&division.id, users, division.version))?)
}
