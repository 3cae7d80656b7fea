//! A year of a university: departments, domains, two thousand people, groups, locks, roles, a department that moves out and
//! people who leave. What is left is held to sums that were made by hand.
use crate::{
    actors::Account,
    contact_groups::{self, contact_group},
    data_requests::{GRACE, asked, in_history, unwanted},
    groups::add,
    server::server,
    users::{person, renewed},
    world::World,
};
use serde_json::{Value, json};
use std::thread;

/// A department: its name, its people, and how many of them are staff with a license.
const DEPARTMENTS: [(&str, usize, usize); 4] =
    [("physics", 700, 70), ("law", 600, 60), ("medicine", 500, 50), ("library", 200, 20)];

struct Department<'w> {
    account: Account<'w>,
    domain: String,
    /// Ids and emails in the order of coming: staff first.
    people: Vec<(String, String)>,
    staff: String,
    students: String,
    /// Of everybody who was there at the beginning.
    division: String,
    /// Holds both groups and three people.
    contacts: String,
}

/// A department with its domain, its division, and its two groups in a contact group, of nobody yet. What the group of
/// students has of the host's video is locked.
fn founded<'w>(world: &'w World, university: &Account<'w>, name: &str, seats: usize) -> Department<'w> {
    let account = world.sub(university);
    account.plan("Business", seats as i64 + 1);
    let domain = format!("{name}{}.example", server().next_world());
    account.operate("POST", "/managed_domains", json!({"domain": domain, "status": "pending"})).is(200);
    account.operate("POST", "/managed_domains", json!({"domain": domain, "status": "verified"})).is(200);
    let [staff, students] =
        ["Staff", "Students"].map(|group| account.post("/groups", json!({"name": group})).is(201).text("id"));
    account.patch(&format!("/groups/{students}/lock_settings"), host_video(true)).is(204);
    let division = account.post("/divisions", json!({"division_name": name})).is(201).text("division_id");
    let contacts = contact_group(&account, &[contact_groups::users(&staff), contact_groups::users(&students)]);
    Department { account, domain, people: Vec::new(), staff, students, division, contacts }
}

impl Department<'_> {
    fn provision(&mut self, people: usize, staff: usize) {
        for number in 0..people {
            let kind = if number < staff { 2 } else { 1 };
            let email = format!("p{number}@{}", self.domain);
            let info = json!({"email": email, "type": kind, "first_name": "P", "last_name": "Person"});
            let made = self.account.post("/users", json!({"action": "custCreate", "user_info": info})).is(201);
            self.people.push((made.text("id"), email));
        }
        let ids: Vec<&str> = self.people.iter().map(|(id, _)| id.as_str()).collect();
        let (of_staff, of_students) = ids.split_at(staff);
        for (group, ids) in [(&self.staff, of_staff), (&self.students, of_students)] {
            ids.chunks(30).for_each(|ids| drop(add(&self.account, group, ids).is(201)));
        }
    }
    /// Everybody comes into the division; into the contact group one of the staff and, where there are so many, one who will
    /// be deleted and one who will be erased.
    fn assign(&self) {
        let users: Vec<Value> = self.people.iter().map(|(id, _)| json!({"user_id": id})).collect();
        let path = format!("/divisions/{}/users", self.division);
        users.chunks(30).for_each(|users| drop(self.account.post(&path, json!({"users": users})).is(201)));
        let known = [0, 210, 400].into_iter().filter_map(|number| self.people.get(number));
        let known: Vec<Value> = known.map(|(id, _)| contact_groups::user(id)).collect();
        let path = format!("/contacts/groups/{}/members", self.contacts);
        self.account.post(&path, json!({"group_members": known})).is(201);
    }
    fn user(&self, number: usize) -> String {
        format!("/users/{}", self.people[number].0)
    }
    /// Users in either state, members of the two groups, users of the division, members of the contact group.
    fn counts(&self) -> [i64; 6] {
        let account = renewed(&self.account);
        let total = |path: &str, field: &str| account.get(path).is(200)[field].as_i64().unwrap();
        [
            total("/users?page_size=1", "total_records"),
            total("/users?status=inactive&page_size=1", "total_records"),
            total(&format!("/groups/{}", self.staff), "total_members"),
            total(&format!("/groups/{}", self.students), "total_members"),
            total(&format!("/divisions/{}/users?page_size=1", self.division), "total_records"),
            total(&format!("/contacts/groups/{}", self.contacts), "total_members"),
        ]
    }
}

#[test]
fn after_a_year_of_a_university_every_number_is_what_was_summed_by_hand() {
    let world = World::new();
    let university = world.master();
    university.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let mut departments = DEPARTMENTS.map(|(name, _, staff)| founded(&world, &university, name, staff));
    thread::scope(|scope| {
        for (department, (_, people, staff)) in departments.iter_mut().zip(DEPARTMENTS) {
            scope.spawn(move || {
                department.provision(people, staff);
                department.assign();
            });
        }
    });
    // Everybody and the owner.
    assert_eq!(
        departments.each_ref().map(Department::counts),
        [[701, 0, 70, 630, 700, 5], [601, 0, 60, 540, 600, 5], [501, 0, 50, 450, 500, 5], [201, 0, 20, 180, 200, 3],]
    );
    let [physics, law, medicine, library] = &departments;
    locks(&university, medicine, physics);
    delegated(physics);
    leavings(&university, physics, law);
    // Of physics 3 were deactivated, 25 deleted, 1 was erased, and 1 came for the desk; 5 came and went to law.
    assert_eq!(
        [physics, law, medicine].map(Department::counts),
        [
            [701 - 3 - 25 - 1 + 1, 3, 70, 630 - 25 - 1, 700 - 25 - 1, 5 - 1 - 1],
            [601 + 5, 0, 60, 540, 600, 5],
            [501, 0, 50, 450, 500, 5],
        ]
    );
    moved_out(&university, library);
}

