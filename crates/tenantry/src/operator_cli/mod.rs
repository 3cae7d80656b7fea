//! `tenantry operator …`: the operator plane as commands, towards a running server or the data itself.
mod commands;
mod reach;
mod tables;

use crate::config::Fault;
use clap::Args;
use commands::Command;
use std::path::PathBuf;

/// Where the commands go.
#[derive(Debug, Clone, Args)]
pub struct OperatorOptions {
    /// A running server; otherwise the one that holds the data, or the data itself when none runs
    #[arg(long, global = true, value_name = "URL", env = "TENANTRY_SERVER")]
    server: Option<String>,
    /// The data that a server of this machine works on
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "TENANTRY_DATABASE",
        default_value = "sqlite:./tenantry-data/tenantry.db"
    )]
    database: String,
    /// The sealing keys of the data, when they do not stand beside it
    #[arg(long, global = true, value_name = "FILE", env = "TENANTRY_KEYS")]
    keys: Option<PathBuf>,
    /// The file that holds the operator's token, when it does not stand beside the data
    #[arg(long, global = true, value_name = "FILE", env = "TENANTRY_OPERATOR_TOKEN_FILE")]
    operator_token_file: Option<PathBuf>,
    /// Print answers as JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

/// Runs one command.
///
/// # Errors
/// The refusal on one line.
pub fn run(options: OperatorOptions) -> Result<(), Fault> {
    let plane = reach::plane(&options)?;
    let call = options.command.call()?;
    let answer = plane.call(call.method, &call.path, &call.body)?.accepted()?;
    if options.json {
        println!("{answer:#}");
    } else {
        print!("{}", tables::shown(&answer));
    }
    Ok(())
}
