//! Transfers of the ledger: how they are written, and told.
use super::issue::Head;
use crate::{
    ledger::{self, Transfer},
    money::Currency,
    subscriptions::Entry,
    tiers::Tiers,
};
use platform::Date;
use serde::Serialize;
use storage::{Result, Sql, Tenant, sql};

const TRANSFER: Sql = sql!(
    "INSERT INTO transfers (account_id, id, day, buyer_id, seller_id, invoice_id, currency, debit, credit, amount)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);

/// Between whom, when and for which invoice something is transferred.
pub(crate) struct Occasion<'o> {
    pub day: Date,
    /// The id of an account.
    pub buyer: &'o str,
    /// The same; empty for the platform.
    pub seller: &'o str,
    /// The id of the invoice.
    pub invoice: &'o str,
    pub currency: &'o str,
}

/// A transfer, as events tell it: all of them together are the ledger.
#[derive(Serialize)]
pub struct Posting {
    buyer_id: String,
    /// Empty for the platform.
    seller_id: String,
    currency: String,
    debit: &'static str,
    credit: &'static str,
    amount: i64,
}

/// Writes transfers of the ledger.
pub(crate) fn post(
    tenant: &mut Tenant,
    occasion: &Occasion<'_>,
    transfers: impl IntoIterator<Item = Transfer>,
) -> Result<Vec<Posting>> {
    transfers.into_iter().map(|transfer| write(tenant, occasion, transfer)).collect()
}

fn write(tenant: &mut Tenant, occasion: &Occasion<'_>, transfer: Transfer) -> Result<Posting> {
    let id = tenant.new_id();
    let (debit, credit) = (transfer.debit.as_str(), transfer.credit.as_str());
    let cells = [
        (&id).into(),
        i64::from(occasion.day.days()).into(),
        occasion.buyer.into(),
        occasion.seller.into(),
        occasion.invoice.into(),
        occasion.currency.into(),
        debit.into(),
        credit.into(),
        transfer.amount.into(),
    ];
    tenant.execute(TRANSFER, &cells)?;
    Ok(Posting {
        buyer_id: occasion.buyer.to_owned(),
        seller_id: occasion.seller.to_owned(),
        currency: occasion.currency.to_owned(),
        debit,
        credit,
        amount: transfer.amount,
    })
}

/// The sum of a bill at every tier, and what the credit of its debtor does to it.
pub(super) fn post_all(
    tenant: &mut Tenant,
    tiers: &Tiers<'_>,
    head: &Head,
    entries: &[Entry],
    currency: Currency,
) -> Result<Vec<Posting>> {
    let mut all = Vec::new();
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
        let charges = entries.iter().flat_map(|entry| ledger::charge(amount(entry), tax(entry)));
        all.extend(post(tenant, &occasion, charges)?);
        if is_published {
            let credit = [ledger::keep_credit(head.totals.total.min(0)), ledger::use_credit(head.settled.applied)];
            all.extend(post(tenant, &occasion, credit.into_iter().flatten())?);
        }
    }
    Ok(all)
}
