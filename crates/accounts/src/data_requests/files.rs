//! Files that have come of exports: `GET /data_requests/requests/{requestId}` and `GET /data_requests/files/{fileId}/url`.
use super::{
    create::RequestPath,
    events::{FileFetched, FileRemoved, LinkGiven, ToldOfFile},
    rules::{Kind, LINK_LIFE},
    store::{self, Linked},
    views::{FileView, LinkRow, LinkView},
};
use ::files::Format;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use storage::{Directory, Fault, Tenant, directory::LapsedFile};

/// No such request or file; a deletion has no files either.
pub const NO_FILE: Failure = Failure::new(404, 14103, "Unable to download data. Please try again later.");
/// What is no id at all.
const NO_ID: Failure = Failure::new(400, 200, "Invalid parameters");
pub const LINK_FAILURES: &[Failure] = &[NO_FILE, NO_ID];

/// Of an export alone: what erases is answered like a request that is not there.
pub fn list(tenant: &Tenant, Path(path): Path<RequestPath>, paging: Paging<6, 6>) -> Result<Page<FileView>> {
    let request = store::request(tenant, &path.request_id)?.filter(|request| request.kind == Kind::Export.as_str());
    let request = request.ok_or(NO_FILE)?;
    let mut page = paging.page::<FileView>();
    page.beside("request_type", &request.kind)?;
    store::list_files(tenant, &request.id, &mut page)?;
    page.finish(request.files)
}

#[derive(Deserialize, JsonSchema)]
pub struct FilePath {
    #[serde(rename = "fileId")]
    file_id: String,
}

/// Another link with each call, good once and for [`LINK_LIFE`]; the earlier ones stay good.
pub fn link(tenant: &mut Tenant, Path(path): Path<FilePath>, site: Site) -> Result<Json<LinkView>> {
    if !storage::is_id(&path.file_id) {
        return Err(NO_ID.into());
    }
    let file = store::file(tenant, &path.file_id)?.ok_or(NO_FILE)?;
    let secret = tenant.new_secret();
    let expires_at = tenant.now() + LINK_LIFE;
    store::add_link(tenant, &file.id, &secret, expires_at)?;
    let version = store::next_version(tenant, &file.request_id)?;
    tenant.emit(&LinkGiven(ToldOfFile { id: &file.request_id, file_id: &file.id, version }))?;
    let address = format!("{}{}/data_requests/{secret}", site.base_url, Surface::Files.prefix());
    Json::of(&LinkRow { download_url: &address })
}

#[derive(Deserialize, JsonSchema)]
pub struct LinkPath {
    link: String,
}

/// What is kept about a person, as a file.
pub struct ExportFile;
impl View for ExportFile {
    type Row<'r> = JsonText<'r, Value>;
    const NAME: &'static str = "ExportFile";
}

/// Anybody may ask here, so what is no link is refused before anything could be written. No link is used up for bytes that
/// cannot be had.
pub fn look(all: &Directory, Path(path): Path<LinkPath>) -> Result<impl FnOnce() -> Result<Needed> + use<>> {
    let account = if storage::is_secret(&path.link) { all.data_request_link(&path.link)? } else { None };
    let tenant = account_of(all, &account.ok_or(UNKNOWN_ROUTE)?)?;
    let object_key = store::linked_object(&tenant, &path.link)?;
    Ok(move || Ok(Needed { object_key }))
}

/// The types of the files of an export that are no JSON.
pub const TYPES: &[&str] = &Format::TYPES;

/// The file that a link leads to, whoever shows the link: for one time. A link that has served, or has lapsed, is answered
/// like one that never was.
pub fn fetch(all: &mut Directory, Path(path): Path<LinkPath>) -> Result<JsonOrFile<ExportFile>> {
    let account = all.data_request_link(&path.link)?.ok_or(UNKNOWN_ROUTE)?;
    let mut tenant = account_of(all, &account)?;
    let file = store::take_link(&mut tenant, &path.link)?.ok_or(UNKNOWN_ROUTE)?;
    let version = store::next_version(&mut tenant, &file.request_id)?;
    tenant.emit(&FileFetched(ToldOfFile { id: &file.request_id, file_id: &file.file_id, version }))?;
    handed_out(file)
}

fn handed_out(file: Linked) -> Result<JsonOrFile<ExportFile>> {
    let Some(object_key) = file.object_key else {
        let text = String::from_utf8(file.content).map_err(Fault::broken)?;
        return Ok(JsonOrFile::Json(Json::of(&JsonText::new(&text))?));
    };
    let format = file.content_type.as_deref().and_then(Format::of_type);
    let format = format.ok_or_else(|| Fault::broken("a file is of a type that only a newer version knows"))?;
    Ok(JsonOrFile::Stored(StoredFile { name: file.name, content_type: format.content_type(), object_key }))
}

/// A file that was kept long enough, in one world or in all.
///
/// # Errors
/// Those of the store.
pub fn next_lapsed(all: &Directory<'_>, world: Option<&str>) -> Result<Option<LapsedFile>> {
    Ok(all.data_request_file_lapsed(world)?)
}

/// Removes a file that was kept long enough, unless somebody else did.
///
/// # Errors
/// Those of the store.
pub fn drop_lapsed(all: &Directory<'_>, lapsed: &LapsedFile) -> Result<()> {
    let mut tenant = account_of(all, &lapsed.account_id)?;
    let Some(file) = store::file(&tenant, &lapsed.id)? else { return Ok(()) };
    store::drop_file(&mut tenant, &file)?;
    let version = store::next_version(&mut tenant, &file.request_id)?;
    Ok(tenant.emit(&FileRemoved(ToldOfFile { id: &file.request_id, file_id: &file.id, version }))?)
}

#[expect(clippy::disallowed_methods, reason = "the file, or the link to it, is of this account")]
fn account_of<'s>(all: &Directory<'s>, id: &str) -> storage::Result<Tenant<'s>> {
    all.enter(id)
}
