//! What a handler holds: one account, one caller, one transaction, one moment.
use crate::{
    caller::Caller,
    directory::{AccountFacts, account_facts},
    engine::{Row, Scope},
    event::Event,
    fault::*,
    session::Session,
    sql,
    sql::{Cell, Record, Sql},
};

use std::{cell::OnceCell, sync::Arc};

/// Whether a row was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Inserted {
    New,
    Duplicate,
}

impl Inserted {
    pub fn is_duplicate(self) -> bool {
        self == Inserted::Duplicate
    }
}

/// One account inside one transaction.
///
/// It binds the account id as `$1` of every statement; nobody else can. It is made by the pipeline after the decision,
/// and by the few functions of [`crate::directory`] that may reach another account.
pub struct Tenant<'s> {
    pub(crate) session: &'s Session<'s>,
    account: String,
    facts: OnceCell<Arc<AccountFacts>>,
    caller: &'s Caller,
    now: i64,
}

impl<'s> Tenant<'s> {
    pub(crate) fn new(session: &'s Session<'s>, account: &str, now: i64) -> Self {
        Tenant { session, account: account.to_owned(), facts: OnceCell::new(), caller: &session.caller, now }
    }
    pub(crate) fn of(session: &'s Session<'s>, facts: Arc<AccountFacts>, now: i64) -> Self {
        Tenant { session, account: facts.id.clone(), facts: facts.into(), caller: &session.caller, now }
    }
    /// The same account, on which somebody else acts.
    pub(crate) fn by(self, caller: &'s Caller) -> Self {
        Tenant { caller, ..self }
    }
    /// Where this account stands and what state it is in, as it was when the transaction came to it.
    ///
    /// # Errors
    /// [`Fault::Broken`] when no account has this id.
    pub fn facts(&self) -> Result<&AccountFacts> {
        if let Some(facts) = self.facts.get() {
            return Ok(facts);
        }
        let facts =
            account_facts(self.session.tx, &self.account)?.ok_or_else(|| Fault::broken("no account has this id"))?;
        Ok(self.facts.get_or_init(|| Arc::new(facts)))
    }
    /// The id of this account, to be shown in an answer or an event. It opens nothing.
    pub fn account_id(&self) -> &str {
        &self.account
    }
    /// Who acts: an app, a user by itself, the operator, or the platform.
    pub fn caller(&self) -> &'s Caller {
        self.caller
    }
    /// Milliseconds since 1970, UTC, on the clock of the account's world; the same for the whole request.
    pub fn now(&self) -> i64 {
        self.now
    }
    /// A new id: 22 characters of base64url, unique in the whole platform.
    pub fn new_id(&mut self) -> String {
        self.session.streams.borrow_mut().new_id(self.now)
    }
    /// As [`new_id`](Self::new_id), for what is listed over all worlds in the order of its writing, whatever their clocks
    /// show: it begins with the moment on the machine's clock.
    pub fn new_id_at_machine(&mut self) -> String {
        self.session.streams.borrow_mut().new_id(self.session.machine)
    }
    /// A new id of a role: `R` and 22 characters.
    pub fn new_role_id(&mut self) -> String {
        self.session.streams.borrow_mut().new_role_id(self.now)
    }
    /// A random whole number from `range`, for numbers that people see.
    pub fn new_number(&mut self, range: std::ops::Range<i64>) -> i64 {
        self.session.streams.borrow_mut().new_number(range)
    }
    /// A number from `range` for people to see, which protects nothing: near those that are drawn at the same time.
    pub fn new_number_nearby(&mut self, range: std::ops::Range<i64>) -> i64 {
        self.session.streams.borrow_mut().new_number_nearby(range, self.now)
    }
    /// A new secret: 43 characters of base64url, 256 random bits.
    pub fn new_secret(&mut self) -> String {
        self.session.streams.borrow_mut().new_secret()
    }

    /// A nonce for [`crate::Keys::seal`]. No two of a request are the same.
    pub fn new_nonce(&mut self) -> [u8; 24] {
        self.session.streams.borrow_mut().nonce()
    }

    /// Another account in the same transaction, about which a decision was made. For the pipeline alone (`clippy.toml`).
    pub fn beside(&self, decided: &Arc<AccountFacts>) -> Tenant<'s> {
        Tenant::of(self.session, decided.clone(), self.now)
    }

    /// Calls `each` with every row; `params` follow the account, from `$2` on.
    pub fn each(&self, sql: Sql, params: &[Cell<'_>], each: &mut dyn FnMut(&dyn Row) -> Result<()>) -> Result<()> {
        self.session.tx.query(Scope::Account(&self.account), sql.text, &self.bind(params), each)
    }
    /// All rows, in memory at once; `params` follow the account, from `$2` on.
    pub fn rows<R: Record>(&self, sql: Sql, params: &[Cell<'_>]) -> Result<Vec<R>> {
        let mut rows = Vec::new();
        self.each(sql, params, &mut |row| {
            rows.push(R::read(row)?);
            Ok(())
        })?;
        Ok(rows)
    }
    /// The first row, read by `read`.
    /// `None` when there is none. The rows after it are fetched too, so a statement that finds many says `LIMIT 1`.
    pub fn first<T>(&self, sql: Sql, params: &[Cell<'_>], read: impl Fn(&dyn Row) -> Result<T>) -> Result<Option<T>> {
        let mut first = None;
        self.each(sql, params, &mut |row| {
            if first.is_none() {
                first = Some(read(row)?);
            }
            Ok(())
        })?;
        Ok(first)
    }
    /// The first row; `None` when there is none.
    pub fn row<R: Record>(&self, sql: Sql, params: &[Cell<'_>]) -> Result<Option<R>> {
        self.first(sql, params, R::read)
    }
    /// Whether there is any row.
    pub fn has(&self, sql: Sql, params: &[Cell<'_>]) -> Result<bool> {
        Ok(self.first(sql, params, |_| Ok(()))?.is_some())
    }
    /// The single integer of a statement such as `SELECT count(*)`; 0 when there is no row or it is null.
    pub fn number(&self, sql: Sql, params: &[Cell<'_>]) -> Result<i64> {
        Ok(self.first(sql, params, |row| row.get::<Option<i64>>(0))?.flatten().unwrap_or(0))
    }
    /// The number of rows changed.
    pub fn execute(&mut self, sql: Sql, params: &[Cell<'_>]) -> Result<u64> {
        if sql.changes_facts {
            self.session.tx.touch(&self.account);
        }
        self.session.tx.execute(Scope::Account(&self.account), sql.text, &self.bind(params))
    }
    /// Inserts with an `… ON CONFLICT DO NOTHING` statement and says whether the row was new.
    pub fn insert(&mut self, sql: Sql, params: &[Cell<'_>]) -> Result<Inserted> {
        Ok(if self.execute(sql, params)? == 0 { Inserted::Duplicate } else { Inserted::New })
    }
    /// The row of a counter that this request adds to: counters are spread, so that writers do not meet in one.
    /// From 0; always 0 on SQLite.
    pub fn stripe(&mut self) -> Result<i64> {
        let stripes = self.session.tx.stripes()?;
        Ok(if stripes <= 1 { 0 } else { self.new_number(0..stripes) })
    }
    /// Records that something happened. It is delivered if, and only if, this transaction commits.
    ///
    /// # Errors
    /// [`Fault::Broken`] when the event cannot be written as JSON.
    pub fn emit<E: Event>(&mut self, event: &E) -> Result<()> {
        const INSERT: Sql = sql!(
            "INSERT INTO events (account_id, id, position, at, name, object_id, version, by_kind, by_account_id, by_user_id, by_app_id, payload)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        );
        let (id, payload) = (self.new_id(), serde_json::to_string(event).map_err(Fault::broken)?);
        let position = self.session.tx.next_position()?;
        let by = self.caller();
        self.execute(
            INSERT,
            &[
                (&id).into(),
                position.into(),
                self.now().into(),
                E::NAME.into(),
                event.object().into(),
                event.version().into(),
                by.kind.name().into(),
                (&*by.account_id).into(),
                (&*by.user_id).into(),
                (&*by.app_id).into(),
                (&payload).into(),
            ],
        )
        .map(drop)
    }
    fn bind<'c>(&'c self, params: &[Cell<'c>]) -> Vec<Cell<'c>> {
        let mut cells = Vec::with_capacity(params.len() + 1);
        cells.push(Cell::Text(&self.account));
        cells.extend_from_slice(params);
        cells
    }
}
