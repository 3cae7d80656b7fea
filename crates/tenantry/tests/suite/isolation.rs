//! No account sees, changes or learns of another's data: every operation, called by everybody, with ids of others in
//! every place for an id. A new operation joins without a line here, unless its ids are of a new kind.
mod fields;
mod request;
mod sample;
mod trees;

use crate::{
    answer::Answer,
    matrix::operations,
    torture::{Random, seed},
    world::World,
};
use fields::{Field, Kind};
use platform::{Face, Mounted};
use request::{Filled, Request};
use serde_json::Value;
use std::{collections::BTreeSet, sync::Arc, thread};
use trees::{Somebody, Trees};

/// Of so many comparisons one is made in an ordinary run of the suite.
const ONE_OF: usize = 40;
/// Of so many ids that do not belong in their place one is tried, where all that do are.
const ONE_OF_OTHERS: usize = 16;
/// Callers are divided among so many threads.
const THREADS: usize = 4;

/// What the platform says about an email wherever in it the email is, because an email is unique in the whole platform.
const TOLD_OF_EMAILS: [(&str, &str); 4] = [
    ("POST /accounts", "email"),
    ("POST /users", "user_info.email"),
    ("PUT /users/{userId}/email", "email"),
    ("GET /users/email", "email"),
];

#[test]
fn an_id_of_somebody_else_is_answered_as_one_that_never_existed() {
    let world = World::new();
    let trees = Trees::new(&world);
    let operations = operations(&world);
    let before = trees.seen_by_their_owners();
    let callers: Vec<Vec<&Somebody<'_>>> =
        (0..THREADS).map(|at| trees.callers.iter().skip(at).step_by(THREADS).collect()).collect();
    let run =
        |callers: &[&Somebody<'_>]| -> usize { callers.iter().map(|who| hold_all(&trees, who, &operations)).sum() };
    let compared = thread::scope(|scope| {
        let threads: Vec<_> = callers.iter().map(|callers| scope.spawn(|| run(callers))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a comparison")).sum::<usize>()
    });
    for (before, after) in before.iter().zip(trees.seen_by_their_owners()) {
        assert_eq!(*before, after, "a row of somebody was changed");
    }
    trees.hold_log();
    println!("isolation: {compared} answers to foreign ids equal those to ids that never existed, no row changed");
}

/// Every place, field and foreign account, with an id that belongs there, and some that do not. The number of comparisons.
fn hold_all(trees: &Trees<'_>, who: &Somebody<'_>, operations: &[Arc<Mounted>]) -> usize {
    let mut random = Random::new(seed() ^ who.name.len() as u64);
    let is_whole = std::env::var("TENANTRY_TORTURE").is_ok_and(|how| how == "whole");
    let mut compared = 0;
    for mounted in operations {
        for place in places(trees, who, mounted.face) {
            for field in fields::of(mounted) {
                let fitting = Kind::fitting(mounted, &field);
                for (foreign, kind) in who.foreign.iter().flat_map(|foreign| Kind::ALL.map(|kind| (*foreign, kind))) {
                    let is_there = trees.objects[foreign].of(kind).is_some();
                    let one_of = match is_whole {
                        true if Some(kind) == fitting => 1,
                        true => ONE_OF_OTHERS,
                        false => ONE_OF,
                    };
                    if random.below(one_of) == 0 && is_there && !is_told(mounted, &field, kind) {
                        let request = Request { trees, who, mounted, place: &place, field: &field, foreign, kind };
                        hold(&request, &mut random);
                        compared += 1;
                    }
                }
            }
        }
    }
    compared
}

/// How a call can name an account that the caller may act on, and the number of that account.
fn places(trees: &Trees<'_>, who: &Somebody<'_>, face: Face) -> Vec<Place> {
    if face == Face::Direct {
        return vec![Place { segment: String::new(), account: who.account }];
    }
    let literal = |account: &usize| Place { segment: trees.accounts[*account].id.clone(), account: *account };
    let me = Place { segment: "me".to_owned(), account: who.account };
    [me, literal(&who.account)].into_iter().chain(who.reaches.iter().map(literal)).collect()
}

/// An account of the call, as the path names it.
pub struct Place {
    pub segment: String,
    pub account: usize,
}

fn is_told(mounted: &Mounted, field: &Field, kind: Kind) -> bool {
    kind == Kind::Email && TOLD_OF_EMAILS.contains(&(&*mounted.operation.key(), &*field.shown()))
}

fn hold(request: &Request<'_, '_>, random: &mut Random) {
    let choice = random.next();
    let [(of_another, to_another), (of_nobody, to_nobody)] = [request.theirs(), request.nobodys(random)].map(|value| {
        let filled = request.with(value, &mut Random::new(choice));
        let answer = request.send(&filled);
        (filled, answer)
    });
    let shown = format!(
        "{} with {} as {}:\n{}\n{}",
        request.who.name,
        request.kind,
        request.field.shown(),
        to_another,
        to_nobody
    );
    let [another, nobody] = [(&to_another, &of_another), (&to_nobody, &of_nobody)].map(|(it, of)| masked(it, of));
    assert_eq!(another, nobody, "{shown}");
    let text = String::from_utf8_lossy(&to_another.bytes);
    let told = request.trees.marks_beyond(request.who).find(|mark| text.contains(*mark) && *mark != of_another.value);
    assert_eq!(told, None, "{shown}");
}

/// What may be compared: the whole of a refusal, without the ids that were asked for; of a success which fields it has.
fn masked(answer: &Answer, filled: &Filled) -> (u16, Vec<String>, BTreeSet<String>) {
    let headers = answer
        .headers
        .iter()
        .filter(|(name, _)| !["x-zm-trackingid", "content-length", "location"].contains(&name.as_str()));
    let headers = headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("?"))).collect();
    if answer.status < 300 {
        return (answer.status, headers, shape(&answer.body));
    }
    // An id in a place for an email is echoed in the form in which emails are compared.
    let mut text = String::from_utf8_lossy(&answer.bytes).replace(&filled.value, "…");
    text = text.replace(&filled.value.to_lowercase(), "…");
    for own in &filled.own {
        text = text.replace(own, "own");
    }
    (answer.status, headers, [text].into())
}

/// The dotted paths of all fields.
fn shape(value: &Value) -> BTreeSet<String> {
    fn walk(value: &Value, at: &str, paths: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(name, value)| walk(value, &format!("{at}.{name}"), paths))
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, &format!("{at}[]"), paths)),
            _ => drop(paths.insert(at.to_owned())),
        }
    }
    let mut paths = BTreeSet::new();
    walk(value, "$", &mut paths);
    paths
}
