//! The access matrix: every declared operation at each of its places × callers × accounts, against the model.
//! A new operation joins without a line here.
use crate::{
    actors::{Account, Actor},
    answer::Answer,
    jwt::Key,
    model::{self, Caller, Documented, Expected, Named, Own, Proof, Relation, Role, Target},
    world::{NO_ID, World},
};
use parking_lot::Mutex;
use platform::{Face, Failure, Mounted, Needs, Surface, decide::NO_PERMISSION};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A tree of three tiers, with a neighbour.
struct Trees<'w> {
    top: Account<'w>,
    reseller: Account<'w>,
    customer: Account<'w>,
    department: Account<'w>,
    sibling: Account<'w>,
    self_paying: Account<'w>,
    disassociated: Account<'w>,
    foreign: Account<'w>,
    /// Who was the first of an account that an operation itself answered about another, and with which status and code.
    answered: Mutex<BTreeMap<[String; 4], (String, u16, i64)>>,
}

impl<'w> Trees<'w> {
    fn new(world: &'w World) -> Self {
        let top = world.master();
        let reseller = world.second_level(&top);
        let [department, sibling, self_paying, disassociated] = std::array::from_fn(|_| world.sub(&top));
        top.on(&self_paying).patch("/options", json!({"pay_mode": "sub"})).is(204);
        top.on(&disassociated).delete("").is(204);
        for paid in [&department, &sibling, &self_paying] {
            paid.plan("Business", 10);
        }
        let customer = world.sub(&reseller);
        customer.plan("Pro", 5);
        let foreign = world.sub(&world.master());
        foreign.plan("Business", 10);
        let answered = Mutex::default();
        Trees { top, reseller, customer, department, sibling, self_paying, disassociated, foreign, answered }
    }
    /// Every account that a call can name by id.
    fn ids(&self) -> [&str; 9] {
        let accounts = [
            &self.top,
            &self.reseller,
            &self.customer,
            &self.department,
            &self.sibling,
            &self.self_paying,
            &self.disassociated,
            &self.foreign,
        ];
        let mut ids = [NO_ID; 9];
        ids.iter_mut().zip(accounts).for_each(|(id, account)| *id = &account.id);
        ids
    }
    /// How the account with this id stands to `own`, said outright.
    fn target(&self, own: &Account<'_>, id: &str) -> Target {
        let is = |account: &Account<'_>| account.id == id;
        let relation = if own.id == id {
            Relation::Itself
        } else if own.id == self.top.id {
            match id {
                _ if is(&self.reseller) => Relation::SecondLevelMaster,
                _ if is(&self.customer) => Relation::SubOfSecondLevel { its_master_manages: true },
                _ if is(&self.department) || is(&self.sibling) || is(&self.self_paying) => Relation::Sub,
                _ => Relation::OutOfReach,
            }
        } else if own.id == self.reseller.id && is(&self.customer) {
            Relation::Sub
        } else {
            Relation::OutOfReach
        };
        let is_paid = !is(&self.disassociated) && id != NO_ID;
        Target { named: Named::ById, names_me: false, relation, pays_itself: is(&self.self_paying), is_paid }
    }
    /// All of one account who may make a call are answered alike: it asks for nothing, about nobody, so it changes nothing.
    /// Two accounts need not be: what a master pays for, others do not change.
    #[track_caller]
    fn hold_alike(&self, who: &str, own: &Account<'_>, account: &str, mounted: &Mounted, answer: &Answer) {
        let account = if ["", "me"].contains(&account) { &*own.id } else { account };
        let place = [mounted.operation.method, &mounted.template, &own.id, account].map(str::to_owned);
        let (status, code) = (answer.status, code(answer));
        let mut answered = self.answered.lock();
        let (first, of_first, code_of_first) = answered.entry(place).or_insert((who.to_owned(), status, code));
        assert_eq!((status, code), (*of_first, *code_of_first), "{who} is answered unlike {first}\n{answer}");
    }
}

fn code(answer: &Answer) -> i64 {
    answer.body["code"].as_i64().unwrap_or_default()
}

