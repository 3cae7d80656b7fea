//! What a client sends in the one form that the rest works with: names as the schemas write them, values of their kinds.
//! What no schema names is left out.
use crate::{
    attributes::{Attribute, Kind, MOST_VALUES, named},
    schemas::{ResourceType, Schema},
};
use platform::{Error, Result, schema::text_of};
use serde_json::{Map, Value};

/// A whole resource, or some of its attributes.
///
/// # Errors
/// The first attribute whose value is of another kind.
pub fn resource(of: &ResourceType, sent: &Map<String, Value>) -> Result<Map<String, Value>> {
    let mut read = Map::new();
    for (name, sent) in sent {
        if let Some(attribute) = of.attribute(name) {
            read.insert(attribute.name.to_owned(), value(attribute, sent, attribute.name)?);
        } else if let Some(schema) = of.extension(name) {
            read.insert(schema.id.to_owned(), extension(schema, sent)?);
        }
    }
    Ok(read)
}

/// The attributes of an extension.
///
/// # Errors
/// As [`resource`].
pub fn extension(schema: &Schema, sent: &Value) -> Result<Value> {
    let fields = match sent {
        Value::Null => return Ok(Value::Null),
        Value::Object(fields) => fields,
        _ => return Err(invalid(schema.id)),
    };
    if fields.len() > schema.attributes.len() + MOST_VALUES {
        return Err(invalid(schema.id));
    }
    let mut read = Map::new();
    for (name, sent) in fields {
        if let Some(attribute) = named(schema.attributes, name) {
            read.insert(attribute.name.to_owned(), value(attribute, sent, attribute.name)?);
        } else if schema.is_open && name != "schemas" {
            read.insert(name.clone(), text(sent).ok_or_else(|| invalid(name))?);
        }
    }
    Ok(Value::Object(read))
}

/// The value of an attribute; one value stands for a list of it, where several can be given.
///
/// # Errors
/// As [`resource`].
pub fn value(attribute: &Attribute, sent: &Value, at: &str) -> Result<Value> {
    match sent {
        Value::Null => Ok(Value::Null),
        Value::Array(items) if attribute.is_list && !attribute.has_room_for(items.len()) => Err(invalid(at)),
        Value::Array(items) if attribute.is_list => {
            items.iter().filter(|item| !item.is_null()).map(|item| single(attribute, item, at)).collect()
        }
        one if attribute.is_list => Ok(Value::Array(vec![single(attribute, one, at)?])),
        one => single(attribute, one, at),
    }
}

/// One value of an attribute.
///
/// # Errors
/// As [`resource`].
pub fn single(attribute: &Attribute, sent: &Value, at: &str) -> Result<Value> {
    let read = match attribute.kind {
        Kind::Flag => flag(sent),
        Kind::Text | Kind::Email | Kind::Moment => text(sent),
        // Nobody keeps an address: it says what the id beside it says.
        Kind::Reference(_) => sent.is_string().then(|| sent.clone()),
        Kind::Complex(parts) => return complex(parts, sent, at),
    };
    let read = read.ok_or_else(|| invalid(at))?;
    if is_choice(attribute, &read) { Ok(read) } else { Err(invalid(at)) }
}

fn complex(parts: &'static [Attribute], sent: &Value, at: &str) -> Result<Value> {
    let fields = match sent {
        Value::Object(fields) => fields,
        // A bare value stands for the one that matters, where there is such a part.
        bare if named(parts, "value").is_some() => {
            return Ok(Value::from_iter([("value".to_owned(), text(bare).ok_or_else(|| invalid(at))?)]));
        }
        _ => return Err(invalid(at)),
    };
    let mut read = Map::new();
    for (name, sent) in fields {
        if let Some(part) = named(parts, name) {
            read.insert(part.name.to_owned(), value(part, sent, &format!("{at}.{}", part.name))?);
        }
    }
    Ok(Value::Object(read))
}

/// Truth may come as its name, as one of the identity providers sends it.
fn flag(sent: &Value) -> Option<Value> {
    match sent {
        Value::Bool(_) => Some(sent.clone()),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true.into()),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false.into()),
        _ => None,
    }
}

