//! The form of provisioning (RFC 7644): its media type, its errors, conditional requests, and answers about one resource.
use crate::{
    failure::*,
    input::{Given, Input},
    operation::Shape,
    output::{Answer, Content, Output, SHOWN, View, written},
};
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{ETAG, IF_MATCH, IF_NONE_MATCH, LOCATION},
};
use serde_json::{Value, json};
use std::marker::PhantomData;

pub(crate) const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/scim+json;charset=UTF-8");
/// The schema of an error (RFC 7644, 3.12).
pub const ERROR_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// A body that is no JSON object (scim2.json, `POST /scim2/Users`).
pub const NOT_JSON: Failure = Failure::scim(400, "invalidSyntax", "The request body must be in JSON format.");
/// No body, or an object without anything in it.
pub const EMPTY_BODY: Failure = Failure::scim(400, "invalidSyntax", "The request JSON must not be empty.");
/// The role lacks a privilege, that of the operation or over subaccounts.
pub const NOT_PRIVILEGED: Failure =
    Failure::scim(403, "", "The request was denied due to insufficient permissions: \"{}\".");
/// Another version than the one that the caller has seen.
pub const OUTDATED: Failure = Failure::scim(412, "", "The resource has changed since it was read.");
/// A part of the protocol that is not here (RFC 7644, 3.4.3, 3.7 and 3.11).
pub const NOT_OFFERED: Failure = Failure::scim(501, "", "This part of the protocol is not offered.");

/// Searching over several types at once, bulk requests, and the alias of whoever calls.
const PARTS_NOT_OFFERED: [&str; 3] = [".search", "Bulk", "Me"];

/// What a path that leads nowhere is answered with.
pub(crate) fn nowhere(path: &str) -> Failure {
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if PARTS_NOT_OFFERED.contains(&last) { NOT_OFFERED } else { UNKNOWN_ROUTE }
}

/// The body of a refusal. Refused fields stand in its text, since the protocol has no list of them.
pub(crate) fn described(refusal: &Refusal) -> Value {
    let Refusal { failure, message, fields, .. } = refusal;
    let fields: Vec<String> = fields.iter().map(|it| format!("{}: {}", it.field, it.message)).collect();
    let detail = if fields.is_empty() { message.clone() } else { format!("{message} {}", fields.join(" ")) };
    let mut body = json!({"schemas": [ERROR_SCHEMA], "status": failure.status.to_string(), "detail": detail});
    if let (Some(kind), Value::Object(body)) = (kind(*failure), &mut body) {
        body.insert("scimType".to_owned(), kind.into());
    }
    body
}

/// The `scimType` of a failure (RFC 7644, table 9).
fn kind(failure: Failure) -> Option<&'static str> {
    match failure {
        VALIDATION => Some("invalidValue"),
        MALFORMED => Some("invalidSyntax"),
        other => Some(other.error).filter(|kind| !kind.is_empty()),
    }
}

/// What a caller says that it has seen of a resource (RFC 7644, 3.14).
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    if_match: Vec<String>,
    if_none_match: Vec<String>,
}

impl Conditions {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let tags = |name: HeaderName| {
            let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
            values.flat_map(|value| value.split(',')).map(|tag| bare(tag).to_owned()).collect()
        };
        Conditions { if_match: tags(IF_MATCH), if_none_match: tags(IF_NONE_MATCH) }
    }
    /// Whether the caller has this version already.
    pub fn knows(&self, version: i64) -> bool {
        self.if_none_match.iter().any(|tag| is(tag, version))
    }
    /// # Errors
    /// [`OUTDATED`] when the caller wants another version than this.
    pub fn check(&self, version: i64) -> Result<()> {
        let is_wanted = self.if_match.is_empty() || self.if_match.iter().any(|tag| is(tag, version));
        if is_wanted { Ok(()) } else { Err(OUTDATED.into()) }
    }
}

fn is(tag: &str, version: i64) -> bool {
    tag == "*" || tag == bare(&etag(version))
}

/// The tag of a version, which is a weak one: `W/"7"`.
pub fn etag(version: i64) -> String {
    format!("W/\"{version}\"")
}

