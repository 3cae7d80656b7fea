//! `operator app …`: apps of an account and their credentials.
use super::{Call, call, get};
use clap::Subcommand;
use serde_json::{Value, json};

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
    /// Give an app other scopes; tokens that it has keep theirs
    Scopes {
        account: String,
        app: String,
        /// A scope; may be repeated [default: every scope that the app may hold]
        #[arg(long = "scope")]
        scopes: Vec<String>,
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
    /// Issue a token with which an app acts for one user, and print it, once
    UserToken {
        account: String,
        #[arg(long)]
        client_id: String,
        #[arg(long)]
        user_id: String,
    },
}

impl App {
    pub fn call(self) -> Call {
        let one = |account: &str, app: &str| format!("/accounts/{account}/apps/{app}");
        match self {
            App::List { account } => get(format!("/accounts/{account}/apps")),
            App::Create { account, kind, name, scopes, classic, redirect_uri } => {
                let body = json!({
                    "kind": kind, "name": name, "scopes": named(scopes), "classic": classic, "redirect_uri": redirect_uri,
                });
                call("POST", format!("/accounts/{account}/apps"), body)
            }
            App::Scopes { account, app, scopes } => {
                call("PATCH", one(&account, &app), json!({"scopes": named(scopes)}))
            }
            App::Enable { account, app } => call("PATCH", one(&account, &app), json!({"enabled": true})),
            App::Disable { account, app } => call("PATCH", one(&account, &app), json!({"enabled": false})),
            App::Delete { account, app } => call("DELETE", one(&account, &app), Value::Null),
            App::UserToken { account, client_id, user_id } => {
                let body = json!({"client_id": client_id, "user_id": user_id});
                call("POST", format!("/accounts/{account}/user_tokens"), body)
            }
        }
    }
}

/// Nothing stands for every scope that there may be.
fn named(scopes: Vec<String>) -> Option<Vec<String>> {
    (!scopes.is_empty()).then_some(scopes)
}
