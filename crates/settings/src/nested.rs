//! From dotted paths to objects inside objects, and back.
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

/// What stands at `path`; `null` is absence.
pub fn at<'v>(map: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    match path.split_once('.') {
        None => map.get(path).filter(|value| !value.is_null()),
        Some((first, rest)) => at(map.get(first)?.as_object()?, rest),
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
        assert_eq!(at(&map, "a.b.d"), Some(&json!([2])));
        assert_eq!(at(&map, "a.b.x"), None);
        assert_eq!(at(&map, "e.x"), None);
    }

    #[test]
    fn null_is_absence() {
        let map = json!({"a": {"b": null}, "c": null});
        let Value::Object(map) = map else { panic!("an object") };
        assert_eq!((at(&map, "a.b"), at(&map, "c.d")), (None, None));
    }
}
