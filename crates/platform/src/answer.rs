//! Answers on the wire: status, headers, and errors in the form of their surface.
use crate::{
    failure::*,
    html::{self, PageHead},
    limits::Admission,
    output::{Answer, Content, KeptFile},
    platform::{Inner, Tracking},
    provisioning,
    schema::FieldError,
    surface::Surface,
};
use bytes::Bytes;
use data_encoding::HEXLOWER;
use http::{
    HeaderMap, HeaderValue, Response, StatusCode,
    header::{
        ALLOW, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, EXPIRES, HeaderName,
        IF_NONE_MATCH, LOCATION, PRAGMA, REFERRER_POLICY, RETRY_AFTER, SET_COOKIE, WWW_AUTHENTICATE,
        X_CONTENT_TYPE_OPTIONS,
    },
};
use http_body_util::Full;
use serde_json::{Value, json};
use std::{fmt::Write, sync::atomic::Ordering};
use storage::{Fault, TrackingId};

/// A finished answer, with its whole body in memory.
pub type HttpResponse = Response<Full<Bytes>>;

/// Stands on every answer.
pub const TRACKING_ID: HeaderName = HeaderName::from_static("x-zm-trackingid");
const JSON: HeaderValue = HeaderValue::from_static("application/json;charset=UTF-8");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

impl Tracking {
    pub fn next(&self) -> TrackingId {
        TrackingId { process: self.process, count: self.count.fetch_add(1, Ordering::Relaxed) }
    }
}

/// What goes with every answer of a request.
pub(crate) struct Envelope {
    pub tracking_id: TrackingId,
    pub surface: Surface,
    /// Empty, perhaps with room in it.
    pub headers: HeaderMap,
    pub admission: Option<Admission>,
    /// The page of a refusal leads back to its own address.
    pub leads_back: bool,
    /// The value of the header `Allow`: for a method that the place does not know, and for OPTIONS.
    pub allow: Option<String>,
}

impl Inner {
    /// A fault is written to the log here. The caller gets its kind, and for a mistake of ours the tracking id.
    pub fn respond(&self, outcome: Result<Answer>, envelope: Envelope) -> HttpResponse {
        match outcome {
            Ok(answer) => response(answer.status, answer.content, answer.body.into(), envelope),
            Err(error) => self.refuse(error, envelope),
        }
    }
    fn refuse(&self, error: Error, envelope: Envelope) -> HttpResponse {
        let failure = error.failure();
        let refusal = match error {
            Error::Refused(refusal) => *refusal,
            Error::Stale => Refusal::of(failure, failure.message.to_owned()),
            Error::Fault(fault) => {
                report(&fault);
                let message = match fault {
                    Fault::Broken(_) => {
                        format!("{} Quote {} when you report it.", failure.message, envelope.tracking_id)
                    }
                    _ => failure.message.to_owned(),
                };
                Refusal::of(failure, message)
            }
        };
        tracing::debug!(code = failure.code, message = refusal.message, "refused");
        let status = if failure.inside_200 && self.parts.compat.strict_200 { 200 } else { failure.status };
        let (content, body) = match envelope.surface {
            surface if surface.is_for_browsers() => {
                (Content::Html(PageHead::default()), html::refusal(&refusal, envelope.leads_back))
            }
            Surface::Provisioning => (Content::Json, provisioning::described(&refusal).to_string()),
            surface => (Content::Json, described(surface, &refusal).to_string()),
        };
        let mut response = response(status, content, body.into(), envelope);
        if let Some(spent) = refusal.spent {
            spent.write_headers(response.headers_mut());
        }
        response
    }
}

fn described(surface: Surface, refusal: &Refusal) -> Value {
    let Refusal { failure, message, fields, .. } = refusal;
    match surface {
        Surface::Tokens => json!({"reason": reason(message, fields), "error": oauth_error(failure)}),
        _ if fields.is_empty() => json!({"code": failure.code, "message": message}),
        _ => json!({"code": failure.code, "message": message, "errors": fields}),
    }
}

/// Everything in one text: the token endpoint has no place for fields.
fn reason(message: &str, fields: &[FieldError]) -> String {
    fields.iter().fold(message.to_owned(), |text, fault| format!("{text} {}: {}", fault.field, fault.message))
}

