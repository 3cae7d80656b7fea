//! How long a transaction waits before it is run again.
use std::{
    hash::{BuildHasher, RandomState},
    time::Duration,
};

const FIRST: u64 = 2;
const LONGEST: u64 = 256;

/// Random pauses below a ceiling that doubles, in milliseconds, so that those who collided do not collide again.
pub(super) struct Pauses {
    random: RandomState,
    ceiling: u64,
}

impl Default for Pauses {
    fn default() -> Self {
        Pauses { random: RandomState::new(), ceiling: FIRST }
    }
}

impl Pauses {
    /// Whether they do not grow any more.
    pub(super) fn are_long(&self) -> bool {
        self.ceiling == LONGEST
    }
    pub(super) fn next(&mut self) -> Duration {
        let pause = 1 + self.random.hash_one(self.ceiling) % self.ceiling;
        self.ceiling = LONGEST.min(self.ceiling * 2);
        Duration::from_millis(pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_quarter_of_a_second() {
        let mut pauses = Pauses::default();
        let mut ceiling = FIRST;
        for number in 0..20 {
            assert_eq!(pauses.are_long(), number >= 7);
            let pause = pauses.next();
            assert!((1..=u128::from(ceiling)).contains(&pause.as_millis()));
            ceiling = LONGEST.min(ceiling * 2);
        }
    }
}
