//! Users as bodies name them.
use platform::{Error, FieldError, Result};
use schemars::JsonSchema;
use serde::Deserialize;

/// A user, by id or by email.
#[derive(Deserialize, JsonSchema)]
pub struct Named {
    /// Counts where both are given.
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    #[schemars(email)]
    email: Option<String>,
}

impl Named {
    fn name(&self) -> Option<&str> {
        self.id.as_deref().filter(|id| !id.is_empty()).or(self.email.as_deref())
    }
}

/// By what the items of the list `field` are named, in their order.
///
/// # Errors
/// Every item that has neither.
pub fn names<'b>(field: &str, items: impl IntoIterator<Item = &'b Named>) -> Result<Vec<&'b str>> {
    let (mut names, mut faults) = (Vec::new(), Vec::new());
    for (position, item) in items.into_iter().enumerate() {
        match item.name() {
            Some(name) => names.push(name),
            None => faults.push(nobody(field, position)),
        }
    }
    if faults.is_empty() { Ok(names) } else { Err(Error::validation(faults)) }
}

fn nobody(field: &str, position: usize) -> FieldError {
    FieldError { field: format!("{field}[{position}].id"), message: "Missing field: id".to_owned() }
}
