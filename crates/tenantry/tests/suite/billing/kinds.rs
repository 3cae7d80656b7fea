//! Every kind of plan that the documents have a field for: taken, kept and shown where it is.
use super::{contact, market};
use crate::{
    actors::Actor,
    server::{Setup, server},
    world::World,
};
use billing::{
    Desk,
    catalogue::{Catalogue, Kind},
};
use serde_json::{Map, Value, json};

/// Kinds of which a request has a list.
const LISTS: [&str; 13] = [
    "plan_large_meeting",
    "plan_phone.plan_calling",
    "plan_phone.plan_calling_addons",
    "plan_phone.plan_number",
    "plan_zcc.plan_package_list",
    "plan_zcc.plan_phone_number",
    "plan_webinar",
    "plan_zoom_events",
    "plan_zoom_one",
    "plan_zoom_one_premier",
    "plan_zoom_one_edu_school_campus_plus",
    "plan_zoom_one_edu_premier",
    "plan_bundle",
];
/// Kinds that no request has a field for: they are bought by their code alone.
const BY_CODE: [Kind; 5] = [Kind::Qss, Kind::Sessions, Kind::United, Kind::VirtualAgent, Kind::SipTrunk];
/// Bundles are sold by nobody here; the last two are shown nowhere.
const LEFT_OUT: [Kind; 3] = [Kind::Bundle, Kind::ConcurrentMeeting, Kind::Other];

fn code(kind: Kind) -> String {
    format!("{}_monthly", kind.path().replace('.', "_"))
}

/// One product of each kind, with nothing that it needs.
fn one_of_each() -> Catalogue {
    let product = |kind: &Kind| {
        let (path, code) = (kind.path(), code(*kind));
        let hosts = if *kind == Kind::Recording { "" } else { "hosts = [1, 99]" };
        let base = if *kind == Kind::Base { "base = \"business\"" } else { "" };
        let plan = format!("code = \"{code}\", name = \"{code}\", period = \"monthly\", prices = {{ USD = 100 }}");
        format!("[[product]]\nid = \"{code}\"\nkind = \"{path}\"\n{hosts}\n{base}\nplans = [{{ {plan} }}]\n")
    };
    let kinds = Kind::ALL.iter().filter(|kind| **kind != Kind::Other);
    Catalogue::read(&kinds.map(product).collect::<String>()).unwrap()
}

/// What is said of a plan in its field.
fn wanted(kind: Kind) -> Value {
    let mut plan = json!({"type": code(kind), "hosts": 2});
    let more = match kind {
        Kind::Base => json!({"active_hosts": 2}),
        Kind::Audio => {
            json!({"callout_countries": "US", "tollfree_countries": "DE", "premium_countries": "FR", "ddi_numbers": 3})
        }
        Kind::PhoneBase | Kind::ContactCenterPackage | Kind::ContactCenterUsage => {
            json!({"callout_countries": "US,CA"})
        }
        _ => json!({}),
    };
    plan.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    plan
}

/// A body with all of them.
fn order(kinds: &[Kind]) -> Value {
    let mut body = Map::from_iter([("contact".to_owned(), contact())]);
    for kind in kinds {
        let value = match kind {
            Kind::Recording => Value::from(code(*kind)),
            _ if LISTS.contains(&kind.path()) => json!([wanted(*kind)]),
            _ => wanted(*kind),
        };
        match kind.path().split_once('.') {
            None => drop(body.insert(kind.path().to_owned(), value)),
            Some((group, name)) => {
                let group = body.entry(group).or_insert_with(|| json!({}));
                group.as_object_mut().unwrap().insert(name.to_owned(), value);
            }
        }
    }
    body.into()
}

/// Whether an answer tells of a plan anywhere.
fn tells(answer: &Value, kind: Kind) -> bool {
    match answer {
        Value::String(text) => *text == code(kind),
        Value::Array(all) => all.iter().any(|one| tells(one, kind)),
        Value::Object(all) => all.values().any(|one| tells(one, kind)),
        _ => false,
    }
}

