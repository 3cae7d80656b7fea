//! `torture power`: the calls of a server under load are recorded, and the power is cut at random points of the record;
//! what had been acknowledged by then must be there. A control that answers before it syncs must be found out.
mod disk;
mod record;
mod trace;

use super::{inspect::Found, load::Places};
use crate::{
    fault::{Fault, Result},
    random::Random,
    scene::Operator,
    server::{self, Server, UNLIMITED},
};
use disk::{Files, Leaves};
use record::Record;
use std::{fs::File, io::Write, os::unix::fs::OpenOptionsExt, path::Path, process::Command};

/// Power cuts of an ordinary run.
pub const ORDINARY: usize = 1000;

/// Of them, as many are enough to find the control out.
const CONTROLS: usize = 100;
/// Beside every so many checks of the file, a server is started on it.
const STARTED: usize = 100;
/// Files that the database is worth nothing without.
const SECRETS: [&str; 2] = ["keys", "operator-token"];

/// What was found of a record's crash states.
#[derive(Default)]
struct Verdict {
    states: usize,
    /// Of the acknowledgements of all states together.
    acknowledged: usize,
    faults: Vec<String>,
}

/// # Errors
/// What was lost, or is broken; when nothing of the control was.
pub fn run(count: usize, seed: u64) -> Result<()> {
    record::may_trace()?;
    println!("power: seed {seed}, {count} cuts");
    let (tenantry, bench) = (server::built("tenantry")?, server::built("bench")?);
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    let folder = folder.path().canonicalize().map_err(Fault::at(folder.path()))?;
    let mut random = Random::new(seed);

    let mut places = None;
    let begun = record::of(&served(&tenantry, &folder), &folder, &mut random, |server| {
        let prepared = prepared(server)?;
        places = Some(prepared.clone());
        Ok(prepared)
    })?;
    let places = places.ok_or_else(|| Fault::new("nothing was prepared"))?;
    let again = |_: &Server| Ok(places.clone());
    let continued = record::of(&served(&tenantry, &folder), &folder, &mut random, again)?;
    let control = record::of(&hasty(&bench, &folder), &folder, &mut random, again)?;

    let mut verdict = cut(begun, count / 2, &tenantry, &mut random)?;
    verdict.add(cut(continued, count - count / 2, &tenantry, &mut random)?);
    let control = cut(control, CONTROLS.min(count), &tenantry, &mut random)?;
    println!("power: {} of {} states have lost something or are broken", verdict.faults.len(), verdict.states);
    println!("power: of the control, which answers before it syncs, {} of {}", control.faults.len(), control.states);
    verdict.held(&control)
}

/// The server, as it is.
fn served(tenantry: &Path, folder: &Path) -> Command {
    let mut command = Command::new(tenantry);
    command.args(server::arguments(folder)).args(UNLIMITED);
    command
}

/// The server with `synchronous=NORMAL`, which only a measurement may run.
fn hasty(bench: &Path, folder: &Path) -> Command {
    let mut command = Command::new(bench);
    command.args(server::arguments(folder)).arg("--normal").arg("--keys").arg(folder.join("keys"));
    command
}

fn prepared(server: &Server) -> Result<Places> {
    let operator = Operator::of(server)?;
    let master = operator.master("master")?;
    let subs = ["first", "second"].map(|name| operator.below(&master, name, false));
    Ok(Places { master, subs: subs.into_iter().collect::<Result<_>>()? })
}

/// Cuts the power at random points of a record.
fn cut(record: Record, count: usize, tenantry: &Path, random: &mut Random) -> Result<Verdict> {
    let Record { mut disk, calls, answers, secrets, .. } = record;
    let first = calls.iter().map(trace::Call::counts_from).find(|moment| *moment >= record.begins).unwrap_or_default();
    let last =
        calls.iter().map(trace::Call::counts_from).filter(|moment| *moment < usize::MAX).max().unwrap_or_default();
    let mut moments: Vec<usize> = (0..count).map(|_| first + random.below(last - first + 1)).collect();
    moments.sort_unstable();
    let mut calls = calls.into_iter().peekable();
    let mut verdict = Verdict::default();
    for (state, moment) in moments.into_iter().enumerate() {
        while let Some(call) = calls.next_if(|call| call.counts_from() <= moment) {
            disk.take(call);
        }
        let leaves =
            [Leaves::Nothing, Leaves::Part(10), Leaves::Prefix, Leaves::Part(50), Leaves::Prefix, Leaves::Part(90)];
        let leaves = *random.one_of(&leaves).unwrap_or(&Leaves::Nothing);
        let files = disk.after_a_cut(leaves, random);
        let told: Vec<&str> = answers.iter().filter(|(at, _)| *at <= moment).map(|(_, id)| id.as_str()).collect();
        let is_started = state % STARTED == STARTED - 1;
        verdict.states += 1;
        verdict.acknowledged += told.len();
        if let Err(fault) = check(&files, &told, &secrets, is_started.then_some(tenantry)) {
            verdict.faults.push(format!("cut at {moment}, leaving {leaves:?}: {fault}"));
        }
    }
    Ok(verdict)
}

/// Everything that was told is there, and the database is whole.
fn check(files: &Files, told: &[&str], secrets: &Files, tenantry: Option<&Path>) -> Result<()> {
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    for (name, bytes) in files {
        let file = folder.path().join(name);
        let made = File::options().write(true).create_new(true).mode(0o600).open(&file);
        made.and_then(|mut file| file.write_all(bytes)).map_err(Fault::at(&file))?;
    }
    let found = Found::of(&server::database(folder.path()))?;
    let mut faults = found.faults.clone();
    let lost = told.iter().filter(|id| !found.has(id)).count();
    if lost > 0 {
        faults.push(format!("{lost} of {} acknowledged objects are lost", told.len()));
    }
    let lost = SECRETS.iter().filter(|name| !told.is_empty() && files.get(**name) != secrets.get(**name));
    faults.extend(lost.map(|name| format!("the file {name} is lost")));
    if !faults.is_empty() {
        return Err(Fault::new(faults.join("; ")));
    }
    tenantry.map_or(Ok(()), |tenantry| Server::start(tenantry, folder.path(), &UNLIMITED)?.end())
}

impl Verdict {
    fn add(&mut self, other: Verdict) {
        self.states += other.states;
        self.acknowledged += other.acknowledged;
        self.faults.extend(other.faults);
    }

    fn held(&self, control: &Verdict) -> Result<()> {
        if !self.faults.is_empty() {
            return Err(Fault::new(self.faults.join("\n")));
        }
        if self.acknowledged == 0 {
            return Err(Fault::new("power: nothing was acknowledged, so nothing was proved"));
        }
        if control.faults.is_empty() {
            return Err(Fault::new("power: the control lost nothing, so this test sees nothing"));
        }
        println!("power: 0 lost of {} states with {} acknowledgements", self.states, self.acknowledged);
        Ok(())
    }
}
