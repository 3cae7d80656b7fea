//! Accounts in the store: rows and statements.
use super::{
    options::Options,
    views::{AccountItem, AccountView, DetailRow, ItemRow, stored_options},
};
use platform::{Json, PageWriter, Result};
use storage::{Cell, Fault, Sql, Tenant, record, sql};

record! {
    /// What a change of an account rests on.
    pub struct Account {
        pub id: String,
        pub world_id: String,
        pub parent_id: Option<String>,
        pub is_master: bool,
        pub owner_id: String,
        pub owner_email: String,
        pay_mode: String,
        granted: String,
        /// Before the change.
        pub version: i64,
    }
}

impl Account {
    /// # Errors
    /// [`Fault::Broken`] when the options are not what was stored.
    pub fn options(&self) -> storage::Result<Options> {
        stored_options(&self.pay_mode, &self.granted)
    }
}

/// Which subaccounts a list holds.
pub struct ListFilter {
    email: Option<String>,
    phone: Option<String>,
}

impl ListFilter {
    /// Filters that are empty are none.
    pub fn of(email: Option<&str>, phone: Option<&str>) -> Self {
        let filled = |text: &&str| !text.is_empty();
        ListFilter {
            email: email.filter(filled).map(users::emails::folded),
            phone: phone.filter(filled).map(phone_key),
        }
    }
    fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        self.email.iter().chain(&self.phone).map(Cell::from)
    }
    fn pick(&self, [all, by_email, by_phone, by_both]: [Sql; 4]) -> Sql {
        match (&self.email, &self.phone) {
            (None, None) => all,
            (Some(_), None) => by_email,
            (None, Some(_)) => by_phone,
            (Some(_), Some(_)) => by_both,
        }
    }
}

/// The form in which phone numbers are compared. What holds no digit stays as it is, and is nobody's number.
fn phone_key(number: &str) -> String {
    let digits = users::phones::key(number);
    if digits.is_empty() { number.to_owned() } else { digits }
}

/// Without filter, by the owner's email, by the owner's phone number, by both.
const LIST: [Sql; 4] = [
    sql!(
        "SELECT created_at, id, name, number, account_type, owner_email, seats, subscription_start, subscription_end, reseller, bulk_license
         FROM subaccounts WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3 OFFSET $4"
    ),
    sql!(
        "SELECT created_at, id, name, number, account_type, owner_email, seats, subscription_start, subscription_end, reseller, bulk_license
         FROM subaccounts WHERE account_id = $1 AND id > $2 AND owner_email = $5 ORDER BY id LIMIT $3 OFFSET $4"
    ),
    sql!(
        "SELECT created_at, id, name, number, account_type, owner_email, seats, subscription_start, subscription_end, reseller, bulk_license
         FROM subaccounts WHERE account_id = $1 AND id > $2 AND owner_phone = $5 ORDER BY id LIMIT $3 OFFSET $4"
    ),
    sql!(
        "SELECT created_at, id, name, number, account_type, owner_email, seats, subscription_start, subscription_end, reseller, bulk_license
         FROM subaccounts WHERE account_id = $1 AND id > $2 AND owner_email = $5 AND owner_phone = $6 ORDER BY id LIMIT $3 OFFSET $4"
    ),
];
/// Without filter it is a kept number; a filter leaves few rows, found by an index.
const COUNT: [Sql; 4] = [
    sql!("SELECT n FROM subaccount_counts WHERE account_id = $1"),
    sql!("SELECT count(*) FROM subaccounts WHERE account_id = $1 AND owner_email = $2"),
    sql!("SELECT count(*) FROM subaccounts WHERE account_id = $1 AND owner_phone = $2"),
    sql!("SELECT count(*) FROM subaccounts WHERE account_id = $1 AND owner_email = $2 AND owner_phone = $3"),
];
const VIEW: Sql = sql!(
    "SELECT account_id, name, number, account_type, created_at, owner_id, owner_email, seats, subscription_start, subscription_end,
            is_master, depth, pay_mode, options
     FROM accounts WHERE account_id = $1"
);
const ACCOUNT: Sql = sql!(
    "SELECT account_id, world_id, parent_id, is_master, owner_id, owner_email, pay_mode, options, version FROM accounts WHERE account_id = $1"
);
const VERSION: Sql = sql!("SELECT version FROM accounts WHERE account_id = $1");
const TOUCH: Sql = sql!("UPDATE accounts SET version = version + 1 WHERE account_id = $1");
const SET_OPTIONS: Sql =
    sql!("UPDATE accounts SET pay_mode = $2, options = $3, version = version + 1 WHERE account_id = $1");

/// Writes the page's rows.
pub fn list<const MAX: i64>(
    parent: &Tenant,
    filter: &ListFilter,
    page: &mut PageWriter<AccountItem, MAX>,
) -> Result<()> {
    let after = page.after().to_owned();
    let mut cells: Vec<Cell<'_>> = vec![(&after).into(), page.want().into(), page.skip().into()];
    cells.extend(filter.cells());
    parent.each(filter.pick(LIST), &cells, &mut |row| {
        let row = ItemRow::read(row)?;
        page.push(row.id, &row.view())
    })?;
    Ok(())
}

/// How many subaccounts the list holds over all pages.
pub fn count(parent: &Tenant, filter: &ListFilter) -> Result<i64> {
    let cells: Vec<Cell<'_>> = filter.cells().collect();
    Ok(parent.number(filter.pick(COUNT), &cells)?)
}

/// The answer about this account, which has this address of its own.
pub fn view(tenant: &Tenant, vanity_url: Option<&str>) -> Result<Json<AccountView>> {
    let answer = tenant.first(VIEW, &[], |row| Ok(Json::of(&DetailRow::read(row)?.view(vanity_url)?)))?;
    answer.unwrap_or_else(|| Err(missing().into()))
}

/// What a change of this account rests on.
pub fn account(tenant: &Tenant) -> Result<Account> {
    Ok(tenant.row(ACCOUNT, &[])?.ok_or_else(missing)?)
}

/// The version of this account after everything that was done to it so far.
pub fn version(tenant: &Tenant) -> Result<i64> {
    Ok(tenant.number(VERSION, &[])?)
}

/// Counts the version up, for a change that the row itself does not hold; the version after it.
pub fn touch(tenant: &mut Tenant) -> Result<i64> {
    tenant.execute(TOUCH, &[])?;
    version(tenant)
}

/// Keeps options, under another version of the account.
pub fn set_options(tenant: &mut Tenant, options: &Options) -> Result<()> {
    let granted = granted(options)?;
    Ok(tenant.execute(SET_OPTIONS, &[options.pay_mode.as_str().into(), (&granted).into()]).map(drop)?)
}

/// The text that is kept of options; who pays has a column of its own.
pub fn granted(options: &Options) -> storage::Result<String> {
    serde_json::to_string(&options.granted).map_err(Fault::broken)
}

fn missing() -> Fault {
    Fault::broken("the account of a tenant does not exist")
}
