//! Reading a request: its body within the limit, and its parts conformed to what the operation declares.
use crate::{
    failure::*,
    input::Inputs,
    operation::Operation,
    provisioning::{EMPTY_BODY, NOT_JSON},
    query::pairs,
    schema::{Declared, FieldError, Schema},
    surface::Surface,
    upload::{self, SentFile},
};
use bytes::{Buf, Bytes};
use http::{
    HeaderMap, Uri,
    header::{CONTENT_TYPE, EXPECT},
    request::Parts,
};
use http_body::Body;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::{Map, Value};
use std::{net::IpAddr, sync::Arc, time::Duration};
use tokio::{sync::Semaphore, time::timeout};

/// A body that can be read here.
pub trait HttpBody: Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + Unpin {}
impl<B> HttpBody for B where B: Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + Unpin {}

/// A request whose body has not been read.
pub(crate) struct Incoming<B> {
    pub head: Parts,
    pub body: B,
    /// The other end of the connection.
    pub peer: Option<IpAddr>,
    /// The client waits to be told that its body is wanted, which it is by reading it.
    awaits_word: bool,
}

impl<B> Incoming<B> {
    pub fn new(head: Parts, body: B, peer: Option<IpAddr>) -> Self {
        let awaits_word = head.headers.contains_key(EXPECT);
        Incoming { head, body, peer, awaits_word }
    }
    /// The body, which is read from now on.
    pub fn wanted(&mut self) -> &mut B {
        self.awaits_word = false;
        &mut self.body
    }
    /// To be called once nothing more is read from the request: its connection reads the next one into the place where this
    /// one stands, and takes another as long as anything still leads there.
    pub fn let_go(&mut self) {
        self.head.headers.clear();
        self.head.uri = Uri::default();
    }
    /// An empty map with room for the headers of an answer: that of the request, which has served the connection before.
    pub fn into_room(self) -> HeaderMap {
        let mut headers = self.head.headers;
        headers.clear();
        headers
    }
}

/// The body as a JSON object; `None` for an operation that takes none, whose body is left unread, whatever it is.
async fn json_body<B: HttpBody>(operation: &Operation, incoming: &mut Incoming<B>) -> Result<Option<Value>> {
    if operation.shape.body.is_none() {
        return Ok(None);
    }
    let bytes = bounded(operation.body_limit, incoming).await?;
    let is_provisioning = operation.surface == Surface::Provisioning;
    if bytes.is_empty() && !is_provisioning {
        return Ok(Some(Value::Object(Map::new())));
    }
    if !bytes.is_empty() && !is_json(&incoming.head.headers) {
        return Err(UNSUPPORTED.into());
    }
    let object = match serde_json::from_slice::<Map<String, Value>>(&bytes) {
        Ok(object) if is_provisioning && object.is_empty() => return Err(EMPTY_BODY.into()),
        Ok(object) => object,
        Err(_) if is_provisioning && bytes.is_empty() => return Err(EMPTY_BODY.into()),
        Err(_) if is_provisioning => return Err(NOT_JSON.into()),
        Err(_) => return Err(MALFORMED.into()),
    };
    Ok(Some(Value::Object(object)))
}

/// The body of an operation of tenants or of the operator, before it is conformed.
pub(crate) enum Sent {
    Nothing,
    Json(Value),
    File(Option<Arc<SentFile>>),
}

/// What was sent, as the operation takes it: a form with a file, JSON, or nothing.
pub(crate) async fn body<B: HttpBody>(
    operation: &Operation,
    incoming: &mut Incoming<B>,
    file_room: &Arc<Semaphore>,
) -> Result<Sent> {
    if let Some(field) = &operation.file {
        return upload::file(field, incoming, file_room).await.map(Sent::File);
    }
    Ok(json_body(operation, incoming).await?.map_or(Sent::Nothing, Sent::Json))
}

/// The body as a form, with what may stand in the query below it; a JSON object is understood as well.
pub(crate) async fn form_body<B: HttpBody>(operation: &Operation, incoming: &mut Incoming<B>) -> Result<Value> {
    let mut fields = fields(incoming.head.uri.query().unwrap_or_default())?;
    fields.retain(|name, _| operation.form_query.contains(&name.as_str()));
    fields.extend(sent_fields(operation, incoming).await?);
    Ok(Value::Object(fields))
}

/// The body of a page's form. Nothing of it is taken from the query: what is secret has no place in an address.
pub(crate) async fn page_form<B: HttpBody>(operation: &Operation, incoming: &mut Incoming<B>) -> Result<Value> {
    sent_fields(operation, incoming).await.map(Value::Object)
}

async fn sent_fields<B: HttpBody>(operation: &Operation, incoming: &mut Incoming<B>) -> Result<Map<String, Value>> {
    let bytes = bounded(operation.body_limit, incoming).await?;
    match serde_json::from_slice(&bytes) {
        Ok(object) => Ok(object),
        Err(_) => fields(&String::from_utf8_lossy(&bytes)),
    }
}

