//! The tree of accounts: adding, moving, closing; what a parent lists of its subaccounts is written here alone.
use super::{Directory, DirectorySql, created::AccountCreated, directory};
use crate::{fault::*, record, secret, sql::Cell, tenant::Tenant};

/// Where a new account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Directly below the account that makes it; it must be a master.
    Below,
    /// On its own, in the world of the account that makes it.
    Free,
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    pub id: &'a str,
    pub name: &'a str,
    /// As documented: `Free`, `Pro`, `Business` …
    pub account_type: &'a str,
    /// Its switch "manages subaccounts" is on from the beginning.
    pub is_master: bool,
    /// `pay_mode: sub`.
    pub pays_itself: bool,
    pub owner_id: &'a str,
    /// In its form for comparison.
    pub owner_email: &'a str,
    /// JSON, as the account's options are stored.
    pub options: &'a str,
}

record! {
    /// What an account and the list of its parent show alike.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Summary {
        pub name: String,
        pub account_type: String,
        pub paid: bool,
        pub bulk_license: bool,
        pub seats: i64,
        /// Milliseconds UTC.
        pub subscription_start: Option<i64>,
        pub subscription_end: Option<i64>,
        pub owner_id: String,
        pub owner_email: String,
    }
}

record! {
    /// One account, as the operator plane sees it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct AccountRow {
        pub id: String,
        pub number: i64,
        pub world_id: String,
        pub top_id: String,
        pub parent_id: Option<String>,
        pub depth: i64,
        pub is_master: bool,
        pub manages: bool,
        pub name: String,
        pub account_type: String,
        pub paid: bool,
        pub pay_mode: String,
        pub bulk_license: bool,
        pub seats: i64,
        pub subscription_start: Option<i64>,
        pub subscription_end: Option<i64>,
        pub api_users: bool,
        pub owner_id: String,
        pub owner_email: String,
        pub created_at: i64,
        pub closed_at: Option<i64>,
        pub version: i64,
    }
}
record! {
    /// An account that is closed, and its version now.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Closed {
        pub id: String,
        pub version: i64,
    }
}
record! { #[derive(Clone)] struct Id { id: String } }
record! { struct CodeRow { account_id: String, email: String, master_number: i64, enabled: bool, expires_at: i64, used_at: Option<i64> } }

/// A free account whose transfer code was shown, and what the code says.
pub struct Transferred<'s> {
    /// The account that the code moves.
    pub tenant: Tenant<'s>,
    pub row: AccountRow,
    /// The code serves this email only.
    pub email: String,
    /// The code serves the master with this account number only.
    pub master_number: i64,
    pub enabled: bool,
    /// Milliseconds UTC.
    pub expires_at: i64,
    pub used_at: Option<i64>,
}

const INSERT: DirectorySql = directory!(
    "INSERT INTO accounts (account_id, number, world_id, top_id, depth, is_master, parent_id, parent_depth, parent_is_master, manages, name, account_type, pay_mode, api_users, owner_id, owner_email, options, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (number) DO NOTHING"
);
const ROW: DirectorySql = directory!(
    "SELECT account_id, number, world_id, top_id, parent_id, depth, is_master, manages, name, account_type, paid, pay_mode, bulk_license, seats,
            subscription_start, subscription_end, api_users, owner_id, owner_email, created_at, closed_at, version
     FROM accounts WHERE account_id = $1"
);
const TREE: DirectorySql = directory!(
    "SELECT account_id, number, world_id, top_id, parent_id, depth, is_master, manages, name, account_type, paid, pay_mode, bulk_license, seats,
            subscription_start, subscription_end, api_users, owner_id, owner_email, created_at, closed_at, version
     FROM accounts WHERE top_id = $1 AND (depth, created_at, account_id) > ($2, $3, $4) ORDER BY depth, created_at, account_id LIMIT $5"
);
const TOPS: DirectorySql = directory!(
    "SELECT account_id, number, world_id, top_id, parent_id, depth, is_master, manages, name, account_type, paid, pay_mode, bulk_license, seats,
            subscription_start, subscription_end, api_users, owner_id, owner_email, created_at, closed_at, version
     FROM accounts WHERE depth = 0 AND top_id > $1 ORDER BY top_id LIMIT $2"
);
const BELOW: DirectorySql = directory!(
    "SELECT account_id, number, world_id, top_id, parent_id, depth, is_master, manages, name, account_type, paid, pay_mode, bulk_license, seats,
            subscription_start, subscription_end, api_users, owner_id, owner_email, created_at, closed_at, version
     FROM accounts WHERE parent_id = $1 AND (created_at, account_id) > ($2, $3) ORDER BY created_at, account_id LIMIT $4"
);
const CHILDREN: DirectorySql = directory!("SELECT count(*) FROM accounts WHERE parent_id = $1");
const OPEN_CHILDREN: DirectorySql =
    directory!("SELECT count(*) FROM accounts WHERE parent_id = $1 AND closed_at IS NULL");
