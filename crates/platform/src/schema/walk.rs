//! The walk: leniency and validation in one pass. It allocates for what it changes and for what it refuses, for nothing else.
use super::{
    FieldError,
    place::Place,
    rules::{Field, Kind, List, Node, Object, accept_boolean},
};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Lists and objects inside each other.
const MOST_LEVELS: usize = 32;
/// A body holds half a million faulty items; an answer that names them all would serve nobody but an attacker.
const MOST_FAULTS: usize = 1000;
/// Zoom API, error page: the message of a refused field.
const INVALID: &str = "Invalid field.";
/// Zoom's error tables of 2018 (create a group), before the field's own name. Today's documents show no text for this case.
const MISSING: &str = "Missing field: ";

pub(super) fn conform(root: &Node, value: &mut Value, faults: &mut Vec<FieldError>) {
    let most = faults.len() + MOST_FAULTS;
    Walk { faults, most }.value(root, value, &Place::ROOT);
}

struct Walk<'f> {
    faults: &'f mut Vec<FieldError>,
    most: usize,
}

impl Walk<'_> {
    fn value(&mut self, node: &Node, value: &mut Value, place: &Place) {
        if node.nullable && value.is_null() {
            return;
        }
        let accepted = match &node.kind {
            Kind::Any => fits(value, place),
            Kind::Boolean => accept_boolean(value),
            Kind::Integer(integer) => integer.accept(value),
            Kind::Decimal(decimal) => decimal.accept(value),
            Kind::Text(text) => text.accept(value),
            Kind::List(list) => self.list(list, value, place),
            Kind::Object(object) => self.object(object, value, place),
        };
        if !accepted {
            self.refuse(place, INVALID.to_owned());
        }
    }
    /// Whether the list itself is acceptable; its items are refused one by one.
    fn list(&mut self, list: &List, value: &mut Value, place: &Place) -> bool {
        let Value::Array(items) = value else { return false };
        if !(list.fewest..=list.most).contains(&items.len()) {
            return false;
        }
        for (position, item) in items.iter_mut().enumerate() {
            self.value(&list.item, item, &place.item(position));
        }
        !list.distinct || are_distinct(items)
    }
    /// Whether the value is an object at all; its fields are refused one by one.
    fn object(&mut self, object: &Object, value: &mut Value, place: &Place) -> bool {
        let Value::Object(map) = value else { return false };
        let declared = object.fields.iter().filter(|field| self.field(field, map, place)).count();
        if map.len() > declared {
            self.undeclared(object, map, place);
        }
        true
    }
    /// Whether the object holds the field afterwards.
    fn field(&mut self, field: &Field, map: &mut Map<String, Value>, place: &Place) -> bool {
        let place = place.field(&field.name);
        match map.get_mut(&*field.name) {
            Some(Value::Null) if field.ignores_null() => {
                map.remove(&*field.name);
                false
            }
            Some(Value::Null) if !field.node.nullable => {
                self.refuse(&place, format!("{MISSING}{}", field.name));
                true
            }
            Some(value) => {
                self.value(&field.node, value, &place);
                true
            }
            None if field.required => {
                self.refuse(&place, format!("{MISSING}{}", field.name));
                false
            }
            None => false,
        }
    }
    fn undeclared(&mut self, object: &Object, map: &mut Map<String, Value>, place: &Place) {
        for (name, value) in map.iter_mut().filter(|(name, _)| !object.declares(name)) {
            let place = place.field(name);
            match &object.others {
                Some(node) => self.value(node, value, &place),
                None if fits(value, &place) => {}
                None => self.refuse(&place, INVALID.to_owned()),
            }
        }
    }
    fn refuse(&mut self, place: &Place, message: String) {
        if self.faults.len() < self.most {
            self.faults.push(FieldError { field: place.to_string(), message });
        }
    }
}

impl Field {
    fn ignores_null(&self) -> bool {
        !self.required && !self.node.patch
    }
}

impl Object {
    fn declares(&self, name: &str) -> bool {
        self.fields.iter().any(|field| *field.name == *name)
    }
}

fn fits(value: &Value, place: &Place) -> bool {
    is_shallow(value, MOST_LEVELS.saturating_sub(place.level()))
}

fn is_shallow(value: &Value, levels: usize) -> bool {
    match value {
        Value::Array(items) => levels > 0 && items.iter().all(|item| is_shallow(item, levels - 1)),
        Value::Object(map) => levels > 0 && map.values().all(|item| is_shallow(item, levels - 1)),
        _ => true,
    }
}

fn are_distinct(items: &[Value]) -> bool {
    let mut seen = HashSet::with_capacity(items.len());
    items.iter().all(|item| seen.insert(item))
}