/// The fields of a form or of a query.
///
/// # Errors
/// A field stands in it twice: which one is meant, nobody can know (RFC 6749 3.1).
pub(crate) fn fields(form: &str) -> Result<Map<String, Value>> {
    let mut fields = Map::new();
    for (name, value) in pairs(form) {
        if fields.insert(name.clone().into_owned(), value.into_owned().into()).is_some() {
            return Err(Error::field(&name, "It stands in the request more than once."));
        }
    }
    Ok(fields)
}

/// How long a body may be on its way.
const PATIENCE: Duration = Duration::from_secs(30);

async fn bounded<B: HttpBody>(limit: usize, incoming: &mut Incoming<B>) -> Result<Bytes> {
    if incoming.body.size_hint().lower() > limit as u64 {
        return Err(TOO_LARGE.into());
    }
    match timeout(PATIENCE, Limited::new(incoming.wanted(), limit).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(fault)) if fault.is::<LengthLimitError>() => Err(TOO_LARGE.into()),
        Ok(Err(_)) => Err(MALFORMED.into()),
        Err(_) => Err(TOO_SLOW.into()),
    }
}

/// Bytes that are read of a body that nobody wants any more, and for how long.
const FORGOTTEN: u64 = 32 << 20;
const FORGETTING: Duration = Duration::from_secs(10);

/// Reads on where a request was refused before its end: a client that is still sending would not hear the refusal. Not where
/// it waits to be told that its body is wanted, or has taken its time already.
pub(crate) async fn forget_rest<B: HttpBody>(incoming: &mut Incoming<B>, error: &Error) {
    if !incoming.awaits_word && error.failure() != TOO_SLOW {
        // Whether it could be read to its end or not, the refusal is sent.
        let _ = timeout(FORGETTING, forget(&mut incoming.body)).await;
    }
}

async fn forget<B: HttpBody>(body: &mut B) {
    let mut left = FORGOTTEN;
    while let Some(Ok(frame)) = body.frame().await {
        let read = frame.data_ref().map_or(0, |data| data.remaining() as u64);
        if read >= left {
            return;
        }
        left -= read;
    }
}

/// JSON, or nothing said about it.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else { return true };
    let kind = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let Some((family, kind)) = kind.split_once('/') else { return false };
    let ends_with_json = || kind.rsplit_once('+').is_some_and(|(_, end)| end.eq_ignore_ascii_case("json"));
    family.eq_ignore_ascii_case("application") && (kind.eq_ignore_ascii_case("json") || ends_with_json())
}

/// The parts of a request as their declared types want them; every refused field at once.
pub(crate) fn conformed(
    operation: &Operation,
    path: Map<String, Value>,
    query: Option<&str>,
    sent: Sent,
) -> Result<Inputs> {
    let shape = &operation.shape;
    let mut faults = Vec::new();
    let (body, file) = match sent {
        Sent::Nothing => (Value::Null, None),
        Sent::Json(body) => (body, None),
        Sent::File(file) => (Value::Null, file),
    };
    let mut inputs =
        Inputs { path: Value::Object(path), query: Value::Object(Map::new()), body, file, ..Inputs::default() };
    let pairs = query.map(pairs).unwrap_or_default();
    for schema in shape.query.iter().chain(&shape.paging) {
        merge(&mut inputs.query, made(schema)?.from_query(&pairs));
    }
    let mut conform = |declared: &Option<Declared>, value: &mut Value| {
        declared.as_ref().map_or(Ok(()), |declared| made(declared).map(|schema| schema.conform(value, &mut faults)))
    };
    conform(&shape.path, &mut inputs.path)?;
    conform(&shape.query, &mut inputs.query)?;
    conform(&shape.paging, &mut inputs.query)?;
    conform(&shape.body, &mut inputs.body)?;
    if faults.is_empty() { Ok(inputs) } else { Err(refused(operation, faults)) }
}

fn made(declared: &Declared) -> Result<&Schema> {
    declared.schema().map_err(|fault| storage::Fault::broken(fault).into())
}

fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}

fn refused(operation: &Operation, mut faults: Vec<FieldError>) -> Error {
    faults.dedup();
    operation.refusal_of(faults.iter().map(|fault| fault.field.as_str())).on_all(faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body::Frame;
    use std::{
        convert::Infallible,
        pin::Pin,
        task::{Context, Poll, ready},
    };
    use tokio::time::{Instant, Sleep, sleep_until};

    /// A body of two letters that come after a while.
    struct Late(Option<Pin<Box<Sleep>>>);

    impl Body for Late {
        type Data = Bytes;
        type Error = Infallible;
        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<std::result::Result<Frame<Bytes>, Infallible>>> {
            let Some(sleep) = self.0.as_mut() else { return Poll::Ready(None) };
            ready!(sleep.as_mut().poll(context));
            self.0 = None;
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"{}")))))
        }
    }

    async fn after(time: Duration) -> Result<Bytes> {
        let (head, body) = http::Request::new(Late(Some(Box::pin(sleep_until(Instant::now() + time))))).into_parts();
        bounded(2, &mut Incoming::new(head, body, None)).await
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_has_thirty_seconds_to_come() {
        let little = Duration::from_millis(10);
        for time in [Duration::ZERO, PATIENCE - little] {
            assert_eq!(after(time).await.unwrap(), "{}");
        }
        assert_eq!(after(PATIENCE + little).await.unwrap_err().failure(), TOO_SLOW);
    }
}