const LIST_BELOW: DirectorySql = directory!(
    "INSERT INTO subaccounts (account_id, created_at, id, name, number, account_type, owner_email, seats, subscription_start, subscription_end, reseller, bulk_license)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
);
const COUNT_BELOW: DirectorySql = directory!(
    "INSERT INTO subaccount_counts (account_id, n) VALUES ($1, $2) ON CONFLICT (account_id) DO UPDATE SET n = subaccount_counts.n + excluded.n"
);
const UNLIST: DirectorySql = directory!("DELETE FROM subaccounts WHERE account_id = $1 AND id = $2");
const SUMMARY: DirectorySql = directory!(
    "SELECT name, account_type, paid, bulk_license, seats, subscription_start, subscription_end, owner_id, owner_email FROM accounts WHERE account_id = $1"
);
const SET_SUMMARY: DirectorySql = directory!(
    "UPDATE accounts SET name = $2, account_type = $3, paid = $4, bulk_license = $5, seats = $6, subscription_start = $7, subscription_end = $8,
            owner_id = $9, owner_email = $10, version = version + 1 WHERE account_id = $1 RETURNING version"
);
const LIST_SUMMARY: DirectorySql = directory!(
    "UPDATE subaccounts SET name = $3, account_type = $4, bulk_license = $5, seats = $6, subscription_start = $7, subscription_end = $8, owner_email = $9
     WHERE account_id = $1 AND id = $2"
);
const LIST_PHONE: DirectorySql =
    directory!("UPDATE subaccounts SET owner_phone = $3 WHERE account_id = $1 AND id = $2");
const LIST_RESELLER: DirectorySql =
    directory!("UPDATE subaccounts SET reseller = $3 WHERE account_id = $1 AND id = $2");
const SET_PLACE: DirectorySql = directory!(
    "UPDATE accounts SET parent_id = $2, parent_depth = $3, parent_is_master = $4, top_id = $5, depth = $6, api_users = $7, version = version + 1 WHERE account_id = $1"
);
const SET_MASTER: DirectorySql =
    directory!("UPDATE accounts SET is_master = $2, manages = $2, version = version + 1 WHERE account_id = $1");
const SET_MANAGES: DirectorySql =
    directory!("UPDATE accounts SET manages = $2, version = version + 1 WHERE account_id = $1");
const SET_API_USERS: DirectorySql = directory!(
    "UPDATE accounts SET api_users = $2, version = version + 1 WHERE account_id = $1 AND api_users <> $2 AND closed_at IS NULL RETURNING account_id"
);
const SET_API_USERS_BELOW: DirectorySql = directory!(
    "UPDATE accounts SET api_users = $2, version = version + 1 WHERE parent_id = $1 AND api_users <> $2 AND closed_at IS NULL RETURNING account_id"
);
const SET_API_USERS_OF_TREE: DirectorySql = directory!(
    "UPDATE accounts SET api_users = $2, version = version + 1 WHERE top_id = $1 AND api_users <> $2 AND closed_at IS NULL RETURNING account_id"
);
const RELEASE_LAST: DirectorySql = directory!(
    "UPDATE accounts SET parent_id = NULL, parent_depth = NULL, parent_is_master = NULL, top_id = account_id, depth = 0, version = version + 1
     WHERE top_id = $1 AND depth = 2 AND closed_at IS NOT NULL RETURNING account_id, version"
);
const RELEASE: DirectorySql = directory!(
    "UPDATE accounts SET parent_id = NULL, parent_depth = NULL, parent_is_master = NULL, top_id = account_id, depth = 0, version = version + 1
     WHERE parent_id = $1 AND closed_at IS NOT NULL RETURNING account_id, version"
);
const CODE: DirectorySql = directory!(
    "SELECT account_id, email, master_number, enabled, expires_at, used_at FROM transfer_codes WHERE code_hash = $1"
);

