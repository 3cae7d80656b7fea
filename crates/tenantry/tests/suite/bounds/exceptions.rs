//! Fields that are refused at a limit that their schema takes: what holds there depends on something else. And those that
//! are refused with a code of their own.
use std::collections::BTreeSet;

/// A field of an operation, and the code with which it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exception {
    pub operation: &'static str,
    pub field: &'static str,
    pub code: i64,
}

/// An account says itself how long a password is, 32 characters at most (`users.json`, 1124 to 1136).
pub const AT_LIMITS: [Exception; 1] =
    [Exception { operation: "PUT /users/{userId}/password", field: "password", code: 300 }];

/// Codes that the documents print for these fields. All others are refused with 300.
const CODES: [Exception; 4] = [
    Exception { operation: "GET /accounts/billing/renewals", field: "interval", code: 2100 },
    Exception { operation: "GET /accounts/billing/renewals", field: "page_size", code: 2100 },
    Exception { operation: "POST /divisions", field: "division_name", code: 40_005 },
    Exception { operation: "POST /divisions", field: "division_description", code: 40_005 },
];

/// The code of a request of which these fields are refused.
pub fn code(operation: &str, fields: &BTreeSet<String>) -> i64 {
    let own = CODES.into_iter().find(|own| own.operation == operation && fields.contains(own.field));
    own.map_or(300, |own| own.code)
}

/// The exception for a field, if there is one.
pub fn exception(operation: &str, field: &str) -> Option<Exception> {
    AT_LIMITS.into_iter().find(|known| known.operation == operation && known.field == field)
}
