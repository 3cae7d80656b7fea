//! `operator domain …`: domains of an account.
use super::{Call, Segment, call, get};
use clap::Subcommand;
use serde_json::{Value, json};

#[derive(Debug, Clone, Subcommand)]
pub enum Domain {
    List {
        account: Segment,
    },
    /// Let an account manage a domain, or only claim it
    Add {
        account: Segment,
        domain: String,
        /// It is claimed and not yet proved; others may claim it too
        #[arg(long)]
        pending: bool,
    },
    Remove {
        account: Segment,
        domain: Segment,
    },
    /// Set all domains that an account trusts; none when none is named
    Trust {
        account: Segment,
        domains: Vec<String>,
    },
}

impl Domain {
    pub fn call(self) -> Call {
        let managed = |account: &Segment| format!("/accounts/{account}/managed_domains");
        match self {
            Domain::List { account } => get(managed(&account)),
            Domain::Add { account, domain, pending } => {
                let status = if pending { "pending" } else { "verified" };
                call("POST", managed(&account), json!({"domain": domain, "status": status}))
            }
            Domain::Remove { account, domain } => {
                call("DELETE", format!("{}/{domain}", managed(&account)), Value::Null)
            }
            Domain::Trust { account, domains } => {
                call("PUT", format!("/accounts/{account}/trusted_domains"), json!({"domains": domains}))
            }
        }
    }
}
