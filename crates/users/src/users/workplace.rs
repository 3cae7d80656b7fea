//! Zoom Workplace plans, by the numbers that the documents give them. No user holds one; any other number is refused for
//! what it is.
use schemars::Schema;
use serde_json::{Value, json};

/// Each is a bit. Three stand there a second time, as the documents print them: rounded to what a double can be read from.
const PLANS: [i64; 27] = [
    16,
    32,
    64,
    128,
    33_554_432,
    134_217_728,
    268_435_456,
    536_870_912,
    1_073_741_824,
    4_294_967_296,
    8_589_934_592,
    17_179_869_184,
    34_359_738_368,
    68_719_476_736,
    137_438_953_472,
    274_877_906_944,
    549_755_813_888,
    1_099_511_627_776,
    2_199_023_255_552,
    4_398_046_511_104,
    18_014_398_509_481_984,
    72_057_594_037_927_936,
    72_057_594_037_927_940,
    144_115_188_075_855_872,
    144_115_188_075_855_870,
    576_460_752_303_423_488,
    576_460_752_303_423_500,
];
/// Takes a plan away.
pub const OFF: i64 = 0;
/// Licenses for meetings, which `license_option` knows beside the plans.
const MEETINGS: [i64; 3] = [2, 4, 8];

/// Whether a plan has this number.
pub fn is_plan(text: &str) -> bool {
    PLANS.iter().any(|plan| plan.to_string() == text)
}

/// Lets a field be the number of a plan.
pub fn plan(schema: &mut Schema) {
    allow(schema, &[]);
}

/// Lets a field be the number of a plan, or [`OFF`].
pub fn plan_or_off(schema: &mut Schema) {
    allow(schema, &[OFF]);
}

/// Lets a field be what `license_option` may be.
pub fn license_option(schema: &mut Schema) {
    allow(schema, &MEETINGS);
}

fn allow(schema: &mut Schema, others: &[i64]) {
    let mut numbers: Vec<Value> = others.iter().chain(&PLANS).map(|number| json!(number)).collect();
    // A field that may be left out may be null as well.
    if schema.get("type").is_some_and(Value::is_array) {
        numbers.push(Value::Null);
    }
    schema.insert("enum".to_owned(), numbers.into());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_is_a_bit_as_it_is_or_as_a_double_is_printed() {
        for plan in PLANS {
            assert_eq!((plan as f64 as i64).count_ones(), 1, "{plan}");
        }
    }

    #[test]
    fn a_field_may_be_nothing_but_the_numbers_and_null_where_it_may_be_left_out() {
        let allowed = |mut schema: Schema| {
            plan_or_off(&mut schema);
            schema.get("enum").and_then(Value::as_array).cloned().unwrap()
        };
        let needed = allowed(schemars::json_schema!({"type": "integer"}));
        assert_eq!((needed.len(), &needed[0]), (PLANS.len() + 1, &json!(OFF)));
        assert_eq!(allowed(schemars::json_schema!({"type": ["integer", "null"]})).last(), Some(&Value::Null));
    }
}
