//! Users of an account, their roles and their settings.
pub mod emails;
pub mod names;
pub mod passwords;
pub mod phones;
pub mod roles;
pub mod settings;
pub mod users;

use platform::Api;

/// Declares every operation of this product.
pub fn operations(api: &mut Api) {
    users::operations(api);
    roles::operations(api);
    settings::operations(api);
}
