//! What is kept of a user's sessions, and of the keys that were issued for it. The keys themselves are told to nobody.
use platform::personal::{Column, Kept};
use storage::sql;

/// Nothing of it is erased here: it goes when its user is deleted.
pub const KEPT: &[Kept] = &[
    Kept::now(
        "sessions",
        &["tokens.user_id"],
        sql!(
            "SELECT app_id, scopes, created_at, expires_at FROM tokens WHERE account_id = $1 AND user_id = $2 ORDER BY created_at, token_hash"
        ),
        &[Column::Plain("app_id"), Column::Plain("scopes"), Column::Moment("created_at"), Column::Moment("expires_at")],
    ),
    Kept::now(
        "browsers",
        &["sessions.user_id"],
        sql!(
            "SELECT created_at, seen_at, ends_at FROM sessions WHERE account_id = $1 AND user_id = $2 ORDER BY created_at, id"
        ),
        &[Column::Moment("created_at"), Column::Moment("seen_at"), Column::Moment("ends_at")],
    ),
    Kept::now(
        "second_factor",
        &["second_factors.user_id"],
        sql!("SELECT created_at FROM second_factors WHERE account_id = $1 AND user_id = $2"),
        &[Column::Moment("created_at")],
    ),
    Kept::now(
        "authorizations",
        &["authorizations.user_id"],
        sql!(
            "SELECT app_id, scopes, created_at, redeemed_at, expires_at FROM authorizations WHERE account_id = $1 AND user_id = $2 ORDER BY created_at, id"
        ),
        &[
            Column::Plain("app_id"),
            Column::Plain("scopes"),
            Column::Moment("created_at"),
            Column::Moment("redeemed_at"),
            Column::Moment("expires_at"),
        ],
    ),
    Kept::now(
        "recovery_codes",
        &["recovery_codes.user_id"],
        sql!("SELECT used_at FROM recovery_codes WHERE account_id = $1 AND user_id = $2 ORDER BY code_hash"),
        &[Column::Moment("used_at")],
    ),
    Kept::now(
        "device_codes",
        &["device_misses.user_id"],
        sql!("SELECT n, since FROM device_misses WHERE account_id = $1 AND user_id = $2"),
        &[Column::Plain("wrong_codes"), Column::Moment("since")],
    ),
    Kept::now(
        "identity",
        &["identities.user_id", "identities.subject"],
        sql!("SELECT subject FROM identities WHERE account_id = $1 AND user_id = $2"),
        &[Column::Plain("subject")],
    ),
    Kept::now(
        "access_keys",
        &["access_keys.user_id"],
        sql!(
            "SELECT kind, meeting_id, created_at, expires_at FROM access_keys WHERE account_id = $1 AND user_id = $2 ORDER BY created_at, key_hash"
        ),
        &[
            Column::Plain("kind"),
            Column::Plain("meeting_id"),
            Column::Moment("created_at"),
            Column::Moment("expires_at"),
        ],
    ),
];
