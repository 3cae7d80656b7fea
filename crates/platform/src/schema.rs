//! Leniency and validation of what a caller sends: one walk along the compiled schema of the declared type.
mod compile;
mod format;
mod place;
#[cfg(test)]
mod property;
mod rules;
#[cfg(test)]
mod tests;
mod walk;

pub use rules::text_of;
use rules::{Kind, Node, Object};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Serialize;
use serde_json::{Map, Value};
use std::{borrow::Cow, fmt, sync::OnceLock};

/// One refused field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Dotted from the root: `user_info.email`, `members[3].id`; empty for the root itself.
    pub field: String,
    /// `Invalid field.`, or `Missing field: ` and the field's own name.
    pub message: String,
}

/// Why the schema of a type cannot be used. It is a mistake in the declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaFault {
    pub type_name: String,
    /// Dotted from the root; `[]` stands for the items of a list, `*` for the values of a map.
    pub field: String,
    pub cause: String,
}

impl fmt::Display for SchemaFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SchemaFault { type_name, field, cause } = self;
        let at = if field.is_empty() { "" } else { ", field " };
        write!(f, "the declaration of {type_name}{at}{field} cannot be checked: {cause}")
    }
}

impl std::error::Error for SchemaFault {}

/// The schema of an input, made when it is first needed: most of a start would go into those that nobody asks for.
/// Boxed, for each of hundreds of operations has room for four.
#[derive(Debug)]
pub struct Declared {
    make: fn() -> Result<Schema, SchemaFault>,
    made: OnceLock<Box<Result<Schema, SchemaFault>>>,
}

impl Declared {
    pub fn new(make: fn() -> Result<Schema, SchemaFault>) -> Self {
        Declared { make, made: OnceLock::new() }
    }
    /// # Errors
    /// A declaration that cannot be followed; a test over all operations looks at each.
    pub fn schema(&self) -> Result<&Schema, SchemaFault> {
        let made = self.made.get_or_init(|| Box::new((self.make)()));
        (**made).as_ref().map_err(Clone::clone)
    }
}

/// The schema of an input: compiled for the walk, plain for the OpenAPI document.
///
/// After `conform` found no fault, `T::deserialize(&value)` succeeds, as long as every type inside reads what its own
/// schema allows. So no field has `#[serde(alias)]` or `deserialize_with`: schemas do not show them.
#[derive(Debug)]
pub struct Schema {
    root: Node,
    document: Value,
}

impl Schema {
    /// For reading `T`. A keyword that the walk does not know is a fault, never ignored.
    pub fn of<T: JsonSchema>() -> Result<Schema, SchemaFault> {
        let settings = SchemaSettings::draft2020_12().for_deserialize().with(|settings| {
            settings.meta_schema = None;
            settings.inline_subschemas = true;
        });
        Schema::compiled(&T::schema_name(), settings.into_generator().into_root_schema_for::<T>().to_value())
    }
    /// Of a schema that is made of a table and not of a type; `type_name` is what a fault calls it.
    ///
    /// # Errors
    /// A keyword that the walk does not know, or one that it cannot follow where it stands.
    pub fn compiled(type_name: &str, document: Value) -> Result<Schema, SchemaFault> {
        match compile::compile(&document, "") {
            Ok(root) => Ok(Schema { root, document }),
            Err(misfit) => {
                Err(SchemaFault { type_name: type_name.to_owned(), field: misfit.field, cause: misfit.cause })
            }
        }
    }
    /// Of an object that has one of several forms, which `document` shows: the walk holds it to being an object alone.
    ///
    /// # Errors
    /// A form that cannot be followed.
    pub fn of_forms(type_name: &str, document: Value, forms: &[Value]) -> Result<Schema, SchemaFault> {
        forms.iter().try_for_each(|form| Schema::compiled(type_name, form.clone()).map(drop))?;
        let kind = Kind::Object(Object { fields: Vec::new(), others: None });
        Ok(Schema { root: Node { kind, nullable: false, patch: false }, document })
    }
    /// Draft 2020-12 with every type written out in place, as OpenAPI 3.1 takes it.
    pub fn document(&self) -> &Value {
        &self.document
    }
    /// Brings `value` to the schema where the real API would, and adds every field that it refuses to `faults`.
    ///
    /// Whole numbers may come as `45.0` (within ±2^53) or as digits in a text, truth as `"true"`, `"True"`, `"false"`,
    /// `"False"`, a text as a whole number ([`text_of`]) or truth. `null` for an optional field is its absence, except
    /// where it clears. Fields that are not declared stay as they are. What is nested deeper than 32 levels is refused.
    pub fn conform(&self, value: &mut Value, faults: &mut Vec<FieldError>) {
        walk::conform(&self.root, value, faults);
    }
    /// Whether a field at the root has the value that counts where it is left out.
    pub fn is_default(&self, field: &str, value: &Value) -> bool {
        let declared = self.document.get("properties").and_then(|fields| fields.get(field)?.get("default"));
        declared == Some(value)
    }
    /// The declared fields of a query, to be handed to `conform`. Of a repeated field the last counts; an empty one is
    /// absent. A list is comma-separated, repeated, or both.
    pub fn from_query(&self, pairs: &[(Cow<'_, str>, Cow<'_, str>)]) -> Value {
        let Kind::Object(Object { fields, .. }) = &self.root.kind else { return Value::Object(Map::new()) };
        let sent = fields.iter().filter_map(|field| {
            let values = pairs.iter().filter(|(name, _)| **name == *field.name).map(|(_, value)| &**value);
            let value = if matches!(field.node.kind, Kind::List(_)) { list(values) } else { last(values) };
            Some((field.name.to_string(), value?))
        });
        Value::Object(sent.collect())
    }
}

fn list<'v>(values: impl Iterator<Item = &'v str>) -> Option<Value> {
    let items: Vec<Value> =
        values.flat_map(|value| value.split(',')).filter(|item| !item.is_empty()).map(Value::from).collect();
    (!items.is_empty()).then_some(Value::Array(items))
}

fn last<'v>(values: impl Iterator<Item = &'v str>) -> Option<Value> {
    values.last().filter(|value| !value.is_empty()).map(Value::from)
}
