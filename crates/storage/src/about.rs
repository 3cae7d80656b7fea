//! What the log of an account says about a user: read for the one who asks, and taken out for the one who is forgotten.
use crate::{engine::Row, fault::*, sql, sql::Sql, tenant::Tenant};
use serde_json::{Map, Value};

const ABOUT: Sql = sql!(
    "SELECT at, name, object_id, payload FROM events
     WHERE account_id = $1 AND (object_id = $2 OR by_user_id = $2) AND at >= $3 AND at < $4 ORDER BY at, id"
);
const ALL: Sql = sql!("SELECT id, object_id, payload FROM events WHERE account_id = $1");
const SET_PAYLOAD: Sql = sql!("UPDATE events SET payload = $3 WHERE account_id = $1 AND id = $2");

impl Tenant<'_> {
    /// Calls `each` with what happened to a user or was done by it from `from` to before `until`, milliseconds UTC: the
    /// moment, the name of the event, the object and the payload.
    pub fn events_about(
        &self,
        user_id: &str,
        from: i64,
        until: i64,
        each: &mut dyn FnMut(&dyn Row) -> Result<()>,
    ) -> Result<()> {
        self.each(ABOUT, &[user_id.into(), from.into(), until.into()], each)
    }

    /// Takes out of the log of this account what it says of a user. That something happened, when, and to which id,
    /// remains: an id alone names nobody once its user is gone.
    pub fn forget_in_events(&mut self, user_id: &str, email: &str) -> Result<()> {
        let mut found: Vec<(String, String)> = Vec::new();
        self.each(ALL, &[], &mut |row| {
            let (object, payload): (&str, &str) = (row.get(1)?, row.get(2)?);
            if object == user_id || payload.contains(user_id) || payload.contains(email) {
                let forgotten = if object == user_id { named(user_id) } else { forgotten(payload, user_id, email)? };
                found.push((row.get(0)?, forgotten.to_string()));
            }
            Ok(())
        })?;
        for (id, payload) in &found {
            self.execute(SET_PAYLOAD, &[id.into(), payload.into()])?;
        }
        Ok(())
    }
}

fn named(user_id: &str) -> Value {
    Map::from_iter([("id".to_owned(), user_id.into())]).into()
}

/// A payload without the user: of objects that name it only ids are left, and its email is gone wherever it stands.
fn forgotten(payload: &str, user_id: &str, email: &str) -> Result<Value> {
    let mut value = serde_json::from_str(payload).map_err(Fault::broken)?;
    forget(&mut value, user_id, email);
    Ok(value)
}

fn forget(value: &mut Value, user_id: &str, email: &str) {
    match value {
        Value::Object(fields) => {
            let is = |name: &str, text: &str| fields.get(name).is_some_and(|value| value == text);
            if is("id", user_id) || is("email", email) {
                fields.retain(|name, value| value.is_string() && (name == "id" || name.ends_with("_id")));
            }
            fields.values_mut().for_each(|value| forget(value, user_id, email));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| forget(item, user_id, email)),
        Value::String(text) if text == email => text.clear(),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn of_an_object_that_names_the_user_ids_are_left_and_the_rest_of_a_payload_stays() {
        let payload = json!({
            "id": "group", "name": "Desk", "owner_email": "ann@x.example",
            "members": [{"id": "ann", "email": "ann@x.example", "name": "Ann"}, {"id": "bob", "email": "bob@x.example"}],
            "old_object": {"by": {"email": "ann@x.example", "role_id": "2", "name": "Ann"}},
        });
        let wanted = json!({
            "id": "group", "name": "Desk", "owner_email": "",
            "members": [{"id": "ann"}, {"id": "bob", "email": "bob@x.example"}],
            "old_object": {"by": {"role_id": "2"}},
        });
        assert_eq!(forgotten(&payload.to_string(), "ann", "ann@x.example").unwrap(), wanted);
    }
}
