//! The decision about a call: a pure function whose steps are data. The answer is the first failed step.
use crate::{
    failure::*,
    needs::ResolvedNeeds,
    privileges::{Privilege, PrivilegeSet},
    scopes::Level,
    standing::{Held, Standing},
};
use storage::directory::AccountFacts;

/// A token or key that is none of ours, or whose app, user or account is not alive (`platform.md` 3.9).
pub const BAD_TOKEN: Failure = Failure::new(401, 124, "Invalid access token.");
/// A token whose time is over.
pub const EXPIRED_TOKEN: Failure = Failure::new(401, 124, "Access token is expired.");
/// Classic scopes, as observed: a blank after the colon.
pub const NO_CLASSIC_SCOPE: Failure = Failure::new(400, 4700, "Invalid access token, does not contain scopes: [{}].");
/// Granular scopes, as observed: no blank after the colon.
pub const NO_SCOPE: Failure = Failure::new(400, 4711, "Invalid access token, does not contain scopes:[{}].");
/// A user-level app that addresses somebody else.
pub const NOT_ME: Failure = Failure::new(400, 4700, "Invalid access token, does not contain scopes.");
/// Foreign and unknown accounts alike (`platform.md` 1.3).
pub const NO_ACCOUNT: Failure = Failure::new(404, 2001, "Account does not exist: {}.");
/// Listing or making subaccounts without being a master that manages them.
pub const NO_PERMISSION: Failure = Failure::new(400, 200, "No permission.");
/// The role lacks the privilege that stands for `{}`: of the operation, or over subaccounts.
pub const NO_PRIVILEGE: Failure = Failure::new(400, 200, "Invalid access token. Does not contain permissions [{}].");
/// A subaccount that pays for itself (`platform.md` 1.9).
pub const PAYS_ITSELF: Failure = Failure::new(400, 2100, "This subaccount is on self pay mode.");

/// How the call names the account it is made on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim<'q> {
    /// Not at all: the caller's own.
    Absent,
    /// By the word `me`: the caller's own.
    Me,
    /// By an id, even the caller's own.
    Literal(&'q str),
}

/// Where the operator has decided between readings of the published rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// `--self-pay-management allow`: a master manages subaccounts that pay for themselves.
    pub manage_self_paying: bool,
    /// `--manage-second-level full`: a top-level master may use every operation on a second-level master.
    pub manage_second_level: bool,
}

/// What a declaration says about who may call.
#[derive(Debug)]
pub struct Rule {
    pub needs: ResolvedNeeds,
    /// Any one of these suffices. Empty: the documents name none.
    pub privileges: &'static [Privilege],
    /// What a role without them, or without those over subaccounts, is refused with.
    pub unprivileged: Failure,
    /// Where it names no privilege: any one of these does for a user whom an app acts for.
    pub family: &'static [Privilege],
    pub for_oneself: bool,
    /// Its method is GET.
    pub is_read: bool,
    pub while_self_paying: bool,
    pub on_second_level: bool,
    pub masters_only: bool,
    /// What an account that has not paid is refused with; `{}` is its id.
    pub paid_only: Option<Failure>,
}

/// A call to be decided.
pub struct Question<'q> {
    pub rule: &'q Rule,
    pub caller: &'q Standing,
    pub aim: Aim<'q>,
    /// The account with the id of a literal aim, known or foreign; `None` for one that never existed.
    pub target: Option<&'q AccountFacts>,
    /// The path names the user `me`.
    pub names_me: bool,
    pub policy: Policy,
    /// Milliseconds UTC on the clock of the caller's world.
    pub now: i64,
}

/// One step of a decision, in the order of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Token, app, user and account of the credentials are alive.
    Credentials,
    /// The token holds a scope that suffices, at the level that the text of the path asks for.
    Scope,
    /// The account exists, is at or below the caller's, and the masters on the way manage subaccounts.
    Reach,
    /// The caller's role may view or edit subaccounts.
    Subaccounts,
    /// The master pays for the subaccount.
    PayMode,
    /// The privilege of the operation, as the role gives it in the account of the call.
    Privilege,
    /// The plan of the account of the call has the operation.
    Plan,
    /// Where the operation names no privilege: one of the family of its scope, of a user whom an app acts for.
    Family,
}

impl Step {
    /// The first of these that fails is the answer.
    pub const ORDER: [Step; 8] = [
        Step::Credentials,
        Step::Scope,
        Step::Reach,
        Step::Subaccounts,
        Step::PayMode,
        Step::Privilege,
        Step::Plan,
        Step::Family,
    ];
}

/// What a step found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    Passed,
    /// It does not concern this call.
    Skipped,
    Failed(Failure),
}

