//! `tenantry`: the commands.
mod deferred;

use clap::{Parser, Subcommand, error::ErrorKind};
use deferred::Deferred;
use platform::Edition;
use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};
use tenantry::{
    config::{Fault, ServeOptions},
    demo::{self, DemoOptions},
    document,
    operator_cli::{self, OperatorOptions},
    output, secrets, server,
};

/// A multi-tenant conferencing platform with master accounts and subaccounts.
#[derive(Parser)]
#[command(version, about, propagate_version = true, subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server until SIGTERM or SIGINT, which leave requests that run 30 seconds to finish
    Serve {
        #[command(flatten)]
        options: Box<ServeOptions>,
        /// A TOML file with any of these options
        #[arg(long, value_name = "FILE", env = "TENANTRY_CONFIG")]
        config: Option<PathBuf>,
    },
    /// Run the server over a data set to try things on
    Demo(Deferred<DemoOptions>),
    /// What the platform's owner does: enrol masters, mint credentials, set plans, move clocks
    Operator(Box<Deferred<OperatorOptions>>),
    /// Make the sealing keys and the operator's token that servers share which serve one database
    Secrets {
        /// Where they are written, readable by their owner alone
        folder: PathBuf,
    },
    /// Print the OpenAPI 3.1 document of what is mounted
    Openapi {
        /// One edition instead of both faces
        #[arg(long, value_parser = ["standard", "master", "operator"])]
        edition: Option<String>,
    },
}

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => run(cli.command),
        Err(error) => misused(&error),
    }
}

fn run(command: Command) -> ExitCode {
    let done = match command {
        Command::Serve { options, config } => options.with_file(config.as_ref()).and_then(server::run),
        Command::Demo(Deferred(options)) => match options.misuse() {
            Some(fault) => return refused(&fault, WRONG_USAGE),
            None => demo::run(options),
        },
        Command::Operator(options) => operator_cli::run(options.0),
        Command::Secrets { folder } => server::system_seeds()
            .and_then(|seeds| secrets::make(&folder, &seeds))
            .and_then(|said| output::print(&said)),
        Command::Openapi { edition } => {
            document::print(edition.as_deref().and_then(Edition::named).unwrap_or(Edition::Both))
        }
    };
    done.map_or_else(|fault| refused(&fault, 1), |()| ExitCode::SUCCESS)
}

const WRONG_USAGE: u8 = 2;

fn refused(fault: &Fault, code: u8) -> ExitCode {
    // Where nobody reads it, the code is all that is left to say.
    let _ = writeln!(io::stderr(), "tenantry: {fault}");
    code.into()
}

/// Help and version are shown as they are; what is wrong is said on one line.
fn misused(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        error.exit();
    }
    let text = error.to_string();
    let said = ["\n\nUsage:", "\n\nFor more"]
        .iter()
        .fold(text.as_str(), |said, after| said.split_once(after).map_or(said, |(before, _)| before));
    let words: Vec<&str> = said.trim_start_matches("error: ").split_whitespace().collect();
    refused(&format!("{}. See --help.", words.join(" ")), WRONG_USAGE)
}
