//! `operator app …`: apps of an account and their credentials.
use super::{Call, Segment, State, call, get};
use clap::Subcommand;
use serde_json::{Value, json};

#[derive(Debug, Clone, Subcommand)]
pub enum App {
    List {
        account: Segment,
    },
    /// Make an app and print its credentials, once
    Create {
        account: Segment,
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
        /// The user of the account who makes it: no scope that its role does not give [default: the platform's owner]
        #[arg(long, value_name = "USER")]
        creator: Option<String>,
        /// Where people are sent back to; may be repeated
        #[arg(long = "redirect-uri", value_name = "URL")]
        redirect_uris: Vec<String>,
        /// It can keep no secret, and gets none
        #[arg(long)]
        public: bool,
        /// It may ask for codes that are entered on another device
        #[arg(long)]
        device: bool,
    },
    /// Install an app on its account, so that its users may authorise it
    Install {
        account: Segment,
        app: Segment,
        /// The user of the account who installs it [default: the platform's owner]
        #[arg(long)]
        user_id: Option<String>,
    },
    /// Take an app off its account, and end what its users have allowed it
    Uninstall {
        account: Segment,
        app: Segment,
    },
    /// Set all addresses that people may be sent back to; none when none is named
    Redirects {
        account: Segment,
        app: Segment,
        redirect_uris: Vec<String>,
    },
    /// Let an app ask for codes that are entered on another device, or not
    Device {
        account: Segment,
        app: Segment,
        state: State,
    },
    /// Give an app other scopes; tokens that it has keep theirs
    Scopes {
        account: Segment,
        app: Segment,
        /// A scope; may be repeated [default: every scope that the app may hold]
        #[arg(long = "scope")]
        scopes: Vec<String>,
        /// The user of the account who gives them: none that its role does not give [default: the platform's owner]
        #[arg(long, value_name = "USER")]
        creator: Option<String>,
    },
    Enable {
        account: Segment,
        app: Segment,
    },
    Disable {
        account: Segment,
        app: Segment,
    },
    /// Remove an app, and its tokens with it
    Delete {
        account: Segment,
        app: Segment,
    },
    /// Issue a token with which an app acts for one user, and print it, once
    UserToken {
        account: Segment,
        #[arg(long)]
        client_id: String,
        #[arg(long)]
        user_id: String,
    },
}

impl App {
    pub fn call(self) -> Call {
        let one = |account: &Segment, app: &Segment| format!("/accounts/{account}/apps/{app}");
        match self {
            App::List { account } => get(format!("/accounts/{account}/apps")),
            App::Create { account, kind, name, scopes, classic, creator, redirect_uris, public, device } => {
                let body = json!({
                    "kind": kind, "name": name, "scopes": named(scopes), "classic": classic, "creator": creator,
                    "redirect_uris": redirect_uris, "public": public, "device": device,
                });
                call("POST", format!("/accounts/{account}/apps"), body)
            }
            App::Install { account, app, user_id } => {
                call("PUT", format!("{}/installation", one(&account, &app)), json!({"user_id": user_id}))
            }
            App::Uninstall { account, app } => {
                call("DELETE", format!("{}/installation", one(&account, &app)), Value::Null)
            }
            App::Redirects { account, app, redirect_uris } => {
                call("PATCH", one(&account, &app), json!({"redirect_uris": redirect_uris}))
            }
            App::Device { account, app, state } => call("PATCH", one(&account, &app), json!({"device": state.is_on()})),
            App::Scopes { account, app, scopes, creator } => {
                call("PATCH", one(&account, &app), json!({"scopes": named(scopes), "creator": creator}))
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
