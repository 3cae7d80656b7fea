//! Groups in the store: rows and statements.
use super::views::{GroupRow, GroupView};
use platform::{Failure, PageWriter, Result};
use storage::{Cell, Fault, Inserted, Sql, Tenant, record, sql};

record! {
    /// A group, as a change loads it.
    #[derive(Debug, Clone)]
    pub struct Group {
        pub id: String,
        pub name: String,
        pub total_members: i64,
        pub total_admins: i64,
        /// The id that a client of provisioning gave it.
        pub external_id: String,
        /// The address of the group, which a client of provisioning has given it.
        pub email_alias: String,
        /// Milliseconds UTC.
        pub created_at: i64,
        /// Milliseconds UTC; nothing for a group that is as it was made.
        pub updated_at: Option<i64>,
        pub version: i64,
    }
}

record! {
    struct ViewRow<'r> {
        id: &'r str,
        name: &'r str,
        total_members: i64,
    }
}

impl<'r> ViewRow<'r> {
    fn view(&self) -> GroupRow<'r> {
        GroupRow { id: self.id, name: self.name, total_members: self.total_members }
    }
}

const LIST: Sql = sql!(
    "SELECT id, name, total_members FROM user_groups WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3 OFFSET $4"
);
const VIEW: Sql = sql!("SELECT id, name, total_members FROM user_groups WHERE account_id = $1 AND id = $2");
const GROUP: Sql = sql!(
    "SELECT id, name, total_members, total_admins, external_id, email_alias, created_at, updated_at, version
          FROM user_groups WHERE account_id = $1 AND id = $2"
);
const BY_NAME: Sql = sql!("SELECT id FROM user_groups WHERE account_id = $1 AND name = $2");
const INSERT: Sql =
    sql!("INSERT INTO user_groups (account_id, id, name, external_id, email_alias, created_at) VALUES ($1, $2, $3, $4, $5, $6)
          ON CONFLICT DO NOTHING");
const SAVE: Sql = sql!(
    "UPDATE user_groups SET name = $3, total_members = $4, total_admins = $5, version = $6, external_id = $7, email_alias = $8,
            updated_at = $9
     WHERE account_id = $1 AND id = $2"
);
const DELETE: Sql = sql!("DELETE FROM user_groups WHERE account_id = $1 AND id = $2");

/// Writes the page's rows, oldest first.
pub fn list<const MAX: i64>(tenant: &Tenant, page: &mut PageWriter<GroupView, MAX>) -> Result<()> {
    Ok(page.fill(tenant, LIST, &[], |row, page| {
        let row = ViewRow::read(row)?;
        page.push(row.id, &row.view())
    })?)
}

/// The answer about one group, made by `answer`; `None` when there is none.
pub fn view<A>(tenant: &Tenant, id: &str, answer: impl Fn(&GroupRow<'_>) -> Result<A>) -> Result<Option<A>> {
    tenant.first(VIEW, &[id.into()], |row| Ok(answer(&ViewRow::read(row)?.view())))?.transpose()
}

/// The group with this id.
pub fn find(tenant: &Tenant, id: &str) -> storage::Result<Option<Group>> {
    tenant.row(GROUP, &[id.into()])
}

/// The group with this id.
///
/// # Errors
/// `missing`, with the id, when the account has none.
pub fn existing(tenant: &Tenant, id: &str, missing: Failure) -> Result<Group> {
    find(tenant, id)?.ok_or_else(|| missing.with(id))
}

/// Whether the account has a group with this id.
pub fn exists(tenant: &Tenant, id: &str) -> storage::Result<bool> {
    Ok(tenant.row::<Group>(GROUP, &[id.into()])?.is_some())
}

/// The group that the row of a member or of an admin names.
pub fn referred(tenant: &Tenant, id: &str) -> storage::Result<Group> {
    let group = tenant.row(GROUP, &[id.into()])?;
    group.ok_or_else(|| Fault::broken("somebody is in a group that does not exist"))
}

/// The id of the group with this name.
pub fn id_by_name(tenant: &Tenant, name: &str) -> storage::Result<Option<String>> {
    tenant.first(BY_NAME, &[name.into()], |row| row.get(0))
}

/// A group with this name may be there already.
pub fn insert(tenant: &mut Tenant, group: &Group) -> storage::Result<Inserted> {
    let cells = [&group.id, &group.name, &group.external_id, &group.email_alias].map(Cell::from);
    tenant.insert(INSERT, &[&cells[..], &[group.created_at.into()]].concat())
}

/// Writes name and numbers of the group under its next version.
pub fn save(tenant: &mut Tenant, group: &mut Group) -> storage::Result<()> {
    group.version += 1;
    group.updated_at = Some(tenant.now());
    let cells = [
        (&group.id).into(),
        (&group.name).into(),
        group.total_members.into(),
        group.total_admins.into(),
        group.version.into(),
        (&group.external_id).into(),
        (&group.email_alias).into(),
        group.updated_at.into(),
    ];
    tenant.execute(SAVE, &cells).map(drop)
}

/// The row alone: what is kept about the group goes before, and counting one less is for the caller.
pub fn delete(tenant: &mut Tenant, id: &str) -> storage::Result<()> {
    tenant.execute(DELETE, &[id.into()]).map(drop)
}
