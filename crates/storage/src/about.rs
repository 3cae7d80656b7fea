//! What the log of an account says about a user: read for the one who asks, and taken out for the one who is forgotten.
use crate::{engine::Row, fault::*, sql, sql::Sql, tenant::Tenant};
use serde_json::{Map, Value};

const ABOUT: Sql = sql!(
    "SELECT at, name, object_id, payload FROM events
     WHERE account_id = $1 AND (object_id = $2 OR by_user_id = $2) AND at >= $3 AND at < $4 ORDER BY at, id"
);
const SLICE: Sql =
    sql!("SELECT id, object_id, payload FROM events WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3");
const SET_PAYLOAD: Sql = sql!("UPDATE events SET payload = $3 WHERE account_id = $1 AND id = $2");

/// Events that are gone through in one transaction.
const MOST: i64 = 1000;

/// A user that nothing is said of any more.
pub struct Forgotten<'a> {
    pub user_id: &'a str,
    /// In its form for comparison.
    pub email: &'a str,
    /// Brings a text to the form in which emails are compared.
    pub folded: fn(&str) -> String,
}

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
    /// remains: an id alone names nobody once its user is gone. A part of the log is gone through, from after the event with
    /// the id `after` (empty: from its beginning); the last event of the part, or `None` when there are no more.
    ///
    /// # Errors
    /// [`Fault::Broken`] when the payload of an event is no JSON.
    pub fn forget_in_events(&mut self, who: &Forgotten<'_>, after: &str) -> Result<Option<String>> {
        let (mut found, mut seen, mut last) = (Vec::new(), 0, None);
        self.each(SLICE, &[after.into(), MOST.into()], &mut |row| {
            let (id, object, payload): (&str, &str, &str) = (row.get(0)?, row.get(1)?, row.get(2)?);
            (seen, last) = (seen + 1, Some(id.to_owned()));
            if let Some(left) = who.left_of(object, payload)? {
                found.push((id.to_owned(), left.to_string()));
            }
            Ok(())
        })?;
        for (id, payload) in &found {
            self.execute(SET_PAYLOAD, &[id.into(), payload.into()])?;
        }
        Ok(last.filter(|_| seen == MOST))
    }
}

impl Forgotten<'_> {
    /// The payload without the user; `None` when it says nothing of it.
    fn left_of(&self, object: &str, payload: &str) -> Result<Option<Value>> {
        if object == self.user_id {
            return Ok(Some(Map::from_iter([("id".to_owned(), self.user_id.into())]).into()));
        }
        if !payload.contains(self.user_id) && !(self.folded)(payload).contains(self.email) {
            return Ok(None);
        }
        let mut value = serde_json::from_str(payload).map_err(Fault::broken)?;
        self.take_out_of(&mut value);
        Ok(Some(value))
    }
    /// Of objects that name the user only ids are left, and its email is gone wherever it stands, however it is spelled.
    fn take_out_of(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                let text = |name: &str| fields.get(name).and_then(Value::as_str);
                if text("id") == Some(self.user_id) || text("email").is_some_and(|email| self.is_email(email)) {
                    fields.retain(|name, value| value.is_string() && (name == "id" || name.ends_with("_id")));
                }
                fields.values_mut().for_each(|value| self.take_out_of(value));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.take_out_of(item)),
            Value::String(text) if self.is_email(text) => text.clear(),
            _ => {}
        }
    }
    fn is_email(&self, text: &str) -> bool {
        (self.folded)(text) == self.email
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn of_an_object_that_names_the_user_ids_are_left_and_the_rest_of_a_payload_stays() {
        let payload = json!({
            "id": "group", "name": "Desk", "owner_email": "Ann@X.example",
            "members": [{"id": "ann", "email": "ann@x.example", "name": "Ann"}, {"id": "bob", "email": "bob@x.example"}],
            "old_object": {"by": {"email": "ann@x.example", "role_id": "2", "name": "Ann"}},
        });
        let wanted = json!({
            "id": "group", "name": "Desk", "owner_email": "",
            "members": [{"id": "ann"}, {"id": "bob", "email": "bob@x.example"}],
            "old_object": {"by": {"role_id": "2"}},
        });
        let who = Forgotten { user_id: "ann", email: "ann@x.example", folded: str::to_lowercase };
        assert_eq!(who.left_of("group", &payload.to_string()).unwrap(), Some(wanted));
        assert_eq!(who.left_of("group", "{\"id\": \"group\"}").unwrap(), None);
        assert_eq!(who.left_of("ann", &payload.to_string()).unwrap(), Some(json!({"id": "ann"})));
    }
}
