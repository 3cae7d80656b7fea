//! Users of an account, their roles and their settings.
//! Users of an account, their roles and their groups.
pub mod contact_groups;
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
pub mod users;

pub use personal::KEPT;
use platform::Api;

/// Declares every operation of this product.
pub fn operations(api: &mut Api) {
    users::operations(api);
    roles::operations(api);
    settings::operations(api);
    groups::operations(api);
    information_barriers::operations(api);
    contact_groups::operations(api);
}

/// Declares what people come to with a link from a mail, or without one.
pub fn pages(api: &mut Api) {
    users::pages(api);
}
