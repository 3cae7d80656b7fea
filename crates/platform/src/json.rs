//! Answers as JSON: each type writes itself at the end of the answer's bytes, without anything in between.
use crate::values::{Date, Timestamp};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use storage::{Fault, Result};

/// A type of answers. [`view!`](crate::view) writes this for structs, [`choice!`](crate::choice) for enumerations.
pub trait WriteJson {
    /// Whether a field that holds it is left out.
    fn is_absent(&self) -> bool {
        false
    }
    /// # Errors
    /// [`Fault::Broken`] when it cannot be written as JSON.
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()>;
    /// Puts it among the fields of an object: under its key, unless it is absent. The key's length is known to the compiler,
    /// which copies it without a call.
    ///
    /// # Errors
    /// Those of `write_json`.
    #[inline]
    fn put<const LENGTH: usize>(&self, key: &[u8; LENGTH], fields: &mut Fields<'_>) -> Result<()> {
        if self.is_absent() { Ok(()) } else { self.write_json(fields.begin(key)) }
    }
}

/// Writes what only serde knows how to write.
///
/// # Errors
/// [`Fault::Broken`] when it cannot be written as JSON.
pub fn write_serialized(value: &impl Serialize, out: &mut Vec<u8>) -> Result<()> {
    serde_json::to_writer(out, value).map_err(Fault::broken)
}

/// The fields of an object, one after the other. Each is written with a comma before it; the first of them becomes the brace
/// that opens the object once it ends, so that no field asks whether it is the first.
pub struct Fields<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
}

impl<'o> Fields<'o> {
    /// The object follows what stands in `out`.
    pub fn of(out: &'o mut Vec<u8>) -> Self {
        Fields { start: out.len(), out }
    }
    /// `key` is a comma, the name in quotation marks and a colon: see [`field_key`].
    ///
    /// # Errors
    /// Those of the value.
    #[inline]
    pub fn put<const LENGTH: usize>(&mut self, key: &[u8; LENGTH], value: &impl WriteJson) -> Result<()> {
        value.put(key, self)
    }
    /// Fields that are written already, with commas between them.
    pub(crate) fn put_all(&mut self, written: &str) {
        if !written.is_empty() {
            self.begin(b",").extend_from_slice(written.as_bytes());
        }
    }
    #[inline]
    fn begin<const LENGTH: usize>(&mut self, key: &[u8; LENGTH]) -> &mut Vec<u8> {
        self.out.extend_from_slice(key);
        self.out
    }
    /// To be called last: until then the object has no braces.
    pub fn end(self) {
        match self.out.get_mut(self.start) {
            Some(first) => *first = b'{',
            None => self.out.push(b'{'),
        }
        self.out.push(b'}');
    }
}

/// The name of a field as Rust writes it (`r#type`), as it is called.
pub const fn field_name(field: &str) -> &str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// What stands before the value of a field: `,"type":`. `LENGTH` is four more than that of the name.
#[expect(
    clippy::indexing_slicing,
    reason = "it runs while a view is compiled, which it ends where the length is another"
)]
pub const fn field_key<const LENGTH: usize>(name: &str) -> [u8; LENGTH] {
    let (mut key, name, mut at) = ([b','; LENGTH], name.as_bytes(), 0);
    key[1] = b'"';
    while at < name.len() {
        key[at + 2] = name[at];
        at += 1;
    }
    key[LENGTH - 2] = b'"';
    key[LENGTH - 1] = b':';
    key
}

impl WriteJson for str {
    #[inline]
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        if !is_plain(self.as_bytes()) {
            return write_serialized(&self, out);
        }
        out.reserve(self.len() + 2);
        out.push(b'"');
        out.extend_from_slice(self.as_bytes());
        out.push(b'"');
        Ok(())
    }
}

/// Whether a text stands in JSON as it is; decided for eight bytes at a time.
fn is_plain(text: &[u8]) -> bool {
    all_words(text, |word| special(word) == 0)
}

/// As [`is_plain`], and every byte is ASCII: then it is a text, whatever holds it.
pub(crate) fn is_plain_ascii(text: &[u8]) -> bool {
    all_words(text, |word| (special(word) | word) & TOPS == 0)
}

fn all_words(text: &[u8], is_so: impl Fn(u64) -> bool) -> bool {
    let is_so = |word: &[u8; 8]| is_so(u64::from_le_bytes(*word));
    let Some(last) = text.last_chunk::<8>() else {
        let mut word = [b' '; 8];
        word.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
        return is_so(&word);
    };
    text.as_chunks::<8>().0.iter().all(is_so) && is_so(last)
}

const ONES: u64 = u64::MAX / 255;
const TOPS: u64 = ONES << 7;

