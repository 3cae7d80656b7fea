//! Blank-separated lists of scopes.
use std::collections::BTreeSet;

fn set(list: &str) -> BTreeSet<&str> {
    list.split_ascii_whitespace().collect()
}

/// Whether every scope of a list is in another.
pub fn is_part(list: &str, whole: &str) -> bool {
    set(list).is_subset(&set(whole))
}

/// The part of a list that is asked for, or all of it when nothing is. Nothing when more is asked for.
pub fn part(whole: &str, asked: &str) -> Option<String> {
    if !is_part(asked, whole) {
        return None;
    }
    let asked = set(asked);
    Some(if asked.is_empty() { whole.to_owned() } else { Vec::from_iter(asked).join(" ") })
}
