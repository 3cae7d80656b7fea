//! What happens to worlds.
use platform::Timestamp;
use serde::Serialize;
use storage::{directory::World, events};

/// A world was made.
#[derive(Serialize)]
pub struct WorldCreated<'a> {
    pub id: &'a str,
    pub name: &'a str,
}

/// What a clock shows, and whether it stands still.
#[derive(Serialize)]
struct ClockState {
    now: Timestamp,
    stopped: bool,
}

impl ClockState {
    fn of(world: &World, machine: i64) -> Self {
        ClockState { now: Timestamp::from_millis(world.clock().at(machine)), stopped: world.stopped_at.is_some() }
    }
}

/// The clock of a world was moved, stopped or started.
#[derive(Serialize)]
pub struct ClockMoved<'a> {
    id: &'a str,
    clock: ClockState,
    old: ClockState,
    #[serde(skip)]
    version: i64,
}

impl<'a> ClockMoved<'a> {
    /// `machine`: milliseconds UTC.
    pub fn of(old: &'a World, new: &World, machine: i64) -> Self {
        ClockMoved {
            id: &old.id,
            clock: ClockState::of(new, machine),
            old: ClockState::of(old, machine),
            version: new.version,
        }
    }
}

events! {
    WorldCreated is "world.created" at 1;
    ClockMoved is "world.clock_moved";
}
