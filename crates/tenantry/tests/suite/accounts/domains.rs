//! `GET /accounts/{accountId}/managed_domains` and `…/trusted_domains`
use crate::{actors::Account, world::World};
use serde_json::{Value, json};

fn domain(name: &str) -> String {
    format!("{name}{}.example", crate::server::server().next_world())
}

fn paid(world: &World) -> (Account<'_>, Account<'_>) {
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    (master, sub)
}

#[test]
fn managed_domains_are_listed_with_their_state() {
    let world = World::new();
    let (master, sub) = paid(&world);
    assert_eq!(master.on(&sub).get("/managed_domains").is(200).body, json!({"domains": [], "total_records": 0}));
    let [claimed, verified] = [domain("a"), domain("b")];
    sub.operate("POST", "/managed_domains", json!({"domain": claimed, "status": "pending"})).is(200);
    sub.operate("POST", "/managed_domains", json!({"domain": verified.to_uppercase()})).is(200);
    let both = json!([{"domain": claimed, "status": "pending"}, {"domain": verified, "status": "verified"}]);
    let shown = master.on(&sub).get("/managed_domains").is(200);
    assert_eq!(shown.body, json!({"domains": both, "total_records": 2}));
    assert_eq!(sub.on_id("me").get("/managed_domains").status, 400, "its apps hold no scope of a master");
    assert_eq!(master.on_id("me").get("/managed_domains").is(200)["total_records"], 0);
    sub.operate("DELETE", &format!("/managed_domains/{claimed}"), Value::Null).is(204);
    master.on(&sub).get("/managed_domains").is(200).lists("domain", [&*verified]);
}

#[test]
fn a_domain_is_managed_by_the_account_that_proves_first_that_it_is_its_own() {
    let world = World::new();
    let (_, first) = paid(&world);
    let (_, second) = paid(&world);
    let name = domain("a");
    let claim = |account: &Account<'_>, status: &str| {
        account.operate("POST", "/managed_domains", json!({"domain": name, "status": status}))
    };
    claim(&first, "pending").is(200);
    claim(&second, "pending").is(200);
    claim(&second, "verified").is(200);
    let taken = format!("The domain is already managed: {name}.");
    claim(&first, "verified").refused(409, 300, &taken);
    let (_, third) = paid(&world);
    claim(&third, "pending").refused(409, 300, &taken);
    second.operate("DELETE", &format!("/managed_domains/{name}"), Value::Null).is(204);
    claim(&first, "verified").is(200);
}

#[test]
fn what_is_no_domain_or_everybodys_cannot_be_managed() {
    let world = World::new();
    let (_, sub) = paid(&world);
    let claim = |name: &str| sub.operate("POST", "/managed_domains", json!({ "domain": name }));
    claim("nodomain").refused(400, 300, "The domain name is invalid: nodomain.");
    claim("GMail.com").refused(400, 300, "A public email domain cannot be managed: gmail.com.");
    let missing = sub.operate("DELETE", "/managed_domains/not-mine.example", Value::Null);
    missing.refused(404, 300, "The domain is not managed by this account: not-mine.example.");
}

#[test]
fn trusted_domains_are_listed() {
    let world = World::new();
    let (master, sub) = paid(&world);
    assert_eq!(master.on(&sub).get("/trusted_domains").is(200).body, json!({"trusted_domains": []}));
    sub.operate("PUT", "/trusted_domains", json!({"domains": ["b.example", "A.example", "a.example"]})).is(200);
    let shown = master.on(&sub).get("/trusted_domains").is(200);
    assert_eq!(shown.body, json!({"trusted_domains": ["a.example", "b.example"]}));
    assert_eq!(master.on_id("me").get("/trusted_domains").is(200).body, json!({"trusted_domains": []}));
    sub.operate("PUT", "/trusted_domains", json!({"domains": ["no domain"]})).is(400);
}

#[test]
fn the_domains_of_ones_own_account_are_among_its_settings() {
    let world = World::new();
    let (master, sub) = paid(&world);
    let clerk = master.user_with_role(&["AccountSetting:Read"], 2, &[]);
    let nobody = master.user_with_role(&["User:Read"], 2, &[]);
    let text = "Invalid access token. Does not contain permissions [SubAccount:Read].";
    for path in ["/managed_domains", "/trusted_domains"] {
        clerk.on_id("me").get(path).is(200);
        clerk.on_id(&sub.id).get(path).refused(400, 200, text);
        nobody.on_id("me").get(path).refused(400, 200, text);
    }
}

#[test]
fn a_free_account_has_neither() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let text = format!("Only available for Paid or ZMP account: {}.", sub.id);
    master.on(&sub).get("/managed_domains").refused(400, 200, &text);
    let text = format!("Only available for Paid account: {}.", sub.id);
    master.on(&sub).get("/trusted_domains").refused(400, 200, &text);
}

#[test]
fn the_log_tells_the_domains_before_and_after() {
    let world = World::new();
    let (_, sub) = paid(&world);
    let name = domain("a");
    sub.operate("POST", "/managed_domains", json!({"domain": name, "status": "pending"})).is(200);
    let payload = &world.told(&sub.id, "account.updated")[0]["payload"];
    assert_eq!((&payload["managed_domains"], &payload["old_object"]["managed_domains"]), (&json!([name]), &json!([])));
    sub.operate("PUT", "/trusted_domains", json!({"domains": [name]})).is(200);
    let payload = &world.told(&sub.id, "account.trusted_domains_updated")[0]["payload"];
    assert_eq!((&payload["trusted_domains"], &payload["old_object"]["trusted_domains"]), (&json!([name]), &json!([])));
}
