//! What users are told by mail, and when.
use super::{
    api::Status,
    counts,
    user::{self, User},
};
use crate::settings;
use mail::{Envelope, Kind, Post};
use platform::{Result, Timestamp};
use storage::{
    Tenant,
    time::{DAY, HOUR},
};

/// How long an address can be confirmed.
const CONFIRMATION: i64 = 7 * DAY;
/// How long a link sets another password.
const RESET: i64 = HOUR;
/// After this it is late to be told what has happened.
const NEWS: i64 = 7 * DAY;

/// Invites a user who is expected; one who is there already was made by others and is told nothing.
pub fn invite(tenant: &mut Tenant, post: &Post, user: &User) -> Result<()> {
    let Some(expires_at) = user.invited_until.filter(|_| user.is(Status::Pending)) else { return Ok(()) };
    let to = Envelope { expires_at, ..envelope(tenant, user, Kind::Invitation, 0) };
    let account = tenant.summary()?.name;
    post.send_link(tenant, &to, &format!("You are invited to join {account}"), |link| {
        let until = Timestamp::from_millis(expires_at);
        format!("Hello,\n\n{account} invites you to join its account. Choose a password here, until {until}:\n\n{link}\n\nIf you do not want to join, do nothing.\n")
    })
}

/// Asks for the confirmation of an address once more.
pub fn ask_again(tenant: &mut Tenant, post: &Post, user: &User) -> Result<()> {
    let to = envelope(tenant, user, Kind::Confirmation, CONFIRMATION);
    post.send_link(tenant, &to, "Confirm your address", |link| {
        format!("Hello,\n\nyou asked for this link. Confirm with it that this address is yours:\n\n{link}\n\nIf you did not ask for it, do nothing.\n")
    })
}

/// Asks the owner of a new account to confirm the address.
pub fn welcome_owner(tenant: &mut Tenant, post: &Post, owner: &User) -> Result<()> {
    let to = envelope(tenant, owner, Kind::Confirmation, CONFIRMATION);
    let account = tenant.summary()?.name;
    post.send_link(tenant, &to, &format!("Confirm your address for {account}"), |link| {
        format!("Hello,\n\nthe account {account} was made for you. Confirm that this is your address:\n\n{link}\n")
    })
}

/// Asks for the confirmation of a new address, and tells the old one that it is not used any more.
pub fn tell_of_email(tenant: &mut Tenant, post: &Post, before: &User, after: &User) -> Result<()> {
    let to = envelope(tenant, after, Kind::EmailChange, CONFIRMATION);
    post.send_link(tenant, &to, "Confirm your new address", |link| {
        format!("Hello,\n\nthis is your address now. Confirm that it is yours:\n\n{link}\n")
    })?;
    let to = envelope(tenant, before, Kind::EmailChanged, NEWS);
    let text = format!("Hello,\n\nyour address is {} from now on, and this one is not used any more.\n", after.email);
    post.send(tenant, &to, "Your address was changed", &text)
}

/// Tells a user that it has another password (`PUT /users/{userId}/password`).
pub fn tell_of_password(tenant: &mut Tenant, post: &Post, user: &User) -> Result<()> {
    let to = envelope(tenant, user, Kind::PasswordChanged, NEWS);
    let text = "Hello,\n\nyour password was changed. If that is news to you, ask an administrator of your account.\n";
    post.send(tenant, &to, "Your password was changed", text)
}

/// Somebody may have taken a seat: tells the owner when that leaves few of them, where the account has it told
/// (`email_notification.low_host_count_reminder`). `before` is the user as it was, if it was here.
pub fn tell_of_seat(tenant: &mut Tenant, post: &Post, before: Option<&User>, user: &User) -> Result<()> {
    if before.is_some_and(counts::holds_seat) || !counts::holds_seat(user) {
        return Ok(());
    }
    let in_use = counts::holding(tenant, billing::LICENSED)?;
    let Some(seats) = billing::nearly_taken(tenant, in_use)? else { return Ok(()) };
    if !settings::tells_of_few_licenses(tenant)? {
        return Ok(());
    }
    let account = tenant.summary()?;
    let Some(owner) = user::load(tenant, &account.owner_id)? else { return Ok(()) };
    let to = envelope(tenant, &owner, Kind::FewLicenses, NEWS);
    let name = account.name;
    let text = format!("Hello,\n\n{in_use} of the {seats} licenses of the account {name} are in use.\n");
    post.send(tenant, &to, "Few licenses are left", &text)
}

/// Sends the link that sets another password.
pub fn offer_reset(tenant: &mut Tenant, post: &Post, user: &User) -> Result<()> {
    let to = envelope(tenant, user, Kind::PasswordReset, RESET);
    post.send_link(tenant, &to, "Set another password", |link| {
        format!("Hello,\n\nchoose another password here, within an hour:\n\n{link}\n\nIf you did not ask for it, do nothing.\n")
    })
}

/// `lifetime` in milliseconds.
fn envelope<'a>(tenant: &Tenant, user: &'a User, kind: Kind, lifetime: i64) -> Envelope<'a> {
    Envelope { kind, user_id: &user.id, email: &user.email, expires_at: tenant.now() + lifetime }
}