fn host_video(is_on: bool) -> Value {
    json!({"schedule_meeting": {"host_video": is_on}})
}

/// What one department locks is open in another, but for its students, whose group locks it.
fn locks(university: &Account<'_>, strict: &Department<'_>, open: &Department<'_>) {
    university.on(&strict.account).patch("/lock_settings", host_video(true)).is(200);
    let set = |department: &Department<'_>, number: usize| {
        department.account.patch(&format!("{}/settings", department.user(number)), host_video(true)).status
    };
    assert_eq!([set(strict, 0), set(strict, 99), set(open, 0), set(open, 99)], [400, 400, 204, 400]);
    let students = format!("/groups/{}/settings", open.students);
    open.account.patch(&students, host_video(true)).is(204);
    let shown = open.account.get(&format!("{}/settings", open.user(99))).is(200);
    assert_eq!(shown["schedule_meeting"]["host_video"], true);
}

/// The desk of a department deactivates three of its students, and can do nothing to its roles.
fn delegated(department: &Department<'_>) {
    let holder = department.account.holder(&["User:Read", "User:Edit"], 2, &[]);
    let desk = department.account.user_signed_in(&holder);
    for number in 100..103 {
        desk.put(&format!("{}/status", department.user(number)), json!({"action": "deactivate"})).is(204);
    }
    desk.post("/roles", json!({"name": "Mine", "privileges": ["Role:Edit"]})).is(400);
}

/// Gives somebody a template for meetings and one for summaries: the id of the first.
fn furnished(department: &Department<'_>, number: usize) -> String {
    let provide = |kind: &str| {
        let templates = json!({"templates": [{"name": format!("Lesson of {number}")}]});
        department.account.operate("PUT", &format!("{}/{kind}", department.user(number)), templates).is(200)
    };
    provide("meeting_summary_templates");
    provide("meeting_templates")["templates"][0]["id"].as_str().unwrap().to_owned()
}

/// The heir has what one of two left to it, once, and nothing of the other, who handed on nothing.
fn inherited(university: &Account<'_>, department: &Department<'_>, (left, gone): (&str, &str)) {
    let (above, heir) = (university.on(&department.account), department.user(0));
    let has = |template: &str| above.get(&format!("{heir}/meeting_templates/{template}")).status;
    assert_eq!([has(left), has(gone)], [200, 400]);
    let summaries = above.get(&format!("{heir}/meeting_summary_templates")).is(200);
    let names: Vec<&Value> = summaries.body.as_array().unwrap().iter().map(|template| &template["name"]).collect();
    assert_eq!(names, ["Lesson of 200"]);
}

/// People go: with an heir, to another department, on their own, and without a trace.
fn leavings(university: &Account<'_>, from: &Department<'_>, to: &Department<'_>) {
    let above = university.on(&from.account);
    let to = json!({"account_id": to.account.id});
    let heir = &from.people[0].1;
    let (left, gone) = (furnished(from, 200), furnished(from, 201));
    for number in 200..225 {
        let path = format!("{}?action=delete&transfer_email={heir}", from.user(number));
        let flags = if number == 201 { "" } else { "&transfer_meeting=true" };
        above.delete(&format!("{path}{flags}")).is(204);
    }
    inherited(university, from, (&left, &gone));
    // Whoever has an address of the department's own domain does not take it along.
    above.put(&format!("{}/account", from.user(300)), to.clone()).is(400);
    for _ in 0..5 {
        let (mover, _) = from.account.user("mover");
        above.put(&format!("/users/{mover}/account"), to.clone()).is(204);
        let (leaver, _) = person(&from.account, "leaver");
        above.delete(&format!("/users/{leaver}?action=disassociate")).is(204);
    }
    let request = asked(&from.account.actor, unwanted(&[&from.people[400].1]));
    university.world.advance(GRACE);
    university.world.settle();
    assert_eq!(in_history(&renewed(&from.account).actor, &request)["state"], "Completed");
}

/// A department stands alone with all of its people, and the university knows it no longer.
fn moved_out(university: &Account<'_>, department: &Department<'_>) {
    let university = renewed(university);
    let (_, _, staff) = DEPARTMENTS[3];
    for number in 0..staff {
        department.account.patch(&department.user(number), json!({"type": 1})).is(204);
    }
    department.account.plan("Free", 0);
    university.on(&department.account).delete("").is(204);
    university.on(&department.account).get("/users").is(404);
    let own = renewed(&department.account);
    assert_eq!(own.get("/users").is(200)["total_records"], 201);
    assert_eq!(own.get(&format!("/divisions/{}/users", department.division)).is(200)["total_records"], 200);
    assert_eq!(university.get("/accounts").is(200)["total_records"], 3);
    assert_eq!(university.get("/users").is(200)["total_records"], 1);
}
