//! A field of an update: left alone, cleared, or set.
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// A field that `null` clears. Declared with `#[serde(default)]`, without which the field would be required;
/// `Schema::of` refuses such a declaration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Not sent: what is stored stays.
    #[default]
    Absent,
    /// Sent as `null`: what is stored is cleared.
    Null,
    Value(T),
}

impl<T> Patch<T> {
    /// Does to what is stored what the caller asked for.
    pub fn apply(self, stored: &mut Option<T>) {
        match self {
            Patch::Absent => {}
            Patch::Null => *stored = None,
            Patch::Value(value) => *stored = Some(value),
        }
    }
    /// The value to set, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Patch::Value(value) => Some(value),
            Patch::Absent | Patch::Null => None,
        }
    }
    pub const fn is_absent(&self) -> bool {
        matches!(self, Patch::Absent)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|sent| sent.map_or(Patch::Null, Patch::Value))
    }
}

/// That of an optional value, marked so that `conform` keeps its `null`.
impl<T: JsonSchema> JsonSchema for Patch<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Patch_of_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Option::<T>::json_schema(generator);
        schema.insert("x-patch".to_owned(), true.into());
        schema
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Deserialize)]
    struct Update {
        #[serde(default)]
        dept: Patch<String>,
    }

    fn sent(body: serde_json::Value) -> Patch<String> {
        serde_json::from_value::<Update>(body).unwrap().dept
    }

    #[test]
    fn absence_null_and_a_value_are_told_apart() {
        assert_eq!(sent(json!({})), Patch::Absent);
        assert_eq!(sent(json!({"dept": null})), Patch::Null);
        assert_eq!(sent(json!({"dept": "Sales"})), Patch::Value("Sales".to_owned()));
    }
    #[test]
    fn absence_leaves_null_clears_a_value_sets() {
        for (patch, before, after) in [
            (Patch::Absent, Some(1), Some(1)),
            (Patch::Absent, None, None),
            (Patch::Null, Some(1), None),
            (Patch::Null, None, None),
            (Patch::Value(2), Some(1), Some(2)),
            (Patch::Value(2), None, Some(2)),
        ] {
            let mut stored = before;
            patch.apply(&mut stored);
            assert_eq!(stored, after, "{patch:?} on {before:?}");
        }
    }
    #[test]
    fn only_a_value_has_a_value_and_only_absence_is_absent() {
        assert_eq!((Patch::Value(2).value(), Patch::Value(2).is_absent()), (Some(&2), false));
        assert_eq!((Patch::<i64>::Null.value(), Patch::<i64>::Null.is_absent()), (None, false));
        assert_eq!((Patch::<i64>::Absent.value(), Patch::<i64>::Absent.is_absent()), (None, true));
    }
    #[test]
    fn its_schema_is_the_values_with_null_and_a_mark() {
        assert_eq!(schemars::schema_for!(Patch<bool>).get("type"), Some(&json!(["boolean", "null"])));
        assert_eq!(schemars::schema_for!(Patch<bool>).get("x-patch"), Some(&json!(true)));
    }
}
