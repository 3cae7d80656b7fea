//! Accounts: the tree below a master, what a master sets for its subaccounts, owners, domains and settings.
pub mod accounts;
pub mod data_requests;
mod settings;

use platform::Api;

/// Declares every operation of this product.
pub fn operations(api: &mut Api) {
    accounts::operations(api);
    settings::operations(api);
    data_requests::operations(api);
}
