//! Random trees, callers, accounts and operations: every decision equals the model's.
mod facts;

use crate::{
    actors::{Account, Actor},
    matrix::{all_scopes, ask, hold, operations},
    model::{Caller, Named, Own, Proof, Relation, Role, Target},
    torture::{self, Random},
    world::{NO_ID, World},
};
use platform::{Face, Mounted};
use serde_json::json;
use std::{collections::BTreeSet, sync::Arc};

/// Decisions in an ordinary run of the suite.
const ORDINARY: usize = 600;
/// Decisions on made-up facts for each that is asked for through HTTP.
const FACTS_FOR_EACH: usize = 50;
/// Decisions in one world.
const A_WORLD: usize = 400;
/// Callers in one world.
const CALLERS: usize = 16;

const PRIVILEGES: [&str; 14] = [
    "SubAccount:Read",
    "SubAccount:Edit",
    "User:Read",
    "User:Edit",
    "Role:Read",
    "Role:Edit",
    "AccountSetting:Read",
    "AccountSetting:Edit",
    "Group:Read",
    "Group:Edit",
    "IMGroups:Read",
    "IMGroups:Edit",
    "Informationbarriers:Read",
    "Informationbarriers:Edit",
];

/// What is known of an account, as it was made.
struct Known<'w> {
    account: Account<'w>,
    /// The number of its parent.
    parent: Option<usize>,
    is_master: bool,
    manages: bool,
    pays_itself: bool,
    is_paid: bool,
}

/// Trees, and everybody who calls in them.
struct Scene<'w> {
    world: &'w World,
    accounts: Vec<Known<'w>>,
    callers: Vec<(usize, Actor<'w>, Caller)>,
    operations: Vec<Arc<Mounted>>,
}

impl<'w> Scene<'w> {
    fn new(world: &'w World, random: &mut Random) -> Self {
        let mut scene = Scene { world, accounts: Vec::new(), callers: Vec::new(), operations: operations(world) };
        let top = scene.add(None, true, random);
        let resellers = [scene.add(Some(top), true, random), scene.add(Some(top), true, random)];
        for parent in [top, top, top, resellers[0], resellers[0], resellers[1]] {
            scene.add(Some(parent), false, random);
        }
        let other = scene.add(None, true, random);
        scene.add(Some(other), false, random);
        let expired = scene.accounts[top].account.actor.clone();
        world.advance(3600);
        for known in &mut scene.accounts {
            known.account.actor = Actor::new(world, known.account.new_token());
        }
        let nobody = [(Proof::Nothing, world.nobody()), (Proof::Expired, expired)];
        for (proof, actor) in nobody {
            let own = scene.own(top);
            let caller =
                Caller { proof, own, is_user_level: false, has_authorised: false, scopes: None, role: owner() };
            scene.callers.push((top, actor, caller));
        }
        (0..CALLERS).for_each(|_| scene.add_caller(random));
        scene.switch(random);
        scene
    }

    fn add(&mut self, parent: Option<usize>, is_master: bool, random: &mut Random) -> usize {
        let parent_id = parent.map(|parent| self.accounts[parent].account.id.clone());
        let account = self.world.account("random", json!({"parent_id": parent_id, "master": is_master}));
        let mut known =
            Known { account, parent, is_master, manages: is_master, pays_itself: false, is_paid: is_master };
        if let Some(parent) = parent.filter(|_| !is_master && random.percent(25)) {
            known.pays_itself = true;
            self.accounts[parent].account.on(&known.account).patch("/options", json!({"pay_mode": "sub"})).is(204);
        }
        // Only a paid account can say how its roles act below it.
        if is_master || random.percent(60) {
            known.is_paid = true;
            known.account.plan("Business", 5);
        }
        self.accounts.push(known);
        self.accounts.len() - 1
    }

    /// Somebody of a random account: its owner or one of its users, through an app with random scopes.
    fn add_caller(&mut self, random: &mut Random) {
        let at = random.below(self.accounts.len());
        let known = &self.accounts[at];
        let account = &known.account;
        let mut scopes: Vec<String> = all_scopes(self.world, ":admin").into_iter().collect();
        if known.is_master {
            scopes.extend(all_scopes(self.world, ":master"));
        }
        if random.percent(40) {
            scopes = random.some_of(&scopes, 70);
        }
        let is_owner = random.percent(30);
        let has_authorised = !is_owner;
        let kind = if has_authorised && random.percent(50) { "oauth" } else { "server_to_server" };
        let app = account.operate("POST", "/apps", json!({"kind": kind, "scopes": scopes})).is(201);
        let (client_id, secret) = (app.text("client_id"), app.text("client_secret"));
        let (actor, role) = if is_owner {
            (Actor::new(self.world, crate::actors::token(self.world, &account.id, &client_id, &secret)), owner())
        } else {
            user_of(known, &client_id, random)
        };
        let scopes = Some(scopes.into_iter().collect());
        let own = self.own(at);
        let caller = Caller { proof: Proof::Good, own, is_user_level: false, has_authorised, scopes, role };
        self.callers.push((at, actor, caller));
    }

