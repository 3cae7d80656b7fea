//! Requests, their files and links in the store: rows and statements.
use super::{
    events::Told,
    rules::{self, DataType},
    views::{FileRow, FileView, RequestRow, RequestView},
};
use platform::{PageWriter, Result, Timestamp};
use storage::{Record, Sql, Tenant, record, sql};

record! {
    /// A request, as a change loads it.
    pub struct Request {
        pub id: String,
        /// EXPORT or DELETE.
        pub kind: String,
        pub user_id: String,
        /// The email by which the person was named.
        pub user_identifier: String,
        pub requestor_id: String,
        pub requestor_name: String,
        /// Whether it might have admins deleted when it asked: an earlier version of this program goes by it.
        pub may_erase_admins: bool,
        pub state: String,
        pub failed_reason: Option<String>,
        pub created_at: i64,
        /// When it is carried out; absent once it was.
        pub due_at: Option<i64>,
        /// The time that is asked about.
        pub start_at: i64,
        pub end_at: i64,
        pub files: i64,
        pub version: i64,
        /// How often carrying it out had to be put off.
        pub attempts: i64,
        /// Of a deletion that has come to the log: an email of its user. An earlier version of this program goes by it.
        pub erased_email: Option<String>,
        /// What a user who is gone was called, as JSON, until nothing is said of it any more.
        pub erased_names: String,
        /// Of a deletion that has not come to the log: the last user whose profile was gone through.
        pub profiles_after: Option<String>,
        /// The last event that was gone through.
        pub log_after: String,
    }
}

record! {
    /// A file without its content.
    pub struct File {
        pub id: String,
        pub request_id: String,
        pub name: String,
        /// Bytes.
        pub size: i64,
        pub created_at: i64,
        /// Where its bytes are, unless they are in the row.
        pub object_key: Option<String>,
    }
}

record! {
    /// What a link leads to.
    pub struct Linked {
        pub file_id: String,
        pub request_id: String,
        pub name: String,
        /// Of a text.
        pub content: Vec<u8>,
        /// Where the bytes of others are, and what they are.
        pub object_key: Option<String>,
        pub content_type: Option<String>,
    }
}

/// A file that has come of a request and is to be kept.
pub struct NewFile {
    pub name: String,
    /// Bytes.
    pub size: i64,
    pub content: Content,
}

/// What is in a file.
pub enum Content {
    /// JSON, which is kept in the row.
    Text(Vec<u8>),
    /// Bytes beside the database.
    Object { key: String, content_type: &'static str },
}

/// Bits of a byte: sizes are published in bits.
const BITS: i64 = 8;

impl Request {
    /// Its user is gone, and others or the log still say something of it.
    pub fn has_begun(&self) -> bool {
        self.profiles_after.is_some() || self.erased_email.is_some()
    }
    /// As events name it.
    pub fn told(&self) -> Told<'_> {
        Told { id: &self.id, request_type: &self.kind, user_id: &self.user_id, version: self.version }
    }
    /// Whether an answer names who has asked. Who acts for an account above is its own to know.
    fn names_requestor(&self, tenant: &Tenant) -> storage::Result<bool> {
        let is_current_user = *self.requestor_id == *tenant.caller().user_id;
        Ok(is_current_user || !self.requestor_name.is_empty() || tenant.member(&self.requestor_id)?.is_some())
    }
    fn view<'r>(&'r self, tenant: &'r Tenant<'_>) -> storage::Result<RequestRow<'r>> {
        Ok(RequestRow {
            request_id: &self.id,
            request_type: &self.kind,
            created_at: Timestamp::from_millis(self.created_at),
            requestor_user_id: if self.names_requestor(tenant)? { self.requestor_id.as_str() } else { "" },
            requestor_name: &self.requestor_name,
            account_id: tenant.account_id(),
            user_identifier: &self.user_identifier,
            data_type: [DataType::All],
            state: rules::shown(&self.state, self.due_at, tenant.now()),
            files_count: self.files,
            start_at: Timestamp::from_millis(self.start_at),
            end_at: Timestamp::from_millis(self.end_at),
            is_current_user: *self.requestor_id == *tenant.caller().user_id,
            failed_reason: self.failed_reason.as_deref(),
        })
    }
}

