//! What accounts, groups and users have set and locked, in the store: a row for each who has set something.
use super::sign_in::SignInRules;
use crate::{
    emails,
    users::{NO_INVITATION, may_see},
};
use platform::{
    Result,
    personal::{Person, Telling},
};
use serde_json::{Value, json};
use settings::{Layer, LockView, LockedPaths, Values, View};
use std::collections::BTreeMap;
use storage::{Fault, Row, Sql, Tenant, sql};

/// What one holder has set and locked; what it never did is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub values: Values,
    pub locks: LockedPaths,
}

impl Kept {
    /// What an account or a group brings; users lock nothing.
    pub fn layer(&self) -> Layer<'_> {
        Layer { values: &self.values, locks: &self.locks }
    }
    fn read(row: &dyn Row, chosen: usize) -> storage::Result<Self> {
        let (values, locks): (Option<&str>, Option<&str>) = (row.get(chosen)?, row.get(chosen + 1)?);
        Ok(Kept {
            values: serde_json::from_str(values.unwrap_or("{}")).map_err(Fault::broken)?,
            locks: serde_json::from_str(locks.unwrap_or("[]")).map_err(Fault::broken)?,
        })
    }
}

/// Everything that bears on the settings of a user.
#[derive(Clone, Debug, Default)]
pub struct OfUser {
    pub account: Kept,
    /// By their places; the first is the primary group, and a group that has set nothing is among them.
    groups: BTreeMap<i64, Kept>,
    pub user: Kept,
}

impl OfUser {
    /// What the user has set itself, as if nothing else bore on it.
    pub fn alone(user: Kept) -> Self {
        OfUser { user, ..OfUser::default() }
    }
    /// Those of the groups, the primary one first.
    pub fn groups(&self) -> Vec<Layer<'_>> {
        self.groups.values().map(Kept::layer).collect()
    }
    /// `groups` are those of [`Self::groups`].
    pub fn view<'a>(&'a self, groups: &'a [Layer<'a>]) -> View<'a> {
        View::User { account: self.account.layer(), groups, primary: groups.first().copied(), user: &self.user.values }
    }
}

/// Everything that bears on the settings of a group.
#[derive(Clone, Debug, Default)]
pub struct OfGroup {
    pub account: Kept,
    pub group: Kept,
}

impl OfGroup {
    pub fn view(&self) -> View<'_> {
        View::Group { account: self.account.layer(), group: self.group.layer() }
    }
    pub fn locks(&self) -> LockView<'_> {
        LockView::Group { account: &self.account.locks, group: &self.group.locks }
    }
}

const OF_HOLDER: Sql = sql!("SELECT chosen, locked FROM settings WHERE account_id = $1 AND holder_id = $2");
// A row for the account and one for the user, where they have set something, or else one with nothing in it; and a row for
// each group, whether it has set something or not: the first of them is the primary one.
const OF_USER: Sql = sql!(
    "SELECT u.id, u.login_type, u.invited_until, CAST(NULL AS BIGINT), s.holder_id, s.chosen, s.locked
     FROM users u LEFT JOIN settings s ON s.account_id = u.account_id AND s.holder_id IN (u.account_id, u.id)
     WHERE u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = $2
     UNION ALL
     SELECT u.id, u.login_type, u.invited_until, m.place, m.group_id, s.chosen, s.locked
     FROM users u JOIN group_members m ON m.account_id = u.account_id AND m.user_id = u.id
     LEFT JOIN settings s ON s.account_id = m.account_id AND s.holder_id = m.group_id
     WHERE u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = $2"
);
const OF_USER_BY_EMAIL: Sql = sql!(
    "SELECT u.id, u.login_type, u.invited_until, CAST(NULL AS BIGINT), s.holder_id, s.chosen, s.locked
     FROM users u LEFT JOIN settings s ON s.account_id = u.account_id AND s.holder_id IN (u.account_id, u.id)
     WHERE u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = (
           SELECT user_id FROM email_index WHERE account_id = $1 AND email = $2
           UNION ALL SELECT user_id FROM expected_users WHERE account_id = $1 AND email = $2
           LIMIT 1)
     UNION ALL
     SELECT u.id, u.login_type, u.invited_until, m.place, m.group_id, s.chosen, s.locked
     FROM users u JOIN group_members m ON m.account_id = u.account_id AND m.user_id = u.id
     LEFT JOIN settings s ON s.account_id = m.account_id AND s.holder_id = m.group_id
     WHERE u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = (
           SELECT user_id FROM email_index WHERE account_id = $1 AND email = $2
           UNION ALL SELECT user_id FROM expected_users WHERE account_id = $1 AND email = $2
           LIMIT 1)"
);
const OF_GROUP: Sql =
    sql!("SELECT holder_id, chosen, locked FROM settings WHERE account_id = $1 AND holder_id IN ($1, $2)");
