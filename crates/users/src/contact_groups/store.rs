//! Contact groups in the store: rows and statements.
use super::{
    api::NO_GROUP,
    views::{ContactGroupItem, ContactGroupItemRow, ContactGroupRow},
};
use platform::{PageWriter, Result};
use storage::{Fault, Sql, Tenant, record, sql};

record! {
    /// A contact group, as a change loads it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ContactGroup {
        pub id: String,
        pub name: String,
        /// The documented number: who sees and finds it.
        pub privacy: i64,
        pub description: String,
        pub total_members: i64,
        pub version: i64,
    }
}

impl ContactGroup {
    /// As the answer about one group shows it; lists leave the number of members out.
    pub fn view(&self) -> ContactGroupRow<'_> {
        ContactGroupRow {
            group_id: &self.id,
            group_name: &self.name,
            total_members: self.total_members,
            group_privacy: self.privacy,
            description: &self.description,
        }
    }
}

record! {
    struct ItemRow<'r> {
        id: &'r str,
        name: &'r str,
        privacy: i64,
        description: &'r str,
    }
}

impl<'r> ItemRow<'r> {
    fn view(&self) -> ContactGroupItemRow<'r> {
        ContactGroupItemRow {
            group_id: self.id,
            group_name: self.name,
            group_privacy: self.privacy,
            description: self.description,
        }
    }
}

const LIST: Sql = sql!(
    "SELECT id, name, privacy, description FROM contact_groups
     WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3 OFFSET $4"
);
const ONE: Sql = sql!(
    "SELECT id, name, privacy, description, total_members, version FROM contact_groups WHERE account_id = $1 AND id = $2"
);
const INSERT: Sql = sql!(
    "INSERT INTO contact_groups (account_id, id, name, privacy, description, created_at) VALUES ($1, $2, $3, $4, $5, $6)"
);
const SAVE: Sql = sql!(
    "UPDATE contact_groups SET name = $3, privacy = $4, description = $5, total_members = $6, version = $7
     WHERE account_id = $1 AND id = $2"
);
const DELETE: Sql = sql!("DELETE FROM contact_groups WHERE account_id = $1 AND id = $2");

/// Writes the page's rows, oldest first.
pub fn list<const MAX: i64>(tenant: &Tenant, page: &mut PageWriter<ContactGroupItem, MAX>) -> Result<()> {
    Ok(page.fill(tenant, LIST, &[], |row, page| {
        let row = ItemRow::read(row)?;
        page.push(row.id, &row.view())
    })?)
}

/// # Errors
/// [`NO_GROUP`].
pub fn existing(tenant: &Tenant, id: &str) -> Result<ContactGroup> {
    tenant.row(ONE, &[id.into()])?.ok_or_else(|| NO_GROUP.with(id))
}

/// The contact group that the row of a member names.
pub fn referred(tenant: &Tenant, id: &str) -> storage::Result<ContactGroup> {
    let group = tenant.row(ONE, &[id.into()])?;
    group.ok_or_else(|| Fault::broken("somebody is in a contact group that does not exist"))
}

/// A new group has nobody in it and version 1, whatever `group` says of both. Counting it is for the caller.
pub fn insert(tenant: &mut Tenant, group: &ContactGroup) -> storage::Result<()> {
    let now = tenant.now();
    let cells =
        [(&group.id).into(), (&group.name).into(), group.privacy.into(), (&group.description).into(), now.into()];
    tenant.execute(INSERT, &cells).map(drop)
}

/// Writes everything that can change under the next version of the group.
pub fn save(tenant: &mut Tenant, group: &mut ContactGroup) -> storage::Result<()> {
    group.version += 1;
    let cells = [
        (&group.id).into(),
        (&group.name).into(),
        group.privacy.into(),
        (&group.description).into(),
        group.total_members.into(),
        group.version.into(),
    ];
    tenant.execute(SAVE, &cells).map(drop)
}

/// The row alone: its members go before, and counting one less is for the caller.
pub fn delete(tenant: &mut Tenant, id: &str) -> storage::Result<()> {
    tenant.execute(DELETE, &[id.into()]).map(drop)
}
