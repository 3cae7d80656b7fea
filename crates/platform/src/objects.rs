//! Objects beside the database: each is written before the row that keeps it, and deleted after that row has gone.
//!
//! From before it is written until its row is committed, and from the commit without its row until it is deleted, an object
//! is noted as one that nobody keeps. So nothing that was acknowledged is lost, and nothing is left over, wherever the
//! process or the machine stops.
use crate::{
    failure::*,
    input::{Ready, Salt},
    output::{Answer, Content, KeptFile, StoredFile},
    platform::{Inner, Platform},
    system::in_directory,
};
use bytes::Bytes;
use object_store::{ObjectStoreExt, path::Path};
use sha2::{Digest, Sha256};
use storage::{
    Directory, Fault,
    directory::UnkeptObject,
    time::{HOUR, MINUTE},
};

/// How long the row of an object that was written may take to come.
const TIME_TO_KEEP: i64 = HOUR;
/// After how long the deletion of an object that failed is tried again.
const PAUSE: i64 = 10 * MINUTE;
/// Objects that are deleted between two transactions.
const DELETED_AT_ONCE: i64 = 100;

/// Bytes for a row to keep: what a preparation gives where the handler stores a file. They are written before it runs.
#[derive(Debug)]
pub struct Object {
    /// The account whose row will keep it.
    pub account_id: String,
    /// Unique in the whole platform.
    pub key: String,
    pub content_type: &'static str,
    pub bytes: Bytes,
    /// SHA-256 of the bytes.
    pub checksum: [u8; 32],
}

impl Object {
    /// An object of the account; `salt` tells it from all others.
    pub fn new(account_id: &str, salt: [u8; 16], content_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Object {
            account_id: account_id.to_owned(),
            key: key_of(account_id, salt),
            content_type,
            checksum: Sha256::digest(&bytes).into(),
            bytes,
        }
    }
}

/// The object that an answer will hand out: what a preparation gives where the handler uses something up for it. It is looked
/// for before the handler runs.
#[derive(Debug)]
pub struct Needed {
    /// Absent where the answer needs none.
    pub object_key: Option<String>,
}

/// Where an object of the account is; `salt` tells it from all others.
fn key_of(account_id: &str, salt: [u8; 16]) -> String {
    format!("{account_id}/{:032x}", u128::from_be_bytes(salt))
}

impl Inner {
    /// Writes what was made ready, where that is an object.
    ///
    /// # Errors
    /// [`Fault::Unavailable`] when the store of objects does not take it; then it is noted as one that nobody keeps.
    pub async fn write_object(&self, ready: &Ready) -> Result<()> {
        match ready.clone().downcast::<Object>() {
            Ok(object) => self.write(&object.account_id, &object.key, object.bytes.clone()).await,
            Err(_) => Ok(()),
        }
    }
    /// Looks for what was made ready, where that is an object that is needed.
    ///
    /// # Errors
    /// [`UNKNOWN_ROUTE`] when it has gone, [`Fault::Unavailable`] when the store of objects does not answer.
    pub async fn find_needed(&self, ready: &Ready) -> Result<()> {
        let Some(key) = ready.downcast_ref::<Needed>().and_then(|needed| needed.object_key.as_deref()) else {
            return Ok(());
        };
        match self.parts.objects.head(&Path::from(key)).await {
            Ok(_) => Ok(()),
            Err(object_store::Error::NotFound { .. }) => Err(UNKNOWN_ROUTE.into()),
            Err(fault) => Err(Fault::unavailable(fault).into()),
        }
    }
    /// Writes an object, noted as one that nobody keeps.
    async fn write(&self, account_id: &str, key: &str, bytes: Bytes) -> Result<()> {
        let (account, noted) = (account_id.to_owned(), key.to_owned());
        let due_at = self.parts.clock.now() + TIME_TO_KEEP;
        self.everywhere(move |all| Ok(all.expect_object(&account, &noted, due_at)?)).await?;
        let written = self.parts.objects.put(&Path::from(key), bytes.into()).await;
        Ok(written.map(drop).map_err(Fault::unavailable)?)
    }
    /// Adds the bytes to an answer that is a file of the store.
    ///
    /// # Errors
    /// [`UNKNOWN_ROUTE`] when the file went in the meantime.
    pub async fn fetch(&self, answer: Answer) -> Result<Answer> {
        let (Content::File(KeptFile { object_key, .. }) | Content::Stored(StoredFile { object_key, .. })) =
            &answer.content
        else {
            return Ok(answer);
        };
        let bytes = self.bytes(object_key).await?.ok_or(UNKNOWN_ROUTE)?;
        Ok(Answer { body: bytes.into(), ..answer })
    }
    /// The bytes of an object; none of one that has gone.
    async fn bytes(&self, key: &str) -> Result<Option<Bytes>> {
        let path = Path::from(key);
        let fetched = async { self.parts.objects.get(&path).await?.bytes().await };
        match fetched.await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(fault) => Err(Fault::unavailable(fault).into()),
        }
    }
    async fn everywhere<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Directory<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let parts = &self.parts;
        in_directory(&parts.database, &parts.seeds, &parts.clock, work).await
    }
}

