//! The operations of a PATCH (RFC 7644, 3.5.2), and what they make of a resource.
use crate::{
    attributes::{Access, Attribute, Holds, Kind},
    canonical,
    failures::{BAD_OPERATIONS, BAD_PATH, FIXED, NO_TARGET, TOO_MANY_OPERATIONS},
    filter::Filter,
    path::{Named, Path},
    schemas::ResourceType,
};
use platform::Result;
use serde_json::{Map, Value};

type Fields = Map<String, Value>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Add,
    Replace,
    Remove,
}

/// One operation on one place.
#[derive(Debug)]
pub struct Operation {
    pub verb: Verb,
    pub path: Path,
    /// As it was written, for refusals.
    shown: String,
    /// As it was sent; null where it was not.
    pub value: Value,
}

/// Operations in one call.
const MOST: usize = 1_000;

/// The operations of a body. One without a path stands for one on each attribute of its value, whose names may be paths;
/// those that the type does not have are passed over.
///
/// # Errors
/// [`BAD_OPERATIONS`], [`TOO_MANY_OPERATIONS`], [`BAD_PATH`].
pub fn operations(of: &ResourceType, body: &Fields) -> Result<Vec<Operation>> {
    let list = field(body, "Operations").and_then(Value::as_array).filter(|list| !list.is_empty());
    let list = list.ok_or(BAD_OPERATIONS)?;
    if list.len() > MOST {
        return Err(TOO_MANY_OPERATIONS.with(MOST));
    }
    let mut operations = Vec::new();
    for sent in list {
        let sent = sent.as_object().ok_or(BAD_OPERATIONS)?;
        let verb = field(sent, "op").and_then(Value::as_str).and_then(Verb::named).ok_or(BAD_OPERATIONS)?;
        let value = field(sent, "value").cloned().unwrap_or(Value::Null);
        match field(sent, "path").and_then(Value::as_str).filter(|path| !path.is_empty()) {
            Some(path) => {
                let read = Path::read(of, path).ok_or_else(|| BAD_PATH.with(path))?;
                operations.push(Operation { verb, path: read, shown: path.to_owned(), value });
            }
            None => operations.extend(each(of, verb, value)?),
        }
    }
    Ok(operations)
}

/// A removal must say of what.
fn each(of: &ResourceType, verb: Verb, value: Value) -> Result<Vec<Operation>> {
    if verb == Verb::Remove {
        return Err(NO_TARGET.with(""));
    }
    let Value::Object(fields) = value else { return Err(BAD_OPERATIONS.into()) };
    let operation = |(name, value): (String, Value)| {
        let path = Path::read(of, &name)?;
        let is_about_resource =
            matches!(&path, Path::Attribute { named, .. } if named.attribute.access == Access::Nobody);
        (!is_about_resource).then_some(Operation { verb, path, shown: name, value })
    };
    Ok(fields.into_iter().filter_map(operation).collect())
}

fn field<'f>(fields: &'f Fields, name: &str) -> Option<&'f Value> {
    fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

impl Verb {
    fn named(name: &str) -> Option<Self> {
        let known = [("add", Verb::Add), ("replace", Verb::Replace), ("remove", Verb::Remove)];
        known.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, verb)| *verb)
    }
}