#[test]
fn each_kind_is_bought_shown_and_counted_where_its_field_is() {
    let own = |usual: Desk| Desk { catalogue: one_of_each().into(), ..usual };
    let world = World::with(Setup { desk: own, ..Setup::default() });
    let (_, _, actor) = market(&world);
    let is_left = |kind: &Kind| BY_CODE.contains(kind) || LEFT_OUT.contains(kind);
    let kinds: Vec<Kind> = Kind::ALL.iter().filter(|kind| !is_left(kind)).copied().collect();
    let bought = actor.post("/plans", order(&kinds)).is(201).body;
    for kind in BY_CODE {
        let added = actor.post("/plans/addons", json!({"type": code(kind), "hosts": 2})).is(201);
        // The other answer has an object.
        assert_eq!(added["plan_zcc"]["plan_usage"][0]["type"], code(Kind::ContactCenterUsage));
    }
    let listed = actor.get("/plans").is(200).body;
    let used = actor.get("/plans/usage").is(200).body;
    for kind in kinds.iter().chain(&BY_CODE).copied() {
        let is_told = tells(&bought, kind) || tells(&listed, kind) || tells(&used, kind);
        assert!(is_told || kind == Kind::SipTrunk, "{}", kind.path());
    }
    for kind in kinds.iter().filter(|kind| **kind != Kind::Recording) {
        let at = format!("/{}", kind.path().replace('.', "/"));
        let there = bought.pointer(&at).unwrap_or_else(|| panic!("{at}: {bought:#}"));
        let plan = if LISTS.contains(&kind.path()) { &there[0] } else { there };
        assert_eq!(plan["type"], code(*kind), "{at}");
        // Hosts and countries are left out where an object is documented without them.
        for (field, value) in wanted(*kind).as_object().unwrap() {
            let is_kept = plan.get(field).is_none_or(|there| there == value);
            assert!(is_kept || field == "hosts", "{at} {field}: {plan}");
        }
    }
    assert_eq!(bought["plan_zcc"]["plan_package"]["callout_countries"], "US,CA");
    assert_eq!((&bought["plan_audio"]["ddi_numbers"], &bought["plan_base"]["active_hosts"]), (&json!(3), &json!(2)));
    assert_eq!((&bought["plan_webinar"][0]["hosts"], &bought["plan_mesh"]["hosts"]), (&json!(2), &json!(2)));
}

#[test]
fn what_is_wrong_with_a_kind_is_said_in_its_words() {
    let world = World::new();
    let (master, sub, actor) = market(&world);
    let business = |more: Value| super::order("business_monthly", 10, more);
    for (more, text) in [
        (json!({"plan_recording": "cmr_9TB"}), "Invalid Cloud Recording Plan: cmr_9TB"),
        (
            json!({"plan_audio": {"type": "tollfree_payongo"}}),
            "At least one option from among the Toll-free, Premium and Call-out must be provided.",
        ),
    ] {
        actor.post("/plans", business(more)).refused(400, 2100, text);
    }
    assert!(super::totals(&sub).is_empty());
    sub.plan("Zoom Rooms", 5);
    let rooms = "Additional Zoom Rooms plan cannot be added to a subaccount that already has a Zoom Rooms base plan.";
    actor.post("/plans/addons", json!({"type": "zroom_yearly", "hosts": 1})).refused(400, 2100, rooms);
    let other = world.sub(&master);
    let actor = master.on(&other);
    actor.post("/plans", business(json!({}))).is(201);
    actor.post("/plans/addons", json!({"type": "zroom_yearly", "hosts": 1})).is(201);
    master.put("/accounts/billing/prices", json!({"prices": {"zroom_yearly": 1_000_000_000}})).is(204);
    // It costs 5,000,000,000,000 at most.
    let hosts = |hosts: i64| actor.put("/plans/addons", json!({"type": "zroom_yearly", "hosts": hosts}));
    hosts(5_001).refused(400, 3261, &format!("Failed to change sub plan of account:{}.", other.id));
    hosts(5_000).is(200);
}

