//! From the schema that `schemars` makes of a type to the rules of the walk. Nothing in it is passed over in silence.
use super::{
    format::Format,
    rules::{Decimal, Field, Integer, Kind, List, Node, Object, Text},
};
use regex_lite::Regex;
use serde_json::{Map, Value};

/// Keywords for readers of the document; the walk needs none of them.
const ANNOTATIONS: [&str; 6] = ["title", "description", "default", "examples", "deprecated", "writeOnly"];

/// What in a schema cannot be followed, and where.
#[derive(Debug)]
pub(super) struct Misfit {
    pub field: String,
    pub cause: String,
}

type Result<T> = std::result::Result<T, Misfit>;

/// `at` is the dotted path of the field that the schema describes.
pub(super) fn compile(schema: &Value, at: &str) -> Result<Node> {
    let mut words = Keywords::of(schema, at)?;
    let patch = words.flag("x-patch")?;
    let (name, nullable) = words.types()?;
    let kind = match name.as_deref() {
        None => Kind::Any,
        Some("boolean") => Kind::Boolean,
        Some("integer") => Kind::Integer(integer(&mut words)?),
        Some("number") => Kind::Decimal(decimal(&mut words)?),
        Some("string") => Kind::Text(text(&mut words)?),
        Some("array") => Kind::List(Box::new(list(&mut words)?)),
        Some("object") => Kind::Object(object(&mut words)?),
        Some(other) => return Err(words.misfit(format!("type `{other}` is not known"))),
    };
    words.finish()?;
    Ok(Node { kind, nullable, patch })
}

fn integer(words: &mut Keywords) -> Result<Integer> {
    let (least, greatest) = match words.text("format")?.as_deref() {
        None | Some("int64" | "int") => (i64::MIN, i64::MAX),
        Some("int8") => (i8::MIN.into(), i8::MAX.into()),
        Some("int16") => (i16::MIN.into(), i16::MAX.into()),
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint64" | "uint") => (0, i64::MAX),
        Some(other) => return Err(words.misfit(format!("format `{other}` is not known for integers"))),
    };
    let (minimum, maximum) = (words.read("minimum", Value::as_i64)?, words.read("maximum", Value::as_i64)?);
    let clamp = words.flag("x-clamp")?;
    if clamp && maximum.is_none() {
        return Err(words.misfit("`x-clamp` needs a `maximum`"));
    }
    Ok(Integer {
        minimum: minimum.map_or(least, |given| given.max(least)),
        maximum: maximum.map_or(greatest, |given| given.min(greatest)),
        clamp,
        choices: words.choices(Value::as_i64)?,
    })
}

fn decimal(words: &mut Keywords) -> Result<Decimal> {
    match words.text("format")?.as_deref() {
        None | Some("float" | "double") => {}
        Some(other) => return Err(words.misfit(format!("format `{other}` is not known for numbers"))),
    }
    let (minimum, maximum) = (words.read("minimum", Value::as_f64)?, words.read("maximum", Value::as_f64)?);
    Ok(Decimal { minimum: minimum.unwrap_or(f64::MIN), maximum: maximum.unwrap_or(f64::MAX) })
}

fn text(words: &mut Keywords) -> Result<Text> {
    let format = match words.text("format")? {
        // Tells a form to hide what is typed; every text may be a password.
        Some(name) if name == "password" => None,
        Some(name) => match Format::named(&name) {
            None => return Err(words.misfit(format!("format `{name}` is not known for texts"))),
            known => known,
        },
        None => None,
    };
    let pattern = words.text("pattern")?.map(|pattern| Regex::new(&pattern)).transpose();
    Ok(Text {
        shortest: words.count("minLength")?.unwrap_or(0),
        longest: words.count("maxLength")?.unwrap_or(usize::MAX),
        format,
        pattern: pattern.map_err(|cause| words.misfit(format!("`pattern`: {cause}")))?,
        choices: words.choices(|choice| choice.as_str().map(Box::from))?,
    })
}

fn list(words: &mut Keywords) -> Result<List> {
    let items = words.take("items").unwrap_or(Value::Bool(true));
    Ok(List {
        item: compile(&items, &format!("{}[]", words.at))?,
        fewest: words.count("minItems")?.unwrap_or(0),
        most: words.count("maxItems")?.unwrap_or(usize::MAX),
        distinct: words.flag("uniqueItems")?,
    })
}

