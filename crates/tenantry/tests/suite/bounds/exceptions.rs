//! Fields that are refused at a limit that their schema takes: what holds there depends on something else.

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

/// The exception for a field, if there is one.
pub fn exception(operation: &str, field: &str) -> Option<Exception> {
    AT_LIMITS.into_iter().find(|known| known.operation == operation && known.field == field)
}
