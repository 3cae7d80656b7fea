//! Whether a resource is let through. Attributes without a value meet no condition but `ne` and `not`.
use super::{Comparison, Filter, Target};
use crate::{
    attributes::{Attribute, Kind},
    path::Named,
};
use platform::Timestamp;
use serde_json::{Map, Value};
use std::cmp::Ordering;
use users::emails;

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
    /// What its values are.
    fn attribute(&self) -> &'static Attribute {
        match *self {
            Target::Part(part) => part,
            Target::Attribute(named) => named.telling_part().unwrap_or(named.attribute),
        }
    }
    /// Whether this is something that it can be compared with: what is no moment is neither before nor after one.
    pub(super) fn takes(&self, by: Comparison, to: &Value) -> bool {
        let is_of_time = matches!(self.attribute().kind, Kind::Moment) && by.is_of_order();
        !is_of_time || to.is_null() || moment(to).is_some()
    }
    fn is_compared(&self, fields: &Fields, by: Comparison, to: &Value) -> bool {
        let attribute = self.attribute();
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
    if matches!(attribute.kind, Kind::Moment) && by.is_of_order() {
        return moment(value).zip(moment(to)).is_some_and(|(value, to)| by.holds(value.cmp(&to)));
    }
    let (Some(value), Some(to)) = (text(attribute, value), text(attribute, to)) else { return false };
    match by {
        Comparison::Equal if matches!(attribute.kind, Kind::Email) => emails::folded(&value) == emails::folded(&to),
        Comparison::Contains => value.contains(&*to),
        Comparison::StartsWith => value.starts_with(&*to),
        Comparison::EndsWith => value.ends_with(&*to),
        _ => by.holds(value.cmp(&to)),
    }
}

impl Comparison {
    /// Whether it is about which of two comes first; the others look into texts.
    fn is_of_order(self) -> bool {
        !matches!(self, Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith)
    }
    /// Whether it holds between two that are in this order.
    fn holds(self, order: Ordering) -> bool {
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Greater => order.is_gt(),
            Comparison::GreaterOrEqual => order.is_ge(),
            Comparison::Less => order.is_lt(),
            Comparison::LessOrEqual => order.is_le(),
            Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith => false,
        }
    }
}

fn moment(value: &Value) -> Option<Timestamp> {
    value.as_str().and_then(Timestamp::parse)
}

fn text(attribute: &Attribute, value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(if attribute.is_exact { text } else { text.to_lowercase() })
}