impl Operation {
    /// Whether it concerns the attribute with this name, or a part of it.
    pub fn is_about(&self, name: &str) -> bool {
        matches!(&self.path, Path::Attribute { named, .. } if named.is(name))
    }
    /// Changes a resource, which is in its one form before and after.
    ///
    /// # Errors
    /// [`FIXED`], [`NO_TARGET`], a value of another kind.
    pub fn apply(&self, resource: &mut Fields) -> Result<()> {
        match &self.path {
            Path::Extension(schema) => {
                let value = if self.verb == Verb::Remove { Value::Null } else { self.value.clone() };
                let value = canonical::extension(schema, &value)?;
                let before = resource.remove(schema.id);
                let merged = if value.is_null() { Value::Null } else { merged(before, value) };
                resource.insert(schema.id.to_owned(), merged);
                Ok(())
            }
            Path::Custom { extension, name } => {
                let text = match self.verb {
                    Verb::Remove => Value::Null,
                    _ => Value::from(self.value.as_str().ok_or_else(|| canonical::invalid(name))?),
                };
                inside(resource, extension.id, |fields| {
                    fields.insert(name.clone(), text);
                    Ok(())
                })
            }
            Path::Attribute { named, filter } => self.apply_to(resource, named, filter.as_ref()),
        }
    }
    fn apply_to(&self, resource: &mut Fields, named: &Named, filter: Option<&Filter>) -> Result<()> {
        let is_kept = named.attribute.is_kept && self.leaves_nothing();
        if named.attribute.access == Access::Nobody || is_kept {
            return Err(FIXED.with(&self.shown));
        }
        match named.extension {
            Some(schema) => inside(resource, schema.id, |holder| self.apply_in(holder, named, filter)),
            None => self.apply_in(resource, named, filter),
        }
    }
    /// Whether it takes away what it is about: null and an empty list say so too (RFC 7643, 2.5).
    fn leaves_nothing(&self) -> bool {
        self.verb == Verb::Remove || self.value.is_null() || self.value.as_array().is_some_and(Vec::is_empty)
    }
    fn apply_in(&self, holder: &mut Fields, named: &Named, filter: Option<&Filter>) -> Result<()> {
        if named.attribute.is_list && (filter.is_some() || named.part.is_some()) {
            return self.apply_to_items(holder, named, filter);
        }
        match named.part {
            Some(part) => inside(holder, named.attribute.name, |fields| self.apply_whole(fields, part)),
            None => self.apply_whole(holder, named.attribute),
        }
    }
    fn apply_whole(&self, holder: &mut Fields, attribute: &Attribute) -> Result<()> {
        let before = holder.remove(attribute.name);
        let after = match self.verb {
            Verb::Remove => self.without(attribute, before)?,
            _ => self.with(attribute, before)?,
        };
        holder.insert(attribute.name.to_owned(), after);
        Ok(())
    }
    fn with(&self, attribute: &Attribute, before: Option<Value>) -> Result<Value> {
        let value = canonical::value(attribute, &self.value, &self.shown)?;
        let is_joined = self.verb == Verb::Add && attribute.holds != Holds::One;
        Ok(match (before, value) {
            (Some(Value::Array(before)), Value::Array(new)) if is_joined => {
                let all = joined(attribute, before, new);
                self.check_room(attribute, &all)?;
                all.into()
            }
            (before, value) if matches!(attribute.kind, Kind::Complex(_)) && value.is_object() => merged(before, value),
            (_, value) => value,
        })
    }
    /// All values go, or those that are named: one of the identity providers names them beside the path.
    fn without(&self, attribute: &Attribute, before: Option<Value>) -> Result<Value> {
        let (Some(Value::Array(before)), Value::Array(_)) = (before, &self.value) else { return Ok(Value::Null) };
        let named = canonical::value(attribute, &self.value, &self.shown)?;
        let named: Vec<&Value> = named.as_array().into_iter().flatten().collect();
        Ok(before.into_iter().filter(|item| !named.iter().any(|sent| is_same(attribute, sent, item))).collect())
    }
    fn apply_to_items(&self, holder: &mut Fields, named: &Named, filter: Option<&Filter>) -> Result<()> {
        let attribute = named.attribute;
        let mut items = match holder.remove(attribute.name) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        };
        let is_meant = |item: &Value| {
            let fields = item.as_object();
            filter.is_none_or(|filter| fields.is_some_and(|fields| filter.lets_through(fields)))
        };
        if !items.iter().any(is_meant) {
            let new = self.new_item(filter)?;
            // `type eq "home" or type eq "fax"` does not say what is to be made.
            if new.as_ref().is_some_and(|new| !is_meant(new)) {
                return Err(NO_TARGET.with(&self.shown));
            }
            items.extend(new);
            self.check_room(attribute, &items)?;
        }
        if self.verb == Verb::Remove && named.part.is_none() {
            items.retain(|item| !is_meant(item));
        } else {
            for item in items.iter_mut().filter(|item| is_meant(item)) {
                self.apply_to_item(item, named)?;
            }
        }
        holder.insert(attribute.name.to_owned(), items.into());
        Ok(())
    }
    fn check_room(&self, attribute: &Attribute, values: &[Value]) -> Result<()> {
        if attribute.has_room_for(values.len()) { Ok(()) } else { Err(canonical::invalid(&self.shown)) }
    }
    fn apply_to_item(&self, item: &mut Value, named: &Named) -> Result<()> {
        let Value::Object(fields) = item else { return Ok(()) };
        match named.part {
            Some(part) => self.apply_whole(fields, part),
            None => {
                let more = canonical::single(named.attribute, &self.value, &self.shown)?;
                fields.extend(more.as_object().cloned().unwrap_or_default());
                Ok(())
            }
        }
    }
    /// What is added where nothing is yet: a value that the condition is met by.
    fn new_item(&self, filter: Option<&Filter>) -> Result<Option<Value>> {
        let demands = filter.map(Filter::demands).unwrap_or_default();
        match self.verb {
            Verb::Add => Ok(Some(demands.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())),
            Verb::Replace => Err(NO_TARGET.with(&self.shown)),
            Verb::Remove => Ok(None),
        }
    }
}

