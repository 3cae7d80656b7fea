//! What an account asks of those who sign in.
use super::store::{Kept, of_account};
use crate::{emails, groups};
use platform::Result;
use settings::{
    View,
    keys::{
        SESSION_OF_WEB, SINGLE_SIGN_ON, SINGLE_SIGN_ON_BYPASS, SINGLE_SIGN_ON_DOMAINS, SINGLE_SIGN_ON_REQUIRED,
        TWO_FACTOR, TWO_FACTOR_GROUPS, TWO_FACTOR_ROLES,
    },
};
use storage::Tenant;

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
        i64::try_from(SESSION_OF_WEB.of(&self.view())).unwrap_or_default() * 60_000
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
    /// Whether users may sign in through an identity provider.
    pub fn takes_single_sign_on(&self) -> bool {
        SINGLE_SIGN_ON.of(&self.view())
    }
}
