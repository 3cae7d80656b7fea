//! Roles in the store: rows and statements.
use super::{
    lists,
    rules::{Grants, SecondLevel},
    views::{RoleItem, RoleViewRow, SubAccountPrivilegesRow},
};
use platform::{ADMIN_ROLE, JsonText, MEMBER_ROLE, OWNER_ROLE, PrivilegeSet, Result};
use storage::{Fault, Inserted, Sql, Tenant, record, sql};

record! {
    /// The columns of one role, in the order of `VIEW`.
    struct RoleRow<'r> {
        id: &'r str,
        name: &'r str,
        description: &'r str,
        kind: &'r str,
        total_members: Option<i64>,
        privileges: &'r str,
        second_level: Option<i64>,
        second_privileges: &'r str,
    }
}

impl<'r> RoleRow<'r> {
    /// What it says about subaccounts is shown to accounts of a tree only.
    fn view(&self, is_in_a_tree: bool) -> RoleViewRow<'r> {
        RoleViewRow {
            id: self.id,
            name: self.name,
            description: self.description,
            r#type: self.kind,
            total_members: self.total_members.unwrap_or(0),
            privileges: JsonText::new(self.privileges),
            sub_account_privileges: is_in_a_tree.then(|| self.sub_account_privileges()),
        }
    }
    fn sub_account_privileges(&self) -> SubAccountPrivilegesRow<'r> {
        let level = level(self.second_level);
        let is_shown = level == SecondLevel::Listed || self.second_privileges != "[]";
        SubAccountPrivilegesRow {
            second_level: level.number(),
            privileges: is_shown.then(|| JsonText::new(self.second_privileges)),
        }
    }
}

record! {
    /// A role, as a change loads it.
    #[derive(PartialEq, Eq)]
    pub struct Role {
        pub id: String,
        pub name: String,
        pub description: String,
        pub kind: String,
        /// JSON list of privilege names.
        pub privileges: String,
        pub second_level: Option<i64>,
        /// JSON list of privilege names.
        pub second_privileges: String,
        pub version: i64,
    }
}

impl Role {
    /// Owner and Member: neither is changed, and neither is given or taken as other roles are (`platform.md` 2.1).
    pub fn is_fixed(&self) -> bool {
        [OWNER_ROLE, MEMBER_ROLE].contains(&&*self.id)
    }
    /// Owner, Admin and Member, which no account deletes.
    pub fn is_system(&self) -> bool {
        self.is_fixed() || self.id == ADMIN_ROLE
    }
    /// Names of privileges that this binary does not know grant nothing.
    pub fn grants(&self) -> Grants {
        Grants {
            here: lists::read(&self.privileges),
            second_level: level(self.second_level),
            listed: lists::read(&self.second_privileges),
        }
    }
}

/// How a holder acts inside subaccounts when nothing is stored, or something that only a newer version knows.
pub fn level(stored: Option<i64>) -> SecondLevel {
    stored.and_then(SecondLevel::from_number).unwrap_or(SecondLevel::AsHere)
}

// The key of the counters begins with the state: all states are named, so that each role finds its own few.
const LIST: Sql = sql!(
    "SELECT r.id, r.name, r.description, r.kind,
            (SELECT CAST(sum(c.n) AS BIGINT) FROM user_counts c
             WHERE c.account_id = r.account_id AND c.status IN ('active', 'inactive', 'pending') AND c.role_id = r.id)
     FROM roles r WHERE r.account_id = $1 AND r.kind = $2 ORDER BY r.created_at, r.id"
);
const VIEW: Sql = sql!(
    "SELECT r.id, r.name, r.description, r.kind,
            (SELECT CAST(sum(c.n) AS BIGINT) FROM user_counts c
             WHERE c.account_id = r.account_id AND c.status IN ('active', 'inactive', 'pending') AND c.role_id = r.id),
            r.privileges, r.second_level, r.second_privileges
     FROM roles r WHERE r.account_id = $1 AND r.id = $2"
);
const ROLE: Sql = sql!(
    "SELECT id, name, description, kind, privileges, second_level, second_privileges, version FROM roles WHERE account_id = $1 AND id = $2"
);
const ID_BY_NAME: Sql = sql!("SELECT id FROM roles WHERE account_id = $1 AND name = $2");
const INSERT: Sql = sql!(
    "INSERT INTO roles (account_id, id, name, description, kind, privileges, second_level, second_privileges, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING"
);
const UPDATE: Sql = sql!(
    "UPDATE roles SET name = $3, description = $4, privileges = $5, second_level = $6, second_privileges = $7, version = $8
     WHERE account_id = $1 AND id = $2"
);
const SET_VERSION: Sql = sql!("UPDATE roles SET version = $3 WHERE account_id = $1 AND id = $2");
const DELETE: Sql = sql!("DELETE FROM roles WHERE account_id = $1 AND id = $2");

