//! Policies in the store: rows and statements.
use super::{
    rules::{Barrier, Direction, Status},
    views::{PolicyItem, PolicyItemRow, PolicyViewRow},
};
use platform::{JsonText, PageWriter, Result};
use storage::{Fault, Record, Sql, Tenant, record, sql};

record! {
    #[cells]
    /// A policy, as a change loads it.
    #[derive(Clone, PartialEq, Eq)]
    pub struct Policy {
        pub id: String,
        pub name: String,
        pub assigned_group_id: String,
        pub to_group_id: String,
        pub chaperone_group_id: Option<String>,
        /// JSON: what it blocks.
        pub settings: String,
        pub status: i64,
        pub kind: i64,
        pub version: i64,
    }
}

impl Policy {
    /// As the answer about one policy shows it: without the chaperones.
    pub fn view(&self) -> PolicyViewRow<'_> {
        PolicyViewRow {
            id: &self.id,
            policy_name: &self.name,
            assigned_group_id: &self.assigned_group_id,
            to_group_id: &self.to_group_id,
            settings: JsonText::new(&self.settings),
            status: self.status,
            r#type: self.kind,
        }
    }
    /// As lists show it.
    fn item(&self) -> PolicyItemRow<'_> {
        let PolicyViewRow { id, policy_name, assigned_group_id, to_group_id, settings, status, r#type } = self.view();
        let chaperone_group_id = self.chaperone_group_id.as_deref();
        PolicyItemRow { id, policy_name, assigned_group_id, to_group_id, chaperone_group_id, settings, status, r#type }
    }
    /// Every group that it names.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        [&self.assigned_group_id, &self.to_group_id].into_iter().chain(&self.chaperone_group_id).map(String::as_str)
    }
}

const LIST: Sql = sql!(
    "SELECT id, name, assigned_group_id, to_group_id, chaperone_group_id, settings, status, kind, version
     FROM information_barriers WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3 OFFSET $4"
);
const POLICY: Sql = sql!(
    "SELECT id, name, assigned_group_id, to_group_id, chaperone_group_id, settings, status, kind, version
     FROM information_barriers WHERE account_id = $1 AND id = $2"
);
// Two groups have one policy at most, whichever of them it names first.
const BETWEEN: Sql = sql!(
    "SELECT id FROM information_barriers
     WHERE account_id = $1 AND ((assigned_group_id = $2 AND to_group_id = $3) OR (assigned_group_id = $3 AND to_group_id = $2))"
);
const OF_GROUP: Sql = sql!(
    "SELECT id FROM information_barriers
     WHERE account_id = $1 AND (assigned_group_id = $2 OR to_group_id = $2 OR chaperone_group_id = $2) LIMIT 1"
);
const IN_FORCE: Sql = sql!(
    "SELECT assigned_group_id, to_group_id, settings, kind FROM information_barriers WHERE account_id = $1 AND status = 1"
);
const INSERT: Sql = sql!(
    "INSERT INTO information_barriers
         (account_id, id, name, assigned_group_id, to_group_id, chaperone_group_id, settings, status, kind, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);
const UPDATE: Sql = sql!(
    "UPDATE information_barriers
     SET name = $3, assigned_group_id = $4, to_group_id = $5, chaperone_group_id = $6, settings = $7, status = $8, kind = $9, version = $10
     WHERE account_id = $1 AND id = $2"
);
const DELETE: Sql = sql!("DELETE FROM information_barriers WHERE account_id = $1 AND id = $2");

/// Writes the page's rows, oldest first.
pub fn list<const MAX: i64>(tenant: &Tenant, page: &mut PageWriter<PolicyItem, MAX>) -> Result<()> {
    Ok(page.fill(tenant, LIST, &[], |row, page| {
        let policy = Policy::read(row)?;
        page.push(&policy.id, &policy.item())
    })?)
}

/// `None` for policies of other accounts too.
pub fn policy(tenant: &Tenant, id: &str) -> storage::Result<Option<Policy>> {
    tenant.row(POLICY, &[id.into()])
}

/// The id of the policy between two groups, whichever comes first.
pub fn between(tenant: &Tenant, one: &str, other: &str) -> storage::Result<Option<String>> {
    tenant.first(BETWEEN, &[one.into(), other.into()], |row| row.get(0))
}

/// Whether a policy names this group, which cannot be deleted then (`DELETE /groups/{groupId}`, `users.json`).
pub fn names_group(tenant: &Tenant, group_id: &str) -> storage::Result<bool> {
    tenant.has(OF_GROUP, &[group_id.into()])
}

/// What stands between the groups of the account now.
pub fn in_force(tenant: &Tenant) -> storage::Result<Vec<Barrier>> {
    let mut barriers = Vec::new();
    tenant.each(IN_FORCE, &[], &mut |row| {
        barriers.push(Barrier {
            first_group: row.get(0)?,
            second_group: row.get(1)?,
            blocks: serde_json::from_str(row.get(2)?).map_err(Fault::broken)?,
            // A direction that only a newer version knows keeps the groups apart as the settings say.
            direction: Direction::from_number(row.get(3)?).unwrap_or(Direction::Both),
            status: Status::Enabled,
        });
        Ok(())
    })?;
    Ok(barriers)
}

/// Counting it is for the caller, and so is whether the two groups have a policy already ([`between`]).
pub fn insert(tenant: &mut Tenant, policy: &Policy) -> storage::Result<()> {
    tenant.execute(INSERT, &policy.cells()).map(drop)
}

/// Writes everything of the policy that an update may change.
pub fn update(tenant: &mut Tenant, policy: &Policy) -> storage::Result<()> {
    tenant.execute(UPDATE, &policy.cells()).map(drop)
}

/// Counting one less is for the caller.
pub fn delete(tenant: &mut Tenant, id: &str) -> storage::Result<()> {
    tenant.execute(DELETE, &[id.into()]).map(drop)
}
