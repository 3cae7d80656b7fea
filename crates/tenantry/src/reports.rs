//! Making the invoice reports that masters have ordered, a part in each transaction, and dropping those that have expired.
use crate::server::{again_and_again, told};
use billing::invoice_reports;
use platform::{Error, Platform, Result};
use std::time::Duration;
use storage::{Fault, directory::DueReport};
use tokio::sync::watch;

/// Looks every second, until `ended` holds true, for what has become due, in all worlds. What is under way then is finished.
pub async fn carry_out_all(platform: &Platform, ended: &watch::Receiver<bool>) {
    let carry_out = async || {
        if let Err(error) = carry_out_until(platform, None, || *ended.borrow()).await {
            tracing::warn!(?error, "invoice reports wait");
        }
    };
    again_and_again(Duration::from_secs(1), told(ended.clone()), carry_out).await;
}

/// Carries out everything that is due, in one world or in all. A report that cannot be made for a reason of ours has
/// failed, so that it keeps no other from its turn.
///
/// # Errors
/// The store does not answer; what is left is due as before.
pub async fn carry_out(platform: &Platform, world: Option<&str>) -> Result<()> {
    carry_out_until(platform, world, || false).await
}

async fn carry_out_until(platform: &Platform, world: Option<&str>, is_over: impl Fn() -> bool) -> Result<()> {
    while !is_over()
        && let Some(due) = next_due(platform, world.map(str::to_owned)).await?
    {
        let this = due.clone();
        match platform.in_directory(move |all| invoice_reports::carry_out(all, &this)).await {
            Err(error @ (Error::Refused(_) | Error::Fault(Fault::Broken(_)))) => {
                tracing::error!(?error, report = due.id, "an invoice report cannot be made");
                platform.in_directory(move |all| invoice_reports::give_up(all, &due)).await?;
            }
            outcome => outcome?,
        }
    }
    Ok(())
}

async fn next_due(platform: &Platform, world: Option<String>) -> Result<Option<DueReport>> {
    platform.read_directory(move |all| invoice_reports::next_due(all, world.as_deref())).await
}
