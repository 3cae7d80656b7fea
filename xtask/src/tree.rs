//! What holds for every file of the project: its length, its name, and what it never mentions.
use crate::{
    fault::{Fault, Result},
    program, workspace,
};
use std::{
    path::{Component, Path},
    process::Command,
};

/// Lines of a source file.
const LONGEST: usize = 500;
/// Names that say nothing of what is inside.
const EMPTY_NAMES: [&str; 7] = ["common", "helper", "helpers", "manager", "service", "util", "utils"];
/// Written in two halves, so that this file does not mention them.
const UNMENTIONED: [&str; 9] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("session", " of"),
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("python", "hosted.org"),
    concat!("npmjs", ".org"),
    concat!("debian", ".org"),
    BESIDE,
];
/// What lies beside the project where it is tested: one file says so.
const BESIDE: &str = concat!("../", "shared");
const MENTIONS_BESIDE: &str = ".ci/run";
/// Made by cargo, and so in its words.
const LOCK: &str = "Cargo.lock";

/// # Errors
/// Every file that is too long, badly named or mentions what it should not.
pub fn run() -> Result<()> {
    let mut faults = Vec::new();
    for file in files()? {
        let file = Path::new(&file);
        faults.extend(name_fault(file));
        if let Ok(text) = workspace::read(file) {
            faults.extend(length_fault(file, &text));
            faults.extend(text.lines().enumerate().filter_map(|(index, line)| line_fault(file, index + 1, line)));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Fault::new(faults.join("\n"))) }
}

/// The files that are tracked, and the new ones that will be.
fn files() -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(workspace::root());
    Ok(program::output(&mut git)?.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

fn length_fault(file: &Path, text: &str) -> Option<String> {
    let lines = text.lines().count();
    let is_long = is_rust(file) && lines > LONGEST;
    is_long.then(|| format!("{}: {lines} lines: split it before {LONGEST}", file.display()))
}

fn name_fault(file: &Path) -> Option<String> {
    let folders = file.parent().into_iter().flat_map(Path::components);
    let folders = folders.filter_map(|it| if let Component::Normal(name) = it { name.to_str() } else { None });
    let stem = file.file_stem().and_then(|stem| stem.to_str()).filter(|_| is_rust(file));
    let name = folders.chain(stem).find(|name| EMPTY_NAMES.contains(name))?;
    Some(format!("{}: `{name}` does not say what is in it", file.display()))
}

fn line_fault(file: &Path, number: usize, line: &str) -> Option<String> {
    let line = line.to_lowercase();
    if let Some(name) = module(&line).filter(|name| is_rust(file) && EMPTY_NAMES.contains(name)) {
        return Some(format!("{}:{number}: `{name}` does not say what is in it", file.display()));
    }
    let is_allowed = |word: &str| file == Path::new(LOCK) || word == BESIDE && file == Path::new(MENTIONS_BESIDE);
    let word = UNMENTIONED.into_iter().find(|word| line.contains(word) && !is_allowed(word));
    let word = word.or_else(|| names_an_issue(&line).then_some("an issue by its number"))?;
    Some(format!("{}:{number}: mentions {word}", file.display()))
}

fn module(line: &str) -> Option<&str> {
    let after = line.trim_start().trim_start_matches("pub ").strip_prefix("mod ")?;
    after.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()
}

fn names_an_issue(line: &str) -> bool {
    let after = line.match_indices("issue").filter_map(|(at, word)| line.get(at + word.len()..));
    let number =
        |rest: &str| rest.strip_prefix(" #").or_else(|| rest.strip_prefix(' ')).and_then(|it| it.chars().next());
    after.filter_map(number).any(|first| first.is_ascii_digit())
}

fn is_rust(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "rs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_file_has_at_most_500_lines() {
        let faulty = |file: &str, lines| length_fault(Path::new(file), &"x\n".repeat(lines)).is_some();
        assert_eq!([499, 500, 501].map(|lines| faulty("a.rs", lines)), [false, false, true]);
        assert!(!faulty("data.json", 501));
    }

    #[test]
    fn a_name_says_what_is_inside() {
        let faulty = |file: &str| name_fault(Path::new(file)).is_some();
        assert!(faulty("crates/users/src/utils.rs") && faulty("crates/users/src/common/store.rs"));
        assert!(!faulty("crates/users/src/store.rs") && !faulty("docs/service.md"));
        assert!(line_fault(Path::new("a.rs"), 1, concat!("pub mod ", "helpers {")).is_some());
    }

    #[test]
    fn nothing_mentions_where_it_was_made() {
        let faulty = |file: &str, line: &str| line_fault(Path::new(file), 1, line).is_some();
        assert!(faulty("README.md", &["see iss", "ue #12"].concat()) && faulty("a.rs", &["Iss", "ue 3"].concat()));
        assert!(faulty("a.rs", &["/wo", "rk/x"].concat()));
        assert!(!faulty("a.rs", "issued 3 tokens; the issues are 4"));
        assert!(faulty("README.md", BESIDE) && !faulty(MENTIONS_BESIDE, BESIDE));
    }
}
