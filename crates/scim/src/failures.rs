//! What provisioning refuses, in the words of scim2.json, with the kinds of RFC 7644, table 9.
use platform::Failure;

pub const NO_USER: Failure = Failure::scim(404, "", "User does not exist.");
pub const NO_GROUP: Failure = Failure::scim(404, "", "Group does not exist.");
/// A schema or a type of resources.
pub const NO_SUCH: Failure = Failure::scim(404, "", "{} does not exist.");

pub const BAD_USER_FILTER: Failure =
    Failure::scim(400, "invalidFilter", "The current filter is not supported, the filter name: {}");
pub const BAD_GROUP_FILTER: Failure =
    Failure::scim(400, "invalidFilter", "The current filter does not support the filter name: {}");

/// No name, or one that is no email address.
pub const BAD_USER_NAME: Failure = Failure::scim(400, "invalidValue", "The \"userName\" of the request is invalid.");
pub const BAD_GROUP_NAME: Failure =
    Failure::scim(400, "invalidValue", "The \"DisplayName\" of the request is invalid.");
/// The operations of a PATCH: no list, an empty one, or one that holds something else.
pub const BAD_OPERATIONS: Failure =
    Failure::scim(400, "invalidSyntax", "The \"Operations\" of the request is invalid.");
pub const TOO_MANY_OPERATIONS: Failure = Failure::scim(413, "", "At most {} operations are done at once.");
pub const BAD_PATH: Failure = Failure::scim(400, "invalidPath", "The path is not supported: {}.");
pub const NO_TARGET: Failure = Failure::scim(400, "noTarget", "Nothing is at the path: {}.");
/// An attribute that cannot be written, or cannot be without a value.
pub const FIXED: Failure = Failure::scim(400, "mutability", "The attribute cannot be changed so: {}.");

/// A user of the account has the address, or one of another account.
pub const EMAIL_USED: Failure = Failure::scim(409, "uniqueness", "Email ''{}'' has already been used.");
/// As [`EMAIL_USED`], where a user is to be made.
pub const EMAIL_IN_USE: Failure = Failure::scim(400, "uniqueness", "The email \"{}\" is already in use.");
pub const OTHER_DOMAIN: Failure = Failure::scim(
    409,
    "",
    "The email domain does not match the associated domain of the account, please contact Zoom Customer Support to set up if necessary.",
);
/// No place for a Licensed user is left, or there is none.
pub const NO_SEAT: Failure = Failure::scim(409, "", "Cannot add paid users.");
pub const BAD_UNITED: Failure = Failure::scim(409, "invalidValue", "The Zoom United Plan is invalid.");
/// The account has no plan, with which those of its users come.
pub const NO_PLAN: Failure = Failure::scim(409, "", "Cannot create more users with {}.");
pub const TWO_WHITEBOARDS: Failure = Failure::scim(
    400,
    "invalidValue",
    "Cannot assign Zoom Whiteboard and Zoom Whiteboard Plus to a user at the same time.",
);
/// Also for who was invited and has not come yet.
pub const NOT_ACTIVE: Failure = Failure::scim(400, "", "User is inactive or locked.");
/// The platform's owner keeps the user out.
pub const FORCE_INACTIVE: Failure = Failure::scim(400, "", "User is force inactive.");
pub const ADMIN_EMAIL: Failure = Failure::scim(400, "mutability", "Cannot change the email of Admin user.");
pub const ADMIN_STATE: Failure =
    Failure::scim(400, "mutability", "Cannot activate or deactivate Zoom Room and Admin users.");
pub const ADMIN_STAYS: Failure = Failure::scim(400, "mutability", "Cannot delete Admin user.");

pub const GROUP_EXISTS: Failure = Failure::scim(409, "uniqueness", "Group {} exists.");
/// The account has as many groups as it can have.
pub const GROUP_FAILED: Failure = Failure::scim(400, "", "Create group failed.");
/// More members come and go than a call may name.
pub const TOO_MANY_MEMBERS: Failure = Failure::scim(413, "", "At most {} members can come and go at once.");
pub const NO_MEMBER: Failure = Failure::scim(400, "invalidValue", "User does not exist: {}.");
/// Groups come with a plan.
pub const NOT_PAID: Failure = Failure::scim(400, "", "Only available for Paid account.");
/// The list of users has its own words for a role without the privilege.
pub const MAY_NOT_LIST: Failure = Failure::scim(403, "", "The current login user does not have the \"{}\" permission.");
pub const MAY_NOT_DELETE: Failure =
    Failure::scim(403, "", "The request was denied due to insufficient permissions:\"{}\".");
