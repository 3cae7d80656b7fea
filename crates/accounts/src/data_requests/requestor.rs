//! Whoever has asked for a deletion, as it stands when that is carried out: meanwhile it may have lost its place.
use platform::{ADMIN_ROLE, OWNER_ROLE, Powers, Privilege, PrivilegeSet};
use storage::{Directory, Tenant, directory::UserFacts};

/// Somebody who may ask for deletions in an account.
pub struct Requestor {
    /// An owner or an admin, of this account or of the one above from which it acts.
    is_administrator: bool,
    /// What it may do in this account.
    here: PrivilegeSet,
    /// What it may do in accounts below this one.
    below: PrivilegeSet,
}

impl Requestor {
    /// The user with this id, of the account or of one above that manages it. `None` where it may not ask any more: it
    /// cannot sign in, its role does not give the privilege, or its account does not manage this one. Who pays, and how much
    /// a top-level master may do on the second level, counts when it is asked for and not here.
    pub fn now(all: &Directory<'_>, tenant: &Tenant, id: &str) -> storage::Result<Option<Self>> {
        if let Some(user) = active(tenant, id)? {
            return Ok(Requestor::of_account(&user));
        }
        let account = tenant.facts()?;
        for above in account.parent_id.iter().chain([&account.top_id]) {
            let master = entered(all, above)?;
            if account.is_managed_by(master.facts()?)
                && let Some(user) = active(&master, id)?
            {
                return Ok(Requestor::from_above(&user));
            }
        }
        Ok(None)
    }
    fn of_account(user: &UserFacts) -> Option<Self> {
        let powers = Powers::of(user);
        let may_ask = powers.here.contains(Privilege::DataRequestRead);
        may_ask.then(|| Requestor {
            is_administrator: is_administrator(user),
            here: powers.here,
            below: powers.below(),
        })
    }
    fn from_above(user: &UserFacts) -> Option<Self> {
        let powers = Powers::of(user);
        let here = powers.below();
        let may_ask = powers.here.contains(Privilege::SubAccountEdit) && here.contains(Privilege::DataRequestRead);
        may_ask.then(|| Requestor { is_administrator: is_administrator(user), here, below: here })
    }
    /// Whether it may have an admin of the account deleted: as an administrator, or since its role holds all of that one's.
    pub fn may_dismiss(&self, tenant: &Tenant, admin: &str) -> storage::Result<bool> {
        let held = tenant.member(admin)?.map(|(_, user)| Powers::of(&user));
        Ok(self.is_administrator || held.is_some_and(|held| self.covers(&held)))
    }
    /// What a role gives below counts where something of it lets its holder in there.
    fn covers(&self, role: &Powers) -> bool {
        let is_let_in =
            [Privilege::SubAccountRead, Privilege::SubAccountEdit].iter().any(|&one| role.here.contains(one));
        role.here.is_subset(&self.here) && (!is_let_in || role.below().is_subset(&self.below))
    }
}

fn is_administrator(user: &UserFacts) -> bool {
    [OWNER_ROLE, ADMIN_ROLE].contains(&user.role_id.as_str())
}

/// A user of this account who can sign in.
fn active(tenant: &Tenant, id: &str) -> storage::Result<Option<UserFacts>> {
    Ok(tenant.member(id)?.filter(|(member, _)| member.is_active).map(|(_, user)| user))
}

#[expect(clippy::disallowed_methods, reason = "whoever has asked may be of an account above")]
fn entered<'s>(all: &Directory<'s>, account: &str) -> storage::Result<Tenant<'s>> {
    all.enter(account)
}