/// The code of RFC 6749 5.2, also for what the pipeline itself refuses.
pub(crate) fn oauth_error(failure: &Failure) -> &'static str {
    match (failure.error, failure.status) {
        ("", 503) => "temporarily_unavailable",
        ("", 500) => "server_error",
        ("", _) => "invalid_request",
        (error, _) => error,
    }
}

fn report(fault: &Fault) {
    match fault {
        Fault::Broken(cause) => tracing::error!(cause, "a mistake of ours"),
        other => tracing::warn!(cause = %other, "unavailable"),
    }
}

impl KeptFile {
    /// Whether the client says that it has this file.
    pub(crate) fn is_known(&self, headers: &HeaderMap) -> bool {
        let tag = self.tag();
        let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        known.flat_map(|value| value.split(',')).any(|known| known.trim().trim_start_matches("W/") == tag)
    }
    /// What is at an address never changes, so whoever was given it may keep it; nobody between may.
    fn write_headers(&self, headers: &mut HeaderMap) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
        for (name, value) in [(CONTENT_TYPE, &self.content_type), (ETAG, &self.tag())] {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
    }
    fn tag(&self) -> String {
        format!("\"{}\"", HEXLOWER.encode(&self.checksum))
    }
}

/// Names the request on its answer.
pub(crate) fn name(headers: &mut HeaderMap, id: TrackingId) {
    let mut text = String::with_capacity(TrackingId::LENGTH);
    if write!(text, "{id}").is_ok()
        && let Ok(id) = HeaderValue::from_maybe_shared(Bytes::from(text))
    {
        headers.insert(TRACKING_ID, id);
    }
}

fn response(status: u16, content: Content, body: Bytes, envelope: Envelope) -> HttpResponse {
    let has_body = !body.is_empty();
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    *headers = envelope.headers;
    headers.reserve(12);
    match &content {
        Content::Html(page) => page.write_headers(headers),
        Content::Json | Content::Resource(_) if has_body => {
            drop(headers.insert(CONTENT_TYPE, json_of(envelope.surface)))
        }
        Content::Json | Content::Resource(_) => {}
        Content::File(file) => file.write_headers(headers),
        Content::Stored(file) => write_made_headers(&file.name, file.content_type, headers),
        Content::Made { name, content_type } => write_made_headers(name, content_type, headers),
    }
    if !matches!(content, Content::File(_)) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store, must-revalidate, no-transform"));
        headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
        headers.insert(EXPIRES, HeaderValue::from_static("Thu, 01 Jan 1970 00:00:00 GMT"));
    }
    if let Content::Resource(standpoint) = &content {
        standpoint.write_headers(status, headers);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    name(headers, envelope.tracking_id);
    if let Some(admission) = &envelope.admission {
        admission.write_headers(headers);
    }
    if let Some(allow) = envelope.allow.and_then(|allow| HeaderValue::from_str(&allow).ok()) {
        headers.insert(ALLOW, allow);
    }
    if status == 401 && envelope.surface != Surface::Tokens {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

const fn json_of(surface: Surface) -> HeaderValue {
    match surface {
        Surface::Provisioning => provisioning::MEDIA_TYPE,
        _ => JSON,
    }
}

/// A file is saved, and not shown as if it were a page of ours.
fn write_made_headers(name: &str, content_type: &'static str, headers: &mut HeaderMap) {
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let name: String = name.chars().filter(|letter| plain(*letter)).collect();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
}

impl PageHead {
    /// A page runs no script, sends its forms back here alone unless it says otherwise, stands in no frame and tells no other
    /// site its address.
    fn write_headers(&self, headers: &mut HeaderMap) {
        headers.insert(CONTENT_TYPE, HTML);
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        if let Ok(policy) = HeaderValue::from_str(&html::policy(self.forms_lead_on)) {
            headers.insert(CONTENT_SECURITY_POLICY, policy);
        }
        let location = self.location.iter().map(|address| (LOCATION, address.as_str()));
        let cookies = self.cookies.iter().map(|cookie| (SET_COOKIE, cookie.line()));
        for (name, value) in location.chain(cookies) {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.append(name, value);
            }
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, seconds.into());
        }
    }
}
