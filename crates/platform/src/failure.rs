//! Answers that are no success: a catalogue line per documented code and message, and the error values made of them.
use crate::{
    limits::{DAILY, QPS, Spent},
    schema::FieldError,
};
use storage::Fault;

pub type Result<T> = std::result::Result<T, Error>;

/// One line of the catalogue of failures: a status, a code and a text that clients parse, so it never changes.
///
/// `{}` stands for a value. Declared as a constant beside the operations that can produce it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure {
    /// Of HTTP.
    pub status: u16,
    /// The `code` in the body; at the token endpoint there is none.
    pub code: u32,
    pub message: &'static str,
    /// The documents print it inside HTTP 200; only `--compat strict-200` does so.
    pub inside_200: bool,
    /// The `error` of RFC 6749 at the token endpoint, the `scimType` of RFC 7644 in provisioning; empty elsewhere.
    pub error: &'static str,
}

impl Failure {
    /// `status` is that of HTTP, `code` the number in the body.
    pub const fn new(status: u16, code: u32, message: &'static str) -> Self {
        Failure { status, code, message, inside_200: false, error: "" }
    }
    /// The documents print this one inside HTTP 200.
    pub const fn inside_200(self) -> Self {
        Failure { inside_200: true, ..self }
    }
    /// A failure of the token endpoint: HTTP 400 with `reason` and `error`.
    pub const fn oauth(error: &'static str, reason: &'static str) -> Self {
        Failure { status: 400, code: 0, message: reason, inside_200: false, error }
    }
    /// A failure of provisioning: its code is its status, and `kind` the `scimType` of RFC 7644, or empty.
    pub const fn scim(status: u16, kind: &'static str, message: &'static str) -> Self {
        Failure { status, code: status as u32, message, inside_200: false, error: kind }
    }
    /// The failure with the first `{}` replaced by `value`.
    pub fn with(self, value: impl std::fmt::Display) -> Error {
        self.with_all(&[&value])
    }
    /// The failure with each `{}` replaced by the value at its place.
    /// One without a value becomes nothing.
    pub fn with_all(self, values: &[&dyn std::fmt::Display]) -> Error {
        let mut parts = self.message.split("{}");
        let mut message = parts.next().unwrap_or_default().to_owned();
        let mut values = values.iter();
        for part in parts {
            if let Some(value) = values.next() {
                message.push_str(&value.to_string());
            }
            message.push_str(part);
        }
        Error::refused(self, message, Vec::new())
    }
    /// The failure of an object of which at most `limit` are taken in a period: `retry_at`, milliseconds UTC on the clock
    /// of the account's world, is when the next one is.
    pub fn until(self, limit: i64, retry_at: i64) -> Error {
        self.spent(Spent { kind: DAILY, limit, retry_at })
    }
    /// The same for a period that is no longer than some minutes.
    pub fn until_soon(self, limit: i64, retry_at: i64) -> Error {
        self.spent(Spent { kind: QPS, limit, retry_at })
    }
    fn spent(self, spent: Spent) -> Error {
        Error::Refused(Box::new(Refusal { spent: Some(spent), ..Refusal::of(self, self.message.to_owned()) }))
    }
    /// The failure as a refusal of one field.
    pub fn on(self, field: &str) -> Error {
        let fields = vec![FieldError { field: field.to_owned(), message: self.message.to_owned() }];
        self.on_all(fields)
    }
    /// The failure as a refusal of several fields, each with its own words.
    pub(crate) fn on_all(self, fields: Vec<FieldError>) -> Error {
        Error::refused(self, self.message.to_owned(), fields)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        failure.with_all(&[])
    }
}

/// Several refused fields (`platform.md` 5.1).
pub const VALIDATION: Failure = Failure::new(400, 300, "Validation Failed.");
/// A body that is no JSON object (`platform.md` 5.3).
pub const MALFORMED: Failure = Failure::new(400, 300, "Request Body should be a valid JSON object.");
/// A body of another kind (`platform.md` 5.3).
pub const UNSUPPORTED: Failure = Failure::new(415, 300, "Unsupported Content Type");
/// A body over the limit of its operation.
pub const TOO_LARGE: Failure = Failure::new(413, 300, "Request Body is too large.");
/// A body, or a file, that is too long on its way.
pub const TOO_SLOW: Failure = Failure::new(408, 300, "Request Body has not come in time.");
/// No such route (`platform.md` 5.3).
pub const UNKNOWN_ROUTE: Failure = Failure::new(404, 2300, "This API endpoint is not recognized.");
/// A route that does not know the method.
pub const WRONG_METHOD: Failure = Failure::new(405, 2300, "This API endpoint is not recognized.");
/// More waits than may wait, or the store cannot be reached.
pub const UNAVAILABLE: Failure = Failure::new(503, 503, "The service is not available at the moment. Try again later.");
/// A mistake of ours. Its cause is in the log, under the tracking id.
pub const INTERNAL: Failure = Failure::new(500, 500, "Internal error.");
/// `GET` lists: a page token that was altered, is over 15 minutes old or belongs to another query.
pub const BAD_PAGE_TOKEN: Failure = Failure::new(400, 300, "The next page token is invalid or expired.");

