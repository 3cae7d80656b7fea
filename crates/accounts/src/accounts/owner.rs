//! `PUT /accounts/{accountId}/owner`: an admin of the account becomes its owner, the owner an admin.
use super::{
    events::{Changed, OwnerPart},
    reach::is_own,
    store::{self, Account},
};
use platform::{decide::NO_PERMISSION, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;
use users::{emails, roles, users as people};

pub const FAILURES: &[Failure] = &[NO_PERMISSION, NO_ADMIN, OUTSIDE, IS_OWNER];

/// Also for an admin who cannot sign in: the account would be without a working owner.
const NO_ADMIN: Failure =
    Failure::new(400, 200, "User is not an admin or is an API user or doesn't belong to this account: {}.");
/// An address that is foreign and one that nobody has are answered alike.
const OUTSIDE: Failure = Failure::new(400, 200, "Cannot make a user outside of your account an owner.");
const IS_OWNER: Failure = Failure::new(400, 200, "Cannot update the role of an account owner.");

#[derive(Deserialize, JsonSchema)]
pub struct SetOwner {
    /// The address of the admin who shall own the account.
    #[schemars(email)]
    email: String,
}

pub fn update(tenant: &mut Tenant, Body(body): Body<SetOwner>) -> Result<NoContent> {
    roles::handing_over(tenant)?;
    let account = store::account(tenant)?;
    let heir = heir(tenant, &account, &emails::folded(&body.email))?;
    people::set_role(tenant, &account.owner_id, ADMIN_ROLE)?;
    people::set_role(tenant, &heir.id, OWNER_ROLE)?;
    hand_over(tenant, &heir)?;
    tenant.emit(&Changed {
        id: &account.id,
        part: OwnerPart { owner_id: &heir.id, owner_email: &heir.email },
        old_object: OwnerPart { owner_id: &account.owner_id, owner_email: &account.owner_email },
        version: store::version(tenant)?,
    })?;
    Ok(NoContent)
}

fn heir(tenant: &Tenant, account: &Account, email: &str) -> Result<people::Person> {
    let unfit = || NO_ADMIN.with(&account.id);
    let Some(person) = people::by_email(tenant, email)? else {
        return Err(if is_own(tenant) { OUTSIDE.into() } else { unfit() });
    };
    if person.id == account.owner_id {
        return Err(IS_OWNER.into());
    }
    if person.role_id == ADMIN_ROLE && person.is_active && !person.is_api_user { Ok(person) } else { Err(unfit()) }
}

/// What the account and the list of its parent show of the owner.
#[expect(clippy::disallowed_methods, reason = "the owner is part of what both show")]
fn hand_over(tenant: &mut Tenant, heir: &people::Person) -> Result<()> {
    let mut summary = tenant.summary()?;
    heir.id.clone_into(&mut summary.owner_id);
    heir.email.clone_into(&mut summary.owner_email);
    tenant.account_changed(&summary)?;
    Ok(tenant.owner_phone_changed(&heir.phone)?)
}
