//! Users who were invited and have a free account of their own: that account keeps their email until they come.
//!
//! It closes when they do, and what is theirs goes along (`platform.md` 8.1). Whoever invites learns nothing of it.
use super::{
    events::{self, Shown, UserDisassociated},
    membership::{self, Belongings, Claim},
    picture,
    user::{self, User},
};
use platform::{Addresses, Failure, Result, Vault};
use storage::{Fault, Sql, Tenant, directory::Single, sql};

/// Said to the person itself. An account with a plan or with others in it does not close.
pub const HELD: Failure = Failure::new(
    409,
    409,
    "You are a user of another account with this address. Leave it first, or let it have no plan and no other users.",
);

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

/// As [`membership::claim_email`], for somebody who is invited: an email that a person has in a free account of its own
/// stays there for now.
pub fn claim_email(tenant: &mut Tenant, email: &str, id: &str) -> Result<Claim> {
    let claim = membership::claim_email(tenant, email, id)?;
    if claim != Claim::TakenElsewhere || single(tenant, email)?.is_none() {
        return Ok(claim);
    }
    expect(tenant, email, id)?;
    Ok(Claim::Made)
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
    Ok(tenant.first(BY_ID, &[id.into()], |_| Ok(()))?.is_some())
}

/// The user is not expected so any more; whether it was.
pub fn forget(tenant: &mut Tenant, id: &str) -> storage::Result<bool> {
    Ok(tenant.execute(FORGET, &[id.into()])? > 0)
}

/// Whether an account closes when this user comes.
///
/// # Errors
/// [`HELD`] when the user cannot come as it is.
pub fn closes_another(tenant: &Tenant, user: &User) -> Result<bool> {
    if !is_expected(tenant, &user.id)? || membership::is_email_free(tenant, &user.email)? {
        return Ok(false);
    }
    if single(tenant, &user.email)?.is_some() { Ok(true) } else { Err(HELD.into()) }
}

/// Gives a user who comes its email, and closes the account that had it; what it brings along from there.
///
/// # Errors
/// [`HELD`] when the email belongs to somebody who cannot come.
pub fn fetch(tenant: &mut Tenant, user: &User) -> Result<Option<Brought>> {
    if !forget(tenant, &user.id)? {
        return Ok(None);
    }
    let brought = single(tenant, &user.email)?.map(close).transpose()?;
    match membership::claim_email(tenant, &user.email, &user.id)? {
        Claim::Made => Ok(brought),
        Claim::TakenHere | Claim::TakenElsewhere => Err(HELD.into()),
    }
}

fn close(mut single: Single<'_>) -> Result<Brought> {
    let owner = user::load(&single.account, &single.owner_id)?;
    let owner = owner.ok_or_else(|| Fault::broken("an account has no owner"))?;
    let account = &mut single.account;
    let belongings = membership::belongings(account, &owner.id)?;
    membership::leave(account, &owner)?;
    account.emit(&UserDisassociated(Shown::of(&owner, owner.version + 1)))?;
    mail::give_up_all(account)?;
    single.close()?;
    Ok(Brought { owner, belongings })
}

impl Brought {
    /// Gives it to the user that its owner is from now on, as the store holds that user.
    pub fn give(self, tenant: &mut Tenant, user: &User, addresses: &Addresses, vault: &Vault) -> Result<()> {
        let profile = self.profile_of(tenant, user)?;
        let Brought { owner, belongings } = self;
        let belongings = belongings.of_another(tenant, vault, (&owner.id, &user.id));
        membership::bring(tenant, &user.id, &belongings)?;
        let now = set_profile(tenant, user, profile)?;
        match &*owner.picture_id {
            "" => Ok(()),
            picture => picture::change(tenant, &now, picture, addresses),
        }
    }
    /// What the person says of itself, without what an account says of its users, and with the names it has come under.
    fn profile_of(&self, tenant: &Tenant, user: &User) -> Result<User> {
        let own = self.owner.clone();
        let is_pmi_taken = membership::is_pmi_taken(tenant, own.pmi)?;
        let is_room_taken = membership::is_vanity_name_taken(tenant, &own.vanity_name)?;
        Ok(User {
            pmi: if is_pmi_taken { user.pmi } else { own.pmi },
            use_pmi: own.use_pmi,
            host_key: own.host_key,
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
