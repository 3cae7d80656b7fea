//! Coming into an account and going out of it: the row, the email, the counters and the password of a user together.
use super::{
    api::Status,
    assistants, consolidation, counts,
    events::{Shown, UserDisassociated},
    expected,
    history::{self, Occurrence},
    lock, presence,
    provided::{self, CollaborationDevice, Item, Provided},
    user::{self, SINGLE_SIGN_ON, User, WORK_EMAIL},
};
use crate::{contact_groups, divisions, groups, settings};
use auth::{identity, two_factor};
use files::File;
use platform::Result;
use storage::{
    Fault, Sql, Tenant,
    directory::{Holder, Invitation},
    record, sql,
};

record! {
    struct Password {
        hash: String,
        /// Milliseconds UTC on the clock of the account's world.
        changed_at: i64,
    }
}

/// What has come of claiming an email.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Claim {
    Made,
    /// A user of this account has it.
    TakenHere,
    /// A user of another account has it.
    TakenElsewhere,
}

/// What a user takes along from one account to another.
pub struct Belongings {
    password: Option<Password>,
    changes: Vec<Occurrence>,
    templates: Vec<Item>,
    second_factor: two_factor::Carried,
    files: Vec<File>,
}

const CLAIM: Sql =
    sql!("INSERT INTO email_index (account_id, email, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
const RELEASE: Sql = sql!("DELETE FROM email_index WHERE account_id = $1 AND email = $2");
const PASSWORD: Sql = sql!("SELECT hash, changed_at FROM passwords WHERE account_id = $1 AND user_id = $2");
const SET_PASSWORD: Sql = sql!(
    "INSERT INTO passwords (account_id, user_id, hash, changed_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, user_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at"
);
const FORGET_PASSWORD: Sql = sql!("DELETE FROM passwords WHERE account_id = $1 AND user_id = $2");
const BY_VANITY_NAME: Sql =
    sql!("SELECT id FROM users WHERE account_id = $1 AND vanity_name = $2 AND vanity_name <> ''");
const BY_PMI: Sql = sql!("SELECT id FROM users WHERE account_id = $1 AND pmi = $2");

/// Ten digits.
pub const PMI: std::ops::Range<i64> = 1_000_000_000..10_000_000_000;
/// Six digits.
const HOST_KEY: std::ops::Range<i64> = 100_000..1_000_000;
/// How often a number that is taken is drawn anew.
const DRAWS: usize = 16;

/// Takes the email, which is in its form for comparison, for the user with this id; also from somebody whose invitation
/// has lapsed, wherever that was.
pub fn claim_email(tenant: &mut Tenant, email: &str, id: &str) -> Result<Claim> {
    if let Some(expected) = expected::id_of(tenant, email)? {
        let user = existing(tenant, &expected)?;
        if !user.is_invitation_over(tenant.now()) {
            return Ok(Claim::TakenHere);
        }
        withdraw(tenant, &user)?;
    }
    let cells = [email.into(), id.into()];
    if !tenant.insert(CLAIM, &cells)?.is_duplicate() {
        return Ok(Claim::Made);
    }
    match holder(tenant, email)? {
        Holder::Here => Ok(Claim::TakenHere),
        Holder::Elsewhere | Holder::Awaited(_) | Holder::Nobody => Ok(Claim::TakenElsewhere),
        Holder::Lapsed(invitation) => {
            withdraw_lapsed(invitation)?;
            // Whoever was quicker is met by the index.
            let is_taken = tenant.insert(CLAIM, &cells)?.is_duplicate();
            Ok(if is_taken { Claim::TakenElsewhere } else { Claim::Made })
        }
    }
}

/// Whether a claim of the email would be made.
pub fn is_email_free(tenant: &Tenant, email: &str) -> Result<bool> {
    Ok(matches!(holder(tenant, email)?, Holder::Nobody | Holder::Lapsed(_)))
}

/// Who has the email, which is in its form for comparison.
#[expect(clippy::disallowed_methods, reason = "whoever comes to an email meets the invitations that keep it")]
pub(super) fn holder<'s>(tenant: &Tenant<'s>, email: &str) -> storage::Result<Holder<'s>> {
    tenant.email_holder(email)
}

fn withdraw_lapsed(mut invitation: Invitation<'_>) -> Result<()> {
    let lapsed = existing(&invitation.account, &invitation.user_id)?;
    withdraw(&mut invitation.account, &lapsed)
}

/// The user for whom an email is kept.
fn existing(tenant: &Tenant, id: &str) -> Result<User> {
    let user = user::load(tenant, id)?;
    user.ok_or_else(|| Fault::broken("an email is kept for a user who does not exist").into())
}

/// Somebody who was only invited is not expected any more.
pub fn withdraw(tenant: &mut Tenant, user: &User) -> Result<()> {
    let user = leave(tenant, user)?;
    Ok(tenant.emit(&UserDisassociated(Shown::of(&user, user.version + 1)))?)
}

/// `email` is in its form for comparison. Whoever claims it next has it.
pub fn release_email(tenant: &mut Tenant, email: &str) -> storage::Result<()> {
    tenant.execute(RELEASE, &[email.into()]).map(drop)
}

/// Adds a user whose email was claimed. Numbers that it lacks, or that others here have, are drawn; a taken name of a
/// meeting room is given up.
pub fn settle(tenant: &mut Tenant, user: &mut User, password_hash: Option<&str>) -> Result<()> {
    if is_vanity_name_taken(tenant, &user.vanity_name)? {
        user.vanity_name.clear();
    }
    if user.host_key.is_empty() {
        user.host_key = tenant.new_number(HOST_KEY).to_string();
    }
    insert(tenant, user)?;
    counts::add(tenant, user)?;
    password_hash.map_or(Ok(()), |hash| set_password(tenant, &user.id, hash))
}