const LIST: Sql = sql!(
    "SELECT id, kind, user_id, user_identifier, requestor_id, requestor_name, may_erase_admins, state, failed_reason,
            created_at, due_at, start_at, end_at, files, version, attempts, erased_email, erased_names, profiles_after,
            log_after
     FROM data_requests WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3 OFFSET $4"
);
const COUNT: Sql = sql!("SELECT count(*) FROM data_requests WHERE account_id = $1");
const REQUEST: Sql = sql!(
    "SELECT id, kind, user_id, user_identifier, requestor_id, requestor_name, may_erase_admins, state, failed_reason,
            created_at, due_at, start_at, end_at, files, version, attempts, erased_email, erased_names, profiles_after,
            log_after
     FROM data_requests WHERE account_id = $1 AND id = $2"
);
const WAITING: Sql = sql!(
    "SELECT id, kind, user_id, user_identifier, requestor_id, requestor_name, may_erase_admins, state, failed_reason,
            created_at, due_at, start_at, end_at, files, version, attempts, erased_email, erased_names, profiles_after,
            log_after
     FROM data_requests
     WHERE account_id = $1 AND due_at IS NOT NULL AND erased_email IS NULL AND profiles_after IS NULL ORDER BY id"
);
const IN_PROCESS: Sql =
    sql!("SELECT id FROM data_requests WHERE account_id = $1 AND requestor_id = $2 AND due_at IS NOT NULL LIMIT 1");
const INSERT: Sql = sql!(
    "INSERT INTO data_requests (account_id, id, kind, user_id, user_identifier, requestor_id, requestor_name,
            may_erase_admins, state, failed_reason, created_at, due_at, start_at, end_at, files, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
);
const END: Sql = sql!(
    "UPDATE data_requests SET state = $3, failed_reason = $4, files = $5, version = $6, due_at = NULL, erased_email = NULL,
            erased_names = '{}'
     WHERE account_id = $1 AND id = $2"
);
const GO_ON: Sql = sql!(
    "UPDATE data_requests SET erased_email = $3, erased_names = $4, profiles_after = $5, log_after = $6, attempts = 0
     WHERE account_id = $1 AND id = $2"
);
const PUT_OFF: Sql = sql!("UPDATE data_requests SET attempts = $3, again_at = $4 WHERE account_id = $1 AND id = $2");
const FILES: Sql = sql!(
    "SELECT id, request_id, name, size, created_at, object_key FROM data_request_files
     WHERE account_id = $1 AND request_id = $2 AND id > $3 ORDER BY id LIMIT $4 OFFSET $5"
);
const FILE: Sql = sql!(
    "SELECT id, request_id, name, size, created_at, object_key FROM data_request_files WHERE account_id = $1 AND id = $2"
);
const OF_USER: Sql = sql!(
    "SELECT id, request_id, name, size, created_at, object_key FROM data_request_files
     WHERE account_id = $1 AND user_id = $2 ORDER BY id"
);
const ADD_FILE: Sql = sql!(
    "INSERT INTO data_request_files (account_id, id, request_id, user_id, name, content, size, created_at, expires_at,
            object_key, content_type)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
);
const ADD_LINK: Sql =
    sql!("INSERT INTO data_request_links (account_id, link_hash, file_id, expires_at) VALUES ($1, $2, $3, $4)");
const LINKED: Sql = sql!(
    "SELECT f.id, f.request_id, f.name, f.content, f.object_key, f.content_type FROM data_request_links l
     JOIN data_request_files f ON f.account_id = $1 AND f.id = l.file_id
     WHERE l.account_id = $1 AND l.link_hash = $2 AND l.expires_at > $3"
);
const LINKED_OBJECT: Sql = sql!(
    "SELECT f.object_key FROM data_request_links l
     JOIN data_request_files f ON f.account_id = $1 AND f.id = l.file_id
     WHERE l.account_id = $1 AND l.link_hash = $2 AND l.expires_at > $3 AND f.object_key IS NOT NULL"
);
const DROP_LINK: Sql = sql!("DELETE FROM data_request_links WHERE account_id = $1 AND link_hash = $2");
const DROP_LINKS: Sql = sql!("DELETE FROM data_request_links WHERE account_id = $1 AND file_id = $2");
const DROP_ALL_LINKS: Sql = sql!("DELETE FROM data_request_links WHERE account_id = $1");
const DROP_FILE: Sql = sql!("DELETE FROM data_request_files WHERE account_id = $1 AND id = $2");
const ONE_LESS: Sql = sql!("UPDATE data_requests SET files = files - 1 WHERE account_id = $1 AND id = $2");
const NEXT: Sql = sql!("UPDATE data_requests SET version = version + 1 WHERE account_id = $1 AND id = $2");
const VERSION: Sql = sql!("SELECT version FROM data_requests WHERE account_id = $1 AND id = $2");
const DROP_LAPSED: Sql =
    sql!("DELETE FROM data_request_links WHERE account_id = $1 AND file_id = $2 AND expires_at <= $3");

