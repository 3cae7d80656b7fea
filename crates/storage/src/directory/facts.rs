//! What a decision about a call rests on: the caller behind a token or a key, and the account it is aimed at.
use super::{DirectorySql, directory, first_row};
use crate::{
    engine::Row,
    entropy::is_id,
    fault::*,
    record,
    sql::{Cell, Record},
    tenant::Tenant,
    transaction::Tx,
};

record! {
    /// Where an account stands and what state it is in.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct AccountFacts {
        pub id: String,
        pub number: i64,
        pub parent_id: Option<String>,
        pub top_id: String,
        /// 0 stands free or on top, 1 below it, 2 below a second-level master.
        pub depth: i64,
        pub is_master: bool,
        /// Its switch "manages subaccounts".
        pub manages: bool,
        /// The same switch of its parent; true where it has none.
        pub parent_manages: bool,
        /// It pays for itself (`pay_mode: sub`).
        pub pays_itself: bool,
        /// As documented: `Free`, `Pro`, `Business` …
        pub account_type: String,
        pub paid: bool,
        /// Whether `custCreate` is open to it.
        pub api_users: bool,
        pub closed: bool,
        pub owner_id: String,
        pub world_id: String,
        pub offset_ms: i64,
        pub stopped_at: Option<i64>,
    }
}

/// The clock of a world, against the machine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorldClock {
    /// Milliseconds ahead of the machine.
    pub offset_ms: i64,
    /// Milliseconds UTC at which it stands still.
    /// `None` while it runs.
    pub stopped_at: Option<i64>,
}

impl WorldClock {
    /// Milliseconds UTC in this world while the machine shows `machine`.
    pub fn at(self, machine: i64) -> i64 {
        self.stopped_at.unwrap_or(machine.saturating_add(self.offset_ms))
    }
}

impl AccountFacts {
    pub fn clock(&self) -> WorldClock {
        WorldClock { offset_ms: self.offset_ms, stopped_at: self.stopped_at }
    }
    /// Directly below it, whether one of them is closed or not.
    pub fn is_child_of(&self, master: &AccountFacts) -> bool {
        self.parent_id.as_deref() == Some(&master.id)
    }
    /// Whether a master manages this account: one directly below it, or one below a second-level master of its own that
    /// manages its subaccounts too. Whether an operation is also for second-level masters themselves is another question.
    pub fn is_managed_by(&self, master: &AccountFacts) -> bool {
        let is_below = self.is_child_of(master) || (self.depth == 2 && self.top_id == master.id && self.parent_manages);
        master.is_master && master.manages && !self.closed && is_below
    }
}

/// Who is behind a token or a key, as stored; nothing of it has been judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerFacts {
    pub account: AccountFacts,
    pub app: AppFacts,
    pub user: UserFacts,
}
record! {
    /// The app, and what its token carries.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct AppFacts {
        pub id: String,
        pub kind: String,
        pub enabled: bool,
        pub is_classic: bool,
        /// The secret of a JWT app, sealed.
        pub secret_sealed: Option<Vec<u8>>,
        /// Scopes of the token, blank-separated.
        pub scopes: String,
        /// Milliseconds UTC; for a key, which does not expire, the largest number.
        pub expires_at: i64,
        /// The token names the user that it acts for; otherwise that is whoever owns the account.
        pub names_user: bool,
    }
}
record! {
    /// The user it acts for, with its role.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct UserFacts {
        pub id: String,
        pub status: String,
        pub role_id: String,
        /// JSON list of privilege names.
        pub privileges: String,
        pub second_level: Option<i64>,
        /// JSON list of privilege names, for `second_level` 3.
        pub second_privileges: String,
    }
}

record! {
    /// A user of an account by itself, whatever its credentials.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Member {
        pub email: String,
        pub display_name: String,
        pub is_active: bool,
    }
}

record! {
    /// What a token itself says.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Grant {
        pub account_id: String,
        pub app_id: String,
        /// None: it acts for whoever owns the account.
        pub user_id: Option<String>,
        /// Blank-separated.
        pub scopes: String,
        /// Milliseconds UTC.
        pub expires_at: i64,
    }
}
impl Grant {
    /// The same for all tokens by which one app acts for one user, or for the owner.
    pub fn holder_key(&self) -> Vec<u8> {
        [self.account_id.as_str(), &self.app_id, self.user_id.as_deref().unwrap_or_default()].join("/").into_bytes()
    }
}

const GRANT: DirectorySql =
    directory!("SELECT account_id, app_id, user_id, scopes, expires_at FROM tokens WHERE token_hash = $1");
