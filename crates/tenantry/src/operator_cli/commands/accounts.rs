//! `operator account …`: accounts and where they stand.
use super::{Call, Segment, State, call, get, list};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

#[derive(Debug, Clone, Subcommand)]
pub enum Account {
    /// Top-level masters and accounts that stand free
    List,
    /// One account
    Show { id: Segment },
    /// An account and all below it
    Tree { id: Segment },
    /// Make an account: free-standing, a master, or below one
    Create(CreateAccount),
    /// Make an account a master, or an ordinary one again
    Master { id: Segment, state: State },
    /// Let a master manage its subaccounts, or not
    Manages { id: Segment, state: State },
    /// Open or close custCreate to a whole tree
    CustCreate { id: Segment, state: State },
    /// Close an account and all below it, for good
    Close { id: Segment },
}

#[derive(Debug, Clone, Args)]
pub struct CreateAccount {
    /// The owner's email
    #[arg(long)]
    email: String,
    #[arg(long)]
    first_name: String,
    #[arg(long)]
    last_name: String,
    /// The account's name [default: the owner's]
    #[arg(long)]
    name: Option<String>,
    /// The master to stand below
    #[arg(long)]
    parent: Option<String>,
    /// Accounts may stand below it
    #[arg(long)]
    master: bool,
    /// The plan that it begins on, without seats [default: Free]
    #[arg(long = "type")]
    account_type: Option<String>,
    /// The world whose clock it obeys
    #[arg(long)]
    world: Option<String>,
    /// Only an owner with a password can sign in
    #[arg(long, env = "TENANTRY_OWNER_PASSWORD", hide_env_values = true)]
    password: Option<String>,
}

impl Account {
    pub fn call(self) -> Call {
        match self {
            Account::List => list("/accounts", "accounts"),
            Account::Show { id } => get(format!("/accounts/{id}")),
            Account::Tree { id } => list(format!("/accounts/{id}/tree"), "accounts"),
            Account::Create(new) => call("POST", "/accounts", new.body()),
            Account::Master { id, state } => {
                call("PUT", format!("/accounts/{id}/master"), json!({"master": state.is_on()}))
            }
            Account::Manages { id, state } => {
                call("PUT", format!("/accounts/{id}/manages_subaccounts"), json!({"on": state.is_on()}))
            }
            Account::CustCreate { id, state } => {
                call("PUT", format!("/accounts/{id}/capabilities"), json!({"cust_create": state.is_on()}))
            }
            Account::Close { id } => call("DELETE", format!("/accounts/{id}"), Value::Null),
        }
    }
}

impl CreateAccount {
    fn body(self) -> Value {
        let owner = json!({
            "email": self.email,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "password": self.password,
        });
        json!({
            "name": self.name,
            "parent_id": self.parent,
            "world_id": self.world,
            "master": self.master,
            "account_type": self.account_type,
            "owner": owner,
        })
    }
}
