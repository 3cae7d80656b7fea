//! `operator user …`: users, whatever their account wants.
use super::{Call, State, call};
use clap::Subcommand;
use serde_json::json;

#[derive(Debug, Clone, Subcommand)]
pub enum User {
    /// Keep a user out, or let it in again
    Lock { account: String, user: String, state: State },
}

impl User {
    pub fn call(self) -> Call {
        match self {
            User::Lock { account, user, state } => {
                call("PUT", format!("/accounts/{account}/users/{user}/lock"), json!({"on": state.is_on()}))
            }
        }
    }
}
