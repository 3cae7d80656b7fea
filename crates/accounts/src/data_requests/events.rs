//! What happens to requests. Whom they are about is told by an id alone.
use serde::Serialize;
use storage::events;

/// Something has happened to a request.
#[derive(Serialize)]
pub struct Told<'a> {
    pub id: &'a str,
    pub request_type: &'a str,
    pub user_id: &'a str,
    #[serde(skip)]
    pub version: i64,
}

/// Somebody has asked for a file, or fetched it.
#[derive(Serialize)]
pub struct ToldOfFile<'a> {
    /// That of the request.
    pub id: &'a str,
    pub file_id: &'a str,
    #[serde(skip)]
    pub version: i64,
}

macro_rules! told {
    ($($type:ident of $told:ident is $name:literal)*) => {
        $(
            #[derive(Serialize)]
            pub struct $type<'a>(pub $told<'a>);
        )*
        events! { $($type is $name of 0;)* }
    };
}
told! {
    RequestCreated of Told is "data_request.created"
    RequestCanceled of Told is "data_request.canceled"
    RequestCompleted of Told is "data_request.completed"
    RequestFailed of Told is "data_request.failed"
    LinkGiven of ToldOfFile is "data_request.link_given"
    FileFetched of ToldOfFile is "data_request.file_fetched"
    FileRemoved of ToldOfFile is "data_request.file_removed"
}
