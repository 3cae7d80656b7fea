//! Decisions on made-up facts, without accounts that stand for them: many more than could be asked for.
use super::{PRIVILEGES, names, owner};
use crate::{
    matrix::{all_scopes, documented, operations, user_scopes},
    model::{self, Caller, Documented, Expected, Named, Own, Proof, Relation, Role, Target},
    torture::Random,
    world::{NO_ID, World},
};
use platform::{
    Face, Mounted, Policy, Standing,
    decide::{Aim, Question, decide},
};
use serde_json::json;
use std::sync::Arc;
use storage::directory::{AccountFacts, AppFacts, CallerFacts, UserFacts};

/// Questions about one caller.
const A_CALLER: usize = 200;
const NOW: i64 = 1_000;
const OWN: &str = "own";
const PARENT: &str = "parent";

/// Holds so many decisions to the model.
pub fn hold_all(count: usize, random: &mut Random) {
    let world = World::new();
    let operations: Vec<(Arc<Mounted>, Documented)> =
        operations(&world).into_iter().map(|mounted| (mounted.clone(), documented(&mounted))).collect();
    let mut scopes: Vec<String> = [":admin", ":master"].iter().flat_map(|level| all_scopes(&world, level)).collect();
    scopes.extend(user_scopes(&world));
    let mut made = 0;
    while made < count {
        let (facts, caller) = caller(&scopes, random);
        let standing = world.platform.standing(&facts);
        let many = A_CALLER.min(count - made);
        (0..many).for_each(|_| hold(&standing, &caller, random.one_of(&operations), random.next()));
        made += many;
    }
}

fn hold(standing: &Standing, caller: &Caller, (mounted, documented): &(Arc<Mounted>, Documented), choice: u64) {
    let mut random = Random::new(choice);
    let (mut target, facts) = target(&standing.account, caller.own, mounted.face, &mut random);
    target.names_me = mounted.template.contains("{userId}") && random.percent(30);
    let id = facts.as_ref().map_or(NO_ID, |facts| &facts.id);
    let aim = match target.named {
        Named::NotAtAll => Aim::Absent,
        Named::ByMe => Aim::Me,
        Named::ById => Aim::Literal(id),
    };
    let policy = Policy { manage_self_paying: random.percent(15), manage_second_level: random.percent(15) };
    let documented = Documented {
        answers_for_self_paying: documented.answers_for_self_paying || policy.manage_self_paying,
        answers_for_second_level_masters: documented.answers_for_second_level_masters || policy.manage_second_level,
        ..documented.clone()
    };
    let question = Question {
        rule: &mounted.rule,
        caller: standing,
        aim,
        target: facts.as_ref().filter(|_| target.relation != Relation::Itself),
        names_me: target.names_me,
        policy,
        now: NOW,
    };
    let refused = decide(&question).refused().map(|(_, failure)| failure);
    let is_right = match (model::expected(caller, &target, &documented), refused) {
        (Expected::Answered, None) => true,
        (Expected::Unpaid { code }, Some(failure)) => {
            mounted.operation.paid_only == Some(failure) && (failure.status, i64::from(failure.code)) == (400, code)
        }
        (Expected::Refused { status, code, says }, Some(failure)) => {
            let (said, _) = failure.message.split_once("{}").unwrap_or((failure.message, ""));
            let is_same_text = said.starts_with(says) || says.starts_with(said);
            (failure.status, i64::from(failure.code)) == (status, code) && is_same_text
        }
        _ => false,
    };
    assert!(
        is_right,
        "{} {}: {caller:?} on {target:?} under {policy:?}: {refused:?}",
        mounted.operation.method, mounted.template
    );
}

fn caller(scopes: &[String], random: &mut Random) -> (CallerFacts, Caller) {
    let is_master = random.percent(70);
    let depth = random.below(if is_master { 2 } else { 3 });
    let own = Own { is_master, manages: is_master && random.percent(85), is_paid: random.percent(70) };
    let mut account = account(OWN, own.is_master, random);
    account.depth = i64::try_from(depth).unwrap();
    account.parent_id = (depth > 0).then(|| PARENT.to_owned());
    account.top_id = (if depth == 0 { OWN } else { PARENT }).to_owned();
    (account.manages, account.paid) = (own.manages, own.is_paid);
    account.closed = random.percent(3);
    let held = if random.percent(40) { scopes.to_vec() } else { random.some_of(scopes, 60) };
    let kind = *random.one_of(&["user", "oauth", "oauth", "server_to_server", "server_to_server"]);
    let is_user_level = kind == "user";
    let app = AppFacts {
        id: "app".to_owned(),
        kind: kind.to_owned(),
        enabled: random.percent(97),
        is_classic: false,
        secret_sealed: None,
        scopes: held.join(" "),
        expires_at: if random.percent(3) { NOW } else { NOW + 1 },
        names_user: kind != "server_to_server" || random.percent(50),
    };
    let (user, role) = user(random);
    let is_dead = account.closed || !app.enabled || user.status != "active";
    let proof = match (is_dead, app.expires_at > NOW) {
        (true, _) => Proof::Wrong,
        (false, true) => Proof::Good,
        (false, false) => Proof::Expired,
    };
    let has_authorised = app.names_user;
    let caller = Caller { proof, own, is_user_level, has_authorised, scopes: Some(held.into_iter().collect()), role };
    (CallerFacts { account, app, user }, caller)
}

