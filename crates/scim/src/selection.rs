//! Which attributes an answer shows: `attributes` and `excludedAttributes` (RFC 7644, 3.9). Names that the type does not
//! have are passed over.
use crate::{
    path::{Named, Path},
    schemas::ResourceType,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

type Fields = Map<String, Value>;

#[derive(Deserialize, JsonSchema, Default)]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    /// Only these attributes, comma-separated, and the id.
    #[serde(default)]
    pub attributes: Option<String>,
    /// All but these attributes, comma-separated.
    #[serde(default)]
    pub excluded_attributes: Option<String>,
}

impl Shown {
    /// Where attributes are asked for of which the type has none, the id alone is shown.
    pub fn selection(&self, of: &ResourceType) -> Selection {
        let names = |list: &Option<String>| {
            let names = list.iter().flat_map(|list| list.split(',')).map(str::trim).filter(|name| !name.is_empty());
            names.filter_map(|name| Path::read(of, name)).collect::<Vec<_>>()
        };
        Selection {
            only: self.attributes.as_ref().filter(|list| !list.trim().is_empty()).map(|_| names(&self.attributes)),
            without: names(&self.excluded_attributes),
        }
    }
}

/// The attributes that were asked for.
#[derive(Debug)]
pub struct Selection {
    only: Option<Vec<Path>>,
    without: Vec<Path>,
}

/// What is shown at all times.
const ALWAYS: [&str; 2] = ["schemas", "id"];
/// A part of the ids of core schemas.
const CORE: &str = ":core:";

impl Selection {
    /// Whether an attribute that costs something to find is shown; `usually` where nothing is said.
    pub fn wants(&self, name: &str, usually: bool) -> bool {
        let named = |path: &Path| match path {
            Path::Attribute { named, .. } if named.is(name) => Some(named.part.is_none()),
            _ => None,
        };
        match &self.only {
            Some(only) => only.iter().any(|path| named(path).is_some()),
            None => usually && !self.without.iter().any(|path| named(path) == Some(true)),
        }
    }
    /// What is shown of a resource; its `schemas` name no extension that is not.
    pub fn of(&self, mut resource: Fields) -> Fields {
        if let Some(only) = &self.only {
            let mut chosen: Fields =
                ALWAYS.iter().filter_map(|name| resource.get_key_value(*name)).map(owned).collect();
            only.iter().for_each(|path| take(path, &resource, &mut chosen));
            chosen
                .values_mut()
                .filter_map(Value::as_array_mut)
                .for_each(|items| items.retain(|item| *item != json!({})));
            return with_its_schemas(chosen);
        }
        self.without.iter().for_each(|path| leave_out(path, &mut resource));
        with_its_schemas(resource)
    }
}

/// An extension that is not shown is not named either.
fn with_its_schemas(mut resource: Fields) -> Fields {
    if let Some(Value::Array(mut schemas)) = resource.remove("schemas") {
        let is_shown = |id: &str| id.contains(CORE) || resource.contains_key(id);
        schemas.retain(|id| id.as_str().is_some_and(is_shown));
        resource.insert("schemas".to_owned(), schemas.into());
    }
    resource
}

