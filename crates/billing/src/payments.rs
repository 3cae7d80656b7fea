//! Payments of invoices, refunds, and invoices that are given up: recorded by the platform's owner.
use crate::{
    account::{self, Open},
    desk::Desk,
    events::{InvoicePaid, InvoiceVoided, PaymentFacts, PaymentRecorded},
    invoices::{Invoice, Occasion, Posting, Standing, post, store},
    ledger, money,
    run::{self, dunning},
    subscriptions::GivenUp,
    tiers::Tiers,
};
use platform::{Error, Failure, Result};
use storage::{Fault, Sql, Tenant, record, sql};

/// Foreign and unknown invoices alike.
pub const NO_INVOICE: Failure = Failure::new(404, 404, "Invoice does not exist: {}.");
/// Nothing changes any more about an invoice that was given up.
pub const VOIDED: Failure = Failure::new(409, 409, "The invoice is void: {}.");
/// The same reference for another amount.
pub const OTHER_PAYMENT: Failure = Failure::new(409, 409, "Another payment has this reference: {}.");

const INSERT: Sql = sql!(
    "INSERT INTO payments (account_id, invoice_id, reference, at, amount, currency) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING"
);
const RECORDED: Sql = sql!("SELECT amount FROM payments WHERE account_id = $1 AND invoice_id = $2 AND reference = $3");

record! { struct GivenBack { amount: i64, tax: i64 } }
const GIVEN_BACK: Sql = sql!(
    "SELECT back.amount, back.tax FROM invoice_lines AS charged
     JOIN invoice_lines AS back ON back.account_id = charged.account_id AND back.credits = charged.line
     WHERE charged.account_id = $1 AND charged.invoice_id = $2"
);

record! { struct Refund { amount: i64 } }
/// Each below zero.
const REFUNDS: Sql = sql!("SELECT amount FROM payments WHERE account_id = $1 AND invoice_id = $2 AND amount < 0");

/// A payment to be recorded.
#[derive(Debug, Clone)]
pub struct Payment<'p> {
    pub invoice: &'p str,
    /// Minor units; a refund is below zero.
    pub amount: i64,
    /// That of the invoice.
    pub currency: &'p str,
    /// Tells one payment of an invoice from another: the same twice is one.
    pub reference: &'p str,
}

/// Records a payment, or a refund: of what was paid, or of the credit that an invoice gives.
///
/// # Errors
/// [`NO_INVOICE`], [`VOIDED`], [`OTHER_PAYMENT`]; 400/300 on `currency` for another than the invoice's, on `amount` for
/// nothing, for more than is owed and for a refund of more than was paid and not given back, or is left of the credit.
pub fn record(tenant: &mut Tenant, desk: &Desk, payment: &Payment<'_>) -> Result<Invoice> {
    let mut open = account::open(tenant, desk)?;
    let invoice = existing(tenant, payment.invoice)?;
    let amount = payment.amount;
    if let Some(recorded) = recorded(tenant, payment)? {
        open.close(tenant)?;
        return if recorded == amount { Ok(invoice) } else { Err(OTHER_PAYMENT.with(payment.reference)) };
    }
    check(&invoice, payment)?;
    if amount < 0 && -amount > refundable(tenant, &invoice)? {
        return Err(Error::field("amount", "It is more than there is to be paid back."));
    }
    let cells =
        [payment.invoice.into(), payment.reference.into(), tenant.now().into(), amount.into(), payment.currency.into()];
    if tenant.insert(INSERT, &cells)?.is_duplicate() {
        return Err(OTHER_PAYMENT.with(payment.reference));
    }
    let left = invoice.balance - amount.max(0);
    let transfers = match amount {
        1.. => {
            store::pay(tenant, &invoice.id, amount)?;
            settle(tenant, &invoice, left, invoice.status)?;
            post(tenant, &occasion(&open, &invoice), ledger::pay(amount))?
        }
        back if invoice.total < 0 => pay_out(tenant, &open, &invoice, -back)?,
        back => pay_back(tenant, &mut open, &invoice, -back)?,
    };
    let facts = PaymentFacts {
        id: &invoice.id,
        account_id: &invoice.account_id,
        reference: payment.reference,
        amount,
        balance: left,
        transfers: &transfers,
        version: open.version(),
    };
    match left {
        0 if amount > 0 => tenant.emit(&InvoicePaid(facts))?,
        _ => tenant.emit(&PaymentRecorded(facts))?,
    }
    finish(tenant, open, &invoice.id)
}

/// What was paid of an invoice, without what its debtor has been given back of its lines beyond what was settled by credit. Of
/// one that gives credit, what is left of that.
fn refundable(tenant: &Tenant, invoice: &Invoice) -> Result<i64> {
    if invoice.total < 0 {
        // Nothing was ever paid of it but what was paid out: that is below zero.
        let not_paid_out = invoice.paid - invoice.total;
        return Ok(not_paid_out.min(store::credit(tenant, &invoice.debtor_id, invoice.currency)?));
    }
    let lines = tenant.rows::<GivenBack>(GIVEN_BACK, &[(&invoice.id).into()])?;
    let back = money::sum(lines.iter().flat_map(|line| [line.amount, line.tax])).map_err(Fault::from)?;
    let refunds = tenant.rows::<Refund>(REFUNDS, &[(&invoice.id).into()])?;
    let refunded = money::sum(refunds.iter().map(|refund| refund.amount)).map_err(Fault::from)?;
    let (charged, _) = invoice.charged().map_err(Fault::from)?;
    // By lines of its own, when it was issued, and later; a refund adjusts an invoice as well, and settles nothing.
    let by_credit = (charged - invoice.total) + invoice.credited + (invoice.adjusted + refunded);
    Ok(invoice.paid - (-back - by_credit).max(0))
}

