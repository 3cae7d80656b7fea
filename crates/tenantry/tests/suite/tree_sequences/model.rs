//! What is known of accounts and users, and what follows from it for each call.
mod calls;

use crate::{actors::Account, answer::Answer, server::server, world::World};
use serde_json::{Value, json};

/// What somebody does. Accounts and users are named by numbers, counted round.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// The platform's owner says whether a master manages what stands below it.
    Switch {
        on: usize,
        manages: bool,
    },
    /// Below oneself, or below a second-level master of one's own.
    CreateAccount {
        below: Option<usize>,
    },
    ListAccounts {
        below: Option<usize>,
    },
    ShowAccount {
        on: usize,
    },
    SetPayMode {
        on: usize,
        by_itself: bool,
    },
    /// A subaccount is let go.
    Leave {
        on: usize,
    },
    CreateUser {
        on: usize,
    },
    ListUsers {
        on: usize,
    },
    /// Looked for in an account, or where the user is.
    ShowUser {
        on: Option<usize>,
        user: usize,
    },
    MoveUser {
        on: Option<usize>,
        user: usize,
        to: usize,
    },
}

/// What the documents say about who may use an operation.
struct Rule {
    /// Its scope is one of masters wherever it answers.
    of_masters: bool,
    on_second_level: bool,
    while_self_paying: bool,
}

const SHOW_ACCOUNT: Rule = Rule { of_masters: false, on_second_level: true, while_self_paying: true };
const SET_OPTIONS: Rule = Rule { of_masters: true, on_second_level: true, while_self_paying: true };
const LEAVE: Rule = Rule { of_masters: true, on_second_level: false, while_self_paying: true };
/// Of the second-level master that is named beside the caller's account.
const NAME_RESELLER: Rule = Rule { of_masters: true, on_second_level: true, while_self_paying: false };
const READ_USERS: Rule = Rule { of_masters: false, on_second_level: true, while_self_paying: false };
const CREATE_USERS: Rule = Rule { of_masters: false, on_second_level: false, while_self_paying: false };
const MOVE_USERS: Rule = Rule { of_masters: true, on_second_level: false, while_self_paying: false };

/// Status and code.
type Refusal = (u16, i64);

const NO_SCOPE: Refusal = (400, 4711);
const NO_PERMISSION: Refusal = (400, 200);
const NOT_A_SUBACCOUNT: Refusal = (400, 200);
const NO_ACCOUNT: Refusal = (404, 2001);
const PAYS_ITSELF: Refusal = (400, 2100);
const NO_USER: Refusal = (404, 1001);
const INVALID: Refusal = (400, 300);
const ADMINISTRATOR: Refusal = (400, 1117);

struct Known<'w> {
    account: Account<'w>,
    name: String,
    parent: Option<usize>,
    is_master: bool,
    manages: bool,
    pays_itself: bool,
}

struct Person {
    id: String,
    email: String,
    /// The first name, which nobody else has.
    name: String,
    home: usize,
    is_owner: bool,
}

impl Person {
    fn marks(&self) -> [&str; 3] {
        [&self.id, &self.email, &self.name]
    }
}

pub struct Model<'w> {
    world: &'w World,
    accounts: Vec<Known<'w>>,
    people: Vec<Person>,
}

/// Of the same length for all, so that none stands in another.
fn number() -> String {
    format!("{:06}", server().next_world())
}

impl<'w> Model<'w> {
    /// Two trees.
    pub fn new(world: &'w World, shape: &[(usize, bool)]) -> Self {
        let mut model = Model { world, accounts: Vec::new(), people: Vec::new() };
        for _ in 0..2 {
            model.add(None, true);
        }
        for (below, is_master) in shape {
            let masters: Vec<usize> = (0..model.accounts.len()).filter(|at| model.accounts[*at].is_master).collect();
            let parent = masters[below % masters.len()];
            let is_top = model.accounts[parent].parent.is_none();
            model.add(Some(parent), *is_master && is_top);
        }
        model
    }

