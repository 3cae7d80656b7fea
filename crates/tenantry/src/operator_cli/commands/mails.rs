//! `operator mail …`: what was written to users.
use super::{Call, Segment, get, list};
use clap::Subcommand;
use form_urlencoded::Serializer;

#[derive(Debug, Clone, Subcommand)]
pub enum Mail {
    /// List mail, oldest first; with --json texts and links too
    List {
        /// Only mail to users of this account
        #[arg(long, value_name = "ID")]
        account: Option<String>,
        /// Only mail to this address
        #[arg(long, value_name = "EMAIL")]
        to: Option<String>,
    },
    /// Read a mail
    Show { id: Segment },
}

impl Mail {
    pub fn call(self) -> Call {
        match self {
            Mail::List { account, to } => {
                let mut query = Serializer::new(String::new());
                query.extend_pairs(account.map(|id| ("account_id", id)));
                query.extend_pairs(to.map(|email| ("to", email)));
                list(format!("/mails?{}", query.finish()), "mails")
            }
            Mail::Show { id } => get(format!("/mails/{id}")),
        }
    }
}
