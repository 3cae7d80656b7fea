//! Apps, tokens, passwords and sessions: how people and programs prove who they are.
pub mod access_keys;
pub mod apps;
pub mod passwords;
mod personal;
pub mod sessions;
pub mod tokens;
pub mod two_factor;

pub use personal::KEPT;
use platform::Api;

/// Declares every operation of the token endpoint.
pub fn operations(api: &mut Api) {
    tokens::operations(api);
}
