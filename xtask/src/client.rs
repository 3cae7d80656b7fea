//! Requests to a running server, one connection a client.
use crate::fault::{Fault, Result};
use serde_json::Value;
use std::time::Duration;
use ureq::{Agent, http};

/// Longer than anything takes; a server that was killed is noticed at once.
const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody with a token.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    base: String,
    token: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    request: String,
    pub status: u16,
    headers: http::HeaderMap,
    pub body: Value,
}

impl Client {
    pub fn new(base: &str, token: &str) -> Self {
        let agent = Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build();
        Client { agent: agent.into(), base: base.to_owned(), token: token.to_owned() }
    }

    /// # Errors
    /// When no whole answer comes back: whether the request had an effect is then unknown.
    pub fn send(&self, method: &str, path: &str, body: &Value) -> Result<Answer> {
        let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        self.send_as("application/json", &format!("Bearer {}", self.token), method, path, bytes)
    }

    /// A form, with the proof of a client in the header.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn send_form(&self, authorization: &str, path: &str, form: String) -> Result<Answer> {
        self.send_as("application/x-www-form-urlencoded", authorization, "POST", path, form.into_bytes())
    }

    fn send_as(&self, kind: &str, authorization: &str, method: &str, path: &str, body: Vec<u8>) -> Result<Answer> {
        let what = format!("{method} {path} {}", String::from_utf8_lossy(&body));
        let unanswered = |error: &dyn std::fmt::Display| Fault::new(format!("{what}: {error}"));
        let request = http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        let request = request.header("content-type", kind).header("authorization", authorization);
        let request = request.body(body).map_err(|error| unanswered(&error))?;
        let mut response = self.agent.run(request).map_err(|error| unanswered(&error))?;
        let text = response.body_mut().read_to_string().map_err(|error| unanswered(&error))?;
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Answer { request: what, status, headers, body })
    }
}

impl Answer {
    /// # Errors
    /// The exchange, when it ended in another status.
    pub fn is(self, status: u16) -> Result<Self> {
        if self.status == status {
            return Ok(self);
        }
        Err(Fault::new(format!("{}: {} {}, and {status} was expected", self.request, self.status, self.body)))
    }

    /// A header that is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// # Errors
    /// The exchange, when the body has no such text.
    pub fn text(&self, field: &str) -> Result<String> {
        let text = self.body.get(field).and_then(Value::as_str);
        text.map(str::to_owned)
            .ok_or_else(|| Fault::new(format!("{}: no text in {field}: {}", self.request, self.body)))
    }
}