impl Platform {
    /// Copies an object, for a row of the account to keep: the key of the copy, which goes unless its row comes in time. None
    /// of an object that has gone.
    ///
    /// # Errors
    /// The store or the database does not answer.
    pub async fn copy_object(&self, account_id: &str, key: &str) -> Result<Option<String>> {
        let Some(bytes) = self.0.bytes(key).await? else { return Ok(None) };
        let copy = key_of(account_id, Salt::of(self.0.parts.seeds.seed()).bytes());
        self.0.write(account_id, &copy, bytes).await?;
        Ok(Some(copy))
    }
    /// Deletes objects that no row keeps and that are due, at most [`DELETED_AT_ONCE`]; how many it came upon. To be called
    /// again and again. One that cannot be deleted keeps no other, and is due again later.
    ///
    /// # Errors
    /// The database does not answer: what is left is deleted by a later call.
    pub async fn delete_unkept_objects(&self) -> Result<usize> {
        self.delete_some(|| false).await
    }
    /// Deletes all objects that no row keeps and that are due, until `is_over`: the store may take long for each.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn delete_all_unkept_objects(&self, is_over: impl Fn() -> bool) -> Result<()> {
        while !is_over() && self.delete_some(&is_over).await? > 0 {}
        Ok(())
    }
    async fn delete_some(&self, is_over: impl Fn() -> bool) -> Result<usize> {
        let inner = &self.0;
        let due = inner.everywhere(let_go).await?;
        let (mut gone, mut left) = (Vec::new(), Vec::new());
        let found = due.len();
        // What it does not come to is due as before.
        for object in due.into_iter().take_while(|_| !is_over()) {
            match inner.parts.objects.delete(&Path::from(&*object.object_key)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => gone.push(object),
                Err(fault) => {
                    tracing::warn!(%fault, key = object.object_key, "a file that has gone waits for its deletion");
                    left.push(object);
                }
            }
        }
        if found > 0 {
            inner.everywhere(move |all| Ok(note(all, &gone, &left)?)).await?;
        }
        Ok(found)
    }
}

fn let_go(all: &mut Directory<'_>) -> Result<Vec<UnkeptObject>> {
    let due = all.due_objects(DELETED_AT_ONCE)?;
    due.iter().try_for_each(|object| all.let_object_go(object))?;
    Ok(due)
}

fn note(all: &mut Directory<'_>, gone: &[UnkeptObject], left: &[UnkeptObject]) -> storage::Result<()> {
    gone.iter().try_for_each(|object| all.forget_object(object))?;
    let due_at = all.now() + PAUSE;
    left.iter().try_for_each(|object| all.put_off_object(object, due_at))
}