    /// An account as the platform's owner makes it.
    fn add(&mut self, parent: Option<usize>, is_master: bool) {
        let number = number();
        let (name, email) = (format!("Account{number}"), self.world.email(&format!("owner{number}")));
        let parent_id = parent.map(|parent| self.accounts[parent].account.id.clone());
        let body = json!({
            "name": name, "world_id": self.world.id, "parent_id": parent_id, "master": is_master,
            "owner": {"email": email, "first_name": format!("Person{number}"), "last_name": "Owner"},
        });
        let made = self.world.operator("POST", "/accounts", body).is(201);
        let account = Account::signed_in(self.world, &made, &email);
        self.know(account, &number, parent, is_master);
        if parent.is_none() {
            self.may_make_users(self.accounts.len() - 1);
        }
    }

    fn know(&mut self, account: Account<'w>, number: &str, parent: Option<usize>, is_master: bool) {
        self.people.push(Person {
            id: account.owner_id.clone(),
            email: account.owner_email.clone(),
            name: format!("Person{number}"),
            home: self.accounts.len(),
            is_owner: true,
        });
        let name = format!("Account{number}");
        self.accounts.push(Known { account, name, parent, is_master, manages: is_master, pays_itself: false });
    }

    /// Users without an invitation, in the whole tree.
    fn may_make_users(&self, at: usize) {
        self.accounts[at].account.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    }

    fn at(&self, number: usize) -> usize {
        number % self.accounts.len()
    }
}

/// The rules.
impl Model<'_> {
    /// Whether all masters on the way up from one account to the other manage what stands below them.
    fn reaches(&self, by: usize, on: usize) -> bool {
        let above = |at: usize| self.accounts[at].parent.filter(|parent| self.accounts[*parent].manages);
        by == on || above(on).is_some_and(|parent| self.reaches(by, parent))
    }

    /// What is answered before the operation itself has a say; nothing when it has.
    fn refusal(&self, by: usize, on: usize, rule: &Rule) -> Option<Refusal> {
        let target = &self.accounts[on];
        if !self.accounts[by].is_master && (by != on || rule.of_masters) {
            return Some(NO_SCOPE);
        }
        if by == on {
            return None;
        }
        if !self.reaches(by, on) || (target.is_master && !rule.on_second_level) {
            return Some(NO_ACCOUNT);
        }
        (target.pays_itself && !rule.while_self_paying).then_some(PAYS_ITSELF)
    }

    /// The same for what only masters do, on their own account or on a second-level master that they name.
    fn refusal_of_masters(&self, by: usize, below: Option<usize>) -> Option<Refusal> {
        let own = &self.accounts[by];
        if !own.is_master {
            return Some(NO_SCOPE);
        }
        if !own.manages {
            return Some(NO_PERMISSION);
        }
        let named = &self.accounts[below?];
        let is_reseller = named.parent == Some(by) && named.is_master && named.manages;
        self.refusal(by, below?, &NAME_RESELLER).or((!is_reseller).then_some(NO_ACCOUNT))
    }

    fn refusal_to_move(&self, by: usize, on: usize, user: &Person, to: usize) -> Option<Refusal> {
        let refused = self.refusal(by, on, &MOVE_USERS).or_else(|| self.refusal(by, to, &MOVE_USERS));
        refused.or(match () {
            () if user.home != on => Some(NO_USER),
            () if to == on => Some(INVALID),
            () if user.is_owner => Some(ADMINISTRATOR),
            () => None,
        })
    }

    /// The answer where a success was due.
    fn hold(&self, by: usize, answer: Answer, refusal: Option<Refusal>, success: u16) -> Option<Answer> {
        self.tells_nothing_beyond(by, &answer);
        let (status, code) = refusal.map_or((success, Value::Null), |(status, code)| (status, json!(code)));
        assert_eq!((answer.status, &answer["code"]), (status, &code), "by account {by}\n{answer}");
        refusal.is_none().then_some(answer)
    }

    /// Nothing of accounts out of reach stands in the answer, but for what the request itself named.
    fn tells_nothing_beyond(&self, by: usize, answer: &Answer) {
        let said = String::from_utf8_lossy(&answer.bytes);
        for (at, known) in self.accounts.iter().enumerate().filter(|(at, _)| !self.reaches(by, *at)) {
            let people = self.people.iter().filter(|person| person.home == at).flat_map(Person::marks);
            for mark in [known.account.id.as_str(), known.name.as_str()].into_iter().chain(people) {
                let is_told = said.contains(mark) && !answer.request.contains(mark);
                assert!(!is_told, "account {by} was told {mark} of account {at}\n{answer}");
            }
        }
    }
}
