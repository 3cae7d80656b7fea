//! `PUT /users/{userId}/status`: whether a user may sign in, and whether it works at the moment.
use super::{
    administrators::is_administrator,
    api::{NO_INVITATION, NO_USER, Status, UserPath},
    counts,
    events::{Shown, UserActivated, UserClockedIn, UserClockedOut, UserDeactivated},
    letters,
    lock::{self, FORCE_LOCKED},
    rules,
    seats::{self, Purpose},
    token,
    user::{self, User},
};
use crate::settings;
use mail::Post;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

pub const FAILURES: &[Failure] =
    &[NO_USER, NO_INVITATION, ADMINISTRATOR, FORCE_LOCKED, seats::NO_SEAT_TO_ACTIVATE, seats::NO_BASIC_TO_ACTIVATE];

/// Of owner and admins, whoever asks.
pub const ADMINISTRATOR: Failure =
    Failure::new(400, 200, "Zoom Room and Admin users' status cannot be activated or deactivated.");

choice! {
    /// `activate` and `deactivate` let a user sign in and keep it from it; `clock_in` and `clock_out` begin and end its work.
    pub enum Action: text { Activate = "activate", Deactivate = "deactivate", ClockIn = "clock_in", ClockOut = "clock_out" }
}

#[derive(Deserialize, JsonSchema)]
pub struct SetStatus {
    action: Action,
}

/// # Errors
/// [`FAILURES`]; the field `action` for a user who was invited and has not come, and for the work of one who cannot
/// sign in.
pub fn set_status(
    tenant: &mut Tenant,
    Path(path): Path<UserPath>,
    Body(body): Body<SetStatus>,
    post: Post,
) -> Result<NoContent> {
    let user = user::existing(tenant, &path.user_id)?;
    match body.action {
        Action::Activate => activate(tenant, &post, &user)?,
        Action::Deactivate => set(tenant, &user, Status::Inactive)?,
        Action::ClockIn | Action::ClockOut => clock(tenant, &user, body.action)?,
    }
    Ok(NoContent)
}

/// Lets a user sign in. Whoever is told when few seats are left is told of the one that it takes.
pub fn activate(tenant: &mut Tenant, post: &Post, user: &User) -> Result<()> {
    set(tenant, user, Status::Active)?;
    let after = User { status: Status::Active.as_str().to_owned(), ..user.clone() };
    letters::tell_of_seat(tenant, post, Some(user), &after)
}

/// Lets a user sign in, or keeps it from it.
pub fn set(tenant: &mut Tenant, user: &User, status: Status) -> Result<()> {
    if is_administrator(user) {
        return Err(ADMINISTRATOR.into());
    }
    if user.is(Status::Pending) {
        return Err(not_now());
    }
    if user.is(status) {
        return Ok(());
    }
    if status == Status::Active {
        if lock::is_locked(tenant, &user.id)? {
            return Err(FORCE_LOCKED.into());
        }
        seats::check(tenant, user.kind, Purpose::Activate)?;
    }
    changed(tenant, user, status).map(drop)
}

/// Brings the user into this state, unless it is there. Who cannot sign in any more gives back the licenses of add-ons that
/// it holds (`platform.md` 8.4). The user as it is then.
pub fn changed(tenant: &mut Tenant, user: &User, status: Status) -> Result<User> {
    if user.is(status) {
        return Ok(user.clone());
    }
    let after = User { status: status.as_str().to_owned(), version: user.version + 1, ..user.clone() };
    user::set_status(tenant, &user.id, status)?;
    counts::shift(tenant, user, &after)?;
    // It does not come back with what somebody may have stolen meanwhile. An earlier version left some of it when it went.
    token::end_sessions(tenant, &user.id)?;
    let shown = Shown::of(&after, after.version);
    match status {
        Status::Active => {
            tenant.emit(&UserActivated(shown))?;
            Ok(after)
        }
        Status::Inactive | Status::Pending => {
            tenant.emit(&UserDeactivated(shown))?;
            settings::take_away(tenant, &after, |_, _| true)
        }
    }
}

/// Nobody sees from here whether a user is at work: readers of events do.
fn clock(tenant: &mut Tenant, user: &User, action: Action) -> Result<()> {
    if !user.is(Status::Active) {
        return Err(not_now());
    }
    user::touch(tenant, &user.id)?;
    let shown = Shown::of(user, user.version + 1);
    match action {
        Action::ClockIn => tenant.emit(&UserClockedIn(shown))?,
        _ => tenant.emit(&UserClockedOut(shown))?,
    }
    Ok(())
}

/// The action does not fit the state that the user is in.
fn not_now() -> Error {
    Error::validation(vec![rules::invalid("action")])
}
