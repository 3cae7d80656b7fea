//! Users as bodies name them.
use super::{api::NO_USER, rules::invalid, store};
use crate::emails;
use platform::{Error, FieldError, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use storage::{Sql, Tenant, record, sql};

record! {
    /// A user of the account that somebody has named.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Known {
        pub id: String,
        pub email: String,
        pub role_id: String,
    }
}

const BY_ID: Sql = sql!(
    "SELECT id, email, role_id FROM users
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2"
);

/// A user, by id or by email.
#[derive(Deserialize, JsonSchema)]
pub struct Named {
    /// Counts where both are given.
    #[serde(default)]
    id: Option<String>,
    /// Without an id it has the form of an email; beside one it may be anything.
    #[serde(default)]
    email: Option<String>,
}

impl Named {
    fn given(&self) -> [Option<&str>; 2] {
        [self.id.as_deref(), self.email.as_deref()]
    }
}

/// By what the items of the list `field` are named, in their order.
///
/// # Errors
/// Every item that has neither, or an email alone that is none.
pub fn names<'b>(field: &str, items: impl IntoIterator<Item = &'b Named>) -> Result<Vec<&'b str>> {
    all_named([field, "id", "email"], items.into_iter().map(Named::given))
}

/// By what the items of `list` are named, each by its id or by its email, in their order. The published words: an email
/// beside an id is ignored.
///
/// # Errors
/// Every item that has neither, by its field `id`, or an email alone that is none.
pub fn all_named<'b>(
    [list, id, email]: [&str; 3],
    items: impl IntoIterator<Item = [Option<&'b str>; 2]>,
) -> Result<Vec<&'b str>> {
    let (mut names, mut faults) = (Vec::new(), Vec::new());
    for (position, [by_id, by_email]) in items.into_iter().enumerate() {
        match (by_id.filter(|id| !id.is_empty()), by_email) {
            (Some(name), _) => names.push(name),
            (None, Some(name)) if emails::has_form(name) => names.push(name),
            (None, Some(_)) => faults.push(invalid(&format!("{list}[{position}].{email}"))),
            (None, None) => faults.push(nobody(list, id, position)),
        }
    }
    if faults.is_empty() { Ok(names) } else { Err(Error::validation(faults)) }
}

/// The user with this id or email, in whatever state.
pub fn find(tenant: &Tenant, name: &str) -> storage::Result<Option<Known>> {
    match store::id_of(tenant, name)? {
        Some(id) => find_by_id(tenant, &id),
        None => Ok(None),
    }
}

/// The user with this id, in whatever state.
pub fn find_by_id(tenant: &Tenant, id: &str) -> storage::Result<Option<Known>> {
    tenant.row(BY_ID, &[id.into()])
}

/// The users that the list `field` of a body names, each once, in its order.
///
/// # Errors
/// As [`names`]; [`NO_USER`] with the first name that is no user's.
pub fn find_all(tenant: &Tenant, field: &str, named: &[Named]) -> Result<Vec<Known>> {
    let names = names(field, named)?;
    let mut users: Vec<Known> = Vec::with_capacity(names.len());
    for name in names {
        let user = find(tenant, name)?.ok_or_else(|| NO_USER.with(name))?;
        if users.iter().all(|known| known.id != user.id) {
            users.push(user);
        }
    }
    Ok(users)
}

/// Their ids as answers show them: in one text.
pub fn ids(users: &[Known]) -> String {
    let ids: Vec<&str> = users.iter().map(|user| &*user.id).collect();
    ids.join(",")
}

fn nobody(list: &str, id: &str, position: usize) -> FieldError {
    FieldError { field: format!("{list}[{position}].{id}"), message: format!("Missing field: {id}") }
}

/// Users as events of what they come into and leave show them.
pub struct People<'a>(pub &'a [&'a Known]);

#[derive(Serialize)]
struct Person<'a> {
    id: &'a str,
    email: &'a str,
}

impl Serialize for People<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|user| Person { id: &user.id, email: &user.email }))
    }
}
