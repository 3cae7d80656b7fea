//! The lists that page: how what they show comes, goes and changes.
use crate::{
    actors::{Account, Actor},
    data_requests, information_barriers,
    server::server,
    world::World,
};
use platform::{Face, Mounted};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A list in an account of its own, and what is in it.
pub struct List<'w> {
    pub world: &'w World,
    /// Who asks, on the account whose list it is.
    pub actor: Actor<'w>,
    pub template: String,
    /// Below the account.
    pub path: String,
    /// What was made, and whether the list shows it at the moment.
    pub made: BTreeMap<String, bool>,
    /// What the list shows from the beginning and for ever.
    always: Option<String>,
    kind: Kind,
    account: Account<'w>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Users,
    Accounts,
    /// Of a role or a group.
    Members,
    Groups,
    GroupAdmins,
    Policies,
    /// What people have asked for: nothing goes.
    Requests,
    /// The one file of an export of somebody without files: nothing comes and nothing goes.
    Files,
    ContactGroups,
    ContactGroupMembers,
    Divisions,
    DivisionUsers,
    /// Subaccounts whose plan ends soon.
    Renewals,
    InvoiceReports,
}

impl Kind {
    /// The field that tells one element from the others.
    const fn key(self) -> &'static str {
        match self {
            Kind::GroupAdmins => "email",
            Kind::Requests => "request_id",
            Kind::Files => "file_id",
            Kind::ContactGroups => "group_id",
            Kind::Divisions => "division_id",
            Kind::DivisionUsers => "user_id",
            Kind::Renewals => "account_id",
            _ => "id",
        }
    }
}

/// Each list at each of its places. A list that pages and is not known here fails: say how its elements come and go.
pub fn lists(world: &World) -> Vec<List<'_>> {
    let paged = world.platform.mounted().iter().filter(|mounted| mounted.operation.shape.paging.is_some());
    paged.map(|mounted| list(world, mounted)).collect()
}

fn list<'w>(world: &'w World, mounted: &Mounted) -> List<'w> {
    let (master, sub) = world.master_with_subaccount();
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let template = mounted.template.clone();
    let on_sub = mounted.face == Face::Prefixed;
    if on_sub {
        sub.plan("Business", 20);
    }
    let actor = if on_sub { master.on(&sub) } else { master.actor.clone() };
    let (kind, path, shown) = match &*mounted.operation.key() {
        "GET /users" => (Kind::Users, "/users".to_owned(), None),
        "GET /accounts" => (Kind::Accounts, "/accounts".to_owned(), Some(sub.id.clone())),
        "GET /roles/{roleId}/members" => {
            let role = actor.post("/roles", json!({"name": "Listed"})).is(201).text("id");
            (Kind::Members, format!("/roles/{role}/members"), None)
        }
        "GET /groups" => (Kind::Groups, "/groups".to_owned(), None),
        "GET /groups/{groupId}/members" => (Kind::Members, format!("/groups/{}/members", group(&actor)), None),
        "GET /groups/{groupId}/admins" => (Kind::GroupAdmins, format!("/groups/{}/admins", group(&actor)), None),
        "GET /information_barriers/policies" => (Kind::Policies, "/information_barriers/policies".to_owned(), None),
        "GET /data_requests/requests" => (Kind::Requests, "/data_requests/requests".to_owned(), None),
        "GET /data_requests/requests/{requestId}" => {
            let owner = if on_sub { &sub.owner_email } else { &master.owner_email };
            let request = data_requests::asked(&actor, data_requests::wanted(&[owner]));
            world.settle();
            let file = data_requests::file_of(&actor, &request);
            (Kind::Files, format!("/data_requests/requests/{request}"), Some(file))
        }
        "GET /contacts/groups" => (Kind::ContactGroups, "/contacts/groups".to_owned(), None),
        "GET /contacts/groups/{groupId}/members" => {
            // One stays: a contact group is not emptied.
            let stays = actor.get("/users").is(200)["users"][0]["id"].as_str().unwrap().to_owned();
            let id = contact_group(&actor, &[json!({"type": 1, "id": stays})]);
            (Kind::ContactGroupMembers, format!("/contacts/groups/{id}/members"), None)
        }
        "GET /divisions" => (Kind::Divisions, "/divisions".to_owned(), None),
        "GET /divisions/{divisionId}/users" => {
            (Kind::DivisionUsers, format!("/divisions/{}/users", division(&actor)), None)
        }
        "GET /accounts/billing/renewals" => (Kind::Renewals, "/accounts/billing/renewals".to_owned(), None),
        "GET /accounts/billing/invoice_reports" => {
            (Kind::InvoiceReports, "/accounts/billing/invoice_reports".to_owned(), None)
        }
        other => panic!("{other} pages: say here how what it shows comes, goes and changes"),
    };
    let account = if on_sub { sub } else { master };
    let always = match kind {
        Kind::Users | Kind::ContactGroupMembers => Some(account.owner_id.clone()),
        Kind::Divisions => {
            Some(actor.get("/divisions").is(200)["divisions"][0]["division_id"].as_str().unwrap().to_owned())
        }
        _ => None,
    };
    let made = shown.into_iter().map(|id| (id, true)).collect();
    List { world, actor, template, path, made, always, kind, account }
}

