//! `GET /accounts`
use super::no_account;
use crate::world::{NO_ID, World};
use serde_json::json;

#[test]
fn each_subaccount_stands_on_one_page() {
    let world = World::new();
    let master = world.master();
    let subs: Vec<String> = (0..5).map(|_| world.sub(&master).id).collect();
    let (mut seen, mut token) = (Vec::new(), String::new());
    for page_number in 1..=3 {
        let page = master.get(&format!("/accounts?page_size=2&next_page_token={token}")).is(200);
        assert_eq!(
            (&page["page_count"], &page["page_number"], &page["total_records"]),
            (&json!(3), &json!(page_number), &json!(5))
        );
        seen.extend(page.column("id"));
        token = page.text("next_page_token");
    }
    assert_eq!(token, "");
    let mut wanted = subs;
    wanted.sort();
    seen.sort_by_key(ToString::to_string);
    assert_eq!(seen, wanted);
}

#[test]
fn a_page_is_read_by_number_too() {
    let world = World::new();
    let master = world.master();
    (0..3).for_each(|_| drop(world.sub(&master)));
    let all = master.get("/accounts").is(200).column("id");
    let second = master.get("/accounts?page_size=2&page_number=2").is(200);
    assert_eq!(
        (second.column("id"), &second["page_number"], &second["next_page_token"]),
        (all[2..].to_vec(), &json!(2), &json!(""))
    );
    master.get("/accounts?page_size=2&page_number=3").is(200).lists("id", Vec::<String>::new());
}

#[test]
fn a_page_holds_300_at_most_and_1_at_least() {
    let world = World::new();
    let master = world.master();
    for (asked, shown) in [(1, 1), (299, 299), (300, 300), (301, 300)] {
        assert_eq!(master.get(&format!("/accounts?page_size={asked}")).is(200)["page_size"], shown);
    }
    assert_eq!(master.get("/accounts").is(200)["page_size"], 30);
    for refused in ["0", "-1", "1.5", "many"] {
        master.get(&format!("/accounts?page_size={refused}")).refuses_fields(&["page_size"]);
    }
}

#[test]
fn an_item_shows_plan_seats_and_subscription() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let free = &master.get("/accounts").is(200)["accounts"][0];
    assert_eq!(
        *free,
        json!({"id": sub.id, "account_name": free["account_name"], "account_number": sub.number,
        "account_type": "Free", "owner_email": sub.owner_email, "seats": 0, "created_at": "2026-01-01T00:00:00Z",
        "reseller": false, "bulk_license": false})
    );
    let plan = json!({"account_type": "Pro", "seats": 7, "bulk_license": true, "subscription_start_time": "2026-01-01T00:00:00Z",
        "subscription_end_time": "2027-01-01T00:00:00Z"});
    sub.operate("PUT", "/plan", plan).is(200);
    let paid = &master.get("/accounts").is(200)["accounts"][0];
    assert_eq!(
        (&paid["account_type"], &paid["seats"], &paid["bulk_license"]),
        (&json!("Pro"), &json!(7), &json!(true))
    );
    assert_eq!(paid["subscription_start_time"], "2026-01-01T00:00:00Z");
    assert_eq!(paid["subscription_end_time"], "2027-01-01T00:00:00Z");
}

#[test]
fn a_second_level_master_is_a_reseller_and_its_accounts_are_listed_on_request() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customers = [world.sub(&reseller), world.sub(&reseller)].map(|customer| customer.id);
    let own = top.get("/accounts").is(200).lists("id", [&*reseller.id]);
    assert_eq!(own.column("reseller"), [json!(true)]);
    let below = top.get(&format!("/accounts?sub_reseller_id={}&page_size=1", reseller.id)).is(200);
    assert_eq!(below["total_records"], 2);
    let path = format!(
        "/accounts?sub_reseller_id={}&page_size=1&next_page_token={}",
        reseller.id,
        below.text("next_page_token")
    );
    let mut seen = below.column("id");
    seen.extend(top.get(&path).is(200).column("id"));
    seen.sort_by_key(ToString::to_string);
    let mut customers = customers.to_vec();
    customers.sort();
    assert_eq!(seen, customers);
}

#[test]
fn only_the_accounts_of_a_second_level_master_below_the_caller_are_listed() {
    let world = World::new();
    let (top, sub) = world.master_with_subaccount();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    let foreign = world.second_level(&world.master());
    for id in [&*sub.id, &*top.id, &*customer.id, &*foreign.id, NO_ID] {
        top.get(&format!("/accounts?sub_reseller_id={id}")).refused(404, 2001, &no_account(id));
    }
    reseller.get(&format!("/accounts?sub_reseller_id={}", top.id)).refused(404, 2001, &no_account(&top.id));
    top.get("/accounts?sub_reseller_id=").is(200).lists("id", [&*sub.id, &*reseller.id]);
}

#[test]
fn subaccounts_are_found_by_the_email_of_their_owner() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    world.sub(&master);
    let foreign = world.sub(&world.master());
    let find = |email: &str| master.get(&format!("/accounts?email={}", email.replace('@', "%40"))).is(200);
    let found = find(&sub.owner_email).lists("id", [&*sub.id]);
    assert_eq!((&found["total_records"], &found["page_count"]), (&json!(1), &json!(1)));
    find(&sub.owner_email.to_uppercase()).lists("id", [&*sub.id]);
    assert_eq!(find(&foreign.owner_email).lists("id", Vec::<String>::new())["total_records"], 0);
    assert_eq!(find("").is(200)["total_records"], 2);
}

#[test]
fn subaccounts_are_found_by_the_first_phone_number_of_their_owner() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    world.sub(&master);
    let numbers = json!({"phone_numbers": [
        {"country": "US", "code": "+1", "number": "8005550100", "label": "Office"},
        {"country": "US", "code": "+1", "number": "8005550101", "label": "Mobile"}]});
    sub.patch(&format!("/users/{}", sub.owner_id), numbers).is(204);
    let find = |number: &str| master.get(&format!("/accounts?phone_number={number}")).is(200);
    find("%2B18005550100").lists("id", [&*sub.id]);
    find("%2B1%20800%20555-0100").lists("id", [&*sub.id]);
    for nobodys in ["%2B18005550101", "none", "%2B"] {
        find(nobodys).lists("id", Vec::<String>::new());
    }
    let both = |email: &str| master.get(&format!("/accounts?phone_number=%2B18005550100&email={email}")).is(200);
    assert_eq!(both(&sub.owner_email).lists("id", [&*sub.id])["total_records"], 1);
    assert_eq!(both(&master.owner_email).lists("id", Vec::<String>::new())["total_records"], 0);
}
