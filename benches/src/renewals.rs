//! A run of renewals inside a server under measurement, begun by a line and told in one.
use crate::fault::*;
use platform::Platform;
use serde::{Deserialize, Serialize};
use std::{
    io::stdin,
    time::{Duration, Instant},
};
use tokio::task::spawn_blocking;

/// What a run did.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Run {
    pub accounts: usize,
    pub elapsed: Duration,
    /// Of the longest transaction, with its wait for a turn and for the disk.
    pub longest: Duration,
}

/// Waits for a line, carries out all that is due, and says what that was, as JSON in a line.
pub async fn when_told(platform: Platform) {
    let told = spawn_blocking(|| stdin().read_line(&mut String::new())).await;
    if !matches!(told, Ok(Ok(1..))) {
        return;
    }
    match run(&platform).await {
        Ok(run) => println!("{}", serde_json::json!(run)),
        Err(fault) => println!("{fault}"),
    }
}

async fn run(platform: &Platform) -> Result<Run> {
    let (mut run, begin) = (Run::default(), Instant::now());
    loop {
        let began = Instant::now();
        let carried = tenantry::renewals::carry_out_next(platform, None).await;
        let count = carried.map_err(|error| Fault::new(format!("renewals: {error:?}")))?;
        run.longest = run.longest.max(began.elapsed());
        if count == 0 {
            break;
        }
        run.accounts += count;
    }
    run.elapsed = begin.elapsed();
    Ok(run)
}
