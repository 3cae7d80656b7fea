//! Two trees, what is in them, and the twelve who call.
use super::fields::Kind;
use crate::{
    actors::{Account, Actor},
    answer::Answer,
    billing::invoices,
    data_requests::{REQUESTS, asked, file_of, unwanted, wanted},
    forms::{png, upload},
    groups::group,
    information_barriers::{POLICIES, between},
    server::server,
    world::World,
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Mutex};

/// Accounts by their numbers: a top-level master, two of its subs, a second-level master with its sub, one that has left;
/// another master with two subs.
const TOP: usize = 0;
const SUB: usize = 1;
const SIBLING: usize = 2;
const RESELLER: usize = 3;
const CUSTOMER: usize = 4;
const FORMER: usize = 5;
const MASTER: usize = 6;
const BRANCH: usize = 7;
const OTHER_BRANCH: usize = 8;

/// What an account has, one of each kind.
#[derive(Clone)]
pub struct Objects {
    pub account: String,
    /// What the account is called, as no other is.
    pub account_name: String,
    pub user: String,
    /// The first name of the user, which nobody else has.
    pub user_name: String,
    pub email: String,
    pub role: String,
    pub group: String,
    pub contact_group: String,
    pub division: String,
    pub lasting: Lasting,
}

/// What there is once in an account: no request with an id of somebody else in it changes these.
#[derive(Clone, Default)]
pub struct Lasting {
    pub export: String,
    pub deletion: String,
    pub export_file: String,
    pub background: String,
    pub policy: String,
    pub meeting_template: String,
    pub device: String,
    /// Where a plan was bought.
    pub invoice: Option<String>,
    /// Of a master, about those that stand directly below it.
    pub invoice_report: Option<String>,
}

impl Objects {
    /// Nothing of a kind that this account cannot have.
    pub fn of(&self, kind: Kind) -> Option<&str> {
        let it: &str = match kind {
            Kind::Account => &self.account,
            Kind::User => &self.user,
            Kind::Email => &self.email,
            Kind::Role => &self.role,
            Kind::Group => &self.group,
            Kind::ContactGroup => &self.contact_group,
            Kind::Division => &self.division,
            Kind::Export => &self.lasting.export,
            Kind::Deletion => &self.lasting.deletion,
            Kind::ExportFile => &self.lasting.export_file,
            Kind::Background => &self.lasting.background,
            Kind::Policy => &self.lasting.policy,
            Kind::MeetingTemplate => &self.lasting.meeting_template,
            Kind::Device => &self.lasting.device,
            Kind::Invoice => return self.lasting.invoice.as_deref(),
            Kind::InvoiceReport => return self.lasting.invoice_report.as_deref(),
        };
        Some(it)
    }
    /// Its ids, its email and its names.
    fn marks(&self) -> impl Iterator<Item = &str> {
        let names = [&*self.account_name, &*self.user_name];
        Kind::ALL.into_iter().filter_map(move |kind| self.of(kind)).chain(names)
    }
}

/// Somebody who calls.
pub struct Somebody<'w> {
    pub name: &'static str,
    pub actor: Actor<'w>,
    /// The account of the credentials.
    pub account: usize,
    /// Those below it.
    pub reaches: &'static [usize],
    /// Accounts that are none of its business: an unrelated one, a sibling, its own master or, of a master, a former sub.
    pub foreign: [usize; 3],
}

pub struct Trees<'w> {
    pub world: &'w World,
    pub accounts: Vec<Account<'w>>,
    pub objects: Vec<Objects>,
    pub callers: Vec<Somebody<'w>>,
    /// Objects by the number of their account that no change has met yet.
    unchanged: Mutex<BTreeMap<usize, Vec<Objects>>>,
    /// The position in the log at which everything was made.
    made_at: i64,
}

