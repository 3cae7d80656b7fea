//! Calls that the platform makes itself, through the same handlers: the builder of a data set, and jobs.
use crate::{
    call::{Behind, Call, MadeReady, Preparing},
    clock::SharedClock,
    failure::*,
    input::Ready,
    output::Answer,
    platform::Platform,
    request::{self, Sent},
    router::{Face, Found, Mounted},
};
use serde_json::{Map, Value};
use std::sync::Arc;
use storage::{Caller, Database, Directory, End, Read, SeedSource, Session, Streams, Tx, directory};

/// One call on one account: an operation by its name, the variables of its path, and a body.
#[derive(Debug, Clone)]
pub struct SystemCall {
    /// `POST /users`
    pub operation: &'static str,
    /// The variables of the path, without the account.
    pub path: Map<String, Value>,
    /// An object, held to the schema of the operation.
    pub body: Value,
}

impl Platform {
    /// A password that every rule accepts: for owners of a data set.
    pub fn new_password(&self) -> String {
        Streams::new(self.0.parts.seeds.seed()).password(20)
    }
    /// Ends a fixed order of ids and secrets once a data set is made: whatever is written later has others.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub fn end_fixed_order(&self) -> Result<()> {
        Ok(self.0.parts.seeds.end_fixed_order().map_err(storage::Fault::broken)?)
    }
    /// Runs `work` over all accounts, as the platform itself.
    ///
    /// # Errors
    /// What `work` refuses, and then nothing was changed; or the store does.
    pub async fn in_directory<T, F>(&self, work: F) -> Result<T>
    where
        F: FnMut(&mut Directory<'_>) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        in_directory(self.database(), &self.0.parts.seeds, &self.0.parts.clock, work).await
    }
    /// Reads over all accounts, as the platform itself: one snapshot, beside all changes, however long it takes.
    ///
    /// # Errors
    /// What `work` refuses; or the store does.
    pub async fn read_directory<T, F>(&self, work: F) -> Result<T>
    where
        F: FnOnce(&Directory<'_>) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        read_directory(self.database(), Read::Large, &self.0.parts.seeds, &self.0.parts.clock, work).await
    }
    /// Makes calls on one account, all in one transaction: all of them are kept, or none. Validation, counters and events
    /// are those of the API; limits, daily counts and mail do not apply. What must be made ready is made ready first.
    ///
    /// # Errors
    /// The first refusal.
    pub async fn as_system(&self, account: &str, calls: Vec<SystemCall>) -> Result<Vec<Answer>> {
        let id = account.to_owned();
        let facts = self.database().read(Read::OneStatement, move |tx| directory::account_facts(tx, &id)).await??;
        let account = Arc::new(facts.ok_or_else(|| storage::Fault::broken("no account has this id"))?);
        let calls = calls.into_iter().map(|call| self.system_call(account.clone(), call)).collect::<Result<_>>()?;
        let calls = self.made_ready(calls).await?;
        let database: &Database = self.database();
        database
            .write(&account.id, move |tx| {
                let answers: Result<Vec<Answer>> = calls.iter().map(|call| kept(call.change(tx))).collect();
                if answers.is_ok() { End::Commit(answers) } else { End::Undo(answers) }
            })
            .await?
    }
    fn system_call(&self, account: Arc<directory::AccountFacts>, call: SystemCall) -> Result<Call> {
        let named = |at: &&Arc<Mounted>| at.operation.is(call.operation);
        let placed = |at: &&Arc<Mounted>| at.face == Face::Direct || at.operation.mounts().len() == 1;
        let mounted = self.mounted().iter().filter(named).find(placed);
        let mounted =
            mounted.ok_or_else(|| storage::Fault::Broken(format!("no operation is {}", call.operation)))?.clone();
        let inputs = request::conformed(&mounted.operation, call.path, None, Sent::Json(call.body))?;
        let found = Found { mounted, account: None, variables: Map::new() };
        Ok(Call::new(self, found, Behind::System { account }, inputs, self.0.parts.clock.now()))
    }
    /// Makes ready what the calls need, for all of them at once.
    async fn made_ready(&self, calls: Vec<Call>) -> Result<Vec<Call>> {
        if !calls.iter().any(Call::prepares) {
            return Ok(calls);
        }
        let read = move |tx: &Tx| {
            let prepares = calls.iter().map(|call| call.prepares().then(|| call.prepare(tx)).transpose());
            prepares.collect::<Result<Vec<Option<Preparing>>>>().map(|preparing| (calls, preparing))
        };
        let (mut calls, preparing) = self.database().read(Read::Snapshot, read).await??;
        let all = move || {
            let ready = preparing.into_iter().map(|one| one.map(Preparing::finish).transpose());
            Ok(Arc::new(ready.collect::<Result<Vec<Option<MadeReady>>>>()?) as Ready)
        };
        let ready = self.0.beside(None, Box::new(all)).await?.downcast::<Vec<Option<MadeReady>>>();
        let ready = ready.map_err(|_| storage::Fault::broken("what was made ready is something else"))?;
        calls.iter_mut().zip(ready.iter()).for_each(|(call, ready)| call.ready.clone_from(ready));
        Ok(calls)
    }
}

fn kept(end: End<Result<Answer>>) -> Result<Answer> {
    match end {
        End::Commit(outcome) | End::Undo(outcome) => outcome,
    }
}

#[expect(clippy::disallowed_methods, reason = "the platform itself acts, and no account is meant")]
fn all<'s>(session: &'s Session<'s>) -> Directory<'s> {
    session.directory()
}

/// Reads over all accounts, as the platform itself: what a start or a job looks at beside any call.
///
/// # Errors
/// What `work` refuses; or the store does.
pub async fn read_directory<T, F>(
    database: &Database,
    read: Read,
    seeds: &SeedSource,
    clock: &SharedClock,
    work: F,
) -> Result<T>
where
    F: FnOnce(&Directory<'_>) -> Result<T> + Send + 'static,
    T: Send + 'static,
{
    let (seed, now) = (seeds.seed(), clock.now());
    let run = move |tx: &Tx| work(&all(&Session::new(tx, Caller::system(), now, Streams::new(seed))));
    database.read(read, run).await?
}

/// Runs `work` over all accounts, as the platform itself: what a start or a job writes beside any call.
///
/// # Errors
/// What `work` refuses, and then nothing was changed; or the store does.
pub async fn in_directory<T, F>(database: &Database, seeds: &SeedSource, clock: &SharedClock, mut work: F) -> Result<T>
where
    F: FnMut(&mut Directory<'_>) -> Result<T> + Send + 'static,
    T: Send + 'static,
{
    let (seed, now) = (seeds.seed(), clock.now());
    let run = move |tx: &Tx| {
        let session = Session::new(tx, Caller::system(), now, Streams::new(seed.clone()));
        match work(&mut all(&session)) {
            Ok(done) => End::Commit(Ok(done)),
            Err(error) => End::Undo(Err(error)),
        }
    };
    database.write("", run).await?
}
