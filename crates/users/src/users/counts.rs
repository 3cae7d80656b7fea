//! Kept sums of users by state, role and type: lists and limits never count rows.
use super::{api::Status, user::User};
use crate::settings;
use billing::{InUse, LICENSED};
use storage::{Result, Sql, Tenant, sql};

const ADD: Sql = sql!(
    "INSERT INTO user_counts (account_id, status, role_id, kind, stripe, n) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (account_id, status, role_id, kind, stripe) DO UPDATE SET n = user_counts.n + excluded.n"
);
const HOLDING: Sql =
    sql!("SELECT CAST(sum(n) AS BIGINT) FROM user_counts WHERE account_id = $1 AND kind = $2 AND status <> 'inactive'");
const BY_TYPE: Sql = sql!(
    "SELECT status, kind, CAST(sum(n) AS BIGINT) FROM user_counts WHERE account_id = $1 GROUP BY status, kind ORDER BY status, kind"
);

/// A user has come.
pub fn add(tenant: &mut Tenant, user: &User) -> Result<()> {
    change(tenant, user, 1)?;
    if holds_seat(user) { seat_taken(tenant) } else { Ok(()) }
}

/// Whether the user takes one of the seats for Licensed users.
pub fn holds_seat(user: &User) -> bool {
    user.kind == LICENSED && !user.is(Status::Inactive)
}

fn seat_taken(tenant: &mut Tenant) -> Result<()> {
    let in_use = holding(tenant, LICENSED)?;
    billing::seat_taken(tenant, in_use)
}

/// A user has gone.
pub fn take(tenant: &mut Tenant, user: &User) -> Result<()> {
    change(tenant, user, -1)
}

/// State, role or type of a user has changed.
pub fn shift(tenant: &mut Tenant, before: &User, after: &User) -> Result<()> {
    take(tenant, before)?;
    change(tenant, after, 1)?;
    if before.is(Status::Pending) && !after.is(Status::Pending) {
        settings::come(tenant, &after.id)?;
    }
    if holds_seat(after) && !holds_seat(before) { seat_taken(tenant) } else { Ok(()) }
}

/// How many users of this type take a place: those who are active, and those who are invited.
pub fn holding(tenant: &Tenant, kind: i64) -> Result<i64> {
    tenant.number(HOLDING, &[kind.into()])
}

/// How many users hold a paid seat, and how many of those have not come yet.
///
/// # Errors
/// Those of the store.
pub fn licensed_in_use(tenant: &Tenant) -> Result<InUse> {
    let mut in_use = InUse::default();
    each(tenant, |status, kind, n| match status {
        Some(Status::Active) if kind == LICENSED => in_use.active += n,
        Some(Status::Pending) if kind == LICENSED => in_use.pending += n,
        _ => {}
    })?;
    Ok(in_use)
}

/// Sums by state and type.
pub fn each(tenant: &Tenant, mut each: impl FnMut(Option<Status>, i64, i64)) -> Result<()> {
    tenant.each(BY_TYPE, &[], &mut |row| {
        each(Status::parse(row.get(0)?), row.get(1)?, row.get::<Option<i64>>(2)?.unwrap_or(0));
        Ok(())
    })
}

fn change(tenant: &mut Tenant, user: &User, by: i64) -> Result<()> {
    let stripe = tenant.stripe()?;
    let cells = [(&user.status).into(), (&user.role_id).into(), user.kind.into(), stripe.into(), by.into()];
    tenant.execute(ADD, &cells).map(drop)
}
