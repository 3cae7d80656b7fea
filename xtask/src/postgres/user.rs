//! The user a PostgreSQL server runs as: it refuses to run as root.
use crate::{
    fault::{Fault, Result},
    program,
};
use std::{
    os::unix::{fs::chown, process::CommandExt},
    path::Path,
    process::Command,
};

#[derive(Debug, Clone, Copy)]
pub struct User {
    id: u32,
    group: u32,
}

impl User {
    /// Whom to become: nobody else unless the process runs as root.
    ///
    /// # Errors
    /// When the machine has neither of the users that are tried.
    pub fn unprivileged() -> Result<Option<User>> {
        if !is_root() {
            return Ok(None);
        }
        let user = ["postgres", "nobody"].into_iter().find_map(User::named);
        user.map(Some).ok_or_else(|| Fault::new("PostgreSQL refuses to run as root: make a user named postgres"))
    }

    fn named(name: &str) -> Option<User> {
        Some(User { id: number(&["-u", name])?, group: number(&["-g", name])? })
    }

    /// Lets `command` run as `user`, or as before.
    pub fn run(command: &mut Command, user: Option<User>) {
        if let Some(user) = user {
            command.uid(user.id).gid(user.group);
        }
    }

    /// Makes a file its own.
    ///
    /// # Errors
    /// When that is not allowed.
    pub fn give(self, file: &Path) -> Result<()> {
        chown(file, Some(self.id), Some(self.group)).map_err(Fault::at(file))
    }
}

pub fn is_root() -> bool {
    number(&["-u"]) == Some(0)
}

fn number(arguments: &[&str]) -> Option<u32> {
    program::output(Command::new("id").args(arguments)).ok()?.trim().parse().ok()
}