/// The most characters of a text: what is kept is looked up by it, too.
const LONGEST: usize = 256;

/// Whether a text can be kept. PostgreSQL knows no NUL in texts.
pub fn is_text(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.contains('\0')
}

/// A whole number may stand for its text, and an object for its `value`: managers are objects in the standard.
fn text(sent: &Value) -> Option<Value> {
    match sent {
        Value::Null => Some(Value::Null),
        Value::String(text) => is_text(text).then(|| sent.clone()),
        Value::Number(number) => text_of(number).map(Value::from),
        Value::Object(fields) => fields.get("value").filter(|value| value.is_string()).and_then(text),
        _ => None,
    }
}

/// Types of users are judged by what they mean, plans by their own refusals.
fn is_choice(attribute: &Attribute, read: &Value) -> bool {
    let is_judged_later = ["userType", "zoomUnited"].contains(&attribute.name);
    let Some(text) = read.as_str().filter(|text| !text.is_empty()) else { return true };
    is_judged_later || attribute.values.is_empty() || attribute.values.iter().any(|it| it.eq_ignore_ascii_case(text))
}

/// The refusal of what stands at a path.
pub fn invalid(at: &str) -> Error {
    Error::field(at, "Invalid field.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schemas::USERS;
    use serde_json::json;

    fn read(sent: Value) -> Option<Value> {
        resource(&USERS, sent.as_object().unwrap()).ok().map(Value::Object)
    }

    #[test]
    fn names_and_values_come_in_one_form() {
        let sent = json!({
            "USERNAME": "a@b.co", "Active": "True", "name": {"GivenName": "Jill", "formatted": "Jill Chill"}, "nickName": "J",
            "phoneNumbers": {"value": 7, "type": "mobile"},
            "URN:ietf:params:scim:schemas:extension:enterprise:2.0:user": {"manager": {"value": "m@b.co"}, "division": "x"},
            "urn:ietf:params:scim:schemas:extension:zoom:1.0:User": {"zoomDocs": "false", "currentState": "California"},
        });
        let expected = json!({
            "userName": "a@b.co", "active": true, "name": {"givenName": "Jill"},
            "phoneNumbers": [{"value": "7", "type": "mobile"}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": "m@b.co"},
            "urn:ietf:params:scim:schemas:extension:zoom:1.0:User": {"zoomDocs": false, "currentState": "California"},
        });
        assert_eq!(read(sent), Some(expected));
    }

    #[test]
    fn texts_and_lists_have_an_end() {
        let phones = |many: usize| json!({"phoneNumbers": vec![json!({"value": "1"}); many]});
        let of = |letters: usize| json!({"externalId": "\u{e9}".repeat(letters)});
        let custom = |many: usize| {
            let named: Map<String, Value> = (0..many).map(|name| (name.to_string(), json!("x"))).collect();
            json!({ crate::schemas::ZOOM.id: named })
        };
        let most = crate::schemas::ZOOM.attributes.len() + 100;
        for (sent, is_read) in [
            (phones(100), true),
            (phones(101), false),
            (of(256), true),
            (of(257), false),
            (custom(most), true),
            (custom(most + 1), false),
            (json!({"title": "a\0"}), false),
            (json!({"externalId": u64::MAX}), true),
            (json!({"externalId": 1.5}), false),
            (json!({"externalId": 1e2}), false),
        ] {
            assert_eq!(read(sent.clone()).is_some(), is_read, "{sent}");
        }
    }

    #[test]
    fn a_value_of_another_kind_is_refused() {
        for sent in [
            json!({"active": "yes"}),
            json!({"active": 1}),
            json!({"userName": []}),
            json!({"name": "Jill"}),
            json!({"phoneNumbers": [{"value": "1", "type": "pager"}]}),
            json!({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": "x"}),
            json!({"urn:ietf:params:scim:schemas:extension:zoom:1.0:User": {"zoomFrontline": "2"}}),
        ] {
            assert_eq!(read(sent.clone()), None, "{sent}");
        }
    }
}
