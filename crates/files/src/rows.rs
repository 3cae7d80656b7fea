//! Rows of files.
use crate::backgrounds::MOST_FILES;
use platform::{Object, Result};
use storage::{Fault, Sql, Tenant, record, sql};

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of a user.
    Picture,
    /// Of an account, a group or a user.
    VirtualBackground,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Kind::Picture => "picture",
            Kind::VirtualBackground => "virtual_background",
        }
    }
}

record! {
    #[cells]
    /// A file that is kept.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct File {
        pub id: String,
        kind: String,
        pub owner_id: String,
        pub name: String,
        pub content_type: String,
        /// Bytes.
        pub size: i64,
        /// SHA-256 of the bytes.
        pub checksum: Vec<u8>,
        pub object_key: String,
        pub created_at: i64,
    }
}

/// A file that is to be kept.
pub struct NewFile<'f> {
    pub kind: Kind,
    /// The user or group; empty for the account itself.
    pub owner_id: &'f str,
    /// As it was called where it came from.
    pub name: &'f str,
}

const KEEP: Sql = sql!("DELETE FROM unkept_objects WHERE account_id = $1 AND object_key = $2 AND is_going = 0");
const LEAVE: Sql = sql!("INSERT INTO unkept_objects (account_id, object_key, due_at) VALUES ($1, $2, 0)");
const INSERT: Sql = sql!(
    "INSERT INTO files (account_id, id, kind, owner_id, name, content_type, size, checksum, object_key, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);
const BY_ID: Sql = sql!(
    "SELECT id, kind, owner_id, name, content_type, size, checksum, object_key, created_at
     FROM files WHERE account_id = $1 AND id = $2"
);
const BY_OWNER: Sql = sql!(
    "SELECT id, kind, owner_id, name, content_type, size, checksum, object_key, created_at
     FROM files WHERE account_id = $1 AND owner_id = $2 ORDER BY kind, id"
);
const DELETE: Sql = sql!("DELETE FROM files WHERE account_id = $1 AND id = $2");

/// Keeps an object that was written for it.
///
/// # Errors
/// [`Fault::Unavailable`] when the object was written so long ago that it has gone.
pub fn add(tenant: &mut Tenant, file: &NewFile<'_>, object: &Object) -> Result<File> {
    keep(tenant, &object.key)?;
    let file = File {
        id: tenant.new_id(),
        kind: file.kind.name().to_owned(),
        owner_id: file.owner_id.to_owned(),
        name: file.name.to_owned(),
        content_type: object.content_type.to_owned(),
        size: i64::try_from(object.bytes.len()).map_err(Fault::broken)?,
        checksum: object.checksum.to_vec(),
        object_key: object.key.clone(),
        created_at: tenant.now(),
    };
    insert(tenant, &file)?;
    Ok(file)
}

/// A row of this transaction keeps an object that was written for it.
///
/// # Errors
/// [`Fault::Unavailable`] when the object was written so long ago that it has gone.
pub fn keep(tenant: &mut Tenant, object_key: &str) -> Result<()> {
    match tenant.execute(KEEP, &[object_key.into()])? {
        0 => Err(Fault::unavailable("an object has gone before its row came").into()),
        _ => Ok(()),
    }
}

/// The row that kept an object goes. The object is deleted once this is committed.
///
/// # Errors
/// Those of the store.
pub fn leave(tenant: &mut Tenant, object_key: &str) -> storage::Result<()> {
    tenant.execute(LEAVE, &[object_key.into()]).map(drop)
}

/// The file with this id.
pub fn by_id(tenant: &Tenant, id: &str) -> storage::Result<Option<File>> {
    tenant.row(BY_ID, &[id.into()])
}

/// The files of a kind that a user or group has, oldest first; with an empty id those of the account itself.
pub fn of_owner(tenant: &Tenant, owner_id: &str, kind: Kind) -> storage::Result<Vec<File>> {
    let mut files = all_of(tenant, owner_id)?;
    files.retain(|file| file.kind == kind.name());
    Ok(files)
}

/// Removes a file. Its object is deleted once this is committed.
pub fn remove(tenant: &mut Tenant, file: &File) -> storage::Result<()> {
    tenant.execute(DELETE, &[(&file.id).into()])?;
    leave(tenant, &file.object_key)
}

/// Removes everything that a user or group has.
pub fn remove_all(tenant: &mut Tenant, owner_id: &str) -> storage::Result<()> {
    all_of(tenant, owner_id)?.iter().try_for_each(|file| remove(tenant, file))
}

/// Takes the files of a user out of this account, to be brought to another in the same transaction.
#[must_use = "files that are not brought anywhere are lost"]
pub fn take_along(tenant: &mut Tenant, owner_id: &str) -> storage::Result<Vec<File>> {
    let files = all_of(tenant, owner_id)?;
    files.iter().try_for_each(|file| tenant.execute(DELETE, &[(&file.id).into()]).map(drop))?;
    Ok(files)
}

/// Brings files that were taken along, to the user with this id. Their ids and objects stay as they are.
pub fn bring(tenant: &mut Tenant, owner_id: &str, files: &[File]) -> storage::Result<()> {
    for file in files {
        let file = File { owner_id: owner_id.to_owned(), ..file.clone() };
        insert(tenant, &file)?;
        remove_surplus(tenant, &file)?;
    }
    Ok(())
}

/// A picture takes the place of the one that was there; a background for which there is no room goes.
fn remove_surplus(tenant: &mut Tenant, brought: &File) -> storage::Result<()> {
    let mut others = all_of(tenant, &brought.owner_id)?;
    others.retain(|file| file.kind == brought.kind && file.id != brought.id);
    if brought.kind == Kind::Picture.name() {
        return others.iter().try_for_each(|file| remove(tenant, file));
    }
    if others.len() >= MOST_FILES { remove(tenant, brought) } else { Ok(()) }
}

/// All files that a user or group has, by kind, oldest first.
pub fn all_of(tenant: &Tenant, owner_id: &str) -> storage::Result<Vec<File>> {
    tenant.rows(BY_OWNER, &[owner_id.into()])
}

fn insert(tenant: &mut Tenant, file: &File) -> storage::Result<()> {
    tenant.execute(INSERT, &file.cells()).map(drop)
}
