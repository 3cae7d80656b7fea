//! Random sequences of edits and assignments by several callers, held to an obvious reckoning of who can do what.
use super::{holder, name, role};
use crate::{
    actors::{Account, Actor},
    world::World,
};
use proptest::{prelude::*, sample::subsequence};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PRIVILEGES: [&str; 6] =
    ["User:Read", "User:Edit", "Role:Edit", "SubAccount:Read", "SubAccount:Edit", "Group:Read"];
const PEOPLE: usize = 3;

/// Where a deed is done: in the account of the role, or, reading and changing, below it.
type Deeds = BTreeSet<(&'static str, String)>;

fn texts(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// What a holder of the role can do, as the published rules say it.
fn deeds(role: &Value, everything: &BTreeSet<String>) -> Deeds {
    let here = texts(&role["privileges"]);
    let second = &role["sub_account_privileges"];
    let below = match second["second_level"].as_i64().unwrap() {
        1 => everything.clone(),
        2 => here.clone(),
        _ => texts(&second["privileges"]),
    };
    let mut deeds: Deeds = here.iter().map(|privilege| ("here", privilege.clone())).collect();
    if here.contains("SubAccount:Read") || here.contains("SubAccount:Edit") {
        deeds.extend(below.iter().map(|privilege| ("read below", privilege.clone())));
    }
    if here.contains("SubAccount:Edit") {
        deeds.extend(below.iter().map(|privilege| ("change below", privilege.clone())));
    }
    deeds
}

#[derive(Clone, Debug)]
enum Act {
    Create(Vec<&'static str>),
    Edit { role: usize, privileges: Option<Vec<&'static str>>, level: Option<u8>, listed: Option<Vec<&'static str>> },
    Assign { role: usize, to: usize },
    Withdraw { role: usize, from: usize },
}

fn lists() -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(PRIVILEGES.to_vec(), 0..=PRIVILEGES.len())
}

/// Who acts, whether in the subaccount, and what it does.
fn acts() -> impl Strategy<Value = (usize, bool, Act)> {
    let maybe = || prop::option::of(lists());
    let edit = (0..PEOPLE + 1, maybe(), prop::option::of(1..=3u8), maybe())
        .prop_map(|(role, privileges, level, listed)| Act::Edit { role, privileges, level, listed });
    let act = prop_oneof![
        1 => lists().prop_map(Act::Create),
        4 => edit,
        3 => (0..PEOPLE + 1, 0..PEOPLE).prop_map(|(role, to)| Act::Assign { role, to }),
        1 => (0..PEOPLE + 1, 0..PEOPLE).prop_map(|(role, from)| Act::Withdraw { role, from }),
    ];
    (0..PEOPLE, any::<bool>(), act)
}

/// An account with a few roles, the admin's among them, and a few people.
struct Place<'w> {
    account: Account<'w>,
    roles: Vec<String>,
    people: Vec<String>,
}

impl<'w> Place<'w> {
    fn new(account: Account<'w>, roles: &[Vec<&'static str>]) -> Self {
        account.patch("/roles/1", json!({"privileges": ["User:Read", "User:Edit", "Group:Read"]})).is(204);
        let mut ids: Vec<String> = roles.iter().map(|privileges| role(&account, privileges)).collect();
        let people = ids.iter().map(|id| holder(&account, id)).collect();
        ids.push("1".to_owned());
        Place { account, roles: ids, people }
    }
    /// What each of the people can do.
    fn reckoned(&self, everything: &BTreeSet<String>) -> Vec<Deeds> {
        let of = |user: &String| {
            let role = self.account.get(&format!("/users/{user}")).is(200).text("role_id");
            deeds(&self.account.get(&format!("/roles/{role}")).is(200).body, everything)
        };
        self.people.iter().map(of).collect()
    }
    /// Whether it was allowed.
    fn act(&mut self, actor: &Actor<'_>, act: Act) -> bool {
        let answer = match act {
            Act::Create(privileges) => actor.post("/roles", json!({"name": name(), "privileges": privileges})),
            Act::Edit { role, privileges, level, listed } => {
                let second = json!({"second_level": level, "privileges": listed});
                let body = json!({"privileges": privileges, "sub_account_privileges": second});
                actor.patch(&format!("/roles/{}", self.roles[role]), body)
            }
            Act::Assign { role, to } => {
                let members = json!({"members": [{"id": self.people[to]}]});
                actor.post(&format!("/roles/{}/members", self.roles[role]), members)
            }
            Act::Withdraw { role, from } => {
                actor.delete(&format!("/roles/{}/members/{}", self.roles[role], self.people[from]))
            }
        };
        assert!([201, 204, 400, 404].contains(&answer.status), "{answer}");
        if answer.status == 201 && answer.body["privileges"].is_array() {
            let last = self.roles.len() - 2;
            self.roles[last] = answer.text("id");
        }
        answer.status < 300
    }
}

