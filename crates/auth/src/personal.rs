//! What is kept of a user's sessions.
use platform::personal::{Column, Kept, Told};
use storage::sql;

pub const KEPT: &[Kept] = &[Kept {
    name: "sessions",
    columns: &["tokens.user_id"],
    told: Told::Now(
        sql!(
            "SELECT app_id, scopes, created_at, expires_at FROM tokens WHERE account_id = $1 AND user_id = $2 ORDER BY created_at, token_hash"
        ),
        &[Column::Plain("app_id"), Column::Plain("scopes"), Column::Moment("created_at"), Column::Moment("expires_at")],
    ),
    erase: None,
}];
