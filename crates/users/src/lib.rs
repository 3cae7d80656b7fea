//! Users of an account, their roles, groups, divisions and settings.
pub mod contact_groups;
pub mod divisions;
pub mod emails;
pub mod groups;
pub mod information_barriers;
mod kept;
pub mod names;
pub mod passwords;
mod personal;
pub mod phones;
pub mod roles;
pub mod settings;
mod signin;
pub mod users;

pub use personal::KEPT;
use platform::{Api, Result};
use storage::Tenant;

/// Declares every operation of this product.
pub fn operations(api: &mut Api) {
    users::operations(api);
    roles::operations(api);
    settings::operations(api);
    groups::operations(api);
    information_barriers::operations(api);
    contact_groups::operations(api);
    divisions::operations(api);
}

/// What every account has from its beginning: the roles of the system, and its main division.
///
/// # Errors
/// The account has them already.
pub fn furnish(account: &mut Tenant) -> Result<()> {
    roles::create_system_roles(account)?;
    divisions::create_main_division(account)
}

/// Declares what people come to with a link from a mail, or without one.
pub fn pages(api: &mut Api) {
    users::pages(api);
    signin::operations(api);
}
