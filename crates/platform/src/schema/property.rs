//! After `conform` typed parsing cannot fail, held against generated values for a type with every feature.
use super::*;
use crate::{
    choice,
    values::{Date, Patch, Timestamp},
};
use proptest::{collection::vec, prelude::*, sample::select, strategy::Union, string::string_regex};
use serde::Deserialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

choice! {
    enum Status: text { Active = "active", Inactive = "inactive" }
}
choice! {
    enum License: number { Basic = 1, Licensed = 2, Below = -1, Huge = 576_460_752_303_423_500 }
}

#[derive(Debug, Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only read")]
struct Every<'v> {
    flag: bool,
    i8: i8,
    u8: u8,
    i16: Option<i16>,
    u16: Option<u16>,
    i32: i32,
    u32: u32,
    i64: Option<i64>,
    u64: u64,
    usize: Option<usize>,
    nonzero: Option<std::num::NonZeroU32>,
    f64: f64,
    #[schemars(range(min = -1.5, max = 10))]
    f32: Option<f32>,
    #[serde(default)]
    #[schemars(range(min = 1, max = 300), extend("x-clamp" = true))]
    page_size: i64,
    status: Status,
    license: Option<License>,
    text: String,
    borrowed: Option<&'v str>,
    letter: Option<char>,
    #[schemars(length(min = 1, max = 5))]
    name: Option<String>,
    #[schemars(regex(pattern = "^[0-9]{10}$"))]
    pmi: Option<String>,
    #[schemars(email, length(max = 20))]
    email: Option<String>,
    #[schemars(url)]
    link: Option<String>,
    #[schemars(extend("format" = "password"))]
    password: Option<String>,
    date: Option<Date>,
    timestamp: Timestamp,
    #[schemars(length(min = 1, max = 3), inner(length(max = 4)))]
    tags: Vec<String>,
    holes: Option<Vec<Option<i32>>>,
    distinct: Option<BTreeSet<u8>>,
    pair: Option<[u8; 2]>,
    map: Option<BTreeMap<String, i32>>,
    any: Value,
    anything: Option<Value>,
    inner: Inner,
    list: Option<Vec<Inner>>,
    maybe: Option<Inner>,
    #[serde(default)]
    cleared_text: Patch<String>,
    #[serde(default)]
    cleared_number: Patch<License>,
    #[serde(default)]
    cleared_inner: Patch<Inner>,
    #[serde(default)]
    cleared_any: Patch<Value>,
    #[serde(flatten)]
    flat: Flat,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only read")]
