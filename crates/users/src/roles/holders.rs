//! Users as holders of roles, in the store: rows and statements.
use super::views::{MemberItem, MemberItemRow};
use crate::users;
use platform::{PageWriter, Result};
use storage::{Sql, Tenant, record, sql};

record! {
    struct MemberRow<'r> {
        id: &'r str,
        status: &'r str,
        email: &'r str,
        first_name: &'r str,
        last_name: &'r str,
        dept: &'r str,
        kind: i64,
    }
}

impl<'r> MemberRow<'r> {
    fn view(&self) -> MemberItemRow<'r> {
        MemberItemRow {
            id: users::shown_id(self.status, self.id),
            email: self.email,
            first_name: self.first_name,
            last_name: self.last_name,
            department: self.dept,
            r#type: self.kind,
        }
    }
}

const ANY: Sql = sql!("SELECT id FROM users WHERE account_id = $1 AND role_id = $2 LIMIT 1");
const COUNT: Sql = sql!(
    "SELECT CAST(sum(n) AS BIGINT) FROM user_counts WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND role_id = $2"
);
// In each state the index of roles has the order already, so each part ends after $4 rows and the whole is a merge.
const LIST: Sql = sql!(
    "SELECT u.id, u.status, u.email, u.first_name, u.last_name, u.dept, u.kind
     FROM (SELECT a.status, a.id FROM (
               SELECT status, id FROM users WHERE account_id = $1 AND role_id = $2 AND status = 'active'
               AND id > $3 ORDER BY id LIMIT $4) a
           UNION ALL SELECT i.status, i.id FROM (
               SELECT status, id FROM users WHERE account_id = $1 AND role_id = $2 AND status = 'inactive'
               AND id > $3 ORDER BY id LIMIT $4) i
           UNION ALL SELECT p.status, p.id FROM (
               SELECT status, id FROM users WHERE account_id = $1 AND role_id = $2 AND status = 'pending'
               AND id > $3 ORDER BY id LIMIT $4) p) k
     JOIN users u ON u.account_id = $1 AND u.status = k.status AND u.id = k.id
     WHERE u.account_id = $1 ORDER BY u.id LIMIT $5 OFFSET $6"
);

/// Whether somebody has the role, in whatever state.
pub fn is_held(tenant: &Tenant, role_id: &str) -> storage::Result<bool> {
    tenant.has(ANY, &[role_id.into()])
}

/// How many users have the role: a sum of kept counters, whatever the size of the account.
pub fn count(tenant: &Tenant, role_id: &str) -> storage::Result<i64> {
    tenant.number(COUNT, &[role_id.into()])
}

/// Writes the page's rows: users in every state, oldest first.
pub fn list<const MAX: i64>(tenant: &Tenant, role_id: &str, page: &mut PageWriter<MemberItem, MAX>) -> Result<()> {
    let after = page.after().to_owned();
    let (want, skip) = (page.want(), page.skip());
    let cells = [role_id.into(), (&after).into(), want.saturating_add(skip).into(), want.into(), skip.into()];
    tenant.each(LIST, &cells, &mut |row| {
        let row = MemberRow::read(row)?;
        page.push(row.id, &row.view())
    })?;
    Ok(())
}
