//! Filters (RFC 7644, 3.4.2.2): what they say, and which resources they let through.
mod grammar;
mod matching;
#[cfg(test)]
mod tests;

use crate::{attributes::Attribute, path::Named, schemas::ResourceType};
use serde_json::Value;

/// A condition on a resource, or on one value of an attribute.
#[derive(Debug, Clone)]
pub enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Compared {
        named: Target,
        by: Comparison,
        to: Value,
    },
    Present(Target),
    /// One of the values of the attribute meets the condition on its parts.
    Within(Named, Box<Filter>),
}

/// What is compared.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    Attribute(Named),
    /// A part of the value that a bracket is about.
    Part(&'static Attribute),
}

/// Flags are compared as what they are, moments by the clock, and everything else as a text, in whatever case unless its
/// attribute is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Contains,
    StartsWith,
    EndsWith,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

impl Filter {
    /// Reads a filter over resources of a type.
    ///
    /// # Errors
    /// The name, or the place in the text, that cannot be followed.
    pub fn read(of: &'static ResourceType, text: &str) -> Result<Filter, String> {
        grammar::read(text, &|name| Named::of(of, name).map(Target::Attribute))
    }
    /// Reads the condition in a bracket behind an attribute.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn of_parts(attribute: &'static Attribute, text: &str) -> Result<Filter, String> {
        let part = |name: &str| attribute.parts().iter().find(|part| part.name.eq_ignore_ascii_case(name));
        grammar::read(text, &|name| part(name).map(Target::Part))
    }
    /// The text that every resource which is let through has at the attribute with this name: what it can be found by.
    pub fn demanded(&self, name: &str) -> Option<&str> {
        match self {
            Filter::All(all) => all.iter().find_map(|filter| filter.demanded(name)),
            Filter::Compared { named: Target::Attribute(named), by: Comparison::Equal, to } if named.is(name) => {
                to.as_str().filter(|_| named.is_told())
            }
            Filter::Within(named, inner) if named.is(name) => inner.demanded_part("value"),
            _ => None,
        }
    }
    fn demanded_part(&self, name: &str) -> Option<&str> {
        match self {
            Filter::All(all) => all.iter().find_map(|filter| filter.demanded_part(name)),
            Filter::Compared { named: Target::Part(part), by: Comparison::Equal, to } if part.name == name => {
                to.as_str()
            }
            _ => None,
        }
    }
    /// The values that this part must have: `value eq "a" or value eq "b"` names two. Nothing for other conditions.
    pub fn alternatives(&self, part: &str) -> Option<Vec<String>> {
        match self {
            Filter::Any(any) => {
                let each: Option<Vec<Vec<String>>> = any.iter().map(|filter| filter.alternatives(part)).collect();
                each.map(|each| each.concat())
            }
            other => other.demanded_part(part).map(|text| vec![text.to_owned()]),
        }
    }
    /// The values of the attribute with this name that it asks for, where it asks nothing else of that one.
    pub fn values_asked(&self, name: &str) -> Option<Vec<String>> {
        match self {
            Filter::All(filters) | Filter::Any(filters) => {
                let each: Option<Vec<Vec<String>>> = filters.iter().map(|filter| filter.values_asked(name)).collect();
                each.map(|each| each.concat())
            }
            Filter::Not(inner) => inner.values_asked(name),
            Filter::Within(named, inner) if named.is(name) => inner.alternatives("value"),
            Filter::Compared {
                named: Target::Attribute(named),
                by: Comparison::Equal | Comparison::NotEqual,
                to: Value::String(text),
            } if named.is(name) && named.is_told() => Some(vec![text.clone()]),
            other => (!other.mentions(name)).then(Vec::new),
        }
    }
    /// What a value has that the condition is met by, as far as it says so: `type eq "work"`.
    pub fn demands(&self) -> Vec<(&'static str, Value)> {
        match self {
            Filter::All(all) => all.iter().flat_map(Filter::demands).collect(),
            Filter::Compared { named: Target::Part(part), by: Comparison::Equal, to } => vec![(part.name, to.clone())],
            _ => Vec::new(),
        }
    }
    /// Whether it asks about the attribute with this name.
    pub fn mentions(&self, name: &str) -> bool {
        match self {
            Filter::All(filters) | Filter::Any(filters) => filters.iter().any(|filter| filter.mentions(name)),
            Filter::Not(inner) => inner.mentions(name),
            Filter::Compared { named: Target::Attribute(named), .. } | Filter::Present(Target::Attribute(named)) => {
                named.is(name)
            }
            Filter::Within(named, _) => named.is(name),
            Filter::Compared { .. } | Filter::Present(_) => false,
        }
    }
}
