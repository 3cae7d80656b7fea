//! The few paths outside of every surface: health, readiness, metrics and the OpenAPI document.
use crate::{
    answer::{self, HttpResponse},
    document::Edition,
    metrics,
    platform::Platform,
    query::pairs,
};
use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, Response, StatusCode,
    header::{ALLOW, CONTENT_TYPE},
    request::Parts,
};
use http_body_util::Full;
use std::time::Duration;
use storage::{Fault, TrackingId};

/// How long the database may take to answer; whoever asks for readiness does so again soon.
const PATIENCE: Duration = Duration::from_secs(2);

const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";
const JSON: &str = "application/json";

impl Platform {
    /// The answer of a path that belongs to no surface, on the main listener; `None` when it is none of them.
    pub(crate) async fn site(&self, head: &Parts, id: TrackingId) -> Option<HttpResponse> {
        let path = head.uri.path();
        let is_elsewhere = self.0.parts.site.has_admin_listener && matches!(path, "/readyz" | "/metrics");
        if path.starts_with("/v2/") || is_elsewhere { None } else { self.any_site(head, id).await }
    }
    async fn any_site(&self, head: &Parts, id: TrackingId) -> Option<HttpResponse> {
        let path = head.uri.path();
        let is_read = matches!(head.method, Method::GET | Method::HEAD);
        let (status, kind, body): (StatusCode, &str, Bytes) = match path {
            "/healthz" | "/readyz" | "/metrics" | "/openapi.json" if !is_read => {
                (StatusCode::METHOD_NOT_ALLOWED, TEXT, Bytes::new())
            }
            "/healthz" => (StatusCode::OK, TEXT, Bytes::from_static(b"ok\n")),
            "/readyz" => self.readiness().await,
            "/metrics" => (StatusCode::OK, TEXT, self.metrics().into()),
            "/openapi.json" => self.openapi_answer(head.uri.query().unwrap_or_default()),
            _ => return None,
        };
        let mut response = Response::new(Full::new(body));
        *response.status_mut() = status;
        if !is_read {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        if let Ok(kind) = HeaderValue::from_str(kind) {
            response.headers_mut().insert(CONTENT_TYPE, kind);
        }
        answer::name(response.headers_mut(), id);
        Some(response)
    }
    /// Whether the database answers and takes changes: without it nothing can be served. One that has much to do is there:
    /// other nodes have no less to do with it.
    async fn readiness(&self) -> (StatusCode, &'static str, Bytes) {
        match tokio::time::timeout(PATIENCE, self.database().ping()).await {
            Ok(Ok(()) | Err(Fault::Busy)) => (StatusCode::OK, TEXT, Bytes::from_static(b"ok\n")),
            _ => (StatusCode::SERVICE_UNAVAILABLE, TEXT, Bytes::from_static(b"unavailable\n")),
        }
    }
    /// Answers on the admin listener, which knows nothing else.
    pub async fn answer_site<B>(&self, request: Request<B>) -> HttpResponse {
        let (head, _) = request.into_parts();
        let id = self.0.tracking.next();
        self.any_site(&head, id).await.unwrap_or_else(|| {
            let mut response = Response::new(Full::new(Bytes::new()));
            *response.status_mut() = StatusCode::NOT_FOUND;
            answer::name(response.headers_mut(), id);
            response
        })
    }
    /// The text of `/metrics`.
    pub fn metrics(&self) -> String {
        let tallies = self.mounted().iter().map(|at| (at.operation.method, at.template.as_str(), &at.tally));
        metrics::render(tallies, self.lookups())
    }
    fn openapi_answer(&self, query: &str) -> (StatusCode, &'static str, Bytes) {
        let wanted = pairs(query).into_iter().find(|(name, _)| name == "edition").map(|(_, value)| value);
        match wanted.as_deref().map_or(Some(Edition::Both), Edition::named) {
            Some(edition) => (StatusCode::OK, JSON, self.openapi(edition).to_string().into()),
            None => (StatusCode::NOT_FOUND, TEXT, Bytes::from_static(b"editions: standard, master, operator\n")),
        }
    }
}
