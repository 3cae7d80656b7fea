//! What operations share, under names: schemas, headers and answers, each written once.
use super::with;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The named parts of a document.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Components {
    schemas: Named,
    responses: Named,
    headers: BTreeMap<&'static str, Value>,
    pub security_schemes: Map<String, Value>,
}

/// Things under names. The same thing keeps its name; another one of the same name is numbered.
#[derive(Default, Serialize)]
#[serde(transparent)]
struct Named(BTreeMap<String, Thing>);

#[derive(Serialize)]
#[serde(transparent)]
struct Thing {
    /// What it was made of: two things are the same when this is.
    #[serde(skip)]
    origin: Value,
    shown: Value,
}

/// The types that a schema refers to, by name.
type Definitions = Map<String, Value>;

impl Components {
    /// The schema with everything that has a name, from `title` or `$defs`, moved here and referred to.
    pub fn schema(&mut self, mut schema: Value) -> Value {
        let definitions = schema.as_object_mut().and_then(|schema| schema.remove("$defs"));
        let definitions = definitions.and_then(|found| found.as_object().cloned()).unwrap_or_default();
        self.resolve(&mut schema, &definitions);
        schema
    }
    fn resolve(&mut self, schema: &mut Value, definitions: &Definitions) {
        if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(definition) {
            if let Some(found) = definitions.get(name) {
                let reference = self.define(name, found.clone(), definitions);
                *schema = with(schema.take(), "$ref", Some(reference.into()));
            }
        } else if let Some(title) = title(schema) {
            let reference = self.define(&title, schema.take(), definitions);
            *schema = json!({"$ref": reference});
        } else {
            each_part(schema, &mut |part| self.resolve(part, definitions));
        }
    }
    fn define(&mut self, name: &str, mut schema: Value, definitions: &Definitions) -> String {
        let origin = json!([schema, mentioned(&schema, definitions)]);
        let (name, is_new) = self.schemas.claim(name, origin);
        if is_new {
            if let Some(schema) = schema.as_object_mut() {
                schema.remove("title");
            }
            each_part(&mut schema, &mut |part| self.resolve(part, definitions));
            self.schemas.show(&name, schema);
        }
        format!("#/components/schemas/{name}")
    }
    /// A reference to an answer that many operations have.
    pub fn response(&mut self, name: &str, response: Value) -> Value {
        let (name, is_new) = self.responses.claim(name, response.clone());
        if is_new {
            self.responses.show(&name, response);
        }
        json!({"$ref": format!("#/components/responses/{name}")})
    }
    /// References to headers, each given by its name, its type and what it says.
    pub fn headers<'h>(
        &mut self,
        headers: impl IntoIterator<Item = &'h (&'static str, &'static str, &'static str)>,
    ) -> Value {
        let mut references = Map::new();
        for &(name, kind, about) in headers {
            let header = || json!({"description": about, "schema": {"type": kind}});
            self.headers.entry(name).or_insert_with(header);
            references.insert(name.to_owned(), json!({"$ref": format!("#/components/headers/{name}")}));
        }
        references.into()
    }
}

impl Named {
    /// The name under which a thing stands, and whether it is yet to be shown there.
    fn claim(&mut self, wanted: &str, origin: Value) -> (String, bool) {
        let wanted = wanted.replace(|c: char| !c.is_ascii_alphanumeric() && !"._-".contains(c), "_");
        let mut name = wanted.clone();
        for number in 2.. {
            match self.0.get(&name) {
                Some(thing) if thing.origin == origin => return (name, false),
                Some(_) => name = format!("{wanted}{number}"),
                None => break,
            }
        }
        self.0.insert(name.clone(), Thing { origin, shown: Value::Null });
        (name, true)
    }
    fn show(&mut self, name: &str, shown: Value) {
        if let Some(thing) = self.0.get_mut(name) {
            thing.shown = shown;
        }
    }
}

/// The title of a schema that says more than a line does.
fn title(schema: &Value) -> Option<String> {
    schema.get("properties")?;
    schema.get("title")?.as_str().map(str::to_owned)
}

fn definition(reference: &str) -> Option<&str> {
    reference.strip_prefix("#/$defs/")
}

/// The definitions that a schema refers to, directly or through others.
fn mentioned<'d>(schema: &'d Value, definitions: &'d Definitions) -> BTreeMap<&'d str, &'d Value> {
    let mut found = BTreeMap::new();
    let mut unread = vec![schema];
    while let Some(value) = unread.pop() {
        match value {
            Value::Object(fields) => unread.extend(fields.values()),
            Value::Array(items) => unread.extend(items),
            Value::String(text) => {
                let named = definition(text).and_then(|name| definitions.get_key_value(name));
                let new = named.filter(|(name, schema)| found.insert(name.as_str(), *schema).is_none());
                unread.extend(new.map(|(_, schema)| schema));
            }
            _ => {}
        }
    }
    found
}

/// Calls `f` with each schema that stands directly inside of one.
fn each_part(schema: &mut Value, f: &mut dyn FnMut(&mut Value)) {
    let Some(schema) = schema.as_object_mut() else { return };
    for (keyword, value) in schema {
        match (keyword.as_str(), value) {
            ("properties" | "patternProperties", Value::Object(parts)) => parts.values_mut().for_each(&mut *f),
            ("items" | "additionalProperties", part) => f(part),
            ("anyOf" | "oneOf" | "allOf" | "prefixItems", Value::Array(parts)) => parts.iter_mut().for_each(&mut *f),
            _ => {}
        }
    }
}
