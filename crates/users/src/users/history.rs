//! How often something was done lately: users made in a day, changes of one user within a day or a minute.
use platform::{Error, Failure, Result, TOO_MANY, limits::Rank};
use storage::{
    Sql, Tenant, record, sql,
    time::{DAY, MINUTE, SECOND},
};

record! {
    /// Something that was counted for a user.
    pub struct Occurrence {
        what: String,
        /// Milliseconds UTC on the clock of the account's world.
        at: i64,
        id: String,
    }
}

/// In the words of the daily limits of calls.
pub const DAILY_LIMIT: Failure = TOO_MANY;

/// To who asks for links.
pub const LINKS_OF_TODAY: Failure =
    Failure::new(429, 429, "Links were sent three times within a day. Look into your mail, or come back tomorrow.");

/// What is counted for a user, or for an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Email,
    Password,
    /// Asking for a link that sets another password.
    Reset,
    /// Asking for a link that confirms the address.
    Confirmation,
    /// Asking for a link with which one comes into another account.
    Joining,
    Presence,
    /// `POST /users/features` of an account.
    Features,
}

impl Change {
    const fn name(self) -> &'static str {
        match self {
            Change::Email => "email",
            Change::Password => "password",
            Change::Reset => "reset",
            Change::Confirmation => "confirmation",
            Change::Joining => "joining",
            Change::Presence => "presence",
            Change::Features => "features",
        }
    }
    /// How often within a period. Of the password only that there is a number is published, and nothing
    /// of links.
    const fn most(self) -> i64 {
        match self {
            Change::Email | Change::Password | Change::Reset | Change::Confirmation | Change::Joining => 3,
            Change::Presence | Change::Features => 1,
        }
    }
    /// Milliseconds.
    const fn period(self) -> i64 {
        match self {
            Change::Email | Change::Password | Change::Reset | Change::Confirmation | Change::Joining => DAY,
            Change::Presence => MINUTE,
            Change::Features => 10 * SECOND,
        }
    }
    fn refusal(self, failure: Failure, retry_at: i64) -> Error {
        match self {
            Change::Presence | Change::Features => failure.until_soon(self.most(), retry_at),
            _ => failure.until(self.most(), retry_at),
        }
    }
}

/// What is counted for an account, by day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Daily {
    /// Invitations sent.
    Invitation,
    /// Groups made.
    Group,
}

impl Daily {
    const fn name(self) -> &'static str {
        match self {
            Daily::Invitation => "users.create",
            Daily::Group => "groups.create",
        }
    }
}

/// The one that must be a period old before there is another.
const LATEST: Sql = sql!(
    "SELECT at FROM occurrences WHERE account_id = $1 AND object_id = $2 AND what = $3 AND at > $4 ORDER BY at DESC LIMIT 1 OFFSET $5"
);
const NOTE: Sql = sql!("INSERT INTO occurrences (account_id, object_id, what, at, id) VALUES ($1, $2, $3, $4, $5)");
const CLEAR: Sql = sql!("DELETE FROM occurrences WHERE account_id = $1 AND object_id = $2 AND what = $3 AND at <= $4");
const ALL: Sql =
    sql!("SELECT what, at, id FROM occurrences WHERE account_id = $1 AND object_id = $2 ORDER BY what, at, id");
const FORGET: Sql = sql!("DELETE FROM occurrences WHERE account_id = $1 AND object_id = $2");
const TODAY: Sql = sql!("SELECT n FROM daily_counts WHERE account_id = $1 AND what = $2 AND day = $3");
const COUNT: Sql = sql!(
    "INSERT INTO daily_counts (account_id, what, day, n) VALUES ($1, $2, $3, 1)
     ON CONFLICT (account_id, what, day) DO UPDATE SET n = daily_counts.n + 1"
);
const CLEAR_DAYS: Sql = sql!("DELETE FROM daily_counts WHERE account_id = $1 AND what = $2 AND day < $3");

/// Refuses a user that was changed so often within a period that it must wait.
///
/// # Errors
/// `failure`, until the first of those changes is a period old.
pub fn check(tenant: &Tenant, user: &str, change: Change, failure: Failure) -> Result<()> {
    until(tenant, user, change)?.map_or(Ok(()), |until| Err(change.refusal(failure, until)))
}

/// Until when a user that was changed so often within a period must wait; nothing when it need not.
pub fn until(tenant: &Tenant, user: &str, change: Change) -> storage::Result<Option<i64>> {
    if !tenant.caller().is_limited {
        return Ok(None);
    }
    let since = tenant.now() - change.period();
    let cells = [user.into(), change.name().into(), since.into(), (change.most() - 1).into()];
    let first = tenant.first(LATEST, &cells, |row| row.get::<i64>(0))?;
    Ok(first.map(|at| at + change.period()))
}

/// Counts one change of the user, and forgets those that do not count any more.
pub fn note(tenant: &mut Tenant, user: &str, change: Change) -> storage::Result<()> {
    let (id, now) = (tenant.new_id(), tenant.now());
    tenant.execute(CLEAR, &[user.into(), change.name().into(), (now - change.period()).into()])?;
    tenant.execute(NOTE, &[user.into(), change.name().into(), now.into(), (&id).into()]).map(drop)
}

/// Everything that was counted for the user.
pub fn of(tenant: &Tenant, user: &str) -> storage::Result<Vec<Occurrence>> {
    tenant.rows(ALL, &[user.into()])
}

/// Goes on counting for a user who comes from another account of the tree, which has the same clock.
pub fn carry(tenant: &mut Tenant, user: &str, counted: &[Occurrence]) -> storage::Result<()> {
    counted.iter().try_for_each(|it| {
        let cells = [user.into(), (&it.what).into(), it.at.into(), (&it.id).into()];
        tenant.execute(NOTE, &cells).map(drop)
    })
}

/// Forgets everything that was counted for the user.
pub fn forget(tenant: &mut Tenant, user: &str) -> storage::Result<()> {
    tenant.execute(FORGET, &[user.into()]).map(drop)
}

/// How many users an account of this rank may invite in a day (`POST /users`).
pub const fn most_invited(rank: Rank) -> i64 {
    match rank {
        Rank::Free => 50,
        Rank::Pro => 1_500,
        Rank::Business => 10_000,
    }
}

/// Counts one more of today, in UTC, where it is counted how often something is done.
///
/// # Errors
/// [`DAILY_LIMIT`] until midnight when `most` were counted.
pub fn count_daily(tenant: &mut Tenant, what: Daily, most: i64) -> Result<()> {
    if !tenant.caller().is_limited {
        return Ok(());
    }
    let (what, day) = (what.name(), tenant.now().div_euclid(DAY));
    let today = tenant.number(TODAY, &[what.into(), day.into()])?;
    if today >= most {
        return Err(DAILY_LIMIT.until(most, (day + 1) * DAY));
    }
    if today == 0 {
        tenant.execute(CLEAR_DAYS, &[what.into(), day.into()])?;
    }
    Ok(tenant.execute(COUNT, &[what.into(), day.into()]).map(drop)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_invites_50_or_1500_or_10000_users_a_day_as_its_plan_ranks() {
        let most = |account_type| most_invited(Rank::of(account_type));
        for (account_type, published) in [
            ("Free", 50),
            ("Free Trial", 50),
            ("Pro", 1_500),
            ("Business", 10_000),
            ("Education", 10_000),
            ("Enterprise", 10_000),
        ] {
            assert_eq!(most(account_type), published, "{account_type}");
        }
    }
}
