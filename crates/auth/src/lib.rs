//! Apps, what users allow them, tokens, passwords and sessions: how people and programs prove who they are.
pub mod access_keys;
pub mod apps;
mod authorizations;
mod clients;
mod consent;
mod device;
mod grants;
pub mod identity;
mod lapsed;
mod metadata;
pub mod passwords;
mod personal;
mod scopes;
pub mod sessions;
pub mod tokens;
pub mod two_factor;

pub use authorizations::end_revoked;
pub use device::misses::forget as forget_misses;
pub use personal::KEPT;
use platform::Api;

/// Declares every operation of the token endpoint, and of what stands beside it.
pub fn operations(api: &mut Api) {
    tokens::operations(api);
    device::operations(api);
}

/// Declares what people decide about apps with a browser.
pub fn consent(api: &mut Api) {
    consent::operations(api);
}

/// Declares what the server says of itself.
pub fn well_known(api: &mut Api) {
    metadata::operations(api);
}
