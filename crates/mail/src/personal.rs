//! What is kept of mail to a user. Its text is told to nobody: a link that still holds may stand in it.
use platform::personal::{Column, Kept, Told};
use storage::sql;

pub const KEPT: &[Kept] = &[
    Kept {
        name: "mails",
        columns: &["mails.user_id", "mails.recipient"],
        told: Told::Then(
            sql!(
                "SELECT kind, recipient, subject, created_at, sent_at FROM mails
                 WHERE account_id = $1 AND user_id = $2 AND created_at >= $3 AND created_at < $4 ORDER BY id"
            ),
            &[
                Column::Plain("kind"),
                Column::Plain("to"),
                Column::Plain("subject"),
                Column::Moment("created_at"),
                Column::Moment("sent_at"),
            ],
        ),
        // A user who was deleted is still told so; one who is forgotten is not.
        erase: Some(|tenant, person| {
            let sql = sql!("DELETE FROM mails WHERE account_id = $1 AND (user_id = $2 OR recipient = $3)");
            Ok(tenant.execute(sql, &[(&person.id).into(), (&person.email).into()]).map(drop)?)
        }),
    },
    Kept {
        name: "links",
        columns: &["links.user_id", "links.email"],
        told: Told::Now(
            sql!(
                "SELECT kind, email, expires_at, used_at FROM links WHERE account_id = $1 AND user_id = $2 ORDER BY expires_at, link_hash"
            ),
            &[Column::Plain("kind"), Column::Plain("to"), Column::Moment("expires_at"), Column::Moment("used_at")],
        ),
        erase: None,
    },
];