/// Changes the object under this name, which is made when there is none.
fn inside(fields: &mut Fields, name: &str, change: impl FnOnce(&mut Fields) -> Result<()>) -> Result<()> {
    let mut inner = match fields.remove(name) {
        Some(Value::Object(inner)) => inner,
        _ => Map::new(),
    };
    change(&mut inner)?;
    fields.insert(name.to_owned(), inner.into());
    Ok(())
}

fn merged(before: Option<Value>, more: Value) -> Value {
    match (before, more) {
        (Some(Value::Object(mut before)), Value::Object(more)) => {
            before.extend(more);
            Value::Object(before)
        }
        (_, more) => more,
    }
}

/// Those that are there already are not added again.
fn joined(attribute: &Attribute, before: Vec<Value>, new: Vec<Value>) -> Vec<Value> {
    let is_new = |item: &&Value| !before.iter().any(|known| is_same(attribute, item, known));
    let added: Vec<Value> = new.iter().filter(is_new).cloned().collect();
    before.into_iter().chain(added).collect()
}

/// Whether what is sent is a value that is there, as far as it says: its `value` is the same and, where there are types to
/// choose from, its `type` (RFC 7643, 2.4).
fn is_same(attribute: &Attribute, sent: &Value, known: &Value) -> bool {
    let has_types = attribute.parts().iter().any(|part| part.name == "type" && part.values.len() > 1);
    match (text(sent, "value"), text(sent, "type").filter(|_| has_types)) {
        (None, None) => sent == known,
        (value, kind) => {
            let is_of_kind = |kind: &str| text(known, "type").is_some_and(|known| known.eq_ignore_ascii_case(kind));
            value.is_none_or(|value| text(known, "value") == Some(value)) && kind.is_none_or(is_of_kind)
        }
    }
}

