//! When an account was last asked for something that may be asked for once in a time. For the limits alone.
use super::{DirectorySql, directory, first_row};
use crate::{engine::Row, fault::*, transaction::Tx};

const TAKE: DirectorySql = directory!(
    "INSERT INTO rate_windows (account_id, label, window_start, leased) VALUES ($1, $2, $3, 1)
     ON CONFLICT (account_id, label) DO UPDATE SET window_start = excluded.window_start
     WHERE rate_windows.window_start NOT BETWEEN $4 AND $3
     RETURNING window_start"
);
const LAST: DirectorySql = directory!("SELECT window_start FROM rate_windows WHERE account_id = $1 AND label = $2");

/// Notes that it is asked for `now`, unless it was within the last `length` milliseconds: then the moment of that. A clock that
/// was set back forgets what lies ahead of it.
pub fn take_turn(tx: &Tx, account: &str, label: &str, now: i64, length: i64) -> Result<Option<i64>> {
    let since = now.saturating_sub(length).saturating_add(1);
    let moment = |row: &dyn Row| row.get(0);
    let taken = first_row(tx, TAKE, &[account.into(), label.into(), now.into(), since.into()], moment)?;
    if taken.is_some() { Ok(None) } else { first_row(tx, LAST, &[account.into(), label.into()], moment) }
}
