//! Every declared field of every request, in the body and in the query: what it does not take is refused with its path and
//! changes nothing, and what stands at its limits is not refused for it. A new operation joins without a line here.
//!
//! This covers, one beyond, at and one within each limit, all lengths, numbers and lists that schemas know, among them those
//! of a profile and of an email. What else a rule refuses, in words of its own or not, is tested with its resource: a name
//! of blanks for a group or a division, a password that is no good. What settings take at their limits is tested in
//! `crates/settings`, where nothing but the value counts. Provisioning has errors of another form, and tests of its own.
mod cases;
mod exceptions;
mod things;
mod walk;

use crate::{answer::Answer, world::World};
use cases::{Case, beyond, rounds, within};
use exceptions::{AT_LIMITS, Exception, code, exception};
use platform::{Face, Mount, Mounted, Operation, Surface};
use serde_json::Value;
use std::{collections::BTreeSet, sync::Arc};
use things::{Form, Query, Things, forms, needed, of_query, said};
use walk::{fields, good, kind, put};

/// A part of the operations; each has tests of its own, which run beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Users,
    Accounts,
    Groups,
    SettingsOfAccounts,
    SettingsOfGroups,
    SettingsOfUsers,
    Operator,
}

impl Part {
    fn of(operation: &Operation) -> Self {
        let is_below = |start: &str| operation.path.starts_with(start);
        match operation.path.contains("settings") {
            _ if operation.surface == Surface::Operator => Part::Operator,
            true if is_below("/accounts") => Part::SettingsOfAccounts,
            true if is_below("/groups") => Part::SettingsOfGroups,
            true => Part::SettingsOfUsers,
            false if is_below("/users") => Part::Users,
            false if is_below("/accounts") => Part::Accounts,
            false => Part::Groups,
        }
    }
    /// Its operations, each at the place where it is declared.
    fn operations(self, world: &World) -> Vec<Arc<Mounted>> {
        operations(world).into_iter().filter(|mounted| Part::of(&mounted.operation) == self).collect()
    }
}

/// Those of tenants and of the operator.
fn operations(world: &World) -> Vec<Arc<Mounted>> {
    let is_first = |mounted: &&Arc<Mounted>| match mounted.operation.surface {
        Surface::Tenants => mounted.face == Face::Direct || mounted.operation.mount == Mount::Account,
        Surface::Operator => true,
        _ => false,
    };
    world.platform.mounted().iter().filter(is_first).cloned().collect()
}

/// The fields that an answer refuses.
fn refused(answer: &Answer) -> BTreeSet<String> {
    let errors = answer["errors"].as_array().into_iter().flatten();
    errors.filter_map(|error| error["field"].as_str()).map(str::to_owned).collect()
}

