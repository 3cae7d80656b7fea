//! Each rule of the walk and of reading a query, each number at, below and above.
use super::*;
use crate::{choice, query::pairs};
use serde_json::{from_str, json};

fn schema(document: Value) -> Schema {
    Schema::compiled("Test", document).unwrap()
}
fn refused(schema: &Schema, value: &mut Value) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    schema.conform(value, &mut faults);
    faults.into_iter().map(|fault| (fault.field, fault.message)).collect()
}
fn conformed(document: &Value, mut value: Value) -> Option<Value> {
    refused(&schema(document.clone()), &mut value).is_empty().then_some(value)
}
fn invalid(field: &str) -> (String, String) {
    (field.to_owned(), "Invalid field.".to_owned())
}
/// Values that become others, and values that are refused.
fn check(document: Value, accepted: &[(Value, Value)], others: &[Value]) {
    for (given, becomes) in accepted {
        assert_eq!(conformed(&document, given.clone()).as_ref(), Some(becomes), "{given} for {document}");
    }
    for value in others {
        assert_eq!(conformed(&document, value.clone()), None, "{value} for {document}");
    }
}
fn same(values: &[Value]) -> Vec<(Value, Value)> {
    values.iter().map(|value| (value.clone(), value.clone())).collect()
}

#[test]
fn a_whole_number_may_come_as_a_float_or_as_digits() {
    let accepted =
        [(json!(45), json!(45)), (json!(45.0), json!(45)), (json!("45"), json!(45)), (json!("-45"), json!(-45))];
    check(
        json!({"type": "integer"}),
        &accepted,
        &[json!(45.5), json!("45.0"), json!("+45"), json!("45 "), json!(" 45")],
    );
    let accepted = [(json!("007"), json!(7)), (json!("-0"), json!(0)), (json!(-0.0), json!(0))];
    check(
        json!({"type": "integer"}),
        &accepted,
        &[json!(""), json!("-"), json!("--1"), json!("4e1"), json!("\u{664}")],
    );
    check(
        json!({"type": "integer"}),
        &[],
        &[json!(true), json!(null), json!([45]), json!({}), json!("1_0"), json!("0x1")],
    );
}
#[test]
fn a_float_is_a_whole_number_up_to_two_to_the_53() {
    let edge = 9_007_199_254_740_992i64;
    let accepted =
        [(json!(edge as f64), json!(edge)), (json!(-edge as f64), json!(-edge)), (json!(edge + 1), json!(edge + 1))];
    check(json!({"type": "integer"}), &accepted, &[json!(edge as f64 + 2.0), json!(-edge as f64 - 2.0), json!(1e300)]);
}
#[test]
fn a_whole_number_has_63_bits() {
    let accepted = [(json!("9223372036854775807"), json!(i64::MAX)), (json!("-9223372036854775808"), json!(i64::MIN))];
    check(json!({"type": "integer"}), &accepted, &[json!("9223372036854775808"), json!("-9223372036854775809")]);
    check(
        json!({"type": "integer"}),
        &same(&[json!(i64::MAX), json!(i64::MIN)]),
        &[json!(u64::MAX), json!("9".repeat(50))],
    );
}
#[test]
fn a_whole_number_stays_within_its_bounds() {
    let document = json!({"type": "integer", "minimum": 1, "maximum": 300});
    check(
        document,
        &same(&[json!(1), json!(2), json!(299), json!(300)]),
        &[json!(0), json!(-1), json!(301), json!("301")],
    );
}
#[test]
fn a_whole_number_stays_within_the_type_that_reads_it() {
    for (format, least, greatest) in [
        ("int8", -128i64, 127i64),
        ("int16", -32_768, 32_767),
        ("int32", -2_147_483_648, 2_147_483_647),
        ("uint8", 0, 255),
        ("uint16", 0, 65_535),
        ("uint32", 0, 4_294_967_295),
    ] {
        let document = json!({"type": "integer", "format": format});
        check(document, &same(&[json!(least), json!(greatest)]), &[json!(least - 1), json!(greatest + 1)]);
    }
    for format in ["uint64", "uint"] {
        let document = json!({"type": "integer", "format": format, "minimum": 0});
        check(document, &same(&[json!(0), json!(i64::MAX)]), &[json!(-1), json!(u64::MAX)]);
    }
    let document = json!({"type": "integer", "format": "int8", "minimum": -1000, "maximum": 1000});
    check(document, &same(&[json!(-128), json!(127)]), &[json!(-129), json!(128)]);
}
#[test]
fn a_clamped_number_is_lowered_to_its_maximum_and_never_raised() {
    let document = json!({"type": "integer", "minimum": 1, "maximum": 300, "x-clamp": true});
    let lowered = [json!(300), json!(301), json!("2000"), json!(1e6), json!(u64::MAX), json!("99999999999999999999")];
    let lowered = lowered.map(|value| (value, json!(300)));
    check(document.clone(), &lowered, &[json!(0), json!(-1), json!("0"), json!(300.5), json!("many"), json!(null)]);
    check(document, &same(&[json!(1), json!(299)]), &[]);
}
#[test]
fn a_number_is_one_of_its_choices() {
    let document = json!({"type": "integer", "enum": [1, 2, 4, 576_460_752_303_423_500i64]});
    check(
        document.clone(),
        &same(&[json!(1), json!(4), json!(576_460_752_303_423_500i64)]),
        &[json!(0), json!(3), json!(5)],
    );
    check(document, &[(json!("2"), json!(2)), (json!(2.0), json!(2))], &[json!("3")]);
}
#[test]
fn truth_may_come_as_its_name() {
    let accepted = [("true", true), ("True", true), ("false", false), ("False", false)];
    check(
        json!({"type": "boolean"}),
        &accepted.map(|(text, truth)| (json!(text), json!(truth))),
        &[json!("TRUE"), json!("")],
    );
    check(
        json!({"type": "boolean"}),
        &same(&[json!(true), json!(false)]),
        &[json!(1), json!(0), json!("1"), json!(null), json!("tRue")],
    );
}
#[test]
fn a_decimal_may_come_as_digits_and_stays_within_its_bounds() {
    let document = json!({"type": "number", "format": "double", "minimum": -0.5, "maximum": 10});
    check(document.clone(), &same(&[json!(-0.5), json!(10), json!(10.0)]), &[json!(-0.51), json!(10.01), json!(11)]);
    check(
        document,
        &[(json!("1.25"), json!(1.25)), (json!("-0.5"), json!(-0.5))],
        &[json!("-1"), json!("1e0"), json!("nan"), json!("")],
    );
    check(
        json!({"type": "number"}),
        &same(&[json!(f64::MAX), json!(f64::MIN)]),
        &[json!("inf"), json!("9".repeat(400)), json!(true)],
    );
}
#[test]
fn a_scalar_is_its_text_where_a_text_is_declared() {
    let accepted =
        [(json!(45), json!("45")), (json!(-1), json!("-1")), (json!(true), json!("true")), (json!(""), json!(""))];
    check(json!({"type": "string"}), &accepted, &[json!(null), json!([]), json!({}), json!(["a"])]);
    check(
        json!({"type": "string", "enum": ["1", "2"]}),
        &[(json!(1), json!("1"))],
        &[json!(3), json!("3"), json!(1.5)],
    );
}
#[test]
fn a_number_is_its_text_where_it_is_a_whole_one_that_64_bits_hold() {
    for sent in ["18446744073709551615", "-9223372036854775808", "0", "-7", "15551234567"] {
        check(json!({"type": "string"}), &[(from_str(sent).unwrap(), json!(sent))], &[]);
    }
    let beyond = ["18446744073709551616", "-9223372036854775809", "12345678901234567890123"];
    let fractions = ["0.5", "1.50", "15e-1", "-12.25", "1.23456789012345", "0.12345678901234567890", "1e-7"];
    let rewritten = ["1e2", "100.0", "-0", "1.5e30"];
    for sent in beyond.into_iter().chain(fractions).chain(rewritten) {
        check(json!({"type": "string"}), &[], &[from_str(sent).unwrap()]);
    }
}
#[test]
fn a_text_has_its_length_in_characters() {
    let document = json!({"type": "string", "minLength": 2, "maxLength": 4});
    check(
        document.clone(),
        &same(&[json!("ab"), json!("abcd")]),
        &[json!(""), json!("a"), json!("abcde"), json!(12345)],
    );
    let (two, four) = (json!("\u{1f600}\u{1f600}"), json!("\u{1f600}\u{e9}\u{e9}\u{1f600}"));
    check(
        document,
        &same(&[two, four]),
        &[json!("\u{1f600}"), json!("\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}"), json!("\u{1f600}".repeat(5))],
    );
    check(json!({"type": "string", "maxLength": 0}), &same(&[json!("")]), &[json!("a")]);
}
#[test]
fn a_text_holds_no_zero_character() {
    check(json!({"type": "string"}), &same(&[json!("a\u{1}")]), &[json!("a\u{0}"), json!("\u{0}")]);
}
#[test]
fn a_text_matches_its_pattern_its_format_and_its_choices() {
    check(
        json!({"type": "string", "pattern": "^[0-9]{3}$"}),
        &[(json!(123), json!("123"))],
        &[json!("12"), json!("1234"), json!("123\n")],
    );
    check(json!({"type": "string", "pattern": "b"}), &same(&[json!("abc")]), &[json!("ac")]);
    check(json!({"type": "string", "format": "email"}), &same(&[json!("a@b.co")]), &[json!("a@b"), json!("")]);
    check(json!({"type": "string", "format": "uri"}), &same(&[json!("https://a.co/b")]), &[json!("a.co")]);
    check(
        json!({"type": "string", "format": "date"}),
        &same(&[json!("2024-02-29")]),
        &[json!("2023-02-29"), json!(20240229)],
    );
    check(
        json!({"type": "string", "format": "date-time"}),
        &same(&[json!("2024-02-29T00:00:00+02:00")]),
        &[json!("2024-02-29")],
    );
    check(json!({"type": "string", "format": "password"}), &same(&[json!("\u{e9} ")]), &[]);
    check(
        json!({"type": "string", "enum": ["a", "b"]}),
        &same(&[json!("a"), json!("b")]),
        &[json!("A"), json!(""), json!("ab")],
    );
}
#[test]
fn a_list_has_its_number_of_items() {
    let document = json!({"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3});
    check(document.clone(), &same(&[json!([1]), json!([1, 2, 3])]), &[json!([]), json!([1, 2, 3, 4])]);
    check(
        document,
        &[(json!(["1", 2.0]), json!([1, 2]))],
        &[json!(1), json!("1,2"), json!({}), json!(null), json!([null])],
    );
    check(json!({"type": "array"}), &same(&[json!([]), json!([1, null, "a"])]), &[]);
}
#[test]
fn distinct_items_are_compared_after_they_were_brought_to_their_type() {
    let document = json!({"type": "array", "items": {"type": "integer"}, "uniqueItems": true});
    check(
        document.clone(),
        &same(&[json!([]), json!([1]), json!([1, 2])]),
        &[json!([1, 1]), json!([1, "1"]), json!([2, 1, 2.0])],
    );
    assert_eq!(refused(&schema(document), &mut json!([1, 1, 1])), [invalid("")]);
}
#[test]
fn null_is_allowed_where_the_type_says_so() {
    check(json!({"type": ["integer", "null"], "enum": [1, null]}), &same(&[json!(null), json!(1)]), &[json!(2)]);
    check(
        json!({"type": "array", "items": {"type": ["string", "null"]}}),
        &same(&[json!([null, "a"])]),
        &[json!([[]])],
    );
    check(
        json!({"type": "object", "properties": {"a": {"type": ["string", "null"]}}, "required": ["a"]}),
        &same(&[json!({"a": null})]),
        &[json!({})],
    );
}
#[test]
fn null_for_an_optional_field_is_its_absence() {
    let document = json!({"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": ["string", "null"]}, "c": true}});
    check(document, &[(json!({"a": null, "b": null, "c": null, "d": null}), json!({"d": null}))], &[]);
}
#[test]
fn null_for_a_field_that_it_clears_is_kept() {
    let document = json!({"type": "object", "properties": {"a": {"type": ["string", "null"], "x-patch": true}}});
    check(document, &same(&[json!({"a": null}), json!({}), json!({"a": "b"})]), &[json!({"a": []})]);
}
#[test]
fn a_required_field_is_missing_when_it_is_absent_or_null() {
    let user = json!({"type": "object", "properties": {"email": {"type": "string"}}, "required": ["email"]});
    let schema = schema(json!({"type": "object", "properties": {"user_info": user}, "required": ["user_info"]}));
    let missing = |field: &str, name: &str| (field.to_owned(), format!("Missing field: {name}"));
    assert_eq!(refused(&schema, &mut json!({})), [missing("user_info", "user_info")]);
    assert_eq!(refused(&schema, &mut json!({"user_info": null})), [missing("user_info", "user_info")]);
    assert_eq!(refused(&schema, &mut json!({"user_info": {}})), [missing("user_info.email", "email")]);
    assert_eq!(refused(&schema, &mut json!({"user_info": {"email": null}})), [missing("user_info.email", "email")]);
    assert_eq!(refused(&schema, &mut json!({"user_info": []})), [invalid("user_info")]);
    assert_eq!(refused(&schema, &mut json!([])), [invalid("")]);
}
#[test]
fn every_refused_field_is_named_by_its_path() {
    let id = json!({"type": "integer"});
    let member = json!({"type": "object", "properties": {"id": id, "tags": {"type": "array", "items": {"type": "array", "items": id}}}});
    let schema = schema(json!({"type": "object", "properties": {
        "members": {"type": "array", "items": member}, "user_info": {"type": "object", "properties": {"email": {"type": "string", "format": "email"}}},
        "sizes": {"type": "object", "additionalProperties": id}}}));
    let mut body = json!({"members": [{"id": 1}, {"id": "x"}, 7, {"id": 2, "tags": [[1], [1, {}]]}],
        "user_info": {"email": "no"}, "sizes": {"a": 1, "b.c": "x"}});
    let fields = ["members[1].id", "members[2]", "members[3].tags[1][1]", "sizes.b.c", "user_info.email"];
    assert_eq!(refused(&schema, &mut body), fields.map(invalid));
}
#[test]
fn faults_are_added_to_those_found_before() {
    let mut faults = vec![FieldError { field: "before".into(), message: "Invalid field.".into() }];
    schema(json!({"type": "integer"})).conform(&mut json!("x"), &mut faults);
    assert_eq!(faults.len(), 2);
}
#[test]
fn a_thousand_faults_are_reported_and_no_more() {
    let document = json!({"type": "array", "items": {"type": "integer"}});
    for (faulty, reported) in [(999, 999), (1000, 1000), (1001, 1000)] {
        assert_eq!(refused(&schema(document.clone()), &mut json!(vec!["x"; faulty])).len(), reported);
    }
}
#[test]
fn undeclared_fields_are_left_alone() {
    let document = json!({"type": "object", "properties": {"a": {"type": "integer"}}});
    check(
        document,
        &[(
            json!({"a": "1", "b": "1", "c": null, "d": {"a": "1"}}),
            json!({"a": 1, "b": "1", "c": null, "d": {"a": "1"}}),
        )],
        &[],
    );
}
#[test]
fn the_values_of_a_map_have_their_type() {
    let document = json!({"type": "object", "additionalProperties": {"type": "integer"}});
    check(
        document,
        &[(json!({"a": "1", "b": 2.0}), json!({"a": 1, "b": 2}))],
        &[json!({"a": null}), json!({"a": "x"}), json!([])],
    );
    check(json!({"type": "object", "additionalProperties": true}), &same(&[json!({"a": null, "b": [1]})]), &[]);
}
#[test]
fn lists_and_objects_are_nested_32_deep_at_most() {
    let nested = |levels: usize| from_str::<Value>(&format!("{}{}", "[".repeat(levels), "]".repeat(levels))).unwrap();
    check(json!(true), &same(&[nested(31), nested(32)]), &[nested(33), nested(100)]);
    let schema = schema(json!({"type": "object", "properties": {"known": {"type": "array"}}}));
    for field in ["known", "unknown"] {
        assert_eq!(refused(&schema, &mut json!({field: nested(30)})), []);
        assert_eq!(refused(&schema, &mut json!({field: nested(31)})), []);
    }
    assert_eq!(refused(&schema, &mut json!({"unknown": nested(32)})), [invalid("unknown")]);
    assert_eq!(refused(&schema, &mut json!({"known": nested(32)})), [invalid("known[0]")]);
    let inside =
        |levels: usize| from_str::<Value>(&format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels))).unwrap();
    check(json!(true), &same(&[inside(31), inside(32)]), &[inside(33)]);
    assert_eq!(refused(&schema, &mut inside(32)), []);
    assert_eq!(refused(&schema, &mut inside(33)), [invalid("a")]);
}

