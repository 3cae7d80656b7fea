//! Kept numbers of what an account has: lists and limits never count rows.
use storage::{Result, Sql, Tenant, sql};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Groups,
    Barriers,
    ContactGroups,
    Divisions,
}

impl Kept {
    const fn name(self) -> &'static str {
        match self {
            Kept::Groups => "groups",
            Kept::Barriers => "information_barriers",
            Kept::ContactGroups => "contact_groups",
            Kept::Divisions => "divisions",
        }
    }
}

const NUMBER: Sql = sql!("SELECT n FROM object_counts WHERE account_id = $1 AND what = $2");
const ADD: Sql = sql!(
    "INSERT INTO object_counts (account_id, what, n) VALUES ($1, $2, $3)
     ON CONFLICT (account_id, what) DO UPDATE SET n = object_counts.n + excluded.n"
);

/// How many there are.
pub fn number(tenant: &Tenant, kept: Kept) -> Result<i64> {
    tenant.number(NUMBER, &[kept.name().into()])
}

/// There are so many more, or fewer.
pub fn add(tenant: &mut Tenant, kept: Kept, by: i64) -> Result<()> {
    tenant.execute(ADD, &[kept.name().into(), by.into()]).map(drop)
}
