//! `/files`: a file, by the address that was given out for it.
use crate::rows;
use platform::{Addresses, Api, KeptFile, Path, Result, UNKNOWN_ROUTE};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, Tenant};

/// Declares what answers at addresses of files.
pub fn operations(api: &mut Api) {
    api.get("/{account}/{file}/{signature}", file).summary("Get a file by its address").fails(&[UNKNOWN_ROUTE]);
}

#[derive(Deserialize, JsonSchema)]
struct FilePath {
    account: String,
    file: String,
    signature: String,
}

/// A wrong address, and that of a file which has gone, are answered like one that never was.
fn file(all: &Directory, Path(path): Path<FilePath>, addresses: Addresses) -> Result<KeptFile> {
    if !addresses.is_ours(&path.account, &path.file, &path.signature) {
        return Err(UNKNOWN_ROUTE.into());
    }
    let account = account(all, &path.account)?;
    let file = if account.facts()?.closed { None } else { rows::by_id(&account, &path.file)? };
    let file = file.ok_or(UNKNOWN_ROUTE)?;
    Ok(KeptFile { object_key: file.object_key, content_type: file.content_type, checksum: file.checksum })
}

#[expect(clippy::disallowed_methods, reason = "the address is signed: it was given out for a file of this account")]
fn account<'s>(all: &Directory<'s>, id: &str) -> storage::Result<Tenant<'s>> {
    all.enter(id)
}
