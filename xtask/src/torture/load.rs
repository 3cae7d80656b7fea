//! Clients that change things at once, and remember what they were told.
use crate::{client::Client, fault::Result, random::Random, scene::Account, server::Server};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What must be found of a user. Several: the fate of the last change is unknown.
pub type Possible = Vec<Option<String>>;

/// What a client was told.
#[derive(Default)]
pub struct Told {
    /// Users by id: the department of one that is there, nothing for one that was deleted.
    pub users: BTreeMap<String, Possible>,
    /// Accounts that were made.
    pub accounts: Vec<String>,
    pub acknowledged: usize,
}

impl Told {
    pub fn add(&mut self, other: Told) {
        self.users.extend(other.users);
        self.accounts.extend(other.accounts);
        self.acknowledged += other.acknowledged;
    }
}

impl FromIterator<Told> for Told {
    fn from_iter<I: IntoIterator<Item = Told>>(parts: I) -> Self {
        let mut all = Told::default();
        parts.into_iter().for_each(|part| all.add(part));
        all
    }
}

/// Where a load changes things: a master, and accounts below it.
#[derive(Clone)]
pub struct Places {
    pub master: Account,
    pub subs: Vec<Account>,
}

/// One client. It goes on until it is not answered, or told to stop.
pub struct Loader {
    client: Client,
    places: Places,
    random: Random,
    /// Makes the emails of this client its own.
    name: String,
    made: usize,
    own: Vec<(String, String)>,
    pub told: Told,
}

impl Loader {
    pub fn new(server: &Server, places: &Places, name: String, random: Random) -> Self {
        let client = server.client(&places.master.token);
        Loader { client, places: places.clone(), random, name, made: 0, own: Vec::new(), told: Told::default() }
    }

    /// Makes one change. False: it was not answered.
    ///
    /// # Errors
    /// When it is refused.
    pub fn step(&mut self) -> Result<bool> {
        match (self.random.below(100), self.random.one_of(&self.own).cloned()) {
            (60..85, Some((path, id))) => self.rename(&path, id),
            (85..95, Some((path, id))) => self.delete(&path, id),
            (95.., _) => self.create_account(),
            _ => self.create_user(),
        }
    }

    /// Adds only: for a record in which nothing that was acknowledged is taken back.
    ///
    /// # Errors
    /// As [`step`](Self::step).
    pub fn step_that_adds(&mut self) -> Result<bool> {
        match (self.random.below(100), self.random.one_of(&self.own).cloned()) {
            (70..95, Some((path, id))) => self.rename(&path, id),
            (95.., _) => self.create_account(),
            _ => self.create_user(),
        }
    }

    fn create_user(&mut self) -> Result<bool> {
        let sub = self.random.one_of(&self.places.subs).filter(|_| self.made % 2 == 1);
        let path = sub.map_or("/v2/users".to_owned(), |sub| format!("/v2/accounts/{}/users", sub.id));
        let email = self.email();
        let user = json!({"email": email, "type": 1, "first_name": "Ada", "last_name": "Byron"});
        let body = json!({"action": "custCreate", "user_info": user});
        let Ok(answer) = self.client.send("POST", &path, &body) else { return Ok(false) };
        let id = answer.is(201)?.text("id")?;
        self.told.users.insert(id.clone(), vec![Some(String::new())]);
        self.own.push((path, id));
        self.told.acknowledged += 1;
        Ok(true)
    }

    fn rename(&mut self, path: &str, id: String) -> Result<bool> {
        self.made += 1;
        let dept = format!("{} {}", self.name, self.made);
        self.expect_also(&id, Some(dept.clone()));
        let change = json!({"dept": dept});
        let Ok(answer) = self.client.send("PATCH", &format!("{path}/{id}"), &change) else { return Ok(false) };
        answer.is(204)?;
        self.told.users.insert(id, vec![Some(dept)]);
        self.told.acknowledged += 1;
        Ok(true)
    }

    fn delete(&mut self, path: &str, id: String) -> Result<bool> {
        self.expect_also(&id, None);
        self.own.retain(|(_, own)| *own != id);
        let path = format!("{path}/{id}?action=delete");
        let Ok(answer) = self.client.send("DELETE", &path, &Value::Null) else { return Ok(false) };
        answer.is(204)?;
        self.told.users.insert(id, vec![None]);
        self.told.acknowledged += 1;
        Ok(true)
    }

    fn create_account(&mut self) -> Result<bool> {
        let email = self.email();
        let body = json!({"email": email, "first_name": "Ada", "last_name": "Byron", "password": "Kx4-Kx4-z"});
        let Ok(answer) = self.client.send("POST", "/v2/accounts", &body) else { return Ok(false) };
        let made = answer.is(201)?;
        self.told.accounts.push(made.text("id")?);
        self.told.users.insert(made.text("owner_id")?, vec![Some(String::new())]);
        self.told.acknowledged += 1;
        Ok(true)
    }

    /// Until the change is answered, it may have happened or not.
    fn expect_also(&mut self, id: &str, state: Option<String>) {
        self.told.users.entry(id.to_owned()).or_default().push(state);
    }

    fn email(&mut self) -> String {
        self.made += 1;
        format!("{}-{}@load.example", self.name, self.made)
    }
}
