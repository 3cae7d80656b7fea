//! Issuing an invoice: its number, rows, postings, and what it is to everybody who has a part in it.
use super::{
    facts::Parties,
    invoice::{ChargeType, Standing},
    post::{Occasion, post, post_all},
    settle::{Settled, Totals, settle, totals},
    store,
};
use crate::{
    account::{Open, next_invoice},
    events::{CreditApplied, InvoiceFacts, InvoiceIssued, InvoicePaid, PaymentFacts},
    grid::days_after,
    ledger,
    money::{self, MoneyFault},
    subscriptions::{Bill, Entry},
    tiers::Tiers,
};
use data_encoding::HEXLOWER;
use platform::Date;
use storage::{Fault, Result, Sql, Tenant, sql};

/// An invoice that was issued a moment ago.
pub(crate) struct Head {
    pub id: String,
    /// Among the invoices of the debtor.
    pub number: i64,
    pub debtor: String,
    /// Empty for the platform.
    pub seller: String,
    pub day: Date,
    pub due: Date,
    pub purchase_order: String,
    /// JSON.
    pub parties: String,
    pub totals: Totals,
    pub settled: Settled,
}

/// Issues the lines of a bill on a day, at the price of who owes them. Nothing for lines that come to nothing.
pub(crate) fn issue<'s>(
    tenant: &mut Tenant<'s>,
    open: &mut Open<'_>,
    tiers: &mut Tiers<'s>,
    bill: &Bill,
    day: Date,
) -> Result<()> {
    if bill.is_empty() {
        return Ok(());
    }
    let currency = open.payer.currency()?;
    let totals = totals(&bill.entries, tiers.published)?;
    let debtor = tiers.debtor().to_owned();
    let purchase_order = bill.entries.iter().map(|entry| &entry.purchase_order).find(|order| !order.is_empty());
    let purchase_order = purchase_order.cloned().unwrap_or_default();
    let settled = settle(totals.total, store::credit(tenant, &debtor, currency)?)?;
    let next = match tiers.debtor_above_mut() {
        Some(above) => next_invoice(above, open.desk)?,
        None => open.payer.next_invoice(),
    };
    let head = Head {
        id: new_invoice_id(tenant),
        number: next.number,
        debtor,
        seller: tiers.seller(tiers.published).to_owned(),
        day,
        due: days_after(day, i32::try_from(next.days).unwrap_or(i32::MAX)),
        purchase_order,
        parties: Parties::now(tenant, open, tiers)?.text()?,
        totals,
        settled,
    };
    let about = tenant.account_id().to_owned();
    store::insert(tenant, &head, currency)?;
    store::set_credit(tenant, &head.debtor, currency, settled.credit)?;
    store::insert_debt(tiers.debtor_above_mut().unwrap_or(&mut *tenant), &head, &about, currency)?;
    for entry in &bill.entries {
        store::insert_line(tenant, &head.id, entry, tiers.published, ChargeType::Recurring)?;
        share(tenant, tiers, &head, entry, currency)?;
    }
    let transfers = post_all(tenant, tiers, &head, &bill.entries, currency)?;
    tenant.emit(&InvoiceIssued(InvoiceFacts {
        id: &head.id,
        account_id: &about,
        invoice_number: &store::number_text(head.number),
        debtor_id: &head.debtor,
        total: head.totals.total,
        balance: head.settled.balance,
        currency: currency.as_str(),
        transfers: &transfers,
        version: open.version(),
    }))?;
    tell_paid_by_credit(tenant, open, &head)?;
    // What is given back settles what is still owed, so that there is never credit beside a debt.
    if head.totals.total < 0 { use_credit(tenant, open, tiers, day) } else { Ok(()) }
}

/// An invoice for all of which there was credit is paid once it is issued. What it took of it was told with the invoice.
fn tell_paid_by_credit(tenant: &mut Tenant, open: &mut Open<'_>, head: &Head) -> Result<()> {
    if head.totals.total <= 0 || head.settled.balance > 0 {
        return Ok(());
    }
    open.step();
    let account = open.told(tenant);
    tenant.emit(&InvoicePaid(PaymentFacts {
        id: &head.id,
        account_id: &account.id,
        reference: "",
        amount: head.settled.applied,
        balance: 0,
        transfers: &[],
        version: account.version,
    }))
}