/// Writes the page's rows, oldest first.
pub fn list<const MAX: i64>(tenant: &Tenant, page: &mut PageWriter<RequestView, MAX>) -> Result<()> {
    let (after, want, skip) = (page.after().to_owned(), page.want(), page.skip());
    for request in tenant.rows::<Request>(LIST, &[(&after).into(), want.into(), skip.into()])? {
        page.push(&request.id, &request.view(tenant)?)?;
    }
    Ok(())
}

/// How many requests there were: people ask rarely, so they are counted.
pub fn count(tenant: &Tenant) -> storage::Result<i64> {
    tenant.number(COUNT, &[])
}

/// A request of this account, whatever has become of it.
pub fn request(tenant: &Tenant, id: &str) -> storage::Result<Option<Request>> {
    tenant.row(REQUEST, &[id.into()])
}

/// Those of this account of which nothing is done yet.
pub fn waiting(tenant: &Tenant) -> storage::Result<Vec<Request>> {
    tenant.rows(WAITING, &[])
}

/// Whether somebody has a request that is not finished.
pub fn is_in_process(tenant: &Tenant, requestor_id: &str) -> storage::Result<bool> {
    tenant.has(IN_PROCESS, &[requestor_id.into()])
}

/// Keeps a request that was just made: what is noted while it is carried out begins empty.
pub fn insert(tenant: &mut Tenant, request: &Request) -> storage::Result<()> {
    let cells = [
        (&request.id).into(),
        (&request.kind).into(),
        (&request.user_id).into(),
        (&request.user_identifier).into(),
        (&request.requestor_id).into(),
        (&request.requestor_name).into(),
        request.may_erase_admins.into(),
        (&request.state).into(),
        (&request.failed_reason).into(),
        request.created_at.into(),
        request.due_at.into(),
        request.start_at.into(),
        request.end_at.into(),
        request.files.into(),
        request.version.into(),
    ];
    tenant.execute(INSERT, &cells).map(drop)
}

/// Writes how a request has ended, under its version.
pub fn end(tenant: &mut Tenant, request: &Request) -> storage::Result<()> {
    let cells = [
        (&request.id).into(),
        (&request.state).into(),
        (&request.failed_reason).into(),
        request.files.into(),
        request.version.into(),
    ];
    tenant.execute(END, &cells).map(drop)
}

/// Notes how far a deletion has come.
pub fn go_on(tenant: &mut Tenant, request: &Request) -> storage::Result<()> {
    let cells = [
        (&request.id).into(),
        (&request.erased_email).into(),
        (&request.erased_names).into(),
        (&request.profiles_after).into(),
        (&request.log_after).into(),
    ];
    tenant.execute(GO_ON, &cells).map(drop)
}

/// Nobody tries to carry it out before `again_at`, milliseconds UTC on the machine's clock.
pub fn put_off(tenant: &mut Tenant, request: &Request, again_at: i64) -> storage::Result<()> {
    tenant.execute(PUT_OFF, &[(&request.id).into(), request.attempts.into(), again_at.into()]).map(drop)
}

/// Writes the page's rows: the files of a request.
pub fn list_files<const MAX: i64>(tenant: &Tenant, id: &str, page: &mut PageWriter<FileView, MAX>) -> Result<()> {
    Ok(page.fill(tenant, FILES, &[id.into()], |row, page| {
        let file = File::read(row)?;
        let row = FileRow {
            file_id: &file.id,
            file_name: &file.name,
            size: (file.size * BITS).to_string(),
            created_at: Timestamp::from_millis(file.created_at),
        };
        page.push(&file.id, &row)
    })?)
}