fn owned((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

/// Copies what the path names.
fn take(path: &Path, from: &Fields, to: &mut Fields) {
    match path {
        Path::Extension(schema) => to.extend(from.get_key_value(schema.id).map(owned)),
        Path::Custom { extension, name } => take_from(extension.id, name, from, to),
        Path::Attribute { named: Named { extension: Some(schema), attribute, .. }, .. } => {
            take_from(schema.id, attribute.name, from, to);
        }
        Path::Attribute { named: Named { attribute, part: None, .. }, .. } => {
            to.extend(from.get_key_value(attribute.name).map(owned));
        }
        Path::Attribute { named: Named { attribute, part: Some(part), .. }, .. } => {
            take_from(attribute.name, part.name, from, to);
        }
    }
}

/// Every value of a list stays at its place, so that parts which are named one by one come together again.
fn take_from(holder: &str, name: &str, from: &Fields, to: &mut Fields) {
    let part = |value: &Value| -> Option<Value> { Some(Value::from_iter([(name, value.get(name)?.clone())])) };
    let taken = match from.get(holder) {
        Some(Value::Array(items)) => items.iter().map(|item| part(item).unwrap_or_else(|| json!({}))).collect(),
        Some(value) => part(value).unwrap_or_default(),
        None => Value::Null,
    };
    match (to.get_mut(holder), taken) {
        (_, Value::Null) => {}
        (Some(known), taken) => join(known, taken),
        (None, taken) => drop(to.insert(holder.to_owned(), taken)),
    }
}

fn join(known: &mut Value, more: Value) {
    match (known, more) {
        (Value::Object(known), Value::Object(more)) => known.extend(more),
        (Value::Array(known), Value::Array(more)) => known.iter_mut().zip(more).for_each(|(one, more)| join(one, more)),
        _ => {}
    }
}

fn leave_out(path: &Path, resource: &mut Fields) {
    let (holder, name) = match path {
        Path::Extension(schema) => return drop(resource.remove(schema.id)),
        Path::Custom { extension, name } => (extension.id, name.as_str()),
        Path::Attribute { named, .. } if ALWAYS.contains(&named.attribute.name) => return,
        Path::Attribute { named: Named { extension: Some(schema), attribute, .. }, .. } => (schema.id, attribute.name),
        Path::Attribute { named: Named { attribute, part: None, .. }, .. } => {
            return drop(resource.remove(attribute.name));
        }
        Path::Attribute { named: Named { attribute, part: Some(part), .. }, .. } => (attribute.name, part.name),
    };
    match resource.get_mut(holder) {
        Some(Value::Object(fields)) => drop(fields.remove(name)),
        Some(Value::Array(items)) => {
            items.iter_mut().filter_map(Value::as_object_mut).for_each(|item| drop(item.remove(name)))
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schemas::USERS;

    const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    fn shown(attributes: Option<&str>, excluded: Option<&str>) -> Value {
        let jill = json!({"schemas": [":core:s", ENTERPRISE], "id": "7", "userName": "j@b.co", "name": {"givenName": "J", "familyName": "C"},
            "emails": [{"value": "j@b.co", "type": "work"}], ENTERPRISE: {"department": "d", "manager": "m"}});
        let shown =
            Shown { attributes: attributes.map(str::to_owned), excluded_attributes: excluded.map(str::to_owned) };
        shown.selection(&USERS).of(jill.as_object().unwrap().clone()).into()
    }

    #[test]
    fn only_what_was_asked_for_is_shown_and_the_id() {
        let department = format!("{ENTERPRISE}:department");
        for (asked, expected) in [
            ("userName", json!({"userName": "j@b.co"})),
            ("NAME.familyName, emails.type", json!({"name": {"familyName": "C"}, "emails": [{"type": "work"}]})),
            (&department, json!({ENTERPRISE: {"department": "d"}})),
            ("emails.value,emails.type", json!({"emails": [{"value": "j@b.co", "type": "work"}]})),
            ("title,nickName", json!({})),
            ("nickName", json!({})),
        ] {
            let mut expected = expected;
            let is_extended = expected.get(ENTERPRISE).is_some();
            expected["schemas"] = if is_extended { json!([":core:s", ENTERPRISE]) } else { json!([":core:s"]) };
            expected["id"] = json!("7");
            assert_eq!(shown(Some(asked), None), expected, "{asked}");
        }
    }

    #[test]
    fn what_is_excluded_is_left_out_but_for_the_id() {
        let without = shown(None, Some(&format!("id, emails, name.givenName,{ENTERPRISE}:manager, nickName")));
        let expected = json!({"schemas": [":core:s", ENTERPRISE], "id": "7", "userName": "j@b.co", "name": {"familyName": "C"},
            ENTERPRISE: {"department": "d"}});
        assert_eq!(without, expected);
    }
}