/// The answer refuses the fields of all cases, and nothing else.
#[track_caller]
fn hold_refusal(mounted: &Mounted, round: &[Case<'_>], answer: &Answer) {
    let wanted: BTreeSet<String> = round.iter().map(|case| case.field.shown()).collect();
    let seen = refused(answer);
    let taken: Vec<(String, &str)> =
        round.iter().map(|case| (case.field.shown(), case.what)).filter(|(field, _)| !seen.contains(field)).collect();
    let others: Vec<&String> = seen.difference(&wanted).collect();
    let (key, status, message) = (mounted.operation.key(), answer.status, answer.message());
    let is_so = taken.is_empty() && others.is_empty() && status == 400 && answer["code"] == code(&key, &wanted);
    assert!(is_so, "{key}: {status} {message}\nnot refused: {taken:?}\nrefused too: {others:?}");
}

/// Holds every field of every body of a part to what it does not take.
fn refuse_beyond(part: Part) {
    let world = World::new();
    let things = Things::new(&world);
    let mut held = 0;
    for mounted in part.operations(&world) {
        for Form { schema, title, mut query } in forms(&mounted) {
            query.extend(needed(&mounted));
            for round in rounds(fields(schema).iter().flat_map(beyond).collect()) {
                let mut body = good(schema, "");
                for case in &round {
                    put(&mut body, schema, &case.field.names, case.value.clone());
                }
                hold_refusal(&mounted, &round, &things.send(&mounted, title, &query, &body));
                held += round.len();
            }
        }
    }
    assert!(held > 0, "{part:?} has no field");
    assert_eq!(things.happened(), [] as [Value; 0], "what is refused changes nothing");
    println!("bounds: {held} values of {part:?} are refused");
}

/// Holds every field of every body of a part to what it takes at its limits.
fn take_within(part: Part) {
    let world = World::new();
    let things = Things::new(&world);
    let (mut held, mut excepted) = (0, Vec::new());
    for mounted in part.operations(&world) {
        let key = mounted.operation.key();
        for Form { schema, title, mut query } in forms(&mounted) {
            query.extend(needed(&mounted));
            for case in fields(schema).iter().flat_map(within) {
                let mut body = good(schema, "");
                put(&mut body, schema, &case.field.names, case.value.clone());
                let answer = things.send(&mounted, title, &query, &body);
                let (field, known) = (case.field.shown(), exception(&key, &case.field.shown()));
                let is_refused = refused(&answer).contains(&field);
                if let Some(known) = known.filter(|known| is_refused && answer["code"] == known.code) {
                    excepted.push(known);
                } else {
                    assert!(!is_refused && answer.status < 500, "{key}: {field} at {}\n{answer}", case.what);
                }
                held += 1;
            }
        }
    }
    assert!(held > 0, "{part:?} has no limit");
    let operations = part.operations(&world);
    let is_of_part = |known: &Exception| operations.iter().any(|mounted| mounted.operation.is(known.operation));
    let gone: Vec<Exception> =
        AT_LIMITS.into_iter().filter(|known| is_of_part(known) && !excepted.contains(known)).collect();
    assert!(gone.is_empty(), "an exception that does not occur any more: {gone:?}");
    println!("bounds: {held} limits of {part:?} are taken");
}

#[test]
fn what_a_body_about_users_does_not_take_is_refused_by_its_field_and_changes_nothing() {
    refuse_beyond(Part::Users);
}

#[test]
fn what_a_body_about_accounts_does_not_take_is_refused_by_its_field_and_changes_nothing() {
    refuse_beyond(Part::Accounts);
}

#[test]
fn what_a_body_about_groups_and_roles_does_not_take_is_refused_by_its_field_and_changes_nothing() {
    refuse_beyond(Part::Groups);
}

#[test]
fn what_the_settings_of_an_account_do_not_take_is_refused_by_its_field_and_changes_nothing() {
    refuse_beyond(Part::SettingsOfAccounts);
}

#[test]
fn what_the_settings_of_a_group_do_not_take_is_refused_by_its_field_and_changes_nothing() {
    refuse_beyond(Part::SettingsOfGroups);
}

#[test]
fn what_the_settings_of_a_user_do_not_take_is_refused_by_its_field_and_changes_nothing() {
    refuse_beyond(Part::SettingsOfUsers);
}

#[test]
fn what_a_body_of_the_operator_does_not_take_is_refused_by_its_field_and_changes_nothing() {
    refuse_beyond(Part::Operator);
}

#[test]
fn the_limits_of_a_body_about_users_are_taken() {
    take_within(Part::Users);
}

#[test]
fn the_limits_of_a_body_about_accounts_are_taken() {
    take_within(Part::Accounts);
}

#[test]
fn the_limits_of_a_body_about_groups_and_roles_are_taken() {
    take_within(Part::Groups);
}

/// The cases of a query, as far as a query can say them.
fn of_parameters<'s>(mounted: &'s Mounted, cases: fn(&walk::Field<'s>) -> Vec<Case<'s>>) -> Vec<Case<'s>> {
    let parameters = of_query(mounted).into_iter().flat_map(fields);
    let alone = parameters.filter(|field| field.names.len() == 1 && kind(field.schema) != "array");
    alone.flat_map(|field| cases(&field)).filter(|case| said(&case.value).is_some()).collect()
}

/// Sends the cases in the query of a request that is good otherwise.
fn ask(things: &Things<'_>, mounted: &Mounted, round: &[Case<'_>]) -> Answer {
    let mut query: Query = needed(mounted);
    query.extend(round.iter().filter_map(|case| Some((case.field.shown(), said(&case.value)?))));
    let body = forms(mounted).first().map_or(Value::Null, |form| good(form.schema, ""));
    things.send(mounted, "", &query, &body)
}

#[test]
fn what_a_parameter_does_not_take_is_refused_by_its_name_and_changes_nothing() {
    let world = World::new();
    let things = Things::new(&world);
    let mut held = 0;
    // A file comes in a form, which is looked at first.
    for mounted in operations(&world).into_iter().filter(|mounted| mounted.operation.file.is_none()) {
        for round in rounds(of_parameters(&mounted, beyond)) {
            hold_refusal(&mounted, &round, &ask(&things, &mounted, &round));
            held += round.len();
        }
    }
    assert!(held > 0);
    assert_eq!(things.happened(), [] as [Value; 0], "what is refused changes nothing");
    println!("bounds: {held} values of parameters are refused");
}

#[test]
fn the_limits_of_a_parameter_are_taken() {
    let world = World::new();
    let things = Things::new(&world);
    let mut held = 0;
    for mounted in operations(&world).into_iter().filter(|mounted| mounted.operation.method == "GET") {
        for case in of_parameters(&mounted, within) {
            let round = [case];
            let answer = ask(&things, &mounted, &round);
            let field = round[0].field.shown();
            assert!(
                answer.status < 500 && !refused(&answer).contains(&field),
                "{field} at {}\n{answer}",
                round[0].what
            );
            held += 1;
        }
    }
    assert!(held > 0);
    println!("bounds: {held} limits of parameters are taken");
}
