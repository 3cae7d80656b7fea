//! Statements and invoices beyond one account: names of a tree, whose an invoice is, and reports that are to be made.
use super::{AccountFacts, Directory, DirectorySql, account_facts, directory};
use crate::{fault::*, record, tenant::Tenant};
use std::sync::Arc;

record! {
    /// How an account of a tree is named.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Relative {
        pub id: String,
        pub number: i64,
        pub name: String,
        /// The switch "manages subaccounts" of the account above it; true where there is none.
        pub parent_manages: bool,
    }
}
record! {
    /// A report of an account about which something is to be done.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DueReport {
        pub account_id: String,
        pub id: String,
    }
}
record! { struct Id { id: String } }

const OF_TREE: DirectorySql = directory!(
    "SELECT a.account_id, a.number, a.name, COALESCE(p.manages, 1)
     FROM accounts a LEFT JOIN accounts p ON p.account_id = a.parent_id WHERE a.top_id = $1"
);
const OF_BRANCH: DirectorySql = directory!(
    "SELECT a.account_id, a.number, a.name, COALESCE(p.manages, 1)
     FROM accounts a LEFT JOIN accounts p ON p.account_id = a.parent_id WHERE a.account_id = $1 OR a.parent_id = $1"
);
const CHILDREN: DirectorySql =
    directory!("SELECT account_id FROM accounts WHERE parent_id = $1 AND closed_at IS NULL ORDER BY account_id");
// Each world has its own clock: a stopped one stands, the others are ahead of the machine. What none of them has reached is
// not looked at.
const DUE: DirectorySql = directory!(
    "SELECT r.account_id, r.id FROM invoice_reports r
     JOIN accounts a ON a.account_id = r.account_id JOIN worlds w ON w.id = a.world_id
     WHERE r.due_at <= (SELECT max(COALESCE(stopped_at, offset_ms + $1)) FROM worlds) AND a.closed_at IS NULL
       AND r.due_at <= COALESCE(w.stopped_at, w.offset_ms + $1) AND w.id = COALESCE($2, w.id)
     ORDER BY r.due_at, r.id LIMIT 1"
);

impl<'s> Tenant<'s> {
    /// Names of this account and of all below it.
    /// Closed ones are among them.
    pub fn family(&self) -> Result<Vec<Relative>> {
        let names = if self.facts()?.depth == 0 { OF_TREE } else { OF_BRANCH };
        self.beyond().rows(names, &[self.account_id().into()])
    }
    /// The ids of the open accounts directly below this one.
    pub fn children(&self) -> Result<Vec<String>> {
        let rows = self.beyond().rows::<Id>(CHILDREN, &[self.account_id().into()])?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }
    /// An account directly below this one, in the same transaction; `None` for any other. For billing alone (`clippy.toml`).
    pub fn child(&self, id: &str) -> Result<Option<Tenant<'s>>> {
        let facts = account_facts(self.session.tx, id)?;
        let facts = facts.filter(|facts| facts.parent_id.as_deref() == Some(self.account_id()) && !facts.closed);
        Ok(facts.map(|facts| Tenant::of(self.session, facts.into(), self.now())))
    }
    /// The account whose plans an invoice is about, wherever it stands: it is still to be decided about.
    pub fn invoice_account(&self, invoice: &str) -> Result<Option<Arc<AccountFacts>>> {
        let Some(account) = self.beyond().invoice_account(invoice)? else { return Ok(None) };
        Ok(account_facts(self.session.tx, &account)?.map(Arc::new))
    }
}

impl Directory<'_> {
    /// The invoice report about which something is to be done for longest, in one world or in all.
    pub fn invoice_report_due(&self, world: Option<&str>) -> Result<Option<DueReport>> {
        self.row(DUE, &[self.now().into(), world.into()])
    }
}
