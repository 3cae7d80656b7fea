use super::*;
use crate::schemas::{GROUPS, USERS};
use proptest::prelude::*;
use serde_json::{Map, json};

fn jill() -> Map<String, Value> {
    let jill = json!({
        "id": "Abc", "externalId": "E-1", "userName": "jill@example.com", "name": {"givenName": "Jill", "familyName": "O'Chill"},
        "active": true, "title": "", "meta": {"created": "2026-01-02T03:04:05Z"},
        "emails": [{"value": "jill@example.com", "type": "work", "primary": true}],
        "phoneNumbers": [{"value": "+1 1", "type": "mobile"}, {"value": "+1 2", "type": "work"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Physics"},
    });
    jill.as_object().unwrap().clone()
}

fn lets_through(text: &str) -> bool {
    Filter::read(&USERS, text).unwrap_or_else(|fault| panic!("{text}: {fault}")).lets_through(&jill())
}

#[test]
fn what_identity_providers_ask_finds_the_user() {
    for text in [
        r#"userName eq "jill@example.com""#,
        r#"userName Eq "JILL@example.com""#,
        "userName eq jill@example.com",
        r#"externalId eq "E-1""#,
        r#"emails[type eq "work"].value eq "jill@example.com""#,
        r#"emails[type eq "work" and value co "@example.com"]"#,
        r#"emails.value sw "jill""#,
        r#"emails eq "jill@example.com""#,
        r#"id eq "Abc" and active eq true"#,
        r#"active eq "True""#,
        r#"name.familyName co "o'ch""#,
        r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "physics""#,
        r#"urn:ietf:params:scim:schemas:core:2.0:User:userName ew ".com""#,
        r#"meta.created ge "2026-01-01T00:00:00Z" and meta.created lt "2027-01-01T00:00:00Z""#,
        r#"meta.created eq "2026-01-02T04:04:05.000+01:00" and meta.created le "2026-01-02T03:04:05.999Z""#,
        r#"meta[created lt "2026-01-02T03:04:05.001Z" and created sw "2026-01-02T"] and not (meta.created eq null)"#,
        r#"not (title pr) and (userName sw "x" or userName sw "j")"#,
        r#"title eq null"#,
        r#"userName ne "bob@example.com""#,
        r#"phoneNumbers[type eq "mobile" and value eq "+1 1"]"#,
    ] {
        assert!(lets_through(text), "{text}");
    }
}

#[test]
fn a_filter_holds_fifty_conditions_wherever_they_stand() {
    let all = |condition: &str, many: usize| vec![condition; many].join(" and ");
    for (many, is_read) in [(49, true), (50, true), (51, false)] {
        for text in [
            all("active pr", many),
            all("active pr", many).replace("and", "or"),
            // A bracket is a condition as well.
            format!("emails[{}]", all("value pr", many - 1)),
            format!("emails[{}].value pr", all("value pr", many - 2)),
            format!("not (emails[{}]) and {}", all("value pr", 20), all("active pr", many - 21)),
            format!("{} and emails[{}]", all("active pr", 20), all("value pr", many - 21)),
        ] {
            assert_eq!(Filter::read(&USERS, &text).is_ok(), is_read, "{many}: {text}");
        }
    }
}

#[test]
fn what_the_user_is_not_does_not_find_it() {
    for text in [
        r#"userName eq "jill""#,
        r#"externalId eq "e-1""#,
        r#"id eq "abc""#,
        r#"phoneNumbers[type eq "mobile" and value eq "+1 2"]"#,
        r#"emails[type eq "home"].value eq "jill@example.com""#,
        "active eq false",
        "title pr",
        r#"userName sw "jill" and not (active eq true)"#,
        r#"name.familyName gt "p""#,
        r#"meta.created gt "2026-01-02T03:04:05.000Z""#,
        r#"meta.created gt "2026-01-02T02:04:06-01:00""#,
        r#"userName eq "a" or userName eq "b" and active eq true"#,
    ] {
        assert!(!lets_through(text), "{text}");
    }
}

#[test]
fn what_cannot_be_followed_is_told_by_its_name() {
    for (text, told) in [
        ("nickName eq \"x\"", "nickName"),
        ("userName is \"x\"", "userName is \"x\""),
        ("userName eq", ""),
        ("userName", "userName "),
        ("userName eq \"x", "\"x"),
        ("userName eq \"x\" and", "and"),
        ("userName eq \"x\" junk", "junk"),
        ("(userName eq \"x\"", ""),
        ("emails[type eq \"x\"", ""),
        ("title[value eq \"x\"]", "value"),
        ("meta.created gt \"soon\"", "meta.created gt \"soon\""),
        ("meta[created ne 2026]", "created ne 2026]"),
        ("", ""),
    ] {
        assert_eq!(Filter::read(&USERS, text).err().as_deref(), Some(told), "{text}");
    }
    let deep = format!("{}active pr{}", "(".repeat(40), ")".repeat(40));
    assert!(Filter::read(&USERS, &deep).is_err());
}

#[test]
fn a_filter_says_what_its_resource_can_be_found_by() {
    let demanded = |text: &str, name: &str| Filter::read(&USERS, text).unwrap().demanded(name).map(str::to_owned);
    assert_eq!(demanded(r#"active eq true and userName eq "a@b.co""#, "userName").as_deref(), Some("a@b.co"));
    assert_eq!(demanded(r#"emails[type eq "work"].value eq "a@b.co""#, "emails").as_deref(), Some("a@b.co"));
    assert_eq!(demanded(r#"emails.value eq "a@b.co""#, "emails").as_deref(), Some("a@b.co"));
    assert_eq!(demanded(r#"userName eq "a" or active eq true"#, "userName"), None);
    assert_eq!(demanded(r#"userName sw "a""#, "userName"), None);
    let members = Filter::read(&GROUPS, r#"id eq "g" and members eq "u""#).unwrap();
    assert_eq!((members.demanded("id"), members.demanded("members")), (Some("g"), Some("u")));
    assert!(members.mentions("members") && !members.mentions("displayName"));
}

#[test]
fn a_filter_says_which_values_it_asks_for_if_it_asks_for_nothing_else() {
    let asked = |text: &str| Filter::read(&GROUPS, text).unwrap().values_asked("members").map(|ids| ids.join(" "));
    for (text, ids) in [
        (r#"displayName eq "x""#, ""),
        (r#"members eq "a""#, "a"),
        (r#"not (members.value ne "a") and displayName pr or members[value eq "b" or value eq "c"]"#, "a b c"),
        (r#"members[value eq "a" and type eq "User"]"#, "a"),
        (r#"members[value eq "a"].type eq "User""#, "a"),
    ] {
        assert_eq!(asked(text).as_deref(), Some(ids), "{text}");
    }
    for text in [
        "members pr",
        "members eq null",
        r#"members sw "a""#,
        r#"members.type eq "User""#,
        r#"members[type eq "User"]"#,
        r#"members[not (value eq "a")]"#,
        r#"members eq "a" and not (members pr)"#,
    ] {
        assert_eq!(asked(text), None, "{text}");
    }
}

/// A filter as text, and whether it lets Jill through.
fn filters() -> impl Strategy<Value = (String, bool)> {
    let leaf = prop_oneof![
        Just((r#"userName eq "jill@example.com""#.to_owned(), true)),
        Just((r#"name.givenName sw "J""#.to_owned(), true)),
        Just((r#"displayName pr"#.to_owned(), false)),
        Just((r#"emails[type eq "home"]"#.to_owned(), false)),
        Just((r#"active eq false"#.to_owned(), false)),
        Just((r#"userName eq "or and not ( ] \" ""#.to_owned(), false)),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|((a, x), (b, y))| (format!("({a}) AND ({b})"), x && y)),
            (inner.clone(), inner.clone()).prop_map(|((a, x), (b, y))| (format!("({a}) or ({b})"), x || y)),
            inner.prop_map(|(a, x)| (format!("not({a})"), !x)),
        ]
    })
}

proptest! {
    #[test]
    fn conditions_inside_each_other_mean_what_they_say((text, expected) in filters()) {
        prop_assert_eq!(lets_through(&text), expected, "{}", text);
    }
    #[test]
    fn whatever_is_sent_is_read_or_refused(text in "\\PC{0,60}|[a-zA-Z .\\[\\]()\"\\\\]{0,60}") {
        let _ = Filter::read(&USERS, &text).map(|filter| filter.lets_through(&jill()));
    }
}
