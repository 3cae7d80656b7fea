//! Every list that pages, under change: what was there throughout is shown once, nothing twice, and the numbers are true.
mod lists;

use crate::{answer::Answer, matrix::operations, world::World};
use lists::{List, lists};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

/// What happens to a list between two pages.
#[derive(Clone, Debug)]
enum Act {
    Add,
    Remove(usize),
    /// Something about an element changes that may take it out of the list, or bring it back.
    Change(usize),
    /// A second passes: elements are ordered by the moment of their making.
    Wait,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => Just(Act::Add),
        2 => (0..64usize).prop_map(Act::Remove),
        2 => (0..64usize).prop_map(Act::Change),
        2 => Just(Act::Wait),
    ];
    prop::collection::vec(act, 0..4)
}

/// What is done before the first page, and after each.
#[derive(Clone, Debug)]
struct Plan {
    size: usize,
    before: Vec<Vec<Act>>,
    between: Vec<Vec<Act>>,
}

fn plans() -> impl Strategy<Value = Plan> {
    let parts = || prop::collection::vec(acts(), 0..8);
    (1..6usize, parts(), parts()).prop_map(|(size, before, between)| Plan { size, before, between })
}

impl List<'_> {
    fn act(&mut self, act: &Act) {
        let ids: Vec<String> = self.made.keys().cloned().collect();
        let one = |at: usize| (!ids.is_empty()).then(|| ids[at % ids.len()].clone());
        match act {
            Act::Add => self.add(),
            Act::Remove(at) => one(*at).into_iter().for_each(|id| self.remove(&id)),
            Act::Change(at) => one(*at).into_iter().for_each(|id| self.change(&id)),
            Act::Wait => self.world.advance(1),
        }
    }
    fn page(&self, size: usize, query: &str) -> Page {
        let path = format!("{}?page_size={size}&{query}", self.path);
        let answer = self.actor.get(&path).is(200);
        let total = self.shown().len();
        says(&answer, "total_records", total);
        says(&answer, "page_size", size);
        says(&answer, "page_count", total.div_ceil(size));
        let ids: Vec<String> = answer.column(self.key()).iter().map(|id| id.as_str().unwrap().to_owned()).collect();
        assert!(ids.iter().all(|id| self.shown().contains(id)), "somebody who is gone: {answer}");
        Page { ids, answer }
    }
    /// Follows the tokens, with changes in between.
    fn hold_under_change(&mut self, plan: &Plan) {
        let (mut throughout, mut seen, mut between) = (self.shown(), Vec::new(), plan.between.iter());
        let mut page = self.page(plan.size, "");
        loop {
            seen.append(&mut page.ids);
            let token = page.answer.text("next_page_token");
            if token.is_empty() {
                break;
            }
            assert_eq!(seen.len() % plan.size, 0, "a page that is not the last is full: {}", page.answer);
            for act in between.next().into_iter().flatten() {
                self.act(act);
                throughout.retain(|id| self.shown().contains(id));
            }
            page = self.page(plan.size, &format!("next_page_token={token}"));
        }
        let once: BTreeSet<String> = seen.iter().cloned().collect();
        assert_eq!(once.len(), seen.len(), "{}: shown twice: {seen:?}", self.path);
        let missed: Vec<&String> = throughout.difference(&once).collect();
        assert!(missed.is_empty(), "{}: there throughout and not shown: {missed:?} of {seen:?}", self.path);
    }
    /// By number and by token, while nothing happens.
    fn hold_at_rest(&self, size: usize) {
        let (mut by_number, mut by_token, mut token) = (Vec::new(), Vec::new(), String::new());
        let pages = self.shown().len().div_ceil(size).max(1);
        for number in 1..=pages {
            let page = self.page(size, &format!("page_number={number}"));
            says(&page.answer, "page_number", number);
            by_number.extend(page.ids);
            let page = self.page(size, &format!("next_page_token={token}"));
            says(&page.answer, "page_number", number);
            token = page.answer.text("next_page_token");
            assert_eq!(token.is_empty(), number == pages, "{}", page.answer);
            by_token.extend(page.ids);
        }
        assert_eq!(by_number, by_token, "{}", self.path);
        assert_eq!(
            (by_number.len(), by_number.into_iter().collect()),
            (self.shown().len(), self.shown()),
            "{}",
            self.path
        );
        assert!(self.page(size, &format!("page_number={}", pages + 1)).ids.is_empty());
    }
}

struct Page {
    ids: Vec<String>,
    answer: Answer,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn each_list_shows_once_what_is_there_throughout_whatever_happens_between_two_pages(plan in plans()) {
        let world = World::new();
        for mut list in lists(&world) {
            plan.before.iter().flatten().for_each(|act| list.act(act));
            list.hold_at_rest(plan.size);
            list.hold_under_change(&plan);
            list.hold_at_rest(plan.size);
        }
    }
}

#[test]
fn every_operation_that_pages_is_among_the_lists() {
    let world = World::new();
    let held: BTreeSet<String> = lists(&world).iter().map(|list| list.template.clone()).collect();
    let paged = operations(&world).into_iter().filter(|mounted| mounted.operation.shape.paging.is_some());
    let paged: BTreeSet<String> = paged.map(|mounted| mounted.template.clone()).collect();
    assert_eq!(held, paged);
    let others = world.platform.mounted().iter().filter(|mounted| mounted.operation.shape.paging.is_some()).count();
    assert_eq!(others, paged.len(), "a list of another surface pages");
}

/// Not every list is documented to say it; its schema holds it to what is.
fn says(answer: &Answer, field: &str, number: usize) {
    if let Some(said) = answer.body.get(field) {
        assert_eq!(*said, json!(number), "{field}: {answer}");
    }
}
