//! Paths of attributes as filters and patches write them: `name.givenName`, `emails[type eq "work"].value`, and the same
//! behind the id of a schema.
use crate::{
    attributes::{Attribute, named},
    filter::Filter,
    schemas::{ResourceType, Schema},
};

/// An attribute that a resource type has, or a part of it.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// The extension that it belongs to; none for core and common ones.
    pub extension: Option<&'static Schema>,
    pub attribute: &'static Attribute,
    pub part: Option<&'static Attribute>,
}

/// Where a patch changes something.
#[derive(Debug)]
pub enum Path {
    /// An attribute, those of its values that the filter lets through, or a part of each.
    Attribute { named: Named, filter: Option<Filter> },
    /// An attribute that the account has defined.
    Custom { extension: &'static Schema, name: String },
    /// All attributes of an extension.
    Extension(&'static Schema),
}

impl Named {
    /// The attribute with this path; nothing when the type has none.
    pub fn of(of: &ResourceType, path: &str) -> Option<Self> {
        let (extension, rest) = split(of, path);
        let (name, part) = match rest.split_once('.') {
            Some((name, part)) => (name, Some(part)),
            None => (rest, None),
        };
        let attribute = match extension {
            Some(schema) => named(schema.attributes, name)?,
            None => of.attribute(name)?,
        };
        let part = match part {
            Some(part) => Some(named(attribute.parts(), part)?),
            None => None,
        };
        Some(Named { extension, attribute, part })
    }
    /// Whether it is the core or common attribute with this name, as schemas write it, or a part of that one.
    pub fn is(&self, name: &str) -> bool {
        self.extension.is_none() && self.attribute.name == name
    }
    /// Whether it is what a value is told by: the whole, or its `value`.
    pub fn is_told(&self) -> bool {
        self.part.is_none_or(|part| part.name == "value")
    }
    /// The part that stands for the whole where a path names none: the `value` of an attribute with several.
    pub fn telling_part(&self) -> Option<&'static Attribute> {
        self.part.or_else(|| named(self.attribute.parts(), "value"))
    }
}

impl Path {
    /// # Errors
    /// Nothing is said but that it is no path of the type.
    pub fn read(of: &ResourceType, text: &str) -> Option<Self> {
        let (head, filter, tail) = bracketed(text)?;
        let whole = format!("{head}{tail}");
        if let (None, Some(schema)) = (filter, of.extension(&whole)) {
            return Some(Path::Extension(schema));
        }
        let Some(named) = Named::of(of, &whole) else { return custom(of, &whole).filter(|_| filter.is_none()) };
        let filter = match filter {
            // Inside of brackets names are those of parts.
            Some(filter) => Some(Filter::of_parts(named.attribute, filter).ok()?),
            None => None,
        };
        Some(Path::Attribute { named, filter })
    }
}

/// The extension before an attribute's name, and the name. The id of the core schema is left aside.
fn split<'p>(of: &ResourceType, path: &'p str) -> (Option<&'static Schema>, &'p str) {
    let behind = |id: &str| {
        let (head, rest) = (path.get(..id.len())?, path.get(id.len()..)?);
        rest.strip_prefix(':').filter(|_| head.eq_ignore_ascii_case(id))
    };
    if let Some(rest) = behind(of.core.id) {
        return (None, rest);
    }
    let found = of.extensions.iter().find_map(|schema| Some((*schema, behind(schema.id)?)));
    found.map_or((None, path), |(schema, rest)| (Some(schema), rest))
}

fn custom(of: &ResourceType, path: &str) -> Option<Path> {
    let (extension, name) = split(of, path);
    let extension = extension.filter(|schema| schema.is_open && !name.is_empty() && !name.contains('.'))?;
    Some(Path::Custom { extension, name: name.to_owned() })
}

/// What stands before a bracket, in it and behind it.
fn bracketed(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let Some((head, rest)) = text.split_once('[') else { return Some((text, None, "")) };
    let (inner, tail) = rest.rsplit_once(']')?;
    (tail.is_empty() || tail.starts_with('.')).then_some((head, Some(inner), tail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schemas::USERS;

    fn shown(text: &str) -> Option<String> {
        Some(match Path::read(&USERS, text)? {
            Path::Attribute { named, filter } => {
                let extension = named.extension.map_or("", |schema| schema.name);
                let part = named.part.map_or("", |part| part.name);
                let filtered = if filter.is_some() { "[]" } else { "" };
                format!("{extension}:{}{filtered}.{part}", named.attribute.name)
            }
            Path::Custom { name, .. } => format!("custom {name}"),
            Path::Extension(schema) => format!("all of {}", schema.name),
        })
    }

    #[test]
    fn a_path_names_an_attribute_a_part_or_an_extension() {
        let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        let zoom = "urn:ietf:params:scim:schemas:extension:zoom:1.0:User";
        for (text, expected) in [
            ("userName", ":userName."),
            ("NAME.givenname", ":name.givenName"),
            ("emails[type eq \"work\"].value", ":emails[].value"),
            ("phoneNumbers[type eq \"mobile\" and value sw \"+1\"]", ":phoneNumbers[]."),
            ("urn:ietf:params:scim:schemas:core:2.0:User:title", ":title."),
            (&format!("{enterprise}:department"), "EnterpriseUser:department."),
            (enterprise, "all of EnterpriseUser"),
            (&format!("{zoom}:currentState"), "custom currentState"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["", "nickName", "name.middleName", "emails[", "emails[type eq \"work\"]x", "emails[nonsense]", "title.x"]
        {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