impl<'w> Trees<'w> {
    pub fn new(world: &'w World) -> Self {
        let mut accounts = accounts(world);
        let expired = accounts[SUB].actor.clone();
        world.advance(3600);
        for account in &mut accounts {
            account.actor = Actor::new(world, account.new_token());
        }
        let objects = with_lasting(world, &accounts, accounts.iter().map(objects).collect());
        let mut trees =
            Trees { world, accounts, objects, callers: Vec::new(), unchanged: Mutex::default(), made_at: 0 };
        trees.callers = trees.everybody(expired);
        trees.made_at = world.log(|_| true).last().and_then(|event| event["position"].as_i64()).expect("a position");
        trees
    }

    fn everybody(&self, expired: Actor<'w>) -> Vec<Somebody<'w>> {
        let owner = |at: usize| self.accounts[at].actor.clone();
        vec![
            somebody("nobody", self.world.nobody(), SUB),
            somebody("an expired token", expired, SUB),
            somebody("the owner of an account in another tree", owner(BRANCH), BRANCH),
            somebody("the owner of a sibling", owner(SIBLING), SIBLING),
            somebody("the owner of a sub", owner(SUB), SUB),
            somebody("an admin of a sub", self.admin(SUB), SUB),
            somebody("the owner of a master", owner(MASTER), MASTER),
            somebody("an admin without the privilege", self.without_the_privilege(MASTER), MASTER),
            somebody("a second-level master", owner(RESELLER), RESELLER),
            somebody("a top-level master", owner(TOP), TOP),
            somebody("an app without the scope", self.accounts[TOP].app_with_scopes(&[]), TOP),
            somebody("a deactivated user", self.deactivated(SUB), SUB),
        ]
    }

    fn admin(&self, at: usize) -> Actor<'w> {
        let (user, _) = self.accounts[at].user("admin");
        self.accounts[at].post("/roles/1/members", json!({"members": [{"id": user}]})).is(201);
        self.accounts[at].user_signed_in(&user)
    }

