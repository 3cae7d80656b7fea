//! Who makes a call. The decision about it is made above; events carry it, handlers ask it.
use std::sync::Arc;

/// Privileges as bits; the catalogue that names them belongs to the platform.
pub type Grants = [u64; 4];

/// Through what a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallerKind {
    /// An app, with a token or a key, on behalf of a user of the account of its credentials.
    App,
    /// A user by itself, with a link that only it was sent; nobody in particular before the link is known.
    User,
    /// The platform's owner.
    Operator,
    /// The platform itself: jobs and the builder of a data set.
    System,
}

/// The one who calls, and what the call may do in the account it is made on.
#[derive(Clone, Debug)]
pub struct Caller {
    pub kind: CallerKind,
    /// The account of the credentials; empty for the operator, the system, and visitors whom nothing names yet.
    pub account_id: Arc<str>,
    /// The user that the credentials act for; empty where there is none.
    pub user_id: Arc<str>,
    /// Empty where the call is made without an app.
    pub app_id: Arc<str>,
    /// The role of that user in the account of the credentials.
    pub role_id: Arc<str>,
    /// Effective privileges in the account that the call is made on.
    pub grants: Grants,
    /// Whether it counts how often something is done: not for the platform itself, nor where limits are lifted.
    pub is_limited: bool,
}

impl Caller {
    /// The platform itself: everything is granted, nobody is behind it.
    pub fn system() -> Self {
        Caller::beyond_accounts(CallerKind::System)
    }
    /// The platform's owner, through the operator plane.
    pub fn operator() -> Self {
        Caller::beyond_accounts(CallerKind::Operator)
    }
    /// The platform's owner, or the platform itself.
    pub fn is_platform(&self) -> bool {
        matches!(self.kind, CallerKind::Operator | CallerKind::System)
    }
    /// Somebody with a browser, whom nothing is granted.
    pub fn visitor(is_limited: bool) -> Self {
        Caller { grants: [0; 4], is_limited, ..Caller::beyond_accounts(CallerKind::User) }
    }
    fn beyond_accounts(kind: CallerKind) -> Self {
        let nobody: Arc<str> = Arc::from("");
        Caller {
            kind,
            account_id: nobody.clone(),
            user_id: nobody.clone(),
            app_id: nobody.clone(),
            role_id: nobody,
            grants: [u64::MAX; 4],
            is_limited: false,
        }
    }
}

impl CallerKind {
    /// As events name it.
    pub fn name(self) -> &'static str {
        match self {
            CallerKind::App => "app",
            CallerKind::User => "user",
            CallerKind::Operator => "operator",
            CallerKind::System => "system",
        }
    }
}
