//! Somebody whose email is of a domain that an account of another tree manages: what it can do about that, and how often it
//! has put it off (`platform.md` 1.10).
//!
//! Whoever has a free account of its own can come, by the link that an invitation has: so nobody comes without its mailbox.
//! Whoever may change its address can keep its account. Everybody else is where an administrator has put it, and stays.
use super::{
    administrators::is_administrator,
    api::Status,
    create::INVITATION,
    events::{Shown, UserCreated},
    expected,
    history::{self, Change, LINKS_OF_TODAY},
    letters,
    membership::{self, Claim},
    seats,
    user::{self, User},
};
use crate::emails;
use mail::Post;
use platform::{Failure, Result};
use storage::{Sql, Tenant, sql};

/// How often it may be put off (`platform.md` 1.10).
pub const MOST: i64 = 3;

/// The person cannot come, or cannot any more since it was asked.
pub const CANNOT_COME: Failure = Failure::new(409, 409, "You cannot join at the moment. Go back to see why.");
pub const NO_LONGER: Failure =
    Failure::new(403, 403, "It was put off three times. Choose what becomes of your address.");

/// What somebody is asked who signs in.
pub struct Choice<'s> {
    /// The account that manages the domain of its email.
    pub manager: Tenant<'s>,
    pub coming: Coming,
    /// Whether it may take another address.
    pub may_change: bool,
    /// How often it may still be put off; nothing where that is as often as one likes.
    pub left: Option<i64>,
}

/// Whether the person can come into the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coming {
    Open,
    /// Once it has proved that the address is its own.
    Unconfirmed,
    /// Once it has removed its second factor: whoever follows the link need not be who has set it.
    Guarded,
    /// There is no place for another user.
    NoRoom,
    /// Its own account does not close: it has a plan, other users or domains, or stands in a tree.
    Bound,
}

const POSTPONED: Sql = sql!("SELECT n FROM postponements WHERE account_id = $1 AND user_id = $2 AND manager_id = $3");
const POSTPONE: Sql = sql!(
    "INSERT INTO postponements (account_id, user_id, manager_id, n) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, user_id, manager_id) DO UPDATE SET n = excluded.n"
);
const FORGET: Sql = sql!("DELETE FROM postponements WHERE account_id = $1 AND user_id = $2");

impl<'s> Choice<'s> {
    /// What this user of the account is asked; nothing where nobody else manages the domain, or nothing can be done.
    ///
    /// # Errors
    /// Those of the store.
    pub fn of(tenant: &Tenant<'s>, user: &User) -> Result<Option<Self>> {
        let Some(manager) = manager(tenant, user)? else { return Ok(None) };
        let (coming, may_change) = (coming(tenant, &manager, user)?, is_administrator(user));
        if coming == Coming::Bound && !may_change {
            return Ok(None);
        }
        let must_choose = matches!(coming, Coming::Open | Coming::Unconfirmed);
        let left = must_choose.then(|| postponed(tenant, user, &manager)).transpose()?.map(|n| (MOST - n).max(0));
        Ok(Some(Choice { manager, coming, may_change, left }))
    }

    /// The user decides another time.
    ///
    /// # Errors
    /// [`NO_LONGER`].
    pub fn put_off(&self, tenant: &mut Tenant, user: &User) -> Result<()> {
        let Some(left) = self.left else { return Ok(()) };
        if left == 0 {
            return Err(NO_LONGER.into());
        }
        let cells = [(&user.id).into(), self.manager.account_id().into(), (MOST - left + 1).into()];
        Ok(tenant.execute(POSTPONE, &cells).map(drop)?)
    }

    /// The user asks to come: the account awaits it like one that it has invited, if it did not before, and a link is sent
    /// with which it comes.
    ///
    /// # Errors
    /// [`CANNOT_COME`]; [`LINKS_OF_TODAY`] for the fourth link within a day.
    pub fn come(&mut self, tenant: &mut Tenant, post: &Post, user: &User) -> Result<()> {
        if self.coming != Coming::Open {
            return Err(CANNOT_COME.into());
        }
        history::check(tenant, &user.id, Change::Joining, LINKS_OF_TODAY)?;
        history::note(tenant, &user.id, Change::Joining)?;
        let manager = &mut self.manager;
        let expected = match awaited(manager, &user.email)? {
            Some(expected) => expected,
            None => expect(manager, user)?,
        };
        letters::invite(manager, post, &expected)
    }
}

/// Nothing is kept of what the user has put off.
pub fn forget(tenant: &mut Tenant, user_id: &str) -> storage::Result<()> {
    tenant.execute(FORGET, &[user_id.into()]).map(drop)
}

#[expect(clippy::disallowed_methods, reason = "whoever signs in is told whose domain its own address is of")]
fn manager<'s>(tenant: &Tenant<'s>, user: &User) -> storage::Result<Option<Tenant<'s>>> {
    tenant.domain_manager(emails::domain(&user.email))
}

fn coming(tenant: &Tenant, manager: &Tenant, user: &User) -> Result<Coming> {
    Ok(match () {
        () if !expected::is_alone(manager, tenant, user)? => Coming::Bound,
        () if user.verified == 0 => Coming::Unconfirmed,
        () if expected::is_guarded(tenant, user)? => Coming::Guarded,
        () if awaited(manager, &user.email)?.is_none() && !seats::has_room(manager, billing::BASIC)? => Coming::NoRoom,
        () => Coming::Open,
    })
}

/// The user that the account awaits at this address already.
fn awaited(manager: &Tenant, email: &str) -> Result<Option<User>> {
    let Some(id) = expected::id_of(manager, email)? else { return Ok(None) };
    let user = user::load(manager, &id)?;
    Ok(user.filter(|user| !user.is_invitation_over(manager.now())))
}

/// A Basic user with the names of the person, whom the account awaits from now on.
fn expect(manager: &mut Tenant, own: &User) -> Result<User> {
    let now = manager.now();
    let mut expected = User {
        status: Status::Pending.as_str().to_owned(),
        invited_until: Some(now + INVITATION),
        first_name: own.first_name.clone(),
        last_name: own.last_name.clone(),
        display_name: own.display_name.clone(),
        ..User::new(&manager.new_id(), own.email.clone(), now)
    };
    if expected::claim_email(manager, &expected.email, &expected.id)? != Claim::Made {
        return Err(CANNOT_COME.into());
    }
    membership::settle(manager, &mut expected, None)?;
    manager.emit(&UserCreated { user: Shown::of(&expected, expected.version), creation_type: Some("create") })?;
    Ok(expected)
}

fn postponed(tenant: &Tenant, user: &User, manager: &Tenant) -> storage::Result<i64> {
    let cells = [(&user.id).into(), manager.account_id().into()];
    Ok(tenant.first(POSTPONED, &cells, |row| row.get(0))?.unwrap_or(0))
}
