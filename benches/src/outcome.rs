//! What a measurement found, what it is held against, and the verdict.
use crate::turns::{median, times};
use std::fmt;

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub what: String,
    pub measured: Figure,
    /// What it is held against.
    pub floor: Option<(&'static str, Figure)>,
    /// What the goal is about: `measured` over `floor`, or `measured` itself.
    pub held: Figure,
    pub goal: Goal,
    pub bound: Bound,
}

/// A number with its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure(pub f64, pub Unit);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Microseconds of processor time.
    Cpu,
    Micros,
    Millis,
    Seconds,
    PerSecond,
    Mib,
    Times,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    AtMost(f64),
    AtLeast(f64),
    /// It is only shown.
    None,
}

/// Whether a goal may be missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    Hard,
    /// By a quarter.
    Soft,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Shown,
    Reached,
    /// Missed by less than what is allowed.
    Near,
    Missed,
}

impl Outcome {
    /// The medians of rounds, and `measured` as a multiple of `floor`, round by round.
    pub fn ratio(what: impl Into<String>, unit: Unit, measured: &[f64], floor: (&'static str, &[f64])) -> Self {
        let (name, floor) = floor;
        let middle = |rounds: &[f64]| Figure(median(rounds.to_vec()), unit);
        Outcome {
            held: Figure(times(measured, floor), Unit::Times),
            floor: Some((name, middle(floor))),
            ..Outcome::figure(what, middle(measured))
        }
    }
    /// `measured` by itself.
    pub fn figure(what: impl Into<String>, measured: Figure) -> Self {
        Outcome { what: what.into(), measured, floor: None, held: measured, goal: Goal::None, bound: Bound::Soft }
    }
    pub fn at_most(self, most: f64) -> Self {
        Outcome { goal: Goal::AtMost(most), ..self }
    }
    pub fn at_least(self, least: f64) -> Self {
        Outcome { goal: Goal::AtLeast(least), ..self }
    }
    /// The goal may not be missed at all.
    pub fn hard(self) -> Self {
        Outcome { bound: Bound::Hard, ..self }
    }
    pub fn verdict(&self) -> Verdict {
        // Above 1 when it is missed.
        let share = match self.goal {
            Goal::AtMost(most) => self.held.0 / most,
            Goal::AtLeast(least) => least / self.held.0,
            Goal::None => return Verdict::Shown,
        };
        match self.bound {
            _ if share <= 1.0 => Verdict::Reached,
            Bound::Soft if share <= 1.25 => Verdict::Near,
            Bound::Soft | Bound::Hard => Verdict::Missed,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Figure(value, unit) = self;
        match unit {
            Unit::Cpu => write!(f, "{value:.2} cpu µs"),
            Unit::Micros => write!(f, "{value:.0} µs"),
            Unit::Millis => write!(f, "{value:.1} ms"),
            Unit::Seconds => write!(f, "{value:.2} s"),
            Unit::PerSecond => write!(f, "{value:.0}/s"),
            Unit::Mib => write!(f, "{value:.1} MiB"),
            Unit::Times => write!(f, "{value:.2}×"),
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Goal::AtMost(most) => write!(f, "≤ {most}"),
            Goal::AtLeast(least) => write!(f, "≥ {least}"),
            Goal::None => f.write_str("–"),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Shown => "–",
            Verdict::Reached => "reached",
            Verdict::Near => "missed by less than a quarter",
            Verdict::Missed => "MISSED",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(value: f64) -> Outcome {
        Outcome::figure("x", Figure(value, Unit::Times))
    }

    #[test]
    fn a_soft_goal_may_be_missed_by_a_quarter_and_a_hard_one_not_at_all() {
        for (value, soft, hard) in [
            (3.0, Verdict::Reached, Verdict::Reached),
            (3.01, Verdict::Near, Verdict::Missed),
            (3.75, Verdict::Near, Verdict::Missed),
            (3.76, Verdict::Missed, Verdict::Missed),
        ] {
            assert_eq!(held(value).at_most(3.0).verdict(), soft, "{value}");
            assert_eq!(held(value).at_most(3.0).hard().verdict(), hard, "{value}");
        }
    }

    #[test]
    fn a_goal_from_below_is_missed_below_it() {
        for (value, verdict) in
            [(5.0, Verdict::Reached), (4.99, Verdict::Near), (4.0, Verdict::Near), (3.99, Verdict::Missed)]
        {
            assert_eq!(held(value).at_least(5.0).verdict(), verdict, "{value}");
        }
        assert_eq!(held(1.0).verdict(), Verdict::Shown);
    }
}