fn user(random: &mut Random) -> (UserFacts, Role) {
    let is_owner = random.percent(30);
    let (here, listed) = (random.some_of(&PRIVILEGES, 40), random.some_of(&PRIVILEGES, 40));
    let second_level = *random.one_of(&[1_u8, 2, 3]);
    let facts = UserFacts {
        id: "user".to_owned(),
        status: (if random.percent(97) { "active" } else { "inactive" }).to_owned(),
        role_id: (if is_owner { "0" } else { "R1" }).to_owned(),
        privileges: json!(here).to_string(),
        second_level: (!is_owner).then_some(i64::from(second_level)),
        second_privileges: json!(listed).to_string(),
    };
    let role = Role { privileges: Some(names(&here)), second_level, second_privileges: names(&listed) };
    (facts, if is_owner { owner() } else { role })
}

/// An account of the call, in one of all ways in which it can stand to the caller's; nothing for one that never was.
fn target(own: &AccountFacts, standing: Own, face: Face, random: &mut Random) -> (Target, Option<AccountFacts>) {
    let at = |named, relation, pays_itself, is_paid| Target { named, names_me: false, relation, pays_itself, is_paid };
    let itself = |named| at(named, Relation::Itself, own.pays_itself, standing.is_paid);
    let mut facts = account("other", random.percent(20), random);
    let relation = match random.below(10) {
        _ if face == Face::Direct => return (itself(Named::NotAtAll), None),
        0 => return (itself(Named::ByMe), None),
        1 => return (itself(Named::ById), Some(own.clone())),
        2..=4 if own.is_master => below(own, &mut facts),
        5..=6 if own.is_master && own.depth == 0 => below_the_second_level(own, &mut facts),
        // One that was never there.
        7 => return (at(Named::ById, Relation::OutOfReach, false, false), None),
        _ => out_of_reach(own, &mut facts, random),
    };
    (at(Named::ById, relation, facts.pays_itself, facts.paid), Some(facts))
}

fn below(own: &AccountFacts, facts: &mut AccountFacts) -> Relation {
    facts.is_master &= own.depth == 0;
    (facts.depth, facts.parent_id, facts.top_id) = (own.depth + 1, Some(own.id.clone()), own.top_id.clone());
    facts.parent_manages = own.manages;
    if facts.is_master { Relation::SecondLevelMaster } else { Relation::Sub }
}

fn below_the_second_level(own: &AccountFacts, facts: &mut AccountFacts) -> Relation {
    (facts.depth, facts.parent_id, facts.top_id) = (2, Some("second".to_owned()), own.id.clone());
    facts.is_master = false;
    Relation::SubOfSecondLevel { its_master_manages: facts.parent_manages }
}

fn out_of_reach(own: &AccountFacts, facts: &mut AccountFacts, random: &mut Random) -> Relation {
    match random.below(4) {
        // A sibling, and its sub.
        0 if own.depth > 0 => {
            (facts.depth, facts.parent_id, facts.top_id) = (own.depth, own.parent_id.clone(), own.top_id.clone());
        }
        1 if own.depth == 1 => {
            (facts.depth, facts.parent_id, facts.top_id) = (2, Some("sibling".to_owned()), own.top_id.clone());
        }
        // The parent.
        2 if own.depth > 0 => {
            (facts.id, facts.depth, facts.parent_id, facts.top_id) = (PARENT.to_owned(), 0, None, PARENT.to_owned());
        }
        // A closed account of mine.
        3 if own.is_master => {
            below(own, facts);
            facts.closed = true;
        }
        // One of another tree.
        _ => (facts.depth, facts.parent_id, facts.top_id) = (1, Some("foreign".to_owned()), "foreign".to_owned()),
    }
    Relation::OutOfReach
}

fn account(id: &str, is_master: bool, random: &mut Random) -> AccountFacts {
    AccountFacts {
        id: id.to_owned(),
        number: 1,
        parent_id: None,
        top_id: id.to_owned(),
        depth: 0,
        is_master,
        manages: is_master,
        parent_manages: random.percent(80),
        pays_itself: random.percent(20),
        account_type: "Business".to_owned(),
        paid: random.percent(70),
        api_users: true,
        closed: false,
        owner_id: "user".to_owned(),
        world_id: "world".to_owned(),
        offset_ms: 0,
        stopped_at: None,
    }
}
