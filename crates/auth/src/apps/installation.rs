//! Putting an app on its account, and taking it off.
use super::{App, updated};
use crate::{authorizations, tokens};
use platform::Result;
use storage::{Sql, Tenant, sql};

const INSTALL: Sql = sql!("UPDATE apps SET installed_at = $3, version = version + 1 WHERE account_id = $1 AND id = $2");

/// Puts an app on its account: its users may authorise it from now on.
pub fn install(tenant: &mut Tenant, app: &mut App) -> Result<()> {
    if app.installed_at.is_some() { Ok(()) } else { set(tenant, app, Some(tenant.now())) }
}

/// Takes an app off its account: whatever its users have allowed it ends, and it acts for none of them any more.
pub fn remove(tenant: &mut Tenant, app: &mut App) -> Result<()> {
    authorizations::end_of_app(tenant, &app.id)?;
    tokens::end_of_users_of_app(tenant, &app.id)?;
    if app.installed_at.is_none() { Ok(()) } else { set(tenant, app, None) }
}

fn set(tenant: &mut Tenant, app: &mut App, at: Option<i64>) -> Result<()> {
    let old = app.clone();
    app.installed_at = at;
    tenant.execute(INSTALL, &[(&app.id).into(), at.into()])?;
    updated(tenant, &old, app)
}
