//! Who may do what: a second, obvious writing of the rules. It knows nothing of the code that decides.
//!
//! Sources: the account hierarchy, the order of checks and the levels of scopes as published.
use std::collections::BTreeSet;

/// What a call shows as its proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    Nothing,
    /// Signed with another secret, or a token that was never issued.
    Wrong,
    Expired,
    Good,
}

/// The account of the credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Own {
    pub is_master: bool,
    /// The account switch "manages subaccounts".
    pub manages: bool,
    pub is_paid: bool,
}

/// Where the account of the call stands, seen from the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Itself,
    /// An ordinary account directly below.
    Sub,
    /// A second-level master directly below.
    SecondLevelMaster,
    /// Below a second-level master of mine, which manages its subaccounts or does not.
    SubOfSecondLevel {
        its_master_manages: bool,
    },
    /// Parent, sibling, another tree, disassociated, or no account at all.
    OutOfReach,
}

/// How the path names the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    NotAtAll,
    ByMe,
    ById,
}

#[derive(Clone, Debug)]
pub struct Target {
    pub named: Named,
    /// The path names the user by the word `me`.
    pub names_me: bool,
    pub relation: Relation,
    pub pays_itself: bool,
    pub is_paid: bool,
}

/// The caller's role in the account of its credentials.
#[derive(Clone, Debug)]
pub struct Role {
    /// `User:Read` …; `None` stands for all.
    pub privileges: Option<BTreeSet<String>>,
    /// 1, 2 or 3.
    pub second_level: u8,
    pub second_privileges: BTreeSet<String>,
}

#[derive(Clone, Debug)]
pub struct Caller {
    pub proof: Proof,
    pub own: Own,
    /// Through an app that each user adds for itself.
    pub is_user_level: bool,
    /// The caller has authorised the app, which acts for it.
    pub has_authorised: bool,
    /// `None` stands for an app that needs none.
    pub scopes: Option<BTreeSet<String>>,
    pub role: Role,
}

/// What the documents say about an operation.
#[derive(Clone, Debug)]
pub struct Documented {
    pub method: String,
    /// Its documents refuse a missing privilege by 403 instead.
    pub is_provisioning: bool,
    pub user_scopes: BTreeSet<String>,
    pub admin_scopes: BTreeSet<String>,
    pub master_scopes: BTreeSet<String>,
    /// Any one; empty when none is listed.
    pub privileges: Vec<String>,
    /// A user may call it on itself, whatever its role.
    pub for_oneself: bool,
    pub only_for_masters: bool,
    pub answers_for_self_paying: bool,
    pub answers_for_second_level_masters: bool,
    pub only_for_paid: bool,
}

/// What the caller must get to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    Refused {
        status: u16,
        code: i64,
        says: &'static str,
    },
    /// By the operation's own words for an account without a plan.
    Unpaid {
        code: i64,
    },
    /// The operation itself answers, whatever it says.
    Answered,
}

fn refused(status: u16, code: i64, says: &'static str) -> Expected {
    Expected::Refused { status, code, says }
}

fn unprivileged(operation: &Documented, says: &'static str) -> Expected {
    if operation.is_provisioning { refused(403, 403, "The ") } else { refused(400, 200, says) }
}

