//! `tenantry`: the commands.
use clap::{Parser, Subcommand};
use platform::Edition;
use std::{path::PathBuf, process::ExitCode};
use tenantry::{
    config::{Fault, ServeOptions},
    demo::{self, DemoOptions},
    document,
    operator_cli::{self, OperatorOptions},
    server,
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
    /// Run the server
    Serve {
        #[command(flatten)]
        options: Box<ServeOptions>,
        /// A TOML file with any of these options
        #[arg(long, value_name = "FILE", env = "TENANTRY_CONFIG")]
        config: Option<PathBuf>,
    },
    /// Run the server over a data set to try things on
    Demo(DemoOptions),
    /// What the platform's owner does: enrol masters, mint credentials, set plans, move clocks
    Operator(OperatorOptions),
    /// Print the OpenAPI 3.1 document of what is mounted
    Openapi {
        /// One edition instead of both faces
        #[arg(long, value_parser = ["standard", "master", "operator"])]
        edition: Option<String>,
    },
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve { options, config } => options.with_file(config.as_ref()).and_then(server::run),
        Command::Demo(options) => demo::run(options),
        Command::Operator(options) => operator_cli::run(options),
        Command::Openapi { edition } => {
            document::print(edition.as_deref().and_then(Edition::named).unwrap_or(Edition::Both))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => refused(&fault),
    }
}

fn refused(fault: &Fault) -> ExitCode {
    eprintln!("tenantry: {fault}");
    ExitCode::FAILURE
}
