//! Objects beside the database that no row keeps. For the platform alone, which writes and deletes them.
use super::{Directory, DirectorySql, directory};
use crate::{fault::*, record};

record! {
    /// An object that has to go.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct UnkeptObject {
        pub account_id: String,
        pub object_key: String,
    }
}

const EXPECT: DirectorySql = directory!(
    "INSERT INTO unkept_objects (account_id, object_key, due_at, is_going) VALUES ($1, $2, $3, 0)
     ON CONFLICT (account_id, object_key) DO UPDATE SET due_at = excluded.due_at, is_going = 0"
);
const DUE: DirectorySql = directory!(
    "SELECT account_id, object_key FROM unkept_objects WHERE due_at <= $1
     ORDER BY due_at, account_id, object_key LIMIT $2"
);
const LET_GO: DirectorySql =
    directory!("UPDATE unkept_objects SET is_going = 1 WHERE account_id = $1 AND object_key = $2");
const PUT_OFF: DirectorySql =
    directory!("UPDATE unkept_objects SET due_at = $3 WHERE account_id = $1 AND object_key = $2 AND is_going = 1");
const FORGET: DirectorySql =
    directory!("DELETE FROM unkept_objects WHERE account_id = $1 AND object_key = $2 AND is_going = 1");

impl Directory<'_> {
    /// Notes an object that is about to be written: it goes at `due_at`, milliseconds UTC on the machine's clock, unless a
    /// row keeps it by then.
    pub fn expect_object(&mut self, account: &str, key: &str, due_at: i64) -> Result<()> {
        self.execute(EXPECT, &[account.into(), key.into(), due_at.into()]).map(drop)
    }
    /// At most `most` objects that are due.
    pub fn due_objects(&self, most: i64) -> Result<Vec<UnkeptObject>> {
        self.rows(DUE, &[self.now().into(), most.into()])
    }
    /// No row can keep the object any more: it may be deleted once this is committed.
    pub fn let_object_go(&mut self, object: &UnkeptObject) -> Result<()> {
        self.execute(LET_GO, &[(&object.account_id).into(), (&object.object_key).into()]).map(drop)
    }
    /// The object could not be deleted: another attempt is made at `due_at`, milliseconds UTC on the machine's clock.
    pub fn put_off_object(&mut self, object: &UnkeptObject, due_at: i64) -> Result<()> {
        self.execute(PUT_OFF, &[(&object.account_id).into(), (&object.object_key).into(), due_at.into()]).map(drop)
    }
    /// The object was deleted.
    pub fn forget_object(&mut self, object: &UnkeptObject) -> Result<()> {
        self.execute(FORGET, &[(&object.account_id).into(), (&object.object_key).into()]).map(drop)
    }
}
