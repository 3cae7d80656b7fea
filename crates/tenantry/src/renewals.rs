//! Bringing accounts over the midnights for which something is due: renewals, ends of plans, unpaid invoices.
use billing::{Desk, Slice};
use platform::{Error, Platform, Result};
use std::sync::Arc;
use storage::{Fault, directory::DueAccount};
use users::users::lose_licenses;

/// Carries out everything that is due, in one world or in all: a few accounts in each transaction, in the order of waiting.
/// An account that cannot be carried over its midnight is put off, and keeps no other from its turn. It goes on until
/// `is_over`; what is under way then is finished.
///
/// # Errors
/// The store does not answer; what is left is due as before.
pub async fn carry_out(platform: &Platform, world: Option<&str>, is_over: impl Fn() -> bool) -> Result<()> {
    while !is_over() && carry_out_next(platform, world).await? > 0 {}
    Ok(())
}

/// Carries out what has waited longest, in one transaction where nothing stands against it; of how many accounts that was.
///
/// # Errors
/// As of [`carry_out`].
pub async fn carry_out_next(platform: &Platform, world: Option<&str>) -> Result<usize> {
    let desk: Arc<Desk> = platform.provided().ok_or_else(|| Fault::broken("billing is not provided"))?;
    let due = next_due(platform, world.map(str::to_owned)).await?;
    let count = due.len();
    if count == 0 {
        return Ok(0);
    }
    if let Err(error) = carry_out_slice(platform, &desk, due.clone()).await {
        tracing::warn!(?error, "accounts are renewed one by one");
        one_by_one(platform, &desk, due).await?;
    }
    Ok(count)
}

async fn next_due(platform: &Platform, world: Option<String>) -> Result<Slice> {
    platform.read_directory(move |all| billing::next_due(all, world.as_deref())).await
}

async fn carry_out_slice(platform: &Platform, desk: &Arc<Desk>, due: Slice) -> Result<()> {
    let desk = desk.clone();
    platform.in_directory(move |all| billing::carry_out(all, &due, &desk, lose_licenses)).await
}

async fn one_by_one(platform: &Platform, desk: &Arc<Desk>, due: Slice) -> Result<()> {
    for account in due {
        if let Err(error) = carry_out_slice(platform, desk, vec![account.clone()]).await {
            // A store that is busy or away is no reason to put off anybody.
            if !error.is_lasting() {
                return Err(error);
            }
            put_off(platform, account, &error).await?;
        }
    }
    Ok(())
}

async fn put_off(platform: &Platform, account: DueAccount, error: &Error) -> Result<()> {
    tracing::error!(?error, account = account.account_id, "an account cannot be renewed, and is put off");
    platform.in_directory(move |all| billing::put_off(all, &account)).await
}
