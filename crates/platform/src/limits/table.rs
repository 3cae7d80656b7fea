//! The published numbers: how often an account of each rank may call operations of each label.
use serde::Deserialize;
use storage::time::{DAY, MINUTE, SECOND};

/// The published label of an operation (`platform.md` 4.1). It decides how often the operation may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    Light,
    Medium,
    Heavy,
    Intensive,
    /// No label: as often as one likes.
    None,
}

impl Rate {
    /// As the header `X-RateLimit-Category` spells it; nothing without a label.
    pub fn category(self) -> Option<&'static str> {
        self.label().map(Label::category)
    }
    fn label(self) -> Option<Label> {
        match self {
            Rate::Light => Some(Label::Light),
            Rate::Medium => Some(Label::Medium),
            Rate::Heavy => Some(Label::Heavy),
            Rate::Intensive => Some(Label::Intensive),
            Rate::None => None,
        }
    }
}

/// What an account's plan counts as (`platform.md` 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Also every type that this binary does not know.
    Free,
    /// Also Zoom Rooms and Zoom Phone.
    Pro,
    /// Also Education, Enterprise, API Partner, Bulk License and Zoom Video SDK.
    Business,
}

impl Rank {
    /// The rank of a documented `account_type`. A type that this binary does not know is given the lowest.
    pub fn of(account_type: &str) -> Self {
        match account_type {
            "Pro" | "Zoom Rooms" | "Zoom Phone" => Rank::Pro,
            "Business" | "Education" | "Enterprise" | "API Partner" | "Bulk License" | "Zoom Video SDK" => {
                Rank::Business
            }
            _ => Rank::Free,
        }
    }
}

/// A label that limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Label {
    Light,
    Medium,
    Heavy,
    Intensive,
}

impl Label {
    pub(super) const ALL: [Label; 4] = [Label::Light, Label::Medium, Label::Heavy, Label::Intensive];

    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Label::Light => "light",
            Label::Medium => "medium",
            Label::Heavy => "heavy",
            Label::Intensive => "resource_intensive",
        }
    }
    pub(super) fn category(self) -> &'static str {
        match self {
            Label::Light => "Light",
            Label::Medium => "Medium",
            Label::Heavy => "Heavy",
            Label::Intensive => "Resource-intensive",
        }
    }
}

/// One of each label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PerLabel<T> {
    pub light: T,
    pub medium: T,
    pub heavy: T,
    pub intensive: T,
}

impl<T> PerLabel<T> {
    pub fn get(&self, label: Label) -> &T {
        match label {
            Label::Light => &self.light,
            Label::Medium => &self.medium,
            Label::Heavy => &self.heavy,
            Label::Intensive => &self.intensive,
        }
    }
    pub fn get_mut(&mut self, label: Label) -> &mut T {
        match label {
            Label::Light => &mut self.light,
            Label::Medium => &mut self.medium,
            Label::Heavy => &mut self.heavy,
            Label::Intensive => &mut self.intensive,
        }
    }
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        [&self.light, &self.medium, &self.heavy, &self.intensive].into_iter()
    }
}

/// What kind of limit a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A second or a minute of the machine's clock.
    Window,
    /// A day, UTC, of the world's clock.
    Day,
}

/// One number that a call counts against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub kind: Kind,
    /// Whose counter it is. Labels that share a pot count against the counter of one of them.
    pub label: Label,
    /// The most calls of one period.
    pub most: i64,
    /// The period's length in milliseconds. Periods begin at multiples of it.
    pub length: i64,
}

/// What one call counts against, the shorter period first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Charge {
    pub label: Label,
    quotas: [Option<Quota>; 2],
}

impl Charge {
    pub fn quotas(&self) -> impl Iterator<Item = Quota> {
        self.quotas.into_iter().flatten()
    }
}

/// The most calls of a second or a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    most: i64,
    length: i64,
}

/// The numbers of one label. What is absent does not limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Limit {
    window: Option<Window>,
    per_day: Option<i64>,
}

const fn per_second(most: i64) -> Limit {
    Limit { window: Some(Window { most, length: SECOND }), per_day: None }
}
const fn per_minute(most: i64) -> Limit {
    Limit { window: Some(Window { most, length: MINUTE }), per_day: None }
}
impl Limit {
    const fn and_per_day(self, most: i64) -> Self {
        Limit { per_day: Some(most), ..self }
    }
}

/// The numbers of one rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct RankLimits {
    labels: PerLabel<Limit>,
    /// One daily pot for Heavy and Resource-intensive together, instead of one for each.
    heavy_and_intensive_per_day: Option<i64>,
}

