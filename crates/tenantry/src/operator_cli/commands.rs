//! The commands, and the call of the operator plane that each stands for.
use crate::config::Fault;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Map, Value, json};

/// One call of the operator plane.
pub struct Call {
    pub method: &'static str,
    pub path: String,
    pub body: Value,
}

fn call(method: &'static str, path: impl Into<String>, body: Value) -> Call {
    Call { method, path: path.into(), body }
}

#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Accounts and where they stand
    #[command(subcommand)]
    Account(Account),
    /// Apps of an account and their credentials
    #[command(subcommand)]
    App(App),
    /// Domains of an account
    #[command(subcommand)]
    Domain(Domain),
    /// Codes with which a free account lets itself be moved
    #[command(subcommand)]
    TransferCode(TransferCode),
    /// Worlds and their clocks
    #[command(subcommand)]
    World(World),
    /// Read the log of events
    Events {
        /// The last position that was read
        #[arg(long, default_value_t = 0)]
        after: i64,
        #[arg(long, default_value_t = 100)]
        limit: i64,
    },
}

#[derive(Debug, Clone, Subcommand)]
pub enum Account {
    /// Top-level masters and accounts that stand free
    List {
        #[arg(long)]
        after: Option<String>,
        #[arg(long, default_value_t = 100)]
        limit: i64,
    },
    /// One account
    Show { id: String },
    /// An account and all below it
    Tree { id: String },
    /// Make an account: free-standing, a master, or below one
    Create(CreateAccount),
    /// Make an account a master, or an ordinary one again
    Master { id: String, state: State },
    /// Let a master manage its subaccounts, or not
    Manages { id: String, state: State },
    /// Set what an account has bought
    Plan(SetPlan),
    /// Open or close custCreate to a whole tree
    CustCreate { id: String, state: State },
    /// Close an account and all below it, for good
    Close { id: String },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum State {
    On,
    Off,
}

impl State {
    fn is_on(self) -> bool {
        matches!(self, State::On)
    }
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
    /// The world whose clock it obeys
    #[arg(long)]
    world: Option<String>,
    /// Only an owner with a password can sign in
    #[arg(long, env = "TENANTRY_OWNER_PASSWORD", hide_env_values = true)]
    password: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct SetPlan {
    id: String,
    /// Free, Pro, Business, Education, Enterprise …
    #[arg(long = "type")]
    account_type: String,
    #[arg(long, default_value_t = 0)]
    seats: i64,
    /// The most Basic users [default: no limit]
    #[arg(long)]
    basic_limit: Option<i64>,
    /// Units of an add-on: webinar_500=10
    #[arg(long = "addon", value_parser = addon)]
    addons: Vec<(String, i64)>,
    #[arg(long)]
    bulk_license: bool,
}

fn addon(text: &str) -> Result<(String, i64), String> {
    let parts = text.split_once('=').and_then(|(name, units)| Some((name.to_owned(), units.parse().ok()?)));
    parts.ok_or_else(|| "write NAME=UNITS, as in webinar_500=10".to_owned())
}

#[derive(Debug, Clone, Subcommand)]
pub enum App {
    List {
        account: String,
    },
    /// Make an app and print its credentials, once
    Create {
        account: String,
        /// server_to_server, jwt, oauth or user
        #[arg(long, default_value = "server_to_server")]
        kind: String,
        #[arg(long)]
        name: Option<String>,
        /// A scope; may be repeated [default: every scope that the account's tier may hold]
        #[arg(long = "scope")]
        scopes: Vec<String>,
        /// Hold classic scopes in place of granular ones
        #[arg(long)]
        classic: bool,
        #[arg(long)]
        redirect_uri: Option<String>,
    },
    Enable {
        account: String,
        app: String,
    },
    Disable {
        account: String,
        app: String,
    },
    /// Remove an app, and its tokens with it
    Delete {
        account: String,
        app: String,
    },
}

#[derive(Debug, Clone, Subcommand)]
pub enum Domain {
    List { account: String },
    Add { account: String, domain: String },
    Remove { account: String, domain: String },
}

#[derive(Debug, Clone, Subcommand)]
pub enum TransferCode {
    /// Mint a code for a free account and print it, once
    Mint {
        account: String,
        /// The owner of the account to be moved
        #[arg(long)]
        email: String,
        /// The account number of the master that may use it
        #[arg(long)]
        master_number: i64,
        #[arg(long)]
        expires_in_seconds: Option<i64>,
    },
}

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

impl Command {
    /// # Errors
    /// None today; commands that combine options may have some.
    pub fn call(self) -> Result<Call, Fault> {
        Ok(match self {
            Command::Account(account) => account.call(),
            Command::App(app) => app.call(),
            Command::Domain(domain) => domain.call(),
            Command::TransferCode(code) => code.call(),
            Command::World(world) => world.call(),
            Command::Events { after, limit } => {
                call("GET", format!("/events?after={after}&limit={limit}"), Value::Null)
            }
        })
    }
}

impl Account {
    fn call(self) -> Call {
        match self {
            Account::List { after, limit } => {
                let after = after.map(|id| format!("&after={id}")).unwrap_or_default();
                call("GET", format!("/accounts?limit={limit}{after}"), Value::Null)
            }
            Account::Show { id } => call("GET", format!("/accounts/{id}"), Value::Null),
            Account::Tree { id } => call("GET", format!("/accounts/{id}/tree"), Value::Null),
            Account::Create(new) => call("POST", "/accounts", new.body()),
            Account::Master { id, state } => {
                call("PUT", format!("/accounts/{id}/master"), json!({"master": state.is_on()}))
            }
            Account::Manages { id, state } => {
                call("PUT", format!("/accounts/{id}/manages_subaccounts"), json!({"on": state.is_on()}))
            }
            Account::Plan(plan) => call("PUT", format!("/accounts/{}/plan", plan.id), plan.body()),
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
        json!({"name": self.name, "parent_id": self.parent, "world_id": self.world, "master": self.master, "owner": owner})
    }
}

impl SetPlan {
    fn body(&self) -> Value {
        let addons: Map<String, Value> =
            self.addons.iter().map(|(name, units)| (name.clone(), (*units).into())).collect();
        json!({
            "account_type": self.account_type,
            "seats": self.seats,
            "basic_limit": self.basic_limit,
            "addons": addons,
            "bulk_license": self.bulk_license,
        })
    }
}

impl App {
    fn call(self) -> Call {
        let one = |account: &str, app: &str| format!("/accounts/{account}/apps/{app}");
        match self {
            App::List { account } => call("GET", format!("/accounts/{account}/apps"), Value::Null),
            App::Create { account, kind, name, scopes, classic, redirect_uri } => {
                let scopes = (!scopes.is_empty()).then_some(scopes);
                let body = json!({
                    "kind": kind, "name": name, "scopes": scopes, "classic": classic, "redirect_uri": redirect_uri,
                });
                call("POST", format!("/accounts/{account}/apps"), body)
            }
            App::Enable { account, app } => call("PATCH", one(&account, &app), json!({"enabled": true})),
            App::Disable { account, app } => call("PATCH", one(&account, &app), json!({"enabled": false})),
            App::Delete { account, app } => call("DELETE", one(&account, &app), Value::Null),
        }
    }
}

impl Domain {
    fn call(self) -> Call {
        let all = |account: &str| format!("/accounts/{account}/managed_domains");
        match self {
            Domain::List { account } => call("GET", all(&account), Value::Null),
            Domain::Add { account, domain } => call("POST", all(&account), json!({"domain": domain})),
            Domain::Remove { account, domain } => call("DELETE", format!("{}/{domain}", all(&account)), Value::Null),
        }
    }
}

impl TransferCode {
    fn call(self) -> Call {
        let TransferCode::Mint { account, email, master_number, expires_in_seconds } = self;
        let body = json!({
            "email": email, "master_account_number": master_number, "expires_in_seconds": expires_in_seconds,
        });
        call("POST", format!("/accounts/{account}/transfer_codes"), body)
    }
}

impl World {
    fn call(self) -> Call {
        let clock = |id: &str, body| call("PATCH", format!("/worlds/{id}/clock"), body);
        match self {
            World::List => call("GET", "/worlds", Value::Null),
            World::Show { id } => call("GET", format!("/worlds/{id}"), Value::Null),
            World::Create { name } => call("POST", "/worlds", json!({"name": name})),
            World::Advance { id, seconds } => clock(&id, json!({"advance_seconds": seconds})),
            World::Set { id, moment } => clock(&id, json!({"set": moment})),
            World::Stop { id } => clock(&id, json!({"stopped": true})),
            World::Start { id } => clock(&id, json!({"stopped": false})),
        }
    }
}
