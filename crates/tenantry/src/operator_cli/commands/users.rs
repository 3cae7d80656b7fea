//! `operator user …`: users, whatever their account wants.
use super::{Call, Segment, State, call};
use clap::Subcommand;
use serde_json::{Value, json};

#[derive(Debug, Clone, Subcommand)]
pub enum User {
    /// Keep a user out, or let it in again
    Lock { account: Segment, user: Segment, state: State },
    /// Take the second factor from a user who has lost it
    ForgetSecondFactor { account: Segment, user: Segment },
}

impl User {
    pub fn call(self) -> Call {
        match self {
            User::Lock { account, user, state } => {
                call("PUT", format!("/accounts/{account}/users/{user}/lock"), json!({"on": state.is_on()}))
            }
            User::ForgetSecondFactor { account, user } => {
                call("DELETE", format!("/accounts/{account}/users/{user}/two_factor"), Value::Null)
            }
        }
    }
}
