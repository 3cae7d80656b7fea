//! What processes take ahead of an account's rate limits, so that together they never pass them. For the limits alone.
#[cfg(test)]
mod tests;

use super::{DirectorySql, directory, first_row};
use crate::{
    engine::{Row, Scope},
    fault::*,
    time::DAY,
    transaction::Tx,
};
use std::ops::RangeInclusive;

/// A lease of a day is one of so many parts of what is left of it.
const PARTS_OF_A_DAY: i64 = 200;
/// A lease of a second or a minute is one of so many parts of its limit.
const PARTS_OF_A_WINDOW: i64 = 4;
/// Days whose pots are kept, in case that a clock is set back.
const DAYS_KEPT: i64 = 7;

/// A share of a limit, spent already as far as other processes can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// When the period begins that it is a share of, milliseconds UTC.
    pub start: i64,
    /// Calls that it lets through.
    pub units: i64,
    /// What is left for further leases.
    pub left: i64,
}

const LEASE_POT: DirectorySql = directory!(
    "INSERT INTO daily_pots (account_id, pot, day, leased, granted) VALUES ($1, $2, $3, $4, $4)
     ON CONFLICT (account_id, pot, day) DO UPDATE SET
         granted = CASE WHEN $5 - daily_pots.leased < $6 THEN 1 ELSE ($5 - daily_pots.leased) / $6 END,
         leased = daily_pots.leased + CASE WHEN $5 - daily_pots.leased < $6 THEN 1 ELSE ($5 - daily_pots.leased) / $6 END
     WHERE daily_pots.leased < $5
     RETURNING leased, granted"
);
const FORGET_POTS: DirectorySql = directory!("DELETE FROM daily_pots WHERE account_id = $1 AND pot = $2 AND day < $3");
const GIVE_BACK: DirectorySql = directory!(
    "UPDATE daily_pots SET leased = leased - $4 WHERE account_id = $1 AND pot = $2 AND day = $3 AND leased >= $4"
);
const LEASE_WINDOW: DirectorySql = directory!(
    "INSERT INTO rate_windows (account_id, label, window_start, leased) VALUES ($1, $2, $3, $5)
     ON CONFLICT (account_id, label) DO UPDATE SET
         window_start = CASE WHEN rate_windows.window_start BETWEEN $3 AND $4 THEN rate_windows.window_start ELSE $3 END,
         leased = $5 + CASE WHEN rate_windows.window_start BETWEEN $3 AND $4 THEN rate_windows.leased ELSE 0 END
     WHERE rate_windows.leased < $6 OR rate_windows.window_start NOT BETWEEN $3 AND $4
     RETURNING leased, window_start"
);

/// Takes `max(1, left / 200)` of the pot of the day that begins at `day_start`; nothing when nothing is left.
///
/// `most` is the whole pot, at least 1. The sum of all leases that were not given back never exceeds it.
pub fn lease_pot(tx: &Tx, account: &str, pot: &str, day_start: i64, most: i64) -> Result<Option<Lease>> {
    let (day, first) = (day_start.div_euclid(DAY), (most / PARTS_OF_A_DAY).max(1));
    let params = [account.into(), pot.into(), day.into(), first.into(), most.into(), PARTS_OF_A_DAY.into()];
    let Some((leased, units)) = first_row(tx, LEASE_POT, &params, numbers)? else { return Ok(None) };
    if leased == units {
        let oldest = (day - DAYS_KEPT).into();
        tx.execute(Scope::Directory, FORGET_POTS.0, &[account.into(), pot.into(), oldest])?;
    }
    Ok(Some(Lease { start: day_start, units, left: most - leased }))
}

/// Returns `units` of a lease of that day. To be called once for each unit.
pub fn give_back(tx: &Tx, account: &str, pot: &str, day_start: i64, units: i64) -> Result<()> {
    let day = day_start.div_euclid(DAY);
    tx.execute(Scope::Directory, GIVE_BACK.0, &[account.into(), pot.into(), day.into(), units.into()]).map(drop)
}

/// Takes `max(1, most / 4)`, or the rest, of a second or a minute; nothing when nothing is left.
///
/// `starts` begins with the start of the caller's own window. Another process may be ahead: where the stored window is a
/// later one of `starts`, the lease is a share of that one. `most` is at least 1; the sum over a window never exceeds it.
pub fn lease_window(
    tx: &Tx,
    account: &str,
    label: &str,
    starts: RangeInclusive<i64>,
    most: i64,
) -> Result<Option<Lease>> {
    let (first, last) = starts.into_inner();
    let step = (most / PARTS_OF_A_WINDOW).max(1);
    let params = [account.into(), label.into(), first.into(), last.into(), step.into(), most.into()];
    // The last step of a window may pass the limit in the row; what passes it is not granted.
    let granted = |(leased, start): (i64, i64)| Lease {
        start,
        units: step - (leased - most).max(0),
        left: (most - leased).max(0),
    };
    Ok(first_row(tx, LEASE_WINDOW, &params, numbers)?.map(granted))
}

fn numbers(row: &dyn Row) -> Result<(i64, i64)> {
    Ok((row.get(0)?, row.get(1)?))
}
