//! `docs/contract.md`: a section for each operation, a row for each documented field and code.
use super::{documents::Documents, seen::Seen};
use crate::{
    fault::{Fault, Result},
    workspace,
};
use std::{fmt, fs, path::PathBuf};

const FILE: &str = "docs/contract.md";
/// In the place of the rows where there are none.
const NOTHING: &str = "The documents name neither fields nor codes.";
const HEAD: [&str; 2] = ["| Field or code | Seen by, or why it cannot occur |", "|---|---|"];

pub struct Page {
    /// Everything before the first section.
    preface: String,
    pub sections: Vec<Section>,
}

pub struct Section {
    /// `GET /users`
    pub operation: String,
    /// What stands before the rows, in words.
    notes: String,
    lines: Vec<Line>,
}

pub struct Line {
    pub what: What,
    pub proof: Proof,
}

/// Something that the documents say of an operation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A field of the answer, dotted; `[]` stands for the items of a list.
    Field(String),
    /// A code with one of its messages.
    Code { code: i64, text: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The name of the test that has seen it.
    Test(String),
    Reason(String),
    Missing,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Field(name) => write!(f, "`{name}`"),
            What::Code { code, text } => write!(f, "{code} `{text}`"),
        }
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Proof::Test(name) => write!(f, "`{name}`"),
            Proof::Reason(reason) => f.write_str(reason),
            Proof::Missing => f.write_str("?"),
        }
    }
}

impl Page {
    /// # Errors
    /// When it cannot be read, or has a row that says nothing.
    pub fn read() -> Result<Self> {
        let file = path();
        Page::parse(&fs::read_to_string(&file).map_err(Fault::at(&file))?)
    }

    fn parse(text: &str) -> Result<Self> {
        let mut parts = text.split("\n## ");
        let preface = parts.next().unwrap_or_default().trim_end().to_owned();
        Ok(Page { preface, sections: parts.map(Section::parse).collect::<Result<_>>()? })
    }

    /// # Errors
    /// When it cannot be written.
    pub fn write(&self) -> Result<()> {
        let file = path();
        fs::write(&file, self.to_string()).map_err(Fault::at(&file))
    }

    /// Every row with its operation.
    pub fn lines(&self) -> impl Iterator<Item = (&str, &Line)> {
        self.sections.iter().flat_map(|section| section.lines.iter().map(|line| (section.operation.as_str(), line)))
    }

    pub fn section(&self, operation: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.operation == operation)
    }

    /// What is documented and not listed, and the other way round.
    pub fn faults_against(&self, documents: &Documents) -> Vec<String> {
        let mut faults = Vec::new();
        for section in &self.sections {
            let documented = documents.of_operation(&section.operation);
            let missing = documented.iter().filter(|what| section.proof(what) == Proof::Missing);
            faults.extend(missing.map(|what| format!("{}: {what}: not listed", section.operation)));
            let surplus = section.lines.iter().filter(|line| !documented.contains(&line.what));
            faults.extend(surplus.map(|line| format!("{}: {}: not documented", section.operation, line.what)));
        }
        faults
    }

    /// The page of these operations: a test where one sees it, else the reason that was given.
    pub fn renewed(&self, operations: &[String], documents: &Documents, seen: &Seen) -> Page {
        let section = |operation: &String| {
            let old = self.section(operation);
            let line = |what: What| {
                let before = old.map_or(Proof::Missing, |section| section.proof(&what));
                let proof = proof(&before, &seen.tests_of(operation, &what));
                Line { what, proof }
            };
            let notes = old.map_or_else(String::new, |section| section.notes.clone());
            let lines = documents.of_operation(operation).into_iter().map(line).collect();
            Section { operation: operation.clone(), notes, lines }
        };
        Page { preface: self.preface.clone(), sections: operations.iter().map(section).collect() }
    }
}

/// A test that still sees it stays; a reason gives way to a test.
fn proof(before: &Proof, tests: &[&str]) -> Proof {
    match (before, tests.first()) {
        (Proof::Test(name), _) if tests.contains(&name.as_str()) => before.clone(),
        (_, Some(test)) => Proof::Test((*test).to_owned()),
        (Proof::Reason(_), None) => before.clone(),
        (Proof::Test(_) | Proof::Missing, None) => Proof::Missing,
    }
}

