//! What the log of an account says about a user: read for the one who asks, and taken out for the one who is forgotten.
use crate::{engine::Row, fault::*, sql, sql::Sql, tenant::Tenant};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const ABOUT: Sql = sql!(
    "SELECT at, name, object_id, payload FROM events
     WHERE account_id = $1 AND (object_id = $2 OR by_user_id = $2) AND at >= $3 AND at < $4 ORDER BY at, id"
);
const SLICE: Sql =
    sql!("SELECT id, object_id, payload FROM events WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3");
const SET_PAYLOAD: Sql = sql!("UPDATE events SET payload = $3 WHERE account_id = $1 AND id = $2");

/// Events of a part of the log.
const MOST: i64 = 1000;

/// A user that nothing is said of any more.
pub struct Forgotten<'a> {
    pub user_id: &'a str,
    /// Of now and of before, in their form for comparison.
    pub emails: &'a BTreeSet<String>,
    /// What else it may be called, in the same form, and in which fields: elsewhere such a text may mean anything.
    pub names: &'a BTreeSet<String>,
    pub named_in: &'a [&'a str],
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

    /// Calls `each` with the events of a part of the log, from after the one with the id `after` (empty: from its
    /// beginning): the id, the object and the payload. The last event of the part, or `None` when there are no more.
    pub fn part_of_log(
        &self,
        after: &str,
        each: &mut dyn FnMut(&str, &str, &str) -> Result<()>,
    ) -> Result<Option<String>> {
        let (mut seen, mut last) = (0, None);
        self.each(SLICE, &[after.into(), MOST.into()], &mut |row| {
            let id: &str = row.get(0)?;
            (seen, last) = (seen + 1, Some(id.to_owned()));
            each(id, row.get(1)?, row.get(2)?)
        })?;
        Ok(last.filter(|_| seen == MOST))
    }

    /// Takes out of a part of the log what it says of a user. That something happened, when, and to which id, remains: an id
    /// alone names nobody once its user is gone. The parts are those of [`part_of_log`](Self::part_of_log).
    ///
    /// # Errors
    /// [`Fault::Broken`] when the payload of an event is no JSON.
    pub fn forget_in_events(&mut self, who: &Forgotten<'_>, after: &str) -> Result<Option<String>> {
        let mut found = Vec::new();
        let last = self.part_of_log(after, &mut |id, object, payload| {
            if let Some(left) = who.left_of(object, payload)? {
                found.push((id.to_owned(), left.to_string()));
            }
            Ok(())
        })?;
        for (id, payload) in &found {
            self.execute(SET_PAYLOAD, &[id.into(), payload.into()])?;
        }
        Ok(last)
    }
}

impl Forgotten<'_> {
    /// The payload without the user; `None` when it says nothing of it.
    fn left_of(&self, object: &str, payload: &str) -> Result<Option<Value>> {
        if object == self.user_id {
            return Ok(Some(Map::from_iter([("id".to_owned(), self.user_id.into())]).into()));
        }
        if !self.may_be_in(payload) {
            return Ok(None);
        }
        let told: Value = serde_json::from_str(payload).map_err(Fault::broken)?;
        let mut left = told.clone();
        self.take_out_of(&mut left);
        Ok((left != told).then_some(left))
    }
    fn may_be_in(&self, payload: &str) -> bool {
        if payload.contains(self.user_id) || self.named_in.iter().any(|field| payload.contains(field)) {
            return true;
        }
        let folded = (self.folded)(payload);
        self.emails.iter().any(|email| folded.contains(email))
    }
    /// Of objects that are the user only ids are left, its emails are gone wherever they stand, however they are spelled, and
    /// its names where they are somebody's. One with another id is somebody else, who may have had one of the emails too.
    fn take_out_of(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                let text = |name: &str| fields.get(name).and_then(Value::as_str);
                let is_it = match text("id") {
                    Some(id) => id == self.user_id,
                    None => text("email").is_some_and(|email| self.is_email(email)),
                };
                if is_it {
                    fields.retain(|name, value| value.is_string() && (name == "id" || name.ends_with("_id")));
                }
                for (name, value) in fields {
                    match value {
                        Value::String(text) if self.is_name(name, text) => text.clear(),
                        value => self.take_out_of(value),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.take_out_of(item)),
            Value::String(text) if self.is_email(text) => text.clear(),
            _ => {}
        }
    }
    fn is_email(&self, text: &str) -> bool {
        self.emails.contains(&(self.folded)(text))
    }
    fn is_name(&self, field: &str, text: &str) -> bool {
        self.named_in.contains(&field) && self.names.contains(&(self.folded)(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn left(object: &str, payload: &Value) -> Option<Value> {
        let emails = BTreeSet::from(["ann@x.example", "old@x.example"].map(str::to_owned));
        let names = BTreeSet::from(["ann lee", "bob@x.example"].map(str::to_owned));
        let who = Forgotten {
            user_id: "ann",
            emails: &emails,
            names: &names,
            named_in: &["manager"],
            folded: str::to_lowercase,
        };
        who.left_of(object, &payload.to_string()).unwrap()
    }

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
        assert_eq!(left("group", &payload), Some(wanted));
        assert_eq!(left("group", &json!({"id": "group"})), None);
        assert_eq!(left("ann", &payload), Some(json!({"id": "ann"})));
    }

    #[test]
    fn of_somebody_else_with_the_email_everything_but_the_email_stays() {
        let (cid, cut) = (json!({"id": "cid", "email": "OLD@x.example", "name": "Cid"}), json!({"role_id": "2"}));
        let payload = json!({"members": [cid, {"email": "old@x.example", "role_id": "2", "name": "Ann"}]});
        let wanted = json!({"members": [{"id": "cid", "email": "", "name": "Cid"}, cut]});
        assert_eq!(left("group", &payload), Some(wanted));
        assert_eq!(left("cid", &cid), Some(json!({"id": "cid", "email": "", "name": "Cid"})));
    }

    #[test]
    fn an_email_of_the_past_goes_wherever_it_stands_and_a_name_where_it_is_somebodys() {
        let payload = json!({
            "id": "bob", "manager": "Ann Lee", "dept": "Ann Lee", "owner_email": "Old@x.example",
            "old_object": {"manager": "OLD@x.example", "inner": {"manager": "ann lee", "name": "Ann Lee"}},
        });
        let wanted = json!({
            "id": "bob", "manager": "", "dept": "Ann Lee", "owner_email": "",
            "old_object": {"manager": "", "inner": {"manager": "", "name": "Ann Lee"}},
        });
        assert_eq!(left("bob", &payload), Some(wanted));
        assert_eq!(left("bob", &json!({"id": "bob", "manager": "Ann Lee-Jones", "name": "Ann Lee"})), None);
    }
}