/// Every role of this type, oldest first, with its members counted.
pub fn list(tenant: &Tenant, kind: &str) -> storage::Result<Vec<RoleItem>> {
    let mut roles = Vec::new();
    tenant.each(LIST, &[kind.into()], &mut |row| {
        roles.push(RoleItem {
            id: row.get(0)?,
            name: row.get(1)?,
            description: row.get(2)?,
            r#type: row.get(3)?,
            total_members: row.get::<Option<i64>>(4)?.unwrap_or(0),
        });
        Ok(())
    })?;
    Ok(roles)
}

/// The answer about one role, made by `answer`; `None` when there is none.
pub fn view<A>(tenant: &Tenant, id: &str, answer: impl Fn(&RoleViewRow<'_>) -> Result<A>) -> Result<Option<A>> {
    let account = tenant.facts()?;
    let is_in_a_tree = account.is_master || account.parent_id.is_some();
    tenant.first(VIEW, &[id.into()], |row| Ok(answer(&RoleRow::read(row)?.view(is_in_a_tree))))?.transpose()
}

/// The role of this account: those of the system have the same ids in all.
pub fn role(tenant: &Tenant, id: &str) -> storage::Result<Option<Role>> {
    tenant.row(ROLE, &[id.into()])
}

/// Whether the account has a role with this id.
pub fn exists(tenant: &Tenant, id: &str) -> storage::Result<bool> {
    Ok(role(tenant, id)?.is_some())
}

/// The id of the role with this name.
pub fn id_by_name(tenant: &Tenant, name: &str) -> storage::Result<Option<String>> {
    tenant.first(ID_BY_NAME, &[name.into()], |row| row.get(0))
}

/// A role with this name, or this id, may be there already.
pub fn insert(tenant: &mut Tenant, role: &Role) -> storage::Result<Inserted> {
    let now = tenant.now();
    tenant.insert(
        INSERT,
        &[
            (&role.id).into(),
            (&role.name).into(),
            (&role.description).into(),
            (&role.kind).into(),
            (&role.privileges).into(),
            role.second_level.into(),
            (&role.second_privileges).into(),
            now.into(),
        ],
    )
}

/// Writes everything of the role that an update may change.
pub fn update(tenant: &mut Tenant, role: &Role) -> storage::Result<()> {
    let cells = [
        (&role.id).into(),
        (&role.name).into(),
        (&role.description).into(),
        (&role.privileges).into(),
        role.second_level.into(),
        (&role.second_privileges).into(),
        role.version.into(),
    ];
    tenant.execute(UPDATE, &cells).map(drop)
}

/// The next version of the role, for an event about its members.
pub fn next_version(tenant: &mut Tenant, role: &Role) -> storage::Result<i64> {
    let version = role.version + 1;
    tenant.execute(SET_VERSION, &[(&role.id).into(), version.into()])?;
    Ok(version)
}

/// Whether somebody still has it is for the caller to ask.
pub fn delete(tenant: &mut Tenant, id: &str) -> storage::Result<()> {
    tenant.execute(DELETE, &[id.into()]).map(drop)
}

/// The three roles that every account has from its beginning, under the ids that are the same in all (`platform.md` 2.1).
///
/// # Errors
/// The account has them already.
pub fn create_system_roles(tenant: &mut Tenant) -> Result<()> {
    let roles = [
        (OWNER_ROLE, "Owner", PrivilegeSet::owner(), Some(SecondLevel::AsOwner)),
        (ADMIN_ROLE, "Admin", PrivilegeSet::admin_default(), None),
        (MEMBER_ROLE, "Member", PrivilegeSet::member(), None),
    ];
    for (id, name, privileges, second_level) in roles {
        let role = Role {
            id: id.to_owned(),
            name: name.to_owned(),
            description: String::new(),
            kind: "common".to_owned(),
            privileges: lists::kept(privileges)?,
            second_level: second_level.map(SecondLevel::number),
            second_privileges: "[]".to_owned(),
            version: 1,
        };
        if insert(tenant, &role)?.is_duplicate() {
            return Err(Fault::broken("the account has its system roles already").into());
        }
    }
    Ok(())
}
