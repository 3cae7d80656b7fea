//! `operator transfer-code …`: codes with which a free account lets itself be moved.
use super::{Call, Segment, call};
use clap::Subcommand;
use serde_json::json;

#[derive(Debug, Clone, Subcommand)]
pub enum TransferCode {
    /// Mint a code for a free account and print it, once
    Mint {
        account: Segment,
        /// The owner of the account to be moved
        #[arg(long)]
        email: String,
        /// The account number of the master that may use it
        #[arg(long)]
        master_number: i64,
        /// How long it serves [default: seven days]
        #[arg(long, default_value_t = 604_800, hide_default_value = true)]
        expires_in_seconds: i64,
    },
    /// Switch all codes of an account off, for good
    SwitchOff { account: Segment },
}

impl TransferCode {
    pub fn call(self) -> Call {
        let codes = |account: &Segment| format!("/accounts/{account}/transfer_codes");
        match self {
            TransferCode::Mint { account, email, master_number, expires_in_seconds } => {
                let body = json!({
                    "email": email, "master_account_number": master_number, "expires_in_seconds": expires_in_seconds,
                });
                call("POST", codes(&account), body)
            }
            TransferCode::SwitchOff { account } => call("PATCH", codes(&account), json!({"enabled": false})),
        }
    }
}
