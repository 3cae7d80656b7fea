//! From a link in a mail to whom it was sent to. Its rows are written by their account.
use super::{Directory, DirectorySql, directory};
use crate::{caller::Caller, fault::*, record, secret, tenant::Tenant};

/// A link that somebody has shown, whatever has become of it.
pub struct Link<'s> {
    /// The account of the user that it was sent to, who acts on it.
    pub account: Tenant<'s>,
    /// That of the mail with the link: `invitation`, `password_reset`.
    pub kind: String,
    pub user_id: String,
    /// Where it was sent to, in its form for comparison.
    pub email: String,
    /// Milliseconds UTC on the clock of the account's world.
    pub expires_at: i64,
    /// On the same clock.
    pub used_at: Option<i64>,
}

record! { struct LinkRow { account_id: String, kind: String, user_id: String, email: String, expires_at: i64, used_at: Option<i64> } }
record! { struct UserRow { account_id: String, user_id: String } }

const LINK: DirectorySql = directory!(
    "SELECT l.account_id, l.kind, l.user_id, l.email, l.expires_at, l.used_at
     FROM links l JOIN accounts a ON a.account_id = l.account_id WHERE l.link_hash = $1 AND a.closed_at IS NULL"
);
const HOLDER: DirectorySql = directory!(
    "SELECT e.account_id, e.user_id FROM email_index e JOIN accounts a ON a.account_id = e.account_id
     WHERE e.email = $1 AND a.closed_at IS NULL"
);

const FORGET: DirectorySql = directory!(
    "DELETE FROM links WHERE link_hash IN (
         SELECT l.link_hash FROM links l JOIN accounts a ON a.account_id = l.account_id
         WHERE a.world_id = $1 AND l.expires_at <= $2 ORDER BY l.expires_at, l.link_hash LIMIT $3)"
);

impl<'s> Directory<'s> {
    /// The link with this secret; none of an account that is closed. Whoever shows it acts as the user that it was sent to.
    /// For the users product alone (`clippy.toml`).
    pub fn link(&self, secret: &str) -> Result<Option<Link<'s>>> {
        let hash = secret::hash(secret);
        let Some(row) = self.row::<LinkRow>(LINK, &[hash.as_slice().into()])? else { return Ok(None) };
        let account = entered(self, &row.account_id)?;
        let by = || Caller {
            account_id: (*row.account_id).into(),
            user_id: (*row.user_id).into(),
            ..self.session.caller.clone()
        };
        let account = account.by(self.session.bearer.get_or_init(by));
        Ok(Some(Link {
            account,
            kind: row.kind,
            user_id: row.user_id,
            email: row.email,
            expires_at: row.expires_at,
            used_at: row.used_at,
        }))
    }
    /// The user with this email, which is in its form for comparison, and its account; none of an account that is closed.
    /// For the users product alone (`clippy.toml`).
    pub fn user_with(&self, email: &str) -> Result<Option<(Tenant<'s>, String)>> {
        let Some(row) = self.row::<UserRow>(HOLDER, &[email.into()])? else { return Ok(None) };
        Ok(Some((entered(self, &row.account_id)?, row.user_id)))
    }
    /// Removes at most `most` links of a world that had expired at `until`, milliseconds UTC on its clock; how many there
    /// were.
    pub fn forget_links(&mut self, world: &str, until: i64, most: i64) -> Result<u64> {
        self.execute(FORGET, &[world.into(), until.into(), most.into()])
    }
}

#[expect(clippy::disallowed_methods, reason = "the link, or the email, belongs to a user of this account")]
fn entered<'s>(all: &Directory<'s>, account: &str) -> Result<Tenant<'s>> {
    all.enter(account)
}
