//! Carrying out the requests of people for their data: one after the other, each in a few short transactions.
use accounts::data_requests;
use platform::{Error, Platform, Result};
use std::{future::Future, time::Duration};
use storage::{Fault, directory::DueRequest};
use tokio::time::MissedTickBehavior;

/// Looks every second, until `end`, for what has become due, in all worlds.
pub async fn carry_out_all(platform: &Platform, end: impl Future<Output = ()>) {
    let mut end = std::pin::pin!(end);
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = seconds.tick() => {}
            () = &mut end => return,
        }
        if let Err(error) = carry_out(platform, None).await {
            tracing::warn!(?error, "requests for data wait");
        }
    }
}

/// Carries out everything that is due, in one world or in all. One that cannot be carried out keeps no other from its turn: it
/// is put off where the store stood in its way, and has failed where another attempt would do no better.
///
/// # Errors
/// The store does not answer; what is left is due as before.
pub async fn carry_out(platform: &Platform, world: Option<&str>) -> Result<()> {
    while let Some(due) = next_due(platform, world.map(str::to_owned)).await? {
        if let Err(error) = carry_out_one(platform, &due).await {
            put_aside(platform, due, error).await?;
        }
    }
    Ok(())
}

/// Of a deletion a part; the rest of it is due.
async fn carry_out_one(platform: &Platform, due: &DueRequest) -> Result<()> {
    let this = due.clone();
    let file = platform.read_directory(move |all| data_requests::prepare(all, &this)).await?;
    let this = due.clone();
    platform.in_directory(move |all| data_requests::carry_out(all, &this, file.as_deref())).await
}

async fn put_aside(platform: &Platform, due: DueRequest, error: Error) -> Result<()> {
    match error {
        Error::Stale | Error::Fault(Fault::Conflict | Fault::Busy | Fault::Unavailable(_)) => {
            tracing::warn!(?error, request = due.id, "a request for data is put off");
            platform.in_directory(move |all| data_requests::put_off(all, &due)).await
        }
        Error::Refused(_) | Error::Fault(Fault::Broken(_)) => {
            tracing::error!(?error, request = due.id, "a request for data cannot be carried out");
            platform.in_directory(move |all| data_requests::give_up(all, &due)).await
        }
    }
}

async fn next_due(platform: &Platform, world: Option<String>) -> Result<Option<DueRequest>> {
    platform.in_directory(move |all| data_requests::next_due(all, world.as_deref())).await
}
