//! What came back, and what a test says about it. Every failure prints the whole exchange.
use serde_json::{Value, json};
use std::{fmt, ops::Index};

/// A path that leads nowhere, or not with this method.
pub const NO_ROUTE: &str = "This API endpoint is not recognized.";
/// A call too many for now.
pub const TOO_MANY_NOW: &str = "You have reached the maximum per-second rate limit for this API. Try again later.";
/// A call too many for today.
pub const TOO_MANY_TODAY: &str = "You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.";

/// An answer with the request that led to it.
#[derive(Debug, Clone)]
pub struct Answer {
    pub request: String,
    pub status: u16,
    pub headers: http::HeaderMap,
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n→ {} {:#}", self.request, self.status, self.body)
    }
}

impl Index<&str> for Answer {
    type Output = Value;
    fn index(&self, field: &str) -> &Value {
        &self.body[field]
    }
}

impl Answer {
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }
    /// A refusal with this status, code and text.
    #[track_caller]
    pub fn refused(self, status: u16, code: i64, message: &str) -> Self {
        assert_eq!(
            (self.status, &self.body["code"], &self.body["message"]),
            (status, &json!(code), &json!(message)),
            "{self}"
        );
        self
    }
    /// A refusal of exactly these fields, in this order.
    #[track_caller]
    pub fn refuses_fields(self, fields: &[&str]) -> Self {
        assert_eq!((self.status, &self.body["code"]), (400, &json!(300)), "{self}");
        let named: Vec<&str> =
            self.body["errors"].as_array().into_iter().flatten().filter_map(|e| e["field"].as_str()).collect();
        assert_eq!(named, fields, "{self}");
        self
    }
    /// The values of `field` in the one list of the answer, in order.
    #[track_caller]
    pub fn column(&self, field: &str) -> Vec<Value> {
        let lists: Vec<&Vec<Value>> =
            self.body.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_array()).collect();
        let [list] = lists.as_slice() else { panic!("no single list: {self}") };
        list.iter().map(|item| item[field].clone()).collect()
    }
    /// The list holds exactly these, in any order.
    #[track_caller]
    pub fn lists<T: Into<Value> + Clone>(self, field: &str, values: impl IntoIterator<Item = T>) -> Self {
        let sorted = |mut values: Vec<Value>| {
            values.sort_by_key(Value::to_string);
            values
        };
        let wanted: Vec<Value> = values.into_iter().map(Into::into).collect();
        assert_eq!(sorted(self.column(field)), sorted(wanted), "{self}");
        self
    }
    /// What a refusal says, in whatever form.
    pub fn message(&self) -> &str {
        self.body["message"].as_str().or(self.body["detail"].as_str()).unwrap_or_default()
    }
    /// A refusal of provisioning with this status, kind (none when empty) and text.
    #[track_caller]
    pub fn denied(self, status: u16, kind: &str, detail: &str) -> Self {
        let mut expected = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": status.to_string(), "detail": detail,
        });
        if !kind.is_empty() {
            expected["scimType"] = json!(kind);
        }
        assert_eq!((self.status, &self.body), (status, &expected), "{self}");
        assert_eq!(self.header("content-type"), "application/scim+json;charset=UTF-8", "{self}");
        self
    }
    #[track_caller]
    pub fn text(&self, field: &str) -> String {
        self.body[field].as_str().unwrap_or_else(|| panic!("no text in {field}: {self}")).to_owned()
    }
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no header {name}: {self}")).to_str().expect("text")
    }
}
