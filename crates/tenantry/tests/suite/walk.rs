//! Every declared operation, driven to a success at each of its places; each step with what the log says of it.
mod accounts;
mod billing;
mod consent;
mod contact_groups;
mod data_requests;
mod divisions;
mod groups;
mod information_barriers;
mod operator;
mod pages;
mod people;
mod roles;
mod scim;
mod settings;
mod tokens;
mod users;

use crate::{
    actors::Account,
    answer::Answer,
    forms, schemas, secrets,
    server::{OPERATOR_TOKEN, server},
    world::World,
};
use platform::{Mounted, SecondIn};
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::Arc};

/// What a call is to do to the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It changes something.
    Change,
    /// It succeeds and finds everything as it should be.
    Nothing,
}

/// One call and what came of it.
pub struct Step {
    pub mounted: Arc<Mounted>,
    pub effect: Effect,
    /// Who called, as the log names it.
    pub by: Value,
    /// The accounts that it is made on; an empty id where it concerns none.
    pub on: Vec<String>,
    pub answer: Answer,
    /// Those of the request and of the answer.
    pub secrets: BTreeSet<String>,
    /// What happened since the step before, in the world of the walk.
    pub events: Vec<Value>,
}

/// Who calls, and what its paths begin with.
#[derive(Clone)]
pub struct Face {
    prefix: String,
    headers: Vec<(&'static str, String)>,
    by: Value,
    /// The account of the credentials; empty for the operator.
    own: String,
    /// The account that is acted on, and a domain that it manages.
    account: String,
    domain: String,
}

/// The steps so far, in order.
pub struct Walk<'w> {
    world: &'w World,
    /// Ids of accounts and worlds in which something can have happened through this walk.
    ours: BTreeSet<String>,
    /// The position in the log up to which it was read.
    after: i64,
    pub steps: Vec<Step>,
}

/// Comes to every operation at every place.
pub fn whole(world: &World) -> Vec<Step> {
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 20);
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let mut walk = Walk::new(world, [&master, &sub]);
    let operator = Face::operator();
    let (direct, below) = (Face::of(world, &master, None), Face::of(world, &master, Some(&sub)));
    for face in [&direct, &below] {
        let claimed = json!({"domain": face.domain});
        walk.does(&operator, "POST", &format!("/accounts/{}/managed_domains", face.account), claimed);
        users::all(&mut walk, face);
        roles::all(&mut walk, face);
        people::all(&mut walk, face);
        settings::of_users(&mut walk, face);
        settings::of_groups(&mut walk, face);
        groups::all(&mut walk, face);
        information_barriers::all(&mut walk, face);
        data_requests::all(&mut walk, face);
        contact_groups::all(&mut walk, face);
        divisions::all(&mut walk, face);
        scim::all(&mut walk, face);
    }
    operator::all(&mut walk, &operator, &master);
    billing::all(&mut walk, &direct, &operator);
    pages::all(&mut walk, &direct);
    tokens::all(&mut walk, &sub);
    consent::all(&mut walk, &operator, &sub);
    accounts::all(&mut walk, &direct, &below);
    settings::of_accounts(&mut walk, &direct, &below);
    users::moves(&mut walk, &direct, &below);
    // The owner of the credentials changes last.
    accounts::new_owner(&mut walk, &below, "");
    accounts::new_owner(&mut walk, &direct, "/accounts/me");
    walk.steps
}

impl Face {
    fn operator() -> Self {
        let headers = vec![("authorization", format!("Bearer {OPERATOR_TOKEN}"))];
        let by = json!({"kind": "operator"});
        let [own, account, domain] = [const { String::new() }; 3];
        Face { prefix: "/operator/v1".to_owned(), headers, by, own, account, domain }
    }
    /// Nobody, at whole addresses.
    fn nobody() -> Self {
        Face { prefix: String::new(), headers: Vec::new(), by: Value::Null, ..Face::operator() }
    }
    /// The owner of `caller` through its app: on its own account, or on one below it.
    fn of(world: &World, caller: &Account<'_>, on: Option<&Account<'_>>) -> Self {
        let apps = world.operator("GET", &format!("/accounts/{}/apps", caller.id), Value::Null).is(200);
        let app = apps["apps"].as_array().unwrap().iter().find(|app| app["client_id"] == caller.client_id).unwrap();
        Face {
            prefix: on.map_or("/v2".to_owned(), |on| format!("/v2/accounts/{}", on.id)),
            headers: vec![("authorization", format!("Bearer {}", caller.actor.token))],
            by: json!({"kind": "app", "account_id": caller.id, "user_id": caller.owner_id, "app_id": app["id"]}),
            own: caller.id.clone(),
            account: on.unwrap_or(caller).id.clone(),
            domain: format!("walk{}.example", server().next_world()),
        }
    }
    /// The same caller, on another account.
    fn on(&self, account: &str) -> Self {
        Face { prefix: format!("/v2/accounts/{account}"), account: account.to_owned(), ..self.clone() }
    }
    /// The owner of the account that is acted on, through an app that was just minted.
    fn own_app(&self, world: &World, app: &Answer) -> Self {
        let (client_id, secret) = (app.text("client_id"), app.text("client_secret"));
        let token = crate::actors::token(world, &self.account, &client_id, &secret);
        let owner = world.operator("GET", &format!("/accounts/{}", self.account), Value::Null).is(200).text("owner_id");
        Face {
            prefix: "/v2".to_owned(),
            headers: vec![("authorization", format!("Bearer {token}"))],
            by: json!({"kind": "app", "account_id": self.account, "user_id": owner, "app_id": app.text("id")}),
            own: self.account.clone(),
            ..self.clone()
        }
    }
    fn email(&self, name: &str) -> String {
        format!("{name}@{}", self.domain)
    }
}

