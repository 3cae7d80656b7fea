//! Worlds: one clock for one or more trees.
use super::{Directory, DirectorySql, WorldClock, directory};
use crate::{engine::Scope, fault::*, record, transaction::Tx};

record! {
    /// A world and its clock.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct World {
        pub id: String,
        pub name: String,
        pub offset_ms: i64,
        pub stopped_at: Option<i64>,
        pub created_at: i64,
        pub version: i64,
    }
}

impl World {
    pub fn clock(&self) -> WorldClock {
        WorldClock { offset_ms: self.offset_ms, stopped_at: self.stopped_at }
    }
}

const ALL: DirectorySql =
    directory!("SELECT id, name, offset_ms, stopped_at, created_at, version FROM worlds ORDER BY created_at, id");
const BY_ID: DirectorySql =
    directory!("SELECT id, name, offset_ms, stopped_at, created_at, version FROM worlds WHERE id = $1");
const INSERT: DirectorySql = directory!(
    "INSERT INTO worlds (id, name, offset_ms, stopped_at, created_at) VALUES ($1, $2, 0, NULL, $3) ON CONFLICT DO NOTHING"
);
const SET_CLOCK: DirectorySql =
    directory!("UPDATE worlds SET offset_ms = $2, stopped_at = $3, version = version + 1 WHERE id = $1");
const FACT: DirectorySql = directory!("SELECT value FROM facts WHERE name = $1");
const SET_FACT: DirectorySql = directory!(
    "INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
);

/// Asks for a fact that nobody has noted, to see that the store answers. For readiness.
///
/// # Errors
/// It does not.
pub fn ping(tx: &Tx) -> Result<()> {
    tx.query(Scope::Directory, FACT.0, &["".into()], &mut |_| Ok(()))
}

impl Directory<'_> {
    /// In the order in which they were made.
    pub fn worlds(&self) -> Result<Vec<World>> {
        self.rows(ALL, &[])
    }
    pub fn world(&self, id: &str) -> Result<Option<World>> {
        self.row(BY_ID, &[id.into()])
    }
    /// Makes a world that runs with the machine; one that exists is left alone.
    pub fn add_world(&mut self, id: &str, name: &str) -> Result<()> {
        self.execute(INSERT, &[id.into(), name.into(), self.now().into()]).map(drop)
    }
    /// Sets the clock of a world. That it only moves forward is for the caller to hold.
    pub fn set_world_clock(&mut self, id: &str, clock: WorldClock) -> Result<()> {
        self.session.tx.touch_everything();
        self.execute(SET_CLOCK, &[id.into(), clock.offset_ms.into(), clock.stopped_at.into()]).map(drop)
    }
    /// A single fact about the whole database.
    /// `None` when it was never noted.
    pub fn fact(&self, name: &str) -> Result<Option<String>> {
        self.first(FACT, &[name.into()], |row| row.get(0))
    }
    /// Notes a fact, in place of what was noted under this name.
    pub fn set_fact(&mut self, name: &str, value: &str) -> Result<()> {
        self.execute(SET_FACT, &[name.into(), value.into()]).map(drop)
    }
}
