//! A real server over a folder of its own: built, started, told to end, or killed.
use crate::{
    client::Client,
    fault::{Fault, Result},
    program, workspace,
};
use std::{
    env, fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
};

/// What a server is asked to do beside listening on a free port.
pub const UNLIMITED: [&str; 2] = ["--rate-limits", "off"];

/// Builds the programs of the project and says where the one of this name is.
///
/// # Errors
/// When one does not compile.
pub fn built(name: &str) -> Result<PathBuf> {
    // Together with tests everything below is built as for the tests, which is there already.
    let packages = ["--package", "tenantry", "--package", "benches"];
    program::run(program::cargo(&["build", "--quiet", "--bins", "--tests"]).args(packages))?;
    let me = env::current_exe().map_err(Fault::at(workspace::root()))?;
    Ok(me.with_file_name(name))
}

/// A running server; it is killed when dropped.
pub struct Server {
    child: Child,
    pub base: String,
    folder: PathBuf,
}

impl Server {
    /// Starts the built server on a free port. Its database, keys and operator's token are in `folder`.
    ///
    /// # Errors
    /// When it does not say where it listens: with what it says instead.
    pub fn start(tenantry: &Path, folder: &Path, more: &[&str]) -> Result<Self> {
        let mut command = Command::new(tenantry);
        command.args(arguments(folder)).args(more);
        Self::start_by(command, folder)
    }

    /// As [`start`](Self::start), by a command that ends up serving the database of `folder`.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn start_by(command: Command, folder: &Path) -> Result<Self> {
        Self::start_saying(command, folder, "").map(|(server, _)| server)
    }

    /// As [`start_by`](Self::start_by), with what it says up to the first line that holds `last`.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn start_saying(mut command: Command, folder: &Path, last: &str) -> Result<(Self, String)> {
        command.env("RUST_LOG", "warn").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command
            .spawn()
            .map_err(|error| Fault::new(format!("`{}` cannot be started: {error}", command.get_program().display())))?;
        let said = child.stdout.take().map(|said| heard(said, last)).unwrap_or_default();
        let line = said.lines().next().unwrap_or_default();
        let address = line.rsplit([' ', '/']).next().map(str::trim).filter(|address| address.contains(':'));
        match address {
            Some(address) => {
                let base = format!("http://{address}");
                Ok((Server { child: unheard(child), base, folder: folder.to_owned() }, said))
            }
            None => Err(silent(child)),
        }
    }

    pub fn client(&self, token: &str) -> Client {
        Client::new(&self.base, token)
    }

    /// A client that speaks for the operator.
    ///
    /// # Errors
    /// When the server has not kept its token.
    pub fn operator(&self) -> Result<Client> {
        Ok(self.client(&self.operator_token()?))
    }

    /// # Errors
    /// When the server has not kept it.
    pub fn operator_token(&self) -> Result<String> {
        let file = self.folder.join("operator-token");
        Ok(fs::read_to_string(&file).map_err(Fault::at(&file))?.trim().to_owned())
    }

    /// Kills it as `kill -9` does.
    pub fn kill(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// Asks the process that holds the database to end, and waits for it.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn stop(self) -> Result<ExitStatus> {
        self.stop_by("-TERM")
    }

    fn stop_by(mut self, signal: &str) -> Result<ExitStatus> {
        let lock = self.folder.join("lock");
        let lines = fs::read_to_string(&lock).map_err(Fault::at(&lock))?;
        let process = lines.lines().nth(1).unwrap_or_default();
        program::output(Command::new("kill").args([signal, process]))?;
        self.child.wait().map_err(Fault::at(&lock))
    }

    /// As [`stop`](Self::stop), and it must end well.
    ///
    /// # Errors
    /// When it does not.
    pub fn end(self) -> Result<()> {
        well(self.stop()?)
    }

    /// As [`end`](Self::end), asked as Ctrl-C asks.
    ///
    /// # Errors
    /// When it does not end well.
    pub fn interrupt(self) -> Result<()> {
        well(self.stop_by("-INT")?)
    }
}

fn well(status: ExitStatus) -> Result<()> {
    if status.success() { Ok(()) } else { Err(Fault::new(format!("the server did not end well: {status}"))) }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// `serve` on a free port, everything in `folder`.
pub fn arguments(folder: &Path) -> Vec<String> {
    let database = format!("sqlite:{}", database(folder).display());
    ["serve", "--listen", "127.0.0.1:0", "--database", &database].map(str::to_owned).to_vec()
}

/// The database in the folder of a server.
pub fn database(folder: &Path) -> PathBuf {
    folder.join("tenantry.db")
}

/// The lines up to the first that holds `last`.
fn heard(said: ChildStdout, last: &str) -> String {
    let mut text = String::new();
    for line in BufReader::new(said).lines().map_while(std::io::Result::ok) {
        text.push_str(&line);
        text.push('\n');
        if line.contains(last) {
            break;
        }
    }
    text
}

/// What a server complains of is read, so that it is never kept waiting, and passed on.
fn unheard(mut child: Child) -> Child {
    if let Some(complaints) = child.stderr.take() {
        let listener = move || {
            BufReader::new(complaints).lines().map_while(std::io::Result::ok).for_each(|line| eprintln!("  {line}"))
        };
        drop(std::thread::Builder::new().name("complaints".to_owned()).spawn(listener));
    }
    child
}

fn silent(mut child: Child) -> Fault {
    drop(child.kill());
    let mut complaints = String::new();
    if let Some(mut stream) = child.stderr.take() {
        drop(stream.read_to_string(&mut complaints));
    }
    drop(child.wait());
    Fault::new(format!("the server did not start: {}", complaints.trim().lines().last().unwrap_or("it says nothing")))
}
