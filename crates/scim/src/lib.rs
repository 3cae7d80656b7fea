//! Provisioning by the rules of SCIM 2.0 (RFC 7643, RFC 7644): users and groups as identity providers keep them. What
//! they are, and what may be done with them, is for `users`.
mod addresses;
mod attributes;
mod canonical;
mod difference;
mod discovery;
mod failures;
mod filter;
mod groups;
mod lists;
mod patch;
mod path;
mod schemas;
mod selection;
mod users;

use platform::{Api, Needs};

/// The scope of everything here (scim2.json).
const SCOPE: Needs = Needs::AccountWide("scim2");

/// Declares every operation of this product.
pub fn operations(api: &mut Api) {
    users::operations(api);
    groups::operations(api);
    discovery::operations(api);
}
