//! Reads on PostgreSQL against its driver.
use crate::{bench::Bench, fault::*, outcome::*};

pub fn reads(bench: &Bench) -> Result<Vec<Outcome>> {
    let _ = bench;
    Ok(Vec::new())
}
