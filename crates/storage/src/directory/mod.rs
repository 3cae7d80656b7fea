//! The statements that cross accounts, all of them: who calls, the tree, the index of names, worlds, the event log.
//!
//! Everything else in the project reaches one account through a [`Tenant`](crate::Tenant). What stands here is either
//! read by the pipeline before a decision, used by planes that have no account, or one of the few ways in which a
//! tenant may reach another account in the same transaction; each of those says who may use it.
mod authorizations;
mod billing;
mod closed;
mod created;
mod facts;
mod failures;
mod index;
mod leases;
mod links;
mod log;
mod mails;
mod objects;
mod requests;
mod sessions;
mod single;
mod statements;
mod tree;
mod turns;
mod vanity;
mod worlds;

pub use billing::{DueAccount, Renewing};
pub use facts::{
    AccountFacts, AppFacts, CallerFacts, Grant, Member, UserFacts, WorldClock, account as account_facts, caller_by_key,
    caller_by_token, grant_by_token,
};
pub use index::{App, DomainHolder, Holder, Invitation};
pub use leases::{Lease, give_back, lease_pot, lease_window};
pub use links::{Link, OldLink};
pub use mails::{MailFilter, MailRow, OldMail};
pub use objects::UnkeptObject;
pub use requests::{DueRequest, LapsedFile};
pub use sessions::{BrowserSession, PasswordLogin};
pub use single::Single;
pub use statements::{DueReport, Relative};
pub use tree::{AccountRow, Closed, NewAccount, Place, Summary, Transferred};
pub use turns::take_turn;
pub use worlds::{World, ping};

use crate::{
    caller::{Caller, CallerKind},
    engine::{Row, Scope},
    fault::*,
    session::Session,
    sql::{Cell, Record},
    tenant::Tenant,
    transaction::Tx,
};

/// A statement over all accounts. It cannot be made outside of this folder.
#[derive(Clone, Copy)]
pub(crate) struct DirectorySql(&'static str);

macro_rules! directory {
    ($text:literal) => {
        $crate::directory::DirectorySql($text)
    };
}
use directory;

/// All accounts inside one transaction: what the operator plane, sign-in and jobs hold instead of a tenant.
pub struct Directory<'s> {
    session: &'s Session<'s>,
}

impl<'s> Directory<'s> {
    pub(crate) fn new(session: &'s Session<'s>) -> Self {
        Directory { session }
    }
    /// Milliseconds since 1970, UTC, on the machine's clock: before an account is known there is no world.
    pub fn now(&self) -> i64 {
        self.session.now
    }
    /// One account of the platform, whoever it belongs to. For sign-in, files, operator and jobs alone (`clippy.toml`).
    ///
    /// # Errors
    /// [`Fault::Broken`] when there is no such account.
    pub fn enter(&self, account: &str) -> Result<Tenant<'s>> {
        let facts = account_facts(self.session.tx, account)?.ok_or_else(|| Fault::broken("no account has this id"))?;
        let now = facts.clock().at(self.session.now);
        Ok(Tenant::of(self.session, facts.into(), now))
    }
    /// The account of an app that has proved itself, and acts. A request proves one. For auth alone (`clippy.toml`).
    ///
    /// # Errors
    /// As [`enter`](Self::enter).
    #[expect(clippy::disallowed_methods, reason = "the app of this account has proved itself")]
    pub fn as_client(&self, app: &App) -> Result<Tenant<'s>> {
        let caller = || Caller {
            kind: CallerKind::App,
            account_id: (*app.account_id).into(),
            app_id: (*app.id).into(),
            ..self.session.caller.clone()
        };
        Ok(self.enter(&app.account_id)?.by(self.session.bearer.get_or_init(caller)))
    }
    /// 22 characters of base64url, which begin with the moment on the machine's clock.
    pub fn new_id(&mut self) -> String {
        self.session.streams.borrow_mut().new_id(self.session.now)
    }
    /// A new secret: 43 characters of base64url, 256 random bits.
    pub fn new_secret(&mut self) -> String {
        self.session.streams.borrow_mut().new_secret()
    }
    pub(crate) fn first<T>(
        &self,
        sql: DirectorySql,
        params: &[Cell<'_>],
        read: impl Fn(&dyn Row) -> Result<T>,
    ) -> Result<Option<T>> {
        first_row(self.session.tx, sql, params, read)
    }
    pub(crate) fn row<R: Record>(&self, sql: DirectorySql, params: &[Cell<'_>]) -> Result<Option<R>> {
        self.first(sql, params, R::read)
    }
    pub(crate) fn rows<R: Record>(&self, sql: DirectorySql, params: &[Cell<'_>]) -> Result<Vec<R>> {
        let mut rows = Vec::new();
        self.each(sql, params, &mut |row| {
            rows.push(R::read(row)?);
            Ok(())
        })?;
        Ok(rows)
    }
    pub(crate) fn each(
        &self,
        sql: DirectorySql,
        params: &[Cell<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<()>,
    ) -> Result<()> {
        self.session.tx.query(Scope::Directory, sql.0, params, each)
    }
    pub(crate) fn execute(&self, sql: DirectorySql, params: &[Cell<'_>]) -> Result<u64> {
        self.session.tx.execute(Scope::Directory, sql.0, params)
    }
}

/// The first row, read by `read`. The rows after it are fetched too.
fn first_row<T>(
    tx: &Tx,
    sql: DirectorySql,
    params: &[Cell<'_>],
    read: impl Fn(&dyn Row) -> Result<T>,
) -> Result<Option<T>> {
    let mut first = None;
    tx.query(Scope::Directory, sql.0, params, &mut |row| {
        if first.is_none() {
            first = Some(read(row)?);
        }
        Ok(())
    })?;
    Ok(first)
}

impl<'s> Tenant<'s> {
    pub(crate) fn beyond(&self) -> Directory<'s> {
        Directory { session: self.session }
    }
}
