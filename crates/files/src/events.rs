//! What happens to files that no row of somebody else shows.
use crate::rows::File;
use serde::Serialize;
use storage::Event;

/// A virtual background has come to an account, a group or a user.
#[derive(Serialize)]
pub struct BackgroundAdded<'a>(Shown<'a>);

/// It has gone.
#[derive(Serialize)]
pub struct BackgroundRemoved<'a>(Shown<'a>);

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    /// The user or group; empty for the account itself.
    owner_id: &'a str,
    name: &'a str,
    /// Bytes.
    size: i64,
}

impl<'a> Shown<'a> {
    fn of(file: &'a File) -> Self {
        Shown { id: &file.id, owner_id: &file.owner_id, name: &file.name, size: file.size }
    }
}

impl<'a> BackgroundAdded<'a> {
    pub fn of(file: &'a File) -> Self {
        BackgroundAdded(Shown::of(file))
    }
}

impl<'a> BackgroundRemoved<'a> {
    pub fn of(file: &'a File) -> Self {
        BackgroundRemoved(Shown::of(file))
    }
}

impl Event for BackgroundAdded<'_> {
    const NAME: &'static str = "virtual_background.added";
    fn object(&self) -> &str {
        self.0.id
    }
    fn version(&self) -> i64 {
        1
    }
}

impl Event for BackgroundRemoved<'_> {
    const NAME: &'static str = "virtual_background.removed";
    fn object(&self) -> &str {
        self.0.id
    }
    fn version(&self) -> i64 {
        2
    }
}