/// A file that is still kept.
pub fn file(tenant: &Tenant, id: &str) -> storage::Result<Option<File>> {
    tenant.row(FILE, &[id.into()])
}

/// Keeps the files that have come of a request. They are listed in this order.
///
/// # Errors
/// [`storage::Fault::Unavailable`] when an object was written so long ago that it has gone.
pub fn add_files(tenant: &mut Tenant, request: &Request, files: &[NewFile]) -> Result<()> {
    // Ids that are given at one moment are in no order.
    let mut ids: Vec<String> = files.iter().map(|_| tenant.new_id()).collect();
    ids.sort_unstable();
    ids.iter().zip(files).try_for_each(|(id, file)| add_file(tenant, request, id, file))
}

fn add_file(tenant: &mut Tenant, request: &Request, id: &str, file: &NewFile) -> Result<()> {
    let now = tenant.now();
    let (content, key, content_type) = match &file.content {
        Content::Text(text) => (text.as_slice(), None, None),
        Content::Object { key, content_type } => (b"".as_slice(), Some(key.as_str()), Some(*content_type)),
    };
    if let Some(key) = key {
        files::keep(tenant, key)?;
    }
    let cells = [
        id.into(),
        (&request.id).into(),
        (&request.user_id).into(),
        (&file.name).into(),
        content.into(),
        file.size.into(),
        now.into(),
        (now + rules::FILE_LIFE).into(),
        key.into(),
        content_type.into(),
    ];
    Ok(tenant.execute(ADD_FILE, &cells).map(drop)?)
}

/// Removes every file about a user, whoever asked for it.
pub fn drop_files_about(tenant: &mut Tenant, user_id: &str) -> storage::Result<()> {
    tenant.rows::<File>(OF_USER, &[user_id.into()])?.iter().try_for_each(|file| drop_file(tenant, file))
}

/// Removes a file with the links to it. Its object is deleted once this is committed.
pub fn drop_file(tenant: &mut Tenant, file: &File) -> storage::Result<()> {
    tenant.execute(DROP_LINKS, &[(&file.id).into()])?;
    tenant.execute(DROP_FILE, &[(&file.id).into()])?;
    if let Some(key) = &file.object_key {
        files::leave(tenant, key)?;
    }
    tenant.execute(ONE_LESS, &[(&file.request_id).into()]).map(drop)
}

/// Keeps a link to a file; those of it that have lapsed go.
pub fn add_link(tenant: &mut Tenant, file_id: &str, secret: &str, expires_at: i64) -> storage::Result<()> {
    let (hash, now) = (storage::hash(secret), tenant.now());
    tenant.execute(DROP_LAPSED, &[file_id.into(), now.into()])?;
    tenant.execute(ADD_LINK, &[(&hash).into(), file_id.into(), expires_at.into()]).map(drop)
}

/// Removes the links to all files.
pub fn drop_all_links(tenant: &mut Tenant) -> storage::Result<()> {
    tenant.execute(DROP_ALL_LINKS, &[]).map(drop)
}

/// Where the bytes are that a link leads to, unless it leads to a text or does not hold.
pub fn linked_object(tenant: &Tenant, secret: &str) -> storage::Result<Option<String>> {
    let (hash, now) = (storage::hash(secret), tenant.now());
    tenant.first(LINKED_OBJECT, &[(&hash).into(), now.into()], |row| row.get(0))
}

/// What a link that holds leads to; it serves once.
pub fn take_link(tenant: &mut Tenant, secret: &str) -> storage::Result<Option<Linked>> {
    let (hash, now) = (storage::hash(secret), tenant.now());
    let Some(linked) = tenant.row::<Linked>(LINKED, &[(&hash).into(), now.into()])? else { return Ok(None) };
    tenant.execute(DROP_LINK, &[(&hash).into()])?;
    Ok(Some(linked))
}

/// The next version of a request, for an event about its files.
pub fn next_version(tenant: &mut Tenant, id: &str) -> storage::Result<i64> {
    tenant.execute(NEXT, &[id.into()])?;
    tenant.number(VERSION, &[id.into()])
}
