//! `operator access-key …`: keys with which meetings run in the name of users.
use super::{Call, Segment, call};
use clap::Subcommand;
use serde_json::json;

#[derive(Debug, Clone, Subcommand)]
pub enum AccessKey {
    /// Ask whether a key is good, and what for
    Inspect {
        account: Segment,
        #[arg(long)]
        key: String,
    },
}

impl AccessKey {
    pub fn call(self) -> Call {
        match self {
            AccessKey::Inspect { account, key } => {
                call("POST", format!("/accounts/{account}/access_keys/inspect"), json!({"key": key}))
            }
        }
    }
}
