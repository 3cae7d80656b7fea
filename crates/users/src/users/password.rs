//! `PUT /users/{userId}/password`: another password, set by an owner or an admin. It ends the sessions of the user.
use super::{
    administrators::{acts_as_administrator, acts_as_owner, is_administrator, is_caller, may_sign_in_as},
    api::{NO_INVITATION, NO_USER, Status, UserPath},
    events::PasswordChanged,
    history::{self, Change},
    letters, membership, rules, token,
    user::{self, User, WORK_EMAIL},
};
use crate::{
    passwords::{self, Fault, LONGEST, Policy},
    settings::password_policy,
};
use auth::passwords::Hasher;
use mail::Post;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

/// Of whom the password is set for, and by whom.
pub const FAILURES: &[Failure] = &[NO_USER, NO_INVITATION, NOT_YOURS, ADMINISTRATOR, NO_PASSWORD];
/// Refusals of the new password itself, whoever sets it.
pub const REFUSALS: &[Failure] = &[
    SAME_PASSWORD,
    TOO_OFTEN,
    TOO_SHORT,
    NO_LETTER,
    NO_DIGIT,
    NO_SPECIAL,
    NO_CASE_MIX,
    REPEATED,
    CONSECUTIVE,
    GUESSABLE,
];

/// Also of users whose role holds more than the caller's.
const NOT_YOURS: Failure = decide::NO_PERMISSION;
/// Of admins and of the owner, by an admin.
const ADMINISTRATOR: Failure = Failure::new(400, 1117, "Can not update Admin's password");
/// Only who signs in with an email and a password has one.
const NO_PASSWORD: Failure = Failure::new(400, 1123, "Can only update password of Zoom work email account");
const SAME_PASSWORD: Failure = Failure::new(400, 300, "Your new password can not match the old password.");
/// Of a user, whoever changes it.
pub const TOO_OFTEN: Failure = Failure::new(
    400,
    300,
    "This password cannot be changed because it has already been changed the maximum number of times over the past 24 hours.",
);
const TOO_SHORT: Failure = Failure::new(400, 1124, "Have at least {} characters");
const NO_LETTER: Failure = Failure::new(400, 1125, "Have at least 1 letter (a, b, c…)");
const NO_DIGIT: Failure = Failure::new(400, 1126, "Have at least 1 number (1, 2, 3…)");
/// Asked for by a setting of the account.
const NO_SPECIAL: Failure = Failure::new(400, 1127, "Have at least 1 special character (!, @, #…)");
const NO_CASE_MIX: Failure = Failure::new(400, 1128, "Include both Upper case and Lower case characters");
const REPEATED: Failure = Failure::new(400, 1130, "Password can't use the same character.");
const CONSECUTIVE: Failure =
    Failure::new(400, 1131, "Password can't use continuation character.Such as 'abcdef','123456'.");
/// Asked for by a setting of the account.
const GUESSABLE: Failure = Failure::new(400, 1136, "Your password is too easy to guess. Try another one.");

#[derive(Deserialize, JsonSchema)]
pub struct SetPassword {
    /// 8 to 32 characters, letters of both cases and a digit, no long runs.
    #[schemars(length(max = LONGEST))]
    password: String,
}

/// What was made of the password, and which state of the user and of the account's rules it rests on.
pub struct Hashed {
    pub hash: String,
    version: i64,
    policy: Policy,
}

/// What came of a password that a user has chosen for itself.
pub enum Chosen {
    Hashed(Hashed),
    /// It may not be used: everything that is wrong with it, in words.
    Refused(Vec<String>),
}

impl Hashed {
    /// # Errors
    /// [`Error::Stale`] when the account asks for something else since the password was looked at.
    pub fn check_policy(&self, tenant: &Tenant) -> Result<()> {
        if password_policy(tenant)? == self.policy { Ok(()) } else { Err(Error::Stale) }
    }
}

/// Refuses what needs no change, compares with the old password and hashes the new one.
pub fn prepare(
    tenant: &Tenant,
    Path(path): Path<UserPath>,
    Body(body): Body<SetPassword>,
    hasher: Hasher,
) -> Result<impl FnOnce() -> Result<Hashed> + use<>> {
    let user = changeable(tenant, &path.user_id)?;
    hashing(tenant, &user, body.password, hasher)
}

/// Refuses a password that the account's rules do not allow; the work that compares it with the old one and hashes it.
fn hashing(
    tenant: &Tenant,
    user: &User,
    password: String,
    hasher: Hasher,
) -> Result<impl FnOnce() -> Result<Hashed> + use<>> {
    let policy = password_policy(tenant)?;
    check(&policy, &password)?;
    let (old, version) = (membership::password_hash(tenant, &user.id)?, user.version);
    Ok(move || {
        if old.map_or(Ok(false), |old| auth::passwords::matches(&old, &password))? {
            return Err(SAME_PASSWORD.into());
        }
        Ok(Hashed { hash: hasher.hash(&password)?, version, policy })
    })
}