/// 0 when none of the bytes is a control character, a quotation mark or a backslash.
fn special(word: u64) -> u64 {
    // The top bit of each byte that is smaller than `than`, which is at most 128 (and of some that follow one).
    let smaller = |word: u64, than: u64| word.wrapping_sub(ONES * than) & !word & TOPS;
    let is = |byte: u8| smaller(word ^ (ONES * u64::from(byte)), 1);
    smaller(word, 0x20) | is(b'"') | is(b'\\')
}

impl<T: WriteJson + ?Sized> WriteJson for &T {
    #[inline]
    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
    #[inline]
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        (**self).write_json(out)
    }
}

impl WriteJson for String {
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        self.as_str().write_json(out)
    }
}

impl<T: WriteJson> WriteJson for Option<T> {
    #[inline]
    fn is_absent(&self) -> bool {
        self.is_none()
    }
    #[inline]
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        match self {
            Some(value) => value.write_json(out),
            None => {
                out.extend_from_slice(b"null");
                Ok(())
            }
        }
    }
}

impl<T: WriteJson> WriteJson for [T] {
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        out.push(b'[');
        for (at, item) in self.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            item.write_json(out)?;
        }
        out.push(b']');
        Ok(())
    }
}
impl<T: WriteJson> WriteJson for Vec<T> {
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        self.as_slice().write_json(out)
    }
}
impl<T: WriteJson, const N: usize> WriteJson for [T; N] {
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        self.as_slice().write_json(out)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => { $(
        impl WriteJson for $number {
            #[inline]
            fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
                out.extend_from_slice(itoa::Buffer::new().format(*self).as_bytes());
                Ok(())
            }
        }
    )* };
}
numbers!(i64, u64);

impl WriteJson for bool {
    #[inline]
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        out.extend_from_slice(if *self { b"true" } else { b"false" });
        Ok(())
    }
}

impl WriteJson for Date {
    #[inline]
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        let mut text = *b"\"0000-00-00\"";
        text[1..11].copy_from_slice(&self.ascii());
        out.extend_from_slice(&text);
        Ok(())
    }
}

impl WriteJson for Timestamp {
    #[inline]
    fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        let mut text = *b"\"0000-00-00T00:00:00Z\"";
        text[1..21].copy_from_slice(&self.ascii());
        out.extend_from_slice(&text);
        Ok(())
    }
}

macro_rules! serialized {
    ($($type:ty),*) => { $(
        impl WriteJson for $type {
            fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
                write_serialized(self, out)
            }
        }
    )* };
}
serialized!(Value, BTreeMap<String, i64>);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::JsonFields;
    use proptest::prelude::*;
    use serde_json::json;

    fn written(value: &impl WriteJson) -> String {
        let mut out = Vec::new();
        value.write_json(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn a_text_is_written_as_serde_writes_it(text in ".{0,40}|[\\x00-\\x40\\\\\"a]{0,40}") {
            prop_assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
        }
        #[test]
        fn every_byte_is_plain_or_not_wherever_it_stands(before in 0usize..20, byte in 0u8..128, after in 0usize..20) {
            let text = "é".repeat(before) + &char::from(byte).to_string() + &"z".repeat(after);
            prop_assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
        }
        #[test]
        fn a_number_is_written_as_serde_writes_it(number: i64) {
            prop_assert_eq!(written(&number), number.to_string());
        }
    }

    #[test]
    fn absent_fields_are_left_out_and_a_word_of_rust_is_a_name() {
        let mut out = Vec::new();
        let mut fields = Fields::of(&mut out);
        const TYPE: &str = field_name("r#type");
        fields.put(&field_key::<{ TYPE.len() + 4 }>(TYPE), &1i64).unwrap();
        fields.put(br#","rest":"#, &None::<i64>).unwrap();
        fields.put(br#","right":"#, &[Some(true), None]).unwrap();
        fields.put(br#","at":"#, &Timestamp::from_millis(0)).unwrap();
        fields.end();
        let value: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(value, json!({"type": 1, "right": [true, null], "at": "1970-01-01T00:00:00Z"}));
    }

    #[test]
    fn fields_that_are_kept_as_text_stand_among_the_others() {
        let cases = [(r#"{"a":1,"b":[]}"#, r#"{"first":1,"a":1,"b":[],"last":2}"#), ("{}", r#"{"first":1,"last":2}"#)];
        for (kept, whole) in cases {
            let mut out = Vec::new();
            let mut fields = Fields::of(&mut out);
            fields.put(br#","first":"#, &1i64).unwrap();
            fields.put(b"", &JsonFields::<Value>::new(kept)).unwrap();
            fields.put(br#","last":"#, &2i64).unwrap();
            fields.end();
            assert_eq!(String::from_utf8(out).unwrap(), whole);
        }
        assert!(JsonFields::<Value>::new("[]").put(b"", &mut Fields::of(&mut Vec::new())).is_err());
    }

    #[test]
    fn an_object_may_be_empty() {
        let mut out = Vec::new();
        Fields::of(&mut out).end();
        assert_eq!(out, b"{}");
    }
}
