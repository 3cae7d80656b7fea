//! The operator plane: what the platform's owner does and no tenant may.
mod access_keys;
mod accounts;
mod apps;
mod billing;
mod domains;
mod identity_providers;
mod invoices;
mod log;
mod mails;
mod paths;
mod provided;
mod reach;
mod second_factors;
mod transfer_codes;
mod user_locks;
mod user_tokens;
mod worlds;

use platform::Api;

pub use worlds::{DEFAULT_WORLD, is_prepared, prepare};

/// Declares every operation of this plane.
pub fn operations(api: &mut Api) {
    ::billing::statements::operator_operations(api);
    worlds::operations(api);
    accounts::operations(api);
    billing::operations(api);
    invoices::operations(api);
    apps::operations(api);
    domains::operations(api);
    transfer_codes::operations(api);
    user_tokens::operations(api);
    access_keys::operations(api);
    provided::operations(api);
    user_locks::operations(api);
    second_factors::operations(api);
    identity_providers::operations(api);
    mails::operations(api);
    log::operations(api);
}