impl Section {
    fn parse(text: &str) -> Result<Self> {
        let (heading, body) = text.split_once('\n').unwrap_or((text, ""));
        let is_row = |line: &&str| line.starts_with("| ") && !HEAD.contains(line);
        let is_note = |line: &&str| !line.starts_with('|') && *line != NOTHING;
        let notes = body.lines().take_while(is_note).collect::<Vec<_>>().join("\n");
        Ok(Section {
            operation: heading.trim().trim_matches('`').to_owned(),
            notes: notes.trim().to_owned(),
            lines: body.lines().filter(is_row).map(Line::parse).collect::<Result<_>>()?,
        })
    }

    fn proof(&self, what: &What) -> Proof {
        self.lines.iter().find(|line| line.what == *what).map_or(Proof::Missing, |line| line.proof.clone())
    }

    /// Whether a field that is not answered has its test or its reason.
    pub fn accounts_for(&self, field: &str) -> bool {
        self.proof(&What::Field(field.to_owned())) != Proof::Missing
    }

    /// Whether the fault is a field that is answered beyond the document, and said to be.
    pub fn adds(&self, fault: &str) -> bool {
        let field = fault.strip_suffix(": not documented");
        field.is_some_and(|field| self.notes.contains(&format!("`{field}`")))
    }

    /// The faces on which it can succeed, of those that are documented today.
    pub fn faces(&self) -> &'static [&'static str] {
        match () {
            () if self.notes.contains("Older documents have it") => &[],
            () if self.notes.contains("Beyond the documents.") => &[],
            () if self.notes.contains("Only as it stands.") => &["direct"],
            () if self.notes.contains("Only the mirrored face can succeed.") => &["mirrored"],
            () => &["direct", "mirrored"],
        }
    }
}

impl Line {
    fn parse(row: &str) -> Result<Self> {
        let says_nothing = || Fault::new(format!("{FILE}: not a row: {row}"));
        let (what, proof) = row.trim_matches(['|', ' ']).rsplit_once(" | ").ok_or_else(says_nothing)?;
        let what = match what.split_once(' ') {
            Some((code, text)) if !code.starts_with('`') => {
                let code = code.parse().map_err(|_| says_nothing())?;
                What::Code { code, text: text.trim_matches('`').to_owned() }
            }
            _ => What::Field(what.trim_matches('`').to_owned()),
        };
        let proof = match proof {
            "?" => Proof::Missing,
            test if test.starts_with('`') && test.ends_with('`') && test.contains("::") => {
                Proof::Test(test.trim_matches('`').to_owned())
            }
            reason => Proof::Reason(reason.to_owned()),
        };
        Ok(Line { what, proof })
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.preface)?;
        self.sections.iter().try_for_each(|section| write!(f, "\n{section}"))
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "## `{}`\n", self.operation)?;
        if !self.notes.is_empty() {
            writeln!(f, "{}\n", self.notes)?;
        }
        if self.lines.is_empty() {
            return writeln!(f, "{NOTHING}");
        }
        HEAD.iter().try_for_each(|row| writeln!(f, "{row}"))?;
        self.lines.iter().try_for_each(|Line { what, proof }| writeln!(f, "| {what} | {proof} |"))
    }
}

fn path() -> PathBuf {
    workspace::root().join(FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Title\n\nWords.\n\n## `GET /users`\n\nOnly as it stands.\n\n\
        | Field or code | Seen by, or why it cannot occur |\n|---|---|\n\
        | `users[].id` | `users::list::a` |\n| 300 `Bad {name}` | there are no names |\n| `x` | ? |\n";

    #[test]
    fn a_page_is_written_as_it_is_read() {
        assert_eq!(Page::parse(PAGE).unwrap().to_string(), PAGE);
    }

    #[test]
    fn a_row_has_a_test_a_reason_or_neither() {
        let page = Page::parse(PAGE).unwrap();
        let proofs: Vec<Proof> = page.lines().map(|(_, line)| line.proof.clone()).collect();
        let (test, reason) = (Proof::Test("users::list::a".into()), Proof::Reason("there are no names".into()));
        assert_eq!(proofs, [test, reason, Proof::Missing]);
    }

    #[test]
    fn a_test_stays_while_it_sees_what_it_saw_and_a_reason_gives_way_to_a_test() {
        let (test, reason) = (Proof::Test("b".into()), Proof::Reason("why".into()));
        assert_eq!(proof(&test, &["a", "b"]), test);
        assert_eq!(proof(&test, &["a"]), Proof::Test("a".into()));
        assert_eq!(proof(&reason, &["a"]), Proof::Test("a".into()));
        assert_eq!(proof(&reason, &[]), reason);
        assert_eq!(proof(&test, &[]), Proof::Missing);
    }
}
