//! What the walk knows of a type, and what a single value must satisfy.
use super::format::Format;
use regex_lite::Regex;
use serde_json::{Number, Value};

/// Whole numbers up to here have an exact floating-point form: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

#[derive(Debug)]
pub(super) struct Node {
    pub kind: Kind,
    pub nullable: bool,
    /// A `Patch`: its `null` says something.
    pub patch: bool,
}

#[derive(Debug)]
pub(super) enum Kind {
    Any,
    Boolean,
    Integer(Integer),
    Decimal(Decimal),
    Text(Text),
    List(Box<List>),
    Object(Object),
}

#[derive(Debug)]
pub(super) struct List {
    pub item: Node,
    pub fewest: usize,
    pub most: usize,
    pub distinct: bool,
}

#[derive(Debug)]
pub(super) struct Object {
    pub fields: Vec<Field>,
    /// What the values of undeclared names must be: of a map, or of an object that collects them.
    pub others: Option<Box<Node>>,
}

#[derive(Debug)]
pub(super) struct Field {
    pub name: Box<str>,
    pub required: bool,
    pub node: Node,
}

/// Bounds include their ends.
#[derive(Debug)]
pub(super) struct Integer {
    pub minimum: i64,
    pub maximum: i64,
    /// What lies above the maximum becomes the maximum.
    pub clamp: bool,
    /// Empty: all.
    pub choices: Vec<i64>,
}

#[derive(Debug)]
pub(super) struct Decimal {
    pub minimum: f64,
    pub maximum: f64,
}

/// Lengths in characters.
#[derive(Debug)]
pub(super) struct Text {
    pub shortest: usize,
    pub longest: usize,
    pub format: Option<Format>,
    pub pattern: Option<Regex>,
    /// Empty: all.
    pub choices: Vec<Box<str>>,
}

/// A truth, or its name as JSON and Python write it.
pub(super) fn accept_boolean(value: &mut Value) -> bool {
    let truth = match value {
        Value::Bool(_) => return true,
        Value::String(text) => match text.as_str() {
            "true" | "True" => true,
            "false" | "False" => false,
            _ => return false,
        },
        _ => return false,
    };
    *value = truth.into();
    true
}

impl Integer {
    pub(super) fn accept(&self, value: &mut Value) -> bool {
        let Some(number) = whole(value) else { return false };
        let number = if self.clamp { number.min(self.maximum.into()) } else { number };
        let Ok(number) = i64::try_from(number) else { return false };
        let accepted = (self.minimum..=self.maximum).contains(&number)
            && (self.choices.is_empty() || self.choices.contains(&number));
        if accepted {
            *value = number.into();
        }
        accepted
    }
}

fn whole(value: &Value) -> Option<i128> {
    match value {
        Value::Number(number) => number.as_i128().or_else(|| exact(number.as_f64()?)),
        Value::String(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| text.parse().ok()).flatten()
        }
        _ => None,
    }
}

fn exact(number: f64) -> Option<i128> {
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i128)
}

impl Decimal {
    pub(super) fn accept(&self, value: &mut Value) -> bool {
        if let Value::String(text) = value {
            let Some(number) = decimal(text) else { return false };
            *value = Value::Number(number);
        }
        value.as_f64().is_some_and(|number| (self.minimum..=self.maximum).contains(&number))
    }
}

/// Digits with an optional minus and an optional fraction.
fn decimal(text: &str) -> Option<Number> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    plain.then(|| text.parse().ok().and_then(Number::from_f64)).flatten()
}

/// The text that a number stands for, where it is a whole one that 64 bits hold. Any other may have been written otherwise
/// than it is read: `1.50` is 1.5.
pub fn text_of(number: &Number) -> Option<String> {
    (!number.is_f64()).then(|| number.to_string())
}

impl Text {
    /// A zero character is refused everywhere: PostgreSQL cannot store it.
    pub(super) fn accept(&self, value: &mut Value) -> bool {
        match value {
            Value::Number(number) => match text_of(number) {
                Some(text) => *value = Value::String(text),
                None => return false,
            },
            Value::Bool(truth) => *value = Value::String(truth.to_string()),
            _ => {}
        }
        let Value::String(text) = value else { return false };
        self.has_length(text)
            && !text.contains('\0')
            && (self.choices.is_empty() || self.choices.iter().any(|choice| **choice == **text))
            && self.format.is_none_or(|format| format.allows(text))
            && self.pattern.as_ref().is_none_or(|pattern| pattern.is_match(text))
    }
    fn has_length(&self, text: &str) -> bool {
        // A character has one to four bytes: most texts need no counting.
        let certain = text.len() <= self.longest && text.len() / 4 >= self.shortest;
        certain || (self.shortest..=self.longest).contains(&text.chars().count())
    }
}
