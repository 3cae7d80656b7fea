//! An invoice and its lines, as they are read from the store, rendered and summed.
use crate::{
    grid::days_after,
    money::{self, Currency, Money, MoneyFault},
};
use platform::{Date, choice};

choice! {
    /// The published status of an invoice (`billing.md` 4.1).
    pub enum Standing: text { Draft = "Draft", Posted = "Posted", Canceled = "Canceled" }
}
choice! {
    /// What a line is charged for.
    pub enum ChargeType: text { Recurring = "Recurring", Usage = "Usage", OneTime = "OneTime" }
}

/// An invoice. Amounts are minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// 32 hexadecimal digits.
    pub id: String,
    /// `INV` and eight digits, without gaps below one master.
    pub number: String,
    /// Whose plans it is about.
    pub account_id: String,
    /// Who owes it; fixed when it is issued.
    pub debtor_id: String,
    /// Who has sold what it is for; empty for the platform.
    pub seller_id: String,
    pub currency: Currency,
    pub status: Standing,
    pub date: Date,
    /// Charges that are due until here are on it.
    pub target_date: Date,
    pub due_date: Date,
    pub purchase_order_number: String,
    pub lines: Vec<Line>,
    /// All amounts and taxes of its lines. Below zero for a credit.
    pub total: i64,
    pub tax: i64,
    /// What was taken from the debtor's credit when it was issued.
    pub credited: i64,
    /// What was set off against credit or given up later; of a credit, what was paid out of it.
    pub adjusted: i64,
    /// Payments less refunds.
    pub paid: i64,
    /// Still owed: never below zero.
    pub balance: i64,
}

impl Invoice {
    /// Those it is between see it, and nobody else: not the account whose plans it is about, where another pays for them.
    pub fn is_seen_by(&self, account: &str) -> bool {
        self.debtor_id == account || self.seller_id == account
    }
    /// What its lines charge, with taxes, without what they give back; and the numbers of those lines.
    ///
    /// # Errors
    /// More than can be owed.
    pub(crate) fn charged(&self) -> Result<(i64, Vec<i64>), MoneyFault> {
        let charges = || self.lines.iter().filter(|line| line.credits.is_none());
        let sum = money::sum(charges().flat_map(|line| [line.amount, line.tax]))?;
        Ok((sum, charges().filter_map(|line| line.id.parse().ok()).collect()))
    }
    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
    /// Still owed after its day.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.balance > 0 && self.due_date < today
    }
}

/// What one plan costs for one time, or what is given back of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: String,
    /// `C-` and eight digits, one for each plan of an account.
    pub charge_number: String,
    pub charge_type: ChargeType,
    /// The plan's code and name.
    pub code: String,
    pub name: String,
    /// The first day of the service, and the day after its last.
    pub start: Date,
    pub end: Date,
    pub quantity: i64,
    /// What one host costs a full period.
    pub unit: i64,
    pub purchase_order_number: String,
    /// Without tax; below zero for a credit.
    pub amount: i64,
    pub tax: i64,
    /// The line that this one gives a part back of.
    pub credits: Option<String>,
}

impl Line {
    /// The last day of the service.
    pub fn last_day(&self) -> Date {
        days_after(self.end, -1)
    }
    /// As people read it: what is given back of an earlier line says so.
    pub fn charge_name(&self) -> String {
        if self.credits.is_some() { format!("{}, unused part", self.name) } else { self.name.clone() }
    }
}
