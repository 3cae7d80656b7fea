//! Events: what happened, written beside the change in the same transaction.
use crate::record;
use serde::Serialize;

/// Something that happened to one object of an account. Its fields are what a reader of the log gets to see.
pub trait Event: Serialize {
    /// `object.verb`, as the published webhooks name it where they have it.
    const NAME: &'static str;
    /// The id of the object it happened to.
    fn object(&self) -> &str;
    /// The object's version after the change; events of one object are read in this order.
    fn version(&self) -> i64;
}

/// Names the events of a resource, each of which ends with a semicolon: `events! { RoleCreated is "role.created"; }`. The
/// object and its version are the fields `id` and `version` of the event itself, or of its field after `of`; an event that
/// happens to an object once, at its first or its last version, says which that is: `AppCreated is "app.created" at 1;`.
#[macro_export]
macro_rules! events {
    (@version $kept:expr) => { $kept };
    (@version $kept:expr, $always:literal) => { $always };
    ($($type:ident is $name:literal $(of $($field:tt).+)? $(at $version:literal)?;)*) => { $(
        impl $crate::Event for $type<'_> {
            const NAME: &'static str = $name;
            fn object(&self) -> &str {
                &self.$($($field).+.)?id
            }
            fn version(&self) -> i64 {
                $crate::events!(@version self.$($($field).+.)?version $(, $version)?)
            }
        }
    )* };
}

record! {
    /// A positioned event, as readers of the log get it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct EventRecord {
        /// Larger for later events; a reader continues after the last one it has seen.
        pub position: i64,
        pub id: String,
        /// The account that the change was made on.
        pub account_id: String,
        /// Milliseconds UTC on the clock of the account's world.
        pub at: i64,
        /// `object.verb`: `role.created`.
        pub name: String,
        pub object_id: String,
        /// That of the object after the change.
        pub version: i64,
        /// Who: account of the credentials, user, app; empty for the operator, the system, and visitors whom nothing names
        /// yet.
        pub by_account_id: String,
        pub by_user_id: String,
        pub by_app_id: String,
        /// `app`, `operator`, `system`, or `user` for somebody with a link or a browser.
        pub by_kind: String,
        /// JSON: what changed, with old values.
        pub payload: String,
    }
}
