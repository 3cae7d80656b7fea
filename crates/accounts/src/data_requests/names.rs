//! What somebody was called in an account. Others may name it so, for a manager and an heir are words.
use platform::{Result, personal::Called};
use serde_json::Value;
use storage::{Fault, Tenant};
use users::{emails, users as people};

/// What the log tells of a user, of now and of before: every email and every name has come with an event.
///
/// # Errors
/// Those of the store.
pub fn ever(tenant: &Tenant, user_id: &str) -> Result<Called> {
    let (mut called, mut next) = (Called::default(), Some(String::new()));
    while let Some(after) = next {
        next = tenant.part_of_log(&after, &mut |_, object, payload| {
            if object == user_id {
                let told: Value = serde_json::from_str(payload).map_err(Fault::broken)?;
                add(&mut called, &told);
            }
            Ok(())
        })?;
    }
    Ok(called)
}

/// Adds what an event of the user says.
fn add(called: &mut Called, told: &Value) {
    for object in [Some(told), told.get("old_object")].into_iter().flatten() {
        let text = |field: &str| object.get(field)?.as_str();
        called.emails.extend(text("email").map(emails::folded));
        add_name(called, text("display_name").unwrap_or_default());
    }
}

/// By an empty name nobody is meant, and by one that looks like an email whoever has that.
pub fn add_name(called: &mut Called, name: &str) {
    let name = emails::folded(name);
    if !name.is_empty() && !emails::is_email(&name) {
        called.names.insert(name);
    }
}

/// Takes out what is the email of another user of the account at this moment.
///
/// # Errors
/// Those of the store.
pub fn leave_to_others(tenant: &Tenant, user_id: &str, called: &mut Called) -> Result<()> {
    for email in called.emails.clone() {
        if people::by_email(tenant, &email)?.is_some_and(|user| user.id != user_id) {
            called.emails.remove(&email);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_event_tells_what_its_user_is_called_and_was_called_before_emails_and_names_apart() {
        let mut called = Called::default();
        let before = json!({"email": "an@x.example", "display_name": "Boss@x.example", "dept": ""});
        for told in [
            json!({"id": "a", "email": "Ann@x.example", "display_name": " ", "dept": "Physics", "old_object": before}),
            json!({"id": "a", "display_name": " Ann Lee"}),
        ] {
            add(&mut called, &told);
        }
        let wanted = json!({"emails": ["an@x.example", "ann@x.example"], "names": ["ann lee"]});
        assert_eq!(serde_json::to_value(&called).unwrap(), wanted);
    }
}