pub fn expected(caller: &Caller, target: &Target, operation: &Documented) -> Expected {
    match caller.proof {
        Proof::Nothing | Proof::Wrong => return refused(401, 124, "Invalid access token."),
        Proof::Expired => return refused(401, 124, "Access token is expired."),
        Proof::Good => {}
    }
    // The text of the path decides the level, before anything is looked up.
    let is_at_home = target.named == Named::NotAtAll && target.names_me;
    let sufficient = match (caller.is_user_level, target.named) {
        (true, _) if !is_at_home => return refused(400, 4700, "Invalid access token, does not contain scopes."),
        (true, _) => &operation.user_scopes,
        (false, Named::ById) => &operation.master_scopes,
        (false, Named::NotAtAll | Named::ByMe) => &operation.admin_scopes,
    };
    if caller.scopes.as_ref().is_some_and(|held| held.is_disjoint(sufficient)) {
        return refused(400, 4711, "Invalid access token, does not contain scopes:[");
    }
    if operation.only_for_masters && !(caller.own.is_master && caller.own.manages) {
        return refused(400, 200, "No permission.");
    }
    if !is_in_reach(caller, target, operation) {
        return refused(404, 2001, "Account does not exist: ");
    }
    let is_own = target.relation == Relation::Itself;
    if !is_own {
        let reads = operation.method == "GET";
        let may = has(&caller.role.privileges, "SubAccount:Edit")
            || (reads && has(&caller.role.privileges, "SubAccount:Read"));
        if !may {
            return unprivileged(operation, "Invalid access token. Does not contain permissions [SubAccount:");
        }
        if target.pays_itself && !operation.answers_for_self_paying {
            return refused(400, 2100, "This subaccount is on self pay mode.");
        }
    }
    let is_for_oneself = operation.for_oneself && caller.is_user_level && target.names_me;
    if !is_for_oneself && !is_privileged(caller, is_own, operation) {
        return unprivileged(operation, "Invalid access token. Does not contain permissions [");
    }
    let is_paid = if is_own { caller.own.is_paid } else { target.is_paid };
    if operation.only_for_paid && !is_paid {
        return Expected::Unpaid { code: if operation.is_provisioning { 400 } else { 200 } };
    }
    if caller.has_authorised && is_own && !caller.is_user_level && !is_of_the_family(caller, operation) {
        return unprivileged(operation, "Invalid access token. Does not contain permissions [");
    }
    Expected::Answered
}

/// Where the documents name no privilege, users for whom an app acts need one on what the scope is about: to read it the one
/// to read or the one to edit, and for everything else the one to edit.
fn is_of_the_family(caller: &Caller, operation: &Documented) -> bool {
    if !operation.privileges.is_empty() {
        return true;
    }
    let resource = operation.admin_scopes.iter().find_map(|scope| scope.split(':').next()).unwrap_or_default();
    let family = match resource {
        "billing" => "BillingInformation",
        "contact_group" => "IMGroups",
        "group" => "Group",
        "information_barrier" => "Informationbarriers",
        "role" => "Role",
        "scim2" | "user" => "User",
        other => panic!("nobody has said what {other} takes"),
    };
    let holds = |word: &str| has(&caller.role.privileges, &format!("{family}:{word}"));
    holds("Edit") || (operation.method == "GET" && holds("Read"))
}

fn is_in_reach(caller: &Caller, target: &Target, operation: &Documented) -> bool {
    let manages = caller.own.is_master && caller.own.manages;
    match target.relation {
        Relation::Itself => true,
        Relation::Sub => manages,
        Relation::SecondLevelMaster => manages && operation.answers_for_second_level_masters,
        Relation::SubOfSecondLevel { its_master_manages } => manages && its_master_manages,
        Relation::OutOfReach => false,
    }
}

fn is_privileged(caller: &Caller, is_own: bool, operation: &Documented) -> bool {
    if operation.privileges.is_empty() {
        return true;
    }
    // `SubAccount` is a matter of the caller's own account alone.
    let about_subaccounts = operation.privileges.iter().any(|name| name.starts_with("SubAccount:"));
    if about_subaccounts && !is_own {
        return true;
    }
    let any = |held: &Option<BTreeSet<String>>| operation.privileges.iter().any(|name| has(held, name));
    match (is_own, caller.role.second_level) {
        (true, _) | (false, 2) => any(&caller.role.privileges),
        (false, 1) => true,
        (false, _) => any(&Some(caller.role.second_privileges.clone())),
    }
}

fn has(held: &Option<BTreeSet<String>>, name: &str) -> bool {
    held.as_ref().is_none_or(|held| held.contains(name))
}