const ACCOUNT: DirectorySql = directory!(
    "SELECT a.account_id, a.number, a.parent_id, a.top_id, a.depth, a.is_master, a.manages, COALESCE(p.manages, 1),
            CASE a.pay_mode WHEN 'sub' THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END, a.account_type, a.paid, a.api_users,
            CASE WHEN a.closed_at IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END, a.owner_id, a.world_id, w.offset_ms, w.stopped_at
     FROM accounts a JOIN worlds w ON w.id = a.world_id LEFT JOIN accounts p ON p.account_id = a.parent_id
     WHERE a.account_id = $1"
);
const BY_TOKEN: DirectorySql = directory!(
    "SELECT a.account_id, a.number, a.parent_id, a.top_id, a.depth, a.is_master, a.manages, COALESCE(p.manages, 1),
            CASE a.pay_mode WHEN 'sub' THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END, a.account_type, a.paid, a.api_users,
            CASE WHEN a.closed_at IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END, a.owner_id, a.world_id, w.offset_ms, w.stopped_at,
            app.id, app.kind, app.enabled, app.is_classic, app.secret_sealed, t.scopes, t.expires_at,
            CASE WHEN t.user_id IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END,
            u.id, u.status, u.role_id, r.privileges, r.second_level, r.second_privileges
     FROM tokens t
     JOIN accounts a ON a.account_id = t.account_id
     JOIN worlds w ON w.id = a.world_id
     LEFT JOIN accounts p ON p.account_id = a.parent_id
     JOIN apps app ON app.account_id = t.account_id AND app.id = t.app_id
     JOIN users u ON u.account_id = t.account_id AND u.status IN ('active', 'inactive', 'pending') AND u.id = COALESCE(t.user_id, a.owner_id)
     JOIN roles r ON r.account_id = t.account_id AND r.id = u.role_id
     WHERE t.token_hash = $1"
);
const BY_KEY: DirectorySql = directory!(
    "SELECT a.account_id, a.number, a.parent_id, a.top_id, a.depth, a.is_master, a.manages, COALESCE(p.manages, 1),
            CASE a.pay_mode WHEN 'sub' THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END, a.account_type, a.paid, a.api_users,
            CASE WHEN a.closed_at IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END, a.owner_id, a.world_id, w.offset_ms, w.stopped_at,
            app.id, app.kind, app.enabled, app.is_classic, app.secret_sealed, '', CAST(9223372036854775807 AS BIGINT), CAST(0 AS BIGINT),
            u.id, u.status, u.role_id, r.privileges, r.second_level, r.second_privileges
     FROM client_index c
     JOIN accounts a ON a.account_id = c.account_id
     JOIN worlds w ON w.id = a.world_id
     LEFT JOIN accounts p ON p.account_id = a.parent_id
     JOIN apps app ON app.account_id = c.account_id AND app.id = c.app_id
     JOIN users u ON u.account_id = c.account_id AND u.status IN ('active', 'inactive', 'pending') AND u.id = a.owner_id
     JOIN roles r ON r.account_id = c.account_id AND r.id = u.role_id
     WHERE c.client_id = $1"
);

const MEMBER: DirectorySql = directory!(
    "SELECT u.email, u.display_name, CASE u.status WHEN 'active' THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END,
            u.id, u.status, u.role_id, r.privileges, r.second_level, r.second_privileges
     FROM users u JOIN roles r ON r.account_id = u.account_id AND r.id = u.role_id
     WHERE u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = $2"
);

/// A window on some of a row's columns, so that a record can be read from the middle of a wide row.
struct From<'r>(&'r dyn Row, usize);
impl Row for From<'_> {
    fn cell(&self, column: usize) -> Result<Cell<'_>> {
        self.0.cell(self.1 + column)
    }
}

/// What the token with this SHA-256 says. For the pipeline, which may know the rest.
pub fn grant_by_token(tx: &Tx, token_hash: &[u8]) -> Result<Option<Grant>> {
    first_row(tx, GRANT, &[token_hash.into()], Grant::read)
}

/// The caller whose token has this SHA-256. For the pipeline.
/// `None` also when its app, its user or the role of that user is gone; a token that has expired is found.
pub fn caller_by_token(tx: &Tx, token_hash: &[u8]) -> Result<Option<CallerFacts>> {
    caller(tx, BY_TOKEN, token_hash.into())
}

/// The owner of the account that owns the app with this client id or API key. For the pipeline.
/// `None` also for a text that has not the form of one, which is not looked up.
pub fn caller_by_key(tx: &Tx, key: &str) -> Result<Option<CallerFacts>> {
    if is_id(key) { caller(tx, BY_KEY, key.into()) } else { Ok(None) }
}

fn caller(tx: &Tx, sql: DirectorySql, key: Cell<'_>) -> Result<Option<CallerFacts>> {
    first_row(tx, sql, &[key], |row| {
        Ok(CallerFacts {
            account: AccountFacts::read(row)?,
            app: AppFacts::read(&From(row, 17))?,
            user: UserFacts::read(&From(row, 25))?,
        })
    })
}

/// The account with this id, known or foreign: the same statement, the same work. For the pipeline.
pub fn account(tx: &Tx, id: &str) -> Result<Option<AccountFacts>> {
    // What has not the form of an id is nobody's; PostgreSQL would not even take a text with a zero character.
    if !is_id(id) {
        return Ok(None);
    }
    first_row(tx, ACCOUNT, &[id.into()], AccountFacts::read)
}

impl Tenant<'_> {
    /// A user of this account and its role, as they are now. Their tables belong to a crate above those that ask.
    pub fn member(&self, user_id: &str) -> Result<Option<(Member, UserFacts)>> {
        let read = |row: &dyn Row| Ok((Member::read(row)?, UserFacts::read(&From(row, 3))?));
        self.beyond().first(MEMBER, &[self.account_id().into(), user_id.into()], read)
    }
}
