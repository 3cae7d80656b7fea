//! `/worlds`: the table of its operations, making and showing worlds, and moving their clocks.
use super::{
    clock::{self, Ask},
    events::{ClockMoved, WorldCreated},
    views::{WorldView, WorldViewRow, WorldsView, WorldsViewRow},
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{
    Directory,
    directory::{World, WorldClock},
};

pub fn operations(api: &mut Api) {
    api.get("/worlds", list).summary("List worlds");
    api.post("/worlds", create).summary("Create a world");
    api.get("/worlds/{worldId}", get).summary("Get a world").fails(&[NO_WORLD]);
    api.patch("/worlds/{worldId}/clock", move_clock)
        .summary("Move, stop or start the clock of a world")
        .fails(&[NO_WORLD]);
}

const NO_WORLD: Failure = Failure::new(404, 404, "World does not exist: {}.");

/// The world of accounts for which no other is named. Its clock is the machine's until somebody moves it.
pub const DEFAULT_WORLD: &str = "default";

/// Makes what every platform has.
///
/// # Errors
/// Those of the store.
pub fn prepare(all: &mut Directory) -> Result<()> {
    Ok(all.add_world(DEFAULT_WORLD, DEFAULT_WORLD)?)
}

/// Whether everything is there that every platform has.
///
/// # Errors
/// Those of the store.
pub fn is_prepared(all: &Directory) -> Result<bool> {
    Ok(all.world(DEFAULT_WORLD)?.is_some())
}

fn list(all: &Directory) -> Result<Json<WorldsView>> {
    let worlds = all.worlds()?;
    Json::of(&WorldsViewRow { worlds: worlds.iter().map(|world| WorldViewRow::of(world, all.now())).collect() })
}

#[derive(Deserialize, JsonSchema)]
struct CreateWorld {
    /// For people; two worlds may have the same.
    #[schemars(length(min = 1, max = 128))]
    name: String,
}

fn create(all: &mut Directory, Body(body): Body<CreateWorld>) -> Result<Created<WorldView>> {
    let id = all.new_id();
    all.add_world(&id, &body.name)?;
    all.emit(&WorldCreated { id: &id, name: &body.name })?;
    let world = found(all, &id)?;
    Created::of(&WorldViewRow::of(&world, all.now()))
}

#[derive(Deserialize, JsonSchema)]
struct WorldPath {
    /// The id of a world.
    #[serde(rename = "worldId")]
    world_id: String,
}

fn get(all: &Directory, Path(path): Path<WorldPath>) -> Result<Json<WorldView>> {
    let world = found(all, &path.world_id)?;
    Json::of(&WorldViewRow::of(&world, all.now()))
}

#[derive(Deserialize, JsonSchema)]
struct MoveClock {
    /// How far the clock is put forward.
    #[serde(default)]
    advance_seconds: Option<i64>,
    /// The moment that the clock is put to.
    #[serde(default)]
    set: Option<Timestamp>,
    /// Whether it stands still from then on. A clock that starts again goes on where it stood, or with the machine's
    /// clock when that has passed it.
    #[serde(default)]
    stopped: Option<bool>,
}

fn move_clock(
    all: &mut Directory,
    Path(path): Path<WorldPath>,
    Body(body): Body<MoveClock>,
) -> Result<Json<WorldView>> {
    let (old, machine) = (found(all, &path.world_id)?, all.now());
    let ask = Ask { advance_seconds: body.advance_seconds, set: body.set, stopped: body.stopped };
    let WorldClock { offset_ms, stopped_at } = clock::moved(old.clock(), machine, &ask)?;
    let mut new = World { offset_ms, stopped_at, ..old.clone() };
    if new != old {
        new.version += 1;
        all.set_world_clock(&old.id, new.clock())?;
        all.emit(&ClockMoved::of(&old, &new, machine))?;
    }
    Json::of(&WorldViewRow::of(&new, machine))
}

fn found(all: &Directory, id: &str) -> Result<World> {
    all.world(id)?.ok_or_else(|| NO_WORLD.with(id))
}