/// All steps with what they found.
#[derive(Debug)]
pub struct Decision {
    /// In the order of the answer. Those after a failed one are looked at as well.
    pub steps: [(Step, Finding); 8],
    /// What the caller may do in the account of the call.
    pub granted: PrivilegeSet,
}

/// Decides about a call. Looks nothing up, changes nothing, allocates nothing.
pub fn decide(question: &Question<'_>) -> Decision {
    let steps = order().map(|step| (step, find(step, question)));
    Decision { steps, granted: question.granted() }
}

/// Whether the credentials are alive: the part of the decision that comes before the limits.
pub fn credentials(caller: &Standing, now: i64) -> Finding {
    #[cfg(feature = "breaks")]
    if crate::mutate::removes(Step::Credentials) {
        return Finding::Skipped;
    }
    if !caller.app_enabled || !caller.user_active || caller.account.closed {
        Finding::Failed(BAD_TOKEN)
    } else if now >= caller.expires_at {
        Finding::Failed(EXPIRED_TOKEN)
    } else {
        Finding::Passed
    }
}

/// The scope step alone: it comes before anything about the account of the call is looked up.
///
/// # Errors
/// [`NOT_ME`]; [`NO_SCOPE`] or [`NO_CLASSIC_SCOPE`] with the scopes that would do.
pub fn scope(question: &Question<'_>) -> Result<()> {
    match find(Step::Scope, question) {
        Finding::Failed(failure) => Err(refusal(Step::Scope, failure, question)),
        Finding::Passed | Finding::Skipped => Ok(()),
    }
}

#[cfg(not(feature = "breaks"))]
const fn order() -> [Step; 8] {
    Step::ORDER
}
#[cfg(feature = "breaks")]
use crate::mutate::order;

#[cfg_attr(feature = "breaks", allow(unused_variables))]
fn find(step: Step, question: &Question<'_>) -> Finding {
    #[cfg(feature = "breaks")]
    if crate::mutate::removes(step) {
        return Finding::Skipped;
    }
    match step {
        Step::Credentials => credentials(question.caller, question.now),
        Step::Scope => question.scope(),
        Step::Reach => question.reach(),
        Step::Subaccounts => question.subaccounts(),
        Step::PayMode => question.pay_mode(),
        Step::Privilege => question.privilege(),
        Step::Plan => question.plan(),
        Step::Family => question.family(),
    }
}

