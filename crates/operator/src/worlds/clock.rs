//! How the clock of a world moves: forward only.
use platform::{Error, Result, Timestamp};
use storage::directory::WorldClock;

/// What is asked of a clock.
#[derive(Debug, Default)]
pub struct Ask {
    /// From what the clock shows; not together with `set`.
    pub advance_seconds: Option<i64>,
    pub set: Option<Timestamp>,
    /// As it is when absent.
    pub stopped: Option<bool>,
}

impl Ask {
    /// The field that moves the clock, and the moment that it asks for.
    fn target(&self, now: i64) -> Result<(&'static str, i64)> {
        match (self.advance_seconds, self.set) {
            (Some(_), Some(_)) => Err(Error::field("set", "Say either advance_seconds or set, not both.")),
            (Some(seconds), None) => Ok(("advance_seconds", now.saturating_add(seconds.saturating_mul(1000)))),
            (None, Some(moment)) => Ok(("set", moment.millis())),
            (None, None) => Ok(("stopped", now)),
        }
    }
}

/// The clock as it is afterwards, while the machine shows `machine` (milliseconds UTC).
///
/// One that has run beyond the year 9999 counts as if it showed the last moment of it.
/// A clock that starts again goes on where it stood. It is never behind the machine's: one that was stopped for long
/// catches up.
///
/// # Errors
/// 400/300 on the field that would move it back, or beyond the year 9999.
pub fn moved(clock: WorldClock, machine: i64, ask: &Ask) -> Result<WorldClock> {
    let now = clock.at(machine).min(Timestamp::MAX.millis());
    let (field, then) = ask.target(now)?;
    if then < now {
        return Err(Error::field(field, "The clock of a world only moves forward."));
    }
    if then > Timestamp::MAX.millis() {
        return Err(Error::field(field, "The clock of a world ends with the year 9999."));
    }
    let stood = clock.stopped_at.is_some();
    let stands = ask.stopped.unwrap_or(stood);
    Ok(match stands {
        _ if then == now && stands == stood => clock,
        true => WorldClock { stopped_at: Some(then), ..clock },
        false => WorldClock { offset_ms: then.saturating_sub(machine).max(0), stopped_at: None },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MACHINE: i64 = 1_767_225_600_000;
    const RUNNING: WorldClock = WorldClock { offset_ms: 0, stopped_at: None };

    fn advance(seconds: i64) -> Ask {
        Ask { advance_seconds: Some(seconds), ..Ask::default() }
    }
    fn set(millis: i64) -> Ask {
        Ask { set: Some(Timestamp::from_millis(millis)), ..Ask::default() }
    }
    fn stopped(stopped: bool) -> Ask {
        Ask { stopped: Some(stopped), ..Ask::default() }
    }
    fn then(clock: WorldClock, ask: &Ask) -> Option<i64> {
        moved(clock, MACHINE, ask).ok().map(|clock| clock.at(MACHINE))
    }

    #[test]
    fn a_clock_moves_forward_by_seconds_and_never_back() {
        for (seconds, moves) in [(-1, None), (0, Some(MACHINE)), (1, Some(MACHINE + 1000))] {
            assert_eq!(then(RUNNING, &advance(seconds)), moves, "{seconds}");
        }
    }

    #[test]
    fn a_clock_is_set_to_no_moment_that_has_passed() {
        for (moment, moves) in [(MACHINE - 1, false), (MACHINE, true), (MACHINE + 1, true)] {
            assert_eq!(then(RUNNING, &set(moment)), moves.then_some(moment), "{moment}");
        }
    }

    #[test]
    fn a_clock_ends_with_the_year_9999() {
        let left = (Timestamp::MAX.millis() - MACHINE) / 1000;
        assert!(then(RUNNING, &advance(left)).is_some());
        assert!(then(RUNNING, &advance(left + 1)).is_none());
        assert!(then(RUNNING, &advance(i64::MAX)).is_none());
    }

    #[test]
    fn a_clock_that_has_run_to_its_end_and_beyond_can_be_stopped_and_is_moved_no_more() {
        let end = Timestamp::MAX.millis();
        for (shows, is_over) in [(end - 1, false), (end, true), (end + 1, true), (i64::MAX, true)] {
            let runs = WorldClock { offset_ms: shows - MACHINE, stopped_at: None };
            let stands = moved(runs, MACHINE, &stopped(true)).unwrap();
            assert_eq!(stands.at(MACHINE), shows.min(end), "{shows}");
            assert_eq!(moved(stands, MACHINE, &stopped(false)).unwrap().at(MACHINE), shows.min(end), "{shows}");
            for idle in [Ask::default(), stopped(false), advance(0)] {
                assert_eq!(moved(runs, MACHINE, &idle).unwrap(), runs, "{shows} {idle:?}");
            }
            assert_eq!(moved(runs, MACHINE, &set(end)).unwrap() == runs, is_over, "{shows}");
            assert!(moved(runs, MACHINE, &set(MACHINE)).is_err() && moved(runs, MACHINE, &advance(1)).is_err());
        }
    }

    #[test]
    fn a_clock_is_moved_in_one_way_at_a_time() {
        let both = Ask { advance_seconds: Some(1), ..set(MACHINE + 1000) };
        assert!(then(RUNNING, &both).is_none());
    }

    #[test]
    fn a_stopped_clock_stands_and_can_be_put_forward() {
        let stands = moved(RUNNING, MACHINE, &stopped(true)).unwrap();
        assert_eq!(stands.at(MACHINE + 5000), MACHINE);
        let later = moved(stands, MACHINE + 5000, &advance(2)).unwrap();
        assert_eq!((later.at(MACHINE + 9000), later.stopped_at), (MACHINE + 2000, Some(MACHINE + 2000)));
    }

    #[test]
    fn a_clock_that_starts_again_goes_on_where_it_stood_but_not_behind_the_machine() {
        let stands = WorldClock { offset_ms: 0, stopped_at: Some(MACHINE + 60_000) };
        let ahead = moved(stands, MACHINE, &stopped(false)).unwrap();
        assert_eq!((ahead.at(MACHINE), ahead.at(MACHINE + 1000)), (MACHINE + 60_000, MACHINE + 61_000));
        let behind = moved(stands, MACHINE + 90_000, &stopped(false)).unwrap();
        assert_eq!(behind, RUNNING);
    }
}