    fn without_the_privilege(&self, at: usize) -> Actor<'w> {
        let privileges = ["User:Read", "User:Edit", "Role:Read", "Role:Edit", "AccountSetting:Read"];
        self.accounts[at].user_with_role(&privileges, 2, &[])
    }

    fn deactivated(&self, at: usize) -> Actor<'w> {
        let (user, _) = self.accounts[at].user("former");
        let actor = self.accounts[at].user_signed_in(&user);
        self.accounts[at].put(&format!("/users/{user}/status"), json!({"action": "deactivate"})).is(204);
        actor
    }

    /// Objects in an account for one request. Most are refused and leave them as they were for the next.
    pub fn take_unchanged(&self, at: usize) -> Objects {
        let unchanged = self.unchanged.lock().unwrap().entry(at).or_default().pop();
        unchanged
            .unwrap_or_else(|| Objects { lasting: self.objects[at].lasting.clone(), ..objects(&self.accounts[at]) })
    }

    /// After the request. An account may have so many groups and divisions only: those of a change are deleted, if they
    /// are still there, and what it made.
    pub fn give_back(&self, at: usize, objects: &Objects, answer: &Answer) {
        if answer.status >= 300 {
            self.unchanged.lock().unwrap().entry(at).or_default().push(objects.clone());
            return;
        }
        let made = |field: &str| answer[field].as_str().unwrap_or("none").to_owned();
        for path in [
            format!("/users/{}?action=delete", objects.user),
            format!("/groups/{}", objects.group),
            format!("/contacts/groups/{}", objects.contact_group),
            format!("/divisions/{}", objects.division),
            format!("/contacts/groups/{}", made("group_id")),
            format!("/divisions/{}", made("division_id")),
        ] {
            self.accounts[at].delete(&path);
        }
    }

    /// Ids, emails and names of everything that is none of a caller's business.
    pub fn marks_beyond(&self, who: &Somebody<'_>) -> impl Iterator<Item = &str> {
        let is_known = |at: &usize| *at == who.account || who.reaches.contains(at);
        let foreign: Vec<usize> = (0..self.objects.len()).filter(|at| !is_known(at)).collect();
        foreign.into_iter().flat_map(|at| self.objects[at].marks())
    }

    /// What the owners see of their accounts, and of what stood in them from the beginning. Options are left out: a master
    /// sets those of its subs.
    pub fn seen_by_their_owners(&self) -> Vec<Value> {
        let seen = |(account, objects): (&Account<'_>, &Objects)| {
            let paths = [
                String::new(),
                format!("/users/{}", objects.user),
                format!("/roles/{}", objects.role),
                format!("/groups/{}", objects.group),
                format!("/groups/{}/admins", objects.group),
                format!("/contacts/groups/{}", objects.contact_group),
                format!("/divisions/{}/users", objects.division),
                REQUESTS.to_owned(),
                format!("{REQUESTS}/{}", objects.lasting.export),
                format!("{POLICIES}/{}", objects.lasting.policy),
                format!("/users/{}/meeting_templates/{}", objects.user, objects.lasting.meeting_template),
                format!("/users/{}/collaboration_devices/{}", objects.user, objects.lasting.device),
            ];
            let read = |path: String| account.on_id("me").get(&path).is(200).body;
            let without_options = |mut body: Value| {
                body.as_object_mut().unwrap().remove("options");
                body
            };
            // What stands beside them in the settings their account may change.
            let settings = read(format!("/users/{}/settings", objects.user));
            let backgrounds = settings["in_meeting"]["virtual_background_settings"]["files"].clone();
            assert_eq!(backgrounds[0]["id"], objects.lasting.background);
            paths.map(|path| without_options(read(path))).into_iter().chain([backgrounds])
        };
        self.accounts.iter().zip(&self.objects).flat_map(seen).collect()
    }

    /// Nobody has changed anything out of its reach, as the log says.
    pub fn hold_log(&self) {
        for event in self.world.log(|event| event["position"].as_i64() > Some(self.made_at)) {
            let number = |field: &Value| self.objects.iter().position(|objects| *field == objects.account);
            let (by, on) = (number(&event["by"]["account_id"]), number(&event["account_id"]));
            if let Some((by, on)) = by.zip(on) {
                assert!(by == on || reaches(by).contains(&on), "out of reach: {event}");
            }
        }
    }
}

fn somebody<'w>(name: &'static str, actor: Actor<'w>, account: usize) -> Somebody<'w> {
    let foreign = match account {
        TOP => [BRANCH, MASTER, FORMER],
        MASTER => [SUB, TOP, FORMER],
        BRANCH => [SUB, OTHER_BRANCH, MASTER],
        SIBLING => [BRANCH, SUB, TOP],
        _ => [BRANCH, SIBLING, TOP],
    };
    Somebody { name, actor, account, reaches: reaches(account), foreign }
}

const fn reaches(account: usize) -> &'static [usize] {
    match account {
        TOP => &[SUB, SIBLING, RESELLER, CUSTOMER],
        RESELLER => &[CUSTOMER],
        MASTER => &[BRANCH, OTHER_BRANCH],
        _ => &[],
    }
}

fn accounts(world: &World) -> Vec<Account<'_>> {
    let top = world.master();
    let (sub, sibling) = (world.sub(&top), world.sub(&top));
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    let former = world.sub(&top);
    let master = world.master();
    let (branch, other_branch) = (world.sub(&master), world.sub(&master));
    for (master, paid) in [
        (&top, &sub),
        (&top, &sibling),
        (&reseller, &customer),
        (&top, &reseller),
        (&master, &branch),
        (&master, &other_branch),
    ] {
        paid.plan("Business", 10);
        master.on(paid).put("/plans/base", json!({"type": "business_monthly", "hosts": 20})).is(204);
    }
    for top in [&top, &master] {
        top.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    }
    top.on(&former).delete("").is(204);
    former.plan("Pro", 10);
    former.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    vec![top, sub, sibling, reseller, customer, former, master, branch, other_branch]
}

