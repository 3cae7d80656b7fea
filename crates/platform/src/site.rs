//! The few paths outside of every surface: health, readiness, metrics and the OpenAPI document.
use crate::{
    answer::{self, HttpResponse},
    document::Edition,
    metrics,
    platform::Platform,
    query::pairs,
};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header::CONTENT_TYPE, request::Parts};
use http_body_util::Full;
use storage::TrackingId;

const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";
const JSON: &str = "application/json";

impl Platform {
    /// The answer of a path that belongs to no surface, on the main listener; `None` when it is none of them.
    pub(crate) fn site(&self, head: &Parts, id: TrackingId) -> Option<HttpResponse> {
        let path = head.uri.path();
        let is_elsewhere = self.0.parts.site.has_admin_listener && matches!(path, "/readyz" | "/metrics");
        if path.starts_with("/v2/") || is_elsewhere { None } else { self.any_site(head, id) }
    }
    fn any_site(&self, head: &Parts, id: TrackingId) -> Option<HttpResponse> {
        let path = head.uri.path();
        let body: (StatusCode, &str, Bytes) = match path {
            "/healthz" | "/readyz" => (StatusCode::OK, TEXT, Bytes::from_static(b"ok\n")),
            "/metrics" => (StatusCode::OK, TEXT, self.metrics().into()),
            "/openapi.json" => self.openapi_answer(head.uri.query().unwrap_or_default()),
            _ => return None,
        };
        let (status, kind, body) = match head.method {
            Method::GET | Method::HEAD => body,
            _ => (StatusCode::METHOD_NOT_ALLOWED, TEXT, Bytes::new()),
        };
        let mut response = Response::new(Full::new(body));
        *response.status_mut() = status;
        if let Ok(kind) = HeaderValue::from_str(kind) {
            response.headers_mut().insert(CONTENT_TYPE, kind);
        }
        answer::name(response.headers_mut(), id);
        Some(response)
    }
    /// Answers on the admin listener, which knows nothing else.
    pub fn answer_site<B>(&self, request: Request<B>) -> HttpResponse {
        let (head, _) = request.into_parts();
        let id = self.0.tracking.next();
        self.any_site(&head, id).unwrap_or_else(|| {
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