/// Weak tags are compared without saying that they are.
fn bare(tag: &str) -> &str {
    tag.trim().trim_start_matches("W/")
}

impl Input for Conditions {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok(given.inputs.conditions.clone())
    }
}

/// Where a resource is, and its version.
#[derive(Debug, Clone)]
pub struct Standpoint {
    /// Its whole address.
    pub location: String,
    pub version: i64,
}

impl Standpoint {
    pub(crate) fn write_headers(&self, status: u16, headers: &mut HeaderMap) {
        let mut put = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        put(ETAG, &etag(self.version));
        if status == 201 {
            put(LOCATION, &self.location);
        }
    }
}

/// 200 with a resource.
pub struct Resource<V>(Answer, PhantomData<fn() -> V>);
/// 201 with a resource that was made.
pub struct NewResource<V>(Answer, PhantomData<fn() -> V>);

impl<V: View> Resource<V> {
    /// # Errors
    /// Those of writing the row.
    pub fn of(row: &V::Row<'_>, at: Standpoint) -> Result<Self> {
        Ok(Resource(about(200, written(row, SHOWN)?, at), PhantomData))
    }
    /// The caller has it already: 304.
    pub fn known(at: Standpoint) -> Self {
        Resource(about(304, Vec::new(), at), PhantomData)
    }
}
impl<V: View> NewResource<V> {
    /// # Errors
    /// Those of writing the row.
    pub fn of(row: &V::Row<'_>, at: Standpoint) -> Result<Self> {
        Ok(NewResource(about(201, written(row, SHOWN)?, at), PhantomData))
    }
}

fn about(status: u16, body: Vec<u8>, at: Standpoint) -> Answer {
    Answer { status, content: Content::Resource(at), body }
}

impl<V: View> Output for Resource<V> {
    fn describe(shape: &mut Shape) {
        shape.answers(200, Some(V::schema));
    }
    fn answer(self) -> Answer {
        self.0
    }
}
impl<V: View> Output for NewResource<V> {
    fn describe(shape: &mut Shape) {
        shape.answers(201, Some(V::schema));
    }
    fn answer(self) -> Answer {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conditions(name: HeaderName, value: &'static str) -> Conditions {
        Conditions::of(&HeaderMap::from_iter([(name, HeaderValue::from_static(value))]))
    }

    #[test]
    fn a_change_goes_on_when_one_of_the_named_versions_is_the_present_one() {
        for named in ["W/\"7\"", "\"7\"", "*", "\"6\", W/\"7\""] {
            assert!(conditions(IF_MATCH, named).check(7).is_ok(), "{named}");
        }
        for named in ["W/\"6\"", "7", "", "\"77\""] {
            assert!(conditions(IF_MATCH, named).check(7).is_err(), "{named}");
        }
        assert!(Conditions::default().check(7).is_ok());
    }

    #[test]
    fn whoever_has_the_present_version_knows_it() {
        assert!(conditions(IF_NONE_MATCH, "W/\"7\"").knows(7));
        assert!(!conditions(IF_NONE_MATCH, "W/\"8\"").knows(7) && !Conditions::default().knows(7));
    }

    #[test]
    fn a_refusal_has_the_form_of_the_protocol() {
        let Error::Refused(refused) = Error::field("userName", "Invalid field.") else { panic!("no refusal") };
        let body = json!({"schemas": [ERROR_SCHEMA], "status": "400", "scimType": "invalidValue",
            "detail": "Validation Failed. userName: Invalid field."});
        assert_eq!(described(&refused), body);
        let Error::Refused(refused) = Error::from(UNKNOWN_ROUTE) else { panic!("no refusal") };
        assert_eq!(described(&refused)["scimType"], Value::Null);
    }

    #[test]
    fn parts_of_the_protocol_that_are_not_offered_are_told_from_paths_that_lead_nowhere() {
        assert_eq!(nowhere("/scim2/Bulk"), NOT_OFFERED);
        assert_eq!(nowhere("/v2/accounts/A/scim2/.search/"), NOT_OFFERED);
        assert_eq!(nowhere("/scim2/Users/x/y"), UNKNOWN_ROUTE);
    }
}
