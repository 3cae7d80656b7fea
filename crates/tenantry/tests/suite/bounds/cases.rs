//! What a field does not take, and what it takes at its limits.
use super::walk::{Field, choices, good, kind, long};
use serde_json::{Value, json};

/// A field with a value, and what the value is.
pub struct Case<'s> {
    pub field: Field<'s>,
    pub what: &'static str,
    pub value: Value,
    /// Its length as text.
    size: usize,
}

impl<'s> Case<'s> {
    fn of(field: &Field<'s>, (what, value): (&'static str, Value)) -> Self {
        let size = value.to_string().len();
        Case { field: field.clone(), what, value, size }
    }
}

/// Everything that a field does not take: another type, and what lies beyond each of its limits.
pub fn beyond<'s>(field: &Field<'s>) -> Vec<Case<'s>> {
    let schema = field.schema;
    let mut found = match kind(schema) {
        "boolean" => vec![("no truth", json!("maybe"))],
        "object" => vec![("no object", json!("x"))],
        "array" => no_list(schema, field.name()),
        "integer" | "number" => no_number(schema),
        "string" => no_text(schema, field.name()),
        _ => Vec::new(),
    };
    if field.is_required && !is_nullable(schema) {
        found.push(("nothing", Value::Null));
    }
    found.into_iter().map(|case| Case::of(field, case)).collect()
}

/// What a field takes: each of its limits, and what lies next to it on the right side.
pub fn within<'s>(field: &Field<'s>) -> Vec<Case<'s>> {
    let (schema, name) = (field.schema, field.name());
    let found = match kind(schema) {
        "array" => at_limits(schema, "Items", |count| list(schema, name, count)),
        "integer" => at_ends(schema),
        "string" if is_free(schema) => at_limits(schema, "Length", |length| json!(long(schema, name, length))),
        _ => Vec::new(),
    };
    found.into_iter().map(|case| Case::of(field, case)).collect()
}

/// Whether a text is good by its length alone. One that fits a pattern, nobody can make of that.
fn is_free(schema: &Value) -> bool {
    let has_form = ["date", "date-time", "uri"].iter().any(|form| schema["format"] == *form);
    !has_form && schema.get("pattern").is_none_or(|pattern| pattern == r"\S")
}

fn is_nullable(schema: &Value) -> bool {
    schema.get("type").is_none_or(|kind| kind.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "null")))
}

fn limit(schema: &Value, keyword: &str) -> Option<usize> {
    schema.get(keyword)?.as_u64()?.try_into().ok()
}

fn list(schema: &Value, name: &str, count: usize) -> Value {
    (0..count).map(|_| good(&schema["items"], name)).collect()
}

fn no_list(schema: &Value, name: &str) -> Vec<(&'static str, Value)> {
    let mut found = vec![("no list", json!("x"))];
    found.extend(limit(schema, "maxItems").map(|most| ("an item too many", list(schema, name, most + 1))));
    let fewest = limit(schema, "minItems").filter(|fewest| *fewest > 0);
    found.extend(fewest.map(|fewest| ("an item too few", list(schema, name, fewest - 1))));
    if schema["uniqueItems"] == true {
        let item = good(&schema["items"], name);
        found.push(("an item twice", json!([item, item])));
    }
    found
}

fn no_number(schema: &Value) -> Vec<(&'static str, Value)> {
    let mut found = vec![("no number", json!("x"))];
    if choices(schema).next().is_some() {
        found.push(("none of the numbers", json!(987_654)));
    }
    let least = schema["minimum"].as_i64().and_then(|least| least.checked_sub(1));
    found.extend(least.map(|number| ("a number too small", json!(number))));
    let most = schema["maximum"].as_i64().filter(|_| schema["x-clamp"] != true);
    found.extend(most.and_then(|most| most.checked_add(1)).map(|number| ("a number too large", json!(number))));
    found
}

