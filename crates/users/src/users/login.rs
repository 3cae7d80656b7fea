//! What signing in knows of a user, and what it leaves behind.
use super::{
    events::{RecoveryCodesChanged, Shown, TwoFactorDisabled, TwoFactorEnabled, UserSignedIn, UserSignedOut},
    membership,
    user::{self, User, WORK_EMAIL},
};
use auth::two_factor;
use platform::Result;
use storage::{Directory, Fault, Tenant, directory::PasswordLogin};

/// Who signs in with this email, which is in its form for comparison, and a password.
///
/// # Errors
/// Those of the store.
#[expect(clippy::disallowed_methods, reason = "nothing is told of the user before its password is proved")]
pub fn by_email(all: &Directory, email: &str) -> Result<Option<PasswordLogin>> {
    Ok(all.password_login(email, WORK_EMAIL)?)
}

/// The user of a session.
///
/// # Errors
/// Those of the store.
pub fn of(tenant: &Tenant, id: &str) -> Result<User> {
    let user = user::load(tenant, id)?;
    Ok(user.ok_or_else(|| Fault::broken("a session has no user"))?)
}

/// Whether the user has a password, and signs in with it.
///
/// # Errors
/// Those of the store.
pub fn has_password(tenant: &Tenant, id: &str) -> Result<bool> {
    let is_of_email = of(tenant, id)?.login_type == WORK_EMAIL;
    Ok(is_of_email && membership::password_hash(tenant, id)?.is_some())
}

/// The user has signed in.
///
/// # Errors
/// Those of the store.
pub fn note(tenant: &mut Tenant, user: &User) -> Result<()> {
    // What came before it in this request has counted the version up.
    let user = of(tenant, &user.id)?;
    user::set_last_login(tenant, &user.id)?;
    Ok(tenant.emit(&UserSignedIn(Shown::of(&user, user.version + 1)))?)
}

/// The user has signed out.
///
/// # Errors
/// Those of the store.
pub fn ended(tenant: &mut Tenant, id: &str) -> Result<()> {
    let user = touched(tenant, id)?;
    Ok(tenant.emit(&UserSignedOut(Shown::of(&user, user.version + 1)))?)
}

/// The user has a second factor from now on, or none any more. The user as it was.
///
/// # Errors
/// Those of the store.
pub fn second_factor_changed(tenant: &mut Tenant, id: &str, is_set: bool) -> Result<User> {
    let user = touched(tenant, id)?;
    let shown = Shown::of(&user, user.version + 1);
    match is_set {
        true => tenant.emit(&TwoFactorEnabled(shown))?,
        false => tenant.emit(&TwoFactorDisabled(shown))?,
    }
    Ok(user)
}

/// Takes the second factor from the user that this id or email names, if it has one.
///
/// # Errors
/// There is no such user.
pub fn forget_second_factor(tenant: &mut Tenant, name: &str) -> Result<()> {
    let user = user::existing(tenant, name)?;
    if two_factor::forget(tenant, &user.id)? {
        second_factor_changed(tenant, &user.id, false)?;
    }
    Ok(())
}

/// The user has other recovery codes.
///
/// # Errors
/// Those of the store.
pub fn recovery_codes_changed(tenant: &mut Tenant, user: &User) -> Result<()> {
    let user = touched(tenant, &user.id)?;
    Ok(tenant.emit(&RecoveryCodesChanged(Shown::of(&user, user.version + 1)))?)
}

/// Counts the version up; the user as it was.
fn touched(tenant: &mut Tenant, id: &str) -> Result<User> {
    let user = of(tenant, id)?;
    user::touch(tenant, id)?;
    Ok(user)
}