pub fn documented(mounted: &Mounted) -> Documented {
    let operation = &mounted.operation;
    let [user, admin, master] = match operation.needs {
        Needs::Nothing => panic!("{} needs no scope", operation.key()),
        Needs::Regular(scope) => ["", ":admin", ":master"].map(|level| [format!("{scope}{level}")].into()),
        Needs::AccountWide(scope) => {
            [BTreeSet::new(), [format!("{scope}:admin")].into(), [format!("{scope}:master")].into()]
        }
        Needs::MasterOnly(scope) => [":master"; 3].map(|level| [format!("{scope}{level}")].into()),
    };
    Documented {
        method: operation.method.to_owned(),
        is_provisioning: operation.surface == Surface::Provisioning,
        user_scopes: user,
        admin_scopes: admin,
        master_scopes: master,
        privileges: operation.privileges.iter().map(|privilege| privilege.name().to_owned()).collect(),
        for_oneself: operation.for_oneself,
        only_for_masters: operation.masters_only,
        answers_for_self_paying: operation.while_self_paying,
        answers_for_second_level_masters: operation.on_second_level,
        only_for_paid: operation.paid_only.is_some(),
    }
}

/// Every variable but account and user stands for something that does not exist, so that nothing is changed.
fn path(mounted: &Mounted, account: &str, user: &str) -> String {
    let fill = |segment: &str| match segment {
        "{accountId}" => account.to_owned(),
        "{userId}" => user.to_owned(),
        _ if segment.starts_with('{') => NO_ID.to_owned(),
        _ => segment.to_owned(),
    };
    mounted.template.split('/').map(fill).collect::<Vec<_>>().join("/").trim_start_matches("/v2").to_owned()
}

/// Asks about nobody: a user that never existed.
pub fn ask(actor: &Actor<'_>, mounted: &Mounted, account: &str) -> Answer {
    ask_about(actor, mounted, account, NO_ID)
}

fn ask_about(actor: &Actor<'_>, mounted: &Mounted, account: &str, user: &str) -> Answer {
    actor.send(mounted.operation.method, &path(mounted, account, user), json!({}))
}

/// What a master pays for, it does not change on its own account, nor where others pay: the handlers say so, in words that are
/// those of decisions elsewhere.
fn answers_itself(mounted: &Mounted) -> bool {
    let is_of_billing = |end: &str| mounted.template.ends_with(end);
    let is_of_plans = mounted.template.contains("/{accountId}/plans");
    mounted.operation.method != "GET" && (is_of_plans || ["/billing", "/billing/terms"].into_iter().any(is_of_billing))
}

/// Holds an answer to the model; whether it was for the operation itself to answer.
#[track_caller]
pub fn hold(who: &str, caller: &Caller, target: &Target, mounted: &Mounted, answer: &Answer) -> bool {
    let expected = model::expected(caller, target, &documented(mounted));
    let message = answer.message();
    let seen = (answer.status, code(answer));
    match expected {
        Expected::Refused { status, says, .. } if mounted.operation.surface == Surface::Provisioning => {
            let told = answer.body["status"].as_str().and_then(|told| told.parse().ok());
            let is_so = answer.status == status && told == Some(status);
            assert!(is_so && message.starts_with(says), "{who}: {expected:?} was expected\n{answer}");
        }
        Expected::Refused { status, code, says } => {
            assert!(seen == (status, code) && message.starts_with(says), "{who}: {expected:?} was expected\n{answer}");
        }
        Expected::Unpaid { code } => {
            let told = answer.body["status"].as_str().and_then(|told| told.parse().ok());
            let is_so = answer.status == 400 && told.or(answer.body["code"].as_i64()) == Some(code);
            assert!(is_so && !is_of_a_step(message), "{who}: {expected:?} was expected\n{answer}");
        }
        Expected::Answered => {
            let is_refused = !answers_itself(mounted) && is_of_a_step(message);
            let is_kept_out = seen.0 == 401 || is_of_its_own_step(mounted, answer);
            assert!(!is_refused && !is_kept_out, "{who}: an answer was expected\n{answer}");
        }
    }
    expected == Expected::Answered
}

/// Whether the words are those of a step that is the same for all operations.
fn is_of_a_step(message: &str) -> bool {
    const WORDS: [&str; 5] = [
        "Invalid access token",
        "This subaccount is on self pay mode.",
        "Account does not exist: ",
        "The request was denied due to insufficient permissions",
        "The current login user does not have",
    ];
    WORDS.iter().any(|words| message.starts_with(words))
}

/// Whether the words are those for an account without a plan, or for one that is no master, where the operation asks for it.
fn is_of_its_own_step(mounted: &Mounted, answer: &Answer) -> bool {
    let is = |failure: Failure| {
        let (before, after) = failure.message.split_once("{}").unwrap_or((failure.message, ""));
        let message = answer.message();
        answer.status == failure.status && message.starts_with(before) && message.ends_with(after)
    };
    let operation = &mounted.operation;
    operation.paid_only.is_some_and(is) || (operation.masters_only && is(NO_PERMISSION))
}