/// 32 hexadecimal digits that say nothing of their order.
fn new_invoice_id(tenant: &mut Tenant) -> String {
    let hash = storage::hash(&tenant.new_id());
    let (half, _) = hash.split_at(16);
    HEXLOWER.encode(half)
}

const SHARE: Sql = sql!(
    "INSERT INTO shares (account_id, day, about_id, line, side, invoice_id, other_id, currency, code, name, charge_type, quantity, amount, tax)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
);

/// Tells everybody who has a part in a line what it is to them: the buyer of each tier its cost, the seller its sales, and
/// the one above the seller that something was sold below.
fn share<'s>(
    tenant: &mut Tenant<'s>,
    tiers: &mut Tiers<'s>,
    head: &Head,
    entry: &Entry,
    currency: money::Currency,
) -> Result<()> {
    let about = tenant.account_id().to_owned();
    let (buyers, published) = (tiers.buyers.clone(), tiers.published);
    let seen = |tier: usize| buyers.get(tier).map_or("", String::as_str);
    for (tier, charged) in entry.tiers.iter().enumerate() {
        let tax = if tier == published { entry.tax } else { 0 };
        let part = Part { head, entry, about: &about, currency: currency.as_str(), amount: charged.amount, tax };
        let seller = tier.checked_sub(1).map_or("", seen);
        part.write(tiers.above.get_mut(tier).unwrap_or(&mut *tenant), "cost", seller)?;
        if let Some(above) = tier.checked_sub(1).and_then(|at| tiers.above.get_mut(at)) {
            part.write(above, "sales", seen(tier))?;
        }
        if let Some(top) = tier.checked_sub(2).and_then(|at| tiers.above.get_mut(at)) {
            part.write(top, "below", seller)?;
        }
    }
    Ok(())
}

/// What one tier pays for one line.
struct Part<'p> {
    head: &'p Head,
    entry: &'p Entry,
    about: &'p str,
    currency: &'p str,
    amount: i64,
    tax: i64,
}

impl Part<'_> {
    fn write(&self, tenant: &mut Tenant, side: &str, other: &str) -> Result<()> {
        let cells = [
            i64::from(self.head.day.days()).into(),
            self.about.into(),
            self.entry.line.into(),
            side.into(),
            (&self.head.id).into(),
            other.into(),
            self.currency.into(),
            (&self.entry.code).into(),
            (&self.entry.name).into(),
            ChargeType::Recurring.as_str().into(),
            self.entry.quantity.into(),
            self.amount.into(),
            self.tax.into(),
        ];
        tenant.execute(SHARE, &cells).map(drop)
    }
}

/// Sets credit off against what is still owed, the oldest first.
fn use_credit<'s>(tenant: &mut Tenant<'s>, open: &Open<'_>, tiers: &mut Tiers<'s>, day: Date) -> Result<()> {
    let currency = open.payer.currency()?;
    let debtor = tiers.debtor().to_owned();
    let seller = tiers.seller(tiers.published).to_owned();
    let mut credit = store::credit(tenant, &debtor, currency)?;
    for owed in store::owed(tenant, &debtor, currency)? {
        let applied = owed.balance.min(credit);
        if applied == 0 {
            break;
        }
        credit = credit.checked_sub(applied).ok_or(Fault::from(MoneyFault::Overflow))?;
        let balance = owed.balance - applied;
        store::adjust(tenant, &owed.id, applied)?;
        let by = tiers.debtor_above_mut().unwrap_or(&mut *tenant);
        store::set_debt(by, owed.number, balance, Standing::Posted)?;
        let occasion =
            Occasion { day, buyer: &debtor, seller: &seller, invoice: &owed.id, currency: currency.as_str() };
        let transfers = post(tenant, &occasion, ledger::use_credit(applied))?;
        let (account_id, version) = (&tenant.account_id().to_owned(), open.version());
        let facts = PaymentFacts {
            id: &owed.id,
            account_id,
            reference: "",
            amount: applied,
            balance,
            transfers: &transfers,
            version,
        };
        match balance {
            0 => tenant.emit(&InvoicePaid(facts))?,
            _ => tenant.emit(&CreditApplied(facts))?,
        }
    }
    store::set_credit(tenant, &debtor, currency, credit)
}
