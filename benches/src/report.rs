//! The table, on the terminal and in the document, and what it was measured on.
use crate::{fault::*, outcome::Outcome};
use std::{fs, path::Path, process::Command};

const BEGIN: &str = "<!-- results: written by `cargo xtask bench` -->";
const END: &str = "<!-- end of results -->";

/// A Markdown table.
pub fn table(outcomes: &[Outcome]) -> String {
    let mut table = String::from(
        "| measured | tenantry | beside it | held to the goal | goal | verdict |\n|---|--:|--:|--:|--:|---|\n",
    );
    for outcome in outcomes {
        let floor = outcome.floor.map_or_else(|| "–".to_owned(), |(name, figure)| format!("{figure} ({name})"));
        let Outcome { what, measured, held, goal, .. } = outcome;
        table.push_str(&format!("| {what} | {measured} | {floor} | {held} | {goal} | {} |\n", outcome.verdict()));
    }
    table
}

/// Replaces what stands between the marks in the document.
///
/// # Errors
/// It cannot be read or written, or has no marks.
pub fn write(document: &Path, results: &str) -> Result<()> {
    let text = fs::read_to_string(document).context("the document")?;
    let (before, rest) = text.split_once(BEGIN).context("the mark before the results")?;
    let (_, after) = rest.split_once(END).context("the mark after the results")?;
    fs::write(document, format!("{before}{BEGIN}\n{results}\n{END}{after}")).context("the document")
}

/// The machine and the versions, in lines of Markdown.
pub fn machine(postgres: Option<&str>) -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).and_then(|line| line.split_once(':'));
        line.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let (cpu, memory) = (read("/proc/cpuinfo"), read("/proc/meminfo"));
    let cores = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let gib = field(&memory, "MemTotal").trim_end_matches(" kB").parse::<u64>().unwrap_or(0) >> 20;
    let kernel = read("/proc/sys/kernel/osrelease");
    let rustc = said("rustc", "--version");
    let sqlite = rusqlite::version();
    let today = said("date", "+%F");
    let postgres = postgres.map(|version| format!(", PostgreSQL {version}")).unwrap_or_default();
    format!(
        "Measured {today} on {cores} cores ({}), {gib} GiB, Linux {}, {rustc}, SQLite {sqlite}{postgres}.\n",
        field(&cpu, "model name"),
        kernel.trim()
    )
}

fn said(program: &str, argument: &str) -> String {
    let output = Command::new(program).arg(argument).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}
