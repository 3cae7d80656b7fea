//! `torture limits`: three processes over one PostgreSQL share what an account may call; one of them is killed and started
//! again in the midst of it.
mod site;

use crate::{
    fault::{Fault, Result},
    random::Random,
};
use site::{Account, Call, Said, Site};
use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

/// Calls of a day, and how many of them must be usable although a process that holds some is killed.
const POT: usize = 1000;
const USABLE: usize = POT * 98 / 100;
const PER_SECOND: usize = 1;
const PER_MINUTE: usize = 10;
/// What a killed process may have held of a minute: one share.
const SHARE: usize = 3;
/// Clients of each process.
const CLIENTS: usize = 2;
/// For how long windows are called: a few of the shorter ones.
const SPELL: Duration = Duration::from_secs(6);

/// # Errors
/// A limit that was passed, or could not be used.
pub fn run(seed: u64) -> Result<()> {
    println!("limits: seed {seed}");
    let mut random = Random::new(seed);
    let table = format!(
        "[limits.free]\nlight = {{ per_second = 1000000, per_day = {POT} }}\n\
         [limits.pro]\nlight = {{ per_second = {PER_SECOND} }}\nmedium = {{ per_minute = {PER_MINUTE} }}\n"
    );
    let site = Site::start(&table)?;
    let used = pot(&site, &mut random)?;
    let (seconds, minutes) = windows(&site, &mut random)?;
    println!(
        "limits: {used} of {POT} calls of a day over three processes and a kill; {seconds} seconds with at most \
         {PER_SECOND} call, {minutes} minutes with at most {PER_MINUTE}"
    );
    Ok(())
}

/// Everybody calls until the day is spent. The number of calls that were admitted.
fn pot(site: &Site, random: &mut Random) -> Result<usize> {
    let admitted = AtomicUsize::new(0);
    let strike = random.below(POT * 9 / 10);
    let spend = |process: usize| -> Result<()> {
        while site.call(process, Account::Free, Call::Light)? != Said::Refused {
            admitted.fetch_add(1, SeqCst);
        }
        Ok(())
    };
    disturbed(site, random.below(site::PROCESSES), spend, || admitted.load(SeqCst) >= strike)?;
    match admitted.into_inner() {
        used @ USABLE..=POT => Ok(used),
        used => Err(Fault::new(format!("limits: {used} calls were admitted, of {POT}; killed after {strike}"))),
    }
}

/// Everybody calls as often as it can for a while. How many seconds and minutes that were.
fn windows(site: &Site, random: &mut Random) -> Result<(usize, usize)> {
    let begin = Instant::now();
    let calls = Mutex::new(BTreeMap::<(Call, u64), usize>::new());
    let call = |process: usize| -> Result<()> {
        while begin.elapsed() < SPELL {
            for kind in [Call::Light, Call::Medium] {
                if let Said::Admitted { reset } = site.call(process, Account::Pro, kind)? {
                    let mut calls = calls.lock().unwrap_or_else(PoisonError::into_inner);
                    *calls.entry((kind, reset)).or_default() += 1;
                }
            }
        }
        Ok(())
    };
    disturbed(site, random.below(site::PROCESSES), call, || begin.elapsed() >= SPELL / 3)?;
    judged(&calls.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn judged(calls: &BTreeMap<(Call, u64), usize>) -> Result<(usize, usize)> {
    let most = |kind: Call| if kind == Call::Light { PER_SECOND } else { PER_MINUTE };
    let passed = calls.iter().find(|((kind, _), made)| **made > most(*kind));
    if let Some(((kind, reset), made)) = passed {
        return Err(Fault::new(format!("limits: {made} calls of {kind:?} in the window that ends at {reset}")));
    }
    let of = |wanted: Call| calls.iter().filter(move |((kind, _), _)| *kind == wanted).map(|(_, made)| *made);
    let (seconds, fullest) = (of(Call::Light).count(), of(Call::Medium).max().unwrap_or_default());
    // The first second and the last are not whole, and one share may die with its process.
    let wanted = usize::try_from(SPELL.as_secs()).unwrap_or_default().saturating_sub(3);
    if seconds < wanted || fullest + SHARE < PER_MINUTE {
        let told = format!("limits: {seconds} seconds of {wanted} could be used, and {fullest} calls of a minute");
        return Err(Fault::new(told));
    }
    Ok((seconds, of(Call::Medium).count()))
}

/// Runs the clients of every process; when it is due, kills one of the processes and starts it again.
fn disturbed(
    site: &Site,
    victim: usize,
    client: impl Fn(usize) -> Result<()> + Sync,
    is_due: impl Fn() -> bool,
) -> Result<()> {
    thread::scope(|scope| {
        let client = &client;
        let clients = (0..site::PROCESSES * CLIENTS).map(|number| number % site::PROCESSES);
        let clients: Vec<_> = clients.map(|process| scope.spawn(move || client(process))).collect();
        while !is_due() && !clients.iter().all(thread::ScopedJoinHandle::is_finished) {
            thread::sleep(Duration::from_millis(1));
        }
        let again = site.kill_and_start_again(victim);
        let died = |_| Fault::new("a client of the limits has died");
        let ended = clients.into_iter().try_for_each(|client| client.join().map_err(died)?);
        again.and(ended)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(seconds: usize, in_one: usize, in_a_minute: usize) -> BTreeMap<(Call, u64), usize> {
        let seconds = (1..=seconds).map(|second| ((Call::Light, second as u64), in_one));
        seconds.chain([((Call::Medium, 60), in_a_minute)]).collect()
    }

    #[test]
    fn a_window_holds_as_many_calls_as_it_may_and_no_more() {
        for (in_one, in_a_minute, holds) in [(1, 10, true), (2, 10, false), (1, 11, false)] {
            assert_eq!(judged(&calls(6, in_one, in_a_minute)).is_ok(), holds, "{in_one} {in_a_minute}");
        }
    }

    #[test]
    fn a_limit_that_cannot_be_used_is_a_fault_too() {
        for (seconds, in_a_minute, holds) in [(3, 7, true), (2, 7, false), (3, 6, false)] {
            assert_eq!(judged(&calls(seconds, 1, in_a_minute)).is_ok(), holds, "{seconds} {in_a_minute}");
        }
    }
}
