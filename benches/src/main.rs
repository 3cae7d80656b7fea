//! `bench`: measures tenantry against its floors, side by side and in turns, in one run.
#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock; nothing here is part of the program")]
mod data;
mod fault;
mod load;
mod process;
mod request;
mod serve;
mod turns;

use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the platform with switches that only a measurement may touch
    Serve(serve::ServeOptions),
    /// First numbers
    First { folder: PathBuf, large: usize, rounds: usize, millis: u64 },
    /// Fill a file
    Fill {
        folder: PathBuf,
        large: usize,
        accounts: usize,
        small: usize,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Serve(options) => serve::run(&options),
        Command::First { folder, large, rounds, millis } => first(&folder, large, rounds, millis),
        Command::Fill { folder, large, accounts, small } => {
            data::ready_sqlite(&data::Data { name: "data", large, accounts, small }, &folder).map(|file| println!("{}", file.display()))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("bench: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn first(folder: &std::path::Path, large: usize, rounds: usize, millis: u64) -> fault::Result<()> {
    use process::*;
    use turns::*;
    let data = data::Data { name: "data", large, accounts: 100, small: 1000 };
    let file = data::ready_sqlite(&data, folder)?;
    let me = std::env::current_exe().unwrap();
    let axum = Process::start(Cores::First, &me.with_file_name("bare-axum"), &[])?;
    let database = format!("sqlite:{}", file.display());
    let keys = folder.join("keys").display().to_string();
    let server = Process::start(Cores::First, &me, &["serve", "--database", &database, "--keys", &keys])?;
    let p30 = request::pages(server.address, &data, 1, 30, 2000)?;
    let p300 = request::pages(server.address, &data, 1, 300, 2000)?;
    let case = |name, server, requests, connections| Case { name, server, requests, connections };
    let users = request::users(&data, 1, 100_000);
    let cases = [
        case("axum", &axum, request::same("/"), 16),
        case("healthz", &server, request::same("/healthz"), 16),
        case("user", &server, users.clone(), 16),
        case("page 30", &server, p30, 16),
        case("page 300", &server, p300, 16),
        case("axum c=1", &axum, request::same("/"), 1),
        case("user c=1", &server, users, 1),
    ];
    let taken = take(Effort { rounds, length: std::time::Duration::from_millis(millis) }, &cases)?;
    let floor = taken[0].cpu;
    for t in taken {
        println!("{:<10} {:>8.2} us  x{:>6.2}  {:>9.0}/s  p50 {:>7.1} p99 {:>7.1}  {:>7.0} B", t.name, t.cpu, t.cpu / floor, t.per_second, t.p50, t.p99, t.bytes);
    }
    println!("anon {} KiB", server.anonymous_kib()?);
    Ok(())
}
