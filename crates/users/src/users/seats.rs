//! Places for users: whether one of a type is left, and what is answered when none is.
use super::counts;
use platform::{Error, Failure, Result};
use storage::Tenant;

/// What the place is wanted for; each has its own published words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Create,
    Convert,
    Activate,
}

/// Licensed users on an account that is not paid.
pub const NO_PLAN_TO_CREATE: Failure = Failure::new(
    400,
    2034,
    "Your request to add a new {} user could not be approved at this time because your account has reached the permitted maximum number of {} users. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.",
);
/// Licensed users on a paid account whose seats are taken. It holds the type and the number of seats.
pub const NO_SEAT_TO_CREATE: Failure = Failure::new(
    400,
    3412,
    "Your request to add a new \"{}\" user couldn't be approved at this time because your account has reached the permitted maximum number of \"{}\" paying users. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.",
);
pub const NO_BASIC_TO_CREATE: Failure = Failure::new(
    400,
    2033,
    "Your request to add a basic user wasn't approved because you've already reached the maximum basic user limit allowed in your account. For additional help regarding this issue, contact the Zoom Customer Support team.",
);
/// Licensed users on an account that is not paid.
pub const NO_PLAN_TO_CONVERT: Failure = Failure::new(
    400,
    2034,
    "Your request to convert this user's plan type to \"{}\" wasn't approved because your account has reached the permitted maximum number of \"{}\" users. Purchase additional licenses or contact the Zoom support team to provision additional users in your account.",
);
/// Licensed users on a paid account whose seats are taken. It holds the type and the number of seats.
pub const NO_SEAT_TO_CONVERT: Failure = Failure::new(
    400,
    3412,
    "Your request to convert the user type of a \"Basic\" user to a \"{}\" user was not approved at this time because your account has reached the permitted maximum number of \"{}\" paying users. Please purchase additional licenses or remove existing paying user(s) from your \"Users\" list or the \"Pending Users\" list before attempting to convert a user to a paying user.",
);
pub const NO_BASIC_TO_CONVERT: Failure = Failure::new(
    400,
    2033,
    "Your request to convert the user type to \"Basic\" was not approved because you have already reached the maximum basic user limit allowed in your account. For additional help regarding this issue, contact the Zoom Customer Support team.",
);
/// The published words are those for Basic users; for Licensed ones the type stands in their place.
pub const NO_SEAT_TO_ACTIVATE: Failure = Failure::new(
    400,
    3412,
    "Your request to activate the user was not approved at this time because your account has reached the permitted maximum number of {} \"{}\" users. Remove the existing \"{}\" user(s) from your \"Users\" list or the \"Pending Users\" list before attempting to activate this user.",
);
pub const NO_BASIC_TO_ACTIVATE: Failure = Failure::new(
    400,
    2033,
    "Your request to activate the \"Basic\" user was not approved because you have already reached the maximum \"Basic\" user limit allowed in your account. For additional help regarding this issue, contact the Zoom Customer Support team.",
);

/// As texts name the type of users that hold a seat.
const LICENSED: &str = "Licensed";

/// Refuses one more user of this type where all places are taken.
///
/// # Errors
/// The refusal for `purpose` when no place is left.
pub fn check(tenant: &Tenant, kind: i64, purpose: Purpose) -> Result<()> {
    let Some(most) = full(tenant, kind)? else { return Ok(()) };
    let is_paid = kind != billing::LICENSED || tenant.facts()?.paid;
    Err(refusal(purpose, kind, most, is_paid))
}

/// Whether one more user of this type may be there.
pub fn has_room(tenant: &Tenant, kind: i64) -> Result<bool> {
    Ok(full(tenant, kind)?.is_none())
}

/// The number of places for users of this type, when all of them are taken.
fn full(tenant: &Tenant, kind: i64) -> Result<Option<i64>> {
    let Some(most) = billing::places(tenant, kind)? else { return Ok(None) };
    let is_full = counts::holding(tenant, kind)? >= most;
    Ok(is_full.then_some(most))
}

fn refusal(purpose: Purpose, kind: i64, most: i64, is_paid: bool) -> Error {
    match (purpose, kind == billing::LICENSED, is_paid) {
        (Purpose::Create, false, _) => NO_BASIC_TO_CREATE.into(),
        (Purpose::Convert, false, _) => NO_BASIC_TO_CONVERT.into(),
        (Purpose::Activate, false, _) => NO_BASIC_TO_ACTIVATE.into(),
        (Purpose::Create, true, true) => NO_SEAT_TO_CREATE.with_all(&[&LICENSED, &most]),
        (Purpose::Create, true, false) => NO_PLAN_TO_CREATE.with_all(&[&LICENSED, &most]),
        (Purpose::Convert, true, true) => NO_SEAT_TO_CONVERT.with_all(&[&LICENSED, &most]),
        (Purpose::Convert, true, false) => NO_PLAN_TO_CONVERT.with_all(&[&LICENSED, &most]),
        (Purpose::Activate, true, _) => NO_SEAT_TO_ACTIVATE.with_all(&[&most, &LICENSED, &LICENSED]),
    }
}
