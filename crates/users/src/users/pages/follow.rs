//! `/pages/links/{link}`: what a link is good for, and what comes of following it.
use super::{
    forms,
    shown::{GONE, Shown, shown},
};
use crate::{
    names::NameKind,
    passwords::LONGEST,
    settings::{Detail, is_reserved, password_policy},
    users::{
        api::Status,
        counts,
        create::INVALID_WORD,
        events::{self, InvitationAccepted},
        expected, membership,
        password::{self, Chosen, Hashed},
        profile::display_name,
        rules,
        user::{self, User},
    },
};
use auth::passwords::Hasher;
use mail::{Kind, Post, links};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, Tenant};

/// Of the names in the form.
pub const FAILURES: &[Failure] = &[INVALID_WORD];

#[derive(Deserialize, JsonSchema)]
pub struct LinkPath {
    /// What the mail says.
    link: String,
}

#[derive(Deserialize, JsonSchema)]
pub struct Follow {
    /// What an invited user is called; as it was invited when left out or empty, and where the account leaves names to its
    /// administrators.
    #[serde(default)]
    #[schemars(length(max = 64))]
    first_name: String,
    #[serde(default)]
    #[schemars(length(max = 64))]
    last_name: String,
    /// Where the link sets one.
    #[serde(default)]
    #[schemars(length(max = LONGEST))]
    password: String,
}

impl Follow {
    fn check(&self) -> Result<()> {
        let names = [
            ("first_name", NameKind::Person, Some(&*self.first_name)),
            ("last_name", NameKind::Person, Some(&*self.last_name)),
        ];
        rules::check_names(&names, INVALID_WORD)
    }
}

/// Nothing is changed by looking: programs that read mail follow links too.
pub fn show(all: &Directory, Path(path): Path<LinkPath>, visit: Visit) -> Result<Html> {
    visit.check_secure()?;
    let Shown { tenant, kind, user } = shown(all, &path.link)?;
    page(&tenant, kind, &user, &[])
}

/// `faults` are those of the password that was sent.
fn page(tenant: &Tenant, kind: Kind, user: &User, faults: &[String]) -> Result<Html> {
    let (account, policy) = (tenant.summary()?.name, password_policy(tenant)?);
    let password = forms::NewPassword { policy: &policy, faults };
    Ok(match kind {
        Kind::Invitation => {
            let invited = forms::Invited {
                account: &account,
                user,
                chooses_names: !is_reserved(tenant, Detail::Name)?,
                closes: expected::closes(tenant, user)?,
            };
            forms::invitation(&invited, &password)
        }
        Kind::PasswordReset => forms::another_password(user, &password),
        _ => forms::confirmation(&account, user),
    })
}

/// Hashes the password, where the link sets one.
pub fn prepare(
    all: &Directory,
    Path(path): Path<LinkPath>,
    Body(body): Body<Follow>,
    hasher: Hasher,
    visit: Visit,
) -> Result<Option<impl FnOnce() -> Result<Chosen> + use<>>> {
    visit.check_secure()?;
    body.check()?;
    let Shown { tenant, kind, user } = shown(all, &path.link)?;
    match kind {
        Kind::PasswordReset => password::check_pace(&tenant, &user)?,
        Kind::Invitation => {}
        _ => return Ok(None),
    }
    password::choosing(&tenant, &user, body.password, hasher).map(Some)
}

/// A link is good once: of two who follow it at the same time, one is told that it is [`GONE`]. Whoever chooses a password
/// that may not be used has not followed it, and sees the form again.
///
/// # Errors
/// Those of [`shown`], [`expected::fetch`] and [`password::check_pace`]; [`Error::Stale`] when the user, or what the
/// account asks of passwords, has changed since the password was hashed.
pub fn follow(
    all: &mut Directory,
    Path(path): Path<LinkPath>,
    Body(body): Body<Follow>,
    Prepared(chosen): Prepared<Option<Chosen>>,
    post: Post,
    addresses: Addresses,
) -> Result<Html> {
    let Shown { mut tenant, kind, user } = shown(all, &path.link)?;
    if let Some(Chosen::Refused(faults)) = &*chosen {
        return Ok(page(&tenant, kind, &named(user, &body), faults)?.with_status(400));
    }
    if !links::take(&mut tenant, &path.link)? {
        return Err(GONE.into());
    }
    match (kind, &*chosen) {
        (Kind::Invitation, Some(Chosen::Hashed(hashed))) => {
            arrive(&mut tenant, &user, &body, hashed, &addresses)?;
            Ok(Html::saying("Welcome", "You are a user of the account now."))
        }
        (Kind::PasswordReset, Some(Chosen::Hashed(hashed))) => {
            password::check_pace(&tenant, &user)?;
            password::change(&mut tenant, &user, hashed, &post)?;
            Ok(Html::saying("Your password was changed", "Sign in with the new one from now on."))
        }
        (Kind::Confirmation | Kind::EmailChange, None) => {
            confirm(&mut tenant, &user)?;
            Ok(Html::saying("Thank you", "The address is confirmed."))
        }
        _ => Err(Error::Stale),
    }
}

/// A user who was invited has come. Its seat was taken when it was invited. Whoever had a free account of its own brings
/// along what was there, but for the password.
fn arrive(tenant: &mut Tenant, user: &User, body: &Follow, hashed: &Hashed, addresses: &Addresses) -> Result<()> {
    hashed.check_policy(tenant)?;
    let brought = expected::fetch(tenant, user)?;
    let after = if is_reserved(tenant, Detail::Name)? { arrived(user) } else { named(arrived(user), body) };
    user::set_arrived(tenant, &after)?;
    counts::shift(tenant, user, &after)?;
    tenant.emit(&InvitationAccepted(events::Shown::of(&after, after.version)))?;
    brought.map_or(Ok(()), |brought| brought.give(tenant, &after, addresses))?;
    membership::set_password(tenant, &user.id, &hashed.hash)
}

fn arrived(user: &User) -> User {
    let status = Status::Active.as_str().to_owned();
    User { status, verified: 1, invited_until: None, version: user.version + 1, ..user.clone() }
}

/// With the names that were chosen.
fn named(user: User, body: &Follow) -> User {
    let chosen = |name: &str, invited: &str| if name.trim().is_empty() { invited } else { name }.to_owned();
    let (first_name, last_name) =
        (chosen(&body.first_name, &user.first_name), chosen(&body.last_name, &user.last_name));
    let is_made_of_names = user.display_name == display_name(&user.first_name, &user.last_name);
    let shown_name = if is_made_of_names { display_name(&first_name, &last_name) } else { user.display_name.clone() };
    User { first_name, last_name, display_name: shown_name, ..user }
}

fn confirm(tenant: &mut Tenant, user: &User) -> Result<()> {
    let after = User { verified: 1, ..user.clone() };
    user::set_email(tenant, &after)?;
    events::updated(tenant, user, &after)
}