impl<'w> Walk<'w> {
    fn new<'a>(world: &'w World, accounts: [&'a Account<'a>; 2]) -> Self {
        let ours = accounts.iter().map(|account| account.id.clone()).chain([world.id.clone()]).collect();
        let after = world.log(|_| true).last().map_or(0, position);
        Walk { world, ours, after, steps: Vec::new() }
    }
    /// A call that succeeds, and changes something if its operation writes.
    fn does(&mut self, face: &Face, method: &'static str, path: &str, body: Value) -> Answer {
        self.step(face, method, path, body, Effect::Change)
    }
    /// A call that succeeds and changes nothing.
    fn idles(&mut self, face: &Face, method: &'static str, path: &str, body: Value) -> Answer {
        self.step(face, method, path, body, Effect::Nothing)
    }
    fn gets(&mut self, face: &Face, path: &str) -> Answer {
        self.step(face, "GET", path, Value::Null, Effect::Change)
    }
    /// Sends a form with a file in the field, and changes something or not.
    fn sends(&mut self, face: &Face, path: &str, (field, bytes): (&str, &[u8]), effect: Effect) -> Answer {
        let path = format!("{}{path}", face.prefix);
        let answer = forms::send(self.world, &path, &face.headers, &forms::form(field, "file", bytes));
        self.noted(face, "POST", &path, Value::Null, effect, answer)
    }
    fn step(&mut self, face: &Face, method: &'static str, path: &str, body: Value, effect: Effect) -> Answer {
        let path = format!("{}{path}", face.prefix);
        let answer = self.world.send(method, &path, &face.headers, &body);
        self.noted(face, method, &path, body, effect, answer)
    }
    fn noted(
        &mut self,
        face: &Face,
        method: &'static str,
        path: &str,
        body: Value,
        effect: Effect,
        answer: Answer,
    ) -> Answer {
        assert!(answer.status < 400, "{answer}");
        let mounted = schemas::mounted(&self.world.platform, method, path).expect("a declared operation").clone();
        if answer.status == 201 && ["/accounts", "/worlds"].into_iter().any(|end| mounted.template.ends_with(end)) {
            self.ours.extend(answer.body["id"].as_str().map(str::to_owned));
        }
        let events = self.happened();
        self.steps.push(Step {
            on: accounts_of(&mounted, face, path, &body, &answer),
            by: face.by.clone(),
            secrets: secrets::of(&face.headers, path, body.to_string().as_bytes(), &answer),
            answer: answer.clone(),
            mounted,
            events,
            effect,
        });
        answer
    }
    /// Carries out the requests for data that are due; what comes of it belongs to no step.
    fn settles(&mut self) {
        self.world.settle();
        self.happened();
    }
    fn happened(&mut self) -> Vec<Value> {
        let events = self.world.log_after(self.after);
        self.after = events.last().map_or(self.after, position);
        let is_ours = |event: &Value| {
            let ids = [&event["account_id"], &event["by"]["account_id"], &event["object_id"]];
            ids.into_iter().filter_map(Value::as_str).any(|id| self.ours.contains(id))
        };
        events.into_iter().filter(is_ours).collect()
    }
}

/// Nobody owes an invoice about itself: who pays for itself has no plan that is invoiced.
const NEVER: [(&str, &str); 1] = [("GET", "/v2/report/billing/invoices")];

fn position(event: &Value) -> i64 {
    event["position"].as_i64().expect("a position")
}

/// The accounts that a call is made on: the new one, or the one of the path and the second one of the body.
fn accounts_of(mounted: &Mounted, face: &Face, path: &str, body: &Value, answer: &Answer) -> Vec<String> {
    if mounted.template.ends_with("/accounts") && answer.status == 201 {
        return vec![answer.text("id")];
    }
    let path = path.split('?').next().unwrap_or_default();
    let named =
        mounted.template.split('/').zip(path.split('/')).find(|(name, _)| ["{accountId}", "{id}"].contains(name));
    let account = named.map(|(_, id)| id).filter(|id| *id != "me").unwrap_or(&face.own);
    let second = match mounted.operation.second {
        Some(SecondIn::Body(field)) => body[field].as_str(),
        _ => None,
    };
    [Some(account), second].into_iter().flatten().map(str::to_owned).collect()
}

#[test]
fn the_walk_comes_to_every_operation_at_every_place_and_changes_something_with_each_that_writes() {
    let world = World::new();
    let steps = whole(&world);
    let is_driven = |at: &Mounted| {
        let same =
            |step: &&Step| step.mounted.template == at.template && step.mounted.operation.method == at.operation.method;
        steps.iter().filter(same).any(|step| step.effect == Effect::Change)
    };
    let missing: Vec<String> = world
        .platform
        .mounted()
        .iter()
        .filter(|at| !is_driven(at) && !NEVER.contains(&(at.operation.method, at.template.as_str())))
        .map(|at| format!("{} {}", at.operation.method, at.template))
        .collect();
    assert!(missing.is_empty(), "drive these in `walk`: {missing:?}");
}
