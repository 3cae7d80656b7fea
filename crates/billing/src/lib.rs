//! What accounts buy, owe and may use: the catalogue, subscriptions, invoices, and entitlements.
#![deny(clippy::float_arithmetic, reason = "money is whole minor units, also where no type says what a number is")]

mod account;
mod amount;
mod balances;
pub mod catalogue;
pub mod contact;
mod department;
mod desk;
pub mod documents;
mod entitlements;
mod events;
mod grants;
mod grid;
pub mod invoice_reports;
pub mod invoices;
pub mod ledger;
pub mod money;
pub mod payments;
mod plans;
mod prices;
mod renewals;
mod run;
mod seats;
pub mod shares;
pub mod statements;
pub mod subscriptions;
mod tiers;

pub use account::{bring_up_to_date, end_soon, is_ending, open};
pub use amount::Amount;
pub use balances::{BalanceKey, balances};
pub use contact::Contact;
pub use desk::{Counts, Desk, Dunning, InUse};
pub use entitlements::{BASIC, Entitlements, LICENSED, entitled, places};
pub use grants::{AccountType, Grant, grant};
pub use plans::SEATS_IN_USE;
pub use prices::terms;
pub use run::{Slice, carry_out, next_due, put_off};
pub use seats::{nearly_taken, seat_taken};

use platform::{Api, Date, Timestamp};
use storage::{Result, Tenant};

/// Declares the operations of billing.
pub fn operations(api: &mut Api) {
    plans::operations(api);
    contact::operations(api);
    renewals::operations(api);
    prices::operations(api);
    invoices::operations(api);
    invoice_reports::operations(api);
    department::operations(api);
    statements::operations(api);
}

/// The day that it is in the world of the account.
pub fn today(tenant: &Tenant) -> Date {
    Timestamp::from_millis(tenant.now()).date()
}

/// Whether the account has a plan that has not ended: also one that is cancelled, and while it is suspended.
///
/// # Errors
/// Those of the store.
pub fn has_plan(tenant: &Tenant) -> Result<bool> {
    account::has_plan(tenant)
}

/// Whether anybody owes something for the plans of this account.
///
/// # Errors
/// Those of the store.
pub fn is_anything_owed(tenant: &Tenant) -> Result<bool> {
    invoices::store::is_anything_owed(tenant)
}
