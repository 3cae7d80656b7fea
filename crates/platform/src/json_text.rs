//! JSON that is kept as text in a row and goes into an answer as it is.
use crate::json::WriteJson;
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
