//! What accounts, groups and users have set and locked, in the store: a row for each who has set something.
use crate::users::NO_INVITATION;
use platform::Result;
use settings::{Layer, LockedPaths, Values, View};
use storage::{Fault, Row, Sql, Tenant, sql};

/// What one holder has set and locked; what it never did is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub values: Values,
    pub locks: LockedPaths,
}

impl Kept {
    pub fn layer(&self) -> Layer<'_> {
        Layer { values: &self.values, locks: &self.locks }
    }
    fn read(row: &dyn Row, chosen: usize) -> storage::Result<Self> {
        let (values, locks): (&str, &str) = (row.get(chosen)?, row.get(chosen + 1)?);
        Ok(Kept {
            values: serde_json::from_str(values).map_err(Fault::broken)?,
            locks: serde_json::from_str(locks).map_err(Fault::broken)?,
        })
    }
}

/// Everything that bears on the settings of a user.
#[derive(Clone, Debug, Default)]
pub struct OfUser {
    pub account: Kept,
    pub user: Kept,
}

impl OfUser {
    pub fn view(&self) -> View<'_> {
        View::User { account: self.account.layer(), groups: &[], primary: None, user: &self.user.values }
    }
}

const OF_HOLDER: Sql = sql!("SELECT chosen, locked FROM settings WHERE account_id = $1 AND holder_id = $2");
// A row for each who has set something, and one with nothing in it when nobody has.
const OF_USER: Sql = sql!(
    "SELECT u.login_type, u.invited_until, s.holder_id, s.chosen, s.locked
     FROM users u LEFT JOIN settings s ON s.account_id = u.account_id AND s.holder_id IN (u.account_id, u.id)
     WHERE u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = $2"
);
const SAVE: Sql = sql!(
    "INSERT INTO settings (account_id, holder_id, chosen, locked) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, holder_id) DO UPDATE SET chosen = excluded.chosen, locked = excluded.locked"
);
const FORGET: Sql = sql!("DELETE FROM settings WHERE account_id = $1 AND holder_id = $2");

/// What this account has set and locked for all who are in it.
pub fn of_account(tenant: &Tenant) -> storage::Result<Kept> {
    Ok(tenant.first(OF_HOLDER, &[tenant.account_id().into()], |row| Kept::read(row, 0))?.unwrap_or_default())
}

/// What bears on the settings of the user with this id, in one statement; `None` when there is none, or none that signs
/// in this way.
///
/// # Errors
/// [`NO_INVITATION`] when it waits for an answer to an invitation that has expired.
pub fn of_user(tenant: &Tenant, id: &str, login_type: Option<i64>) -> Result<Option<OfUser>> {
    let (mut found, mut is_lapsed) = (None, false);
    tenant.each(OF_USER, &[id.into()], &mut |row| {
        let (own_type, invited_until): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
        if login_type.is_some_and(|wanted| wanted != own_type) {
            return Ok(());
        }
        is_lapsed |= invited_until.is_some_and(|until| tenant.now() >= until);
        let all = found.get_or_insert_with(OfUser::default);
        match row.get::<Option<&str>>(2)? {
            None => {}
            Some(holder) if holder == id => all.user = Kept::read(row, 3)?,
            Some(_) => all.account = Kept::read(row, 3)?,
        }
        Ok(())
    })?;
    if is_lapsed { Err(NO_INVITATION.into()) } else { Ok(found) }
}

/// Writes what the account, a group or a user of it has set and locked.
pub fn save(tenant: &mut Tenant, holder_id: &str, kept: &Kept) -> storage::Result<()> {
    let values = serde_json::to_string(&kept.values).map_err(Fault::broken)?;
    let locks = serde_json::to_string(&kept.locks).map_err(Fault::broken)?;
    tenant.execute(SAVE, &[holder_id.into(), (&values).into(), (&locks).into()]).map(drop)
}

/// Removes what a group or a user had set.
pub fn forget(tenant: &mut Tenant, holder_id: &str) -> storage::Result<()> {
    tenant.execute(FORGET, &[holder_id.into()]).map(drop)
}
