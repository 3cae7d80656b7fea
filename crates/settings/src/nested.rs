//! From dotted paths to objects inside objects.
use serde_json::{Map, Value};

/// Writes `value` at `path`, and the objects above it.
pub fn put(map: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            map.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            if let Value::Object(below) = map.entry(first).or_insert_with(|| Value::Object(Map::new())) {
                put(below, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_put_at_a_path_stands_there() {
        let mut map = Map::new();
        put(&mut map, "a.b.c", json!(1));
        put(&mut map, "a.b.d", json!([2]));
        put(&mut map, "e", json!("3"));
        assert_eq!(Value::Object(map.clone()), json!({"a": {"b": {"c": 1, "d": [2]}}, "e": "3"}));
    }
}
