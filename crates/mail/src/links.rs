//! Links in mails: kept as a hash, for one user at one address. Each serves once.
use crate::{Envelope, Kind, outbox};
use storage::{Result, Sql, Tenant, sql};

/// What stands in the address of a link before its secret.
const PLACE: &str = "/pages/links/";
/// What stands in a text where a link was.
const LEFT_OUT: &str = "[link left out]";

const MAKE: Sql =
    sql!("INSERT INTO links (account_id, link_hash, kind, user_id, email, expires_at) VALUES ($1, $2, $3, $4, $5, $6)");
const REPLACE: Sql = sql!("DELETE FROM links WHERE account_id = $1 AND user_id = $2 AND kind = $3");
const USE: Sql = sql!("UPDATE links SET used_at = $3 WHERE account_id = $1 AND link_hash = $2 AND used_at IS NULL");
// One that was followed stays: whoever follows it again learns that it was.
const END: Sql = sql!("DELETE FROM links WHERE account_id = $1 AND user_id = $2 AND kind = $3 AND used_at IS NULL");
const FORGET: Sql = sql!("DELETE FROM links WHERE account_id = $1 AND user_id = $2");

/// Makes a link, in place of an earlier one of the kind, whose mail is of no use any more: its secret, 43 characters, 256 random bits.
pub(crate) fn make(tenant: &mut Tenant, to: &Envelope<'_>) -> Result<String> {
    let secret = tenant.new_secret();
    tenant.execute(REPLACE, &[to.user_id.into(), to.kind.as_str().into()])?;
    outbox::give_up(tenant, to.user_id, to.kind)?;
    let hash = storage::hash(&secret);
    let cells = [(&hash).into(), to.kind.as_str().into(), to.user_id.into(), to.email.into(), to.expires_at.into()];
    tenant.execute(MAKE, &cells)?;
    Ok(secret)
}

/// Where the link with this secret is followed.
pub(crate) fn address(base_url: &str, secret: &str) -> String {
    format!("{base_url}{PLACE}{secret}")
}

/// The text of a mail without the addresses of its links, whether they still open something or not. A word that an address
/// stands in goes as a whole: what belongs to a secret cannot be told from what was written right after it.
pub(crate) fn without_addresses(text: &str) -> String {
    let shown = |word: &str| match word.trim_end() {
        bare if bare.contains(PLACE) => word.replace(bare, LEFT_OUT),
        _ => word.to_owned(),
    };
    text.split_inclusive(char::is_whitespace).map(shown).collect()
}

/// Uses a link of this account up; whether it was good until now.
pub fn take(tenant: &mut Tenant, secret: &str) -> Result<bool> {
    let (hash, now) = (storage::hash(secret), tenant.now());
    Ok(tenant.execute(USE, &[(&hash).into(), now.into()])? == 1)
}

/// Ends the link of a kind that a user has not followed, and the mail with it that has not left yet.
pub fn end(tenant: &mut Tenant, user_id: &str, kind: Kind) -> Result<()> {
    tenant.execute(END, &[user_id.into(), kind.as_str().into()])?;
    outbox::give_up(tenant, user_id, kind)
}

/// Ends every link of a user, and the mail with one that has not left yet.
pub fn forget(tenant: &mut Tenant, user_id: &str) -> Result<()> {
    tenant.execute(FORGET, &[user_id.into()])?;
    Kind::WITH_LINKS.into_iter().try_for_each(|kind| outbox::give_up(tenant, user_id, kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN_-7";

    #[test]
    fn a_text_is_left_as_it_is_but_for_the_addresses_of_its_links() {
        let link = address("https://api.example.com/tenantry", SECRET);
        for (text, told) in [
            (
                format!("Hello,\n\njoin here:\n\n{link}\n\nOr not.\n"),
                "Hello,\n\njoin here:\n\n[link left out]\n\nOr not.\n",
            ),
            (format!("{link}\t{link} "), "[link left out]\t[link left out] "),
            (link.clone(), "[link left out]"),
            (format!("({link})."), "[link left out]"),
            (format!("{link}{link}"), "[link left out]"),
            (format!("{link}…\u{a0}end"), "[link left out]\u{a0}end"),
            (
                "Read https://api.example.com/pages/signin,  \r\nplease.".to_owned(),
                "Read https://api.example.com/pages/signin,  \r\nplease.",
            ),
            (String::new(), ""),
        ] {
            assert!(storage::is_secret(SECRET) && !without_addresses(&text).contains(SECRET), "{text}");
            assert_eq!(without_addresses(&text), told);
        }
    }
}
