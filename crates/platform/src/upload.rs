//! A form with a file (RFC 7578), read in bounded memory.
use crate::{
    failure::*,
    operation::FileField,
    request::{HttpBody, Incoming},
};
use bytes::{Buf, Bytes};
use http::header::CONTENT_TYPE;
use http_body_util::BodyExt;
use multer::{Constraints, Multipart, SizeLimit};
use std::{sync::Arc, time::Duration};
use storage::Fault;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// A body that is no form, or breaks off.
pub const BAD_FORM: Failure = Failure::new(400, 300, "Request Body should be a valid multipart form.");

/// KiB of all files that are on their way at once; whoever comes later waits.
pub(crate) const ROOM: usize = 128 << 10;
/// How long a file may wait for room, and how long it may take to come.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes of a form beside those of its file.
const FRAME: u64 = 64 << 10;

/// A file that was sent.
#[derive(Debug)]
pub struct SentFile {
    /// As it was called where it came from.
    pub name: String,
    pub bytes: Bytes,
    /// Its share of the room for files on their way.
    _room: OwnedSemaphorePermit,
}

/// The file in the field of the form; none when the field is missing or holds no file.
pub(crate) async fn file<B: HttpBody>(
    field: &FileField,
    incoming: &mut Incoming<B>,
    room: &Arc<Semaphore>,
) -> Result<Option<Arc<SentFile>>> {
    let content_type = incoming.head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let boundary = content_type.and_then(|value| multer::parse_boundary(value).ok()).ok_or(UNSUPPORTED)?;
    let came = match share(field, &incoming.body, room).await {
        Ok(share) => timeout(PATIENCE, read(field, boundary, incoming.wanted(), share)).await,
        Err(error) => Ok(Err(error)),
    };
    came.unwrap_or_else(|_| Err(TOO_SLOW.into()))
}

/// Its share of the room. Whoever says how long the body is takes no more than that.
async fn share<B: HttpBody>(field: &FileField, body: &B, room: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit> {
    let most = field.most + FRAME;
    if body.size_hint().lower() > most {
        return Err(field.too_large.into());
    }
    let size = body.size_hint().exact().unwrap_or(most);
    let share = u32::try_from(size.div_ceil(1 << 10)).unwrap_or(u32::MAX);
    let share = timeout(PATIENCE, room.clone().acquire_many_owned(share)).await;
    Ok(share.map_err(|_| Fault::unavailable("there is no room for a file"))?.map_err(Fault::unavailable)?)
}

async fn read<B: HttpBody>(
    field: &FileField,
    boundary: String,
    body: &mut B,
    share: OwnedSemaphorePermit,
) -> Result<Option<Arc<SentFile>>> {
    let most = field.most + FRAME;
    let whole = body.map_frame(|frame| frame.map_data(|mut data| data.copy_to_bytes(data.remaining())));
    let limits = SizeLimit::new().whole_stream(most).for_field(field.name, field.most);
    let limits = Constraints::new().size_limit(limits);
    let mut form = Multipart::with_constraints(whole.into_data_stream(), boundary, limits);
    let refused = |fault| refusal(&fault, field);
    while let Some(part) = form.next_field().await.map_err(refused)? {
        let Some(name) = part.file_name().filter(|_| part.name() == Some(field.name)).map(str::to_owned) else {
            continue;
        };
        let bytes = part.bytes().await.map_err(refused)?;
        return Ok(Some(Arc::new(SentFile { name, bytes, _room: share })));
    }
    Ok(None)
}

fn refusal(fault: &multer::Error, field: &FileField) -> Error {
    match fault {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => field.too_large.into(),
        _ => BAD_FORM.into(),
    }
}
