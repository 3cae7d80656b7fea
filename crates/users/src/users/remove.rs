//! `DELETE /users/{userId}`: a user leaves into an account of its own, or is deleted with everything that is kept.
use super::{
    administrators::{is_administrator, is_owner, may_dismiss_admins},
    api::{NO_INVITATION, NO_USER, Status, UserPath},
    domains,
    events::{Shown, UserCreated, UserDeleted, UserDisassociated},
    lock,
    membership::{self, Belongings, Claim},
    provided::{self, MeetingTemplate, SummaryTemplate},
    user::{self, API_USER, User},
};
use crate::{emails, furnish, names};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{
    Fault, Tenant,
    directory::{NewAccount, Place},
};

/// Those of [`remove`]; [`deleted`] looks for none of them.
pub const FAILURES: &[Failure] = &[
    NO_USER,
    NO_INVITATION,
    SAME_EMAIL,
    provided::NO_ROOM,
    API_USER_STAYS,
    OWNER_STAYS,
    LOCKED,
    MANAGED_DOMAIN,
    ADMINISTRATOR,
];

const SAME_EMAIL: Failure = Failure::new(
    400,
    300,
    "The transfer-to email address cannot be the same as the unlinked or deleted user's email address.",
);
/// A user that cannot sign in cannot live on alone.
const API_USER_STAYS: Failure = Failure::new(400, 300, "Unable to unlink API user(s).");
/// Nobody deletes the owner.
const OWNER_STAYS: Failure = Failure::new(400, 200, "Cannot delete a user out of your account.");
/// The platform's owner keeps the user out.
pub const LOCKED: Failure = Failure::new(
    400,
    200,
    "Unable to delete this deactivated user. Please contact Zoom support team for more information.",
);
/// An account of the tree manages the domain of the email, so that the user takes it nowhere else.
pub const MANAGED_DOMAIN: Failure = Failure::new(400, 1107, "You can not disassociate a user with managed domain.");
/// Nor the owner; nor is an admin deleted by somebody who is less.
pub const ADMINISTRATOR: Failure = Failure::new(400, 1117, "You can not disassociate an Admin user.");

/// The most characters of an account's name.
const LONGEST_NAME: usize = 64;

choice! {
    /// `disassociate` leaves the user its login and gives it a free account of its own; `delete` leaves nothing.
    pub enum Removal: text { Disassociate = "disassociate", Delete = "delete" }
}

#[derive(Deserialize, JsonSchema)]
pub struct RemoveUser {
    #[serde(default)]
    action: Option<Removal>,
    /// The user is named by an encrypted email. There are none here: such a user does not exist.
    #[serde(default)]
    encrypted_email: bool,
    /// Who gets what the user had: somebody else of the account. Whoever hands something over names one.
    #[serde(default)]
    transfer_email: Option<String>,
    /// Its templates for meetings and for their summaries.
    #[serde(default)]
    transfer_meeting: bool,
    /// Users have none of these here.
    #[serde(default)]
    transfer_webinar: bool,
    #[serde(default)]
    transfer_recording: bool,
    #[serde(default)]
    transfer_whiteboard: bool,
    #[serde(default)]
    transfer_clipfiles: bool,
    #[serde(default)]
    transfer_notes: bool,
    #[serde(default)]
    transfer_visitors: bool,
    #[serde(default)]
    transfer_docs: bool,
}

impl RemoveUser {
    fn hands_over(&self) -> bool {
        let flags = [
            self.transfer_meeting,
            self.transfer_webinar,
            self.transfer_recording,
            self.transfer_whiteboard,
            self.transfer_clipfiles,
            self.transfer_notes,
            self.transfer_visitors,
            self.transfer_docs,
        ];
        flags.contains(&true)
    }
}

/// An heir gets what is handed over before the user goes. Whoever was only invited is not expected any more.
///
/// # Errors
/// [`FAILURES`]; the field `transfer_email` when something is handed over to nobody.
pub fn remove(tenant: &mut Tenant, Path(path): Path<UserPath>, Query(query): Query<RemoveUser>) -> Result<NoContent> {
    let user = removable(tenant, &path.user_id, &query)?;
    if lock::is_locked(tenant, &user.id)? {
        return Err(LOCKED.into());
    }
    hand_over(tenant, &user, &query)?;
    match query.action.unwrap_or(Removal::Disassociate) {
        Removal::Delete => delete(tenant, &user)?,
        Removal::Disassociate if user.is(Status::Pending) => {
            check_power(tenant, &user)?;
            membership::withdraw(tenant, &user)?;
        }
        Removal::Disassociate => disassociate(tenant, user)?,
    }
    Ok(NoContent)
}