/// A part of a value, where it says something.
fn text<'v>(item: &'v Value, part: &str) -> Option<&'v str> {
    item.get(part).and_then(Value::as_str).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schemas::USERS;
    use serde_json::json;

    fn patched(operations: Value) -> std::result::Result<Value, String> {
        let jill = json!({
            "userName": "jill@b.co", "active": true, "name": {"givenName": "Jill"},
            "emails": [{"value": "jill@b.co", "type": "work", "primary": true}],
            "phoneNumbers": [{"value": "+1 1", "type": "mobile"}, {"value": "+1 2", "type": "work"}],
        });
        let mut jill = jill.as_object().unwrap().clone();
        let body = json!({"Operations": operations});
        let told = |error: platform::Error| error.failure().error.to_owned();
        for operation in super::operations(&USERS, body.as_object().unwrap()).map_err(told)? {
            operation.apply(&mut jill).map_err(told)?;
        }
        Ok(jill.into())
    }

    #[test]
    fn whole_attributes_parts_and_values_are_changed() {
        let after = patched(json!([
            {"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "j@b.co"},
            {"op": "add", "path": "phoneNumbers[type eq \"home\"].value", "value": "+1 3"},
            {"op": "remove", "path": "phoneNumbers[type eq \"mobile\"]"},
            {"op": "add", "value": {"active": "False", "name.familyName": "Chill", "nickName": "J", "id": "x",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "Physics"}},
            {"op": "replace", "value": {"urn:ietf:params:scim:schemas:extension:zoom:1.0:User": {"zoomDocs": true, "state": "CA"}}},
        ]));
        let expected = json!({
            "userName": "jill@b.co", "active": false, "name": {"givenName": "Jill", "familyName": "Chill"},
            "emails": [{"value": "j@b.co", "type": "work", "primary": true}],
            "phoneNumbers": [{"value": "+1 2", "type": "work"}, {"value": "+1 3", "type": "home"}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Physics"},
            "urn:ietf:params:scim:schemas:extension:zoom:1.0:User": {"zoomDocs": true, "state": "CA"},
        });
        assert_eq!(after, Ok(expected));
    }

    #[test]
    fn what_is_added_twice_is_there_once_and_what_is_removed_is_gone() {
        let after = patched(json!([
            {"op": "add", "path": "phoneNumbers", "value": [{"value": "+1 2", "type": "work"}, {"value": "+1 4"}]},
            {"op": "Remove", "path": "phoneNumbers", "value": [{"value": "+1 1"}]},
            {"op": "remove", "path": "name.givenName"},
        ]))
        .unwrap();
        assert_eq!(after["phoneNumbers"], json!([{"value": "+1 2", "type": "work"}, {"value": "+1 4"}]));
        assert_eq!(after["name"], json!({"givenName": null}));
        assert_eq!(patched(json!([{"op": "remove", "path": "phoneNumbers"}])).unwrap()["phoneNumbers"], Value::Null);
    }

    #[test]
    fn one_value_of_two_types_is_two() {
        let of = |kind: &str| json!({"value": "+1 2", "type": kind});
        let after = |operations: Value| patched(operations).unwrap()["phoneNumbers"].clone();
        let added = json!({"op": "add", "path": "phoneNumbers", "value": [of("home"), of("Work"), {"value": "+1 2"}]});
        let first = json!({"value": "+1 1", "type": "mobile"});
        assert_eq!(after(json!([added])), json!([first, of("work"), of("home")]));
        let removed = |value: Value| json!({"op": "remove", "path": "phoneNumbers", "value": [value]});
        for (value, left) in [
            (of("work"), json!([first, of("home")])),
            (of("HOME"), json!([first, of("work")])),
            (of("fax"), json!([first, of("work"), of("home")])),
            (json!({"type": "home"}), json!([first, of("work")])),
            (json!({"value": "+1 2", "type": null}), json!([first])),
            (json!({"value": "+1 2"}), json!([first])),
            (json!({}), json!([first, of("work"), of("home")])),
        ] {
            assert_eq!(after(json!([added, removed(value.clone())])), left, "{value}");
        }
    }

    #[test]
    fn of_what_there_is_one_of_the_added_one_takes_the_place() {
        let after =
            patched(json!([{"op": "add", "path": "emails", "value": [{"value": "new@b.co", "primary": true}]}]));
        assert_eq!(after.unwrap()["emails"], json!([{"value": "new@b.co", "primary": true}]));
    }

    #[test]
    fn a_hundred_values_are_the_most_of_a_list() {
        let add = |first: usize, many: usize| {
            let values: Vec<Value> = (first..first + many).map(|n| json!({"value": n.to_string()})).collect();
            json!({"op": "add", "path": "phoneNumbers", "value": values})
        };
        assert!(patched(json!([add(10, 98)])).is_ok());
        assert_eq!(patched(json!([add(10, 99)])), Err(String::new()));
        assert_eq!(patched(json!([add(10, 90), add(100, 9)])), Err(String::new()));
    }

    #[test]
    fn what_cannot_be_done_is_told_by_its_kind() {
        for (operation, kind) in [
            (json!({"op": "move", "path": "title"}), "invalidSyntax"),
            (json!({"path": "title", "value": "x"}), "invalidSyntax"),
            (json!({"op": "add", "value": "x"}), "invalidSyntax"),
            (json!({"op": "add", "path": "nickName", "value": "x"}), "invalidPath"),
            (json!({"op": "remove"}), "noTarget"),
            (json!({"op": "remove", "value": {}}), "noTarget"),
            (json!({"op": "replace", "path": "phoneNumbers[type eq \"fax\"].value", "value": "1"}), "noTarget"),
            (
                json!({"op": "add", "path": "phoneNumbers[type eq \"fax\" or type eq \"home\"].value", "value": "1"}),
                "noTarget",
            ),
            (json!({"op": "replace", "path": "id", "value": "x"}), "mutability"),
            (json!({"op": "remove", "path": "userName"}), "mutability"),
            (json!({"op": "remove", "path": "active"}), "mutability"),
            (json!({"op": "replace", "path": "active", "value": null}), "mutability"),
            (json!({"op": "replace", "path": "emails", "value": []}), "mutability"),
            (json!({"op": "replace", "value": {"userName": null}}), "mutability"),
            (json!({"op": "replace", "path": "active", "value": "perhaps"}), ""),
        ] {
            assert_eq!(patched(json!([operation])), Err(kind.to_owned()), "{operation}");
        }
        assert_eq!(patched(json!([])), Err("invalidSyntax".to_owned()));
        assert!(patched(json!([{"op": "remove", "path": "phoneNumbers[type eq \"fax\"]"}])).is_ok());
    }
}
