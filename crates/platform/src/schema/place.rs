//! Where the walk is: a chain of borrowed steps, written out only when something is refused.
use std::fmt;

/// A value inside a request, seen from the value that holds it.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    above: Option<&'p Place<'p>>,
    step: Step<'p>,
    /// How many lists and objects hold it.
    level: usize,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Field(&'p str),
    Item(usize),
}

impl<'p> Place<'p> {
    pub(super) const ROOT: Place<'static> = Place { above: None, step: Step::Root, level: 0 };

    pub(super) fn field(&'p self, name: &'p str) -> Place<'p> {
        self.below(Step::Field(name))
    }
    pub(super) fn item(&'p self, position: usize) -> Place<'p> {
        self.below(Step::Item(position))
    }
    pub(super) fn level(&self) -> usize {
        self.level
    }
    fn below(&'p self, step: Step<'p>) -> Place<'p> {
        Place { above: Some(self), step, level: self.level + 1 }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(above) = self.above else { return Ok(()) };
        above.fmt(f)?;
        match self.step {
            Step::Root => Ok(()),
            Step::Field(name) if above.level == 0 => f.write_str(name),
            Step::Field(name) => write!(f, ".{name}"),
            Step::Item(position) => write!(f, "[{position}]"),
        }
    }
}
