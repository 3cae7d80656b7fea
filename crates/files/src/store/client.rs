//! Requests to a bucket, through the one HTTP client of the project.
use async_trait::async_trait;
use http_body_util::BodyExt;
use object_store::{
    ClientOptions,
    client::{
        HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody, HttpService,
    },
};
use std::time::Duration;

/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes of an answer.
const LARGEST: u64 = 64 << 20;

/// Makes clients.
#[derive(Debug)]
pub struct Connector;

#[derive(Debug)]
struct Client(ureq::Agent);

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        Ok(HttpClient::new(Client(config.timeout_global(Some(PATIENCE)).build().into())))
    }
}

#[async_trait]
impl HttpService for Client {
    #[expect(clippy::disallowed_methods, reason = "it waits for another machine, which no worker may")]
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let (agent, request) = (self.0.clone(), ureq::http::Request::from_parts(head, body.to_vec()));
        let answered = tokio::task::spawn_blocking(move || send(&agent, request)).await;
        answered.map_err(|fault| HttpError::new(HttpErrorKind::Unknown, fault))?
    }
}

fn send(agent: &ureq::Agent, request: ureq::http::Request<Vec<u8>>) -> Result<HttpResponse, HttpError> {
    let answer = if request.body().is_empty() { agent.run(request.map(drop)) } else { agent.run(request) };
    let (head, mut body) = answer.map_err(failed)?.into_parts();
    let body = body.with_config().limit(LARGEST).read_to_vec().map_err(failed)?;
    Ok(HttpResponse::from_parts(head, HttpResponseBody::from(body)))
}

fn failed(fault: ureq::Error) -> HttpError {
    let kind = match &fault {
        ureq::Error::Timeout(_) => HttpErrorKind::Timeout,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => HttpErrorKind::Connect,
        ureq::Error::Io(_) => HttpErrorKind::Interrupted,
        _ => HttpErrorKind::Unknown,
    };
    HttpError::new(kind, fault)
}
