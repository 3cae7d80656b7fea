//! Who may give an app its scopes, and install it: nobody gives what it has not.
use platform::{OWNER_ROLE, Opened, Powers, Privilege, PrivilegeSet, Result, ScopeCatalogue, scopes::Level};
use storage::Tenant;

/// A user who gives an app something.
pub struct Giver {
    powers: Powers,
    is_owner: bool,
    is_master: bool,
}

impl Giver {
    /// This user of the account; nobody when it cannot sign in.
    pub fn of(tenant: &Tenant, user_id: &str) -> Result<Option<Self>> {
        let is_master = tenant.facts()?.is_master;
        let member = tenant.member(user_id)?.filter(|(member, _)| member.is_active);
        Ok(member.map(|(_, user)| Giver { powers: Powers::of(&user), is_owner: user.role_id == OWNER_ROLE, is_master }))
    }
    /// The scopes of a blank-separated list that its role does not give: where they open something that it may not do.
    pub fn lacks<'l>(&self, scopes: &'l str, catalogue: &ScopeCatalogue) -> Vec<&'l str> {
        scopes.split_ascii_whitespace().filter(|scope| !self.may_give(scope, catalogue)).collect()
    }
    fn may_give(&self, scope: &str, catalogue: &ScopeCatalogue) -> bool {
        // Of its own data everybody decides, and an owner of everything.
        self.is_owner
            || (catalogue.opened(Level::Admin, scope).all(|opened| self.may_here(opened))
                && (!self.is_master || catalogue.opened(Level::Master, scope).all(|opened| self.may_below(opened))))
    }
    /// As the decision about a call does.
    fn may_here(&self, opened: Opened) -> bool {
        let any_of = if opened.privileges.is_empty() { opened.family } else { opened.privileges };
        holds_any(&self.powers.here, any_of)
    }
    /// As the decision does: subaccounts first, then the operation, if it names a privilege, by what the role gives there.
    fn may_below(&self, opened: Opened) -> bool {
        let here = &self.powers.here;
        let may_edit = here.contains(Privilege::SubAccountEdit);
        let may_read = opened.is_read && here.contains(Privilege::SubAccountRead);
        let is_enough = opened.privileges.is_empty() || opened.privileges.contains(&Privilege::SubAccountEdit);
        (may_edit || may_read) && (is_enough || holds_any(&self.powers.below(), opened.privileges))
    }
}

fn holds_any(held: &PrivilegeSet, any_of: &[Privilege]) -> bool {
    any_of.iter().any(|privilege| held.contains(*privilege))
}
