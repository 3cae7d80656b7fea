//! Users who were invited and whose email another account keeps until they come: a free one of their own, or one that has
//! invited them too.
//!
//! The former closes when they do, and what is theirs goes along (`platform.md` 8.1). Whoever invites learns nothing of it.
use super::{
    events::{self, Shown, UserDisassociated},
    membership::{self, Belongings, Claim},
    picture,
    user::{self, User},
};
use auth::two_factor;
use platform::{Addresses, Failure, Result};
use storage::{
    Fault, Sql, Tenant,
    directory::{Holder, Invitation, Single},
    sql,
};

/// Said to the person itself. An account with a plan or with others in it does not close.
pub const HELD: Failure = Failure::new(
    409,
    409,
    "You are a user of another account with this address. Leave it first, or let it have no plan and no other users.",
);
/// Said to the person itself: a mailbox alone does not open what a second factor guards.
pub const GUARDED: Failure = Failure::new(
    409,
    409,
    "Your own account with this address has a second factor. Sign in there and remove it first.",
);

/// Where somebody who is expected comes from.
enum Origin<'s> {
    /// Nobody has the email.
    Nowhere,
    /// Another account awaits the user too.
    Invitation(Invitation<'s>),
    /// A free account, and its owner.
    Account(Single<'s>, Box<User>),
}

/// Which account closes when a user comes.
pub enum Closes {
    Nothing,
    /// A free one whose address was never confirmed: whoever has made it need not be who comes.
    Unconfirmed,
    /// A free one of its own.
    Own,
}

/// What somebody was in an account of its own, and had there.
pub struct Brought {
    owner: User,
    belongings: Belongings,
}

const EXPECT: Sql =
    sql!("INSERT INTO expected_users (account_id, email, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
const BY_EMAIL: Sql = sql!("SELECT user_id FROM expected_users WHERE account_id = $1 AND email = $2");
const BY_ID: Sql = sql!("SELECT email FROM expected_users WHERE account_id = $1 AND user_id = $2");
const FORGET: Sql = sql!("DELETE FROM expected_users WHERE account_id = $1 AND user_id = $2");

/// As [`membership::claim_email`], for somebody who is invited: an email that a person has in a free account of its own, or
/// where it was invited before, stays there for now. To whoever invites, one is like the other and like an email that nobody
/// has.
pub fn claim_email(tenant: &mut Tenant, email: &str, id: &str) -> Result<Claim> {
    let claim = membership::claim_email(tenant, email, id)?;
    if claim != Claim::TakenElsewhere || !may_come(tenant, email)? {
        return Ok(claim);
    }
    expect(tenant, email, id)?;
    Ok(Claim::Made)
}

fn may_come(tenant: &Tenant, email: &str) -> Result<bool> {
    let is_awaited = matches!(membership::holder(tenant, email)?, Holder::Awaited(_));
    Ok(is_awaited || single(tenant, email)?.is_some())
}

/// Expects the user, whose email belongs to another account.
pub fn expect(tenant: &mut Tenant, email: &str, id: &str) -> Result<()> {
    let is_taken = tenant.insert(EXPECT, &[email.into(), id.into()])?.is_duplicate();
    if is_taken { Err(Fault::broken("somebody with this email is expected already").into()) } else { Ok(()) }
}

/// The id of the user with this email who is expected so.
pub fn id_of(tenant: &Tenant, email: &str) -> storage::Result<Option<String>> {
    tenant.first(BY_EMAIL, &[email.into()], |row| row.get(0))
}

/// Whether the email of this user belongs to another account.
pub fn is_expected(tenant: &Tenant, id: &str) -> storage::Result<bool> {
    tenant.has(BY_ID, &[id.into()])
}

/// Whether the account is a free one that its owner has for itself, and closes once the owner comes into the other.
pub fn is_alone(other: &Tenant, own: &Tenant, owner: &User) -> storage::Result<bool> {
    let single = single(other, &owner.email)?;
    Ok(single.is_some_and(|it| it.account.account_id() == own.account_id() && it.owner_id == owner.id))
}

/// The user is not expected so any more; whether it was.
pub fn forget(tenant: &mut Tenant, id: &str) -> storage::Result<bool> {
    Ok(tenant.execute(FORGET, &[id.into()])? > 0)
}

/// What closes when this user comes.
///
/// # Errors
/// [`HELD`] and [`GUARDED`] when the user cannot come as it is.
pub fn closes(tenant: &Tenant, user: &User) -> Result<Closes> {
    if !is_expected(tenant, &user.id)? {
        return Ok(Closes::Nothing);
    }
    Ok(match origin(tenant, user)? {
        Origin::Nowhere | Origin::Invitation(_) => Closes::Nothing,
        Origin::Account(_, owner) if is_confirmed(&owner) => Closes::Own,
        Origin::Account(..) => Closes::Unconfirmed,
    })
}

/// Gives a user who comes its email, and closes the account that had it; what it brings along from there.
///
/// # Errors
/// [`HELD`] when the email belongs to somebody who cannot come, [`GUARDED`] when there is more to prove than the email.
pub fn fetch(tenant: &mut Tenant, user: &User) -> Result<Option<Brought>> {
    if !is_expected(tenant, &user.id)? {
        return Ok(None);
    }
    let origin = origin(tenant, user)?;
    forget(tenant, &user.id)?;
    let brought = match origin {
        Origin::Nowhere => None,
        Origin::Invitation(other) => {
            make_wait(other, &user.email)?;
            None
        }
        Origin::Account(single, owner) => close(single, *owner)?,
    };
    match membership::claim_email(tenant, &user.email, &user.id)? {
        Claim::Made => Ok(brought),
        Claim::TakenHere | Claim::TakenElsewhere => Err(HELD.into()),
    }
}

fn origin<'s>(tenant: &Tenant<'s>, user: &User) -> Result<Origin<'s>> {
    if let Some(single) = single(tenant, &user.email)? {
        let owner = user::load(&single.account, &single.owner_id)?;
        let owner = owner.ok_or_else(|| Fault::broken("an account has no owner"))?;
        let is_guarded = is_guarded(&single.account, &owner)?;
        return if is_guarded { Err(GUARDED.into()) } else { Ok(Origin::Account(single, Box::new(owner))) };
    }
    match membership::holder(tenant, &user.email)? {
        Holder::Nobody | Holder::Lapsed(_) => Ok(Origin::Nowhere),
        Holder::Awaited(other) => Ok(Origin::Invitation(other)),
        Holder::Here | Holder::Elsewhere => Err(HELD.into()),
    }
}