    /// Some masters do not manage their subaccounts; from the next request on.
    fn switch(&mut self, random: &mut Random) {
        for at in 0..self.accounts.len() {
            if self.accounts[at].is_master && random.percent(25) {
                self.accounts[at].manages = false;
                self.accounts[at].account.operate("PUT", "/manages_subaccounts", json!({"on": false})).is(200);
            }
        }
        for index in 0..self.callers.len() {
            self.callers[index].2.own = self.own(self.callers[index].0);
        }
    }

    fn own(&self, at: usize) -> Own {
        let Known { is_master, manages, is_paid, .. } = self.accounts[at];
        Own { is_master, manages, is_paid }
    }

    /// How an account stands to another, by the ways in which they were made.
    fn relation(&self, own: usize, target: usize) -> Relation {
        let parent = self.accounts[target].parent;
        match parent {
            _ if own == target => Relation::Itself,
            Some(parent) if parent == own && self.accounts[target].is_master => Relation::SecondLevelMaster,
            Some(parent) if parent == own => Relation::Sub,
            Some(parent) if self.accounts[parent].parent == Some(own) => {
                Relation::SubOfSecondLevel { its_master_manages: self.accounts[parent].manages }
            }
            _ => Relation::OutOfReach,
        }
    }

    /// Asks for one random decision.
    fn decide(&self, random: &mut Random) {
        let (own, actor, caller) = random.one_of(&self.callers);
        let mounted = random.one_of(&self.operations);
        let (segment, target) = self.target(*own, mounted, random);
        if takes_away(mounted, &target) {
            return;
        }
        let who = format!("{own} {caller:?} on {target:?}");
        hold(&who, caller, &target, mounted, &ask(actor, mounted, &segment));
    }

    fn target(&self, own: usize, mounted: &Mounted, random: &mut Random) -> (String, Target) {
        let itself = |named| Target {
            named,
            names_me: false,
            relation: Relation::Itself,
            pays_itself: self.accounts[own].pays_itself,
            is_paid: self.accounts[own].is_paid,
        };
        if mounted.face == Face::Direct {
            return (String::new(), itself(Named::NotAtAll));
        }
        match random.below(self.accounts.len() + 2) {
            0 => ("me".to_owned(), itself(Named::ByMe)),
            1 => {
                let unknown = Target {
                    named: Named::ById,
                    names_me: false,
                    relation: Relation::OutOfReach,
                    pays_itself: false,
                    is_paid: false,
                };
                (NO_ID.to_owned(), unknown)
            }
            at => {
                let known = &self.accounts[at - 2];
                let target = Target {
                    named: Named::ById,
                    names_me: false,
                    relation: self.relation(own, at - 2),
                    pays_itself: known.pays_itself,
                    is_paid: known.is_paid,
                };
                (known.account.id.clone(), target)
            }
        }
    }
}

/// A free account could leave the tree, and another decision would be right from then on.
fn takes_away(mounted: &Mounted, target: &Target) -> bool {
    mounted.operation.key() == "DELETE /accounts/{accountId}" && !target.is_paid
}

fn owner() -> Role {
    Role { privileges: None, second_level: 1, second_privileges: BTreeSet::new() }
}

fn names(list: &[&str]) -> BTreeSet<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

/// A new user with a random role, signed in through this app.
fn user_of<'w>(known: &Known<'w>, client_id: &str, random: &mut Random) -> (Actor<'w>, Role) {
    let account = &known.account;
    let privileges = random.some_of(&PRIVILEGES, 40);
    let name = format!("role {}", crate::server::server().next_world());
    let role = account.post("/roles", json!({"name": name, "privileges": privileges})).is(201).text("id");
    let (mut second_level, mut listed) = (2, Vec::new());
    if known.is_paid {
        second_level = *random.one_of(&[1, 2, 3]);
        listed = random.some_of(&PRIVILEGES, 40);
        let second = json!({"second_level": second_level, "privileges": listed});
        account.patch(&format!("/roles/{role}"), json!({"sub_account_privileges": second})).is(204);
    }
    let (user, _) = account.user("caller");
    account.post(&format!("/roles/{role}/members"), json!({"members": [{"id": user}]})).is(201);
    let token = account.operate("POST", "/user_tokens", json!({"client_id": client_id, "user_id": user})).is(201);
    let role = Role { privileges: Some(names(&privileges)), second_level, second_privileges: names(&listed) };
    (Actor::new(account.world, token.text("access_token")), role)
}

#[test]
fn random_decisions_through_http_equal_those_of_the_model() {
    let (count, mut random) = (torture::count(ORDINARY), Random::new(torture::seed()));
    let mut made = 0;
    while made < count {
        let world = World::new();
        let scene = Scene::new(&world, &mut random);
        let many = A_WORLD.min(count - made);
        (0..many).for_each(|_| scene.decide(&mut random));
        made += many;
    }
    println!("authz: 0 of {made} decisions through HTTP differ from the model's");
}

#[test]
fn random_decisions_on_made_up_facts_equal_those_of_the_model() {
    let count = torture::count(ORDINARY) * FACTS_FOR_EACH;
    facts::hold_all(count, &mut Random::new(torture::seed()));
    println!("authz: 0 of {count} decisions on made-up facts differ from the model's");
}