/// Why a handler has no answer.
#[derive(Debug)]
pub enum Error {
    Refused(Box<Refusal>),
    /// What the handler rests on has changed since it was prepared: the request starts again, once.
    Stale,
    /// The caller gets [`UNAVAILABLE`] or [`INTERNAL`]; the cause goes to the log alone.
    Fault(Fault),
}

/// A refusal on its way to the caller.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub failure: Failure,
    /// The text of the failure with its values.
    pub message: String,
    pub fields: Vec<FieldError>,
    /// The transaction is committed although the answer is a refusal.
    pub kept: bool,
    /// The number that is used up; the headers of the answer show it in the place of the limit of calls.
    pub spent: Option<Spent>,
}

impl Refusal {
    pub(crate) fn of(failure: Failure, message: String) -> Self {
        Refusal { failure, message, fields: Vec::new(), kept: false, spent: None }
    }
}

impl Error {
    fn refused(failure: Failure, message: String, fields: Vec<FieldError>) -> Self {
        Error::Refused(Box::new(Refusal { fields, ..Refusal::of(failure, message) }))
    }
    /// Every refused field at once.
    pub fn validation(fields: Vec<FieldError>) -> Self {
        VALIDATION.on_all(fields)
    }
    /// One refused field with its own words.
    pub fn field(field: &str, message: &str) -> Self {
        Error::validation(vec![FieldError { field: field.to_owned(), message: message.to_owned() }])
    }
    /// The same refusal in other words, where there are any: each pair is a failure and what is said in its place.
    #[must_use]
    pub fn reworded(self, words: &[(Failure, Failure)]) -> Self {
        let failure = self.failure();
        let other = words.iter().find(|(known, _)| *known == failure).map(|(_, other)| *other);
        other.map_or(self, Error::from)
    }
    /// Commits what was written and answers the refusal all the same. Only sign-in may.
    #[must_use]
    pub fn kept(mut self) -> Self {
        if let Error::Refused(refusal) = &mut self {
            refusal.kept = true;
        }
        self
    }
    /// The failure behind it, as the caller will see it.
    pub fn failure(&self) -> Failure {
        match self {
            Error::Refused(refusal) => refusal.failure,
            Error::Stale | Error::Fault(Fault::Busy | Fault::Conflict | Fault::Unavailable(_)) => UNAVAILABLE,
            Error::Fault(Fault::Broken(_)) => INTERNAL,
        }
    }
    /// Whether another attempt would come to the same. A store that is busy or away, and what others were faster to change,
    /// will be otherwise.
    pub fn is_lasting(&self) -> bool {
        match self {
            Error::Refused(_) | Error::Fault(Fault::Broken(_)) => true,
            Error::Stale | Error::Fault(Fault::Busy | Fault::Conflict | Fault::Unavailable(_)) => false,
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Error::Fault(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(error: Error) -> String {
        match error {
            Error::Refused(refusal) => refusal.message,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn each_placeholder_takes_the_value_at_its_place() {
        let failure = Failure::new(400, 2034, "a new {0} and {} of {}");
        assert_eq!(text(failure.with_all(&[&"x", &7])), "a new {0} and x of 7");
    }

    #[test]
    fn only_refusals_and_faults_of_ours_last() {
        let lasting = [Error::from(Failure::new(400, 300, "No.")), Fault::broken("a sum").into()];
        let passing =
            [Error::Stale, Fault::Conflict.into(), Fault::Busy.into(), Fault::unavailable("the store is away").into()];
        assert_eq!((lasting.iter().all(Error::is_lasting), passing.iter().any(Error::is_lasting)), (true, false));
    }

    #[test]
    fn braces_in_a_value_are_left_alone() {
        assert_eq!(
            text(Failure::new(404, 1001, "User does not exist: {}.").with("{}{}")),
            "User does not exist: {}{}."
        );
    }
}
