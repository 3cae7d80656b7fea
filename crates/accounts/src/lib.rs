//! Accounts: the tree below a master, what a master sets for its subaccounts, owners and domains.
pub mod accounts;

use platform::Api;

/// Declares every operation of this product.
pub fn operations(api: &mut Api) {
    accounts::operations(api);
}
