//! Carrying out the requests of people for their data: one after the other, each in a few short transactions.
use accounts::data_requests::{self, Content, NewFile};
use platform::{Error, Platform, Result};
use storage::directory::{DueRequest, LapsedFile};

/// Carries out everything that is due, in one world or in all, and removes files that were kept long enough. One that
/// cannot be carried out keeps no other from its turn: it is put off where the store stood in its way, and has failed
/// where another attempt would do no better. It goes on until `is_over`; what is under way then is finished.
///
/// # Errors
/// The store does not answer; what is left is due as before.
pub async fn carry_out(platform: &Platform, world: Option<&str>, is_over: impl Fn() -> bool) -> Result<()> {
    while !is_over()
        && let Some(due) = next_due(platform, world.map(str::to_owned)).await?
    {
        if let Err(error) = carry_out_one(platform, &due).await {
            put_aside(platform, due, error).await?;
        }
    }
    while !is_over()
        && let Some(file) = next_lapsed(platform, world.map(str::to_owned)).await?
    {
        platform.in_directory(move |all| data_requests::drop_lapsed(all, &file)).await?;
    }
    Ok(())
}

/// Of a deletion a part; the rest of it is due.
async fn carry_out_one(platform: &Platform, due: &DueRequest) -> Result<()> {
    let (this, vault) = (due.clone(), platform.vault());
    let mut prepared = platform.read_directory(move |all| data_requests::prepare(all, &this, &vault)).await?;
    prepared.files = with_copies(platform, due, prepared.files).await?;
    let (this, vault) = (due.clone(), platform.vault());
    platform.in_directory(move |all| data_requests::carry_out(all, &this, &prepared, &vault)).await
}

/// Objects of the person are copied, one after the other: they may change or go as long as the request hands them out. One
/// that has gone with its row has another in its place, which the next attempt finds; one that is lost is left out.
async fn with_copies(platform: &Platform, due: &DueRequest, files: Vec<NewFile>) -> Result<Vec<NewFile>> {
    let mut copied = Vec::with_capacity(files.len());
    for mut file in files {
        if let Content::Object { key, .. } = &mut file.content {
            match platform.copy_object(&due.account_id, key).await? {
                Some(copy) => *key = copy,
                None if !is_named(platform, due, key).await? => return Err(Error::Stale),
                None => {
                    tracing::error!(key, request = due.id, "the bytes of a file are lost, and missing in an export");
                    continue;
                }
            }
        }
        copied.push(file);
    }
    Ok(copied)
}

/// Whether the person still has a file with these bytes.
async fn is_named(platform: &Platform, due: &DueRequest, bytes: &str) -> Result<bool> {
    let (this, vault) = (due.clone(), platform.vault());
    let prepared = platform.read_directory(move |all| data_requests::prepare(all, &this, &vault)).await?;
    Ok(prepared.files.iter().any(|file| matches!(&file.content, Content::Object { key, .. } if key == bytes)))
}

async fn put_aside(platform: &Platform, due: DueRequest, error: Error) -> Result<()> {
    if error.is_lasting() {
        tracing::error!(?error, request = due.id, "a request for data cannot be carried out");
        return platform.in_directory(move |all| data_requests::give_up(all, &due)).await;
    }
    tracing::warn!(?error, request = due.id, "a request for data is put off");
    platform.in_directory(move |all| data_requests::put_off(all, &due)).await
}

async fn next_due(platform: &Platform, world: Option<String>) -> Result<Option<DueRequest>> {
    platform.read_directory(move |all| data_requests::next_due(all, world.as_deref())).await
}

async fn next_lapsed(platform: &Platform, world: Option<String>) -> Result<Option<LapsedFile>> {
    platform.read_directory(move |all| data_requests::next_lapsed(all, world.as_deref())).await
}
