//! `PUT /users/{userId}/email`: another address, of a domain that the account manages. It ends the sessions of the user.
//! The address counts as unconfirmed until the link is followed that is sent to it; the old one is told.
use super::{
    administrators::{acts_as_administrator, acts_as_owner, is_administrator, is_caller, is_owner, may_sign_in_as},
    api::{NO_INVITATION, NO_USER, Status, UserPath},
    create::EMAIL_USED,
    domains, events,
    history::{self, Change, DAILY_LIMIT},
    letters,
    membership::{self, Claim},
    token,
    user::{self, User},
};
use crate::emails;
use mail::Post;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

/// Those of [`set_email`] and of [`provide`].
pub const FAILURES: &[Failure] = &[
    NO_USER,
    NO_INVITATION,
    NOT_YOURS,
    ADMINISTRATOR,
    STRONGER,
    IS_PENDING,
    IS_INACTIVE,
    OTHER_DOMAIN,
    EMAIL_USED,
    DAILY_LIMIT,
];

/// Those of [`choose`].
pub const CHOSEN: &[Failure] = &[NOT_YOURS, MANAGED, EMAIL_USED, DAILY_LIMIT];

/// Also to a person who would take another address itself, and is neither owner nor admin of its account.
pub const NOT_YOURS: Failure = Failure::new(400, 200, "Only an account administrator can change email.");
/// Of admins and of the owner, by an admin.
pub const ADMINISTRATOR: Failure = Failure::new(400, 1000, "Admin can not change other admins email.");
/// Of users whose role holds more than the caller's.
pub const STRONGER: Failure = decide::NO_PERMISSION;
/// Of a person that keeps its account.
pub const MANAGED: Failure =
    Failure::new(400, 1107, "Another account manages the domain of this address. Choose one of another domain.");
pub const IS_PENDING: Failure = Failure::new(400, 1000, "Pending user can not change email.");
pub const IS_INACTIVE: Failure = Failure::new(400, 1000, "This user is locked or inactive.");
/// Of an address whose domain the account does not manage.
pub const OTHER_DOMAIN: Failure = Failure::new(
    400,
    1116,
    "Domain name doesn't match, please contact Zoom customer support to set managed domains for your account",
);

#[derive(Deserialize, JsonSchema)]
pub struct SetEmail {
    #[schemars(email, length(max = 128))]
    email: String,
}

/// Where the user has the address already nothing changes, but the caller has to be allowed to set it all the same.
///
/// # Errors
/// [`FAILURES`].
pub fn set_email(
    tenant: &mut Tenant,
    Path(path): Path<UserPath>,
    Body(body): Body<SetEmail>,
    post: Post,
) -> Result<NoContent> {
    let before = user::existing(tenant, &path.user_id)?;
    let after = User { email: emails::folded(&body.email), verified: 0, ..before.clone() };
    check(tenant, &before)?;
    if !domains::manages_that_of(tenant, &after.email)? {
        return Err(OTHER_DOMAIN.into());
    }
    if after.email != before.email {
        change(tenant, &post, &before, &after, &body.email)?;
    }
    Ok(NoContent)
}

/// Another address through provisioning: an account without domains of its own may give any that belongs to nobody.
///
/// # Errors
/// [`FAILURES`], when the user has another address.
pub fn provide(tenant: &mut Tenant, post: &Post, before: &User, email: &str) -> Result<()> {
    let after = User { email: emails::folded(email), verified: 0, ..before.clone() };
    if after.email == before.email {
        return Ok(());
    }
    check(tenant, before)?;
    if !domains::admits(tenant, &after.email)? {
        return Err(OTHER_DOMAIN.into());
    }
    change(tenant, post, before, &after, email)
}

/// Another address that a person takes itself, signed in, because an account of another tree manages the domain of the one
/// that it has. As where an administrator changes it, it counts as unconfirmed at first, and ends all sessions.
///
/// # Errors
/// [`CHOSEN`].
pub fn choose(tenant: &mut Tenant, post: &Post, before: &User, email: &str) -> Result<()> {
    if !is_administrator(before) {
        return Err(NOT_YOURS.into());
    }
    let after = User { email: emails::folded(email), verified: 0, ..before.clone() };
    if !domains::admits(tenant, &after.email)? {
        return Err(MANAGED.into());
    }
    change(tenant, post, before, &after, email)
}

fn check(tenant: &Tenant, user: &User) -> Result<()> {
    if !acts_as_administrator(tenant) {
        return Err(NOT_YOURS.into());
    }
    if is_administrator(user) && !is_caller(tenant, user) && !acts_as_owner(tenant) {
        return Err(ADMINISTRATOR.into());
    }
    if !may_sign_in_as(tenant, user)? {
        return Err(STRONGER.into());
    }
    if user.is(Status::Pending) {
        return Err(IS_PENDING.into());
    }
    if user.is(Status::Inactive) { Err(IS_INACTIVE.into()) } else { Ok(()) }
}

fn change(tenant: &mut Tenant, post: &Post, before: &User, after: &User, sent: &str) -> Result<()> {
    history::check(tenant, &before.id, Change::Email, DAILY_LIMIT)?;
    if membership::claim_email(tenant, &after.email, &after.id)? != Claim::Made {
        return Err(EMAIL_USED.with(sent));
    }
    membership::release_email(tenant, &before.email)?;
    user::set_email(tenant, after)?;
    token::end_sessions(tenant, &after.id)?;
    history::note(tenant, &after.id, Change::Email)?;
    events::updated(tenant, before, after)?;
    if is_owner(after) {
        show_owner(tenant, &after.email)?;
    }
    letters::tell_of_email(tenant, post, before, after)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the owner's address is part of what the account and its parent's list show"
)]
fn show_owner(tenant: &mut Tenant, email: &str) -> Result<()> {
    let mut summary = tenant.summary()?;
    email.clone_into(&mut summary.owner_email);
    Ok(tenant.account_changed(&summary).map(drop)?)
}
