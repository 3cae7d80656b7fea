//! The store of bytes: a folder, or a bucket of any service that speaks S3.
mod client;
mod signing;

use object_store::{
    ObjectStore, ObjectStoreExt, RetryConfig, aws::AmazonS3Builder, local::LocalFileSystem, memory::InMemory,
    path::Path, prefix::PrefixStore,
};
use std::{
    fs::{self, DirEntry},
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// How long a request to a bucket is repeated before it has failed.
const PATIENCE: Duration = Duration::from_secs(10);
const REPEATED: usize = 3;
/// For how long nobody has written to a file that nobody will finish any more.
const ABANDONED: Duration = Duration::from_secs(6 * 60 * 60);

/// The URL of a store that is gone with the process: for what neither writes nor reads files.
pub const NOWHERE: &str = "memory:";

/// Opens the store at `url`: `file:FOLDER`, which is made when it is missing, or `s3://BUCKET/PREFIX`. Region, endpoint and
/// credentials of a bucket are those of the `AWS_…` variables of the environment.
///
/// # Errors
/// One line that says what to do: the URL is neither, the folder cannot be made, the bucket does not answer.
pub async fn open(url: &str) -> Result<Arc<dyn ObjectStore>, String> {
    if url == NOWHERE {
        return Ok(in_memory());
    }
    if let Some(folder) = url.strip_prefix("file:").filter(|folder| !folder.is_empty()) {
        return self::folder(folder.into());
    }
    let (bucket, prefix) = match url.strip_prefix("s3://").map(|rest| rest.split_once('/').unwrap_or((rest, ""))) {
        Some((bucket, prefix)) if !bucket.is_empty() => (bucket, prefix),
        _ => return Err(format!("{url} is no place for files. Write --files file:FOLDER or s3://BUCKET/PREFIX.")),
    };
    let store = self::bucket(bucket, prefix).map_err(|fault| format!("{url}: {fault}. Check --files."))?;
    // What has this name is nobody's; that it is missing is an answer.
    match store.head(&Path::from("is-anybody-there")).await {
        Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(store),
        Err(fault) => Err(format!("{url} does not answer: {fault}. Check --files and the AWS_ variables.")),
    }
}

/// A store that is gone with the process.
pub fn in_memory() -> Arc<dyn ObjectStore> {
    Arc::new(InMemory::new())
}

#[expect(clippy::disallowed_methods, reason = "files have the time of the machine")]
fn folder(folder: PathBuf) -> Result<Arc<dyn ObjectStore>, String> {
    let said =
        |fault: &dyn std::fmt::Display| format!("cannot use {}: {fault}. Choose other --files.", folder.display());
    fs::create_dir_all(&folder).map_err(|fault| said(&fault))?;
    remove_unfinished(&folder, SystemTime::now() - ABANDONED);
    let store = LocalFileSystem::new_with_prefix(&folder).map_err(|fault| said(&fault))?;
    Ok(Arc::new(store.with_fsync(true)))
}

/// Removes what processes that were killed have left half written. Others may be writing to the folder, so what is young
/// stays; what goes meanwhile, or cannot be removed, is no reason not to start.
fn remove_unfinished(folder: &std::path::Path, before: SystemTime) {
    for file in entries(folder).flat_map(|account| entries(&account.path())) {
        let is_old = || file.metadata().and_then(|about| about.modified()).is_ok_and(|at| at < before);
        if is_unfinished(&file.file_name().to_string_lossy()) && is_old() {
            let _ = fs::remove_file(file.path());
        }
    }
}

fn entries(folder: &std::path::Path) -> impl Iterator<Item = DirEntry> + use<> {
    fs::read_dir(folder).into_iter().flatten().flatten()
}

/// Whether an object has this name until it is whole: its own, which is hexadecimal, with a number.
fn is_unfinished(name: &str) -> bool {
    let Some((key, number)) = name.split_once('#') else { return false };
    let is_key = key.len() == 32 && key.bytes().all(|letter| letter.is_ascii_hexdigit());
    is_key && !number.is_empty() && number.bytes().all(|letter| letter.is_ascii_digit())
}

fn bucket(name: &str, prefix: &str) -> object_store::Result<Arc<dyn ObjectStore>> {
    let retry = RetryConfig { max_retries: REPEATED, retry_timeout: PATIENCE, ..RetryConfig::default() };
    let bucket = AmazonS3Builder::from_env()
        .with_bucket_name(name)
        .with_http_connector(client::Connector)
        .with_crypto_provider(Arc::new(signing::Hashes))
        .with_retry(retry)
        .build()?;
    Ok(Arc::new(PrefixStore::new(bucket, Path::parse(prefix)?)))
}

#[cfg(test)]
mod tests;