/// A new user, a role that it has, a group that it is in and administers, and a contact group and a division of it.
fn objects(account: &Account<'_>) -> Objects {
    let number = server().next_world();
    let email = account.world.email(&format!("somebody-{number}"));
    let user_name = format!("Somebody{number:06}");
    let info = json!({"email": email, "type": 1, "first_name": user_name, "last_name": "Test"});
    let user = account.post("/users", json!({"action": "custCreate", "user_info": info})).is(201).text("id");
    let role = json!({"name": format!("Role {number}"), "privileges": ["User:Read"]});
    let role = account.post("/roles", role).is(201).text("id");
    account.post(&format!("/roles/{role}/members"), json!({"members": [{"id": user}]})).is(201);
    let group = account.post("/groups", json!({"name": format!("Group {number}")})).is(201).text("id");
    account.post(&format!("/groups/{group}/members"), json!({"members": [{"id": user}]})).is(201);
    account.post(&format!("/groups/{group}/admins"), json!({"admins": [{"id": user}]})).is(201);
    let contacts =
        json!({"group_name": "Contacts", "group_members": [{"type": 1, "id": user}, {"type": 2, "id": group}]});
    let contact_group = account.post("/contacts/groups", contacts).is(201).text("group_id");
    let division = json!({"division_name": format!("Division {number}")});
    let division = account.post("/divisions", division).is(201).text("division_id");
    account.post(&format!("/divisions/{division}/users"), json!({"users": [{"user_id": user}]})).is(201);
    let account_name = account.operate("GET", "", Value::Null).is(200).text("name");
    let (account, lasting) = (account.id.clone(), Lasting::default());
    Objects { account, account_name, user, user_name, email, role, group, contact_group, division, lasting }
}

/// The objects, with what lasts beside them: an export of the user and its file, a deletion that is still to come, a
/// background, a meeting template and a device of the user, a policy between two groups, and what was bought.
fn with_lasting(world: &World, accounts: &[Account<'_>], objects: Vec<Objects>) -> Vec<Objects> {
    let exports: Vec<String> =
        accounts.iter().zip(&objects).map(|(account, its)| asked(&account.actor, wanted(&[&its.email]))).collect();
    world.settle();
    let with_lasting = |((account, export), its): ((&Account<'_>, String), Objects)| {
        let path = format!("/users/{}/settings/virtual_backgrounds", its.user);
        let policy = account.post(POLICIES, between(&group(account), &group(account))).is(201);
        let provided = |kind: &str, list: Value| {
            let made = account.operate("PUT", &format!("/users/{}/{kind}", its.user), list).is(200);
            made.body.as_object().unwrap().values().next().unwrap()[0]["id"].as_str().unwrap().to_owned()
        };
        let device = json!({"device_name": "Board", "room_name": "Home", "status": "Online"});
        let invoice = invoices(account).first().map(|invoice| invoice["id"].as_str().unwrap().to_owned());
        let lasting = Lasting {
            export_file: file_of(&account.actor, &export),
            deletion: asked(&account.actor, unwanted(&[&its.email])),
            background: upload(&account.actor, &path, "file", &png(3)).is(201).text("id"),
            policy: policy.text("id"),
            meeting_template: provided("meeting_templates", json!({"templates": [{"name": "Lesson"}]})),
            device: provided("collaboration_devices", json!({"devices": [device]})),
            invoice,
            invoice_report: report(account),
            export,
        };
        Objects { lasting, ..its }
    };
    accounts.iter().zip(exports).zip(objects).map(with_lasting).collect()
}

/// A report on the invoices of those below a master. The id of a report is a moment, which two accounts could have alike.
fn report(account: &Account<'_>) -> Option<String> {
    account.world.advance(1);
    let subs = account.get("/accounts").body;
    let below: Vec<&Value> = subs["accounts"].as_array()?.iter().map(|sub| &sub["id"]).collect();
    let order = json!({"start_date": "2026-01-01", "end_date": "2026-01-31", "account_ids": below});
    Some(account.post("/accounts/billing/invoice_reports", order).is(201).text("id"))
}
