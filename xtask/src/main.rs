//! `cargo xtask`: everything done to the project that is not the program itself.
#![allow(
    clippy::disallowed_methods,
    reason = "clock and environment are handed in to the program; this is not the program"
)]
mod bench;
mod browser;
mod bucket;
mod check;
mod ci;
mod client;
mod contract;
mod demo;
mod deny;
mod fault;
mod mutate;
mod node;
mod notes;
mod oauth;
mod openapi;
mod postgres;
mod program;
mod python;
mod random;
mod scene;
mod scim;
mod server;
mod smtp;
mod statements;
mod steps;
mod suite;
mod tables;
mod test;
mod torture;
mod tree;
mod workspace;
mod zoomus;

use clap::{Parser, Subcommand};
use fault::Result;
use std::{path::PathBuf, process::ExitCode};

/// The tasks of the project.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run the tests, the suite on both engines; PostgreSQL is set up for it
    Test {
        /// Only tests whose names contain this
        word: Option<String>,
    },
    /// Check format, lints, statements, tables and the rules of the tree
    Check {
        /// Leave out the lints
        #[arg(long)]
        quick: bool,
    },
    /// Hold every statement to its account and to the SQL that both engines share
    Statements,
    /// Validate the OpenAPI document of every edition
    Openapi,
    /// Hold every table to one crate
    Tables,
    /// Break the decision in every listed way: the suite must notice each
    Mutate,
    /// Try to break a promise: `isolation`, `authz`, `crash`, `limits`, `power` or `renewals`
    #[command(subcommand)]
    Torture(torture::Torture),
    /// Hold the server, its tests and docs/contract.md against the published documents
    Contract {
        /// The folder of the documents and their reader; without it the page is held to what is served and tested
        #[arg(long, value_name = "DIR")]
        contract: Option<PathBuf>,
        /// Write the page anew
        #[arg(long, requires = "contract")]
        bless: bool,
    },
    /// Measure the server against its floors, side by side and in turns
    Bench {
        /// A tenth of the data and short rounds: to see that it works
        #[arg(long)]
        quick: bool,
        /// Only these rows, which are then not written down
        rows: Vec<String>,
    },
    /// Keep files in a bucket of a foreign server
    Bucket,
    /// Hold the demo and the other commands to what is said of them
    Demo,
    /// Drive a server with the unmodified zoomus client
    Zoomus,
    /// Let the unmodified scim2-tester check provisioning
    Scim,
    /// Let the unmodified requests-oauthlib, authlib and openid-client get tokens by every grant
    Oauth,
    /// Use the pages with Chromium by the keyboard, narrow, in the dark and without scripts
    Browser,
    /// Let a server send mail to real mail servers: one with STARTTLS, one that refuses
    Smtp,
    /// Run everything that must hold before a change lands, beside the tests
    Ci {
        /// The folder of the published documents
        #[arg(long, value_name = "DIR")]
        contract: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Test { word } => test::run(word.as_deref()),
        Task::Check { quick } => check::run(quick),
        Task::Statements => statements::run(),
        Task::Openapi => openapi::run(),
        Task::Tables => tables::run(),
        Task::Mutate => mutate::run(),
        Task::Torture(torture) => torture::run(&torture),
        Task::Contract { contract: Some(folder), bless: true } => contract::bless(&folder),
        Task::Contract { contract: folder, .. } => contract::run(folder.as_deref()),
        Task::Bench { quick, rows } => bench::run(quick, &rows),
        Task::Bucket => bucket::run(),
        Task::Demo => demo::run(),
        Task::Zoomus => zoomus::run(),
        Task::Scim => scim::run(),
        Task::Oauth => oauth::run(),
        Task::Browser => browser::run(),
        Task::Smtp => smtp::run(),
        Task::Ci { contract } => ci::run(contract),
    }
}
