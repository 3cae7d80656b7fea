//! Everything that stands on an invoice on paper, and who may have it printed.
use super::store;
use crate::{
    account::payer,
    contact::Contact,
    desk::Desk,
    documents::{InvoiceFacts, Paid, Party},
};
use platform::Timestamp;
use storage::{Result, Sql, Tenant, directory::AccountFacts, record, sql};

record! { struct PaymentRow { reference: String, at: i64, amount: i64 } }

const PAYMENTS: Sql =
    sql!("SELECT reference, at, amount FROM payments WHERE account_id = $1 AND invoice_id = $2 ORDER BY at, reference");

/// An invoice of this account, or of one that it reaches; `None` for all others alike.
///
/// # Errors
/// Those of the store.
pub fn reached(tenant: &Tenant, invoice: &str, desk: &Desk) -> Result<Option<InvoiceFacts>> {
    let Some(owner) = tenant.invoice_account(invoice)? else { return Ok(None) };
    if owner.id == tenant.account_id() {
        return of(tenant, invoice, desk);
    }
    if !reaches(tenant.facts()?, &owner) {
        return Ok(None);
    }
    #[expect(clippy::disallowed_methods, reason = "the rule of reach was asked one line above")]
    let owner = tenant.beside(&owner);
    of(&owner, invoice, desk)
}

/// Whether a master reads what is below it: the path names no account about which the pipeline could decide.
fn reaches(own: &AccountFacts, other: &AccountFacts) -> bool {
    let is_child = other.parent_id.as_deref() == Some(&own.id);
    let is_grandchild = other.depth == 2 && other.top_id == own.id && other.parent_manages;
    own.is_master && own.manages && !other.closed && (is_child || is_grandchild)
}

fn of(tenant: &Tenant, invoice: &str, desk: &Desk) -> Result<Option<InvoiceFacts>> {
    let Some(invoice) = store::one(tenant, invoice)? else { return Ok(None) };
    let sold_to = party(tenant, desk)?;
    let bill_to = if invoice.debtor_id == tenant.account_id() {
        sold_to.clone()
    } else {
        debtor(tenant, &invoice.debtor_id, desk)?
    };
    let rows = tenant.rows::<PaymentRow>(PAYMENTS, &[(&invoice.id).into()])?;
    let paid = |row: PaymentRow| Paid {
        day: Timestamp::from_millis(row.at).date(),
        reference: row.reference,
        amount: row.amount,
    };
    Ok(Some(InvoiceFacts { sold_to, bill_to, payments: rows.into_iter().map(paid).collect(), invoice }))
}

#[expect(clippy::disallowed_methods, reason = "who owes an invoice stands on it")]
fn debtor(tenant: &Tenant, id: &str, desk: &Desk) -> Result<Party> {
    party(&tenant.debtor(id)?, desk)
}

fn party(tenant: &Tenant, desk: &Desk) -> Result<Party> {
    let payer = payer(tenant, desk)?;
    Ok(Party {
        name: tenant.summary()?.name,
        number: tenant.facts()?.number,
        tax_id: payer.tax_id.clone(),
        contact: Contact::stored(&payer.contact)?,
    })
}
