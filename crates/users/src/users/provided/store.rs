//! What is provided, in the store: rows and statements.
use storage::{Result, Sql, Tenant, record, sql};

record! {
    /// Something that is kept for a user.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Item {
        pub kind: String,
        pub id: String,
        /// JSON object, as answers show it.
        pub body: String,
    }
}

const LIST: Sql = sql!(
    "SELECT kind, id, body FROM provided_items WHERE account_id = $1 AND user_id = $2 AND kind = $3 ORDER BY place"
);
const ALL: Sql =
    sql!("SELECT kind, id, body FROM provided_items WHERE account_id = $1 AND user_id = $2 ORDER BY kind, place");
const ONE: Sql =
    sql!("SELECT body FROM provided_items WHERE account_id = $1 AND user_id = $2 AND kind = $3 AND id = $4");
const CLEAR: Sql = sql!("DELETE FROM provided_items WHERE account_id = $1 AND user_id = $2 AND kind = $3");
const INSERT: Sql =
    sql!("INSERT INTO provided_items (account_id, user_id, kind, place, id, body) VALUES ($1, $2, $3, $4, $5, $6)");
const FORGET: Sql = sql!("DELETE FROM provided_items WHERE account_id = $1 AND user_id = $2");

/// Things of a kind that a user has at most.
pub const MOST: usize = 40;

/// Everything of this kind, in its order.
pub fn list(tenant: &Tenant, user: &str, kind: &str) -> Result<Vec<Item>> {
    tenant.rows(LIST, &[user.into(), kind.into()])
}

/// The body of one.
pub fn body(tenant: &Tenant, user: &str, kind: &str, id: &str) -> Result<Option<String>> {
    tenant.first(ONE, &[user.into(), kind.into(), id.into()], |row| row.get(0))
}

/// Puts these in the place of everything of this kind.
pub fn replace(tenant: &mut Tenant, user: &str, kind: &str, items: &[Item]) -> Result<()> {
    tenant.execute(CLEAR, &[user.into(), kind.into()])?;
    for (place, item) in (0i64..).zip(items) {
        let cells = [user.into(), kind.into(), place.into(), (&item.id).into(), (&item.body).into()];
        tenant.execute(INSERT, &cells)?;
    }
    Ok(())
}

/// Everything that is kept for the user.
pub fn of(tenant: &Tenant, user: &str) -> Result<Vec<Item>> {
    tenant.rows(ALL, &[user.into()])
}

/// Adds it to what is kept for a user who comes from another account; of each kind as much as there is room for.
pub fn carry(tenant: &mut Tenant, user: &str, items: &[Item]) -> Result<()> {
    items.chunk_by(|one, next| one.kind == next.kind).try_for_each(|items| match items {
        [first, ..] => add(tenant, user, &first.kind, items),
        [] => Ok(()),
    })
}

fn add(tenant: &mut Tenant, user: &str, kind: &str, items: &[Item]) -> Result<()> {
    let mut all = [&*list(tenant, user, kind)?, items].concat();
    all.truncate(MOST);
    replace(tenant, user, kind, &all)
}

/// Everything of every kind.
pub fn forget(tenant: &mut Tenant, user: &str) -> Result<()> {
    tenant.execute(FORGET, &[user.into()]).map(drop)
}
