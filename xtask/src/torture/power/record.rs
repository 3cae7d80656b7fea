//! A server under load, and what it asked of the disk and answered, in one order.
use super::{
    SECRETS,
    disk::{Disk, Files},
    trace::{self, Call, What},
};
use crate::{
    fault::{Fault, Result},
    program,
    random::Random,
    server::Server,
    torture::load::{Loader, Places},
};
use serde_json::Value;
use std::{
    fs,
    path::Path,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

const CLIENTS: usize = 4;
/// Enough changes for the log to be copied into the file on the way.
const CHANGES: usize = 320;
/// How the recorder is run, before the calls that it records.
const STRACE: [&str; 4] = ["-f", "-xx", "-s", "1048576"];

pub struct Record {
    /// As it was before.
    pub disk: Disk,
    pub calls: Vec<Call>,
    /// The moment at which the first file of the disk was touched.
    pub begins: usize,
    /// What was acknowledged: the moment at which the answer was begun, and the id of what had been made.
    pub answers: Vec<(usize, String)>,
    /// The secrets as they were at the end.
    pub secrets: Files,
}

/// # Errors
/// One line, where the recorder is missing or may not do its work.
pub fn may_trace() -> Result<()> {
    let failed = |fault| Fault::new(format!("power: strace is needed, and it must be permitted to trace: {fault}"));
    program::output(Command::new("strace").args(["-f", "-o", "/dev/null", "true"])).map(drop).map_err(failed)
}

/// Records what `command` does, which serves the database in `folder`, from its start to its end.
///
/// # Errors
/// When it does not start, or refuses what it is asked for.
pub fn of(
    command: &Command,
    folder: &Path,
    random: &mut Random,
    prepare: impl FnOnce(&Server) -> Result<Places>,
) -> Result<Record> {
    let disk = Disk::of(folder)?;
    let file = tempfile::NamedTempFile::new().map_err(Fault::at(folder))?;
    let mut strace = Command::new("strace");
    strace.args(STRACE).args(["-e", &format!("trace={}", trace::CALLS), "-o"]).arg(file.path());
    let server = Server::start_by(with(strace, command), folder)?;
    let places = prepare(&server)?;
    load(&server, &places, random)?;
    server.stop()?;
    let record = fs::read_to_string(file.path()).map_err(Fault::at(file.path()))?;
    let calls = trace::calls(&record);
    let begins = calls.iter().find(|call| is_in(folder, call)).map(Call::counts_from).unwrap_or_default();
    let answers = calls.iter().filter_map(acknowledged).collect();
    let secret = |name: &str| Some((name.to_owned(), fs::read(folder.join(name)).ok()?));
    Ok(Record { disk, calls, begins, answers, secrets: SECRETS.into_iter().filter_map(secret).collect() })
}

fn with(mut recorder: Command, command: &Command) -> Command {
    recorder.arg(command.get_program()).args(command.get_args());
    recorder
}

fn load(server: &Server, places: &Places, random: &mut Random) -> Result<()> {
    let name = random.next();
    let made = AtomicUsize::new(0);
    let loaders: Vec<Loader> =
        (0..CLIENTS).map(|client| Loader::new(server, places, format!("{name:x}c{client}"), random.split())).collect();
    thread::scope(|scope| {
        let clients: Vec<_> = loaders.into_iter().map(|loader| scope.spawn(|| changes(loader, &made))).collect();
        let died = |_| Fault::new("a client of the load has died");
        clients.into_iter().try_for_each(|client| client.join().map_err(died)?)
    })
}

fn changes(mut loader: Loader, made: &AtomicUsize) -> Result<()> {
    while made.fetch_add(1, Ordering::SeqCst) < CHANGES {
        if !loader.step_that_adds()? {
            return Err(Fault::new("the server gave no answer while it was recorded"));
        }
    }
    Ok(())
}

fn is_in(folder: &Path, call: &Call) -> bool {
    matches!(&call.what, What::Open { path, .. } if Path::new(path).starts_with(folder))
}

/// The id in an answer that says that something was made. Only a connection is written such a text.
fn acknowledged(call: &Call) -> Option<(usize, String)> {
    let What::Write { bytes, .. } = &call.what else { return None };
    let answer = std::str::from_utf8(bytes).ok()?.strip_prefix("HTTP/1.1 201")?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    let body: Value = serde_json::from_str(body).ok()?;
    Some((call.moments.start, body.get("id")?.as_str()?.to_owned()))
}
