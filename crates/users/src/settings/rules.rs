//! What rules about users read from their settings and from those of their account.
use super::store::{of_account, of_user};
use crate::passwords::Policy;
use settings::{
    View,
    keys::{
        ADMIN_CHANGES, BACKGROUNDS_BY_USERS, MAIL_FEW_LICENSES, ONLY_ADMIN_CHANGES, ONLY_ADMIN_CHANGES_PICTURE,
        PASSWORD_LENGTH, PASSWORD_NOT_COMMON, PASSWORD_RUN, PASSWORD_SPECIAL, PHONE, PRONOUNS,
    },
};
use storage::{Result, Tenant};

/// A detail of users that an account may leave to its administrators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    Name,
    HostKey,
    Picture,
}

impl Detail {
    /// As `security.user_modifiable_info_by_admin` names it.
    const fn name(self) -> &'static str {
        match self {
            Detail::Name => "name",
            Detail::HostKey => "host_key",
            Detail::Picture => "profile_picture",
        }
    }
}

/// What this account asks of the passwords of its users.
pub fn password_policy(tenant: &Tenant) -> Result<Policy> {
    let account = of_account(tenant)?;
    let view = View::Account(account.layer());
    // 0 leaves the basic rule as it is.
    let number = |set: u64, basic: usize| usize::try_from(set).ok().filter(|set| *set > 0).unwrap_or(basic);
    Ok(Policy {
        minimum_length: number(PASSWORD_LENGTH.of(&view), Policy::USER.minimum_length),
        consecutive_run: number(PASSWORD_RUN.of(&view), Policy::USER.consecutive_run),
        needs_special: PASSWORD_SPECIAL.of(&view),
        refuses_common_words: PASSWORD_NOT_COMMON.of(&view),
        ..Policy::USER
    })
}

/// Whether this account leaves the detail to its administrators.
pub fn is_reserved(tenant: &Tenant, detail: Detail) -> Result<bool> {
    let account = of_account(tenant)?;
    let view = View::Account(account.layer());
    let is_named = ONLY_ADMIN_CHANGES.of(&view) && ADMIN_CHANGES.of(&view).iter().any(|name| name == detail.name());
    Ok(is_named || (detail == Detail::Picture && ONLY_ADMIN_CHANGES_PICTURE.of(&view)))
}

/// Whether this account has its owner told when few licenses are left.
pub fn tells_of_few_licenses(tenant: &Tenant) -> Result<bool> {
    let account = of_account(tenant)?;
    Ok(MAIL_FEW_LICENSES.of(&View::Account(account.layer())))
}

/// Whether users of this account may say how they are spoken of.
pub fn takes_pronouns(tenant: &Tenant) -> Result<bool> {
    let account = of_account(tenant)?;
    Ok(PRONOUNS.of(&View::Account(account.layer())))
}

/// Whether this user has a phone.
///
/// # Errors
/// Those of the store.
pub fn has_phone(tenant: &Tenant, user_id: &str) -> platform::Result<bool> {
    let Some(all) = of_user(tenant, user_id, None)? else { return Ok(false) };
    let groups = all.groups();
    Ok(PHONE.of(&all.view(&groups)))
}

/// Whether this user may upload virtual backgrounds for itself.
///
/// # Errors
/// Those of the store.
pub fn uploads_backgrounds(tenant: &Tenant, user_id: &str) -> platform::Result<bool> {
    let Some(all) = of_user(tenant, user_id, None)? else { return Ok(false) };
    let groups = all.groups();
    Ok(BACKGROUNDS_BY_USERS.of(&all.view(&groups)))
}
