//! What happens to divisions.
use super::store::Division;
use crate::users::{Known, People};
use serde::Serialize;
use storage::events;

/// What can be changed of a division.
#[derive(Serialize)]
struct State<'a> {
    name: &'a str,
    description: &'a str,
}

impl<'a> From<&'a Division> for State<'a> {
    fn from(division: &'a Division) -> Self {
        State { name: &division.name, description: &division.description }
    }
}

/// A division was made.
#[derive(Serialize)]
pub struct DivisionCreated<'a> {
    id: &'a str,
    is_main_division: bool,
    #[serde(flatten)]
    state: State<'a>,
    #[serde(skip)]
    version: i64,
}

impl<'a> DivisionCreated<'a> {
    pub fn of(division: &'a Division) -> Self {
        let (id, is_main_division, version) = (&division.id, division.is_main, division.version);
        DivisionCreated { id, is_main_division, state: division.into(), version }
    }
}

/// A division was changed.
#[derive(Serialize)]
pub struct DivisionUpdated<'a> {
    id: &'a str,
    #[serde(flatten)]
    state: State<'a>,
    old_object: State<'a>,
    #[serde(skip)]
    version: i64,
}

impl<'a> DivisionUpdated<'a> {
    /// `after` is saved already: it has its new version.
    pub fn of(before: &'a Division, after: &'a Division) -> Self {
        DivisionUpdated { id: &after.id, state: after.into(), old_object: before.into(), version: after.version }
    }
}

/// A division is no more.
#[derive(Serialize)]
pub struct DivisionDeleted<'a> {
    id: &'a str,
    old_object: State<'a>,
    #[serde(skip)]
    version: i64,
}

impl<'a> DivisionDeleted<'a> {
    /// `division` as it was loaded: the version of the event is the next one.
    pub fn of(division: &'a Division) -> Self {
        DivisionDeleted { id: &division.id, old_object: division.into(), version: division.version + 1 }
    }
}

macro_rules! of_users {
    ($($(#[$about:meta])* $type:ident)*) => { $(
        $(#[$about])*
        #[derive(Serialize)]
        pub struct $type<'a> {
            id: &'a str,
            users: People<'a>,
            #[serde(skip)]
            version: i64,
        }

        impl<'a> $type<'a> {
            pub fn of(id: &'a str, users: &'a [&'a Known], version: i64) -> Self {
                $type { id, users: People(users), version }
            }
        }
    )* };
}
of_users! {
    /// Users have come into a division.
    UsersAdded
    /// Users have left it.
    UsersRemoved
}

events! {
    DivisionCreated is "division.created";
    DivisionUpdated is "division.updated";
    DivisionDeleted is "division.deleted";
    UsersAdded is "division.user_added";
    UsersRemoved is "division.user_removed";
}
