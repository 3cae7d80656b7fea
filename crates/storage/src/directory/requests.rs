//! Requests of people for their data over all accounts: those that are to be carried out. They are written by their account.
use super::{Directory, DirectorySql, directory};
use crate::{fault::*, record, secret};

record! {
    /// A request that is to be carried out now.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct DueRequest {
        pub account_id: String,
        pub id: String,
    }
}

record! {
    /// A file that has come of an export and was kept long enough.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LapsedFile {
        pub account_id: String,
        pub id: String,
    }
}

// Each world has its own clock: a stopped one stands, the others are ahead of the machine. Whoever asks for its own deletion
// beside those of others waits until theirs have begun or failed: for one who is gone nobody is deleted.
const DUE: DirectorySql = directory!(
    "SELECT d.account_id, d.id FROM data_requests d
     JOIN accounts a ON a.account_id = d.account_id JOIN worlds w ON w.id = a.world_id
     WHERE d.due_at IS NOT NULL AND d.again_at <= $1 AND a.closed_at IS NULL
       AND d.due_at <= COALESCE(w.stopped_at, w.offset_ms + $1) AND w.id = COALESCE($2, w.id)
       AND NOT EXISTS (SELECT o.id FROM data_requests o
           WHERE o.account_id = d.account_id AND o.requestor_id = d.user_id AND d.requestor_id = d.user_id
             AND o.due_at IS NOT NULL AND o.erased_email IS NULL AND o.profiles_after IS NULL AND o.user_id <> d.user_id)
     ORDER BY d.due_at, d.id LIMIT 1"
);
// What no world's clock has reached is not looked at.
const LAPSED: DirectorySql = directory!(
    "SELECT f.account_id, f.id FROM data_request_files f
     JOIN accounts a ON a.account_id = f.account_id JOIN worlds w ON w.id = a.world_id
     WHERE f.expires_at <= (SELECT max(COALESCE(stopped_at, offset_ms + $1)) FROM worlds)
       AND f.expires_at <= COALESCE(w.stopped_at, w.offset_ms + $1) AND w.id = COALESCE($2, w.id)
     ORDER BY f.expires_at, f.account_id, f.id LIMIT 1"
);
const LINK: DirectorySql = directory!(
    "SELECT l.account_id FROM data_request_links l JOIN accounts a ON a.account_id = l.account_id
     WHERE l.link_hash = $1 AND a.closed_at IS NULL"
);

impl Directory<'_> {
    /// The account of the link to a file with this secret; none of an account that is closed.
    pub fn data_request_link(&self, secret: &str) -> Result<Option<String>> {
        let hash = secret::hash(secret);
        self.first(LINK, &[(&hash).into()], |row| row.get(0))
    }
    /// A file that was kept long enough, in one world or in all; also one of an account that is closed.
    pub fn data_request_file_lapsed(&self, world: Option<&str>) -> Result<Option<LapsedFile>> {
        self.row(LAPSED, &[self.now().into(), world.into()])
    }
    /// The request that has been due for longest and is not put off, in one world or in all.
    pub fn data_request_due(&self, world: Option<&str>) -> Result<Option<DueRequest>> {
        self.row(DUE, &[self.now().into(), world.into()])
    }
}