/// How often a number that is taken is drawn anew.
const DRAWS: usize = 16;

impl<'s> Tenant<'s> {
    /// Makes an account below this one, or one that stands on its own. For the accounts product alone (`clippy.toml`).
    ///
    /// # Errors
    /// [`Fault::Broken`] when this account is not a master that may have accounts below it: ask before.
    pub fn new_account(&mut self, place: Place, new: &NewAccount<'_>) -> Result<Tenant<'s>> {
        let mut all = self.beyond();
        let maker = all.existing(self.account_id())?;
        match place {
            Place::Below => all.insert_account(new, &maker.world_id, Some(&maker), self.now()),
            Place::Free => all.insert_account(new, &maker.world_id, None, self.now()),
        }
    }
    /// What this account shows alike in itself and in the list of its parent.
    pub fn summary(&self) -> Result<Summary> {
        self.beyond().row(SUMMARY, &[self.account_id().into()])?.ok_or_else(missing)
    }
    /// Rewrites this account's row and its parent's list; the account's version after it. For users, billing and accounts
    /// (`clippy.toml`).
    pub fn account_changed(&mut self, summary: &Summary) -> Result<i64> {
        let all = self.beyond();
        self.session.tx.touch(self.account_id());
        let (bulk_license, seats) = (Cell::from(summary.bulk_license), Cell::from(summary.seats));
        let (start, end) = (Cell::from(summary.subscription_start), Cell::from(summary.subscription_end));
        let (name, account_type) = (Cell::from(&summary.name), Cell::from(&summary.account_type));
        let (owner, email) = (Cell::from(&summary.owner_id), Cell::from(&summary.owner_email));
        let id = Cell::from(self.account_id());
        let cells = [id, name, account_type, summary.paid.into(), bulk_license, seats, start, end, owner, email];
        let version = all.first(SET_SUMMARY, &cells, |row| row.get(0))?.ok_or_else(missing)?;
        if let Some(parent) = all.existing(self.account_id())?.parent_id {
            let cells = [(&parent).into(), id, name, account_type, bulk_license, seats, start, end, email];
            all.execute(LIST_SUMMARY, &cells)?;
        }
        Ok(version)
    }
    /// The owner's first phone number, by which a parent can find this account.
    pub fn owner_phone_changed(&mut self, phone: &str) -> Result<()> {
        let all = self.beyond();
        match all.existing(self.account_id())?.parent_id {
            None => Ok(()),
            Some(parent) => {
                all.execute(LIST_PHONE, &[(&parent).into(), self.account_id().into(), phone.into()]).map(drop)
            }
        }
    }
    /// This account stands on its own from now on: nobody above reaches it, and `custCreate`, which was open to it as a part
    /// of the tree, is closed. What those above have set going in it is for the caller to end. For the accounts product alone
    /// (`clippy.toml`).
    ///
    /// # Errors
    /// [`Fault::Broken`] when it has no parent, or accounts below it: ask before.
    pub fn leave_parent(&mut self) -> Result<()> {
        let mut all = self.beyond();
        let row = all.existing(self.account_id())?;
        let parent = row.parent_id.as_deref().ok_or_else(|| Fault::broken("the account has no parent"))?;
        all.unlist(parent, &row.id)?;
        all.place(&row, None)
    }
    /// The account that `code` moves, whatever the code's state: that is for the caller to judge.
    /// For the accounts product alone (`clippy.toml`).
    pub fn transferred(&self, code: &str) -> Result<Option<Transferred<'s>>> {
        let all = self.beyond();
        let Some(found) = all.row::<CodeRow>(CODE, &[(&secret::hash(code)).into()])? else { return Ok(None) };
        let row = all.existing(&found.account_id)?;
        Ok(Some(Transferred {
            tenant: Tenant::new(self.session, &found.account_id, self.now()),
            row,
            email: found.email,
            master_number: found.master_number,
            enabled: found.enabled,
            expires_at: found.expires_at,
            used_at: found.used_at,
        }))
    }
}