/// Whether its mailbox alone does not open the account of this owner. Where the address was never confirmed, a second factor
/// may be that of whoever has made the account.
pub fn is_guarded(account: &Tenant, owner: &User) -> Result<bool> {
    Ok(is_confirmed(owner) && two_factor::is_set(account, &owner.id)?)
}

fn is_confirmed(owner: &User) -> bool {
    owner.verified == 1
}

/// The other account is not told that its user has come elsewhere: it goes on to await it, without the email.
fn make_wait(mut other: Invitation<'_>, email: &str) -> Result<()> {
    membership::release_email(&mut other.account, email)?;
    expect(&mut other.account, email, &other.user_id)
}

/// Nothing comes along from an account whose address was never confirmed.
fn close(mut single: Single<'_>, owner: User) -> Result<Option<Brought>> {
    let account = &mut single.account;
    let belongings = is_confirmed(&owner).then(|| membership::belongings(account, &owner.id)).transpose()?;
    let owner = membership::leave(account, &owner)?;
    account.emit(&UserDisassociated(Shown::of(&owner, owner.version + 1)))?;
    mail::give_up_all(account)?;
    single.close()?;
    Ok(belongings.map(|belongings| Brought { owner, belongings }))
}

impl Brought {
    /// Gives it to the user that its owner is from now on, as the store holds that user.
    pub fn give(self, tenant: &mut Tenant, user: &User, addresses: &Addresses) -> Result<()> {
        let profile = self.profile_of(tenant, user)?;
        membership::bring(tenant, &user.id, &self.belongings)?;
        let now = set_profile(tenant, user, profile)?;
        match &*self.owner.picture_id {
            "" => Ok(()),
            picture => picture::change(tenant, &now, picture, addresses),
        }
    }
    /// What the person says of itself, without what an account says of its users, and with the names it has come under. The
    /// key that opens its meetings is a new one: another may have set the old one and know it.
    fn profile_of(&self, tenant: &Tenant, user: &User) -> Result<User> {
        let own = self.owner.clone();
        let is_pmi_taken = membership::is_pmi_taken(tenant, own.pmi)?;
        let is_room_taken = membership::is_vanity_name_taken(tenant, &own.vanity_name)?;
        Ok(User {
            pmi: if is_pmi_taken { user.pmi } else { own.pmi },
            use_pmi: own.use_pmi,
            vanity_name: if is_room_taken { String::new() } else { own.vanity_name },
            timezone: own.timezone,
            language: own.language,
            pronouns: own.pronouns,
            pronouns_option: own.pronouns_option,
            about_me: own.about_me,
            linkedin_url: own.linkedin_url,
            phone_numbers: own.phone_numbers,
            ..user.clone()
        })
    }
}

/// The user as the store holds it then.
fn set_profile(tenant: &mut Tenant, before: &User, after: User) -> Result<User> {
    if after == *before {
        return Ok(after);
    }
    user::set_profile(tenant, &after)?;
    events::updated(tenant, before, &after)?;
    Ok(User { version: before.version + 1, ..after })
}

#[expect(clippy::disallowed_methods, reason = "a person who is invited comes with the account that it has for itself")]
fn single<'s>(tenant: &Tenant<'s>, email: &str) -> storage::Result<Option<Single<'s>>> {
    tenant.single_account_of(email)
}
