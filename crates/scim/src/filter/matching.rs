//! Whether a resource is let through. Attributes without a value meet no condition but `ne` and `not`.
use super::{Comparison, Filter, Target};
use crate::{
    attributes::{Attribute, Kind},
    path::Named,
};
use serde_json::{Map, Value};
use std::cmp::Ordering;

type Fields = Map<String, Value>;

impl Filter {
    /// Whether a resource, or the value that a bracket is about, is let through.
    pub fn lets_through(&self, fields: &Fields) -> bool {
        match self {
            Filter::All(all) => all.iter().all(|filter| filter.lets_through(fields)),
            Filter::Any(any) => any.iter().any(|filter| filter.lets_through(fields)),
            Filter::Not(inner) => !inner.lets_through(fields),
            Filter::Present(target) => !target.values(fields).is_empty(),
            Filter::Compared { named, by: Comparison::NotEqual, to } => {
                !named.is_compared(fields, Comparison::Equal, to)
            }
            Filter::Compared { named, by, to } => named.is_compared(fields, *by, to),
            Filter::Within(named, inner) => {
                let items = values_of(named, fields).into_iter().filter_map(Value::as_object);
                items.into_iter().any(|item| inner.lets_through(item))
            }
        }
    }
}

impl Target {
    fn values<'v>(&self, fields: &'v Fields) -> Vec<&'v Value> {
        match self {
            Target::Part(part) => fields.get(part.name).into_iter().filter(|value| is_value(value)).collect(),
            Target::Attribute(named) => {
                let whole = values_of(named, fields);
                match named.telling_part() {
                    Some(part) => whole.into_iter().filter_map(|value| value.get(part.name)).collect(),
                    None => whole,
                }
            }
        }
    }
    fn is_compared(&self, fields: &Fields, by: Comparison, to: &Value) -> bool {
        let attribute = match self {
            Target::Part(part) => part,
            Target::Attribute(named) => named.telling_part().unwrap_or(named.attribute),
        };
        let values = self.values(fields);
        (to.is_null() && by == Comparison::Equal && values.is_empty())
            || values.into_iter().any(|value| is_met(attribute, value, by, to))
    }
}

/// The values of the whole attribute.
fn values_of<'v>(named: &Named, fields: &'v Fields) -> Vec<&'v Value> {
    let holder = match named.extension {
        Some(schema) => fields.get(schema.id).and_then(Value::as_object),
        None => Some(fields),
    };
    match holder.and_then(|holder| holder.get(named.attribute.name)) {
        Some(Value::Array(items)) => items.iter().filter(|item| is_value(item)).collect(),
        other => other.into_iter().filter(|value| is_value(value)).collect(),
    }
}

fn is_value(value: &Value) -> bool {
    !value.is_null() && value.as_str() != Some("")
}

fn is_met(attribute: &Attribute, value: &Value, by: Comparison, to: &Value) -> bool {
    if let Kind::Flag = attribute.kind {
        let truth = |value: &Value| value.as_bool().or_else(|| value.as_str()?.to_ascii_lowercase().parse().ok());
        return by == Comparison::Equal && truth(value).is_some_and(|value| Some(value) == truth(to));
    }
    let (Some(value), Some(to)) = (text(attribute, value), text(attribute, to)) else { return false };
    match by {
        Comparison::Equal => value == to,
        Comparison::NotEqual => value != to,
        Comparison::Contains => value.contains(&*to),
        Comparison::StartsWith => value.starts_with(&*to),
        Comparison::EndsWith => value.ends_with(&*to),
        Comparison::Greater => value.cmp(&to) == Ordering::Greater,
        Comparison::GreaterOrEqual => value.cmp(&to) != Ordering::Less,
        Comparison::Less => value.cmp(&to) == Ordering::Less,
        Comparison::LessOrEqual => value.cmp(&to) != Ordering::Greater,
    }
}

fn text(attribute: &Attribute, value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(if attribute.is_exact { text } else { text.to_lowercase() })
}
