//! The consolidated statement: what a whole tree costs and brings in a time, beside the time before.
mod api;
mod period;
mod rows;
mod store;
mod sum;
#[cfg(test)]
mod tests;
mod views;

pub use api::{operations, operator_operations};
pub use period::Period;
pub use rows::csv;
pub use sum::{
    AccountPart, Builder, Debt, Debts, Figures, Line, Name, PlanPart, Sold, Standing, Statement, Subtree, Sums, Totals,
};
