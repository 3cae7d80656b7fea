//! The operator plane from inside a process, or over HTTP: the same calls, the same answers.
use crate::config::Fault;
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use platform::Platform;
use serde_json::Value;
use std::time::Duration;

/// How long a server may take to answer a command.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a call of the operator plane came to.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// Null for what is no JSON.
    pub body: Value,
}

impl Reply {
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
        Err(if fields.is_empty() { text(&self.body, "message") } else { fields.join("; ") })
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
    Ok(Reply { status: head.status.as_u16(), body: serde_json::from_slice(&bytes).unwrap_or_default() })
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
    let status = answer.status().as_u16();
    let text = answer.into_body().read_to_string().map_err(|fault| format!("{address}: {fault}"))?;
    Ok(Reply { status, body: serde_json::from_str(&text).unwrap_or_default() })
}

fn bytes(body: &Value) -> Vec<u8> {
    if body.is_null() { Vec::new() } else { body.to_string().into_bytes() }
}
