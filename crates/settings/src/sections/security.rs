//! `security`: how users sign in and what they may change of themselves.
use crate::{
    patterns,
    setting::{ACCOUNT, Setting},
};

const SSO_BYPASS_USERS: &[Setting] =
    &[Setting::text("email", "Email of the user.").optional(), Setting::text("id", "Id of the user.").optional()];

/// The block `security` of `GET|PATCH …/settings` of accounts.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("security.admin_change_name_pic", false, "Older form of `admin_change_user_info`, for pictures.")
        .only(ACCOUNT)
        .deprecated(),
    Setting::flag(
        "security.admin_change_user_info",
        false,
        "Only administrators change the details of users that `user_modifiable_info_by_admin` names.",
    )
    .only(ACCOUNT),
    Setting::flag("security.hide_billing_info", false, "Billing is hidden from administrators.").only(ACCOUNT),
    Setting::flag("security.import_photos_from_devices", true, "Users may take their picture from a device.")
        .only(ACCOUNT),
    Setting::code(
        "security.password_requirement.consecutive_characters_length",
        0,
        &[0, 4, 5, 6, 7, 8],
        "The shortest run of following characters that a password may not have; 0 for the basic rule.",
    )
    .only(ACCOUNT),
    Setting::flag(
        "security.password_requirement.have_special_character",
        false,
        "A password needs a special character.",
    )
    .only(ACCOUNT),
    Setting::code(
        "security.password_requirement.minimum_password_length",
        8,
        &[0, 8, 9, 10, 11, 12, 13, 14],
        "The fewest characters in a password; 0 for the basic rule of 8.",
    )
    .only(ACCOUNT),
    Setting::flag("security.password_requirement.weak_enhance_detection", false, "A password may not be a common one.")
        .only(ACCOUNT),
    Setting::code(
        "security.sign_again_period_for_inactivity_on_client",
        0,
        &[0, 5, 10, 15, 30, 45, 60, 90, 120],
        "Minutes without activity after which the app signs out; 0 for never.",
    )
    .only(ACCOUNT),
    Setting::code(
        "security.sign_again_period_for_inactivity_on_web",
        0,
        &[0, 5, 10, 15, 30, 60, 120],
        "Minutes without activity after which the portal signs out; 0 for never.",
    )
    .only(ACCOUNT),
    Setting::choice(
        "security.sign_in_with_two_factor_auth",
        "none",
        &["all", "group", "role", "none"],
        "Whose sign-in needs a second factor.",
    )
    .only(ACCOUNT),
    Setting::texts("security.sign_in_with_two_factor_auth_groups", "Groups whose members need a second factor.")
        .longest(64)
        .most(200)
        .optional()
        .only(ACCOUNT),
    Setting::texts("security.sign_in_with_two_factor_auth_roles", "Roles whose holders need a second factor.")
        .longest(64)
        .most(200)
        .optional()
        .only(ACCOUNT),
    Setting::texts("security.signin_with_sso.domains", "Domains whose users sign in through the identity provider.")
        .longest(253)
        .like(patterns::DOMAIN)
        .most(200)
        .only(ACCOUNT),
    Setting::flag("security.signin_with_sso.enable", false, "Users may sign in through an identity provider.")
        .only(ACCOUNT)
        .paid(),
    Setting::choice(
        "security.signin_with_sso.operation",
        "add",
        &["add", "remove"],
        "Whether the users of the body are added to those who pass by single sign-on, or removed.",
    )
    .command(ACCOUNT),
    Setting::flag(
        "security.signin_with_sso.require_sso_for_domains",
        false,
        "Users of the listed domains sign in through the identity provider alone.",
    )
    .only(ACCOUNT)
    .paid(),
    Setting::texts("security.signin_with_sso.sso_bypass_user_ids", "Users who may pass by single sign-on.")
        .longest(64)
        .most(200)
        .command(ACCOUNT),
    Setting::records(
        "security.signin_with_sso.sso_bypass_users",
        SSO_BYPASS_USERS,
        "Users who may pass by single sign-on.",
    )
    .most(200)
    .read_only(ACCOUNT),
    Setting::choices(
        "security.user_modifiable_info_by_admin",
        &["name", "profile_picture", "sign_in_email", "host_key"],
        "Details of users that only administrators change.",
    )
    .only(ACCOUNT),
];
