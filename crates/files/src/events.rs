//! What happens to files that no row of somebody else shows.
use crate::rows::File;
use serde::Serialize;
use storage::events;

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

events! {
    BackgroundAdded is "virtual_background.added" of 0 at 1;
    BackgroundRemoved is "virtual_background.removed" of 0 at 2;
}
