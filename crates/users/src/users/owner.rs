//! The owner that an account is made with.
use super::{
    create::EMAIL_USED,
    events::{Shown, UserCreated},
    letters,
    membership::{self, Claim},
    profile::display_name,
    user::User,
};
use crate::emails;
use mail::Post;
use platform::{OWNER_ROLE, Result};
use storage::Tenant;

/// The person who owns a new account.
pub struct NewOwner<'a> {
    /// As the account names its owner.
    pub id: &'a str,
    /// As it was sent; it is folded here.
    pub email: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    /// Absent for an owner who signs in through nothing but the apps of the account.
    pub password_hash: Option<&'a str>,
}

/// Adds the owner to a new account, whose system roles are there. The address counts as unconfirmed until the link is
/// followed that is sent to it.
///
/// # Errors
/// [`EMAIL_USED`] when somebody has the address, wherever.
pub fn create_owner(account: &mut Tenant, new: &NewOwner<'_>, post: &Post) -> Result<()> {
    let mut owner = User {
        role_id: OWNER_ROLE.to_owned(),
        first_name: new.first_name.to_owned(),
        last_name: new.last_name.to_owned(),
        display_name: display_name(new.first_name, new.last_name),
        ..User::new(new.id, emails::folded(new.email), account.now())
    };
    if membership::claim_email(account, &owner.email, new.id)? != Claim::Made {
        return Err(EMAIL_USED.with(new.email));
    }
    membership::settle(account, &mut owner, new.password_hash)?;
    account.emit(&UserCreated { user: Shown::of(&owner, owner.version), creation_type: Some("create") })?;
    letters::welcome_owner(account, post, &owner)
}
