//! Saying that the seats of an account are about to run out.
use crate::{
    entitlements::{LICENSED, places},
    events::SeatsNearLimit,
};
use storage::{Result, Tenant};

/// Of fewer seats nobody needs to be told that one is left.
const FEW: i64 = 10;

/// Whether nine tenths of the seats are in use, or more.
fn is_near(in_use: i64, seats: i64) -> bool {
    i128::from(in_use) * 10 >= i128::from(seats) * 9
}

/// Another seat was taken, so that `in_use` are: how many there are, when that brings the account near its limit.
///
/// # Errors
/// Those of the store.
pub fn nearly_taken(tenant: &Tenant, in_use: i64) -> Result<Option<i64>> {
    let seats = places(tenant, LICENSED)?.unwrap_or_default();
    let is_crossed = seats >= FEW && is_near(in_use, seats) && !is_near(in_use - 1, seats);
    Ok(is_crossed.then_some(seats))
}

/// Another seat was taken, so that `in_use` are: says so when that brings the account near its limit.
///
/// # Errors
/// Those of the store.
pub fn seat_taken(tenant: &mut Tenant, in_use: i64) -> Result<()> {
    let Some(seats) = nearly_taken(tenant, in_use)? else { return Ok(()) };
    let (account, now) = (tenant.account_id().to_owned(), tenant.now());
    tenant.emit(&SeatsNearLimit::of(&account, seats, in_use, now))
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn nine_tenths_are_near() {
        assert_eq!(
            [(8, 10), (9, 10), (10, 10), (44, 50), (45, 50)].map(|(n, of)| is_near(n, of)),
            [false, true, true, false, true]
        );
    }
}
