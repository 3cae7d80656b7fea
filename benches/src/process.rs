//! A server under measurement: started on chosen cores, asked for its CPU time and memory, stopped.
use crate::fault::*;
use std::{
    fs,
    io::{self, BufRead, BufReader, Write},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

/// The cores that a process may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cores {
    /// The first: the generator has the second for itself.
    First,
    /// The first and the second, which it shares with the generator.
    Both,
    /// The generator's: nothing is run before the program itself.
    Own,
}

impl Cores {
    pub fn command(self, program: &Path) -> Command {
        let list = match self {
            Cores::First => "0",
            Cores::Both => "0,1",
            Cores::Own => return Command::new(program),
        };
        let mut command = Command::new("taskset");
        command.args(["-c", list]).arg(program);
        command
    }
}

/// A running server; it is killed when dropped.
pub struct Process {
    child: Child,
    /// Until somebody takes it.
    pub talk: Option<Talk>,
    pub address: SocketAddr,
    /// The file it reads, if it reads one.
    pub file: Option<PathBuf>,
    /// Where it may run.
    pub cores: Cores,
}

/// What a server is told, and what it says after its first line.
pub struct Talk {
    orders: ChildStdin,
    lines: BufReader<ChildStdout>,
}

impl Talk {
    /// Gives an order; the line that the server says when it is done.
    ///
    /// # Errors
    /// It has ended.
    pub fn order(&mut self, order: &str) -> Result<String> {
        writeln!(self.orders, "{order}").context("an order")?;
        let mut line = String::new();
        self.lines.read_line(&mut line).context("what a server says")?;
        Ok(line)
    }
}

impl Process {
    /// Starts `program`, whose first line says at its end where it listens.
    ///
    /// # Errors
    /// It cannot be started, or says something else.
    pub fn start(cores: Cores, program: &Path, arguments: &[&str]) -> Result<Self> {
        let mut command = cores.command(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context(&format!("starting {}", program.display()))?;
        let mut line = String::new();
        let (orders, output) = child.stdin.take().zip(child.stdout.take()).context("its input and output")?;
        let mut lines = BufReader::new(output);
        let heard = lines.read_line(&mut line);
        let address = line.rsplit([' ', '/']).next().and_then(|word| word.trim().parse().ok());
        match (heard, address) {
            (Ok(_), Some(address)) => {
                Ok(Process { child, talk: Some(Talk { orders, lines }), address, file: None, cores })
            }
            _ => {
                drop(child.kill().and_then(|()| child.wait()));
                Err(Fault::new(format!("{} did not say where it listens: {line}", program.display())))
            }
        }
    }
    /// Reads its file once, so that none of it is read from the disk while something is measured: some systems take
    /// pages out of their cache although there is room.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn warm(&self) -> Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let mut file = fs::File::open(file).context("a file of data")?;
        io::copy(&mut file, &mut io::sink()).context("a file of data").map(drop)
    }
    pub fn id(&self) -> u32 {
        self.child.id()
    }
    /// Time on the processor so far, of the program and of the system for it.
    pub fn cpu(&self) -> Result<Duration> {
        cpu_of(self.id())
    }
    /// `RssAnon` in KiB.
    pub fn anonymous_kib(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id())).context("memory of a server")?;
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("RssAnon")?;
        line.trim().trim_end_matches(" kB").trim().parse().context("RssAnon")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill().and_then(|()| self.child.wait()));
    }
}

/// `utime` and `stime` of a process with all of its threads.
pub fn cpu_of(id: u32) -> Result<Duration> {
    const TICKS_PER_SECOND: u64 = 100;
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).context("CPU time of a server")?;
    // The second field is a name in parentheses, which may hold blanks.
    let (_, fields) = stat.rsplit_once(") ").context("CPU time of a server")?;
    let mut times = fields.split(' ').skip(11).map(|ticks| ticks.parse::<u64>().unwrap_or(0));
    let ticks = times.next().unwrap_or(0) + times.next().unwrap_or(0);
    Ok(Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND))
}
