//! `choice!`: an enumeration with its texts or numbers on the wire.
use schemars::Schema;
use serde::{
    Deserializer,
    de::{Error, Unexpected, Visitor},
};
use serde_json::{Value, json};
use std::{fmt, marker::PhantomData};

/// Declares an enumeration with its texts or its numbers on the wire, each written once.
///
/// ```
/// platform::choice! {
///     /// How a user stands in its account.
///     pub enum UserStatus: text { Active = "active", Inactive = "inactive", Pending = "pending" }
/// }
/// platform::choice! {
///     pub enum UserType: number { Basic = 1, Licensed = 2, Unassigned = 4, None = 99 }
/// }
/// assert_eq!((UserStatus::Active.as_str(), UserType::from_number(2)), ("active", Some(UserType::Licensed)));
/// ```
/// Both give `ALL`; texts `as_str()` and `parse`, numbers `number()` and `from_number`. The crate needs `serde` and `schemars`.
///
/// An input field has the enumeration as its type. An output field shows what is stored, so that a row written by a newer
/// version can still be read: its type is `&str` or `i64`, and it borrows the schema of the enumeration:
/// `#[schemars(with = "UserStatus")] status: &'r str`.
#[macro_export]
macro_rules! choice {
    ($(#[doc = $doc:expr])* $public:vis enum $name:ident: text {
        $($(#[doc = $note:expr])* $choice:ident = $wire:literal),+ $(,)?
    }) => {
        $crate::choice!(@enum [$($doc)*] $public $name { $([$($note)*] $choice,)+ } "string", as_str);
        impl $name {
            /// Its text on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$choice => $wire,)+ }
            }
            /// `None` for a text that is none of the choices; upper and lower case differ.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($wire => Some($name::$choice),)+ _ => None }
            }
        }
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::values::from_text(deserializer, $name::parse, stringify!($name))
            }
        }
    };
    ($(#[doc = $doc:expr])* $public:vis enum $name:ident: number {
        $($(#[doc = $note:expr])* $choice:ident = $wire:literal),+ $(,)?
    }) => {
        $crate::choice!(@enum [$($doc)*] $public $name { $([$($note)*] $choice,)+ } "integer", number);
        impl $name {
            /// Its number on the wire.
            pub const fn number(self) -> i64 {
                match self { $($name::$choice => $wire,)+ }
            }
            /// `None` for a number that is none of the choices.
            pub const fn from_number(number: i64) -> Option<Self> {
                match number { $($wire => Some($name::$choice),)+ _ => None }
            }
        }
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.number())
            }
        }
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let number = <i64 as ::serde::Deserialize>::deserialize(deserializer)?;
                let unknown = ::serde::de::Unexpected::Signed(number);
                $name::from_number(number).ok_or_else(|| ::serde::de::Error::invalid_value(unknown, &stringify!($name)))
            }
        }
    };
    (@enum [$($doc:expr)*] $public:vis $name:ident { $([$($note:expr)*] $choice:ident,)+ } $kind:literal, $wire:ident) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        $public enum $name { $($(#[doc = $note])* $choice,)+ }
        impl $name {
            /// Every choice, in the order of its declaration.
            pub const ALL: &'static [$name] = &[$($name::$choice,)+];
        }
        impl $crate::WriteJson for $name {
            fn write_json(&self, out: &mut Vec<u8>) -> storage::Result<()> {
                self.$wire().write_json(out)
            }
        }
        impl ::schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                let wires = $name::ALL.iter().map(|choice| choice.$wire().into()).collect();
                $crate::values::describe($kind, wires, &[$($doc),*])
            }
        }
    };
}

/// The schema of an enumeration; its documentation becomes the description.
pub fn describe(kind: &str, wires: Vec<Value>, documentation: &[&str]) -> Schema {
    let mut schema = Schema::default();
    schema.insert("type".to_owned(), kind.into());
    schema.insert("enum".to_owned(), wires.into());
    if !documentation.is_empty() {
        let lines: Vec<&str> = documentation.iter().map(|line| line.trim()).collect();
        schema.insert("description".to_owned(), json!(lines.join(" ")));
    }
    schema
}

/// Reads a text without keeping it; `expected` says what it should have been.
///
/// # Errors
/// It is no text, or one that `parse` does not know.
pub fn from_text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    parse: fn(&str) -> Option<T>,
    expected: &'static str,
) -> ::std::result::Result<T, D::Error> {
    deserializer.deserialize_str(Reader { parse, expected, value: PhantomData })
}