/// A catalogue with one product for webinars beside the base, with a line of its own.
fn webinars(line: &str) -> Catalogue {
    let plan = "code = \"webinar100_monthly\", name = \"Webinar 100\", period = \"monthly\", prices = { USD = 100 }";
    let product =
        format!("[[product]]\nid = \"w\"\nkind = \"plan_webinar\"\nhosts = [1, 99]\n{line}\nplans = [{{ {plan} }}]\n");
    let plan = "code = \"business_monthly\", name = \"Business\", period = \"monthly\", prices = { USD = 900 }";
    let base = format!(
        "[[product]]\nid = \"b\"\nkind = \"plan_base\"\nbase = \"business\"\nhosts = [1, 99]\nplans = [{{ {plan} }}]\n"
    );
    Catalogue::read(&format!("{base}{product}")).unwrap()
}

#[test]
fn of_what_is_not_sold_any_more_less_can_be_had_and_no_more() {
    let world =
        World::with(Setup { desk: |usual| Desk { catalogue: webinars("").into(), ..usual }, ..Setup::default() });
    let (token, sub) = {
        let (_, sub, actor) = market(&world);
        let webinar = json!({"plan_webinar": [{"type": "webinar100_monthly", "hosts": 5}]});
        actor.post("/plans", super::order("business_monthly", 10, webinar)).is(201);
        (actor.token.clone(), sub.id.clone())
    };
    let retired = |usual: Desk| Desk { catalogue: webinars("retired = true").into(), ..usual };
    let world = world.on_another(server().platform(Setup { desk: retired, ..Setup::default() }));
    let hosts = |world: &World, hosts: i64| {
        let actor = Actor::new(world, token.clone()).on_id(&sub);
        actor.put("/plans/addons", json!({"type": "webinar100_monthly", "hosts": hosts}))
    };
    let text =
        "The \"Webinar100\" plan is not supported. You cannot increase hosts for the \"webinar100_monthly\" plan.";
    hosts(&world, 6).refused(400, 3261, text);
    hosts(&world, 4).is(200);
    let gone = |usual: Desk| Desk { catalogue: Catalogue::read(REST).unwrap().into(), ..usual };
    let world = world.on_another(server().platform(Setup { desk: gone, ..Setup::default() }));
    hosts(&world, 3).is(200);
    hosts(&world, 6).refused(400, 2100, "Invalid Additional Plan Type: webinar100_monthly.");
    let actor = Actor::new(&world, token.clone()).on_id(&sub);
    actor.put("/plans/base", json!({"type": "business_monthly", "hosts": 9})).is(204);
    actor.put("/plans/base", json!({"type": "business_monthly", "hosts": 11})).refused(
        400,
        2100,
        "Invalid Base Plan Type: business_monthly",
    );
}

#[test]
fn what_the_platform_gives_is_not_lessened_by_a_master() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    sub.operate("PUT", "/plan", json!({"account_type": "Business", "seats": 20, "addons": {"webinar_500": 5}})).is(200);
    let text = "Invalid Additional Plan Type: webinar_500.";
    actor.put("/plans/addons", json!({"type": "webinar_500", "hosts": 1})).refused(400, 2100, text);
    assert_eq!(sub.operate("GET", "/plan", Value::Null).is(200)["addons"]["webinar_500"], 5);
}

/// A catalogue of something else.
const REST: &str = r#"
[[product]]
id = "pro"
kind = "plan_base"
base = "pro"
hosts = [1, 9]
plans = [{ code = "monthly", name = "Pro", period = "monthly", prices = { USD = 1699 } }]
"#;