pub fn operations(world: &World) -> Vec<Arc<Mounted>> {
    let of_tenants = |mounted: &&Arc<Mounted>| mounted.operation.surface.is_of_accounts();
    world.platform.mounted().iter().filter(of_tenants).cloned().collect()
}

/// Holds every operation at every place, on every account, to the model.
fn hold_all(world: &World, trees: &Trees<'_>, who: &str, own: &Account<'_>, actor: &Actor<'_>, caller: &Caller) {
    for mounted in operations(world) {
        let itself = |named| Target {
            named,
            names_me: mounted.template.contains("/users/me/"),
            relation: Relation::Itself,
            pays_itself: false,
            is_paid: caller.own.is_paid,
        };
        let calls = match mounted.face {
            Face::Direct => vec![("", itself(Named::NotAtAll))],
            Face::Prefixed => {
                let by_id = trees.ids().map(|id| (id, trees.target(own, id)));
                [("me", itself(Named::ByMe))].into_iter().chain(by_id).collect()
            }
        };
        for (account, target) in calls {
            let answer = ask(actor, &mounted, account);
            // About oneself everybody is answered differently.
            if hold(who, caller, &target, &mounted, &answer) && !mounted.template.contains("/users/me/") {
                trees.hold_alike(who, own, account, &mounted, &answer);
            }
        }
    }
}

/// Holds every operation, called by somebody through an app of its own, to the model; on itself too, where it may end its
/// session.
fn hold_user_level<'w>(world: &World, trees: &Trees<'_>, who: &str, sign_in: &dyn Fn() -> Actor<'w>, caller: &Caller) {
    hold_all(world, trees, who, &trees.top, &sign_in(), caller);
    let names_users = |mounted: &Arc<Mounted>| mounted.template.contains("{userId}");
    for mounted in operations(world).into_iter().filter(names_users) {
        let named = if mounted.face == Face::Direct { Named::NotAtAll } else { Named::ByMe };
        let target = Target {
            named,
            names_me: true,
            relation: Relation::Itself,
            pays_itself: false,
            is_paid: caller.own.is_paid,
        };
        hold(who, caller, &target, &mounted, &ask_about(&sign_in(), &mounted, "me", "me"));
    }
}

/// Granular scopes of the level at which users act for themselves.
pub fn user_scopes(world: &World) -> BTreeSet<String> {
    let of_accounts = |scope: &&str| scope.ends_with(":admin") || scope.ends_with(":master");
    let scopes = world.platform.scopes().into_iter().filter(|scope| scope.matches(':').count() == 2);
    scopes.filter(|scope| !of_accounts(scope)).map(str::to_owned).collect()
}

/// Granular scopes of a level.
pub fn all_scopes(world: &World, level: &str) -> BTreeSet<String> {
    let is_granular = |scope: &&str| scope.matches(':').count() == 3 || scope.starts_with("scim2:");
    let scopes = world.platform.scopes().into_iter().filter(is_granular);
    scopes.filter(|scope| scope.ends_with(level)).map(str::to_owned).collect()
}

const MASTER: Own = Own { is_master: true, manages: true, is_paid: true };
const SUB: Own = Own { is_master: false, manages: false, is_paid: true };

fn owner() -> Role {
    Role { privileges: None, second_level: 1, second_privileges: BTreeSet::new() }
}
fn caller(own: Own, scopes: Option<BTreeSet<String>>) -> Caller {
    Caller { proof: Proof::Good, own, is_user_level: false, has_authorised: false, scopes, role: owner() }
}

#[test]
fn owners_reach_what_stands_below_them() {
    let world = World::new();
    let trees = Trees::new(&world);
    for (who, own, tier) in
        [("top", &trees.top, MASTER), ("reseller", &trees.reseller, MASTER), ("department", &trees.department, SUB)]
    {
        let scopes = trees_scopes(&world, tier);
        hold_all(&world, &trees, who, own, &own.actor, &caller(tier, Some(scopes)));
    }
}

/// What an app of this tier may hold: scopes of the master's level are for masters.
fn trees_scopes(world: &World, tier: Own) -> BTreeSet<String> {
    let mut scopes = all_scopes(world, ":admin");
    if tier.is_master {
        scopes.extend(all_scopes(world, ":master"));
    }
    scopes
}

