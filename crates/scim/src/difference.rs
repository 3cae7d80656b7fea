//! What is otherwise in one state of a resource than in another: only that is wanted to change.
use serde_json::{Map, Value};

/// The attributes of `after` that differ; those that are gone are null, and lists are empty.
pub fn between(before: &Map<String, Value>, after: &Map<String, Value>) -> Map<String, Value> {
    let mut changed = Map::new();
    for (name, value) in after {
        match (before.get(name), value) {
            (Some(before), value) if before == value => {}
            (None, Value::Null) => {}
            (Some(Value::Object(before)), Value::Object(after)) => {
                let inner = between(before, after);
                if !inner.is_empty() {
                    changed.insert(name.clone(), inner.into());
                }
            }
            _ => drop(changed.insert(name.clone(), value.clone())),
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_differs_is_wanted_to_change() {
        let fields = |value: Value| value.as_object().unwrap().clone();
        let before = json!({"a": 1, "b": [1], "name": {"x": "1", "y": "2"}, "ext": {"p": "1"}, "same": {"q": 1}});
        let after = json!({"a": 1, "b": null, "name": {"x": "1", "y": null, "z": "3"}, "ext": null, "same": {"q": 1}, "new": "n", "none": null});
        let expected = json!({"b": null, "name": {"y": null, "z": "3"}, "ext": null, "new": "n"});
        assert_eq!(between(&fields(before.clone()), &fields(after)), fields(expected));
        assert!(between(&fields(before.clone()), &fields(before)).is_empty());
    }
}