struct Inner {
    id: i64,
    #[serde(default, rename = "type")]
    kind: Option<License>,
    #[serde(default)]
    days: Vec<Date>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only read")]
struct Flat {
    flat_number: i16,
    flat_status: Option<Status>,
    #[serde(default)]
    flat_cleared: Patch<Timestamp>,
}

/// Values for a schema. `wild` in 1000 of them are none, or stand at an edge.
fn near(schema: &Value, wild: u32) -> BoxedStrategy<Value> {
    if wild == 0 {
        return valid(schema, 0);
    }
    let other = prop_oneof![edges(schema), arbitrary()];
    prop_oneof![1000 - wild => valid(schema, wild), wild => other].boxed()
}

fn kind(schema: &Value) -> (&str, bool) {
    match &schema["type"] {
        Value::Array(names) => (names[0].as_str().unwrap(), true),
        name => (name.as_str().unwrap_or("any"), false),
    }
}

fn valid(schema: &Value, wild: u32) -> BoxedStrategy<Value> {
    let (kind, nullable) = kind(schema);
    let value = match kind {
        "boolean" => select(vec![json!(true), json!(false), json!("true"), json!("False")]).boxed(),
        "integer" => integer(schema),
        "number" => prop_oneof![(-1.5..10.0).prop_map(Value::from), Just(json!("0.25")), Just(json!(3))].boxed(),
        "string" => text(schema),
        "array" => list(schema, wild),
        "object" => object(schema, wild),
        _ => shallow().boxed(),
    };
    if nullable { prop_oneof![6 => value, 1 => Just(Value::Null)].boxed() } else { value }
}

fn bounds(schema: &Value) -> (i64, i64) {
    let (least, greatest) = match schema["format"].as_str() {
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        _ => (i64::MIN, i64::MAX),
    };
    (schema["minimum"].as_i64().unwrap_or(least), schema["maximum"].as_i64().unwrap_or(greatest))
}

fn integer(schema: &Value) -> BoxedStrategy<Value> {
    let (least, greatest) = bounds(schema);
    let number = match schema["enum"].as_array() {
        Some(choices) => select(choices.iter().filter_map(Value::as_i64).collect::<Vec<_>>()).boxed(),
        None => prop_oneof![least..=greatest, Just(least), Just(greatest), least.max(-9)..=greatest.min(9)].boxed(),
    };
    (number, 0..3u8).prop_map(|(number, form)| spelled(number.into(), form)).boxed()
}

/// The same number as itself, as a text, and where it is exact as a float.
fn spelled(number: i128, form: u8) -> Value {
    match form {
        1 => json!(number.to_string()),
        2 if number.abs() <= 1 << 53 => json!(number as f64),
        _ => i64::try_from(number).map_or_else(|_| json!(number as u64), Value::from),
    }
}

fn text(schema: &Value) -> BoxedStrategy<Value> {
    let samples = |samples: &[&str]| select(samples.iter().map(|text| json!(text)).collect::<Vec<_>>()).boxed();
    if let Some(choices) = schema["enum"].as_array() {
        return select(choices.iter().filter(|choice| !choice.is_null()).cloned().collect::<Vec<_>>()).boxed();
    }
    if let Some(pattern) = schema["pattern"].as_str() {
        return string_regex(pattern.trim_matches(['^', '$'])).unwrap().prop_map(Value::from).boxed();
    }
    match schema["format"].as_str() {
        Some("email") => samples(&["a@b.co", "o'neil+x@sub.b-c.de"]),
        Some("uri") => samples(&["https://a.co/b?c", "myapp:callback"]),
        Some("date") => samples(&["2024-02-29", "0000-01-01", "9999-12-31"]),
        Some("date-time") => samples(&["2024-02-29T23:59:59Z", "1970-01-01T00:00:00.123456789+23:59"]),
        _ => {
            let (least, most) = (schema["minLength"].as_u64().unwrap_or(0), schema["maxLength"].as_u64().unwrap_or(9));
            let any = string_regex(&format!("[^\\x00]{{{least},{most}}}")).unwrap().prop_map(Value::from);
            prop_oneof![6 => any, 1 => (0..=9).prop_map(Value::from)].boxed()
        }
    }
}

fn list(schema: &Value, wild: u32) -> BoxedStrategy<Value> {
    let (least, most) = (schema["minItems"].as_u64().unwrap_or(0), schema["maxItems"].as_u64().unwrap_or(4));
    if schema["uniqueItems"] == true && wild == 0 {
        return (0..=250u8).prop_map(|first| json!([first, first + 1, (first + 2).to_string()])).boxed();
    }
    vec(near(&schema["items"], wild), least as usize..=most as usize).prop_map(Value::from).boxed()
}

fn object(schema: &Value, wild: u32) -> BoxedStrategy<Value> {
    let required =
        |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|each| each == name));
    let fields = schema["properties"].as_object().into_iter().flatten().map(|(name, field)| {
        let name = name.clone();
        let (null, absent) = (u32::from(!required(&name)), if required(&name) { wild } else { 300 });
        let value = Union::new_weighted(
            vec![(9, near(field, wild).boxed()), (null, Just(Value::Null).boxed())]
                .into_iter()
                .filter(|(weight, _)| *weight > 0)
                .collect(),
        );
        (0..1000u32, value).prop_map(move |(chance, value)| (chance >= absent).then(|| (name.clone(), value)))
    });
    let fields = fields.collect::<Vec<_>>();
    let others = match &schema["additionalProperties"] {
        Value::Null => shallow().boxed(),
        others => near(others, wild),
    };
    let others = vec(("[xyz]{1,2}", others), 0..3);
    (fields, others).prop_map(|(fields, others)| fields.into_iter().flatten().chain(others).collect()).boxed()
}

