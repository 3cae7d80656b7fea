//! Values that a declared type allows, so that a request comes as far as it can.
use crate::{server::server, torture::Random};
use serde_json::{Map, Value, json};

/// Makes values. The same choices make the same ones, but for texts that must be new each time.
pub struct Sample<'r> {
    random: &'r mut Random,
    /// Those texts.
    pub made: Vec<String>,
}

impl<'r> Sample<'r> {
    pub fn new(random: &'r mut Random) -> Self {
        Sample { random, made: Vec::new() }
    }

    /// A value for the field with this name. Of an object it has what is required, and switches and choices as it comes.
    pub fn of(&mut self, schema: &Value, name: &str) -> Value {
        if let Some(options) = schema.get("enum").and_then(Value::as_array) {
            return self.random.one_of(options).clone();
        }
        if let Some(options) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array) {
            return self.of(&options[0], name);
        }
        match kind(schema) {
            "object" => self.object(schema),
            "array" => json!([schema.get("items").map_or(Value::Null, |items| self.of(items, name))]),
            "boolean" => json!(self.random.percent(50)),
            "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(1)),
            _ if schema.get("const").is_some() => schema["const"].clone(),
            _ => self.text(name),
        }
    }

    fn object(&mut self, schema: &Value) -> Value {
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let mut object = Map::new();
        for (name, field) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let is_choice = field.get("enum").is_some() || kind(field) == "boolean";
            if required.contains(&name.as_str()) || (is_choice && self.random.percent(50)) {
                object.insert(name.clone(), self.of(field, name));
            }
        }
        Value::Object(object)
    }

    fn text(&mut self, name: &str) -> Value {
        let number = server().next_world();
        let text = match name {
            "password" => return json!("Kx4-Kx4-z"),
            _ if name.contains("email") => format!("new-{number}@isolation.example"),
            _ => format!("New {number}"),
        };
        self.made.push(text.clone());
        json!(text)
    }
}

fn kind(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or(""),
        _ => "",
    }
}
