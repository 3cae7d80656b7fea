//! Amounts of money in JSON: numbers, written from whole minor units.
use crate::money::Money;
use platform::WriteJson;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// An amount as a number of major units: 16.99.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount(pub Money);

impl WriteJson for Amount {
    fn write_json(&self, out: &mut Vec<u8>) -> storage::Result<()> {
        out.extend_from_slice(self.0.decimal().as_bytes());
        Ok(())
    }
}

impl JsonSchema for Amount {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Amount".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "number"})
    }
}
