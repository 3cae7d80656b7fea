//! Summing up: from lines to plans, accounts, subtrees and the whole. Currencies have sums of their own.
use super::Period;
use crate::money::{self, Currency, MoneyFault};
use platform::{Date, choice};
use std::collections::BTreeMap;

/// A line of an invoice, as the account that reads the statement has a part in it. Amounts are minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub day: Date,
    /// Whose plan it is; empty for all accounts that are not managed at present, which are as one.
    pub about_id: String,
    pub currency: Currency,
    pub code: String,
    pub name: String,
    pub quantity: i64,
    /// Without tax; below zero for what is given back.
    pub cost: i64,
    pub tax: i64,
    /// Who is charged for it by the reader, and how much, where the reader sells it on.
    pub sold: Option<Sold>,
}

/// What the reader charges for a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sold {
    /// The id of an account directly below the reader; empty for all of them that are not managed at present.
    pub to: String,
    /// Without tax.
    pub amount: i64,
    pub tax: i64,
    /// What that account charges for it in its turn.
    pub resold: Option<i64>,
}

/// Sums of one time, in minor units of one currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// What the reader is charged.
    pub cost: i64,
    pub tax: i64,
    /// What the reader charges those below it.
    pub revenue: i64,
    pub revenue_tax: i64,
    /// What the reader is charged for what it sells on.
    pub cost_of_revenue: i64,
    /// What those below it charge in their turn, and what they are charged for that.
    pub resale: i64,
    pub cost_of_resale: i64,
}

impl Sums {
    fn of(line: &Line) -> Self {
        let own = Sums { cost: line.cost, tax: line.tax, ..Sums::default() };
        let Some(sold) = &line.sold else { return own };
        let resale = sold.resold.unwrap_or_default();
        let cost_of_resale = sold.resold.map_or(0, |_| sold.amount);
        Sums { revenue: sold.amount, revenue_tax: sold.tax, cost_of_revenue: line.cost, resale, cost_of_resale, ..own }
    }
    /// What is left to the reader of what it sells on.
    ///
    /// # Errors
    /// [`MoneyFault::Overflow`].
    pub fn margin(self) -> Result<i64, MoneyFault> {
        self.revenue.checked_sub(self.cost_of_revenue).ok_or(MoneyFault::Overflow)
    }
    /// What is left to those below it.
    ///
    /// # Errors
    /// [`MoneyFault::Overflow`].
    pub fn resale_margin(self) -> Result<i64, MoneyFault> {
        self.resale.checked_sub(self.cost_of_resale).ok_or(MoneyFault::Overflow)
    }
    pub(crate) fn plus(self, other: Sums) -> Result<Sums, MoneyFault> {
        let add = |one, other| money::sum([one, other]);
        Ok(Sums {
            cost: add(self.cost, other.cost)?,
            tax: add(self.tax, other.tax)?,
            revenue: add(self.revenue, other.revenue)?,
            revenue_tax: add(self.revenue_tax, other.revenue_tax)?,
            cost_of_revenue: add(self.cost_of_revenue, other.cost_of_revenue)?,
            resale: add(self.resale, other.resale)?,
            cost_of_resale: add(self.cost_of_resale, other.cost_of_resale)?,
        })
    }
}

/// Sums of the time and of the time before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    pub now: Sums,
    pub before: Sums,
}

impl Figures {
    fn plus(self, other: Figures) -> Result<Figures, MoneyFault> {
        Ok(Figures { now: self.now.plus(other.now)?, before: self.before.plus(other.before)? })
    }
}

/// By currency.
pub type Totals = BTreeMap<Currency, Figures>;

fn add(totals: &mut Totals, currency: Currency, figures: Figures) -> Result<(), MoneyFault> {
    let sum = totals.entry(currency).or_default();
    *sum = sum.plus(figures)?;
    Ok(())
}

/// What a plan of an account costs and brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanPart {
    pub code: String,
    pub name: String,
    pub currency: Currency,
    /// Of the latest charge of the time; 0 where there was none.
    pub quantity: i64,
    pub figures: Figures,
}

/// What the plans of an account cost and bring, within one subtree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPart {
    /// Empty for those together that are not managed at present.
    pub account_id: String,
    /// None for an account that is not in the tree any more, or is not managed at present.
    pub name: Option<Name>,
    pub totals: Totals,
    /// By code and currency.
    pub plans: Vec<PlanPart>,
}

/// An account directly below the reader with all below it, or what the reader has itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subtree {
    /// Empty for those together that are not managed at present.
    pub account_id: String,
    pub name: Option<Name>,
    pub totals: Totals,
    /// The account on top of it first, the others by their names.
    pub accounts: Vec<AccountPart>,
}

/// How an account is named in its tree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    pub name: String,
    pub number: i64,
}

choice! {
    /// How far an invoice is settled.
    pub enum Standing: text { Due = "due", Paid = "paid", Overdue = "overdue", Void = "void" }
}

/// An invoice that the reader owes, or has owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debt {
    pub number: String,
    /// Empty where it is about an account that is not managed at present.
    pub invoice_id: String,
    /// Whose plans it is about; empty where that is not managed at present.
    pub account_id: String,
    pub date: Date,
    pub due_date: Date,
    pub currency: Currency,
    /// With taxes.
    pub total: i64,
    pub tax: i64,
    /// Still owed.
    pub balance: i64,
    pub standing: Standing,
}