fn insert(tenant: &mut Tenant, user: &mut User) -> Result<()> {
    for draw in 0..DRAWS {
        if !PMI.contains(&user.pmi) {
            // Under a clock that stands still the neighbours may all be taken.
            user.pmi = if draw < 2 { tenant.new_number_nearby(PMI) } else { tenant.new_number(PMI) };
        }
        if !user::insert(tenant, user)?.is_duplicate() {
            return Ok(());
        }
        user.pmi = 0;
    }
    Err(Fault::broken("no personal meeting id is free").into())
}

/// Removes a user and everything that is kept about it here; its sessions end. The user as it was last: what is told of its
/// going follows its version.
pub fn leave(tenant: &mut Tenant, user: &User) -> Result<User> {
    auth::tokens::end_sessions(tenant, &user.id)?;
    auth::forget_misses(tenant, &user.id)?;
    mail::links::forget(tenant, &user.id)?;
    two_factor::forget(tenant, &user.id)?;
    identity::forget(tenant, &user.id)?;
    release_email(tenant, &user.email)?;
    expected::forget(tenant, &user.id)?;
    tenant.execute(FORGET_PASSWORD, &[(&user.id).into()])?;
    history::forget(tenant, &user.id)?;
    let version = assistants::forget(tenant, user)?;
    presence::forget(tenant, &user.id)?;
    settings::free(tenant, user)?;
    settings::forget(tenant, &user.id)?;
    groups::forget(tenant, &user.known())?;
    provided::forget(tenant, &user.id)?;
    lock::forget(tenant, &user.id)?;
    consolidation::forget(tenant, &user.id)?;
    files::remove_all(tenant, &user.id)?;
    contact_groups::forget(tenant, &user.id)?;
    divisions::forget(tenant, &user.known())?;
    user::delete(tenant, &user.id)?;
    counts::take(tenant, user)?;
    Ok(User { version, ..user.clone() })
}

/// What is kept of the user's password.
pub fn password_hash(tenant: &Tenant, id: &str) -> storage::Result<Option<String>> {
    tenant.first(PASSWORD, &[id.into()], |row| row.get(0))
}

/// `hash` is what [`Hasher`](auth::passwords::Hasher) made. It counts as changed now. Ending sessions is for
/// the caller.
pub fn set_password(tenant: &mut Tenant, id: &str, hash: &str) -> Result<()> {
    let changed_at = tenant.now();
    keep_password(tenant, id, &Password { hash: hash.to_owned(), changed_at })
}

fn keep_password(tenant: &mut Tenant, id: &str, password: &Password) -> Result<()> {
    let cells = [id.into(), (&password.hash).into(), password.changed_at.into()];
    Ok(tenant.execute(SET_PASSWORD, &cells).map(drop)?)
}

/// To be taken before the user leaves.
pub fn belongings(tenant: &mut Tenant, id: &str) -> storage::Result<Belongings> {
    let (password, changes) = (tenant.row(PASSWORD, &[id.into()])?, history::of(tenant, id)?);
    let mut templates = provided::of(tenant, id)?;
    // Rooms and what stands in them are the account's.
    templates.retain(|item| item.kind != CollaborationDevice::KIND);
    let second_factor = two_factor::of(tenant, id)?;
    Ok(Belongings { password, changes, templates, second_factor, files: files::take_along(tenant, id)? })
}

/// Brings along what was the user's where it came from: moving neither sets a password nor lets anybody change more often.
pub fn bring(tenant: &mut Tenant, id: &str, belongings: &Belongings) -> Result<()> {
    history::carry(tenant, id, &belongings.changes)?;
    provided::carry(tenant, id, &belongings.templates)?;
    files::bring(tenant, id, &belongings.files)?;
    if !belongings.files.is_empty() {
        settings::list_backgrounds(tenant, id)?;
    }
    two_factor::carry(tenant, id, &belongings.second_factor)?;
    belongings.password.as_ref().map_or(Ok(()), |password| keep_password(tenant, id, password))
}

/// Whether a user of this account has this name of a meeting room.
pub fn is_vanity_name_taken(tenant: &Tenant, name: &str) -> storage::Result<bool> {
    if name.is_empty() {
        return Ok(false);
    }
    tenant.has(BY_VANITY_NAME, &[name.into()])
}

/// Whether a user of this account has this personal meeting id.
pub fn is_pmi_taken(tenant: &Tenant, pmi: i64) -> storage::Result<bool> {
    tenant.has(BY_PMI, &[pmi.into()])
}

impl User {
    /// The same person in another account: what belonged to the one that it leaves stays behind.
    pub fn moved(self, role_id: &str) -> User {
        User {
            role_id: role_id.to_owned(),
            // The identity provider was that of the account, so it goes on with a password, which a mail has it choose.
            login_type: if self.login_type == SINGLE_SIGN_ON { WORK_EMAIL } else { self.login_type },
            manager: String::new(),
            custom_attributes: user::NO_ITEMS.to_owned(),
            employee_id: String::new(),
            external_id: String::new(),
            provisioned: String::new(),
            version: self.version + 2,
            ..self
        }
    }
    /// As [`moved`](Self::moved), as the owner of an account of its own, which is free.
    pub fn on_its_own(self) -> User {
        User {
            kind: billing::BASIC,
            status: Status::Active.as_str().to_owned(),
            invited_until: None,
            ..self.moved(platform::OWNER_ROLE)
        }
    }
}
