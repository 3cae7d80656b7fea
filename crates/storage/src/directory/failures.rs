//! How often signing in has failed lately, by what was tried, and how often a link was asked for that sets a password.
//! Whoever does so is nobody yet, so it has no account.
#[cfg(test)]
mod tests;

use super::{Directory, DirectorySql, directory};
use crate::{
    fault::*,
    secret,
    time::{DAY, MINUTE},
};

/// The one that must be a period old before it is tried again.
const LATEST: DirectorySql =
    directory!("SELECT at FROM sign_in_failures WHERE subject = $1 AND at > $2 ORDER BY at DESC LIMIT 1 OFFSET $3");
const NOTE: DirectorySql = directory!("INSERT INTO sign_in_failures (subject, at, id) VALUES ($1, $2, $3)");
const CLEAR: DirectorySql = directory!(
    "DELETE FROM sign_in_failures WHERE (subject, at, id) IN (
         SELECT subject, at, id FROM sign_in_failures WHERE at <= $1 ORDER BY at, subject, id LIMIT $2)"
);

const PERIOD: i64 = 15 * MINUTE;
/// How long one is kept that counts no more.
const LINGER: i64 = DAY;
/// How many of those are removed along with each that comes: more than come, so that they do not pile up.
const SLICE: i64 = 8;

impl Directory<'_> {
    /// Until when nobody may try this any more, which failed more than `most` times within the last 15 minutes; nothing
    /// while it may be tried. Milliseconds UTC on the machine's clock.
    /// `subject` is what was tried: who, or from where. Its SHA-256 is kept of it.
    pub fn barred_until(&self, subject: &str, most: i64) -> Result<Option<i64>> {
        let (hash, since) = (secret::hash(subject), self.now() - PERIOD);
        let cells = [(&hash).into(), since.into(), most.max(0).into()];
        let decisive = self.first(LATEST, &cells, |row| row.get::<i64>(0))?;
        Ok(decisive.map(|failed_at| failed_at + PERIOD))
    }
    /// Notes that this was tried and failed; or was asked for, where asking is what counts.
    pub fn note_failure(&mut self, subject: &str) -> Result<()> {
        let (hash, now, id) = (secret::hash(subject), self.now(), self.new_id());
        self.execute(CLEAR, &[(now - LINGER).into(), SLICE.into()])?;
        self.execute(NOTE, &[(&hash).into(), now.into(), (&id).into()]).map(drop)
    }
}
