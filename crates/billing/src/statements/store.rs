//! From the rows of the account that reads a statement to the statement.
use super::{Builder, Debt, Line, Name, Period, Standing, Statement, sum::Sold};
use crate::{
    invoices::{self, store::number_text},
    money::Currency,
    shares::{self, Share, Side},
    today,
};
use platform::Date;
use std::collections::{BTreeMap, BTreeSet};
use storage::{Fault, Result, Sql, Tenant, record, sql};

record! {
    struct DebtRow {
        number: i64,
        about_id: String,
        invoice_id: String,
        date: i64,
        due_date: i64,
        currency: String,
        total: i64,
        tax: i64,
        balance: i64,
        status: String,
    }
}

const DEBTS: Sql = sql!(
    "SELECT number, about_id, invoice_id, date, due_date, currency, total, tax, balance, status
     FROM debts WHERE account_id = $1 AND date >= $2 AND date < $3"
);

/// The accounts of the tree: how those are named that the reader manages, and which it does not manage at present.
struct Family {
    names: BTreeMap<String, Name>,
    hidden: BTreeSet<String>,
}

impl Family {
    fn of(tenant: &Tenant) -> Result<Self> {
        let manages = tenant.facts()?.manages;
        let (mut names, mut hidden) = (BTreeMap::new(), BTreeSet::new());
        for one in tenant.family()? {
            if one.id == tenant.account_id() || (manages && one.parent_manages) {
                names.insert(one.id, Name { name: one.name, number: one.number });
            } else {
                hidden.insert(one.id);
            }
        }
        Ok(Family { names, hidden })
    }
    fn hides(&self, id: &str) -> bool {
        self.hidden.contains(id)
    }
    /// The id as the statement shows it: those that are hidden are all one, which counts and says nothing of itself.
    fn shown(&self, id: &str) -> String {
        if self.hides(id) { String::new() } else { id.to_owned() }
    }
}

/// The statement of this account.
///
/// # Errors
/// Those of the store; [`Fault::Broken`] for sums that nobody can owe.
pub fn statement(tenant: &Tenant, period: Period) -> Result<Statement> {
    let family = Family::of(tenant)?;
    let mut builder = Builder::new(tenant.account_id(), period);
    // The parts of a line follow each other.
    let mut parts: Vec<Share> = Vec::new();
    shares::between(tenant, period.before().from, period.to, &mut |share| {
        if parts.first().is_some_and(|first| !is_one_line(first, &share)) {
            add(&mut builder, &family, std::mem::take(&mut parts))?;
        }
        parts.push(share);
        Ok(())
    })?;
    add(&mut builder, &family, parts)?;
    builder.finish(&family.names, debts(tenant, &family, period)?).map_err(Fault::from)
}

fn is_one_line(one: &Share, other: &Share) -> bool {
    (one.day, &one.about_id, one.line) == (other.day, &other.about_id, other.line)
}

fn add(builder: &mut Builder, family: &Family, parts: Vec<Share>) -> Result<()> {
    let part = |side| parts.iter().find(|part| part.side == side);
    let Some(cost) = part(Side::Cost) else { return Ok(()) };
    let resold = part(Side::Below).map(|below| below.amount);
    let sold = part(Side::Sales).map(|sales| Sold {
        to: family.shown(&sales.other_id),
        amount: sales.amount,
        tax: sales.tax,
        resold,
    });
    let line = Line {
        day: cost.day,
        about_id: family.shown(&cost.about_id),
        currency: cost.currency,
        code: cost.code.clone(),
        name: cost.name.clone(),
        // The hosts of one account are not those of several.
        quantity: if family.hides(&cost.about_id) { 0 } else { cost.quantity },
        cost: cost.amount,
        tax: cost.tax,
        sold,
    };
    builder.add(&line).map_err(Fault::from)
}

fn debts(tenant: &Tenant, family: &Family, period: Period) -> Result<Vec<Debt>> {
    let cells = [i64::from(period.from.days()).into(), i64::from(period.to.days()).into()];
    let today = today(tenant);
    tenant.rows::<DebtRow>(DEBTS, &cells)?.into_iter().map(|row| row.read(family, today)).collect()
}

impl DebtRow {
    fn read(self, family: &Family, today: Date) -> Result<Debt> {
        let due_date = Date::of_day(self.due_date);
        let standing = match () {
            () if self.status == invoices::Standing::Canceled.as_str() => Standing::Void,
            () if self.balance == 0 => Standing::Paid,
            () if due_date < today => Standing::Overdue,
            () => Standing::Due,
        };
        Ok(Debt {
            number: number_text(self.number),
            invoice_id: if family.hides(&self.about_id) { String::new() } else { self.invoice_id },
            account_id: family.shown(&self.about_id),
            date: Date::of_day(self.date),
            due_date,
            currency: Currency::kept(&self.currency)?,
            total: self.total,
            tax: self.tax,
            balance: self.balance,
            standing,
        })
    }
}
