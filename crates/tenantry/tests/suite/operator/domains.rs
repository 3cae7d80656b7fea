//! `/accounts/{id}/managed_domains`, `/accounts/{id}/trusted_domains`.
use crate::{actors::Account, answer::Answer, world::World};
use serde_json::{Value, json};

impl Account<'_> {
    fn claim(&self, domain: &str, status: &str) -> Answer {
        self.operate("POST", "/managed_domains", json!({"domain": domain, "status": status}))
    }
    fn domains(&self) -> Value {
        self.operate("GET", "/managed_domains", Value::Null).is(200)["domains"].clone()
    }
}

#[test]
fn a_domain_is_claimed_verified_and_given_up() {
    let world = World::new();
    let account = world.free_standing();
    let domain = world.email("x").replace("x@", "");
    account.claim(&domain, "pending").is(200);
    assert_eq!(account.domains(), json!([{"domain": domain, "status": "pending"}]));
    account.claim(&domain, "verified").is(200);
    assert_eq!(account.domains(), json!([{"domain": domain, "status": "verified"}]));
    account.operate("DELETE", &format!("/managed_domains/{domain}"), Value::Null).is(204);
    assert_eq!(account.domains(), json!([]));
    let text = format!("The domain is not managed by this account: {domain}.");
    account.operate("DELETE", &format!("/managed_domains/{domain}"), Value::Null).refused(404, 300, &text);
}

#[test]
fn a_domain_is_verified_at_once_when_nothing_else_is_said() {
    let world = World::new();
    let account = world.free_standing();
    let domain = world.email("x").replace("x@", "");
    account.operate("POST", "/managed_domains", json!({"domain": domain.to_uppercase()})).is(200);
    assert_eq!(account.domains(), json!([{"domain": domain, "status": "verified"}]));
}

#[test]
fn a_domain_is_managed_by_one_account() {
    let world = World::new();
    let (one, other) = (world.free_standing(), world.free_standing());
    let domain = world.email("x").replace("x@", "");
    other.claim(&domain, "pending").is(200);
    one.claim(&domain, "verified").is(200);
    let text = format!("The domain is already managed: {domain}.");
    other.claim(&domain, "verified").refused(409, 300, &text);
    assert_eq!(other.domains(), json!([{"domain": domain, "status": "pending"}]));
    one.operate("DELETE", &format!("/managed_domains/{domain}"), Value::Null).is(204);
    other.claim(&domain, "verified").is(200);
}

#[test]
fn what_is_no_domain_or_everybodys_is_refused() {
    let world = World::new();
    let account = world.free_standing();
    account.claim("nonsense", "pending").refused(400, 300, "The domain name is invalid: nonsense.");
    account.claim("gmail.com", "verified").refused(400, 300, "A public email domain cannot be managed: gmail.com.");
    account.operate("POST", "/managed_domains", json!({"status": "maybe"})).refuses_fields(&["domain", "status"]);
}

#[test]
fn trusted_domains_are_set_as_a_whole() {
    let world = World::new();
    let account = world.free_standing();
    let trust = |domains: Value| account.operate("PUT", "/trusted_domains", json!({"domains": domains}));
    assert_eq!(
        trust(json!(["b.example", "A.example", "b.example"])).is(200)["trusted_domains"],
        json!(["a.example", "b.example"])
    );
    assert_eq!(trust(json!([])).is(200)["trusted_domains"], json!([]));
    trust(json!(["nonsense"])).refused(400, 300, "The domain name is invalid: nonsense.");
}
