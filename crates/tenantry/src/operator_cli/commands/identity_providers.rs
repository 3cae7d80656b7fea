//! `operator identity-provider …`: where the users of an account sign in.
use super::{Call, Segment, call, get};
use clap::Subcommand;
use serde_json::{Value, json};

#[derive(Debug, Clone, Subcommand)]
pub enum IdentityProvider {
    Show {
        account: Segment,
    },
    /// Have the users of an account sign in elsewhere (OpenID Connect)
    Set {
        account: Segment,
        /// The name by which people find the account
        #[arg(long)]
        vanity: String,
        #[arg(long)]
        issuer: String,
        #[arg(long)]
        client_id: String,
        /// As it was before when left out
        #[arg(long)]
        client_secret: Option<String>,
        /// Whoever the provider knows becomes a Basic user, if its email is of a managed domain
        #[arg(long)]
        creates_users: bool,
    },
    Remove {
        account: Segment,
    },
}

impl IdentityProvider {
    pub fn call(self) -> Call {
        let path = |account: &Segment| format!("/accounts/{account}/identity_provider");
        match self {
            IdentityProvider::Show { account } => get(path(&account)),
            IdentityProvider::Remove { account } => call("DELETE", path(&account), Value::Null),
            IdentityProvider::Set { account, vanity, issuer, client_id, client_secret, creates_users } => {
                let mut body =
                    json!({"vanity": vanity, "issuer": issuer, "client_id": client_id, "creates_users": creates_users});
                if let (Some(secret), Some(fields)) = (client_secret, body.as_object_mut()) {
                    fields.insert("client_secret".to_owned(), secret.into());
                }
                call("PUT", path(&account), body)
            }
        }
    }
}
