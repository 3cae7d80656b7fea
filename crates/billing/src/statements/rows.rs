//! A statement for a spreadsheet: a row for each plan of each account.
use super::{AccountPart, Name, PlanPart, Statement, Subtree};
use crate::documents::{Rows, Value};
use storage::Result;

const HEADINGS: [&str; 18] = [
    "subtree_number",
    "subtree_name",
    "subtree_id",
    "account_number",
    "account_name",
    "account_id",
    "plan",
    "plan_name",
    "quantity",
    "currency",
    "charges",
    "tax",
    "revenue",
    "revenue_tax",
    "charges_before",
    "tax_before",
    "revenue_before",
    "revenue_tax_before",
];

/// All plans of a statement as CSV.
///
/// # Errors
/// [`storage::Fault::Broken`] when it cannot be written.
pub fn csv(statement: &Statement) -> Result<Vec<u8>> {
    let mut rows = Rows::below(&HEADINGS)?;
    for subtree in &statement.subtrees {
        for account in &subtree.accounts {
            for plan in &account.plans {
                rows.add(&row(subtree, account, plan))?;
            }
        }
    }
    rows.finish()
}

fn row<'s>(subtree: &'s Subtree, account: &'s AccountPart, plan: &'s PlanPart) -> [Value<'s>; 18] {
    let amount = |minor| Value::Amount(minor, plan.currency);
    let (now, before) = (plan.figures.now, plan.figures.before);
    [
        number(&subtree.name),
        name(&subtree.name),
        Value::Text(&subtree.account_id),
        number(&account.name),
        name(&account.name),
        Value::Text(&account.account_id),
        Value::Text(&plan.code),
        Value::Text(&plan.name),
        Value::Number(plan.quantity),
        Value::Text(plan.currency.as_str()),
        amount(now.cost),
        amount(now.tax),
        amount(now.revenue),
        amount(now.revenue_tax),
        amount(before.cost),
        amount(before.tax),
        amount(before.revenue),
        amount(before.revenue_tax),
    ]
}

fn number(name: &Option<Name>) -> Value<'_> {
    name.as_ref().map_or(Value::Text(""), |name| Value::Number(name.number))
}

fn name(name: &Option<Name>) -> Value<'_> {
    Value::Text(name.as_ref().map_or("", |name| &name.name))
}
