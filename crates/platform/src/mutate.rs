//! Breaks of the decision, compiled with the feature `breaks` only and chosen by `TENANTRY_BREAK`: each must make the suite fail.
use crate::{
    call::OF_SECOND,
    decide::{Aim, Step},
    scopes::Level,
    standing::SecondLevel,
};
use std::sync::OnceLock;

/// One way in which the decision is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Break {
    /// `remove-N`: the step at place N finds nothing.
    Remove(usize),
    /// `exchange-N`: the steps at places N and N + 1 change places.
    Exchange(usize),
    /// `unasked-N`: the step at place N of those for a second account is not asked about it.
    Unasked(usize),
    /// `me-is-literal`: the word `me` asks for a scope of the master's level.
    MeIsLiteral,
    /// `second-A-as-B`: a role's `second_level` A is read as B.
    Second(SecondLevel, SecondLevel),
    /// `nobody-is-master`: what is for masters only is refused to everybody.
    NobodyIsMaster,
    /// `nobody-has-paid`: what is for paid accounts only is refused to every account.
    NobodyHasPaid,
}

const LEVELS: [SecondLevel; 3] = [SecondLevel::AsOwner, SecondLevel::AsHere, SecondLevel::Listed];
const NAMED: [(&str, Break); 3] = [
    ("me-is-literal", Break::MeIsLiteral),
    ("nobody-is-master", Break::NobodyIsMaster),
    ("nobody-has-paid", Break::NobodyHasPaid),
];

/// The names of all breaks.
pub fn names() -> Vec<String> {
    let steps = Step::ORDER.len();
    let removed = (0..steps).map(|at| format!("remove-{at}"));
    // Credentials are judged before the limits, ahead of all others, so that step has no neighbour to exchange with.
    let exchanged = (1..steps - 1).map(|at| format!("exchange-{at}"));
    let unasked = (0..OF_SECOND.len()).map(|at| format!("unasked-{at}"));
    let pairs = (1..=3).flat_map(|a| (1..=3).filter(move |b| a != *b).map(move |b| format!("second-{a}-as-{b}")));
    let named = NAMED.iter().map(|(name, _)| (*name).to_owned());
    removed.chain(exchanged).chain(unasked).chain(named).chain(pairs).collect()
}

#[allow(clippy::panic, reason = "never part of a product")]
#[expect(clippy::disallowed_methods, reason = "never part of a product")]
fn chosen() -> Option<Break> {
    static CHOSEN: OnceLock<Option<Break>> = OnceLock::new();
    *CHOSEN.get_or_init(|| {
        let name = std::env::var("TENANTRY_BREAK").ok()?;
        Some(parse(&name).unwrap_or_else(|| panic!("no break is named {name}")))
    })
}

fn parse(name: &str) -> Option<Break> {
    if let Some((_, named)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Some(*named);
    }
    if let Some(at) = name.strip_prefix("remove-") {
        return at.parse().ok().map(Break::Remove);
    }
    if let Some(at) = name.strip_prefix("exchange-") {
        return at.parse().ok().map(Break::Exchange);
    }
    if let Some(at) = name.strip_prefix("unasked-") {
        return at.parse().ok().map(Break::Unasked);
    }
    let (from, to) = name.strip_prefix("second-")?.split_once("-as-")?;
    let level = |text: &str| LEVELS.get(text.parse::<usize>().ok()?.checked_sub(1)?).copied();
    Some(Break::Second(level(from)?, level(to)?))
}

/// The steps in the order that the chosen break gives them, the right one without it.
pub fn order() -> [Step; 8] {
    let mut order = Step::ORDER;
    if let Some(Break::Exchange(at)) = chosen() {
        order.swap(at, at + 1);
    }
    order
}

/// Whether the chosen break leaves this step out.
pub fn removes(step: Step) -> bool {
    matches!(chosen(), Some(Break::Remove(at)) if Step::ORDER.get(at) == Some(&step))
}

/// The steps that the chosen break leaves of those for a second account.
pub fn of_second() -> Vec<Step> {
    let steps = OF_SECOND.into_iter().enumerate();
    steps.filter(|(at, _)| chosen() != Some(Break::Unasked(*at))).map(|(_, step)| step).collect()
}

/// Another level than the right one.
pub fn level(aim: Aim<'_>) -> Option<Level> {
    (chosen() == Some(Break::MeIsLiteral) && aim == Aim::Me).then_some(Level::Master)
}

/// Whether masters are refused what is for them.
pub fn refuses_masters() -> bool {
    chosen() == Some(Break::NobodyIsMaster)
}

/// Whether paid accounts are refused what is for them.
pub fn refuses_paid() -> bool {
    chosen() == Some(Break::NobodyHasPaid)
}

/// What the chosen break reads a role's level as.
pub fn second_level(level: SecondLevel) -> SecondLevel {
    match chosen() {
        Some(Break::Second(from, to)) if from == level => to,
        _ => level,
    }
}
