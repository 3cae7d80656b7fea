//! Divisions in the store: rows and statements.
use super::{
    api::NO_DIVISION,
    events::DivisionCreated,
    views::{DivisionCreatedRow, DivisionItem, DivisionItemRow, DivisionRow},
};
use crate::kept::{self, Kept};
use platform::{PageWriter, Result};
use storage::{Fault, Inserted, Sql, Tenant, record, sql};

record! {
    /// A division, as a change loads it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Division {
        pub id: String,
        pub name: String,
        pub description: String,
        /// The one that every account has.
        pub is_main: bool,
        pub total_members: i64,
        pub version: i64,
    }
}

impl Division {
    /// One of those that an account adds.
    pub fn new(id: String, name: &str, description: &str) -> Self {
        let (name, description) = (name.to_owned(), description.to_owned());
        Division { id, name, description, is_main: false, total_members: 0, version: 1 }
    }
    pub fn view(&self) -> DivisionRow<'_> {
        DivisionRow {
            division_id: &self.id,
            division_name: &self.name,
            division_description: &self.description,
            is_main_division: self.is_main,
        }
    }
    /// As `POST /divisions` answers, which does not say whether it is the main division.
    pub fn created(&self) -> DivisionCreatedRow<'_> {
        DivisionCreatedRow { division_id: &self.id, division_name: &self.name, division_description: &self.description }
    }
}

record! {
    struct ItemRow<'r> {
        id: &'r str,
        name: &'r str,
        description: &'r str,
        is_main: bool,
        total_members: i64,
    }
}

impl<'r> ItemRow<'r> {
    fn view(&self) -> DivisionItemRow<'r> {
        DivisionItemRow {
            division_id: self.id,
            division_name: self.name,
            division_description: self.description,
            is_main_division: self.is_main,
            total_members: self.total_members,
        }
    }
}

const LIST: Sql = sql!(
    "SELECT id, name, description, is_main, total_members FROM divisions
     WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3 OFFSET $4"
);
const ONE: Sql = sql!(
    "SELECT id, name, description, is_main, total_members, version FROM divisions WHERE account_id = $1 AND id = $2"
);
const BY_NAME: Sql = sql!("SELECT id FROM divisions WHERE account_id = $1 AND name = $2");
const INSERT: Sql = sql!(
    "INSERT INTO divisions (account_id, id, name, description, is_main, created_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING"
);
const SAVE: Sql = sql!(
    "UPDATE divisions SET name = $3, description = $4, total_members = $5, version = $6 WHERE account_id = $1 AND id = $2"
);
const DELETE: Sql = sql!("DELETE FROM divisions WHERE account_id = $1 AND id = $2");

/// The name of the main division until an account gives it another.
const MAIN_NAME: &str = "Main Division";

/// Writes the page's rows, oldest first.
pub fn list<const MAX: i64>(tenant: &Tenant, page: &mut PageWriter<DivisionItem, MAX>) -> Result<()> {
    Ok(page.fill(tenant, LIST, &[], |row, page| {
        let row = ItemRow::read(row)?;
        page.push(row.id, &row.view())
    })?)
}

/// `None` for divisions of other accounts too.
pub fn load(tenant: &Tenant, id: &str) -> storage::Result<Option<Division>> {
    tenant.row(ONE, &[id.into()])
}

/// # Errors
/// [`NO_DIVISION`].
pub fn existing(tenant: &Tenant, id: &str) -> Result<Division> {
    load(tenant, id)?.ok_or_else(|| NO_DIVISION.into())
}

/// The division that the row of a user names.
pub fn referred(tenant: &Tenant, id: &str) -> storage::Result<Division> {
    load(tenant, id)?.ok_or_else(|| Fault::broken("somebody is in a division that does not exist"))
}

/// Whether a division of the account has this name.
pub fn has_name(tenant: &Tenant, name: &str) -> storage::Result<bool> {
    tenant.has(BY_NAME, &[name.into()])
}

/// Adds and counts it; a division with this name may be there already.
pub fn insert(tenant: &mut Tenant, division: &Division) -> storage::Result<Inserted> {
    let now = tenant.now();
    let cells = [
        (&division.id).into(),
        (&division.name).into(),
        (&division.description).into(),
        division.is_main.into(),
        now.into(),
    ];
    let inserted = tenant.insert(INSERT, &cells)?;
    if !inserted.is_duplicate() {
        kept::add(tenant, Kept::Divisions, 1)?;
    }
    Ok(inserted)
}

/// Writes everything that can change under the next version of the division.
pub fn save(tenant: &mut Tenant, division: &mut Division) -> storage::Result<()> {
    division.version += 1;
    let cells = [
        (&division.id).into(),
        (&division.name).into(),
        (&division.description).into(),
        division.total_members.into(),
        division.version.into(),
    ];
    tenant.execute(SAVE, &cells).map(drop)
}

/// Removes it and counts one less.
pub fn delete(tenant: &mut Tenant, id: &str) -> storage::Result<()> {
    tenant.execute(DELETE, &[id.into()])?;
    kept::add(tenant, Kept::Divisions, -1)
}

/// The division that a new account begins with.
///
/// # Errors
/// The account has one already.
pub fn create_main_division(tenant: &mut Tenant) -> Result<()> {
    let main = Division { is_main: true, ..Division::new(tenant.new_id(), MAIN_NAME, "") };
    if insert(tenant, &main)?.is_duplicate() {
        return Err(Fault::broken("the account has its main division already").into());
    }
    Ok(tenant.emit(&DivisionCreated::of(&main))?)
}
