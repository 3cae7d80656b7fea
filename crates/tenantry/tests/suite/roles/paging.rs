//! `GET /roles/{roleId}/members`, page by page.
use super::{give, holder, role};
use crate::{actors::Account, world::World};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Follows the tokens from the first page to the last: every email, in order.
fn walk(account: &Account<'_>, role: &str, size: usize, mut between: impl FnMut(usize)) -> Vec<String> {
    let (mut emails, mut token, mut page) = (Vec::new(), String::new(), 0);
    loop {
        let path = format!("/roles/{role}/members?page_size={size}&next_page_token={token}");
        let answer = account.get(&path).is(200);
        emails.extend(answer.column("email").iter().map(|email| email.as_str().unwrap().to_owned()));
        page += 1;
        assert_eq!((&answer["page_number"], &answer["page_size"]), (&json!(page), &json!(size)));
        token = answer.text("next_page_token");
        if token.is_empty() {
            return emails;
        }
        between(page);
    }
}

#[test]
fn every_member_in_every_state_is_visited_once_and_in_the_order_of_making() {
    let world = World::new();
    let master = world.master();
    let role = role(&master, &[]);
    let mut made = Vec::new();
    for number in 0..9 {
        world.advance(1);
        let user = match number % 3 {
            0 => {
                let info = json!({"email": world.email(&format!("invited{number}")), "type": 1});
                master.post("/users", json!({"action": "create", "user_info": info})).is(201).text("id")
            }
            _ => master.user("some").0,
        };
        give(&master, &role, &user).is(201);
        made.push(master.get(&format!("/users/{user}")).is(200).text("email"));
        if number % 3 == 1 {
            let answer = master.put(&format!("/users/{user}/status"), json!({"action": "deactivate"}));
            assert!(answer.status < 300, "{answer}");
        }
    }
    for size in [1, 2, 4, 8, 9, 10] {
        assert_eq!(walk(&master, &role, size, |_| ()), made, "pages of {size}");
    }
    let second = master.get(&format!("/roles/{role}/members?page_size=4&page_number=2")).is(200);
    assert_eq!(second.column("email"), made[4..8]);
    assert_eq!((&second["page_count"], &second["total_records"]), (&json!(3), &json!(9)));
    let beyond = master.get(&format!("/roles/{role}/members?page_size=4&page_number=4&page_count=7")).is(200);
    assert_eq!((&beyond["members"], &beyond["next_page_token"]), (&json!([]), &json!("")));
}

#[test]
fn who_is_a_member_throughout_is_visited_once_although_others_come_go_and_change() {
    let world = World::new();
    let master = world.master();
    let role = role(&master, &[]);
    let users: Vec<String> = (0..8).map(|_| holder(&master, &role)).collect();
    let email = |user: &String| master.get(&format!("/users/{user}")).is(200).text("email");
    let (leaving, staying): (Vec<&String>, Vec<&String>) = users.iter().partition(|user| users[..2].contains(*user));
    let stayed: BTreeSet<String> = staying.iter().map(|user| email(user)).collect();
    let visited = walk(&master, &role, 2, |page| {
        holder(&master, &role);
        if let Some(user) = leaving.get(page - 1) {
            master.delete(&format!("/roles/{role}/members/{user}")).is(204);
        }
        let change = if page % 2 == 1 { "deactivate" } else { "activate" };
        for user in staying.iter().take(3) {
            let answer = master.put(&format!("/users/{user}/status"), json!({"action": change}));
            assert!(answer.status < 300, "{answer}");
        }
    });
    for email in &stayed {
        assert_eq!(visited.iter().filter(|visited| *visited == email).count(), 1, "{email} in {visited:?}");
    }
    let distinct: BTreeSet<&String> = visited.iter().collect();
    assert_eq!(distinct.len(), visited.len(), "{visited:?}");
}

#[test]
fn a_page_holds_30_members_when_nobody_asks_and_300_at_most() {
    let world = World::new();
    let master = world.master();
    let size = |query: &str| master.get(&format!("/roles/1/members{query}"));
    assert_eq!(size("").is(200)["page_size"], 30);
    for (asked, served) in [(1, 1), (299, 299), (300, 300), (301, 300), (2000, 300)] {
        assert_eq!(size(&format!("?page_size={asked}")).is(200)["page_size"], served);
    }
    for refused in ["0", "-1", "x", "1.5"] {
        size(&format!("?page_size={refused}")).refuses_fields(&["page_size"]);
    }
}

#[test]
fn a_token_serves_its_role_its_account_and_its_query_for_15_minutes() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (one, other) = (role(&sub, &[]), role(&sub, &[]));
    for role in [&one, &one, &other, &other] {
        holder(&sub, role);
    }
    let first = master.on(&sub).get(&format!("/roles/{one}/members?page_size=1")).is(200).text("next_page_token");
    let next = |role: &str, size: u32| {
        master.on(&sub).get(&format!("/roles/{role}/members?page_size={size}&next_page_token={first}"))
    };
    let refusal = "The next page token is invalid or expired.";
    next(&one, 1).is(200);
    next(&one, 2).refused(400, 300, refusal);
    next(&other, 1).refused(400, 300, refusal);
    sub.get(&format!("/roles/{one}/members?page_size=1&next_page_token={first}")).refused(400, 300, refusal);
    world.advance(15 * 60);
    next(&one, 1).is(200);
    world.advance(1);
    next(&one, 1).refused(400, 300, refusal);
}

#[test]
fn the_members_of_the_owners_and_the_member_role_are_listed_too() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (user, _) = sub.user("ann");
    let ids =
        |role: &str| -> Vec<Value> { master.on(&sub).get(&format!("/roles/{role}/members")).is(200).column("id") };
    assert_eq!(ids("0"), [&*sub.owner_id]);
    assert_eq!(ids("2"), [&*user]);
}
