//! Sign-in by an identity provider (OpenID Connect): one for each account that has single sign-on.
mod attempts;
mod events;
mod identities;
mod keys;
mod protocol;
mod provider;
mod token;

pub use attempts::{Attempt, COOKIE};
pub use identities::{forget, link, user_of};
pub use protocol::{Client, Failed, Redeeming, authorization_address};
pub use provider::{Provider, ProviderSettings, VANITY_TAKEN, is_issuer, of, remove, set};
pub use token::Identity;
