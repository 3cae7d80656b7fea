//! A statement as JSON.
use super::{AccountPart, Debt, Figures, PlanPart, Standing, Statement, Subtree, Sums, Totals};
use crate::{
    amount::Amount,
    money::{Currency, Money, MoneyFault},
};
use platform::{Date, view};

view! {
    /// Sums of a time.
    pub struct SumsView {
        /// What the account is charged, without taxes.
        pub charges: Amount,
        pub tax: Amount,
        /// What it charges those below it, without taxes.
        pub revenue: Amount,
        pub revenue_tax: Amount,
        /// Revenue less what is charged for what is sold on.
        pub margin: Amount,
        /// What those below it charge in their turn.
        pub resale_revenue: Amount,
        /// That less what they are charged for it.
        pub resale_margin: Amount,
    }
}
view! {
    /// Sums in one currency, beside those of the time before.
    pub struct FiguresView {
        pub currency: String,
        pub now: SumsView,
        pub before: SumsView,
    }
}
view! {
    /// A plan of an account. What those below it charge stands in sums alone.
    pub struct PlanFiguresView {
        pub r#type: String,
        pub name: String,
        /// Of the latest charge; 0 where there was none, and for several accounts together.
        pub quantity: i64,
        pub currency: String,
        pub charges: Amount,
        pub tax: Amount,
        pub revenue: Amount,
        pub revenue_tax: Amount,
        pub charges_before: Amount,
        pub tax_before: Amount,
        pub revenue_before: Amount,
        pub revenue_tax_before: Amount,
    }
}
view! {
    /// An account of the tree.
    pub struct AccountFiguresView {
        /// Empty for those together that are not managed at present.
        pub account_id: String,
        /// Absent for one that is not in the tree any more, or is not managed at present.
        pub account_name: Option<String>,
        pub account_number: Option<i64>,
        pub plans: Vec<PlanFiguresView>,
    }
}
view! {
    /// An account directly below, with all below it; or the account itself.
    pub struct SubtreeView {
        /// Empty for those together that are not managed at present.
        pub account_id: String,
        pub account_name: Option<String>,
        pub account_number: Option<i64>,
        pub totals: Vec<FiguresView>,
        pub accounts: Vec<AccountFiguresView>,
    }
}
view! {
    /// An invoice that the account owes or has owed.
    pub struct OwedView {
        pub invoice_number: String,
        /// Empty where it is about an account that is not managed at present.
        pub invoice_id: String,
        /// Whose plans it is about; empty where that is not managed at present.
        pub account_id: String,
        pub invoice_date: Date,
        pub due_date: Date,
        pub currency: String,
        pub total_amount: Amount,
        pub tax_amount: Amount,
        pub balance: Amount,
        pub standing: Standing,
    }
}
view! {
    /// What the account owes of the time, in one currency.
    pub struct DebtsView {
        pub currency: String,
        pub invoiced: Amount,
        pub open: Amount,
        pub overdue: Amount,
    }
}
view! {
    /// What a whole tree costs and brings, beside the time before. Currencies are not converted.
    pub struct StatementView {
        pub account_id: String,
        pub account_name: Option<String>,
        pub account_number: Option<i64>,
        pub from: Date,
        pub to: Date,
        pub before_from: Date,
        pub before_to: Date,
        pub totals: Vec<FiguresView>,
        pub subtrees: Vec<SubtreeView>,
        pub debts: Vec<DebtsView>,
        pub invoices: Vec<OwedView>,
    }
}

/// Amounts become numbers of major units, and each time ends with its last day.
///
/// # Errors
/// [`MoneyFault::Overflow`].
pub fn statement(statement: &Statement) -> Result<StatementView, MoneyFault> {
    Ok(StatementView {
        account_id: statement.account_id.clone(),
        account_name: statement.name.as_ref().map(|name| name.name.clone()),
        account_number: statement.name.as_ref().map(|name| name.number),
        from: statement.period.from,
        to: statement.period.last(),
        before_from: statement.before.from,
        before_to: statement.before.last(),
        totals: totals(&statement.totals)?,
        subtrees: statement.subtrees.iter().map(subtree).collect::<Result<_, _>>()?,
        debts: statement.debts.iter().map(|(currency, sums)| debts(*currency, sums)).collect(),
        invoices: statement.invoices.iter().map(owed).collect(),
    })
}

fn totals(totals: &Totals) -> Result<Vec<FiguresView>, MoneyFault> {
    totals.iter().map(|(currency, figures)| of(*currency, figures)).collect()
}

fn of(currency: Currency, figures: &Figures) -> Result<FiguresView, MoneyFault> {
    Ok(FiguresView {
        currency: currency.to_string(),
        now: sums(currency, figures.now)?,
        before: sums(currency, figures.before)?,
    })
}

fn sums(currency: Currency, sums: Sums) -> Result<SumsView, MoneyFault> {
    let amount = |minor| Amount(Money::new(minor, currency));
    Ok(SumsView {
        charges: amount(sums.cost),
        tax: amount(sums.tax),
        revenue: amount(sums.revenue),
        revenue_tax: amount(sums.revenue_tax),
        margin: amount(sums.margin()?),
        resale_revenue: amount(sums.resale),
        resale_margin: amount(sums.resale_margin()?),
    })
}

fn subtree(subtree: &Subtree) -> Result<SubtreeView, MoneyFault> {
    Ok(SubtreeView {
        account_id: subtree.account_id.clone(),
        account_name: subtree.name.as_ref().map(|name| name.name.clone()),
        account_number: subtree.name.as_ref().map(|name| name.number),
        totals: totals(&subtree.totals)?,
        accounts: subtree.accounts.iter().map(account).collect(),
    })
}

fn account(account: &AccountPart) -> AccountFiguresView {
    AccountFiguresView {
        account_id: account.account_id.clone(),
        account_name: account.name.as_ref().map(|name| name.name.clone()),
        account_number: account.name.as_ref().map(|name| name.number),
        plans: account.plans.iter().map(plan).collect(),
    }
}

fn plan(plan: &PlanPart) -> PlanFiguresView {
    let amount = |minor| Amount(Money::new(minor, plan.currency));
    let (now, before) = (plan.figures.now, plan.figures.before);
    PlanFiguresView {
        r#type: plan.code.clone(),
        name: plan.name.clone(),
        quantity: plan.quantity,
        currency: plan.currency.to_string(),
        charges: amount(now.cost),
        tax: amount(now.tax),
        revenue: amount(now.revenue),
        revenue_tax: amount(now.revenue_tax),
        charges_before: amount(before.cost),
        tax_before: amount(before.tax),
        revenue_before: amount(before.revenue),
        revenue_tax_before: amount(before.revenue_tax),
    }
}

fn debts(currency: Currency, sums: &super::Debts) -> DebtsView {
    let amount = |minor| Amount(Money::new(minor, currency));
    DebtsView {
        currency: currency.to_string(),
        invoiced: amount(sums.invoiced),
        open: amount(sums.open),
        overdue: amount(sums.overdue),
    }
}

fn owed(debt: &Debt) -> OwedView {
    let amount = |minor| Amount(Money::new(minor, debt.currency));
    OwedView {
        invoice_number: debt.number.clone(),
        invoice_id: debt.invoice_id.clone(),
        account_id: debt.account_id.clone(),
        invoice_date: debt.date,
        due_date: debt.due_date,
        currency: debt.currency.to_string(),
        total_amount: amount(debt.total),
        tax_amount: amount(debt.tax),
        balance: amount(debt.balance),
        standing: debt.standing,
    }
}
