//! A caller as decisions see it: the stored facts, read once into sets and levels.
use crate::{
    limits::Rank,
    needs::{ScopeIndex, ScopeSet},
    privileges::PrivilegeSet,
};
use std::sync::Arc;
use storage::{
    Caller, CallerKind,
    directory::{AccountFacts, CallerFacts, UserFacts},
};

/// The role of an account's owner (`platform.md` 2.1).
pub const OWNER_ROLE: &str = "0";
/// The role that can be edited and given to others.
pub const ADMIN_ROLE: &str = "1";
/// The role of new users.
pub const MEMBER_ROLE: &str = "2";

/// How a holder of a role acts inside a subaccount (`platform.md` 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondLevel {
    /// As its owner.
    AsOwner,
    /// With the privileges that it has in its own account.
    AsHere,
    /// With a list of its own.
    Listed,
}

/// What a user may do by its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Powers {
    /// In its own account.
    pub here: PrivilegeSet,
    second_level: SecondLevel,
    /// For [`SecondLevel::Listed`].
    listed: PrivilegeSet,
}

impl Powers {
    /// Names that this binary does not know grant nothing.
    pub fn of(user: &UserFacts) -> Self {
        let role_id = user.role_id.as_str();
        Powers {
            here: if role_id == OWNER_ROLE { PrivilegeSet::owner() } else { named(&user.privileges) },
            second_level: second_level(user.second_level, role_id),
            listed: named(&user.second_privileges),
        }
    }
    /// Inside an account below its own.
    pub fn below(&self) -> PrivilegeSet {
        match self.second_level {
            SecondLevel::AsOwner => PrivilegeSet::ALL,
            SecondLevel::AsHere => self.here,
            SecondLevel::Listed => self.listed,
        }
    }
}

/// What the caller's credentials may do at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// The key of a JWT app: everything that the owner may.
    Everything,
    /// Those of its token that some operation asks for.
    Scopes { set: Arc<ScopeSet>, is_classic: bool },
}

/// Who calls, with everything that a decision asks about it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// That of the credentials; the call may be made on another.
    pub account: Arc<AccountFacts>,
    pub rank: Rank,
    pub app_id: Arc<str>,
    pub app_enabled: bool,
    /// An app that each user adds for itself: it may say `me` only.
    pub is_user_level: bool,
    /// The token names the user that the app acts for: it has authorised the app, or the operator has for it.
    pub names_user: bool,
    /// Whom the app acts for: the owner, unless the token names somebody.
    pub user_id: Arc<str>,
    pub user_active: bool,
    pub role_id: Arc<str>,
    pub held: Held,
    pub powers: Powers,
    /// Milliseconds UTC on the clock of the account's world.
    pub expires_at: i64,
}

impl Standing {
    /// Reads the stored facts. Names that this binary does not know grant nothing.
    pub fn of(facts: &CallerFacts, index: &ScopeIndex) -> Self {
        let held = match facts.app.kind.as_str() {
            "jwt" => Held::Everything,
            _ => Held::Scopes { set: index.held(&facts.app.scopes), is_classic: facts.app.is_classic },
        };
        Standing {
            rank: Rank::of(&facts.account.account_type),
            app_id: facts.app.id.as_str().into(),
            app_enabled: facts.app.enabled,
            is_user_level: facts.app.kind == "user",
            names_user: facts.app.names_user,
            user_id: facts.user.id.as_str().into(),
            user_active: facts.user.status == "active",
            role_id: facts.user.role_id.as_str().into(),
            held,
            powers: Powers::of(&facts.user),
            expires_at: facts.app.expires_at,
            account: Arc::new(facts.account.clone()),
        }
    }
    /// The same holder with another token. `scopes` are blank-separated, `expires_at` is in milliseconds UTC.
    pub fn with_token(&self, scopes: &str, expires_at: i64, index: &ScopeIndex) -> Self {
        let held = match self.held {
            Held::Everything => Held::Everything,
            Held::Scopes { is_classic, .. } => Held::Scopes { set: index.held(scopes), is_classic },
        };
        Standing { held, expires_at, ..self.clone() }
    }
    /// As handlers and events see it, with what it may do in the account of the call.
    pub fn caller(&self, granted: PrivilegeSet, is_limited: bool) -> Caller {
        Caller {
            kind: CallerKind::App,
            account_id: self.account.id.as_str().into(),
            user_id: self.user_id.clone(),
            app_id: self.app_id.clone(),
            role_id: self.role_id.clone(),
            grants: granted.bits(),
            is_limited,
        }
    }
}

fn second_level(stored: Option<i64>, role_id: &str) -> SecondLevel {
    let level = match (stored, role_id) {
        (Some(1), _) | (None, OWNER_ROLE) => SecondLevel::AsOwner,
        (Some(3), _) => SecondLevel::Listed,
        _ => SecondLevel::AsHere,
    };
    #[cfg(feature = "breaks")]
    let level = crate::mutate::second_level(level);
    level
}

fn named(list: &str) -> PrivilegeSet {
    let names: Vec<String> = serde_json::from_str(list).unwrap_or_default();
    names.iter().filter_map(|name| crate::privileges::Privilege::parse(name)).collect()
}