choice! {
    /// Where a user stands.
    enum Status: text { Active = "active", Inactive = "inactive" }
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct ListUsers {
    /// Only these.
    status: Option<Status>,
    #[serde(default)]
    role_ids: Vec<String>,
    #[schemars(range(min = 1, max = 300), extend("x-clamp" = true))]
    page_size: Option<i64>,
    include: Option<Vec<Status>>,
    #[serde(default, rename = "verified")]
    is_verified: bool,
}

fn queried(query: &str) -> Value {
    let schema = Schema::of::<ListUsers>().unwrap();
    let mut value = schema.from_query(&pairs(query));
    assert_eq!(refused(&schema, &mut value), [], "{query}");
    value
}

#[test]
fn a_query_is_read_by_its_declared_fields() {
    assert_eq!(queried("status=active&page_size=30&other=1"), json!({"status": "active", "page_size": 30}));
    assert_eq!(queried("page_size=2000&verified=True"), json!({"page_size": 300, "verified": true}));
    assert_eq!(queried(""), json!({}));
}
#[test]
fn the_last_of_a_repeated_field_counts_and_an_empty_one_is_absent() {
    assert_eq!(queried("page_size=10&page_size=20"), json!({"page_size": 20}));
    assert_eq!(queried("page_size=&status"), json!({}));
    assert_eq!(queried("page_size=10&page_size="), json!({}));
}
#[test]
fn a_list_in_a_query_is_comma_separated_repeated_or_both() {
    assert_eq!(queried("role_ids=1,2"), json!({"role_ids": ["1", "2"]}));
    assert_eq!(queried("role_ids=1&role_ids=2"), json!({"role_ids": ["1", "2"]}));
    assert_eq!(queried("role_ids=1,2&role_ids=3&role_ids=&role_ids=,4,"), json!({"role_ids": ["1", "2", "3", "4"]}));
    assert_eq!(queried("role_ids=&include=,"), json!({}));
    assert_eq!(queried("include=active,inactive"), json!({"include": ["active", "inactive"]}));
}
#[test]
fn a_comma_separates_only_where_a_list_is_declared() {
    let schema = Schema::of::<ListUsers>().unwrap();
    let mut value = schema.from_query(&pairs("status=active,inactive&page_size=0&include=active,gone"));
    assert_eq!(refused(&schema, &mut value), [invalid("include[1]"), invalid("page_size"), invalid("status")]);
}
#[test]
fn an_input_without_fields_reads_nothing_from_a_query() {
    assert_eq!(schema(json!({"type": "integer"})).from_query(&pairs("a=1")), json!({}));
}
#[test]
fn the_document_is_written_out_in_place() {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is used")]
    struct Outer {
        inner: ListUsers,
        more: Option<ListUsers>,
    }
    let schema = Schema::of::<Outer>().unwrap();
    assert_eq!(schema.document()["properties"]["inner"]["properties"]["page_size"]["maximum"], 300);
    assert_eq!(schema.document()["properties"]["more"]["type"], json!(["object", "null"]));
    assert_eq!(schema.document()["properties"]["inner"]["properties"]["status"]["description"], "Only these.");
    let text = schema.document().to_string();
    assert!(!text.contains("$ref") && !text.contains("$defs") && !text.contains("$schema"), "{text}");
}
