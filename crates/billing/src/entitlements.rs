//! What an account has bought: read here alone.
use std::collections::BTreeMap;
use storage::{Fault, Result, Sql, Tenant, record, sql};

/// The type of users without a seat (`GET /users`, `type`).
pub const BASIC: i64 = 1;
/// The type of users that hold a paid seat.
pub const LICENSED: i64 = 2;

/// What an account may use. An account that was granted nothing may have as many Basic users as it likes and no others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entitlements {
    /// Seats for Licensed users.
    pub licensed: i64,
    /// The most Basic users; absent for as many as one likes.
    pub basic: Option<i64>,
    /// Units by add-on: `webinar_500`.
    pub addons: BTreeMap<String, i64>,
}

impl Entitlements {
    /// The most users of this type that the account may have at once; absent where nothing limits them.
    pub fn most(&self, kind: i64) -> Option<i64> {
        match kind {
            BASIC => self.basic,
            LICENSED => Some(self.licensed),
            _ => None,
        }
    }
}

record! {
    struct Row {
        licensed: i64,
        basic: Option<i64>,
        addons: String,
    }
}

const ENTITLED: Sql = sql!("SELECT licensed, basic, addons FROM entitlements WHERE account_id = $1");

/// What this account has bought.
pub fn entitled(tenant: &Tenant) -> Result<Entitlements> {
    let Some(row) = tenant.row::<Row>(ENTITLED, &[])? else { return Ok(Entitlements::default()) };
    let Row { licensed, basic, addons } = row;
    Ok(Entitlements { licensed, basic, addons: serde_json::from_str(&addons).map_err(Fault::broken)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_grant_basic_users_are_not_limited_and_there_is_no_seat() {
        let none = Entitlements::default();
        assert_eq!((none.most(BASIC), none.most(LICENSED), none.most(4)), (None, Some(0), None));
    }

    #[test]
    fn each_type_has_its_own_limit() {
        let entitled = Entitlements { licensed: 3, basic: Some(5), ..Entitlements::default() };
        assert_eq!((entitled.most(BASIC), entitled.most(LICENSED), entitled.most(4)), (Some(5), Some(3), None));
    }
}