const SAVE: Sql = sql!(
    "INSERT INTO settings (account_id, holder_id, chosen, locked) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, holder_id) DO UPDATE SET chosen = excluded.chosen, locked = excluded.locked"
);
const FORGET: Sql = sql!("DELETE FROM settings WHERE account_id = $1 AND holder_id = $2");

/// What this account has set and locked for all who are in it.
pub fn of_account(tenant: &Tenant) -> storage::Result<Kept> {
    of_holder(tenant, tenant.account_id())
}

/// What the account, a group or a user of it has set and locked.
pub fn of_holder(tenant: &Tenant, holder_id: &str) -> storage::Result<Kept> {
    Ok(tenant.first(OF_HOLDER, &[holder_id.into()], |row| Kept::read(row, 0))?.unwrap_or_default())
}

/// What bears on the settings of the user with this id, in one statement; `None` when there is none, or none that signs
/// in this way.
///
/// # Errors
/// [`NO_INVITATION`] when it waits for an answer to an invitation that has expired.
pub fn of_user(tenant: &Tenant, id: &str, login_type: Option<i64>) -> Result<Option<OfUser>> {
    read(tenant, (OF_USER, id), &|_, own_type| login_type.is_none_or(|wanted| wanted == own_type))
}

/// As [`of_user`], of the user that a path names by id or by email, if the caller may see it; in one statement as well.
///
/// # Errors
/// Those of [`of_user`].
pub fn of_named(tenant: &Tenant, name: &str, login_type: Option<i64>) -> Result<Option<OfUser>> {
    let is_wanted = |id: &str, own_type: i64| may_see(tenant, id) && login_type.is_none_or(|wanted| wanted == own_type);
    if emails::is_email(name) {
        return read(tenant, (OF_USER_BY_EMAIL, &*emails::folded(name)), &is_wanted);
    }
    read(tenant, (OF_USER, name), &is_wanted)
}

/// `is_wanted` is asked about the id of the user, and how it signs in.
fn read(
    tenant: &Tenant,
    (statement, name): (Sql, &str),
    is_wanted: &dyn Fn(&str, i64) -> bool,
) -> Result<Option<OfUser>> {
    let (mut found, mut is_lapsed) = (None, false);
    tenant.each(statement, &[name.into()], &mut |row| {
        let (id, own_type, invited_until): (&str, i64, Option<i64>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if !is_wanted(id, own_type) {
            return Ok(());
        }
        is_lapsed |= invited_until.is_some_and(|until| tenant.now() >= until);
        let all = found.get_or_insert_with(OfUser::default);
        let (place, holder): (Option<i64>, Option<&str>) = (row.get(3)?, row.get(4)?);
        let kept = Kept::read(row, 5)?;
        match (place, holder) {
            (Some(place), _) => drop(all.groups.insert(place, kept)),
            (None, None) => {}
            (None, Some(holder)) if holder == id => all.user = kept,
            (None, Some(_)) => all.account = kept,
        }
        Ok(())
    })?;
    if is_lapsed { Err(NO_INVITATION.into()) } else { Ok(found) }
}

/// What bears on the settings of the group with this id.
pub fn of_group(tenant: &Tenant, id: &str) -> storage::Result<OfGroup> {
    let mut all = OfGroup::default();
    tenant.each(OF_GROUP, &[id.into()], &mut |row| {
        let kept = Kept::read(row, 1)?;
        *(if row.get::<&str>(0)? == id { &mut all.group } else { &mut all.account }) = kept;
        Ok(())
    })?;
    Ok(all)
}

/// Writes what the account, a group or a user of it has set and locked.
pub fn save(tenant: &mut Tenant, holder_id: &str, kept: &Kept) -> storage::Result<()> {
    let values = serde_json::to_string(&kept.values).map_err(Fault::broken)?;
    let locks = serde_json::to_string(&kept.locks).map_err(Fault::broken)?;
    tenant.execute(SAVE, &[holder_id.into(), (&values).into(), (&locks).into()])?;
    if holder_id != tenant.account_id() {
        return Ok(());
    }
    // Sessions that run obey too.
    auth::sessions::set_idle(tenant, SignInRules::from(kept).idle_ms())
}

/// What a person has set, but for what opens something.
///
/// # Errors
/// Those of the store.
pub fn told(tenant: &Tenant, person: &Person, _: &Telling) -> Result<Value> {
    let kept = tenant.first(OF_HOLDER, &[(&person.id).into()], |row| Kept::read(row, 0))?;
    Ok(kept.map_or(Value::Null, |mut kept| {
        settings::leave_out_secrets(&mut kept.values);
        json!([{"chosen": kept.values}])
    }))
}

/// Removes what a group or a user had set.
pub fn forget(tenant: &mut Tenant, holder_id: &str) -> storage::Result<()> {
    tenant.execute(FORGET, &[holder_id.into()]).map(drop)
}
