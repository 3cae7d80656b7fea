//! Billing over all accounts: what is due, and who pays. All of it is written by its account.
use super::{Directory, DirectorySql, account_facts, directory};
use crate::{fault::*, record, tenant::Tenant};

record! {
    /// An account for which something is due.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DueAccount {
        pub account_id: String,
        /// Milliseconds UTC in its world.
        pub due_at: i64,
    }
}

// Each world has its own clock: a stopped one stands, the others are ahead of the machine. The order is that of waiting, so
// that a clock that was moved far brings the same as one that has run. What no world's clock has reached is not looked at.
// Something is due for closed accounts too, until their plans have ended.
const DUE: DirectorySql = directory!(
    "SELECT b.account_id, b.due_at FROM billing_accounts b
     JOIN accounts a ON a.account_id = b.account_id JOIN worlds w ON w.id = a.world_id
     WHERE b.due_at <= (SELECT max(COALESCE(stopped_at, offset_ms + $1)) FROM worlds) AND b.due_at IS NOT NULL
       AND b.due_at <= COALESCE(w.stopped_at, w.offset_ms + $1) AND w.id = COALESCE($3, w.id)
     ORDER BY b.due_at, b.account_id LIMIT $2"
);
const INVOICE: DirectorySql = directory!("SELECT account_id FROM invoice_index WHERE invoice_id = $1");
const CLOSED: DirectorySql = directory!("SELECT closed_at FROM accounts WHERE account_id = $1");
const OPTIONS: DirectorySql = directory!("SELECT options FROM accounts WHERE account_id = $1");
const INDEX: DirectorySql = directory!("INSERT INTO invoice_index (invoice_id, account_id) VALUES ($1, $2)");

impl Directory<'_> {
    /// At most `most` accounts for which something is due, in one world or in all: what is due for longest first.
    pub fn billing_due(&self, world: Option<&str>, most: i64) -> Result<Vec<DueAccount>> {
        self.rows(DUE, &[self.now().into(), most.into(), world.into()])
    }
    /// The account whose plans an invoice is about.
    pub fn invoice_account(&self, invoice: &str) -> Result<Option<String>> {
        self.first(INVOICE, &[invoice.into()], |row| row.get(0))
    }
}

impl<'s> Tenant<'s> {
    /// The account above this one, in the same transaction; `None` for one that stands on its own. For billing alone
    /// (`clippy.toml`).
    ///
    /// # Errors
    /// [`Fault::Broken`] when the account above does not exist.
    pub fn payer(&self) -> Result<Option<Tenant<'s>>> {
        let Some(parent) = self.facts()?.parent_id.clone() else { return Ok(None) };
        let facts = account_facts(self.session.tx, &parent)?;
        let facts = facts.ok_or_else(|| Fault::broken("the account above a tenant does not exist"))?;
        Ok(Some(Tenant::of(self.session, facts.into(), self.now())))
    }
    /// An account that still owes something for this one, in the same transaction. For billing alone (`clippy.toml`).
    ///
    /// # Errors
    /// [`Fault::Broken`] when there is no such account.
    pub fn debtor(&self, id: &str) -> Result<Tenant<'s>> {
        let facts = account_facts(self.session.tx, id)?.ok_or_else(|| Fault::broken("a debtor does not exist"))?;
        Ok(Tenant::of(self.session, facts.into(), self.now()))
    }
    /// When this account was closed, where it was: milliseconds UTC of its world.
    pub fn closed_at(&self) -> Result<Option<i64>> {
        Ok(self.beyond().first(CLOSED, &[self.account_id().into()], |row| row.get(0))?.flatten())
    }
    /// JSON: the options that the account above has set for this one.
    pub fn options(&self) -> Result<String> {
        let options = self.beyond().first(OPTIONS, &[self.account_id().into()], |row| row.get(0))?;
        options.ok_or_else(|| Fault::broken("the account of a tenant does not exist"))
    }
    /// Makes an invoice of this account known to paths that name no account.
    ///
    /// # Errors
    /// [`Fault::Broken`] when an invoice with this id is known already.
    pub fn index_invoice(&mut self, invoice: &str) -> Result<()> {
        self.beyond().execute(INDEX, &[invoice.into(), self.account_id().into()]).map(drop)
    }
}

record! {
    /// An account below a master whose term ends.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Renewing {
        pub id: String,
        pub number: i64,
        pub name: String,
        pub owner_email: String,
        /// Milliseconds UTC.
        pub subscription_end: i64,
    }
}
const RENEWING: DirectorySql = directory!(
    "SELECT a.account_id, a.number, a.name, a.owner_email, a.subscription_end FROM accounts a
     WHERE a.parent_id = $1 AND a.closed_at IS NULL AND a.pay_mode = 'master' AND a.subscription_end >= $2 AND a.subscription_end < $3 AND a.account_id > $4
       AND NOT EXISTS (SELECT s.number FROM subscriptions s WHERE s.account_id = a.account_id AND s.kind = 'plan_base' AND s.status = 'cancelled')
     ORDER BY a.account_id LIMIT $5 OFFSET $6"
);
const COUNT_RENEWING: DirectorySql = directory!(
    "SELECT count(*) FROM accounts a
     WHERE a.parent_id = $1 AND a.closed_at IS NULL AND a.pay_mode = 'master' AND a.subscription_end >= $2 AND a.subscription_end < $3
       AND NOT EXISTS (SELECT s.number FROM subscriptions s WHERE s.account_id = a.account_id AND s.kind = 'plan_base' AND s.status = 'cancelled')"
);

impl Tenant<'_> {
    /// Accounts directly below this one that it pays for and whose term ends from one moment until before another, by id: at
    /// most `most` of those that follow `after`, without the first `skip`.
    /// `from` and `to` are milliseconds UTC. Closed accounts, and those whose base is cancelled, are not among them.
    pub fn renewing(&self, from: i64, to: i64, after: &str, [most, skip]: [i64; 2]) -> Result<Vec<Renewing>> {
        let cells = [self.account_id().into(), from.into(), to.into(), after.into(), most.into(), skip.into()];
        self.beyond().rows(RENEWING, &cells)
    }
    /// How many of them there are.
    pub fn count_renewing(&self, from: i64, to: i64) -> Result<i64> {
        let cells = [self.account_id().into(), from.into(), to.into()];
        Ok(self.beyond().first(COUNT_RENEWING, &cells, |row| row.get(0))?.unwrap_or(0))
    }
}
