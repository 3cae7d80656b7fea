//! `bench`: measures tenantry against its floors, side by side and in turns, in one run.
#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock; nothing here is part of the program")]
mod bench;
mod data;
mod fault;
mod load;
mod outcome;
mod process;
mod renewals;
mod report;
mod request;
mod rows;
mod serve;
mod turns;

use bench::Bench;
use clap::{Args, Parser, Subcommand};
use fault::*;
use outcome::Verdict;
use rows::{ROWS, Row};
use std::{path::PathBuf, process::ExitCode, time::Duration};
use turns::Effort;

/// The programs of the benchmark; `cargo xtask bench` builds and runs them.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure rows of the table
    Run(RunOptions),
    /// Serve the platform with switches that only a measurement may touch
    Serve(serve::ServeOptions),
    /// Send statements to PostgreSQL for as long as each line of the input says
    Drive(rows::DriveOptions),
}

#[derive(Args)]
struct RunOptions {
    /// The server as it is released
    #[arg(long)]
    tenantry: PathBuf,
    /// Where data is kept from run to run
    #[arg(long)]
    folder: PathBuf,
    /// A PostgreSQL on which databases may be made
    #[arg(long)]
    postgres: Option<String>,
    /// The document that the results of a whole run are written to
    #[arg(long)]
    document: Option<PathBuf>,
    /// A tenth of the data and short rounds: to see that it works
    #[arg(long)]
    quick: bool,
    /// Only these rows
    rows: Vec<String>,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Run(options) => run(options),
        Command::Serve(options) => serve::run(&options),
        Command::Drive(options) => rows::drive(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("bench: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: RunOptions) -> Result<()> {
    let rows = chosen(&options.rows)?;
    std::fs::create_dir_all(&options.folder).context("a folder for data")?;
    serve::ready_keys(&bench::keys_in(&options.folder))?;
    // Beside the data: a temporary folder may be in memory, where nothing has to wait for a disk.
    let scratch = tempfile::tempdir_in(&options.folder).context("a folder for copies")?;
    let bench = Bench {
        tenantry: options.tenantry,
        folder: options.folder,
        scratch: scratch.path().to_owned(),
        postgres: options.postgres,
        effort: match options.quick {
            true => Effort { rounds: 1, length: Duration::from_millis(500) },
            false => Effort { rounds: 21, length: Duration::from_millis(500) },
        },
        divisor: if options.quick { 10 } else { 1 },
    };
    let (mut outcomes, mut faults) = (Vec::new(), Vec::new());
    for row in &rows {
        eprintln!("{}: {}", row.name, row.about);
        match (row.measure)(&bench) {
            Ok(measured) => outcomes.extend(measured),
            // What the others measure is worth keeping.
            Err(fault) => faults.push(format!("{}: {fault}", row.name)),
        }
    }
    let postgres = bench.postgres.as_deref().map(rows::postgres_version).transpose()?;
    let results = format!("{}\n{}", report::machine(postgres.as_deref()), report::table(&outcomes));
    println!("{results}");
    if !faults.is_empty() {
        return Err(Fault::new(faults.join("; ")));
    }
    if let Some(document) = options.document.filter(|_| !options.quick && options.rows.is_empty()) {
        report::write(&document, &results)?;
    }
    let missed = outcomes.iter().filter(|outcome| outcome.verdict() == Verdict::Missed).count();
    match missed {
        0 => Ok(()),
        _ if options.quick => Ok(()),
        missed => Err(Fault::new(format!("{missed} goals are missed"))),
    }
}

fn chosen(names: &[String]) -> Result<Vec<&'static Row>> {
    let known = || ROWS.iter().map(|row| row.name).collect::<Vec<_>>().join(", ");
    if names.is_empty() {
        return Ok(ROWS.iter().collect());
    }
    let named = |name: &String| ROWS.iter().find(|row| row.name == name);
    names.iter().map(|name| named(name).context(&format!("no row is {name}, there are {}", known()))).collect()
}
