//! The groups of a user in their order, and how it changes. The first one is the primary group.
use storage::record;

record! {
    /// A group of a user, and its place among them: a smaller place stands before.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Membership {
        pub group_id: String,
        pub place: i64,
    }
}

impl Membership {
    fn new(group_id: &str, place: i64) -> Self {
        Membership { group_id: group_id.to_owned(), place }
    }
}

/// With one group more: behind the others, so that the first one that a user came to remains its primary group.
pub fn joined(groups: &[Membership], group_id: &str) -> Vec<Membership> {
    let place = groups.last().map_or(0, |last| last.place + 1);
    let is_in = place_of(groups, group_id).is_some();
    groups.iter().cloned().chain((!is_in).then(|| Membership::new(group_id, place))).collect()
}

/// Without one of them.
pub fn left(groups: &[Membership], group_id: &str) -> Vec<Membership> {
    groups.iter().filter(|it| it.group_id != group_id).cloned().collect()
}

/// With another group in the place of one of them; in its own place where that was better.
pub fn moved(groups: &[Membership], from: &str, to: &str) -> Vec<Membership> {
    let places = [from, to].map(|group_id| place_of(groups, group_id));
    let [Some(old), other] = places else { return groups.to_vec() };
    let place = other.map_or(old, |other| other.min(old));
    let rest = groups.iter().filter(|it| ![from, to].contains(&&*it.group_id)).cloned();
    sorted(rest.chain([Membership::new(to, place)]).collect())
}

/// With one of them before all others.
pub fn preferring(groups: &[Membership], group_id: &str) -> Vec<Membership> {
    match groups {
        [first, ..] if first.group_id != group_id && place_of(groups, group_id).is_some() => {
            let rest = left(groups, group_id);
            [vec![Membership::new(group_id, first.place - 1)], rest].concat()
        }
        _ => groups.to_vec(),
    }
}

/// In the order of `groups`: the primary group first.
pub fn ids(groups: &[Membership]) -> Vec<String> {
    groups.iter().map(|it| it.group_id.clone()).collect()
}

fn place_of(groups: &[Membership], group_id: &str) -> Option<i64> {
    groups.iter().find(|it| it.group_id == group_id).map(|it| it.place)
}

fn sorted(mut groups: Vec<Membership>) -> Vec<Membership> {
    groups.sort_unstable_by_key(|it| it.place);
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn groups(names: &str) -> Vec<Membership> {
        names.chars().fold(Vec::new(), |groups, name| joined(&groups, &name.to_string()))
    }
    fn names(groups: &[Membership]) -> String {
        ids(groups).concat()
    }

    #[test]
    fn whoever_joins_comes_last_and_only_once() {
        assert_eq!(names(&groups("abc")), "abc");
        assert_eq!(joined(&groups("abc"), "a"), groups("abc"));
    }

    #[test]
    fn the_next_group_is_the_primary_one_when_the_first_is_left() {
        assert_eq!(names(&left(&groups("abc"), "a")), "bc");
        assert_eq!(left(&groups("abc"), "x"), groups("abc"));
    }

    #[test]
    fn a_move_takes_over_the_place_and_a_better_one_is_kept() {
        for (from, to, after) in
            [("a", "x", "xbc"), ("c", "x", "abx"), ("c", "a", "ab"), ("a", "c", "cb"), ("x", "a", "abc")]
        {
            assert_eq!(names(&moved(&groups("abc"), from, to)), after, "{from} to {to}");
        }
    }

    #[test]
    fn the_preferred_group_comes_first() {
        assert_eq!(names(&preferring(&groups("abc"), "c")), "cab");
        for unchanged in ["a", "x"] {
            assert_eq!(preferring(&groups("abc"), unchanged), groups("abc"));
        }
        assert_eq!(preferring(&[], "a"), []);
    }

    proptest! {
        #[test]
        fn whatever_happens_places_rise_and_no_group_is_there_twice(acts in prop::collection::vec((0..4u8, "[a-e]", "[a-e]"), 0..40)) {
            let mut all = Vec::new();
            for (act, one, other) in acts {
                all = match act {
                    0 => joined(&all, &one),
                    1 => left(&all, &one),
                    2 => moved(&all, &one, &other),
                    _ => preferring(&all, &one),
                };
                prop_assert!(all.is_sorted_by(|before, after| before.place < after.place), "{:?}", all);
                let mut once = ids(&all);
                once.sort_unstable();
                once.dedup();
                prop_assert_eq!(once.len(), all.len());
            }
        }
    }
}
