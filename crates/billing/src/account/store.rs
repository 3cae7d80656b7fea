//! The row of a billing account, and the rows of its plans.
use crate::{
    desk::Desk,
    money::Currency,
    subscriptions::{Book, Held},
    today,
};
use storage::{Cell, Fault, Result, Sql, Tenant, record, sql};

record! {
    #[cells]
    /// How an account pays and is billed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Payer {
        pub currency: String,
        /// JSON: whom invoices go to; empty where nobody was named.
        pub contact: String,
        pub tax_id: String,
        /// Days from the date of an invoice that this account owes to its due date.
        pub payment_days: i64,
        /// Of a master: whether it may buy plans for accounts below it.
        pub may_sell: bool,
        pub charges: i64,
        pub lines: i64,
        pub had_trial: bool,
        /// The codes of all that was tried, blank-separated.
        pub tried: String,
        /// Numbers of invoices that were given to what this account owes.
        pub invoices: i64,
        pub suspended: bool,
        pub downgrading: bool,
        /// Days since 1970.
        pub ran_to: i64,
        /// Milliseconds UTC.
        pub due_at: Option<i64>,
        pub version: i64,
    }
}
record! { struct HeldRow { held: String } }

const ONE: Sql = sql!(
    "SELECT currency, contact, tax_id, payment_days, may_sell, charges, lines, had_trial, tried, invoices, suspended, downgrading, ran_to, due_at, version
     FROM billing_accounts WHERE account_id = $1"
);
const SAVE: Sql = sql!(
    "INSERT INTO billing_accounts (account_id, currency, contact, tax_id, payment_days, may_sell, charges, lines, had_trial, tried, invoices, suspended, downgrading, ran_to, due_at, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     ON CONFLICT (account_id) DO UPDATE SET currency = excluded.currency, contact = excluded.contact, tax_id = excluded.tax_id,
         payment_days = excluded.payment_days, may_sell = excluded.may_sell, charges = excluded.charges, lines = excluded.lines,
         had_trial = excluded.had_trial, tried = excluded.tried, invoices = excluded.invoices, suspended = excluded.suspended,
         downgrading = excluded.downgrading, ran_to = excluded.ran_to, due_at = excluded.due_at, version = excluded.version"
);
const PLANS: Sql = sql!("SELECT held FROM subscriptions WHERE account_id = $1 ORDER BY number");
const SAVE_PLAN: Sql = sql!(
    "INSERT INTO subscriptions (account_id, number, kind, code, status, hosts, held) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (account_id, number) DO UPDATE SET kind = excluded.kind, code = excluded.code, status = excluded.status,
         hosts = excluded.hosts, held = excluded.held"
);
const DROP_PLAN: Sql = sql!("DELETE FROM subscriptions WHERE account_id = $1 AND number = $2");

impl Payer {
    fn new(tenant: &Tenant, desk: &Desk) -> Self {
        Payer {
            currency: desk.currency.as_str().to_owned(),
            contact: String::new(),
            tax_id: String::new(),
            payment_days: desk.payment_days,
            may_sell: true,
            charges: 0,
            lines: 0,
            had_trial: false,
            tried: String::new(),
            invoices: 0,
            suspended: false,
            downgrading: false,
            ran_to: today(tenant).days().into(),
            due_at: None,
            version: 0,
        }
    }
    /// # Errors
    /// [`Fault::Broken`] for what is no currency.
    pub fn currency(&self) -> Result<Currency> {
        Currency::kept(&self.currency)
    }
    /// The next invoice that this account owes.
    pub(crate) fn next_invoice(&mut self) -> Next {
        self.invoices += 1;
        Next { number: self.invoices, days: self.payment_days }
    }
    /// Keeps the row, one version on.
    pub(crate) fn save(&mut self, tenant: &mut Tenant) -> Result<()> {
        self.version += 1;
        tenant.execute(SAVE, &self.cells()).map(drop)
    }
}

/// The billing account of a tenant: the usual terms where it has none yet.
pub(crate) fn payer(tenant: &Tenant, desk: &Desk) -> Result<Payer> {
    Ok(tenant.row::<Payer>(ONE, &[])?.unwrap_or_else(|| Payer::new(tenant, desk)))
}

/// An invoice that somebody is about to owe.
pub(crate) struct Next {
    /// They have no gaps.
    pub number: i64,
    /// Days until it is due.
    pub days: i64,
}

/// The next invoice that this account owes.
pub(crate) fn next_invoice(debtor: &mut Tenant, desk: &Desk) -> Result<Next> {
    let mut payer = payer(debtor, desk)?;
    let next = payer.next_invoice();
    payer.save(debtor)?;
    Ok(next)
}

const OPEN_PLANS: Sql = sql!("SELECT count(*) FROM subscriptions WHERE account_id = $1 AND status <> 'expired'");

/// Whether there is a plan that has not ended.
pub(crate) fn has_plan(tenant: &Tenant) -> Result<bool> {
    // Not the facts that the call began with: what has become due may have been done since.
    Ok(tenant.summary()?.paid || tenant.number(OPEN_PLANS, &[])? > 0)
}

/// The plans of an account in the order of their numbers; what is counted for them stands in the row of `payer`.
pub(crate) fn book(tenant: &Tenant, payer: &Payer) -> Result<Book> {
    let plans = tenant.rows::<HeldRow>(PLANS, &[])?;
    let plans = plans.iter().map(|row| serde_json::from_str(&row.held).map_err(Fault::broken));
    Ok(Book {
        plans: plans.collect::<Result<Vec<Held>>>()?,
        charges: payer.charges,
        lines: payer.lines,
        had_trial: payer.had_trial,
        tried: payer.tried.split_whitespace().map(str::to_owned).collect(),
    })
}

/// Keeps what has changed of the plans.
pub(crate) fn save_book(tenant: &mut Tenant, before: &Book, after: &Book) -> Result<()> {
    let gone = before.plans.iter().filter(|held| after.plans.iter().all(|other| other.number != held.number));
    for held in gone {
        tenant.execute(DROP_PLAN, &[held.number.into()])?;
    }
    for held in after.plans.iter().filter(|held| !before.plans.contains(held)) {
        let text = serde_json::to_string(held).map_err(Fault::broken)?;
        let cells: [Cell<'_>; 6] = [
            held.number.into(),
            held.offer.kind.path().into(),
            (&held.offer.code).into(),
            held.status.name().into(),
            held.offer.hosts.into(),
            (&text).into(),
        ];
        tenant.execute(SAVE_PLAN, &cells)?;
    }
    Ok(())
}
