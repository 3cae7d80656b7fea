//! What an account asks of those who sign in.
use super::store::{Kept, of_account};
use crate::{emails, groups};
use platform::Result;
use serde_json::Value;
use settings::{
    View,
    keys::{
        SESSION_OF_WEB, SINGLE_SIGN_ON, SINGLE_SIGN_ON_BYPASS, SINGLE_SIGN_ON_DOMAINS, SINGLE_SIGN_ON_REQUIRED,
        TWO_FACTOR, TWO_FACTOR_GROUPS, TWO_FACTOR_ROLES,
    },
};
use storage::{Tenant, time::MINUTE};

/// Ends the sessions of this account where it has come to ask for more of those who sign in: nobody knows who of them would
/// have done it.
///
/// # Errors
/// Those of the store.
pub fn end_sessions_when_stricter(tenant: &mut Tenant, before: &Kept, after: &Kept) -> storage::Result<()> {
    let is_stricter = SignInRules::from(after).is_stricter_than(&SignInRules::from(before));
    if is_stricter { auth::sessions::end_of_account(tenant) } else { Ok(()) }
}

/// The settings of the block `security` that bear on signing in.
pub struct SignInRules(Kept);

impl SignInRules {
    /// # Errors
    /// Those of the store.
    pub fn of(tenant: &Tenant) -> storage::Result<Self> {
        of_account(tenant).map(SignInRules)
    }
    pub(super) fn from(account: &Kept) -> Self {
        SignInRules(account.clone())
    }
    fn view(&self) -> View<'_> {
        View::Account(self.0.layer())
    }
    /// Milliseconds without activity after which a browser is signed out; 0 for never.
    pub fn idle_ms(&self) -> i64 {
        i64::try_from(SESSION_OF_WEB.of(&self.view())).unwrap_or_default() * MINUTE
    }
    /// Whether this user signs in with a second factor or not at all.
    ///
    /// # Errors
    /// Those of the store.
    pub fn wants_second_factor(&self, tenant: &Tenant, user_id: &str, role_id: &str) -> Result<bool> {
        let view = self.view();
        Ok(match TWO_FACTOR.of(&view).as_str() {
            "all" => true,
            "role" => TWO_FACTOR_ROLES.of(&view).iter().any(|role| role == role_id),
            "group" => {
                let named = TWO_FACTOR_GROUPS.of(&view);
                groups::of_user(tenant, user_id)?.iter().any(|group| named.contains(group))
            }
            _ => false,
        })
    }
    /// Whether this user may sign in with a password. Where an account has single sign-on, users of some domains may not.
    pub fn takes_password(&self, user_id: &str, email: &str) -> bool {
        let view = self.view();
        let is_required = SINGLE_SIGN_ON.of(&view) && SINGLE_SIGN_ON_REQUIRED.of(&view);
        let domain = emails::domain(email);
        let is_named = || SINGLE_SIGN_ON_DOMAINS.of(&view).iter().any(|named| emails::folded_domain(named) == domain);
        let passes_by = || SINGLE_SIGN_ON_BYPASS.of(&view).iter().any(|user| user["id"] == user_id);
        !is_required || !is_named() || passes_by()
    }
    /// Whether somebody may be asked for more than by `before`: for a second factor, or to sign in through an identity
    /// provider; or may not come through one any more, which had answered for it.
    fn is_stricter_than(&self, before: &SignInRules) -> bool {
        let (was, now) = (before.second_factor(), self.second_factor());
        let asks_for_factor = match (&*was.0, &*now.0) {
            ("all", _) | (_, "none") => false,
            (_, "all") => true,
            (of_old, of_new) => now.1.iter().any(|id| of_old != of_new || !was.1.contains(id)),
        };
        let (was, now) = (before.domains_without_password(), self.domains_without_password());
        let passing_by = self.passing_by();
        let asks_for_provider = now.iter().any(|domain| !was.contains(domain))
            || (!now.is_empty() && before.passing_by().iter().any(|id| !passing_by.contains(id)));
        let turns_provider_away = before.takes_single_sign_on() && !self.takes_single_sign_on();
        asks_for_factor || asks_for_provider || turns_provider_away
    }
    /// Of whom a second factor is asked: `all`, `group`, `role` or `none`, and of which groups or roles.
    fn second_factor(&self) -> (String, Vec<String>) {
        let view = self.view();
        let of = TWO_FACTOR.of(&view);
        let ids = match of.as_str() {
            "group" => TWO_FACTOR_GROUPS.of(&view),
            "role" => TWO_FACTOR_ROLES.of(&view),
            _ => Vec::new(),
        };
        (of, ids)
    }
    fn domains_without_password(&self) -> Vec<String> {
        let view = self.view();
        if !SINGLE_SIGN_ON.of(&view) || !SINGLE_SIGN_ON_REQUIRED.of(&view) {
            return Vec::new();
        }
        SINGLE_SIGN_ON_DOMAINS.of(&view).iter().map(|domain| emails::folded_domain(domain)).collect()
    }
    /// The ids of users to whom that does not apply.
    fn passing_by(&self) -> Vec<Value> {
        SINGLE_SIGN_ON_BYPASS.of(&self.view()).iter().map(|user| user["id"].clone()).collect()
    }
    /// Whether users may sign in through an identity provider.
    pub fn takes_single_sign_on(&self) -> bool {
        SINGLE_SIGN_ON.of(&self.view())
    }
}
