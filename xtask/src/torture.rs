//! `cargo xtask torture`: promises, each with a way to break it.
mod authz;
mod crash;
mod histories;
mod inspect;
mod isolation;
mod limits;
mod load;
mod power;
mod renewals;

use crate::fault::Result;
use clap::{Args, Subcommand};
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Subcommand)]
pub enum Torture {
    /// No account sees, changes or learns of another's data
    Isolation(Seed),
    /// Decisions equal the model's
    Authz {
        /// How many decisions are asked for through HTTP
        #[arg(long, default_value_t = authz::ORDINARY)]
        count: usize,
        #[command(flatten)]
        seed: Seed,
    },
    /// What was acknowledged survives a crash of the process
    Crash {
        /// How often the server is killed
        #[arg(long, default_value_t = crash::ORDINARY)]
        count: usize,
        #[command(flatten)]
        seed: Seed,
    },
    /// The books stay right through any history of plans, payments, users and days
    Histories {
        /// How many histories are gone through on each engine
        #[arg(long, default_value_t = histories::ORDINARY)]
        count: usize,
        #[command(flatten)]
        seed: Seed,
    },
    /// No limit is passed by three processes together, and nearly all of it can be used
    Limits(Seed),
    /// What was acknowledged survives a power cut
    Power {
        /// How many power cuts are made up from what was recorded
        #[arg(long, default_value_t = power::ORDINARY)]
        count: usize,
        #[command(flatten)]
        seed: Seed,
    },
    /// Whoever is killed while it renews plans bills nothing twice and forgets nothing
    Renewals {
        /// How often the server is killed
        #[arg(long, default_value_t = renewals::ORDINARY)]
        count: usize,
        #[command(flatten)]
        seed: Seed,
    },
}

#[derive(Args)]
pub struct Seed {
    /// Repeats the choices of a run
    #[arg(long)]
    seed: Option<u64>,
}

impl Seed {
    /// A new one when none is given.
    fn value(&self) -> u64 {
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::from(since.subsec_nanos()));
        self.seed.unwrap_or_else(now)
    }
}

/// # Errors
/// What was found broken.
pub fn run(torture: &Torture) -> Result<()> {
    match torture {
        Torture::Isolation(seed) => isolation::run(seed.value()),
        Torture::Authz { count, seed } => authz::run(*count, seed.value()),
        Torture::Crash { count, seed } => crash::run(*count, seed.value()),
        Torture::Histories { count, seed } => histories::run(*count, seed.value()),
        Torture::Limits(seed) => limits::run(seed.value()),
        Torture::Power { count, seed } => power::run(*count, seed.value()),
        Torture::Renewals { count, seed } => renewals::run(*count, seed.value()),
    }
}

/// Every promise at its ordinary figure.
///
/// # Errors
/// Those that are broken.
pub fn run_all() -> Result<()> {
    let seed = Seed { seed: None }.value();
    let all = [
        isolation::run(seed),
        authz::run(authz::ORDINARY, seed),
        crash::run(crash::ORDINARY, seed),
        histories::run(histories::ORDINARY, seed),
        limits::run(seed),
        power::run(power::ORDINARY, seed),
        renewals::run(renewals::ORDINARY, seed),
    ];
    all.into_iter().collect()
}
