//! Making the invoice reports that masters have ordered, a part in each transaction, and dropping those that have expired.
use billing::invoice_reports;
use platform::{Platform, Result};
use storage::directory::DueReport;

/// Carries out everything that is due, in one world or in all. A report that cannot be made for a reason of ours has
/// failed, so that it keeps no other from its turn. It goes on until `is_over`; what is under way then is finished.
///
/// # Errors
/// The store does not answer; what is left is due as before.
pub async fn carry_out(platform: &Platform, world: Option<&str>, is_over: impl Fn() -> bool) -> Result<()> {
    while !is_over()
        && let Some(due) = next_due(platform, world.map(str::to_owned)).await?
    {
        let this = due.clone();
        match platform.in_directory(move |all| invoice_reports::carry_out(all, &this)).await {
            Err(error) if error.is_lasting() => {
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
