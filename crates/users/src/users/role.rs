//! Giving a user another role.
use super::{
    api::NO_USER,
    counts, events,
    user::{self, User},
};
use platform::Result;
use storage::{Fault, Sql, Tenant, sql};

const NAME: Sql = sql!("SELECT name FROM roles WHERE account_id = $1 AND id = $2");

/// Gives the user with this id a role of the account. Whether the caller may is for the caller of this to judge.
///
/// # Errors
/// [`NO_USER`](super::NO_USER); a fault when the account has no such role.
pub fn set_role(tenant: &mut Tenant, user_id: &str, role_id: &str) -> Result<()> {
    let before = user::load(tenant, user_id)?.ok_or_else(|| NO_USER.with(user_id))?;
    if before.role_id == role_id {
        return Ok(());
    }
    let after = User { role_id: role_id.to_owned(), ..before.clone() };
    let (old, new) = (name_of(tenant, &before.role_id)?, name_of(tenant, role_id)?);
    user::set_role(tenant, user_id, role_id)?;
    counts::shift(tenant, &before, &after)?;
    events::field_changed(tenant, user_id, "role", [old.into(), new.into()], before.version + 1)
}

/// The name of a role that a user of the account has.
pub fn name_of(tenant: &Tenant, role_id: &str) -> storage::Result<String> {
    let name = tenant.first(NAME, &[role_id.into()], |row| row.get::<String>(0))?;
    name.ok_or_else(|| Fault::broken("the account has no such role"))
}
