//! What is kept of the files of a user. Where their bytes are is told to nobody.
use platform::personal::{Column, Kept};
use storage::sql;

/// Nothing of it is erased here: it goes when its user is deleted.
pub const KEPT: &[Kept] = &[Kept::now(
    "files",
    &["files.owner_id"],
    sql!(
        "SELECT id, kind, name, content_type, size, created_at FROM files WHERE account_id = $1 AND owner_id = $2 ORDER BY kind, id"
    ),
    &[
        Column::Plain("id"),
        Column::Plain("kind"),
        Column::Plain("name"),
        Column::Plain("content_type"),
        Column::Plain("size"),
        Column::Moment("created_at"),
    ],
)];