fn run(roles: &[Vec<&'static str>], below: &[(u8, Vec<&'static str>)], acts: Vec<(usize, bool, Act)>) -> usize {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let everything = texts(&master.get("/roles/0").is(200)["privileges"]);
    let mut above = Place::new(master, roles);
    let mut under = Place::new(sub, &[vec![], vec!["User:Read"], vec!["Role:Edit", "User:Edit"]]);
    for (role, (level, listed)) in above.roles.iter().zip(below) {
        let body = json!({"sub_account_privileges": {"second_level": level, "privileges": listed}});
        above.account.patch(&format!("/roles/{role}"), body).is(204);
    }
    let actors: Vec<Actor<'_>> = above.people.iter().map(|user| above.account.user_signed_in(user)).collect();
    let mut allowed = 0;
    let (mut before, mut before_under) = (above.reckoned(&everything), under.reckoned(&everything));
    for (who, is_below, act) in acts {
        let what = format!("{act:?} by {who}, below: {is_below}");
        let held = before[who].clone();
        let was_allowed = match is_below {
            true => under.act(&actors[who].on_id(&under.account.id), act),
            false => above.act(&actors[who], act),
        };
        allowed += usize::from(was_allowed);
        let (after, after_under) = (above.reckoned(&everything), under.reckoned(&everything));
        for (before, after) in before.iter().zip(&after) {
            let gained: Deeds = after.difference(before).cloned().collect();
            assert_eq!(gained.difference(&held).next(), None, "{what} gave this away");
        }
        // What somebody may change below is all it may give there.
        let held: Deeds =
            held.into_iter().filter(|(place, _)| *place == "change below").map(|(_, it)| ("here", it)).collect();
        for (before, after) in before_under.iter().zip(&after_under) {
            let gained: Deeds = after.difference(before).filter(|(place, _)| *place == "here").cloned().collect();
            assert_eq!(gained.difference(&held).next(), None, "{what} gave this away below");
        }
        (before, before_under) = (after, after_under);
    }
    allowed
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nobody_ever_gets_a_privilege_that_the_acting_user_did_not_hold(
        roles in prop::collection::vec(subsequence(PRIVILEGES.to_vec(), 3..=PRIVILEGES.len()), PEOPLE),
        below in prop::collection::vec((1..=3u8, lists()), PEOPLE),
        acts in prop::collection::vec(acts(), 10..30),
    ) {
        run(&roles, &below, acts);
    }
}

#[test]
fn strong_callers_are_allowed_what_weak_ones_are_not() {
    let edit = |privileges: &[&'static str]| Act::Edit {
        role: 2,
        privileges: Some(privileges.to_vec()),
        level: None,
        listed: None,
    };
    let acts = |who: usize| vec![(who, false, edit(&["User:Edit"])), (who, true, edit(&["User:Edit", "Group:Read"]))];
    let roles = [PRIVILEGES.to_vec(), vec!["SubAccount:Edit"], vec![]];
    let below = [(1, vec![]), (2, vec![]), (2, vec![])];
    assert_eq!((run(&roles, &below, acts(0)), run(&roles, &below, acts(1))), (2, 0));
}
