//! Versions and conditional requests (RFC 7644, 3.14).
use super::*;

fn send(account: &Account<'_>, method: &str, path: &str, header: (&'static str, &str), body: &Value) -> Answer {
    let headers = [("authorization", format!("Bearer {}", account.actor.token)), (header.0, header.1.to_owned())];
    account.world.send(method, path, &headers, body)
}

#[test]
fn a_change_goes_on_only_from_the_version_that_was_seen() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let (group, _) = group(&master, &[]);
    for (path, change) in [(path(&id), json!({"title": "x"})), (group_path(&group), json!({"externalId": "x"}))] {
        let seen = master.get(&path).is(200);
        let tag = seen.header("etag").to_owned();
        assert_eq!(seen["meta"]["version"], tag);
        let changed = send(&master, "PUT", &path, ("if-match", &tag), &change).is(200);
        assert_ne!(changed.header("etag"), tag);
        let outdated = "The resource has changed since it was read.";
        send(&master, "PUT", &path, ("if-match", &tag), &json!({"externalId": "y"})).denied(412, "", outdated);
        let operations = json!({"Operations": [{"op": "add", "path": "externalId", "value": "z"}]});
        send(&master, "PATCH", &path, ("if-match", &tag), &operations).denied(412, "", outdated);
        send(&master, "DELETE", &path, ("if-match", &tag), &Value::Null).denied(412, "", outdated);
        send(&master, "DELETE", &path, ("if-match", "*"), &Value::Null).is(204);
    }
}

#[test]
fn whoever_has_the_present_version_is_told_so() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let (group, _) = group(&master, &[]);
    // The names of a role and of groups change without the user, so only what is shown without them is known.
    let of_user = format!("{}?excludedAttributes=roles,groups", path(&id));
    let whole = master.get(&path(&id)).is(200).header("etag").to_owned();
    send(&master, "GET", &path(&id), ("if-none-match", &whole), &Value::Null).is(200);
    for path in [of_user, group_path(&group)] {
        let tag = master.get(&path).is(200).header("etag").to_owned();
        let known = send(&master, "GET", &path, ("if-none-match", &tag), &Value::Null).is(304);
        assert!(known.bytes.is_empty() && known.header("etag") == tag);
        send(&master, "GET", &path, ("if-none-match", "W/\"0\""), &Value::Null).is(200);
    }
}
