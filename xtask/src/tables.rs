//! `cargo xtask tables`: a table belongs to one crate, and only the directory crosses accounts.
use crate::{
    fault::{Fault, Result},
    statements::{self, Kind, Statement},
};
use std::{collections::BTreeMap, path::Path};

/// The file or folder whose statements may name every table.
const DIRECTORY: &str = "crates/storage/src/directory";

/// # Errors
/// Each table that two crates name, and each `directory!` outside of the directory.
pub fn run() -> Result<()> {
    let faults = faults(&statements::all()?);
    if faults.is_empty() { Ok(()) } else { Err(Fault::new(faults.join("\n"))) }
}

fn faults(statements: &[Statement]) -> Vec<String> {
    let mut owners: BTreeMap<&str, &Statement> = BTreeMap::new();
    let mut faults = Vec::new();
    for statement in statements.iter().filter(|it| !is_directory(&it.file)) {
        if statement.kind == Kind::Directory {
            faults.push(statement.at(&format!("directory! belongs below {DIRECTORY}")));
        }
        for table in &statement.tables {
            let owner = owners.entry(table).or_insert(statement);
            if crate_of(&owner.file) != crate_of(&statement.file) {
                let place = format!("{}:{}", owner.file.display(), owner.line);
                faults.push(statement.at(&format!("`{table}` belongs to another crate: {place} names it")));
            }
        }
    }
    faults
}

fn is_directory(file: &Path) -> bool {
    file.starts_with(DIRECTORY) || file == Path::new(DIRECTORY).with_extension("rs")
}

fn crate_of(file: &Path) -> Option<&Path> {
    file.ancestors().nth(file.components().count().saturating_sub(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(file: &str, kind: Kind, table: &str) -> Statement {
        Statement { file: file.into(), line: 7, kind, tables: [table.to_owned()].into(), faults: Vec::new() }
    }

    #[test]
    fn a_table_named_in_two_crates_is_refused_and_in_two_files_of_one_is_not() {
        let users = statement("crates/users/src/store.rs", Kind::Account, "users");
        let again = statement("crates/users/src/users/store.rs", Kind::Account, "users");
        let other = statement("crates/accounts/src/store.rs", Kind::Account, "users");
        assert_eq!(faults(&[users, again, other]).len(), 1);
    }

    #[test]
    fn the_directory_may_name_every_table_and_nobody_else_crosses_accounts() {
        let inside = statement("crates/storage/src/directory/tree.rs", Kind::Directory, "users");
        let owner = statement("crates/users/src/store.rs", Kind::Account, "users");
        let outside = statement("crates/storage/src/directory_of_users.rs", Kind::Directory, "worlds");
        let said = faults(&[inside, owner, outside]);
        assert_eq!(
            said,
            ["crates/storage/src/directory_of_users.rs:7: directory! belongs below crates/storage/src/directory"]
        );
    }
}