struct Reader<T> {
    parse: fn(&str) -> Option<T>,
    expected: &'static str,
    value: PhantomData<T>,
}

impl<T> Visitor<'_> for Reader<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }
    fn visit_str<E: Error>(self, text: &str) -> ::std::result::Result<T, E> {
        (self.parse)(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self.expected))
    }
}

#[cfg(test)]
mod tests {
    use schemars::{JsonSchema, generate::SchemaSettings, schema_for};
    use serde::Serialize;
    use serde_json::{from_value, json, to_value};

    choice! {
        /// How a user stands
        /// in its account.
        pub enum UserStatus: text {
            /// May sign in.
            Active = "active",
            Inactive = "inactive",
        }
    }
    choice! {
        enum UserType: number { Basic = 1, Licensed = 2, Below = -1, Huge = 576_460_752_303_423_500 }
    }

    #[test]
    fn a_text_choice_travels_as_its_text() {
        for (choice, text) in [(UserStatus::Active, "active"), (UserStatus::Inactive, "inactive")] {
            assert_eq!((choice.as_str(), UserStatus::parse(text)), (text, Some(choice)));
            assert_eq!(to_value(choice).unwrap(), json!(text));
            assert_eq!(from_value::<UserStatus>(json!(text)).unwrap(), choice);
        }
    }
    #[test]
    fn a_number_choice_travels_as_its_number() {
        for (choice, number) in [(UserType::Basic, 1), (UserType::Below, -1), (UserType::Huge, 576_460_752_303_423_500)]
        {
            assert_eq!((choice.number(), UserType::from_number(number)), (number, Some(choice)));
            assert_eq!(to_value(choice).unwrap(), json!(number));
            assert_eq!(from_value::<UserType>(json!(number)).unwrap(), choice);
        }
    }
    #[test]
    fn what_is_not_declared_is_refused() {
        assert!(from_value::<UserStatus>(json!("Active")).is_err());
        assert!(from_value::<UserStatus>(json!(1)).is_err());
        assert_eq!(UserStatus::parse(""), None);
        assert!(from_value::<UserType>(json!(3)).is_err());
        assert!(from_value::<UserType>(json!("1")).is_err());
        assert_eq!((UserType::from_number(0), UserType::from_number(3)), (None, None));
    }
    #[test]
    fn its_schema_lists_the_exact_wire_values_and_its_documentation() {
        let status = schema_for!(UserStatus);
        assert_eq!(status.get("type"), Some(&json!("string")));
        assert_eq!(status.get("enum"), Some(&json!(["active", "inactive"])));
        assert_eq!(status.get("description"), Some(&json!("How a user stands in its account.")));
        let kind = schema_for!(UserType);
        assert_eq!(kind.get("type"), Some(&json!("integer")));
        assert_eq!(kind.get("enum"), Some(&json!([1, 2, -1, 576_460_752_303_423_500i64])));
        assert_eq!(kind.get("description"), None);
    }
    #[test]
    fn all_lists_the_choices_in_their_order() {
        assert_eq!(UserStatus::ALL, [UserStatus::Active, UserStatus::Inactive]);
        assert_eq!(UserType::ALL.first(), Some(&UserType::Basic));
        assert_eq!(UserType::ALL.get(1), Some(&UserType::Licensed));
    }
    #[test]
    fn an_output_shows_what_is_stored_and_borrows_the_schema_of_its_choice() {
        #[derive(Serialize, JsonSchema)]
        struct UserView<'r> {
            #[schemars(with = "UserStatus")]
            status: &'r str,
            #[schemars(with = "UserType")]
            r#type: i64,
            /// Its own words.
            #[schemars(with = "Option<UserStatus>")]
            before: Option<&'r str>,
        }
        let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
        let schema = generator.into_root_schema_for::<UserView>().to_value();
        assert_eq!(schema["properties"]["status"]["enum"], json!(["active", "inactive"]));
        assert_eq!(schema["properties"]["type"]["enum"], json!([1, 2, -1, 576_460_752_303_423_500i64]));
        assert_eq!(schema["properties"]["before"]["enum"], json!(["active", "inactive", null]));
        assert_eq!(schema["properties"]["before"]["description"], "Its own words.");
        let newer = UserView { status: "suspended", r#type: 5, before: None };
        assert_eq!(to_value(newer).unwrap(), json!({"status": "suspended", "type": 5, "before": null}));
    }
}
