//! The balances of the ledger, as they are kept.
use crate::{
    ledger::Account,
    money::{self, MoneyFault},
};
use std::collections::BTreeMap;
use storage::{Fault, Result, Sql, Tenant, record, sql};

/// One account of the ledger: what a seller keeps for a buyer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BalanceKey {
    /// The id of an account.
    pub buyer: String,
    /// Empty for the platform.
    pub seller: String,
    /// Three letters (ISO 4217).
    pub currency: String,
    /// `due`, `credit`, `sales`, `tax`, `cash` or `loss`.
    pub account: &'static str,
}

record! {
    struct Row {
        buyer: String,
        seller: String,
        currency: String,
        debit: String,
        credit: String,
        amount: i64,
    }
}

const SUMS: Sql = sql!(
    "SELECT buyer_id, seller_id, currency, debit, credit, CAST(sum(amount) AS BIGINT) FROM transfers WHERE account_id = $1
     GROUP BY buyer_id, seller_id, currency, debit, credit ORDER BY buyer_id, seller_id, currency, debit, credit"
);

/// Debits less credits of each account of the ledger for the plans of this account, in minor units.
///
/// # Errors
/// Those of the store.
pub fn balances(tenant: &Tenant) -> Result<BTreeMap<BalanceKey, i64>> {
    let mut all = BTreeMap::new();
    for row in tenant.rows::<Row>(SUMS, &[])? {
        let debited = row.amount;
        let credited = row.amount.checked_neg().ok_or(Fault::from(MoneyFault::Overflow))?;
        for (account, amount) in [(&row.debit, debited), (&row.credit, credited)] {
            let key = BalanceKey {
                buyer: row.buyer.clone(),
                seller: row.seller.clone(),
                currency: row.currency.clone(),
                account: Account::parse(account)
                    .ok_or_else(|| Fault::broken("no such account of the ledger"))?
                    .as_str(),
            };
            let balance = all.entry(key).or_insert(0);
            *balance = money::sum([*balance, amount])?;
        }
    }
    Ok(all)
}
