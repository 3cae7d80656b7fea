//! What an operator sees of a world.
use platform::{Timestamp, view};
use storage::directory::World;

view! {
    /// The clock of a world.
    pub struct ClockView {
        pub now: Timestamp,
        pub stopped: bool,
        /// How far it is ahead of the machine's, in whole seconds; while it stands it may be behind.
        pub ahead_seconds: i64,
    }
}
view! {
    /// One or more trees of accounts with a clock of their own.
    pub struct WorldView as WorldViewRow<'r> {
        pub id: &'r str,
        pub name: &'r str,
        pub clock: ClockView,
        pub created_at: Timestamp,
    }
}
view! {
    /// All worlds, oldest first.
    pub struct WorldsView as WorldsViewRow<'r> {
        pub worlds: Vec<WorldViewRow<'r>>,
    }
}

impl<'r> WorldViewRow<'r> {
    /// `machine`: milliseconds UTC.
    pub fn of(world: &'r World, machine: i64) -> Self {
        let now = world.clock().at(machine);
        let ahead_seconds = now.saturating_sub(machine).div_euclid(1000);
        let clock = ClockView { now: Timestamp::from_millis(now), stopped: world.stopped_at.is_some(), ahead_seconds };
        WorldViewRow { id: &world.id, name: &world.name, clock, created_at: Timestamp::from_millis(world.created_at) }
    }
}