fn group(actor: &Actor<'_>) -> String {
    let name = format!("group {}", server().next_world());
    actor.post("/groups", json!({"name": name})).is(201).text("id")
}

fn contact_group(actor: &Actor<'_>, members: &[Value]) -> String {
    actor.post("/contacts/groups", json!({"group_name": "Listed", "group_members": members})).is(201).text("group_id")
}

fn division(actor: &Actor<'_>) -> String {
    let name = format!("division {}", server().next_world());
    actor.post("/divisions", json!({"division_name": name})).is(201).text("division_id")
}

impl List<'_> {
    /// The field that tells one element from the others.
    pub fn key(&self) -> &'static str {
        self.kind.key()
    }

    /// The ids, or other keys, of everything that the list has to show now.
    pub fn shown(&self) -> BTreeSet<String> {
        let made = self.made.iter().filter(|(_, is_shown)| **is_shown).map(|(id, _)| id.clone());
        made.chain(self.always.clone()).collect()
    }

    pub fn add(&mut self) {
        let id = match self.kind {
            Kind::Users => self.user().0,
            Kind::Groups => group(&self.actor),
            Kind::Policies => self.policy(),
            Kind::Requests => self.request(),
            Kind::Files => return,
            Kind::ContactGroups => contact_group(&self.actor, &[]),
            Kind::Divisions => division(&self.actor),
            Kind::ContactGroupMembers => {
                let (id, _) = self.user();
                self.actor.post(&self.path, json!({"group_members": [{"type": 1, "id": id}]})).is(201);
                id
            }
            Kind::DivisionUsers => {
                let (id, _) = self.user();
                self.actor.post(&self.path, json!({"users": [{"user_id": id}]})).is(201);
                id
            }
            Kind::Accounts => self.subaccount(),
            Kind::Renewals => {
                let id = self.subaccount();
                let plan = json!({"account_type": "Pro", "seats": 1, "subscription_end_time": "2026-01-20T00:00:00Z"});
                self.world.operator("PUT", &format!("/accounts/{id}/plan"), plan).is(200);
                id
            }
            Kind::InvoiceReports => {
                let days =
                    json!({"start_date": "2026-01-01", "end_date": "2026-01-31", "account_ids": [self.subaccount()]});
                self.actor.post(&self.path, days).is(201).text("id")
            }
            Kind::Members => {
                let (id, _) = self.user();
                self.actor.post(&self.path, json!({"members": [{"id": id}]})).is(201);
                id
            }
            Kind::GroupAdmins => {
                let (_, email) = self.user();
                self.actor.post(&self.path, json!({"admins": [{"email": email}]})).is(201);
                email
            }
        };
        self.made.insert(id, true);
    }

    pub fn remove(&mut self, id: &str) {
        let path = match self.kind {
            Kind::Users => format!("/users/{id}?action=delete"),
            Kind::Accounts => return self.let_go(id),
            Kind::Requests | Kind::Files => return,
            Kind::ContactGroupMembers => format!("{}?member_ids={id}", self.path),
            // Nothing takes a user out of a division but the user's own update.
            Kind::DivisionUsers => return self.displace(id),
            Kind::Renewals => return self.take_plan(id),
            Kind::InvoiceReports
            | Kind::Members
            | Kind::Groups
            | Kind::GroupAdmins
            | Kind::Policies
            | Kind::ContactGroups
            | Kind::Divisions => {
                format!("{}/{id}", self.path)
            }
        };
        self.actor.delete(&path).is(204);
        self.made.remove(id);
    }

    /// Of users the list shows the active ones; members and admins are shown in every state, and accounts on every
    /// plan.
    pub fn change(&mut self, id: &str) {
        match self.kind {
            Kind::Accounts | Kind::Renewals => {
                let options = json!({"share_rc": self.made.len().is_multiple_of(2)});
                return drop(self.actor.on_id(id).patch("/options", options).is(204));
            }
            Kind::Groups => {
                let renamed = json!({"name": format!("renamed {}", server().next_world())});
                return drop(self.actor.patch(&format!("/groups/{id}"), renamed).is(204));
            }
            Kind::Policies => {
                let renamed = json!({"policy_name": format!("renamed {}", server().next_world())});
                return drop(self.actor.patch(&format!("{}/{id}", self.path), renamed).is(200));
            }
            Kind::Requests | Kind::Files | Kind::InvoiceReports => return,
            Kind::ContactGroups => {
                let changed = json!({"description": format!("changed {}", server().next_world())});
                return drop(self.actor.patch(&format!("/contacts/groups/{id}"), changed).is(204));
            }
            Kind::Divisions => {
                let changed = json!({"division_description": format!("changed {}", server().next_world())});
                return drop(self.actor.patch(&format!("/divisions/{id}"), changed).is(204));
            }
            Kind::Users | Kind::Members | Kind::GroupAdmins | Kind::ContactGroupMembers | Kind::DivisionUsers => {}
        }
        let is_active = self.actor.get(&format!("/users/{id}")).is(200)["status"] == "active";
        let action = if is_active { "deactivate" } else { "activate" };
        self.actor.put(&format!("/users/{id}/status"), json!({"action": action})).is(204);
        if self.kind == Kind::Users {
            self.made.insert(id.to_owned(), !is_active);
        }
    }

    /// A new user: the id and the email.
    fn user(&self) -> (String, String) {
        let email = self.world.email(&format!("listed-{}", server().next_world()));
        let info = json!({"email": email, "type": 1, "first_name": "Li", "last_name": "Sted"});
        (self.actor.post("/users", json!({"action": "custCreate", "user_info": info})).is(201).text("id"), email)
    }

    /// A policy between two new groups.
    fn policy(&self) -> String {
        let body = information_barriers::between(&group(&self.actor), &group(&self.actor));
        self.actor.post(&self.path, body).is(201).text("id")
    }

    /// A deletion that was thought better of: somebody has one request in process at a time.
    fn request(&self) -> String {
        let request = data_requests::asked(&self.actor, data_requests::unwanted(&[&self.user().1]));
        self.actor.delete(&format!("{}/{request}", self.path)).is(204);
        request
    }

    fn subaccount(&self) -> String {
        let email = self.world.email(&format!("listed-{}", server().next_world()));
        let owner = json!({"email": email, "first_name": "Li", "last_name": "Sted"});
        self.world
            .operator("POST", "/accounts", json!({"parent_id": self.account.id, "owner": owner}))
            .is(201)
            .text("id")
    }

    fn displace(&mut self, id: &str) {
        self.actor.patch(&format!("/users/{id}"), json!({"division_ids": []})).is(204);
        self.made.remove(id);
    }

    /// Nothing ends where there is no plan.
    fn take_plan(&mut self, id: &str) {
        let free = json!({"account_type": "Free", "seats": 0});
        self.world.operator("PUT", &format!("/accounts/{id}/plan"), free).is(200);
        self.made.remove(id);
    }

    /// A subaccount is closed, or leaves its master.
    fn let_go(&mut self, id: &str) {
        match self.made.len() % 2 {
            0 => self.world.operator("DELETE", &format!("/accounts/{id}"), Value::Null).is(204),
            _ => self.actor.on_id(id).delete("").is(204),
        };
        self.made.remove(id);
    }
}