/// The same for who chooses it on a page: all that is wrong with it is told at once, and the page asks for another.
pub fn choosing(
    tenant: &Tenant,
    user: &User,
    password: String,
    hasher: Hasher,
) -> Result<impl FnOnce() -> Result<Chosen> + use<>> {
    let faults: Vec<String> =
        passwords::check(&password_policy(tenant)?, &password).into_iter().map(in_words).collect();
    let hashing = faults.is_empty().then(|| hashing(tenant, user, password, hasher)).transpose()?;
    Ok(move || match hashing.map(|work| work()) {
        None => Ok(Chosen::Refused(faults)),
        Some(Err(error)) if error.failure() == SAME_PASSWORD => {
            Ok(Chosen::Refused(vec![SAME_PASSWORD.message.to_owned()]))
        }
        Some(hashed) => hashed.map(Chosen::Hashed),
    })
}

/// # Errors
/// [`FAILURES`], too many changes within a day; [`Error::Stale`] as in [`change`].
pub fn set_password(
    tenant: &mut Tenant,
    Path(path): Path<UserPath>,
    Body(_): Body<SetPassword>,
    Prepared(hashed): Prepared<Hashed>,
    post: Post,
) -> Result<NoContent> {
    let user = changeable(tenant, &path.user_id)?;
    change(tenant, &user, &hashed, &post)?;
    Ok(NoContent)
}

/// Gives the user the password, ends its sessions and tells it so.
///
/// # Errors
/// [`Error::Stale`] when the user has changed since the password was compared with its old one, or what the account asks for.
pub fn change(tenant: &mut Tenant, user: &User, hashed: &Hashed, post: &Post) -> Result<()> {
    if user.version != hashed.version {
        return Err(Error::Stale);
    }
    hashed.check_policy(tenant)?;
    membership::set_password(tenant, &user.id, &hashed.hash)?;
    token::end_sessions(tenant, &user.id)?;
    user::touch(tenant, &user.id)?;
    history::note(tenant, &user.id, Change::Password)?;
    tenant.emit(&PasswordChanged { id: &user.id, email: &user.email, version: user.version + 1 })?;
    letters::tell_of_password(tenant, post, user)
}

/// The user whose password may be set by this caller and now.
fn changeable(tenant: &Tenant, name: &str) -> Result<User> {
    let user = user::existing(tenant, name)?;
    if !acts_as_administrator(tenant) {
        return Err(NOT_YOURS.into());
    }
    if is_administrator(&user) && !is_caller(tenant, &user) && !acts_as_owner(tenant) {
        return Err(ADMINISTRATOR.into());
    }
    if !may_sign_in_as(tenant, &user)? {
        return Err(NOT_YOURS.into());
    }
    if user.login_type != WORK_EMAIL || user.is(Status::Pending) {
        return Err(NO_PASSWORD.into());
    }
    check_pace(tenant, &user)?;
    Ok(user)
}

/// Refuses a user whose password was changed so often that it must wait.
pub fn check_pace(tenant: &Tenant, user: &User) -> Result<()> {
    history::check(tenant, &user.id, Change::Password, TOO_OFTEN)
}

/// The first fault is told.
fn check(policy: &Policy, password: &str) -> Result<()> {
    let faults = passwords::check(policy, password);
    faults.first().map_or(Ok(()), |fault| Err(refusal(*fault)))
}

/// For one that is too long the published refusal names no more than the field.
fn in_words(fault: Fault) -> String {
    match (fault, refusal(fault)) {
        (Fault::TooLong(most), _) => format!("Have at most {most} characters"),
        (_, Error::Refused(refusal)) => refusal.message,
        (_, error) => error.failure().message.to_owned(),
    }
}

fn refusal(fault: Fault) -> Error {
    match fault {
        Fault::TooShort(least) => TOO_SHORT.with(least),
        Fault::TooLong(_) => Error::validation(vec![rules::invalid("password")]),
        Fault::Repeated => REPEATED.into(),
        Fault::Consecutive => CONSECUTIVE.into(),
        Fault::NoLetter => NO_LETTER.into(),
        Fault::NoDigit => NO_DIGIT.into(),
        Fault::NoCaseMix => NO_CASE_MIX.into(),
        Fault::NoSpecial => NO_SPECIAL.into(),
        Fault::Guessable => GUESSABLE.into(),
    }
}
