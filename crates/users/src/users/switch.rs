//! `PUT /users/{userId}/account`: a user moves to another account below the same master (`platform.md` 1.12).
use super::{
    administrators::is_administrator,
    api::{NO_INVITATION, NO_USER, Status, UserPath},
    create::{self, EMAIL_USED, NO_API_USERS},
    domains,
    events::{Shown, UserCreated, UserDisassociated},
    expected,
    history::DAILY_LIMIT,
    letters,
    lock::{self, FORCE_LOCKED},
    membership::{self, Belongings, Claim},
    remove::{ADMINISTRATOR, MANAGED_DOMAIN},
    rules,
    seats::{self, Purpose},
    user::{self, API_USER, User},
};
use mail::Post;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Fault, Tenant};

/// Of the account that the user leaves, and of the one that it comes to.
pub const FAILURES: &[Failure] = &[
    NO_USER,
    NO_INVITATION,
    ADMINISTRATOR,
    FORCE_LOCKED,
    MANAGED_DOMAIN,
    domains::BLOCKED,
    NO_API_USERS,
    DAILY_LIMIT,
    EMAIL_USED,
    seats::NO_PLAN_TO_CREATE,
    seats::NO_SEAT_TO_CREATE,
    seats::NO_BASIC_TO_CREATE,
];

#[derive(Deserialize, JsonSchema)]
pub struct SwitchAccount {
    /// The account that the user will belong to.
    #[expect(dead_code, reason = "read by the pipeline, which decides about the account")]
    account_id: String,
}

/// The user leaves before it comes, so that its email is free. It comes as an ordinary member, under the same id, with
/// its password, its second factor and its files.
///
/// # Errors
/// [`FAILURES`]; the field `account_id` when it names the same account.
pub fn switch(
    tenant: &mut Tenant,
    Path(path): Path<UserPath>,
    Body(_): Body<SwitchAccount>,
    second: Second,
    post: Post,
) -> Result<NoContent> {
    let user = user::existing(tenant, &path.user_id)?;
    let elsewhere = second.tenant(tenant).filter(|account| account.account_id() != tenant.account_id());
    let mut account = elsewhere.ok_or_else(|| Error::validation(vec![rules::invalid("account_id")]))?;
    check(tenant, &user, &account)?;
    // Whoever has not come yet is invited anew by the account that it comes to.
    if user.is(Status::Pending) {
        create::count_invitation(&mut account)?;
    }
    let belongings = membership::belongings(tenant, &user.id)?;
    let is_expected = expected::is_expected(tenant, &user.id)?;
    let user = membership::leave(tenant, &user)?;
    tenant.emit(&UserDisassociated(Shown::of(&user, user.version + 1)))?;
    claim_email(&mut account, &user, is_expected)?;
    let arrived = arrive(&mut account, user.moved(MEMBER_ROLE), &belongings)?;
    // The link of its invitation has ended with the account that it leaves.
    letters::invite(&mut account, &post, &arrived)?;
    letters::tell_of_seat(&mut account, &post, None, &arrived)?;
    Ok(NoContent)
}

fn check(tenant: &Tenant, user: &User, account: &Tenant) -> Result<()> {
    if is_administrator(user) {
        return Err(ADMINISTRATOR.into());
    }
    if lock::is_locked(tenant, &user.id)? {
        return Err(FORCE_LOCKED.into());
    }
    if domains::manages_that_of(tenant, &user.email)? {
        return Err(MANAGED_DOMAIN.into());
    }
    if user.login_type == API_USER && !account.facts()?.api_users {
        return Err(NO_API_USERS.into());
    }
    // Its move is another invitation.
    if user.is(Status::Pending) {
        domains::check(account, &user.email)?;
    }
    // Who cannot sign in holds no seat; it is asked for when the user is activated.
    if user.is(Status::Inactive) { Ok(()) } else { seats::check(account, user.kind, Purpose::Create) }
}

/// An email that another account keeps until the user comes stays there.
fn claim_email(account: &mut Tenant, user: &User, is_expected: bool) -> Result<()> {
    match membership::claim_email(account, &user.email, &user.id)? {
        Claim::Made => Ok(()),
        Claim::TakenHere => Err(EMAIL_USED.with(&user.email)),
        Claim::TakenElsewhere if is_expected => expected::expect(account, &user.email, &user.id),
        Claim::TakenElsewhere => Err(Fault::broken("an email that was just given up is taken").into()),
    }
}

fn arrive(account: &mut Tenant, mut user: User, belongings: &Belongings) -> Result<User> {
    // Another invitation has a time of its own.
    user.invited_until = user.invited_until.map(|_| account.now() + create::INVITATION);
    membership::settle(account, &mut user, None)?;
    membership::bring(account, &user.id, belongings)?;
    account.emit(&UserCreated { user: Shown::of(&user, user.version), creation_type: None })?;
    Ok(user)
}
