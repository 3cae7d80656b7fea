//! Lists of privileges, as callers send them and as rows keep them.
use platform::{Error, FieldError, Privilege, PrivilegeSet, Result};
use storage::Fault;

/// Holds lists, each under the name of its field, to the catalogue of privileges.
///
/// # Errors
/// Every list that names unknown privileges, with all of them.
pub fn check(sent: &[(&str, Option<&[String]>)]) -> Result<()> {
    let faults: Vec<FieldError> = sent.iter().filter_map(|(field, list)| fault(field, (*list)?)).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::validation(faults)) }
}

fn fault(field: &str, list: &[String]) -> Option<FieldError> {
    let unknown = PrivilegeSet::parse_names(list).err()?;
    let message = format!("Unknown privileges: {}.", unknown.join(", "));
    Some(FieldError { field: field.to_owned(), message })
}

/// A list that was held to the catalogue, as a set.
pub fn set(list: &[String]) -> PrivilegeSet {
    list.iter().filter_map(|name| Privilege::parse(name)).collect()
}

/// A set as rows keep it: JSON, in the order of the catalogue.
pub fn kept(set: PrivilegeSet) -> Result<String> {
    Ok(serde_json::to_string(&set.names()).map_err(Fault::broken)?)
}

/// What a row keeps, as a set. Names that this binary does not know grant nothing.
pub fn read(kept: &str) -> PrivilegeSet {
    set(&serde_json::from_str::<Vec<String>>(kept).unwrap_or_default())
}