/// Just inside and just outside of what a schema allows.
fn edges(schema: &Value) -> BoxedStrategy<Value> {
    let (least, greatest) = bounds(schema);
    let numbers =
        [i128::from(least) - 1, least.into(), greatest.into(), i128::from(greatest) + 1, 1 << 53, (1 << 53) + 2];
    let number = (select(numbers.to_vec()), 0..3u8).prop_map(|(number, form)| spelled(number, form));
    let length = schema["maxLength"].as_u64().or(schema["maxItems"].as_u64()).unwrap_or(2) as usize;
    let length = select(vec![0, 1, length, length + 1]);
    let text = length.clone().prop_map(|length| json!("\u{1f600}".repeat(length)));
    let items = length.prop_map(|length| json!(vec![1; length]));
    let odd = ["", "-", "True", "0", "1.0", "1e3", "\u{0}", "2023-02-29", "a@b", "active", "inf", "1e400"];
    let odd = select(odd.iter().map(|text| json!(text)).collect::<Vec<_>>());
    prop_oneof![number, text, items, odd, Just(Value::Null), Just(json!(1e300)), Just(json!(0.5))].boxed()
}

fn shallow() -> impl Strategy<Value = Value> + Clone {
    select(vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(u64::MAX),
        json!(1.5),
        json!("x"),
        json!([]),
        json!({"a": [null]}),
    ])
}

fn arbitrary() -> impl Strategy<Value = Value> {
    shallow().prop_recursive(40, 60, 2, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            vec(("[a-c]", inner), 0..3).prop_map(|fields| fields.into_iter().collect())
        ]
    })
}

fn every() -> Schema {
    Schema::of::<Every>().unwrap()
}

fn conform(schema: &Schema, value: &mut Value) -> Vec<FieldError> {
    let mut faults = Vec::new();
    schema.conform(value, &mut faults);
    faults
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_the_schema_and_the_leniency_allow_is_accepted(mut value in near(every().document(), 0)) {
        let faults = conform(&every(), &mut value);
        prop_assert_eq!(faults, []);
        prop_assert!(Every::deserialize(&value).is_ok(), "{:?}", Every::deserialize(&value));
    }
    #[test]
    fn after_conform_typed_parsing_cannot_fail(mut value in prop_oneof![near(every().document(), 8), near(every().document(), 40)]) {
        if conform(&every(), &mut value).is_empty() {
            let parsed = Every::deserialize(&value);
            prop_assert!(parsed.is_ok(), "{:?}", parsed);
        }
    }
    #[test]
    fn conform_changes_nothing_when_run_again(mut value in prop_oneof![near(every().document(), 8), near(every().document(), 200), arbitrary()]) {
        let faults = conform(&every(), &mut value);
        let before = value.clone();
        prop_assert_eq!(conform(&every(), &mut value), faults);
        prop_assert_eq!(value, before);
    }
    #[test]
    fn a_query_that_conforms_can_be_read(query in vec(("page_size|status|role_ids|x", "[0-9]{0,4}|active|1,2|,|\\PC{0,3}"), 0..6)) {
        #[derive(Deserialize, JsonSchema)]
        #[expect(dead_code, reason = "only read")]
        struct List {
            #[schemars(range(min = 1, max = 300), extend("x-clamp" = true))]
            page_size: Option<u16>,
            status: Option<Status>,
            role_ids: Option<Vec<u8>>,
        }
        let schema = Schema::of::<List>().unwrap();
        let pairs: Vec<_> = query.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        let mut value = schema.from_query(&pairs);
        if conform(&schema, &mut value).is_empty() {
            prop_assert!(List::deserialize(&value).is_ok());
        }
    }
}
