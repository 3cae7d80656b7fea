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
record! {
    /// A link that has expired long ago.
    #[derive(Clone, Default)]
    pub struct OldLink {
        /// On the clock of the account's world.
        expires_at: i64,
        link_hash: Vec<u8>,
    }
}

const LINK: DirectorySql = directory!(
    "SELECT l.account_id, l.kind, l.user_id, l.email, l.expires_at, l.used_at
     FROM links l JOIN accounts a ON a.account_id = l.account_id WHERE l.link_hash = $1 AND a.closed_at IS NULL"
);
const HOLDER: DirectorySql = directory!(
    "SELECT e.account_id, e.user_id FROM email_index e JOIN accounts a ON a.account_id = e.account_id
     WHERE e.email = $1 AND a.closed_at IS NULL"
);

// What is looked at: `mails.rs`.
const OLD: DirectorySql = directory!(
    "SELECT l.expires_at, l.link_hash FROM links l CROSS JOIN accounts a CROSS JOIN worlds w
     WHERE l.expires_at <= (SELECT max(COALESCE(stopped_at, offset_ms + $1)) FROM worlds) - $2
       AND (l.expires_at, l.link_hash) > ($4, $5) AND a.account_id = l.account_id AND w.id = a.world_id
       AND l.expires_at <= COALESCE(w.stopped_at, w.offset_ms + $1) - $2 AND w.id = COALESCE($3, w.id)
     ORDER BY l.expires_at, l.link_hash LIMIT $6"
);
const FORGET: DirectorySql = directory!("DELETE FROM links WHERE link_hash = $1 AND expires_at <= $2");

impl<'s> Directory<'s> {
    /// The link with this secret; none of an account that is closed. Whoever shows it acts as the user that it was sent to.
    /// For the users product alone (`clippy.toml`).
    pub fn link(&self, secret: &str) -> Result<Option<Link<'s>>> {
        let hash = secret::hash(secret);
        let Some(row) = self.row::<LinkRow>(LINK, &[(&hash).into()])? else { return Ok(None) };
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
    /// At most `most` links, in one world or in all, that expired `kept` milliseconds ago or earlier by the clock of their
    /// world: of those that follow `after` the oldest, in order. It may look at all links there are, so it is not for a change.
    pub fn old_links(&self, kept: i64, world: Option<&str>, after: &OldLink, most: i64) -> Result<Vec<OldLink>> {
        let OldLink { expires_at, link_hash: hash } = after;
        self.rows(OLD, &[self.now().into(), kept.into(), world.into(), expires_at.into(), hash.into(), most.into()])
    }
    /// Removes a link that was found to be old, unless it has come to be good for longer since then.
    pub fn forget_link(&mut self, link: &OldLink) -> Result<()> {
        self.execute(FORGET, &[(&link.link_hash).into(), link.expires_at.into()]).map(drop)
    }
}

#[expect(clippy::disallowed_methods, reason = "the link, or the email, belongs to a user of this account")]
fn entered<'s>(all: &Directory<'s>, account: &str) -> Result<Tenant<'s>> {
    all.enter(account)
}