#[test]
fn a_call_without_a_good_proof_is_refused_everywhere() {
    let world = World::new();
    let trees = Trees::new(&world);
    let expired = trees.top.actor.clone();
    world.advance(3600);
    let (key, another) = (Key::of(&trees.top), Key::of(&trees.department));
    let with = |token: String| Actor::new(&world, token);
    let proofs = [
        ("nobody", Proof::Nothing, world.nobody()),
        ("a token that was never issued", Proof::Wrong, with("a-token-that-was-never-issued".to_owned())),
        ("a wrong signature", Proof::Wrong, with(key.token_signed_by(&another, 2 * 3600))),
        ("an expired token", Proof::Expired, expired),
        ("an expired signed token", Proof::Expired, with(key.token(-1))),
    ];
    for (who, proof, actor) in proofs {
        let caller = Caller { proof, ..caller(MASTER, None) };
        hold_all(&world, &trees, who, &trees.top, &actor, &caller);
    }
}

#[test]
fn a_signed_token_does_what_the_owner_does() {
    let world = World::new();
    let trees = Trees::new(&world);
    let signed = Actor::new(&world, Key::of(&trees.top).token(3600));
    let scopes = trees_scopes(&world, MASTER);
    hold_all(&world, &trees, "the owner", &trees.top, &trees.top.actor, &caller(MASTER, Some(scopes)));
    hold_all(&world, &trees, "a signed token", &trees.top, &signed, &caller(MASTER, None));
}

#[test]
fn a_scope_of_the_other_level_does_not_do() {
    let world = World::new();
    let trees = Trees::new(&world);
    for level in [":admin", ":master", "no such level"] {
        let scopes = all_scopes(&world, level);
        let names: Vec<&str> = scopes.iter().map(String::as_str).collect();
        let actor = trees.top.app_with_scopes(&names);
        hold_all(&world, &trees, &format!("only {level}"), &trees.top, &actor, &caller(MASTER, Some(scopes)));
    }
}

#[test]
fn a_role_acts_in_subaccounts_as_its_second_level_says() {
    let world = World::new();
    let trees = Trees::new(&world);
    let roles: [(&str, &[&str], u8, &[&str]); 7] = [
        ("without subaccounts", &["User:Read", "User:Edit", "Role:Read", "Role:Edit"], 1, &[]),
        ("reads subaccounts", &["SubAccount:Read"], 1, &[]),
        ("as their owner", &["SubAccount:Read", "SubAccount:Edit"], 1, &[]),
        ("as here, with nothing", &["SubAccount:Edit"], 2, &["User:Read", "User:Edit"]),
        ("as here, with users", &["SubAccount:Edit", "User:Read", "User:Edit"], 2, &[]),
        ("as listed, with nothing", &["SubAccount:Edit", "User:Read", "User:Edit"], 3, &[]),
        ("as listed, with reading users", &["SubAccount:Edit"], 3, &["User:Read"]),
    ];
    let scopes = trees_scopes(&world, MASTER);
    for (who, privileges, second_level, second_privileges) in roles {
        let actor = trees.top.user_with_role(privileges, second_level, second_privileges);
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        let role =
            Role { privileges: Some(names(privileges)), second_level, second_privileges: names(second_privileges) };
        let caller = Caller { role, has_authorised: true, ..caller(MASTER, Some(scopes.clone())) };
        hold_all(&world, &trees, who, &trees.top, &actor, &caller);
    }
}

#[test]
fn an_app_of_a_user_gets_no_further_than_to_that_user() {
    let world = World::new();
    let trees = Trees::new(&world);
    let app = trees.top.operate("POST", "/apps", json!({"kind": "user"})).is(201).text("client_id");
    let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let role = |privileges: &[&str]| Role { privileges: Some(names(privileges)), second_level: 2, ..owner() };
    let (member, _) = trees.top.user("member");
    let reader = trees.top.holder(&["User:Read"], 2, &[]);
    let users = [
        ("owner", &trees.top.owner_id, owner()),
        ("member", &member, role(&[])),
        ("reader", &reader, role(&["User:Read"])),
    ];
    for (who, user, role) in users {
        let sign_in = || trees.top.user_signed_in_with(&app, user);
        let scopes = Some(user_scopes(&world));
        let caller = Caller { is_user_level: true, has_authorised: true, role, ..caller(MASTER, scopes) };
        hold_user_level(&world, &trees, who, &sign_in, &caller);
    }
}

