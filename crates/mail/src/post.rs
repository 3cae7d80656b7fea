//! Writing a mail: a row in the transaction of the change, so that nothing leaves before the commit.
use crate::{Kind, links};
use platform::{Given, Input, Result, Shape, Site, Vault};
use storage::{CallerKind, Sql, Tenant, sql};

const WRITE: Sql = sql!(
    "INSERT INTO mails (account_id, id, kind, user_id, recipient, subject, text_sealed, created_at, expires_at, due_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)"
);

/// What a handler writes mail with.
pub struct Post {
    vault: Vault,
    site: Site,
}

/// Whom a mail is for, what it is about and how long it is of use.
#[derive(Debug, Clone, Copy)]
pub struct Envelope<'a> {
    pub kind: Kind,
    pub user_id: &'a str,
    /// In its form for comparison.
    pub email: &'a str,
    /// Milliseconds UTC on the clock of the account's world.
    pub expires_at: i64,
}

impl Post {
    /// Writes a mail in plain text. What the platform does by itself, such as making a data set, is told to nobody.
    pub fn send(&self, tenant: &mut Tenant, to: &Envelope<'_>, subject: &str, text: &str) -> Result<()> {
        if is_by_itself(tenant) {
            return Ok(());
        }
        let (id, now) = (tenant.new_id_at_machine(), tenant.now());
        let sealed = self.vault.seal_mail(tenant, &id, text);
        let cells = [
            (&id).into(),
            to.kind.as_str().into(),
            to.user_id.into(),
            to.email.into(),
            subject.into(),
            (&sealed).into(),
            now.into(),
            to.expires_at.into(),
        ];
        Ok(tenant.execute(WRITE, &cells).map(drop)?)
    }
    /// As [`send`](Self::send), with a link that serves once, in place of an earlier one of the kind.
    pub fn send_link(
        &self,
        tenant: &mut Tenant,
        to: &Envelope<'_>,
        subject: &str,
        text: impl FnOnce(&str) -> String,
    ) -> Result<()> {
        if is_by_itself(tenant) {
            return Ok(());
        }
        let secret = links::make(tenant, to)?;
        self.send(tenant, to, subject, &text(&links::address(&self.site.base_url, &secret)))
    }
}

fn is_by_itself(tenant: &Tenant) -> bool {
    tenant.caller().kind == CallerKind::System
}

impl Input for Post {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok(Post { vault: Vault::take(given)?, site: Site::take(given)? })
    }
}
