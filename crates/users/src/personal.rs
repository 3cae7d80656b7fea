//! What is kept about a user here. What opens something, such as the host key or the hash of a password, is told to nobody.
use crate::{settings, users};
use platform::personal::{Column, Kept, Told};
use storage::sql;

/// One entry for each part of the file that a person gets who asks for its data; what outlives the deletion of the user
/// is erased through it too.
pub const KEPT: &[Kept] = &[
    Kept {
        name: "profile",
        columns: &[
            "users.id",
            "users.email",
            "users.manager",
            "email_index.email",
            "email_index.user_id",
            "expected_users.email",
            "expected_users.user_id",
        ],
        told: Told::Made(users::profile_of),
        // Whom others name in theirs is taken out of them later, some at a time (`users/erase.rs`).
        erase: None,
    },
    Kept::now(
        "password",
        &["passwords.user_id"],
        sql!("SELECT changed_at FROM passwords WHERE account_id = $1 AND user_id = $2"),
        &[Column::Moment("changed_at")],
    ),
    Kept {
        name: "changes",
        columns: &["occurrences.object_id"],
        told: Told::Then(
            sql!(
                "SELECT what, at FROM occurrences
                 WHERE account_id = $1 AND object_id = $2 AND at >= $3 AND at < $4 ORDER BY at, id"
            ),
            &[Column::Plain("what"), Column::Moment("at")],
        ),
        erase: None,
    },
    Kept::now(
        "assistants",
        &["assistants.host_id"],
        sql!(
            "SELECT assistant_id, private_events FROM assistants WHERE account_id = $1 AND host_id = $2 ORDER BY assistant_id"
        ),
        &[Column::Plain("id"), Column::Flag("private_events")],
    ),
    Kept::now(
        "schedulers",
        &["assistants.assistant_id"],
        sql!(
            "SELECT host_id, private_events FROM assistants WHERE account_id = $1 AND assistant_id = $2 ORDER BY host_id"
        ),
        &[Column::Plain("id"), Column::Flag("private_events")],
    ),
    Kept::now(
        "presence",
        &["presence.user_id"],
        sql!("SELECT status, ends_at FROM presence WHERE account_id = $1 AND user_id = $2"),
        &[Column::Plain("status"), Column::Moment("ends_at")],
    ),
    Kept {
        name: "settings",
        columns: &["settings.holder_id"],
        told: Told::Made(settings::told),
        erase: None,
    },
    Kept::now(
        "licenses",
        &["user_licenses.user_id"],
        sql!("SELECT license FROM user_licenses WHERE account_id = $1 AND user_id = $2 ORDER BY license"),
        &[Column::Plain("license")],
    ),
    Kept::now(
        "groups",
        &["group_members.user_id"],
        sql!("SELECT m.group_id, g.name FROM group_members m JOIN user_groups g ON g.account_id = $1 AND g.id = m.group_id
             WHERE m.account_id = $1 AND m.user_id = $2 ORDER BY m.place"),
        &[Column::Plain("id"), Column::Plain("name")],
    ),
    Kept::now(
        "administered_groups",
        &["group_admins.user_id"],
        sql!("SELECT a.group_id, g.name FROM group_admins a JOIN user_groups g ON g.account_id = $1 AND g.id = a.group_id
             WHERE a.account_id = $1 AND a.user_id = $2 ORDER BY a.group_id"),
        &[Column::Plain("id"), Column::Plain("name")],
    ),
    Kept::now(
        "contact_groups",
        &["contact_group_members.member_id"],
        sql!("SELECT m.contact_group_id, g.name FROM contact_group_members m
             JOIN contact_groups g ON g.account_id = $1 AND g.id = m.contact_group_id
             WHERE m.account_id = $1 AND m.member_id = $2 AND m.kind = 1 ORDER BY m.contact_group_id"),
        &[Column::Plain("id"), Column::Plain("name")],
    ),
    Kept::now(
        "division",
        &["division_users.user_id"],
        sql!("SELECT m.division_id, d.name FROM division_users m JOIN divisions d ON d.account_id = $1 AND d.id = m.division_id
             WHERE m.account_id = $1 AND m.user_id = $2"),
        &[Column::Plain("id"), Column::Plain("name")],
    ),
    Kept::now(
        "provided",
        &["provided_items.user_id"],
        sql!("SELECT kind, id, body FROM provided_items WHERE account_id = $1 AND user_id = $2 ORDER BY kind, place"),
        &[Column::Plain("kind"), Column::Plain("id"), Column::Json("item")],
    ),
    Kept::now(
        "postponements",
        &["postponements.user_id"],
        sql!("SELECT n FROM postponements WHERE account_id = $1 AND user_id = $2"),
        &[Column::Plain("n")],
    ),
    Kept::now(
        "lock",
        &["locked_users.user_id"],
        sql!("SELECT locked_at FROM locked_users WHERE account_id = $1 AND user_id = $2"),
        &[Column::Moment("locked_at")],
    ),
];
