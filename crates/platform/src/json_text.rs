//! JSON that is kept as text in a row and goes into an answer as it is.
use crate::json::{Fields, WriteJson};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;
use std::{borrow::Cow, marker::PhantomData};

/// The JSON of a `T`, written before by us.
#[derive(Debug, Clone, Copy)]
pub struct JsonText<'r, T> {
    text: &'r str,
    shape: PhantomData<fn() -> T>,
}

impl<'r, T> JsonText<'r, T> {
    pub fn new(text: &'r str) -> Self {
        JsonText { text, shape: PhantomData }
    }
}

impl<T> Serialize for JsonText<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(self.text).map_err(S::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<T> WriteJson for JsonText<'_, T> {
    fn write_json(&self, out: &mut Vec<u8>) -> storage::Result<()> {
        out.extend_from_slice(self.text.as_bytes());
        Ok(())
    }
}

impl<T: JsonSchema> JsonSchema for JsonText<'_, T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// The fields of a `T`, kept as the text of an object. They stand in an answer among the fields around it: the view's
/// field says `#[serde(flatten)]`, for the schema.
#[derive(Debug, Clone, Copy)]
pub struct JsonFields<'r, T>(JsonText<'r, T>);

impl<'r, T> JsonFields<'r, T> {
    /// `text` is an object without blanks around it.
    pub fn new(text: &'r str) -> Self {
        JsonFields(JsonText::new(text))
    }
}

impl<T> WriteJson for JsonFields<'_, T> {
    fn put(&self, _: &str, fields: &mut Fields<'_>) -> storage::Result<()> {
        let object = self.0.text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        fields.put_all(object.ok_or_else(|| storage::Fault::broken("a text that should be an object is none"))?);
        Ok(())
    }
    fn write_json(&self, out: &mut Vec<u8>) -> storage::Result<()> {
        self.0.write_json(out)
    }
}

impl<T: JsonSchema> JsonSchema for JsonFields<'_, T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