fn object(words: &mut Keywords) -> Result<Object> {
    let properties = words.read("properties", |value| value.as_object().cloned())?.unwrap_or_default();
    let required = words.read("required", texts)?.unwrap_or_default();
    if let Some(unknown) = required.iter().find(|name| !properties.contains_key(*name)) {
        return Err(words.misfit(format!("`{unknown}` is required but not declared")));
    }
    let fields = properties.iter().map(|(name, schema)| {
        let at = words.below(name);
        let node = compile(schema, &at)?;
        let required = required.contains(name);
        if required && node.patch {
            return Err(Misfit { field: at, cause: "a `Patch` needs `#[serde(default)]`".to_owned() });
        }
        Ok(Field { name: name.as_str().into(), required, node })
    });
    let fields = fields.collect::<Result<_>>()?;
    let others = match words.take("additionalProperties") {
        Some(Value::Bool(false)) => return Err(words.misfit("undeclared fields are left alone, not denied")),
        Some(schema) => Some(Box::new(compile(&schema, &words.below("*"))?)),
        None => None,
    };
    Ok(Object { fields, others })
}

fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}

/// The keywords of one schema that nobody has asked for yet.
struct Keywords<'a> {
    left: Map<String, Value>,
    at: &'a str,
}

impl<'a> Keywords<'a> {
    fn of(schema: &Value, at: &'a str) -> Result<Self> {
        match schema {
            Value::Object(map) => Ok(Keywords { left: map.clone(), at }),
            Value::Bool(true) => Ok(Keywords { left: Map::new(), at }),
            _ => Err(Misfit { field: at.to_owned(), cause: "nothing can satisfy its schema".to_owned() }),
        }
    }
    fn take(&mut self, keyword: &str) -> Option<Value> {
        self.left.remove(keyword)
    }
    fn read<T>(&mut self, keyword: &str, read: impl FnOnce(&Value) -> Option<T>) -> Result<Option<T>> {
        let Some(value) = self.take(keyword) else { return Ok(None) };
        let read = read(&value);
        read.map(Some).ok_or_else(|| self.misfit(format!("`{keyword}` cannot be {value}")))
    }
    fn text(&mut self, keyword: &str) -> Result<Option<String>> {
        self.read(keyword, |value| value.as_str().map(str::to_owned))
    }
    fn count(&mut self, keyword: &str) -> Result<Option<usize>> {
        self.read(keyword, |value| value.as_u64().and_then(|count| count.try_into().ok()))
    }
    fn flag(&mut self, keyword: &str) -> Result<bool> {
        Ok(self.read(keyword, Value::as_bool)?.unwrap_or(false))
    }
    /// The values of `enum`, `null` left out: whether it is allowed is said by the type.
    fn choices<T>(&mut self, read: impl Fn(&Value) -> Option<T>) -> Result<Vec<T>> {
        let choices = self.read("enum", |value| {
            value.as_array()?.iter().filter(|choice| !choice.is_null()).map(read).collect::<Option<Vec<T>>>()
        })?;
        match choices {
            Some(choices) if choices.is_empty() => Err(self.misfit("`enum` has no choice")),
            choices => Ok(choices.unwrap_or_default()),
        }
    }
    /// The one type that is not `null`, and whether `null` is allowed beside it. Without a type everything is allowed.
    fn types(&mut self) -> Result<(Option<String>, bool)> {
        let read = |value: &Value| value.as_str().map(|name| vec![name.to_owned()]).or_else(|| texts(value));
        let Some(mut names) = self.read("type", read)? else { return Ok((None, true)) };
        let nullable = names.iter().any(|name| name == "null");
        names.retain(|name| name != "null");
        match (names.pop(), names.as_slice()) {
            (Some(name), []) => Ok((Some(name), nullable)),
            _ => Err(self.misfit("exactly one type beside `null` can be checked")),
        }
    }
    fn below(&self, name: &str) -> String {
        if self.at.is_empty() { name.to_owned() } else { format!("{}.{name}", self.at) }
    }
    fn misfit(&self, cause: impl Into<String>) -> Misfit {
        Misfit { field: self.at.to_owned(), cause: cause.into() }
    }
    fn finish(self) -> Result<()> {
        match self.left.keys().find(|keyword| !ANNOTATIONS.contains(&keyword.as_str())) {
            Some(keyword) => Err(self.misfit(format!("keyword `{keyword}` is not known here"))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{schema::Schema, values::Patch};
    use schemars::JsonSchema;
    use serde::Deserialize;
    use serde_json::{Value, json};

    fn fault(document: Value) -> (String, String) {
        let fault = Schema::compiled("Test", document).unwrap_err();
        assert_eq!(fault.type_name, "Test");
        (fault.field, fault.cause)
    }

    #[test]
    fn an_unknown_keyword_is_a_fault_that_names_type_field_and_keyword() {
        let field = json!({"type": "array", "items": {"type": "string", "minLenght": 1}});
        let document = json!({"type": "object", "properties": {"a": {"type": "object", "properties": {"b": field}}}});
        assert_eq!(fault(document.clone()), ("a.b[]".into(), "keyword `minLenght` is not known here".into()));
        let text = Schema::compiled("Test", document).unwrap_err().to_string();
        assert_eq!(
            text,
            "the declaration of Test, field a.b[] cannot be checked: keyword `minLenght` is not known here"
        );
        let text = Schema::compiled("Test", json!({"oneOf": []})).unwrap_err().to_string();
        assert_eq!(text, "the declaration of Test cannot be checked: keyword `oneOf` is not known here");
    }
    #[test]
    fn a_keyword_that_does_not_concern_its_type_is_a_fault() {
        for document in [
            json!({"type": "integer", "minLength": 1}),
            json!({"type": "integer", "exclusiveMinimum": 1}),
            json!({"type": "integer", "multipleOf": 2}),
            json!({"type": "string", "maximum": 1}),
            json!({"type": "string", "x-clamp": true}),
            json!({"type": "number", "enum": [1.5]}),
            json!({"type": "boolean", "enum": [true]}),
            json!({"type": "array", "prefixItems": []}),
            json!({"type": "object", "patternProperties": {}}),
            json!({"minimum": 1}),
            json!({"$ref": "#"}),
            json!({"const": 1}),
        ] {
            assert!(fault(document).1.ends_with("is not known here"));
        }
    }
    #[test]
    fn a_keyword_with_a_value_that_cannot_be_followed_is_a_fault() {
        for document in [
            json!(false),
            json!({"type": "null"}),
            json!({"type": []}),
            json!({"type": ["null", "null"]}),
            json!({"type": ["integer", "string"]}),
            json!({"type": "date"}),
            json!({"type": 1}),
            json!({"type": "integer", "minimum": 0.5}),
            json!({"type": "integer", "maximum": u64::MAX}),
            json!({"type": "integer", "format": "int128"}),
            json!({"type": "integer", "x-clamp": true}),
            json!({"type": "integer", "x-clamp": "yes", "maximum": 1}),
            json!({"type": "integer", "enum": ["1"]}),
            json!({"type": "integer", "enum": []}),
            json!({"type": ["integer", "null"], "enum": [null]}),
            json!({"type": "number", "format": "int32"}),
            json!({"type": "string", "enum": [1]}),
            json!({"type": "string", "minLength": -1}),
            json!({"type": "string", "format": "uuid"}),
            json!({"type": "string", "pattern": "("}),
            json!({"type": "array", "items": false}),
            json!({"type": "array", "uniqueItems": 1}),
            json!({"type": "object", "required": ["a"]}),
            json!({"type": "object", "required": "a"}),
            json!({"type": "object", "properties": []}),
            json!({"type": "object", "additionalProperties": false}),
            json!({"type": "object", "additionalProperties": {"type": "null"}}),
        ] {
            assert!(Schema::compiled("Test", document.clone()).is_err(), "{document}");
        }
    }
    #[test]
    fn the_values_of_a_map_are_named_by_a_star() {
        assert_eq!(fault(json!({"type": "object", "additionalProperties": {"type": "x"}})).0, "*");
    }
    #[test]
    fn types_that_cannot_be_followed_are_faults() {
        #[derive(JsonSchema)]
        #[expect(dead_code, reason = "only its schema is used")]
        struct Tree {
            branches: Vec<Tree>,
        }
        let fault = Schema::of::<Tree>().unwrap_err();
        assert_eq!(
            (&*fault.type_name, &*fault.field, &*fault.cause),
            ("Tree", "branches[]", "keyword `$ref` is not known here")
        );

        #[derive(JsonSchema)]
        #[expect(dead_code, reason = "only its schema is used")]
        struct Update {
            dept: Patch<String>,
        }
        let fault = Schema::of::<Update>().unwrap_err();
        assert_eq!((&*fault.field, &*fault.cause), ("dept", "a `Patch` needs `#[serde(default)]`"));

        #[derive(Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "only its schema is used")]
        struct Strict {
            a: bool,
        }
        assert_eq!(Schema::of::<Strict>().unwrap_err().cause, "undeclared fields are left alone, not denied");

        #[derive(JsonSchema)]
        #[expect(dead_code, reason = "only its schema is used")]
        enum Either {
            Text(String),
            Number(i64),
        }
        assert_eq!(Schema::of::<Either>().unwrap_err().cause, "keyword `oneOf` is not known here");
    }
}