/// What the reader owes, by currency: what was invoiced in the time, what of it is open, and what of it is overdue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Debts {
    pub invoiced: i64,
    pub open: i64,
    pub overdue: i64,
}

/// A whole statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub account_id: String,
    pub name: Option<Name>,
    pub period: Period,
    pub before: Period,
    pub totals: Totals,
    /// What the reader has itself first, then those below it by their names.
    pub subtrees: Vec<Subtree>,
    pub debts: BTreeMap<Currency, Debts>,
    /// The newest first.
    pub invoices: Vec<Debt>,
}

type PlanKey = (String, Currency);
type Accounts = BTreeMap<String, BTreeMap<PlanKey, PlanPart>>;

/// Takes lines, in any order, and gives the statement.
pub struct Builder {
    reader: String,
    period: Period,
    before: Period,
    subtrees: BTreeMap<String, Accounts>,
    latest: BTreeMap<(String, String, PlanKey), Date>,
}

impl Builder {
    /// For the account that reads it.
    pub fn new(reader: &str, period: Period) -> Self {
        Builder {
            reader: reader.to_owned(),
            period,
            before: period.before(),
            subtrees: BTreeMap::new(),
            latest: BTreeMap::new(),
        }
    }
    /// Lines of other times say nothing.
    ///
    /// # Errors
    /// [`MoneyFault::Overflow`].
    pub fn add(&mut self, line: &Line) -> Result<(), MoneyFault> {
        let sums = Sums::of(line);
        let figures = match (self.period.has(line.day), self.before.has(line.day)) {
            (true, _) => Figures { now: sums, ..Figures::default() },
            (_, true) => Figures { before: sums, ..Figures::default() },
            _ => return Ok(()),
        };
        let subtree = line.sold.as_ref().map_or(&self.reader, |sold| &sold.to).clone();
        let key = (line.code.clone(), line.currency);
        let plans = self.subtrees.entry(subtree.clone()).or_default().entry(line.about_id.clone()).or_default();
        let plan = plans.entry(key.clone()).or_insert_with(|| PlanPart {
            code: line.code.clone(),
            name: line.name.clone(),
            currency: line.currency,
            quantity: 0,
            figures: Figures::default(),
        });
        plan.figures = plan.figures.plus(figures)?;
        if self.period.has(line.day) && line.cost >= 0 {
            let latest = self.latest.entry((subtree, line.about_id.clone(), key)).or_insert(line.day);
            if *latest <= line.day {
                *latest = line.day;
                plan.quantity = line.quantity;
            }
        }
        Ok(())
    }
    /// `names` are those of the accounts of the tree by id; `invoices` what the reader owes of the time, in any order.
    ///
    /// # Errors
    /// [`MoneyFault::Overflow`].
    pub fn finish(self, names: &BTreeMap<String, Name>, invoices: Vec<Debt>) -> Result<Statement, MoneyFault> {
        let mut subtrees = Vec::with_capacity(self.subtrees.len());
        let mut totals = Totals::new();
        for (id, accounts) in self.subtrees {
            let subtree = subtree(id, accounts, names)?;
            for (currency, figures) in &subtree.totals {
                add(&mut totals, *currency, *figures)?;
            }
            subtrees.push(subtree);
        }
        let reader = self.reader.clone();
        subtrees.sort_by_cached_key(|subtree| place(&reader, &subtree.account_id, &subtree.name));
        let (debts, invoices) = summed(invoices)?;
        Ok(Statement {
            name: names.get(&self.reader).cloned(),
            account_id: self.reader,
            period: self.period,
            before: self.before,
            totals,
            subtrees,
            debts,
            invoices,
        })
    }
}

/// First, then by name, then what has none.
fn place(first: &str, id: &str, name: &Option<Name>) -> (bool, bool, Option<Name>, String) {
    (id != first, name.is_none(), name.clone(), id.to_owned())
}

fn subtree(id: String, accounts: Accounts, names: &BTreeMap<String, Name>) -> Result<Subtree, MoneyFault> {
    let mut parts = Vec::with_capacity(accounts.len());
    let mut totals = Totals::new();
    for (account_id, plans) in accounts {
        let mut of_account = Totals::new();
        for plan in plans.values() {
            add(&mut of_account, plan.currency, plan.figures)?;
            add(&mut totals, plan.currency, plan.figures)?;
        }
        let name = names.get(&account_id).cloned();
        parts.push(AccountPart { account_id, name, totals: of_account, plans: plans.into_values().collect() });
    }
    parts.sort_by_cached_key(|part| place(&id, &part.account_id, &part.name));
    Ok(Subtree { name: names.get(&id).cloned(), account_id: id, totals, accounts: parts })
}

fn summed(mut invoices: Vec<Debt>) -> Result<(BTreeMap<Currency, Debts>, Vec<Debt>), MoneyFault> {
    let mut debts: BTreeMap<Currency, Debts> = BTreeMap::new();
    for debt in invoices.iter().filter(|debt| debt.standing != Standing::Void) {
        let sum = debts.entry(debt.currency).or_default();
        let overdue = if debt.standing == Standing::Overdue { debt.balance } else { 0 };
        *sum = Debts {
            invoiced: money::sum([sum.invoiced, debt.total])?,
            open: money::sum([sum.open, debt.balance])?,
            overdue: money::sum([sum.overdue, overdue])?,
        };
    }
    invoices.sort_by(|one, other| other.date.cmp(&one.date).then_with(|| other.number.cmp(&one.number)));
    Ok((debts, invoices))
}
