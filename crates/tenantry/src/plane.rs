//! The operator plane from inside a process, or over HTTP: the same calls, the same answers.
use crate::config::Fault;
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use platform::{Platform, TRACKING_ID};
use serde_json::Value;
use std::time::Duration;

/// How long a server may take to answer a command.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a call of the operator plane came to.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// Null for an empty one.
    pub body: Value,
}

impl Reply {
    /// `None` when the body is neither empty nor JSON, so that it is no answer of the operator plane.
    fn read(status: u16, body: &[u8]) -> Option<Self> {
        let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(body).ok()? };
        Some(Reply { status, body })
    }
    /// The body of a success.
    ///
    /// # Errors
    /// The refusal on one line, with the fields that were refused.
    pub fn accepted(self) -> Result<Value, Fault> {
        if self.status < 300 {
            return Ok(self.body);
        }
        let fields = self.body.get("errors").and_then(Value::as_array).into_iter().flatten();
        let named = |fault: &Value| format!("{}: {}", text(fault, "field"), text(fault, "message"));
        let fields: Vec<String> = fields.map(named).collect();
        let message = text(&self.body, "message");
        Err(match (fields.is_empty(), message.is_empty()) {
            (false, _) => fields.join("; "),
            (true, false) => message,
            (true, true) => format!("refused with status {}.", self.status),
        })
    }
}

/// The text of a field; empty when there is none.
pub fn text(value: &Value, field: &str) -> String {
    value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Who carries calls to the operator plane.
pub enum Plane {
    /// A platform of this process.
    Here { platform: Platform, token: String, runtime: tokio::runtime::Runtime },
    /// A running server.
    There { address: String, token: String },
}

impl Plane {
    /// One call; `path` follows `/operator/v1`.
    ///
    /// # Errors
    /// The server cannot be reached.
    pub fn call(&self, method: &str, path: &str, body: &Value) -> Result<Reply, Fault> {
        match self {
            Plane::Here { platform, token, runtime } => {
                runtime.block_on(call_here(platform, token, method, path, body))
            }
            Plane::There { address, token } => call_there(address, token, method, path, body),
        }
    }
}

/// One call of the operator plane of a platform in this process.
///
/// # Errors
/// Never in practice: what goes wrong is an answer too.
pub async fn call_here(
    platform: &Platform,
    token: &str,
    method: &str,
    path: &str,
    body: &Value,
) -> Result<Reply, Fault> {
    let request = Request::builder()
        .method(method)
        .uri(format!("/operator/v1{path}"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(bytes(body))))
        .map_err(|fault| format!("{path}: {fault}"))?;
    let (head, body) = platform.answer(None, request).await.into_parts();
    let bytes = body.collect().await.map_err(|fault| fault.to_string())?.to_bytes();
    Reply::read(head.status.as_u16(), &bytes).ok_or_else(|| format!("{path} is answered with no JSON."))
}

fn call_there(address: &str, token: &str, method: &str, path: &str, body: &Value) -> Result<Reply, Fault> {
    let request = Request::builder()
        .method(method)
        .uri(format!("{}/operator/v1{path}", address.trim_end_matches('/')))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(bytes(body))
        .map_err(|fault| format!("{address}: {fault}. Check --server."))?;
    let patient = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
    let agent: ureq::Agent = patient.build().into();
    let answer =
        agent.run(request).map_err(|fault| format!("no server answers at {address}: {fault}. Check --server."))?;
    let (status, is_ours) = (answer.status().as_u16(), answer.headers().contains_key(TRACKING_ID));
    let bytes = answer.into_body().read_to_vec().map_err(|fault| format!("{address}: {fault}"))?;
    let reply = if is_ours { Reply::read(status, &bytes) } else { None };
    reply.ok_or_else(|| format!("what answers at {address} is no tenantry (status {status}). Check --server."))
}

fn bytes(body: &Value) -> Vec<u8> {
    if body.is_null() { Vec::new() } else { body.to_string().into_bytes() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    /// What a command makes of an answer to it.
    fn heard(answer: &str) -> Result<Value, Fault> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        thread::scope(|threads| {
            threads.spawn(|| {
                let (mut stream, _) = listener.accept().unwrap();
                let _ = stream.read(&mut [0; 1024]).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
            });
            call_there(&address, "token", "DELETE", "/accounts/a", &Value::Null).and_then(Reply::accepted)
        })
    }
    fn answer(status: &str, header: &str, body: &str) -> String {
        format!("HTTP/1.1 {status}\r\n{header}Connection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn only_an_answer_of_tenantry_is_believed() {
        const OURS: &str = "x-zm-trackingid: v=2.0\r\n";
        assert_eq!(heard(&answer("204 No Content", OURS, "")), Ok(Value::Null));
        assert_eq!(heard(&answer("404 Not Found", OURS, r#"{"message": "none"}"#)), Err("none".to_owned()));
        assert_eq!(heard(&answer("502 Bad Gateway", OURS, "{}")), Err("refused with status 502.".to_owned()));
        for other in [answer("200 OK", "", "{}"), answer("204 No Content", "", ""), answer("200 OK", OURS, "<html>")] {
            assert!(heard(&other).unwrap_err().contains("is no tenantry"), "{other}");
        }
    }
}
