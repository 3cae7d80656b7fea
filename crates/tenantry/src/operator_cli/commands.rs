//! The commands, and the call of the operator plane that each stands for.
mod access_keys;
mod accounts;
mod apps;
mod billing;
mod domains;
mod identity_providers;
mod mails;
mod plans;
mod provided;
mod segment;
#[cfg(test)]
mod tests;
mod transfer_codes;
mod users;
mod worlds;

use access_keys::AccessKey;
use accounts::Account;
use apps::App;
use billing::Billing;
use clap::{Subcommand, ValueEnum};
use domains::Domain;
use identity_providers::IdentityProvider;
use mails::Mail;
use plans::Plan;
use provided::Provide;
use segment::Segment;
use serde_json::Value;
use transfer_codes::TransferCode;
use users::User;
use worlds::World;

/// One call of the operator plane; a list is asked for part by part until nothing follows.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: &'static str,
    /// What follows `/operator/v1`, with its query.
    pub path: String,
    /// Null for none.
    pub body: Value,
    /// The name of the list of which the answer is a part.
    pub list: Option<&'static str>,
}

fn call(method: &'static str, path: impl Into<String>, body: Value) -> Call {
    Call { method, path: path.into(), body, list: None }
}
fn get(path: impl Into<String>) -> Call {
    call("GET", path, Value::Null)
}
fn list(path: impl Into<String>, name: &'static str) -> Call {
    Call { list: Some(name), ..get(path) }
}

#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Accounts and where they stand
    #[command(subcommand)]
    Account(Account),
    /// What accounts have bought
    #[command(subcommand)]
    Plan(Plan),
    /// Invoices, payments and terms of accounts
    #[command(subcommand)]
    Billing(Billing),
    /// Apps of an account and their credentials
    #[command(subcommand)]
    App(App),
    /// Keys with which meetings run in the name of users
    #[command(subcommand)]
    AccessKey(AccessKey),
    /// Users, whatever their account wants
    #[command(subcommand)]
    User(User),
    /// What other products keep for a user
    #[command(subcommand)]
    Provide(Provide),
    /// Domains of an account
    #[command(subcommand)]
    Domain(Domain),
    /// Where the users of an account sign in
    #[command(subcommand)]
    IdentityProvider(IdentityProvider),
    /// Codes with which a free account lets itself be moved
    #[command(subcommand)]
    TransferCode(TransferCode),
    /// Mail to users
    #[command(subcommand)]
    Mail(Mail),
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

impl Command {
    pub fn call(self) -> Call {
        match self {
            Command::Account(account) => account.call(),
            Command::Plan(plan) => plan.call(),
            Command::Billing(billing) => billing.call(),
            Command::App(app) => app.call(),
            Command::AccessKey(key) => key.call(),
            Command::Provide(provide) => provide.call(),
            Command::User(user) => user.call(),
            Command::Domain(domain) => domain.call(),
            Command::IdentityProvider(provider) => provider.call(),
            Command::TransferCode(code) => code.call(),
            Command::Mail(mail) => mail.call(),
            Command::World(world) => world.call(),
            Command::Events { after, limit } => get(format!("/events?after={after}&limit={limit}")),
        }
    }
}
