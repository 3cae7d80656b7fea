//! How an account pays and is billed, and its plans.
mod end;
mod open;
mod store;

pub use end::{end_plans, end_soon, is_ending};
pub use open::{Given, Open, bring_up_to_date, open, open_as_it_is};
pub use store::Payer;
pub(crate) use store::{has_plan, next_invoice, payer};
