//! `operator world …`: worlds and their clocks.
use super::{Call, Segment, call, get};
use clap::Subcommand;
use serde_json::json;

#[derive(Debug, Clone, Subcommand)]
pub enum World {
    List,
    Show {
        id: Segment,
    },
    Create {
        name: String,
    },
    /// Move a world's clock forward
    Advance {
        id: Segment,
        seconds: i64,
    },
    /// Set a world's clock to a later moment: 2027-01-01T00:00:00Z
    Set {
        id: Segment,
        moment: String,
    },
    Stop {
        id: Segment,
    },
    Start {
        id: Segment,
    },
}

impl World {
    pub fn call(self) -> Call {
        let clock = |id: &Segment, body| call("PATCH", format!("/worlds/{id}/clock"), body);
        match self {
            World::List => get("/worlds"),
            World::Show { id } => get(format!("/worlds/{id}")),
            World::Create { name } => call("POST", "/worlds", json!({"name": name})),
            World::Advance { id, seconds } => clock(&id, json!({"advance_seconds": seconds})),
            World::Set { id, moment } => clock(&id, json!({"set": moment})),
            World::Stop { id } => clock(&id, json!({"stopped": true})),
            World::Start { id } => clock(&id, json!({"stopped": false})),
        }
    }
}
