//! `torture renewals`: a clock is moved by fourteen months, and the server is killed again and again while it renews plans.
//! In the end its books are those of a twin that was never killed.
mod books;
mod shop;

use crate::{
    fault::{Fault, Result},
    random::Random,
    scene::Operator,
    server::{self, Server},
};
use books::Books;
use shop::Shop;
use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// Kills of an ordinary run.
pub const ORDINARY: usize = 40;

/// How far the clock is moved, in days.
const AHEAD: i64 = 425;
const PLANS: &str = include_str!("renewals/plans.toml");
/// Longer than any run takes.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long is waited before it is asked again whether a run is over.
const BREATH: Duration = Duration::from_millis(10);

/// So long after its start a server begins to renew.
const BEGINS: Duration = Duration::from_millis(100);

/// How often the server was killed with something left to do, and of those after something had been done.
#[derive(Debug, Default, PartialEq, Eq)]
struct Struck {
    kills: usize,
    after_work: usize,
}

/// # Errors
/// What was billed twice, or not at all, or otherwise than without kills.
pub fn run(count: usize, seed: u64) -> Result<()> {
    println!("renewals: seed {seed}, {count} kills");
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    let (twin, killed, plans) = (folder.path().join("twin"), folder.path().join("killed"), folder.path().join("plans"));
    fs::create_dir(&twin).map_err(Fault::at(&twin))?;
    fs::write(&plans, PLANS).map_err(Fault::at(&plans))?;
    let (tenantry, plans) = (server::built("tenantry")?, plans.display().to_string());
    let start = |folder: &Path| Server::start(&tenantry, folder, &["--rate-limits", "off", "--plans", &plans]);

    let server = start(&twin)?;
    let shop = Shop::open(&server)?;
    Shop::advance(&server, AHEAD)?;
    // What has been begun by then is begun in both.
    server.end()?;
    copy(&twin, &killed)?;

    let begin = Instant::now();
    let expected = finished(&start(&twin)?, &twin)?;
    let struck = until_killed(count, begin.elapsed(), &mut Random::new(seed), &killed, || start(&killed))?;
    let server = start(&killed)?;
    let books = finished(&server, &killed)?;
    let faults = [expected.faults.clone(), books.faults.clone(), expected.differences(&books)].concat();
    if !faults.is_empty() {
        return Err(Fault::new(format!("renewals: after {} kills\n{}", struck.kills, faults.join("\n"))));
    }
    let operator = Operator::of(&server)?;
    shop.accounts.iter().try_for_each(|account| books::hold_ledger(&operator, account))?;
    struck.are_enough(count)?;
    println!(
        "renewals: killed {} times within {AHEAD} days of {} accounts; {} invoices of {} lines are those of a twin that was \
         not killed, no number is missing or there twice, and every ledger is balanced",
        struck.kills,
        shop.accounts.len(),
        books.invoices,
        books.lines
    );
    Ok(())
}

impl Struck {
    /// Most of the kills must have struck a run, and most of those one that had got somewhere.
    fn are_enough(&self, count: usize) -> Result<()> {
        if self.kills * 2 >= count && self.after_work * 2 >= self.kills {
            return Ok(());
        }
        let (kills, after_work) = (self.kills, self.after_work);
        let told = format!("renewals: {kills} kills of {count} struck a run, {after_work} after it had done something");
        Err(Fault::new(told + ": nothing was proved"))
    }
}

/// Kills a server at random moments of a run that takes `whole`, so that all kills together last about as long.
fn until_killed(
    count: usize,
    whole: Duration,
    random: &mut Random,
    folder: &Path,
    start: impl Fn() -> Result<Server>,
) -> Result<Struck> {
    let longest =
        2 * usize::try_from(whole.saturating_sub(BEGINS).as_micros()).unwrap_or(usize::MAX / 2) / count.max(1);
    let (mut struck, mut before) = (Struck::default(), None);
    for kill in 0..=count {
        let mut server = start()?;
        let (left, invoices) = books::progress(&server::database(folder))?;
        if let Some(before) = before.filter(|_| left > 0) {
            struck.kills += 1;
            struck.after_work += usize::from(invoices > before);
        }
        if left == 0 || kill == count {
            break;
        }
        before = Some(invoices);
        let later = Duration::from_micros(u64::try_from(random.below(longest)).unwrap_or_default());
        thread::sleep(BEGINS + later);
        server.kill();
    }
    Ok(struck)
}

/// Waits until nothing is due any more.
fn finished(server: &Server, folder: &Path) -> Result<Books> {
    let (file, begin) = (server::database(folder), Instant::now());
    while books::progress(&file)?.0 > 0 {
        if begin.elapsed() > PATIENCE {
            return Err(Fault::new(format!("renewals: {} is not done after {PATIENCE:?}", server.base)));
        }
        thread::sleep(BREATH);
    }
    Books::of(&file)
}

/// The files of a server that does not run, but for its lock.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir(to).map_err(Fault::at(to))?;
    for entry in fs::read_dir(from).map_err(Fault::at(from))? {
        let path = entry.map_err(Fault::at(from))?.path();
        let name = path.file_name().filter(|name| *name != "lock" && path.is_file());
        if let Some(name) = name {
            fs::copy(&path, to.join(name)).map_err(Fault::at(&path))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kills_that_struck_nothing_prove_nothing() {
        let enough = |kills, after_work| Struck { kills, after_work }.are_enough(40).is_ok();
        assert_eq!([enough(40, 40), enough(20, 10), enough(19, 19), enough(40, 19)], [true, true, false, false]);
    }
}
