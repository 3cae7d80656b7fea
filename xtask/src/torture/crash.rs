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
    let tenantry = server::built("tenantry", "tenantry")?;
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
    let mut faults = found.faults.clone();
    let lost = told.accounts.iter().filter(|id| !found.accounts.contains(*id));
    faults.extend(lost.map(|id| format!("the account {id} is lost")));
    for (id, possible) in &told.users {
        let dept = found.users.get(id).cloned();
        if !possible.contains(&dept) {
            faults.push(format!("the user {id} is {dept:?}, and {possible:?} was acknowledged"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Fault::new(faults.join("\n"))) }
}
