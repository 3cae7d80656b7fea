//! `/mails`: what the platform has written to users, over all accounts. Where nothing sends it, it is read here.
use crate::{paths::hundred, reach::found};
use mail::Kind;
use platform::{decide::NO_ACCOUNT, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{
    Directory,
    directory::{MailFilter, MailRow},
};
use users::emails;

pub fn operations(api: &mut Api) {
    api.get("/mails", list).summary("List mail to users").fails(&[NO_ACCOUNT]);
    api.get("/mails/{id}", get).summary("Read a mail").one_statement().fails(&[NO_MAIL]);
}

const NO_MAIL: Failure = Failure::new(404, 404, "Mail does not exist: {}.");

#[derive(Deserialize, JsonSchema)]
struct ListMails {
    /// Only mail to users of this account.
    #[serde(default)]
    account_id: Option<String>,
    /// Only mail to this address.
    #[serde(default)]
    to: Option<String>,
    /// The id of the mail that the part follows; from the oldest when left out. Mail that is being written while a part is
    /// read may still come to stand before the end of it.
    #[serde(default)]
    after: String,
    /// The most to show.
    #[serde(default = "hundred")]
    #[schemars(range(min = 1, max = 1000))]
    limit: i64,
}

#[derive(Deserialize, JsonSchema)]
struct MailPath {
    /// The id of a mail.
    id: String,
}

view! {
    /// A mail to a user.
    pub struct MailView as MailViewRow<'r> {
        /// Larger for mail that was written later, by the machine's clock; mail of one millisecond has no order.
        pub id: &'r str,
        #[schemars(with = "Kind")]
        pub kind: &'r str,
        pub account_id: &'r str,
        pub user_id: &'r str,
        pub to: &'r str,
        pub subject: &'r str,
        /// Absent when the key is gone that it was sealed with.
        pub text: Option<String>,
        /// On the clock of the account's world, as the others.
        pub created_at: Timestamp,
        /// When it is of no use any more.
        pub expires_at: Timestamp,
        /// How often it was tried to send it.
        pub attempts: i64,
        pub sent_at: Option<Timestamp>,
        /// Why the latest attempt failed.
        pub fault: Option<&'r str>,
    }
}
view! {
    /// A part of a list of mail.
    pub struct MailsView as MailsViewRow<'r> {
        pub mails: Vec<MailViewRow<'r>>,
        /// To be given as `after` for the part that follows; absent from the last one.
        pub next: Option<&'r str>,
    }
}

impl<'r> MailViewRow<'r> {
    fn of(row: &'r MailRow, vault: &Vault) -> Self {
        MailViewRow {
            id: &row.id,
            kind: &row.kind,
            account_id: &row.account_id,
            user_id: &row.user_id,
            to: &row.recipient,
            subject: &row.subject,
            text: vault.open_mail(&row.account_id, &row.id, &row.text_sealed),
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            attempts: row.attempts,
            sent_at: row.sent_at.map(Timestamp::from_millis),
            fault: row.fault.as_deref(),
        }
    }
}

fn list(all: &Directory, Query(query): Query<ListMails>, vault: Vault) -> Result<Json<MailsView>> {
    let account = query.account_id.as_deref().map(|id| found(all, id)).transpose()?;
    let recipient = query.to.as_deref().map(emails::folded);
    let filter = MailFilter { account_id: account.as_ref().map(|row| &*row.id), recipient: recipient.as_deref() };
    let rows = all.mails(&filter, &query.after, query.limit + 1)?;
    let (shown, last) = cut(&rows, query.limit);
    Json::of(&MailsViewRow {
        mails: shown.iter().map(|row| MailViewRow::of(row, &vault)).collect(),
        next: last.map(|row| &*row.id),
    })
}

fn get(all: &Directory, Path(path): Path<MailPath>, vault: Vault) -> Result<Json<MailView>> {
    let row = all.mail(&path.id)?.ok_or_else(|| NO_MAIL.with(&path.id))?;
    Json::of(&MailViewRow::of(&row, &vault))
}