#[test]
fn an_app_that_users_have_authorised_manages_for_them_what_their_roles_manage() {
    let world = World::new();
    let trees = Trees::new(&world);
    let app = trees.top.operate("POST", "/apps", json!({"kind": "oauth"})).is(201).text("client_id");
    let scopes = trees_scopes(&world, MASTER);
    let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let (member, _) = trees.top.user("member");
    let mut users = vec![("owner", trees.top.owner_id.clone(), owner())];
    users.push(("member", member, Role { privileges: Some(names(&[])), second_level: 2, ..owner() }));
    let roles: [(&str, &[&str]); 4] = [
        ("reader", &["Role:Read", "User:Read", "IMGroups:Read", "Informationbarriers:Read"]),
        ("editor", &["Role:Edit", "User:Edit", "IMGroups:Edit", "Informationbarriers:Edit", "Group:Edit"]),
        ("manager of something else", &["AccountSetting:Edit", "Division:Edit", "Group:Read"]),
        ("manager of subaccounts", &["SubAccount:Edit"]),
    ];
    for (who, privileges) in roles {
        let role = Role { privileges: Some(names(privileges)), second_level: 2, ..owner() };
        users.push((who, trees.top.holder(privileges, 2, &[]), role));
    }
    for (who, user, role) in users {
        let actor = trees.top.user_signed_in_with(&app, &user);
        let caller = Caller { has_authorised: true, role, ..caller(MASTER, Some(scopes.clone())) };
        hold_all(&world, &trees, who, &trees.top, &actor, &caller);
    }
}

#[test]
fn only_a_paid_account_has_what_the_documents_reserve_for_one() {
    let world = World::new();
    let master = world.account("unpaid", json!({"master": true}));
    let member = master.user_signed_in(&master.user("member").0);
    let app = master.operate("POST", "/apps", json!({"kind": "oauth"})).is(201).text("client_id");
    let through_an_app = master.user_signed_in_with(&app, &master.user("member").0);
    let unprivileged = || Role { privileges: Some(BTreeSet::new()), second_level: 2, ..owner() };
    for (who, actor, has_authorised, role) in [
        ("owner", &master.actor, false, owner()),
        ("member", &member, true, unprivileged()),
        ("member through an app", &through_an_app, true, unprivileged()),
    ] {
        let own = Own { is_paid: false, ..MASTER };
        let caller = Caller { role, has_authorised, ..caller(own, Some(trees_scopes(&world, MASTER))) };
        for mounted in operations(&world) {
            // One for each operation: an unpaid subaccount can be let go.
            let sub = world.sub(&master);
            let at = |named, relation| Target { named, names_me: false, relation, pays_itself: false, is_paid: false };
            let calls = match mounted.face {
                Face::Direct => vec![("", at(Named::NotAtAll, Relation::Itself))],
                Face::Prefixed => {
                    vec![("me", at(Named::ByMe, Relation::Itself)), (&*sub.id, at(Named::ById, Relation::Sub))]
                }
            };
            for (account, target) in calls {
                hold(who, &caller, &target, &mounted, &ask(actor, &mounted, account));
            }
        }
    }
}

#[test]
fn a_master_that_does_not_manage_subaccounts_reaches_none() {
    let world = World::new();
    let trees = Trees::new(&world);
    trees.top.operate("PUT", "/manages_subaccounts", json!({"on": false})).is(200);
    let own = Own { manages: false, ..MASTER };
    let scopes = trees_scopes(&world, MASTER);
    hold_all(&world, &trees, "switched off", &trees.top, &trees.top.actor, &caller(own, Some(scopes)));
}

#[test]
fn a_top_level_master_needs_the_switch_of_the_second_level_too() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    top.on(&customer).get("/users").is(200);
    reseller.operate("PUT", "/manages_subaccounts", json!({"on": false})).is(200);
    let text = format!("Account does not exist: {}.", customer.id);
    top.on(&customer).get("/users").refused(404, 2001, &text);
    reseller.on(&customer).get("/users").refused(404, 2001, &text);
    reseller.get("/users").is(200);
}

#[test]
fn foreign_and_unknown_accounts_are_answered_by_the_same_bytes() {
    let world = World::new();
    let trees = Trees::new(&world);
    for mounted in operations(&world).into_iter().filter(|mounted| mounted.face == Face::Prefixed) {
        let masked = |id: &str| {
            let answer = ask(&trees.top.actor, &mounted, id);
            (answer.status, String::from_utf8_lossy(&answer.bytes).replace(id, "…"))
        };
        let unknown = masked(NO_ID);
        for foreign in [&trees.foreign, &trees.disassociated] {
            assert_eq!(masked(&foreign.id), unknown, "{}", mounted.template);
        }
    }
}
