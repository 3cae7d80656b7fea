//! `/data_requests`: the table of its operations, and the history of requests.
use super::{create, files, store, views::RequestView};
use platform::{limits::Rate, *};
use storage::Tenant;

pub fn operations(api: &mut Api) {
    api.get("/data_requests/requests", list)
        .summary("List requests for data and for its deletion")
        .scope("data_request:read:history")
        .privilege(PRIVILEGE)
        .rate(Rate::Medium);
    api.post("/data_requests/requests", create::create)
        .summary("Ask for what is kept about people, or for its deletion")
        .scope("data_request:write:request")
        .privilege(PRIVILEGE)
        .rate(Rate::Medium)
        .fails(create::FAILURES);
    api.get("/data_requests/requests/{requestId}", files::list)
        .summary("List the files that have come of an export")
        .scope("data_request:read:download")
        .privilege(PRIVILEGE)
        .rate(Rate::Medium)
        .fails(&[files::NO_FILE]);
    api.delete("/data_requests/requests/{requestId}", create::cancel)
        .summary("Cancel a deletion")
        .scope("data_request:delete:request")
        .privilege(PRIVILEGE)
        .rate(Rate::Medium)
        .fails(create::CANCEL_FAILURES);
    api.get_that_writes("/data_requests/files/{fileId}/url", files::link)
        .summary("Get an address from which a file can be fetched once")
        .scope("data_request:read:download")
        .privilege(PRIVILEGE)
        .rate(Rate::Medium)
        .fails(files::LINK_FAILURES);
}

/// What answers at addresses of files.
pub fn file_operations(api: &mut Api) {
    api.get_that_writes("/data_requests/{link}", files::fetch)
        .summary("Fetch an export, once")
        .before(files::look)
        .gives(files::TYPES)
        .fails(&[UNKNOWN_ROUTE]);
}

/// The documents name it for all of these, those that change something too.
const PRIVILEGE: &[Privilege] = &[Privilege::DataRequestRead];

/// A size below one is ten, as the document of this list alone says.
struct TenBelowOne;

impl Sizes for TenBelowOne {
    const BELOW_ONE: Option<i64> = Some(10);
}

fn list(tenant: &Tenant, paging: Paging<30, 30, TenBelowOne>) -> Result<Page<RequestView>> {
    let total = store::count(tenant)?;
    let mut page = paging.page::<RequestView>();
    store::list(tenant, &mut page)?;
    page.finish(total)
}
