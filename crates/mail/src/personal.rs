//! What is kept of mail to a user. The links in it are told to nobody: one of them may still open something.
use crate::links;
use platform::{
    Result,
    personal::{Column, Kept, Person, Telling, Told, object},
};
use serde_json::Value;
use storage::{Tenant, sql};

/// Mail is erased with who is forgotten; its links have gone when the user was deleted.
pub const KEPT: &[Kept] = &[
    Kept {
        name: "mails",
        columns: &["mails.user_id", "mails.recipient"],
        told: Told::Made(mails),
        // A user who was deleted is still told so; one who is forgotten is not.
        erase: Some(|tenant, person| {
            let of_user = sql!("DELETE FROM mails WHERE account_id = $1 AND user_id = $2");
            let to_email = sql!("DELETE FROM mails WHERE account_id = $1 AND recipient = $2");
            tenant.execute(of_user, &[(&person.id).into()])?;
            Ok(person.called.emails.iter().try_for_each(|email| tenant.execute(to_email, &[email.into()]).map(drop))?)
        }),
    },
    Kept::now(
        "links",
        &["links.user_id", "links.email"],
        sql!(
            "SELECT kind, email, expires_at, used_at FROM links WHERE account_id = $1 AND user_id = $2 ORDER BY expires_at, link_hash"
        ),
        &[Column::Plain("kind"), Column::Plain("to"), Column::Moment("expires_at"), Column::Moment("used_at")],
    ),
];

/// Mail that was written at the time, with its text where the key is there that it was sealed with.
fn mails(tenant: &Tenant, person: &Person, telling: &Telling) -> Result<Value> {
    const COLUMNS: &[Column] = &[
        Column::Plain("kind"),
        Column::Plain("to"),
        Column::Plain("subject"),
        Column::Moment("created_at"),
        Column::Moment("sent_at"),
    ];
    let sql = sql!(
        "SELECT kind, recipient, subject, created_at, sent_at, id, text_sealed FROM mails
         WHERE account_id = $1 AND user_id = $2 AND created_at >= $3 AND created_at < $4 ORDER BY created_at, id"
    );
    let cells = [(&person.id).into(), telling.time.start.into(), telling.time.end.into()];
    let mut mails = Vec::new();
    tenant.each(sql, &cells, &mut |row| {
        let mut mail = object(row, COLUMNS)?;
        let text = telling.vault.open_mail(tenant.account_id(), row.get::<&str>(5)?, row.get::<&[u8]>(6)?);
        if let (Some(fields), Some(text)) = (mail.as_object_mut(), text) {
            fields.insert("text".to_owned(), links::without_addresses(&text).into());
        }
        mails.push(mail);
        Ok(())
    })?;
    Ok(mails.into())
}
