//! Users whom the identity provider of their account knows.
use super::{
    domains,
    events::{Shown, UserCreated},
    membership::{self, Claim},
    profile::display_name,
    rules, seats, store,
    user::{self, SINGLE_SIGN_ON, User},
};
use crate::{emails, names::NameKind};
use auth::identity::{self, Identity};
use platform::Result;
use storage::Tenant;

/// The longest email, in characters.
const LONGEST_EMAIL: usize = 128;
/// The longest first or last name, in characters.
const LONGEST_NAME: usize = 64;

/// The user of the account that its identity provider speaks of, who may sign in. Whoever was known once is known by its
/// subject; until then by an email that the provider has verified, of a domain that the account manages: for no other email
/// has the provider of an account a say. Nobody where neither is known, unless the account has users made so.
///
/// # Errors
/// Those of the store.
pub fn user_of(tenant: &mut Tenant, identity: &Identity, makes_users: bool) -> Result<Option<User>> {
    if let Some(id) = identity::user_of(tenant, &identity.subject)? {
        return Ok(user::load(tenant, &id)?.filter(User::signs_in));
    }
    let Some(email) = email_of(tenant, identity)? else { return Ok(None) };
    let user = match store::id_of(tenant, &email)? {
        Some(id) => user::load(tenant, &id)?.filter(User::signs_in),
        None if makes_users => made(tenant, identity, email)?,
        None => None,
    };
    let Some(user) = user else { return Ok(None) };
    let is_linked = identity::link(tenant, &identity.subject, &user.id)?;
    Ok(Some(user).filter(|_| is_linked))
}

fn email_of(tenant: &Tenant, identity: &Identity) -> Result<Option<String>> {
    let email = identity.email.as_deref().map(emails::folded).filter(|email| is_address(email));
    let Some(email) = email else { return Ok(None) };
    Ok(domains::manages_that_of(tenant, &email)?.then_some(email))
}

fn is_address(email: &str) -> bool {
    let is_short = email.chars().count() <= LONGEST_EMAIL;
    let has_both = email.split_once('@').is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'));
    is_short && has_both && !email.contains(|letter: char| letter.is_whitespace() || letter.is_control())
}

/// A Basic user, where there is room for one.
fn made(tenant: &mut Tenant, identity: &Identity, email: String) -> Result<Option<User>> {
    if !seats::has_room(tenant, billing::BASIC)? {
        return Ok(None);
    }
    let (first_name, last_name) = (fitting(&identity.first_name), fitting(&identity.last_name));
    let mut user = User {
        login_type: SINGLE_SIGN_ON,
        verified: 1,
        display_name: display_name(&first_name, &last_name),
        first_name,
        last_name,
        ..User::new(&tenant.new_id(), email, tenant.now())
    };
    if membership::claim_email(tenant, &user.email, &user.id)? != Claim::Made {
        return Ok(None);
    }
    membership::settle(tenant, &mut user, None)?;
    tenant.emit(&UserCreated { user: Shown::of(&user, user.version), creation_type: Some("ssoCreate") })?;
    Ok(Some(user))
}

/// The name, if it may be one here; nothing otherwise.
fn fitting(name: &str) -> String {
    let cut: String = name.trim().chars().take(LONGEST_NAME).collect();
    let is_good = rules::check_names(&[("name", NameKind::Person, Some(&*cut))], super::create::INVALID_WORD).is_ok();
    if is_good { cut } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_is_nobodys() {
        for (email, is_good) in [
            ("ann@x.example", true),
            ("åsa@büro.example", true),
            ("", false),
            ("ann", false),
            ("@x.example", false),
            ("ann@x", false),
            ("a nn@x.example", false),
            ("ann@x.example\n", false),
        ] {
            assert_eq!(is_address(email), is_good, "{email}");
        }
        let of = |length: usize| format!("{}@x.example", "a".repeat(length - "@x.example".len()));
        assert!(is_address(&of(128)) && !is_address(&of(129)));
    }

    #[test]
    fn a_name_that_may_be_none_here_is_left_out() {
        assert_eq!(fitting(" Ann "), "Ann");
        assert_eq!(fitting("<b>"), "");
        assert_eq!(fitting("https://x"), "");
        assert_eq!(fitting(&"a".repeat(65)), "a".repeat(64));
    }
}
