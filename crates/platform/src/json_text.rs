//! What goes from a row into an answer as it is: texts, and JSON that is kept as text.
use crate::json::{Fields, WriteJson, is_plain_ascii};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;
use std::{borrow::Cow, marker::PhantomData};
use storage::{Cell, Fault, FromCell, Row};

/// A text of a row that is only shown. Lists hold thousands, so its encoding is looked at once: when it is written.
#[derive(Debug, Clone, Copy)]
pub struct StoredText<'r>(&'r [u8]);

impl StoredText<'_> {
    /// Nothing in place of an empty text.
    pub fn filled(self) -> Option<Self> {
        (!self.0.is_empty()).then_some(self)
    }
}

impl<'r> FromCell<'r> for StoredText<'r> {
    fn from_cell(cell: Cell<'r>) -> storage::Result<Self> {
        <&str>::from_cell(cell).map(|text| StoredText(text.as_bytes()))
    }
    fn read(row: &'r dyn Row, column: usize) -> storage::Result<Self> {
        row.text(column).map(StoredText)
    }
}

impl WriteJson for StoredText<'_> {
    fn write_json(&self, out: &mut Vec<u8>) -> storage::Result<()> {
        if !is_plain_ascii(self.0) {
            return std::str::from_utf8(self.0).map_err(Fault::broken)?.write_json(out);
        }
        out.reserve(self.0.len() + 2);
        out.push(b'"');
        out.extend_from_slice(self.0);
        out.push(b'"');
        Ok(())
    }
}

impl JsonSchema for StoredText<'_> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

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
    fn put<const LENGTH: usize>(&self, _: &[u8; LENGTH], fields: &mut Fields<'_>) -> storage::Result<()> {
        let object = self.0.text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        fields.put_all(object.ok_or_else(|| Fault::broken("a text that should be an object is none"))?);
        Ok(())
    }
    fn write_json(&self, out: &mut Vec<u8>) -> storage::Result<()> {
        self.0.write_json(out)
    }
}

/// Documents show what is kept as text as what it stands for.
macro_rules! shown_as_kept {
    ($($kept:ident),*) => { $(
        impl<T: JsonSchema> JsonSchema for $kept<'_, T> {
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
    )* };
}
shown_as_kept!(JsonText, JsonFields);

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &[u8]) -> storage::Result<Vec<u8>> {
        let mut out = Vec::new();
        StoredText(text).write_json(&mut out).map(|()| out)
    }

    #[test]
    fn a_text_of_a_row_is_written_as_any_other() {
        for text in ["", "plain", "Grüße", "a \"b\"", "eight by", "tab\tulator", "a text of more than sixteen letters"]
        {
            assert_eq!(written(text.as_bytes()).unwrap(), serde_json::to_vec(text).unwrap());
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_a_fault() {
        assert!(matches!(written(b"a\xffb"), Err(Fault::Broken(_))));
    }
}
