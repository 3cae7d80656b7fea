//! What somebody does: each call, held to what the model expects, and what it changes.
use super::*;
use crate::{accounts::signed_in, actors::Actor};

impl<'w> Model<'w> {
    pub fn act(&mut self, by: usize, act: Act) {
        let by = self.at(by);
        match act {
            Act::Switch { on, manages } => self.switch(self.at(on), manages),
            Act::CreateAccount { below } => self.create_account(by, below.map(|below| self.at(below))),
            Act::ListAccounts { below } => self.list_accounts(by, below.map(|below| self.at(below))),
            Act::ShowAccount { on } => self.show_account(by, self.at(on)),
            Act::SetPayMode { on, by_itself } => self.set_pay_mode(by, self.at(on), by_itself),
            Act::Leave { on } => self.leave(by, self.at(on)),
            Act::CreateUser { on } => self.create_user(by, self.at(on)),
            Act::ListUsers { on } => self.list_users(by, self.at(on)),
            Act::ShowUser { on, user } => {
                let (on, user) = self.user(on, user);
                self.show_user(by, on, user);
            }
            Act::MoveUser { on, user, to } => {
                let (on, user) = self.user(on, user);
                self.move_user(by, on, user, self.at(to));
            }
        }
    }

    /// In which account a user is looked for, and which one.
    fn user(&self, on: Option<usize>, user: usize) -> (usize, usize) {
        let user = user % self.people.len();
        (on.map_or(self.people[user].home, |on| self.at(on)), user)
    }

    /// Everybody lists everything.
    pub fn check(&self) {
        for by in 0..self.accounts.len() {
            self.list_accounts(by, None);
            for on in 0..self.accounts.len() {
                self.list_accounts(by, Some(on));
                self.list_users(by, on);
            }
        }
    }

    fn actor(&self, by: usize, on: usize) -> Actor<'w> {
        let own = &self.accounts[by].account;
        if by == on { own.on_id("me") } else { own.on(&self.accounts[on].account) }
    }

    fn switch(&mut self, on: usize, manages: bool) {
        let known = &mut self.accounts[on];
        if known.is_master {
            known.account.operate("PUT", "/manages_subaccounts", json!({"on": manages})).is(200);
            known.manages = manages;
        }
    }

    fn create_account(&mut self, by: usize, below: Option<usize>) {
        let number = number();
        let mut body = json!({
            "email": self.world.email(&format!("owner{number}")), "password": "Kx4-Kx4-z",
            "first_name": format!("Person{number}"), "last_name": "Owner", "account_name": format!("Account{number}"),
        });
        if let Some(below) = below {
            body["sub_reseller_id"] = json!(self.accounts[below].account.id);
        }
        let answer = self.accounts[by].account.post("/accounts", body);
        if let Some(made) = self.hold(by, answer, self.refusal_of_masters(by, below), 201) {
            self.know(signed_in(self.world, &made), &number, below.or(Some(by)), false);
        }
    }

    fn list_accounts(&self, by: usize, below: Option<usize>) {
        let named = below.map(|below| format!("&sub_reseller_id={}", self.accounts[below].account.id));
        let path = format!("/accounts?page_size=300{}", named.unwrap_or_default());
        let answer = self.accounts[by].account.get(&path);
        if let Some(list) = self.hold(by, answer, self.refusal_of_masters(by, below), 200) {
            let parent = below.or(Some(by));
            let listed = self.accounts.iter().filter(|known| known.parent == parent);
            is_list(list, listed.map(|known| known.account.id.as_str()).collect());
        }
    }

    fn show_account(&self, by: usize, on: usize) {
        let answer = self.actor(by, on).get("");
        if let Some(shown) = self.hold(by, answer, self.refusal(by, on, &SHOW_ACCOUNT), 200) {
            let known = &self.accounts[on];
            let pay_mode = if known.pays_itself { "sub" } else { "master" };
            let seen = (&shown["id"], &shown["account_name"], &shown["options"]["pay_mode"]);
            assert_eq!(seen, (&json!(known.account.id), &json!(known.name), &json!(pay_mode)), "{shown}");
        }
    }

    fn set_pay_mode(&mut self, by: usize, on: usize, by_itself: bool) {
        let pay_mode = if by_itself { "sub" } else { "master" };
        let answer = self.actor(by, on).patch("/options", json!({"pay_mode": pay_mode}));
        let refusal = self.refusal(by, on, &SET_OPTIONS).or((by == on).then_some(NOT_A_SUBACCOUNT));
        if self.hold(by, answer, refusal, 204).is_some() {
            self.accounts[on].pays_itself = by_itself;
        }
    }

    fn leave(&mut self, by: usize, on: usize) {
        let answer = self.actor(by, on).delete("");
        let refusal = self.refusal(by, on, &LEAVE).or((by == on).then_some(NOT_A_SUBACCOUNT));
        if self.hold(by, answer, refusal, 204).is_some() {
            (self.accounts[on].parent, self.accounts[on].pays_itself) = (None, false);
            self.may_make_users(on);
        }
    }

    fn create_user(&mut self, by: usize, on: usize) {
        let number = number();
        let (email, name) = (self.world.email(&format!("user{number}")), format!("Person{number}"));
        let info = json!({"email": email, "type": 1, "first_name": name, "last_name": "User"});
        let answer = self.actor(by, on).post("/users", json!({"action": "custCreate", "user_info": info}));
        if let Some(made) = self.hold(by, answer, self.refusal(by, on, &CREATE_USERS), 201) {
            self.people.push(Person { id: made.text("id"), email, name, home: on, is_owner: false });
        }
    }

    fn list_users(&self, by: usize, on: usize) {
        let answer = self.actor(by, on).get("/users?page_size=300");
        if let Some(list) = self.hold(by, answer, self.refusal(by, on, &READ_USERS), 200) {
            let here = self.people.iter().filter(|person| person.home == on);
            is_list(list, here.map(|person| person.id.as_str()).collect());
        }
    }

    fn show_user(&self, by: usize, on: usize, user: usize) {
        let person = &self.people[user];
        let answer = self.actor(by, on).get(&format!("/users/{}", person.id));
        let refusal = self.refusal(by, on, &READ_USERS).or((person.home != on).then_some(NO_USER));
        if let Some(shown) = self.hold(by, answer, refusal, 200) {
            let seen = ["id", "email", "first_name"].map(|field| shown.text(field));
            assert_eq!(seen.each_ref().map(String::as_str), person.marks(), "{shown}");
        }
    }

    fn move_user(&mut self, by: usize, on: usize, user: usize, to: usize) {
        let path = format!("/users/{}/account", self.people[user].id);
        let answer = self.actor(by, on).put(&path, json!({"account_id": self.accounts[to].account.id}));
        let refusal = self.refusal_to_move(by, on, &self.people[user], to);
        if self.hold(by, answer, refusal, 204).is_some() {
            self.people[user].home = to;
        }
    }
}

/// Exactly these, in any order.
fn is_list(list: Answer, ids: Vec<&str>) {
    assert_eq!(list["total_records"], json!(ids.len()), "{list}");
    list.lists("id", ids);
}
