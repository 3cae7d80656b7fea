//! `torture crash`: a server under load is killed again and again; what it had acknowledged must be there afterwards.
use super::{
    inspect::Found,
    load::{Loader, Places, Told},
};
use crate::{
    fault::{Fault, Result},
    random::Random,
    scene::{self, Operator},
    server::{self, Server, UNLIMITED},
};
use serde_json::Value;
use std::{
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Kills of an ordinary run.
pub const ORDINARY: usize = 200;

const CLIENTS: usize = 4;
/// A server is killed after fewer acknowledgements than this.
const LONGEST: usize = 60;

/// # Errors
/// What was lost, or is broken.
pub fn run(count: usize, seed: u64) -> Result<()> {
    println!("crash: seed {seed}, {count} kills, {CLIENTS} clients");
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    let tenantry = server::built("tenantry")?;
    let mut random = Random::new(seed);
    let mut told = Told::default();
    let places = prepared(&tenantry, folder.path())?;
    for kill in 1..=count {
        let server = Server::start(&tenantry, folder.path(), &UNLIMITED)?;
        if kill > 1 {
            check(&server, &places, folder.path(), &told)
                .map_err(|fault| Fault::new(format!("kill {}: {fault}", kill - 1)))?;
        }
        let places = Places { master: scene::signed_in(&server, places.master.clone())?, ..places.clone() };
        told.add(until_killed(server, &places, kill, &mut random)?);
    }
    let server = Server::start(&tenantry, folder.path(), &UNLIMITED)?;
    check(&server, &places, folder.path(), &told)?;
    println!("crash: 0 of {} acknowledged changes lost over {count} kills; every row has its event", told.acknowledged);
    Ok(())
}

fn prepared(tenantry: &Path, folder: &Path) -> Result<Places> {
    let server = Server::start(tenantry, folder, &UNLIMITED)?;
    let operator = Operator::of(&server)?;
    let master = operator.master("master")?;
    let subs = ["first", "second"].map(|name| operator.below(&master, name, false));
    let places = Places { master, subs: subs.into_iter().collect::<Result<_>>()? };
    server.end()?;
    Ok(places)
}

/// Loads the server from several clients and kills it in their midst.
fn until_killed(server: Server, places: &Places, kill: usize, random: &mut Random) -> Result<Told> {
    let last = random.below(LONGEST);
    let loaders: Vec<Loader> =
        (0..CLIENTS).map(|client| Loader::new(&server, places, format!("k{kill}c{client}"), random.split())).collect();
    let (answered, server) = (AtomicUsize::new(0), Mutex::new(server));
    let strike = || {
        if answered.fetch_add(1, Ordering::SeqCst) == last {
            server.lock().unwrap_or_else(PoisonError::into_inner).kill();
        }
    };
    strike();
    thread::scope(|scope| {
        let clients: Vec<_> = loaders.into_iter().map(|loader| scope.spawn(|| load(loader, strike))).collect();
        let died = |_| Fault::new("a client of the load has died");
        let told = clients.into_iter().map(|client| client.join().map_err(died)?);
        told.collect()
    })
}

/// Goes on until the server is gone.
fn load(mut loader: Loader, strike: impl Fn()) -> Result<Told> {
    while loader.step()? {
        strike();
    }
    Ok(loader.told)
}

fn check(server: &Server, places: &Places, folder: &Path, told: &Told) -> Result<()> {
    server.client(&places.master.token).send("GET", "/v2/users/me", &Value::Null)?.is(200)?;
    let found = Found::of(&server::database(folder))?;
    let faults = [found.faults.clone(), lost(&found, told)].concat();
    if faults.is_empty() { Ok(()) } else { Err(Fault::new(faults.join("\n"))) }
}

/// What was acknowledged and is not so.
fn lost(found: &Found, told: &Told) -> Vec<String> {
    let accounts = told.accounts.iter().filter(|id| !found.accounts.contains(*id));
    let mut lost: Vec<String> = accounts.map(|id| format!("the account {id} is lost")).collect();
    for (id, possible) in &told.users {
        let dept = found.users.get(id).cloned();
        if !possible.contains(&dept) {
            lost.push(format!("the user {id} is {dept:?}, and {possible:?} was acknowledged"));
        }
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(possible: &[Option<&str>]) -> Told {
        let possible = possible.iter().map(|dept| dept.map(str::to_owned)).collect();
        Told { users: [("u".to_owned(), possible)].into(), ..Told::default() }
    }
    fn found(dept: Option<&str>) -> Found {
        Found { users: dept.map(|dept| ("u".to_owned(), dept.to_owned())).into_iter().collect(), ..Found::default() }
    }

    #[test]
    fn what_was_acknowledged_last_must_be_so() {
        assert!(lost(&found(Some("new")), &told(&[Some("new")])).is_empty());
        assert_eq!(lost(&found(Some("old")), &told(&[Some("new")])).len(), 1);
        assert_eq!(lost(&found(None), &told(&[Some("new")])).len(), 1);
        assert_eq!(lost(&found(Some("back")), &told(&[None])).len(), 1);
    }

    #[test]
    fn a_change_that_was_not_answered_may_have_happened_or_not() {
        let unknown = told(&[Some("old"), None]);
        assert!(lost(&found(Some("old")), &unknown).is_empty() && lost(&found(None), &unknown).is_empty());
        assert_eq!(lost(&found(Some("other")), &unknown).len(), 1);
    }

    #[test]
    fn an_account_that_was_acknowledged_must_be_there() {
        let told = Told { accounts: vec!["a".to_owned()], ..Told::default() };
        assert_eq!(lost(&Found::default(), &told), ["the account a is lost"]);
    }
}
