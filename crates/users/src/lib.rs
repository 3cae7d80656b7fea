//! Users of an account and their roles.
pub mod emails;
pub mod names;
pub mod passwords;
pub mod phones;
pub mod roles;
pub mod users;

use platform::Api;

/// Declares every operation of this product.
pub fn operations(api: &mut Api) {
    users::operations(api);
    roles::operations(api);
}
