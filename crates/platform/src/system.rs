//! Calls that the platform makes itself, through the same handlers: the builder of a data set, and jobs.
use crate::{
    call::{Behind, Call},
    clock::SharedClock,
    failure::*,
    output::Answer,
    platform::Platform,
    request,
    router::{Face, Found},
};
use serde_json::{Map, Value};
use std::sync::Arc;
use storage::{Caller, Database, Directory, End, SeedSource, Session, Streams, Tx, directory};

/// One call on one account: an operation by its name, the variables of its path, and a body.
#[derive(Debug, Clone)]
pub struct SystemCall {
    /// `POST /users`
    pub operation: &'static str,
    pub path: Map<String, Value>,
    pub body: Value,
}

impl Platform {
    /// A password that every rule accepts: for owners of a data set.
    pub fn new_password(&self) -> String {
        Streams::new(self.0.parts.seeds.seed()).password(20)
    }
    /// Makes calls on one account, all in one transaction: all of them are kept, or none. Validation, counters and events
    /// are those of the API; limits, daily counts and mail do not apply. What must be made ready is made ready first.
    ///
    /// # Errors
    /// The first refusal.
    pub async fn as_system(&self, account: &str, calls: Vec<SystemCall>) -> Result<Vec<Answer>> {
        let id = account.to_owned();
        let facts =
            self.database().read(storage::Read::OneStatement, move |tx| directory::account_facts(tx, &id)).await??;
        let account = Arc::new(facts.ok_or_else(|| storage::Fault::broken("no account has this id"))?);
        let mut prepared = Vec::with_capacity(calls.len());
        for call in calls {
            prepared.push(self.system_call(account.clone(), call).await?);
        }
        let database: &Database = self.database();
        database
            .write(&account.id, move |tx| {
                let answers: Result<Vec<Answer>> = prepared.iter().map(|call| kept(call.change(tx))).collect();
                if answers.is_ok() { End::Commit(answers) } else { End::Undo(answers) }
            })
            .await?
    }
    async fn system_call(&self, account: Arc<directory::AccountFacts>, call: SystemCall) -> Result<Call> {
        let named = |at: &&Arc<crate::router::Mounted>| at.face == Face::Direct || at.operation.mounts().len() == 1;
        let mounted = self.mounted().iter().filter(named).find(|at| at.operation.key() == call.operation);
        let mounted =
            mounted.ok_or_else(|| storage::Fault::Broken(format!("no operation is {}", call.operation)))?.clone();
        let inputs = request::conformed(&mounted.operation, call.path, None, Some(call.body))?;
        let found = Found { mounted, account: None, variables: Map::new() };
        let mut call = Call::new(self, found, Behind::System { account }, inputs, self.0.parts.clock.now());
        if call.prepares() {
            let reader = Arc::new(call.clone());
            let work = self.database().read(storage::Read::Snapshot, move |tx| reader.prepare(tx)).await??;
            call.ready = Some(self.0.beside(work).await?);
        }
        Ok(call)
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