/// Pays back a part of what was paid. It is not owed again: the seller bears it.
fn pay_back(tenant: &mut Tenant, open: &mut Open<'_>, invoice: &Invoice, amount: i64) -> Result<Vec<Posting>> {
    store::pay_back(tenant, &invoice.id, amount)?;
    lose(tenant, open, invoice, amount)?;
    let transfers = ledger::pay(-amount).into_iter().chain(ledger::write_off(amount));
    Ok(post(tenant, &occasion(open, invoice), transfers)?)
}

/// Pays out what an invoice gives back, as far as nothing was set off against it.
fn pay_out(tenant: &mut Tenant, open: &Open<'_>, invoice: &Invoice, amount: i64) -> Result<Vec<Posting>> {
    let (debtor, currency) = (&invoice.debtor_id, invoice.currency);
    let credit = store::credit(tenant, debtor, currency)?;
    store::set_credit(tenant, debtor, currency, credit - amount)?;
    store::pay_back(tenant, &invoice.id, amount)?;
    Ok(post(tenant, &occasion(open, invoice), ledger::pay_out(amount))?)
}

/// What is not paid of an invoice after all is not given back either.
fn lose(tenant: &Tenant, open: &mut Open<'_>, invoice: &Invoice, lost: i64) -> Result<()> {
    let buyers = Tiers::of(tenant)?.buyers;
    let Some(published) = buyers.iter().position(|buyer| *buyer == invoice.debtor_id) else { return Ok(()) };
    let (charged, lines) = invoice.charged().map_err(Fault::from)?;
    Ok(open.book.give_up(&GivenUp { lines, charged, lost, published }).map_err(run::broken)?)
}

/// Gives up what is still owed on an invoice. One on which nothing is owed, or that was given up already, stays as it is.
///
/// # Errors
/// [`NO_INVOICE`].
pub fn void(tenant: &mut Tenant, desk: &Desk, invoice: &str) -> Result<Invoice> {
    let mut open = account::open(tenant, desk)?;
    let invoice = existing_in_any_state(tenant, invoice)?;
    if invoice.balance == 0 {
        open.close(tenant)?;
        return Ok(invoice);
    }
    store::void(tenant, &invoice.id)?;
    settle(tenant, &invoice, 0, Standing::Canceled)?;
    lose(tenant, &mut open, &invoice, invoice.balance)?;
    let transfers = post(tenant, &occasion(&open, &invoice), ledger::write_off(invoice.balance))?;
    tenant.emit(&InvoiceVoided(PaymentFacts {
        id: &invoice.id,
        account_id: &invoice.account_id,
        reference: "",
        amount: invoice.balance,
        balance: 0,
        transfers: &transfers,
        version: open.version(),
    }))?;
    finish(tenant, open, &invoice.id)
}

fn existing_in_any_state(tenant: &Tenant, invoice: &str) -> Result<Invoice> {
    store::one(tenant, invoice)?.ok_or_else(|| NO_INVOICE.with(invoice))
}

fn existing(tenant: &Tenant, invoice: &str) -> Result<Invoice> {
    let found = existing_in_any_state(tenant, invoice)?;
    if found.status == Standing::Canceled { Err(VOIDED.with(invoice)) } else { Ok(found) }
}

fn recorded(tenant: &Tenant, payment: &Payment<'_>) -> Result<Option<i64>> {
    let cells = [payment.invoice.into(), payment.reference.into()];
    Ok(tenant.first(RECORDED, &cells, |row| row.get::<i64>(0))?)
}

fn check(invoice: &Invoice, payment: &Payment<'_>) -> Result<()> {
    let refusals = [
        ("currency", payment.currency != invoice.currency.as_str(), "It is not the currency of the invoice."),
        ("amount", payment.amount == 0, "Nothing is no payment."),
        ("amount", payment.amount > invoice.balance, "It is more than is owed."),
    ];
    let refused = refusals.into_iter().find(|(_, is_refused, _)| *is_refused);
    refused.map_or(Ok(()), |(field, _, why)| Err(Error::field(field, why)))
}

/// What the debtor owes, in its own rows. It may be another than who would pay now.
#[expect(clippy::disallowed_methods, reason = "who owes an invoice is fixed when it is issued")]
fn settle(tenant: &mut Tenant, invoice: &Invoice, balance: i64, status: Standing) -> Result<()> {
    let number = store::number(&invoice.number)?;
    if invoice.debtor_id == tenant.account_id() {
        return Ok(store::set_debt(tenant, number, balance, status)?);
    }
    Ok(store::set_debt(&mut tenant.debtor(&invoice.debtor_id)?, number, balance, status)?)
}

/// Between whom a payment of an invoice is, and when.
fn occasion<'i>(open: &Open<'_>, invoice: &'i Invoice) -> Occasion<'i> {
    Occasion {
        day: open.today,
        buyer: &invoice.debtor_id,
        seller: &invoice.seller_id,
        invoice: &invoice.id,
        currency: invoice.currency.as_str(),
    }
}

/// Looks whether the account is still to be closed, and shows the invoice as it is now.
fn finish(tenant: &mut Tenant, mut open: Open<'_>, invoice: &str) -> Result<Invoice> {
    dunning::look_again(tenant, &mut open)?;
    open.touch();
    open.close(tenant)?;
    existing_in_any_state(tenant, invoice)
}
