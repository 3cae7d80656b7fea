//! Issuing an invoice: its number, rows, postings, and what it is to everybody who has a part in it.
use super::{
    invoice::{ChargeType, Standing},
    settle::{Settled, Totals, settle, totals},
    store,
};
use crate::{
    account::{Open, next_invoice},
    events::{InvoiceFacts, InvoiceIssued},
    grid::days_after,
    ledger::{self, Transfer},
    money::{self, MoneyFault},
    subscriptions::{Bill, Entry},
    tiers::Tiers,
};
use platform::Date;
use storage::{Fault, Result, Sql, Tenant, sql};

/// An invoice that was issued a moment ago.
pub(crate) struct Head {
    pub id: String,
    pub number: i64,
    pub debtor: String,
    pub day: Date,
    pub due: Date,
    pub purchase_order: String,
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
    let number = match tiers.debtor_above_mut() {
        Some(above) => next_invoice(above, open.desk)?,
        None => open.next_own_invoice(),
    };
    let head = Head {
        id: new_invoice_id(tenant),
        number,
        debtor,
        day,
        due: days_after(day, i32::try_from(open.payer.payment_days).unwrap_or(i32::MAX)),
        purchase_order,
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
    post_all(tenant, tiers, &head, &bill.entries, currency)?;
    tenant.emit(&InvoiceIssued(InvoiceFacts {
        id: &about,
        invoice_id: &head.id,
        invoice_number: &store::number_text(head.number),
        debtor_id: &head.debtor,
        total: head.totals.total,
        balance: head.settled.balance,
        currency: currency.as_str(),
        version: open.version(),
    }))
}

/// 32 hexadecimal digits that say nothing of their order.
fn new_invoice_id(tenant: &mut Tenant) -> String {
    let hash = storage::hash(&tenant.new_id());
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

const TRANSFER: Sql = sql!(
    "INSERT INTO transfers (account_id, id, day, buyer_id, seller_id, invoice_id, currency, debit, credit, amount)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);

/// Between whom, when and for which invoice something is transferred.
pub(crate) struct Occasion<'o> {
    pub day: Date,
    pub buyer: &'o str,
    pub seller: &'o str,
    pub invoice: &'o str,
    pub currency: &'o str,
}

/// Writes transfers of the ledger.
pub(crate) fn post(
    tenant: &mut Tenant,
    occasion: &Occasion<'_>,
    transfers: impl IntoIterator<Item = Transfer>,
) -> Result<()> {
    for transfer in transfers {
        let id = tenant.new_id();
        let cells = [
            (&id).into(),
            i64::from(occasion.day.days()).into(),
            occasion.buyer.into(),
            occasion.seller.into(),
            occasion.invoice.into(),
            occasion.currency.into(),
            transfer.debit.as_str().into(),
            transfer.credit.as_str().into(),
            transfer.amount.into(),
        ];
        tenant.execute(TRANSFER, &cells)?;
    }
    Ok(())
}

/// The sum of a bill at every tier, and what the credit of its debtor does to it.
fn post_all(
    tenant: &mut Tenant,
    tiers: &Tiers<'_>,
    head: &Head,
    entries: &[Entry],
    currency: money::Currency,
) -> Result<()> {
    for (tier, buyer) in tiers.buyers.iter().enumerate() {
        let is_published = tier == tiers.published;
        let occasion = Occasion {
            day: head.day,
            buyer,
            seller: tiers.seller(tier),
            invoice: &head.id,
            currency: currency.as_str(),
        };
        let amount = |entry: &Entry| entry.tiers.get(tier).map_or(0, |charged| charged.amount);
        let tax = |entry: &Entry| if is_published { entry.tax } else { 0 };
        post(tenant, &occasion, entries.iter().flat_map(|entry| ledger::charge(amount(entry), tax(entry))))?;
        if is_published {
            let credit = [ledger::keep_credit(head.totals.total.min(0)), ledger::use_credit(head.settled.applied)];
            post(tenant, &occasion, credit.into_iter().flatten())?;
        }
    }
    Ok(())
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

/// Sets credit that has come up later off against what is still owed, the oldest first.
///
/// # Errors
/// Those of the store.
pub(crate) fn use_credit<'s>(tenant: &mut Tenant<'s>, open: &Open<'_>, tiers: &mut Tiers<'s>, day: Date) -> Result<()> {
    let currency = open.payer.currency()?;
    let debtor = tiers.debtor().to_owned();
    let seller = tiers.seller(tiers.published).to_owned();
    let mut credit = store::credit(tenant, &debtor, currency)?;
    for owed in store::owed(tenant, &debtor, currency)? {
        let applied = owed.balance.min(credit);
        if applied == 0 {
            continue;
        }
        credit = credit.checked_sub(applied).ok_or(Fault::from(MoneyFault::Overflow))?;
        store::adjust(tenant, &owed.id, applied)?;
        store::set_debt(
            tiers.debtor_above_mut().unwrap_or(&mut *tenant),
            owed.number,
            owed.balance - applied,
            Standing::Posted,
        )?;
        let occasion =
            Occasion { day, buyer: &debtor, seller: &seller, invoice: &owed.id, currency: currency.as_str() };
        post(tenant, &occasion, ledger::use_credit(applied))?;
    }
    store::set_credit(tenant, &debtor, currency, credit)
}
