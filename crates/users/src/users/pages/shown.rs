//! A link as somebody shows it: what it is good for, or why it is not.
use crate::users::{
    api::Status,
    user::{self, User},
};
use mail::Kind;
use platform::{Failure, Result};
use storage::{Directory, Fault, Tenant, directory::Link};

/// Those of [`shown`].
pub const LINK_FAILURES: &[Failure] = &[UNKNOWN, GONE, EXPIRED, LAPSED];

/// Also of accounts that are closed, of users who have left, and where the link has ended.
const UNKNOWN: Failure = Failure::new(404, 404, "Nothing is behind this link.");
/// It was used, or what it was sent for has come about in another way.
pub const GONE: Failure = Failure::new(410, 410, "This link was used already, or another one has taken its place.");
const EXPIRED: Failure = Failure::new(410, 410, "This link has expired. Ask for another one.");
/// One that confirms an address: whoever has the address signs in with it.
const LAPSED: Failure = Failure::new(410, 410, "This link has expired. Sign in, and have another one sent from there.");

/// A link that is good, and the user that it was sent to, who acts.
pub struct Shown<'s> {
    pub tenant: Tenant<'s>,
    pub kind: Kind,
    pub user: User,
}

/// The link with this secret.
///
/// # Errors
/// [`LINK_FAILURES`].
pub fn shown<'s>(all: &Directory<'s>, secret: &str) -> Result<Shown<'s>> {
    let link = find(all, secret)?.ok_or(UNKNOWN)?;
    let user = user::load(&link.account, &link.user_id)?.ok_or(UNKNOWN)?;
    let kind = Kind::parse(&link.kind).ok_or_else(|| Fault::broken("a link of an unknown kind"))?;
    if link.used_at.is_some() || link.email != user.email || !serves(kind, &user) {
        return Err(GONE.into());
    }
    if link.account.now() >= link.expires_at {
        return Err(if confirms(kind) { LAPSED.into() } else { EXPIRED.into() });
    }
    Ok(Shown { tenant: link.account, kind, user })
}

#[expect(clippy::disallowed_methods, reason = "whoever shows a link acts as the user that it was sent to")]
fn find<'s>(all: &Directory<'s>, secret: &str) -> storage::Result<Option<Link<'s>>> {
    all.link(secret)
}

fn confirms(kind: Kind) -> bool {
    matches!(kind, Kind::Confirmation | Kind::EmailChange)
}

/// Whether there is still something to do for it.
fn serves(kind: Kind, user: &User) -> bool {
    match kind {
        Kind::Invitation => user.is(Status::Pending),
        Kind::Confirmation | Kind::EmailChange => user.verified == 0,
        Kind::PasswordReset => user.is(Status::Active),
        Kind::EmailChanged | Kind::PasswordChanged | Kind::FewLicenses => false,
    }
}