/// An expired invitation has made the id invalid; by its email, what is left of it can be cleared away.
fn removable(tenant: &Tenant, name: &str, query: &RemoveUser) -> Result<User> {
    if query.encrypted_email {
        return Err(NO_USER.with(name));
    }
    if emails::is_email(name) { user::named(tenant, name) } else { user::existing(tenant, name) }
}

/// What the account wants to keep of the user goes to its heir, before the rest goes with the user.
fn hand_over(tenant: &mut Tenant, user: &User, query: &RemoveUser) -> Result<()> {
    let Some(email) = query.transfer_email.as_deref().map(emails::folded) else {
        let has_no_heir = || Error::field("transfer_email", "Missing field: transfer_email");
        return if query.hands_over() { Err(has_no_heir()) } else { Ok(()) };
    };
    let heir = heir(tenant, user, &email)?;
    if query.transfer_meeting {
        provided::hand_on::<MeetingTemplate>(tenant, user, &heir.id)?;
        provided::hand_on::<SummaryTemplate>(tenant, user, &heir.id)?;
    }
    Ok(())
}

fn heir(tenant: &Tenant, user: &User, email: &str) -> Result<User> {
    if email == user.email {
        return Err(SAME_EMAIL.into());
    }
    let heir = if emails::is_email(email) { user::named(tenant, email)? } else { return Err(NO_USER.with(email)) };
    if heir.is(Status::Pending) { Err(NO_USER.with(email)) } else { Ok(heir) }
}

fn delete(tenant: &mut Tenant, user: &User) -> Result<()> {
    if is_owner(user) {
        return Err(OWNER_STAYS.into());
    }
    check_power(tenant, user)?;
    deleted(tenant, user)
}

/// Deletes a user with everything that is kept about it here. Whether the caller may is for the caller of this to judge.
pub fn deleted(tenant: &mut Tenant, user: &User) -> Result<()> {
    let user = membership::leave(tenant, user)?;
    Ok(tenant.emit(&UserDeleted(Shown::of(&user, user.version + 1)))?)
}

fn check_power(tenant: &Tenant, user: &User) -> Result<()> {
    if is_administrator(user) && !may_dismiss_admins(tenant)? { Err(ADMINISTRATOR.into()) } else { Ok(()) }
}

fn disassociate(tenant: &mut Tenant, user: User) -> Result<()> {
    if is_administrator(&user) {
        return Err(ADMINISTRATOR.into());
    }
    if user.login_type == API_USER {
        return Err(API_USER_STAYS.into());
    }
    if domains::is_of_tree(tenant, &user.email)? {
        return Err(MANAGED_DOMAIN.into());
    }
    let belongings = membership::belongings(tenant, &user.id)?;
    let user = membership::leave(tenant, &user)?;
    tenant.emit(&UserDisassociated(Shown::of(&user, user.version + 1)))?;
    live_on(tenant, user.on_its_own(), &belongings)
}

/// The user owns a free account of its own from now on.
fn live_on(tenant: &mut Tenant, mut owner: User, belongings: &Belongings) -> Result<()> {
    let mut account = own_account(tenant, &owner)?;
    furnish(&mut account)?;
    if membership::claim_email(&mut account, &owner.email, &owner.id)? != Claim::Made {
        return Err(Fault::broken("an email that was just given up is taken").into());
    }
    membership::settle(&mut account, &mut owner, None)?;
    membership::bring(&mut account, &owner.id, belongings)?;
    Ok(account.emit(&UserCreated { user: Shown::of(&owner, owner.version), creation_type: None })?)
}

#[expect(clippy::disallowed_methods, reason = "the account stands on its own and belongs to the user who leaves")]
fn own_account<'s>(tenant: &mut Tenant<'s>, owner: &User) -> storage::Result<Tenant<'s>> {
    let id = tenant.new_id();
    let name = names::joined(&owner.first_name, &owner.last_name, LONGEST_NAME);
    tenant.new_account(
        Place::Free,
        &NewAccount {
            id: &id,
            name: if name.is_empty() { &owner.email } else { &name },
            account_type: billing::AccountType::Free.as_str(),
            is_master: false,
            pays_itself: false,
            owner_id: &owner.id,
            owner_email: &owner.email,
            options: "{}",
        },
    )
}
