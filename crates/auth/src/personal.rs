//! What is kept of a user's sessions, and of the keys that were issued for it. The keys themselves are told to nobody.
use platform::personal::{Column, Kept, Told};
use storage::sql;

/// Nothing of it is erased here: it goes when its user is deleted.
pub const KEPT: &[Kept] = &[
    Kept {
        name: "sessions",
        columns: &["tokens.user_id"],
        told: Told::Now(
            sql!(
                "SELECT app_id, scopes, created_at, expires_at FROM tokens WHERE account_id = $1 AND user_id = $2 ORDER BY created_at, token_hash"
            ),
            &[
                Column::Plain("app_id"),
                Column::Plain("scopes"),
                Column::Moment("created_at"),
                Column::Moment("expires_at"),
            ],
        ),
        erase: None,
    },
    Kept {
        name: "browsers",
        columns: &["sessions.user_id"],
        told: Told::Now(
            sql!(
                "SELECT created_at, seen_at, ends_at FROM sessions WHERE account_id = $1 AND user_id = $2 ORDER BY created_at, id"
            ),
            &[Column::Moment("created_at"), Column::Moment("seen_at"), Column::Moment("ends_at")],
        ),
        erase: None,
    },
    Kept {
        name: "second_factor",
        columns: &["second_factors.user_id"],
        told: Told::Now(
            sql!("SELECT created_at FROM second_factors WHERE account_id = $1 AND user_id = $2"),
            &[Column::Moment("created_at")],
        ),
        erase: None,
    },
    Kept {
        name: "authorizations",
        columns: &["authorizations.user_id"],
        told: Told::Now(
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
        erase: None,
    },
    Kept {
        name: "recovery_codes",
        columns: &["recovery_codes.user_id"],
        told: Told::Now(
            sql!("SELECT used_at FROM recovery_codes WHERE account_id = $1 AND user_id = $2 ORDER BY code_hash"),
            &[Column::Moment("used_at")],
        ),
        erase: None,
    },
    Kept {
        name: "device_codes",
        columns: &["device_misses.user_id"],
        told: Told::Now(
            sql!("SELECT n, since FROM device_misses WHERE account_id = $1 AND user_id = $2"),
            &[Column::Plain("wrong_codes"), Column::Moment("since")],
        ),
        erase: None,
    },
    Kept {
        name: "identity",
        columns: &["identities.user_id", "identities.subject"],
        told: Told::Now(
            sql!("SELECT subject FROM identities WHERE account_id = $1 AND user_id = $2"),
            &[Column::Plain("subject")],
        ),
        erase: None,
    },
    Kept {
        name: "access_keys",
        columns: &["access_keys.user_id"],
        told: Told::Now(
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
        erase: None,
    },
];