fn no_text(schema: &Value, name: &str) -> Vec<(&'static str, Value)> {
    let mut found = vec![("no text", json!({}))];
    if choices(schema).next().is_some() {
        found.push(("none of the words", json!("wrong!")));
    }
    found.extend(limit(schema, "maxLength").map(|most| ("a text too long", json!(long(schema, name, most + 1)))));
    let least = limit(schema, "minLength").filter(|least| *least > 0);
    found.extend(least.map(|least| ("a text too short", json!(long(schema, name, least - 1)))));
    found.extend(schema.get("pattern").map(|_| ("a text of another form", json!(" "))));
    let another = match schema["format"].as_str() {
        Some("date" | "date-time") => Some("2023-02-30"),
        Some("email" | "uri") => Some("nobody"),
        _ => None,
    };
    found.extend(another.map(|text| ("a text of another format", json!(text))));
    found
}

/// At `max…` and `min…` of a keyword, and one further in.
fn at_limits(schema: &Value, of: &str, make: impl Fn(usize) -> Value) -> Vec<(&'static str, Value)> {
    let (least, most) = (limit(schema, &format!("min{of}")), limit(schema, &format!("max{of}")));
    let least = least.filter(|least| *least > 0);
    let inside = |length: &usize| *length >= least.unwrap_or(0) && most.is_none_or(|most| *length <= most);
    let lengths = [least, least.map(|least| least + 1), most.map(|most| most.saturating_sub(1)), most];
    lengths.into_iter().flatten().filter(inside).map(|length| ("a limit", make(length))).collect()
}

/// What is cut down to the largest number is taken as well.
fn at_ends(schema: &Value) -> Vec<(&'static str, Value)> {
    let (least, most) = (schema["minimum"].as_i64(), schema["maximum"].as_i64());
    let cut = most.filter(|_| schema["x-clamp"] == true).map(|most| most + 1);
    let numbers = [least, least.map(|least| least + 1), most.map(|most| most - 1), most, cut];
    numbers.into_iter().flatten().map(|number| ("a limit", json!(number))).collect()
}

/// The most cases of a round, and the longest that their values may be together.
const MOST: usize = 150;
const LONGEST: usize = 300_000;

/// The cases in rounds: several faults of a request are told at once, if no field is within another.
pub fn rounds(cases: Vec<Case<'_>>) -> Vec<Vec<Case<'_>>> {
    let mut rounds: Vec<(usize, Vec<Case<'_>>)> = Vec::new();
    for case in cases {
        match rounds.iter_mut().find(|(size, round)| has_room(*size, round, &case)) {
            Some((size, round)) => {
                *size += case.size;
                round.push(case);
            }
            None => rounds.push((case.size, vec![case])),
        }
    }
    rounds.into_iter().map(|(_, round)| round).collect()
}

fn has_room(size: usize, round: &[Case<'_>], case: &Case<'_>) -> bool {
    let is_within = |other: &Case<'_>| other.field.overlaps(&case.field);
    round.len() < MOST && size + case.size < LONGEST && !round.iter().any(is_within)
}

#[test]
fn beyond_and_within_are_on_the_two_sides_of_each_limit() {
    let values = |cases: Vec<Case<'_>>| cases.into_iter().map(|case| case.value).collect::<Value>();
    let of = |schema: &Value| {
        let field = Field { names: vec!["field".to_owned()], schema, is_required: false };
        (values(beyond(&field)), values(within(&field)))
    };
    let text = json!({"type": ["string", "null"], "maxLength": 3, "minLength": 2});
    assert_eq!(of(&text), (json!([{}, "fiel", "f"]), json!(["fi", "fie", "fi", "fie"])));
    let number = json!({"type": "integer", "minimum": 1, "maximum": 9});
    assert_eq!(of(&number), (json!(["x", 0, 10]), json!([1, 2, 8, 9])));
    let cut = json!({"type": "integer", "maximum": 9, "x-clamp": true});
    assert_eq!(of(&cut), (json!(["x"]), json!([8, 9, 10])));
    let word = json!({"type": "string", "enum": ["a"]});
    assert_eq!(of(&word), (json!([{}, "wrong!"]), json!([])));
    let list = json!({"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "boolean"}});
    let within = json!([[true], [true, true], [true], [true, true]]);
    assert_eq!(of(&list), (json!(["x", [true, true, true], []]), within));
}
