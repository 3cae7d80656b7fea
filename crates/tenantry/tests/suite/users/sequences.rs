//! Random sequences of what happens to users, held to a small model: states, types, roles, seats, counts and lists.
use super::*;
use proptest::prelude::*;

const SEATS: [usize; 2] = [2, 3];

#[derive(Clone, Debug)]
enum Act {
    Invite { to: usize, kind: i64 },
    Make { to: usize, kind: i64 },
    Convert { user: usize, kind: i64 },
    Set { user: usize, action: &'static str },
    Promote { user: usize },
    Demote { user: usize },
    Remove { user: usize, action: &'static str },
    Move { user: usize },
    Accept { user: usize },
}

#[derive(Clone, Debug)]
struct Person {
    id: String,
    email: String,
    /// Which of the two accounts.
    home: usize,
    status: &'static str,
    kind: i64,
    is_admin: bool,
    /// It was made for programs, and cannot live on alone.
    is_api_user: bool,
}

fn acts() -> impl Strategy<Value = Act> {
    let kinds = || prop_oneof![Just(1), Just(2), Just(4)];
    let users = || 0..12usize;
    prop_oneof![
        2 => (0..2usize, kinds()).prop_map(|(to, kind)| Act::Invite { to, kind }),
        4 => (0..2usize, kinds()).prop_map(|(to, kind)| Act::Make { to, kind }),
        4 => (users(), kinds()).prop_map(|(user, kind)| Act::Convert { user, kind }),
        4 => (users(), prop_oneof![Just("activate"), Just("deactivate")]).prop_map(|(user, action)| Act::Set { user, action }),
        1 => users().prop_map(|user| Act::Promote { user }),
        1 => users().prop_map(|user| Act::Demote { user }),
        1 => (users(), prop_oneof![Just("delete"), Just("disassociate")]).prop_map(|(user, action)| Act::Remove { user, action }),
        2 => users().prop_map(|user| Act::Move { user }),
        2 => users().prop_map(|user| Act::Accept { user }),
    ]
}

/// Two subaccounts of one master, and who should be in them.
struct Model<'w> {
    master: Account<'w>,
    homes: [Account<'w>; 2],
    people: Vec<Person>,
}

impl<'w> Model<'w> {
    fn new(world: &'w World) -> Self {
        let master = world.master();
        master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
        let homes = SEATS.map(|seats| {
            let sub = world.sub(&master);
            sub.plan("Pro", seats as i64);
            sub
        });
        Model { master, homes, people: Vec::new() }
    }
    /// Whether a seat of this type is left for somebody who takes one.
    fn has_seat(&self, home: usize, kind: i64) -> bool {
        let holders = self.people.iter().filter(|it| it.home == home && it.kind == 2 && it.status != "inactive");
        kind != 2 || holders.count() < SEATS[home]
    }
    fn on(&self, home: usize) -> Actor<'w> {
        self.master.on(&self.homes[home])
    }
    fn user_path(&self, person: &Person, rest: &str) -> String {
        format!("/users/{}{rest}", person.id)
    }

    fn act(&mut self, act: &Act) {
        match *act {
            Act::Invite { to, kind } => self.make(to, "create", "pending", kind),
            Act::Make { to, kind } => self.make(to, "custCreate", "active", kind),
            Act::Convert { user, .. }
            | Act::Set { user, .. }
            | Act::Promote { user }
            | Act::Demote { user }
            | Act::Remove { user, .. }
            | Act::Move { user }
            | Act::Accept { user } => {
                if !self.people.is_empty() {
                    let user = user % self.people.len();
                    self.change(user, act);
                }
            }
        }
    }
    fn make(&mut self, home: usize, action: &str, status: &'static str, kind: i64) {
        let email = email(self.master.world, "p");
        let answer = make(&self.on(home), action, &email, json!({"type": kind}));
        if self.has_seat(home, kind) {
            let id = answer.is(201).text("id");
            let is_api_user = action == "custCreate";
            self.people.push(Person { id, email, home, status, kind, is_admin: false, is_api_user });
        } else {
            assert_eq!(answer.is(400)["code"], 3412);
        }
    }
    fn change(&mut self, user: usize, act: &Act) {
        let before = self.people[user].clone();
        let actor = self.on(before.home);
        let expected = match *act {
            Act::Convert { .. } if before.status == "pending" => 204,
            Act::Convert { kind, .. } => {
                let needs_seat = kind != before.kind && before.status == "active";
                if needs_seat && !self.has_seat(before.home, kind) { 400 } else { 204 }
            }
            Act::Set { .. } if before.is_admin || before.status == "pending" => 400,
            Act::Set { action: "activate", .. } if before.status == "inactive" => {
                if self.has_seat(before.home, before.kind) { 204 } else { 400 }
            }
            Act::Remove { action: "disassociate", .. }
                if before.status != "pending" && (before.is_admin || before.is_api_user) =>
            {
                400
            }
            Act::Move { .. } if before.is_admin => 400,
            Act::Move { .. } if before.status != "inactive" && !self.has_seat(1 - before.home, before.kind) => 400,
            Act::Promote { .. } => 201,
            Act::Demote { .. } if !before.is_admin => return,
            Act::Accept { .. } if before.status != "pending" => return,
            Act::Accept { .. } => 200,
            _ => 204,
        };
        let answer = self.send(&actor, &before, act).is(expected);
        if answer.status < 300 {
            self.applied(user, act);
        }
    }
    fn send(&self, actor: &Actor<'_>, person: &Person, act: &Act) -> Answer {
        match *act {
            Act::Convert { kind, .. } => actor.patch(&self.user_path(person, ""), json!({"type": kind})),
            Act::Set { action, .. } => actor.put(&self.user_path(person, "/status"), json!({"action": action})),
            Act::Promote { .. } => actor.post("/roles/1/members", json!({"members": [{"email": person.email}]})),
            Act::Demote { .. } => actor.delete(&format!("/roles/1/members/{}", person.id)),
            Act::Remove { action, .. } => actor.delete(&self.user_path(person, &format!("?action={action}"))),
            Act::Move { .. } => {
                let to = &self.homes[1 - person.home].id;
                // Of the invitations of one moment the latest is not known.
                self.master.world.advance(1);
                actor.put(&self.user_path(person, "/account"), json!({"account_id": to}))
            }
            Act::Accept { .. } => {
                let world = self.master.world;
                world.submit(&world.link_of("invitation", &person.email), &[("password", PASSWORD)])
            }
            Act::Invite { .. } | Act::Make { .. } => unreachable!("nobody is changed"),
        }
    }
    fn applied(&mut self, user: usize, act: &Act) {
        let person = &mut self.people[user];
        match *act {
            Act::Convert { kind, .. } if person.status != "pending" => person.kind = kind,
            Act::Set { action, .. } => person.status = if action == "activate" { "active" } else { "inactive" },
            Act::Promote { .. } => person.is_admin = true,
            Act::Demote { .. } => person.is_admin = false,
            Act::Move { .. } => person.home = 1 - person.home,
            Act::Accept { .. } => person.status = "active",
            Act::Remove { .. } => drop(self.people.remove(user)),
            _ => {}
        }
    }

    fn check(&self) {
        for home in 0..2 {
            self.check_summary(home);
            for status in ["active", "inactive", "pending"] {
                self.check_list(home, status);
            }
        }
    }
    fn check_summary(&self, home: usize) {
        let count = |status: &str, kind: Option<i64>| {
            let here = |it: &&Person| it.home == home && it.status == status && kind.is_none_or(|kind| it.kind == kind);
            self.people.iter().filter(here).count()
        };
        // The owner is Basic.
        let (basic, licensed, none) =
            (count("active", Some(1)) + 1, count("active", Some(2)), count("active", Some(4)));
        let expected = json!({"licensed_users_count": licensed, "basic_users_count": basic, "on_prem_users_count": 0,
            "room_users_count": 0, "pending_users_count": count("pending", None), "join_only_users_count": none,
            "total_users_count": basic + licensed + none});
        assert_eq!(self.on(home).get("/users/summary").is(200).body, expected);
    }
    fn check_list(&self, home: usize, status: &str) {
        let mut expected: Vec<&str> =
            self.people.iter().filter(|it| it.home == home && it.status == status).map(|it| &*it.email).collect();
        if status == "active" {
            expected.push(&self.homes[home].owner_email);
        }
        let list = self.on(home).get(&format!("/users?status={status}&page_size=300")).is(200);
        assert_eq!(list["total_records"], json!(expected.len()), "{list}");
        list.lists("email", expected);
        let admins = self.people.iter().filter(|it| it.home == home && it.status == status && it.is_admin).count();
        let list = self.on(home).get(&format!("/users?status={status}&role_id=1")).is(200);
        assert_eq!((&list["total_records"], list["users"].as_array().unwrap().len()), (&json!(admins), admins));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn users_their_counts_and_their_seats_follow_the_rules_whatever_happens(acts in prop::collection::vec(acts(), 10..40)) {
        let world = World::new();
        let mut model = Model::new(&world);
        for act in &acts {
            model.act(act);
        }
        model.check();
    }
}
