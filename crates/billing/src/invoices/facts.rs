//! Everything that stands on an invoice on paper, and who may have it printed.
use super::{Invoice, store};
use crate::{
    account::{Open, Payer, payer},
    contact::Contact,
    documents::{InvoiceFacts, Paid, Party},
    tiers::Tiers,
};
use platform::Timestamp;
use serde::{Deserialize, Serialize};
use storage::{Fault, Result, Sql, Tenant, directory::AccountFacts, record, sql};

/// Between whom an invoice is, as they are named when it is issued: it does not change with them.
#[derive(Serialize, Deserialize)]
pub struct Parties {
    sold_to: Party,
    bill_to: Party,
}

impl Parties {
    /// Of an invoice that is issued now.
    pub fn now(tenant: &Tenant, open: &Open<'_>, tiers: &Tiers<'_>) -> Result<Self> {
        let sold_to = named(tenant, &open.payer)?;
        let bill_to = match tiers.debtor_above() {
            Some(debtor) => named(debtor, &payer(debtor, open.desk)?)?,
            None => sold_to.clone(),
        };
        Ok(Parties { sold_to, bill_to })
    }
    /// JSON, as the row of an invoice keeps it.
    ///
    /// # Errors
    /// [`Fault::Broken`] when it cannot be written.
    pub fn text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Fault::broken)
    }
}

fn named(tenant: &Tenant, payer: &Payer) -> Result<Party> {
    Ok(Party {
        name: tenant.summary()?.name,
        number: tenant.facts()?.number,
        tax_id: payer.tax_id.clone(),
        contact: Contact::stored(&payer.contact)?,
    })
}

record! { struct PaymentRow { reference: String, at: i64, amount: i64 } }

const PAYMENTS: Sql =
    sql!("SELECT reference, at, amount FROM payments WHERE account_id = $1 AND invoice_id = $2 ORDER BY at, reference");

/// An invoice that this account owes, or has sold for, and that is about itself or one that it reaches; one that it owes also
/// where that account has left or was closed. `None` for all others alike.
///
/// # Errors
/// Those of the store.
pub fn reached(tenant: &Tenant, invoice: &str) -> Result<Option<InvoiceFacts>> {
    let Some(owner) = tenant.invoice_account(invoice)? else { return Ok(None) };
    let own = tenant.account_id();
    if owner.id == own {
        return Ok(of(tenant, invoice)?.filter(|facts| facts.invoice.is_seen_by(own)));
    }
    // The path names no account about which the pipeline could decide.
    let is_reached = owner.is_managed_by(tenant.facts()?);
    if is_closed_to(&owner, tenant.facts()?) {
        return Ok(None);
    }
    #[expect(clippy::disallowed_methods, reason = "the rule of reach was asked above, and who owes it is asked below")]
    let owner = tenant.beside(&owner);
    let is_seen = |invoice: &Invoice| invoice.debtor_id == own || (is_reached && invoice.is_seen_by(own));
    Ok(of(&owner, invoice)?.filter(|facts| is_seen(&facts.invoice)))
}

/// Whether an account stands below another that is not to manage it at present.
fn is_closed_to(owner: &AccountFacts, above: &AccountFacts) -> bool {
    let is_below = owner.is_child_of(above) || (owner.depth == 2 && owner.top_id == above.id);
    is_below && !(above.manages && owner.parent_manages)
}

fn of(tenant: &Tenant, invoice: &str) -> Result<Option<InvoiceFacts>> {
    let Some(parties) = store::parties(tenant, invoice)? else { return Ok(None) };
    let Parties { sold_to, bill_to } = serde_json::from_str(&parties).map_err(Fault::broken)?;
    let Some(invoice) = store::one(tenant, invoice)? else { return Ok(None) };
    let rows = tenant.rows::<PaymentRow>(PAYMENTS, &[(&invoice.id).into()])?;
    let paid = |row: PaymentRow| Paid {
        day: Timestamp::from_millis(row.at).date(),
        reference: row.reference,
        amount: row.amount,
    };
    Ok(Some(InvoiceFacts { sold_to, bill_to, payments: rows.into_iter().map(paid).collect(), invoice }))
}