impl Question<'_> {
    /// The level that the text of the path asks for, before any look-up.
    pub fn level(&self) -> Level {
        #[cfg(feature = "breaks")]
        if let Some(level) = crate::mutate::level(self.aim) {
            return level;
        }
        match self.aim {
            Aim::Literal(_) => Level::Master,
            Aim::Absent if self.caller.is_user_level && self.names_me => Level::User,
            Aim::Absent | Aim::Me => Level::Admin,
        }
    }
    fn scope(&self) -> Finding {
        // Whatever such an app holds: it is for its user's own data.
        if self.caller.is_user_level && self.level() != Level::User {
            return Finding::Failed(NOT_ME);
        }
        let Held::Scopes { set, is_classic } = &self.caller.held else { return Finding::Passed };
        if self.rule.needs.at(self.level()).is_met_by(set) {
            return Finding::Passed;
        }
        Finding::Failed(if *is_classic { NO_CLASSIC_SCOPE } else { NO_SCOPE })
    }
    /// Whether the call is made on the caller's own account, by whatever name.
    fn is_own(&self) -> bool {
        match self.aim {
            Aim::Absent | Aim::Me => true,
            Aim::Literal(id) => id == self.caller.account.id,
        }
    }
    fn reach(&self) -> Finding {
        let own = &self.caller.account;
        #[cfg(feature = "breaks")]
        if self.rule.masters_only && crate::mutate::refuses_masters() {
            return Finding::Failed(NO_PERMISSION);
        }
        if self.rule.masters_only && !(own.is_master && own.manages) {
            return Finding::Failed(NO_PERMISSION);
        }
        if self.is_own() {
            return Finding::Passed;
        }
        match self.target {
            Some(target) if self.reaches(target) => Finding::Passed,
            _ => Finding::Failed(NO_ACCOUNT),
        }
    }
    fn reaches(&self, target: &AccountFacts) -> bool {
        let own = &self.caller.account;
        let is_second_level = target.is_child_of(own) && target.is_master;
        target.is_managed_by(own) && (!is_second_level || self.rule.on_second_level || self.policy.manage_second_level)
    }
    /// A read asks for `SubAccount:Read` or `Edit`, everything else for `Edit`.
    fn subaccounts(&self) -> Finding {
        if self.is_own() {
            return Finding::Skipped;
        }
        let held = &self.caller.powers.here;
        let may_read = self.rule.is_read && held.contains(Privilege::SubAccountRead);
        if may_read || held.contains(Privilege::SubAccountEdit) {
            Finding::Passed
        } else {
            Finding::Failed(self.rule.unprivileged)
        }
    }
    fn pay_mode(&self) -> Finding {
        let pays_itself = self.target.is_some_and(|target| target.pays_itself);
        if self.is_own() || self.rule.while_self_paying {
            Finding::Skipped
        } else if pays_itself && !self.policy.manage_self_paying {
            Finding::Failed(PAYS_ITSELF)
        } else {
            Finding::Passed
        }
    }
    fn privilege(&self) -> Finding {
        let asks_for_subaccounts = self.rule.privileges.contains(&Privilege::SubAccountEdit);
        let is_for_oneself = self.rule.for_oneself && self.level() == Level::User;
        if self.rule.privileges.is_empty() || is_for_oneself || (asks_for_subaccounts && !self.is_own()) {
            return Finding::Skipped;
        }
        let granted = self.granted();
        if self.rule.privileges.iter().any(|&privilege| granted.contains(privilege)) {
            Finding::Passed
        } else {
            Finding::Failed(self.rule.unprivileged)
        }
    }
    fn plan(&self) -> Finding {
        #[cfg(feature = "breaks")]
        if let Some(otherwise) = self.rule.paid_only.filter(|_| crate::mutate::refuses_paid()) {
            return Finding::Failed(otherwise);
        }
        let account = if self.is_own() { Some(&*self.caller.account) } else { self.target };
        match (self.rule.paid_only, account) {
            (None, _) => Finding::Skipped,
            (Some(otherwise), Some(account)) if !account.paid => Finding::Failed(otherwise),
            _ => Finding::Passed,
        }
    }
    /// The documents say nothing there; but an app for a whole account is only authorised by somebody who may manage what
    /// it is for. Below, `SubAccount` has been asked for.
    fn family(&self) -> Finding {
        let is_unnamed = self.rule.privileges.is_empty() && self.level() != Level::User;
        if !self.caller.names_user || !self.is_own() || !is_unnamed {
            return Finding::Skipped;
        }
        let held = &self.caller.powers.here;
        if self.rule.family.iter().any(|&privilege| held.contains(privilege)) {
            Finding::Passed
        } else {
            Finding::Failed(self.rule.unprivileged)
        }
    }
    fn granted(&self) -> PrivilegeSet {
        if self.is_own() { self.caller.powers.here } else { self.caller.powers.below() }
    }
    /// The id of the account of the call, as the caller wrote it where it did.
    fn account_id(&self) -> &str {
        match self.aim {
            Aim::Literal(id) => id,
            Aim::Absent | Aim::Me => &self.caller.account.id,
        }
    }
}

impl Decision {
    /// The first failed step.
    pub fn refused(&self) -> Option<(Step, Failure)> {
        self.steps.iter().find_map(|(step, finding)| match finding {
            Finding::Failed(failure) => Some((*step, *failure)),
            Finding::Passed | Finding::Skipped => None,
        })
    }
    /// As [`check`](Self::check), for a second account: only these steps count, the others were answered by the first.
    pub fn check_only(&self, steps: &[Step], question: &Question<'_>) -> Result<()> {
        let failed = self.steps.iter().find_map(|(step, finding)| match finding {
            Finding::Failed(failure) if steps.contains(step) => Some((*step, *failure)),
            _ => None,
        });
        failed.map_or(Ok(()), |(step, failure)| Err(refusal(step, failure, question)))
    }
    /// Nothing, or the refusal with its text.
    pub fn check(&self, question: &Question<'_>) -> Result<()> {
        self.refused().map_or(Ok(()), |(step, failure)| Err(refusal(step, failure, question)))
    }
}

fn refusal(step: Step, failure: Failure, question: &Question<'_>) -> Error {
    match step {
        Step::Scope => {
            let sufficient = question.rule.needs.at(question.level());
            failure.with(match failure {
                NO_CLASSIC_SCOPE => sufficient.classic.join(", "),
                _ => sufficient.granular().unwrap_or_default(),
            })
        }
        Step::Reach | Step::Plan => failure.with(question.account_id()),
        Step::Subaccounts if question.rule.is_read => failure.with(Privilege::SubAccountRead.name()),
        Step::Subaccounts => failure.with(Privilege::SubAccountEdit.name()),
        Step::Privilege => failure.with(first(question.rule.privileges)),
        Step::Family => failure.with(first(question.rule.family)),
        Step::Credentials | Step::PayMode => failure.into(),
    }
}

fn first(any_of: &[Privilege]) -> &'static str {
    any_of.first().map_or("", |privilege| privilege.name())
}