impl RankLimits {
    fn pot(&self, label: Label) -> Option<(Label, i64)> {
        match (label, self.heavy_and_intensive_per_day) {
            (Label::Heavy | Label::Intensive, Some(shared)) => Some((Label::Heavy, shared)),
            _ => self.labels.get(label).per_day.map(|most| (label, most)),
        }
    }
}

/// Every number of `platform.md` 4.1 that an operation here can meet.
///
/// A file replaces single numbers and leaves the others as published:
/// `[free]` `light = { per_second = 8, per_day = 12000 }`, `[pro]` `heavy_and_resource_intensive = { per_day = 9000 }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Replacements")]
pub struct LimitTable {
    free: RankLimits,
    pro: RankLimits,
    business: RankLimits,
}

const PUBLISHED: LimitTable = LimitTable {
    free: RankLimits {
        labels: PerLabel {
            light: per_second(4).and_per_day(6_000),
            medium: per_second(2).and_per_day(2_000),
            heavy: per_second(1).and_per_day(1_000),
            intensive: per_minute(10).and_per_day(30_000),
        },
        heavy_and_intensive_per_day: None,
    },
    pro: RankLimits {
        labels: PerLabel {
            light: per_second(30),
            medium: per_second(20),
            heavy: per_second(10),
            intensive: per_minute(10),
        },
        heavy_and_intensive_per_day: Some(30_000),
    },
    business: RankLimits {
        labels: PerLabel {
            light: per_second(80),
            medium: per_second(60),
            heavy: per_second(40),
            intensive: per_minute(20),
        },
        heavy_and_intensive_per_day: Some(60_000),
    },
};

impl Default for LimitTable {
    /// As published.
    fn default() -> Self {
        PUBLISHED
    }
}

impl LimitTable {
    /// No limit at all.
    pub fn off() -> Self {
        LimitTable { free: RankLimits::default(), pro: RankLimits::default(), business: RankLimits::default() }
    }
    /// What a call counts against; nothing when nothing limits it.
    pub(super) fn charge(&self, rank: Rank, rate: Rate) -> Option<Charge> {
        let label = rate.label()?;
        let limits = match rank {
            Rank::Free => &self.free,
            Rank::Pro => &self.pro,
            Rank::Business => &self.business,
        };
        let window = limits.labels.get(label).window;
        let quotas = [
            window.map(|Window { most, length }| Quota { kind: Kind::Window, label, most, length }),
            limits.pot(label).map(|(label, most)| Quota { kind: Kind::Day, label, most, length: DAY }),
        ];
        quotas.iter().any(Option::is_some).then_some(Charge { label, quotas })
    }
}

/// The file: numbers that stand in place of published ones.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Replacements {
    free: RankReplacements,
    pro: RankReplacements,
    business: RankReplacements,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RankReplacements {
    light: Numbers,
    medium: Numbers,
    heavy: Numbers,
    resource_intensive: Numbers,
    heavy_and_resource_intensive: SharedNumbers,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Numbers {
    per_second: Option<u32>,
    per_minute: Option<u32>,
    per_day: Option<u32>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SharedNumbers {
    per_day: Option<u32>,
}

impl TryFrom<Replacements> for LimitTable {
    type Error = String;

    fn try_from(file: Replacements) -> Result<Self, String> {
        let mut table = LimitTable::default();
        file.free.apply(&mut table.free).map_err(|cause| format!("free: {cause}"))?;
        file.pro.apply(&mut table.pro).map_err(|cause| format!("pro: {cause}"))?;
        file.business.apply(&mut table.business).map_err(|cause| format!("business: {cause}"))?;
        Ok(table)
    }
}

impl RankReplacements {
    fn apply(self, limits: &mut RankLimits) -> Result<(), String> {
        if let Some(shared) = self.heavy_and_resource_intensive.per_day {
            limits.heavy_and_intensive_per_day = Some(shared.into());
        }
        let is_shared = limits.heavy_and_intensive_per_day.is_some();
        if is_shared && (self.heavy.per_day.is_some() || self.resource_intensive.per_day.is_some()) {
            return Err("heavy and resource_intensive share a pot here: set heavy_and_resource_intensive".to_owned());
        }
        self.light.apply(&mut limits.labels.light)?;
        self.medium.apply(&mut limits.labels.medium)?;
        self.heavy.apply(&mut limits.labels.heavy)?;
        self.resource_intensive.apply(&mut limits.labels.intensive)
    }
}

impl Numbers {
    fn apply(self, limit: &mut Limit) -> Result<(), String> {
        limit.window = match (self.per_second, self.per_minute) {
            (Some(_), Some(_)) => return Err("a label has per_second or per_minute, not both".to_owned()),
            (Some(most), None) => per_second(most.into()).window,
            (None, Some(most)) => per_minute(most.into()).window,
            (None, None) => limit.window,
        };
        limit.per_day = self.per_day.map(i64::from).or(limit.per_day);
        Ok(())
    }
}