impl Transferred<'_> {
    /// Moves the account below `master`.
    ///
    /// # Errors
    /// [`Fault::Broken`] when it does not stand on its own, has accounts below it, or `master` may have none.
    pub fn move_below(&mut self, master: &Tenant<'_>) -> Result<()> {
        let mut all = self.tenant.beyond();
        let parent = all.existing(master.account_id())?;
        all.place(&self.row, Some(&parent))?;
        all.list_below(&parent.id, &self.row)
    }
}

impl<'s> Directory<'s> {
    /// Makes an account that stands on its own.
    /// It begins with the event `account.created`; roles, the owner and its email are for the caller to add.
    ///
    /// # Errors
    /// [`Fault::Broken`] when no world has this id, or when every number that was drawn is taken.
    pub fn new_account(&mut self, world_id: &str, new: &NewAccount<'_>) -> Result<Tenant<'s>> {
        let world = self.world(world_id)?.ok_or_else(|| Fault::broken("no world has this id"))?;
        self.insert_account(new, world_id, None, world.clock().at(self.session.now))
    }
    /// Open or closed; `None` when there is none with this id.
    pub fn account_row(&self, id: &str) -> Result<Option<AccountRow>> {
        self.row(ROW, &[id.into()])
    }
    /// An account and all below it, from the top down; at most `most` that follow `after`.
    pub fn tree(&self, root: &AccountRow, after: Option<&AccountRow>, most: i64) -> Result<Vec<AccountRow>> {
        if root.depth == 0 {
            let (depth, created_at, id) = after.map_or((-1, 0, ""), |row| (row.depth, row.created_at, row.id.as_str()));
            return self.rows(TREE, &[(&root.id).into(), depth.into(), created_at.into(), id.into(), most.into()]);
        }
        let below = after.filter(|row| row.id != root.id);
        let (created_at, id) = below.map_or((i64::MIN, ""), |row| (row.created_at, row.id.as_str()));
        let mut rows: Vec<AccountRow> = after.map_or_else(|| vec![root.clone()], |_| Vec::new());
        let left = most - rows.len() as i64;
        rows.extend(self.rows::<AccountRow>(BELOW, &[(&root.id).into(), created_at.into(), id.into(), left.into()])?);
        Ok(rows)
    }
    /// Accounts that stand on top or on their own, by id; at most `most` that follow `after`.
    pub fn tops(&self, after: &str, most: i64) -> Result<Vec<AccountRow>> {
        self.rows(TOPS, &[after.into(), most.into()])
    }
    /// Whether an account directly below it is open.
    pub fn has_open_children(&self, id: &str) -> Result<bool> {
        self.is_any(OPEN_CHILDREN, id)
    }
    /// Lets the closed accounts below `row` stand on their own, so that its place can change. What stands below it is
    /// closed, all of it.
    /// What comes back are those that stand on their own now, with their versions; no event is written of it.
    pub fn release_closed(&mut self, row: &AccountRow) -> Result<Vec<Closed>> {
        // From the bottom up: an account that others stand below keeps its place.
        let mut released = self.rows(RELEASE_LAST, &[(&row.id).into()])?;
        released.extend(self.rows::<Closed>(RELEASE, &[(&row.id).into()])?);
        Ok(released)
    }
    /// Makes a master of an account, or an ordinary account of a master; its switch follows. Effective on the next request.
    ///
    /// # Errors
    /// [`Fault::Broken`] when the tree would break: ask before.
    pub fn set_master(&mut self, row: &AccountRow, is_master: bool) -> Result<()> {
        self.session.tx.touch_everything();
        self.execute(SET_MASTER, &[(&row.id).into(), is_master.into()])?;
        match &row.parent_id {
            None => Ok(()),
            Some(parent) => self.execute(LIST_RESELLER, &[parent.into(), (&row.id).into(), is_master.into()]).map(drop),
        }
    }
    /// The switch "manages subaccounts".
    pub fn set_manages(&mut self, id: &str, manages: bool) -> Result<()> {
        self.session.tx.touch_everything();
        self.execute(SET_MANAGES, &[id.into(), manages.into()]).map(drop)
    }
    /// Opens or closes `custCreate` to an account and all below it; the ids of those to which it was not so already.
    pub fn set_api_users(&mut self, row: &AccountRow, open: bool) -> Result<Vec<String>> {
        self.session.tx.touch_everything();
        let cells = [Cell::from(&row.id), open.into()];
        let changed: Vec<Id> = match row.depth {
            0 => self.rows(SET_API_USERS_OF_TREE, &cells)?,
            _ => [self.rows(SET_API_USERS, &cells)?, self.rows(SET_API_USERS_BELOW, &cells)?].concat(),
        };
        Ok(changed.into_iter().map(|Id { id }| id).collect())
    }

    fn is_any(&self, count: DirectorySql, id: &str) -> Result<bool> {
        Ok(self.first(count, &[id.into()], |row| row.get::<i64>(0))?.is_some_and(|count| count > 0))
    }
    fn existing(&self, id: &str) -> Result<AccountRow> {
        self.account_row(id)?.ok_or_else(missing)
    }
    fn insert_account(
        &mut self,
        new: &NewAccount<'_>,
        world: &str,
        parent: Option<&AccountRow>,
        now: i64,
    ) -> Result<Tenant<'s>> {
        // That no account had this id may be remembered.
        self.session.tx.touch(new.id);
        let pay_mode = if new.pays_itself { "sub" } else { "master" };
        for _ in 0..DRAWS {
            let number = self.session.streams.borrow_mut().new_number(1_000_000_000..100_000_000_000);
            let cells = [
                new.id.into(),
                number.into(),
                world.into(),
                parent.map_or(new.id, |parent| &parent.top_id).into(),
                parent.map_or(0, |parent| parent.depth + 1).into(),
                new.is_master.into(),
                parent.map(|parent| parent.id.as_str()).into(),
                parent.map(|parent| parent.depth).into(),
                parent.map(|parent| i64::from(parent.is_master)).into(),
                new.is_master.into(),
                new.name.into(),
                new.account_type.into(),
                pay_mode.into(),
                parent.is_some_and(|parent| parent.api_users).into(),
                new.owner_id.into(),
                new.owner_email.into(),
                new.options.into(),
                now.into(),
            ];
            if self.execute(INSERT, &cells)? == 1 {
                return self.begin(new.id, parent, now);
            }
        }
        Err(Fault::broken("no account number is free"))
    }
    /// What goes with the row of every account.
    fn begin(&mut self, id: &str, parent: Option<&AccountRow>, now: i64) -> Result<Tenant<'s>> {
        let row = self.existing(id)?;
        if let Some(parent) = parent {
            self.list_below(&parent.id, &row)?;
        }
        let mut account = Tenant::new(self.session, id, now);
        account.emit(&AccountCreated::of(&row))?;
        Ok(account)
    }
    fn list_below(&mut self, parent: &str, row: &AccountRow) -> Result<()> {
        self.execute(
            LIST_BELOW,
            &[
                parent.into(),
                row.created_at.into(),
                (&row.id).into(),
                (&row.name).into(),
                row.number.into(),
                (&row.account_type).into(),
                (&row.owner_email).into(),
                row.seats.into(),
                row.subscription_start.into(),
                row.subscription_end.into(),
                row.is_master.into(),
                row.bulk_license.into(),
            ],
        )?;
        self.execute(COUNT_BELOW, &[parent.into(), 1.into()]).map(drop)
    }
    pub(super) fn unlist(&mut self, parent: &str, id: &str) -> Result<()> {
        if self.execute(UNLIST, &[parent.into(), id.into()])? > 0 {
            self.execute(COUNT_BELOW, &[parent.into(), (-1).into()])?;
        }
        Ok(())
    }
    fn place(&mut self, row: &AccountRow, parent: Option<&AccountRow>) -> Result<()> {
        if self.is_any(CHILDREN, &row.id)? {
            return Err(Fault::broken("an account with accounts below it does not move"));
        }
        self.session.tx.touch(&row.id);
        let cells = [
            (&row.id).into(),
            parent.map(|parent| parent.id.as_str()).into(),
            parent.map(|parent| parent.depth).into(),
            parent.map(|parent| i64::from(parent.is_master)).into(),
            parent.map_or(row.id.as_str(), |parent| &parent.top_id).into(),
            parent.map_or(0, |parent| parent.depth + 1).into(),
            parent.is_some_and(|parent| parent.api_users).into(),
        ];
        self.execute(SET_PLACE, &cells).map(drop)
    }
}

fn missing() -> Fault {
    Fault::broken("the account of a tenant does not exist")
}
