//! `operator world …`: worlds and their clocks.
use super::{Call, call, get};
use clap::Subcommand;
use serde_json::json;

#[derive(Debug, Clone, Subcommand)]
pub enum World {
    List,
    Show {
        id: String,
    },
    Create {
        name: String,
    },
    /// Move a world's clock forward
    Advance {
        id: String,
        seconds: i64,
    },
    /// Set a world's clock to a later moment: 2027-01-01T00:00:00Z
    Set {
        id: String,
        moment: String,
    },
    Stop {
        id: String,
    },
    Start {
        id: String,
    },
}

impl World {
    pub fn call(self) -> Call {
        let clock = |id: &str, body| call("PATCH", format!("/worlds/{id}/clock"), body);
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
