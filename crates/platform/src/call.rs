//! One call on its way into a transaction: what was decided, what was read, and how often it may run.
use crate::{
    credentials::Proof,
    decide::{self, Aim, Question, Step},
    failure::*,
    handler::{Prepare, Run, Task, Work},
    input::{ClientProof, Given, Inputs, Ready},
    operation::SecondIn,
    output::Answer,
    page::PageRequest,
    paging::query_hash,
    platform::{Inner, Platform},
    remember::Known,
    router::{Found, Mounted, USER_ID},
    standing::Standing,
    visit::Visitor,
};
use serde_json::Value;
use std::{borrow::Cow, sync::Arc};
use storage::{
    Caller, End, Fault, Read, Seed, Session, Streams, Tx,
    directory::{self, AccountFacts},
};

/// What is asked again about a second account; the other steps were answered by the first.
pub(crate) const OF_SECOND: [Step; 4] = [Step::Reach, Step::Subaccounts, Step::PayMode, Step::Privilege];

#[cfg(not(feature = "breaks"))]
const fn of_second() -> [Step; 4] {
    OF_SECOND
}
#[cfg(feature = "breaks")]
use crate::mutate::of_second;

/// Who is behind a call.
#[derive(Clone)]
pub(crate) enum Behind {
    /// A token or a key, about which a decision was made.
    Credentials { proof: Proof, caller: Known<Standing>, target: Option<Known<AccountFacts>> },
    /// A client of the token endpoint, which its handler judges.
    Client(Option<ClientProof>),
    /// The operator, or the platform itself.
    Beyond(Caller),
    /// Somebody with a browser, whom its handler judges.
    Visitor(Caller, Arc<Visitor>),
    /// The platform itself, on one account.
    System { account: Arc<AccountFacts> },
}

impl Behind {
    /// The account whose changes this one takes its turn among; where it is known only later, the app that the client says
    /// it is, or the browser. Whatever is beyond them stands in one line.
    fn turn<'b>(&'b self, inputs: &'b Inputs) -> Cow<'b, str> {
        match self {
            Behind::Credentials { target: Some(target), .. } => Cow::Borrowed(&target.value.id),
            Behind::Credentials { caller, .. } => Cow::Borrowed(&caller.value.account.id),
            Behind::System { account } => Cow::Borrowed(&account.id),
            Behind::Client(Some(proof)) => Cow::Borrowed(&proof.id),
            Behind::Client(None) => inputs.body.get("client_id").and_then(Value::as_str).unwrap_or_default().into(),
            Behind::Visitor(_, visitor) => visitor.turn(),
            Behind::Beyond(_) => Cow::Borrowed(""),
        }
    }
}

/// Everything that a handler's transaction needs; it can be run again, and a copy of it costs next to nothing.
#[derive(Clone)]
pub(crate) struct Call {
    asked: Arc<Asked>,
    /// Absent before [`make_ready`](Self::make_ready), and where the operation asks for nothing.
    pub ready: Option<MadeReady>,
}

/// What a call is from the beginning.
struct Asked {
    platform: Arc<Inner>,
    mounted: Arc<Mounted>,
    account: Option<String>,
    names_me: bool,
    behind: Behind,
    /// With the word `me` as it stands in the path: whom it names is known once the caller is admitted.
    inputs: Inputs,
    seed: Seed,
    /// Milliseconds UTC of the machine when the request came in.
    machine: i64,
}

/// Work that must not hold a transaction, and for whom it is done.
pub(crate) struct Preparing {
    task: Task,
    me: Option<Arc<str>>,
}

impl Preparing {
    /// Does the work, where it keeps nobody from theirs.
    pub fn finish(self) -> Result<MadeReady> {
        let value = match self.task {
            Task::Done(value) => value,
            Task::Work(work) => work()?,
        };
        Ok(MadeReady { value, me: self.me })
    }
}

/// What was made ready before the transaction.
#[derive(Clone)]
pub(crate) struct MadeReady {
    value: Ready,
    /// The user that `me` named then.
    me: Option<Arc<str>>,
}

/// The account of a call and its caller, both as the transaction sees them.
struct Admitted {
    account: Arc<AccountFacts>,
    caller: Caller,
    standing: Option<Arc<Standing>>,
}

impl Call {
    /// `machine` is milliseconds UTC on the machine's clock. The seed is drawn here, so each run gives the same ids.
    pub fn new(platform: &Platform, found: Found, behind: Behind, inputs: Inputs, machine: i64) -> Self {
        let names_me = found.names_me();
        let Found { mounted, account, .. } = found;
        let platform = platform.0.clone();
        let seed = platform.parts.seeds.seed();
        let asked = Asked { platform, mounted, account, names_me, behind, inputs, seed, machine };
        Call { asked: Arc::new(asked), ready: None }
    }
    pub fn writes(&self) -> bool {
        self.asked.mounted.operation.writes()
    }
    pub fn read_kind(&self) -> Read {
        let operation = &self.asked.mounted.operation;
        match (operation.reads_much, operation.one_statement) {
            (true, _) => Read::Large,
            (false, true) => Read::OneStatement,
            (false, false) => Read::Snapshot,
        }
    }
    /// Whose changes this one takes its turn among.
    pub fn turn(&self) -> Cow<'_, str> {
        self.asked.behind.turn(&self.asked.inputs)
    }

    /// Runs a reader over its snapshot.
    pub fn read(&self, tx: &Tx) -> Result<Answer> {
        let answer = match &self.asked.mounted.operation.run {
            Run::Read(_) | Run::Write(_) => self.in_account(tx, &self.as_decided()?),
            Run::ReadAll(_) | Run::WriteAll(_) => self.in_directory(tx),
        };
        if cfg!(debug_assertions) {
            self.check_statements(tx.statements())?;
        }
        answer
    }
    /// Without a snapshot around them, two statements may see two states of what they read.
    fn check_statements(&self, ran: u32) -> Result<()> {
        let operation = &self.asked.mounted.operation;
        if operation.one_statement && ran > 1 {
            return Err(Fault::broken(format!("{} says it runs one statement, and ran {ran}", operation.key())).into());
        }
        Ok(())
    }
    /// Runs a writer. The facts are read again inside its transaction, so that a revocation is serialised with it.
    /// What a refusal leaves behind is undone, unless it is to be [kept](Error::kept).
    pub fn change(&self, tx: &Tx) -> End<Result<Answer>> {
        let outcome = match &self.asked.mounted.operation.run {
            Run::Read(_) | Run::Write(_) => self.decided_inside(tx).and_then(|admitted| self.in_account(tx, &admitted)),
            Run::ReadAll(_) | Run::WriteAll(_) => self.in_directory(tx),
        };
        match outcome {
            Ok(answer) => End::Commit(Ok(answer)),
            Err(Error::Refused(refusal)) if refusal.kept => End::Commit(Err(Error::Refused(refusal))),
            Err(error) => End::Undo(Err(error)),
        }
    }
    pub fn prepares(&self) -> bool {
        !matches!(self.asked.mounted.operation.prepare, Prepare::Nothing)
    }
    /// Makes ready what must not hold a transaction, where the operation asks for it.
    /// An [`Object`](crate::Object) among it is written before this returns, and one that is [`Needed`](crate::Needed) looked for.
    ///
    /// # Errors
    /// The refusals of the decision and of the preparation, and those of the work.
    pub async fn make_ready(&mut self) -> Result<()> {
        if !self.prepares() {
            return Ok(());
        }
        let (reader, platform) = (self.clone(), self.asked.platform.clone());
        // It may run several statements, whatever the handler does.
        let read = if self.asked.mounted.operation.reads_much { Read::Large } else { Read::Snapshot };
        let Preparing { task, me } = platform.parts.database.read(read, move |tx| reader.prepare(tx)).await??;
        let value = match task {
            Task::Done(value) => value,
            Task::Work(work) => self.beside(work).await?,
        };
        platform.write_object(&value).await?;
        platform.find_needed(&value).await?;
        self.ready = Some(MadeReady { value, me });
        Ok(())
    }
    /// Does work where it keeps only its like waiting.
    async fn beside(&self, work: Work) -> Result<Ready> {
        let (platform, operation) = (&self.asked.platform, &self.asked.mounted.operation);
        let address = self.visitor().and_then(|visitor| visitor.address());
        match (operation.file.is_some(), operation.goes_out) {
            (true, _) => platform.beside_on_file(work).await,
            (_, true) => platform.outside(address, work).await,
            _ => platform.beside(address, work).await,
        }
    }
    /// Runs the reader that says what must be made ready.
    pub fn prepare(&self, tx: &Tx) -> Result<Preparing> {
        match &self.asked.mounted.operation.prepare {
            Prepare::Nothing => Err(Fault::broken("nothing to prepare").into()),
            Prepare::InAccount(before) => {
                let admitted = self.decided_inside(tx)?;
                let session =
                    self.session(tx, admitted.caller.clone(), admitted.account.clock().at(self.asked.machine));
                let second = self.second(tx, &admitted)?;
                let (inputs, me) = (self.inputs(&admitted), self.me(&admitted));
                let given = self.given(&inputs, second.as_ref(), None);
                Ok(Preparing { task: before(&tenant(&session, &admitted.account), &given)?, me })
            }
            Prepare::InDirectory(before) => {
                let session = self.session(tx, self.beyond(), self.asked.machine);
                let task = before(&all(&session), &self.given(&self.asked.inputs, None, None))?;
                Ok(Preparing { task, me: None })
            }
        }
    }

    fn in_account(&self, tx: &Tx, admitted: &Admitted) -> Result<Answer> {
        if self.ready.as_ref().is_some_and(|ready| ready.me != self.me(admitted)) {
            return Err(Error::Stale);
        }
        let now = admitted.account.clock().at(self.asked.machine);
        let session = self.session(tx, admitted.caller.clone(), now);
        let second = self.second(tx, admitted)?;
        let inputs = self.inputs(admitted);
        let page = self.page(admitted, &inputs, now);
        let given = self.given(&inputs, second.as_ref(), page.as_ref());
        let mut tenant = tenant(&session, &admitted.account);
        match &self.asked.mounted.operation.run {
            Run::Read(handler) => handler(&tenant, &given),
            Run::Write(handler) => handler(&mut tenant, &given),
            Run::ReadAll(_) | Run::WriteAll(_) => Err(Fault::broken("a handler without an account").into()),
        }
    }
    fn in_directory(&self, tx: &Tx) -> Result<Answer> {
        let session = self.session(tx, self.beyond(), self.asked.machine);
        let given = self.given(&self.asked.inputs, None, None);
        match &self.asked.mounted.operation.run {
            Run::ReadAll(handler) => handler(&all(&session), &given),
            Run::WriteAll(handler) => handler(&mut all(&session), &given),
            Run::Read(_) | Run::Write(_) => Err(Fault::broken("a handler that wants an account").into()),
        }
    }

    fn as_decided(&self) -> Result<Admitted> {
        Ok(match &self.asked.behind {
            Behind::Credentials { caller, target, .. } => {
                self.admitted(&caller.value, target.as_ref().map(|target| target.value.clone()))
            }
            Behind::System { account } => {
                Admitted { account: account.clone(), caller: Caller::system(), standing: None }
            }
            Behind::Client(_) | Behind::Beyond(_) | Behind::Visitor(..) => {
                return Err(Fault::broken("a handler that wants an account").into());
            }
        })
    }
    fn admitted(&self, caller: &Arc<Standing>, target: Option<Arc<AccountFacts>>) -> Admitted {
        let question = self.question(caller, target.as_deref(), self.aim());
        let granted = decide::decide(&question).granted;
        let account = target.unwrap_or_else(|| caller.account.clone());
        Admitted {
            account,
            caller: caller.caller(granted, self.asked.platform.parts.limits.is_on()),
            standing: Some(caller.clone()),
        }
    }
    fn decided_inside(&self, tx: &Tx) -> Result<Admitted> {
        let Behind::Credentials { proof, caller, target } = &self.asked.behind else { return self.as_decided() };
        let freshness = self.asked.platform.parts.database.freshness();
        let target_holds = target.as_ref().is_none_or(|target| target.still_holds(freshness));
        if caller.still_holds(freshness) && target_holds {
            return self.as_decided();
        }
        let caller = self.asked.platform.caller_inside(tx, proof)?;
        let target = match self.aim() {
            Aim::Literal(id) if id != caller.account.id => directory::account_facts(tx, id)?.map(Arc::new),
            _ => None,
        };
        let question = self.question(&caller, target.as_deref(), self.aim());
        decide::decide(&question).check(&question)?;
        Ok(self.admitted(&caller, target))
    }
    fn question<'q>(&'q self, caller: &'q Standing, target: Option<&'q AccountFacts>, aim: Aim<'q>) -> Question<'q> {
        Question {
            rule: &self.asked.mounted.rule,
            caller,
            aim,
            target,
            names_me: self.asked.names_me,
            policy: self.asked.platform.parts.policy,
            now: caller.account.clock().at(self.asked.machine),
        }
    }
    fn aim(&self) -> Aim<'_> {
        match self.asked.account.as_deref() {
            None => Aim::Absent,
            Some("me") => Aim::Me,
            Some(id) => Aim::Literal(id),
        }
    }

    /// The second account that the request names, decided about from the caller like the first.
    fn second(&self, tx: &Tx, admitted: &Admitted) -> Result<Option<Arc<AccountFacts>>> {
        let Some(id) = self.second_id() else { return Ok(None) };
        let facts = directory::account_facts(tx, id)?.map(Arc::new);
        let Some(standing) = &admitted.standing else { return facts.ok_or(decide::NO_ACCOUNT.with(id)).map(Some) };
        let question = self.question(standing, facts.as_deref(), Aim::Literal(id));
        decide::decide(&question).check_only(&of_second(), &question)?;
        facts.ok_or(decide::NO_ACCOUNT.with(id)).map(Some)
    }
    fn second_id(&self) -> Option<&str> {
        let value = match self.asked.mounted.operation.second? {
            SecondIn::Body(field) => self.asked.inputs.body.get(field),
            SecondIn::Query(field) => self.asked.inputs.query.get(field),
        };
        value.and_then(Value::as_str).filter(|id| !id.is_empty())
    }

    /// The user that the path names by the word `me`: the caller's, on its own account; elsewhere nobody is called so.
    fn me(&self, admitted: &Admitted) -> Option<Arc<str>> {
        let standing = admitted.standing.as_ref()?;
        let is_own = admitted.account.id == standing.account.id;
        (self.asked.names_me && is_own).then(|| standing.user_id.clone())
    }
    /// What the request says, with the id of the user that `me` names.
    fn inputs(&self, admitted: &Admitted) -> Cow<'_, Inputs> {
        let mut inputs = Cow::Borrowed(&self.asked.inputs);
        if let Some(me) = self.me(admitted)
            && let Some(name) = inputs.to_mut().path.get_mut(USER_ID)
        {
            *name = (&*me).into();
        }
        inputs
    }

    fn page(&self, admitted: &Admitted, inputs: &Inputs, now: i64) -> Option<PageRequest> {
        let shape = &self.asked.mounted.operation.shape;
        shape.paging.as_ref()?;
        let caller = &admitted.caller;
        Some(PageRequest {
            tokens: self.asked.platform.page_tokens.clone(),
            account: admitted.account.id.clone(),
            caller: format!("{}/{}/{}", caller.account_id, caller.app_id, caller.user_id),
            operation: format!("{} {}", self.asked.mounted.template, inputs.path),
            query_hash: query_hash(&inputs.query, |name, value| shape.is_default(name, value)),
            now,
            nonce: Streams::new(self.asked.seed.clone()).nonce(),
        })
    }
    fn given<'g>(
        &'g self,
        inputs: &'g Inputs,
        second: Option<&'g Arc<AccountFacts>>,
        page: Option<&'g PageRequest>,
    ) -> Given<'g> {
        let client = match &self.asked.behind {
            Behind::Client(client) => client.as_ref(),
            _ => None,
        };
        let parts = &self.asked.platform.parts;
        Given {
            inputs,
            ready: self.ready.as_ref().map(|ready| &ready.value),
            second,
            page,
            client,
            visitor: self.visitor(),
            site: &parts.site,
            outside: &parts.outside,
            seed: &self.asked.seed,
            keys: &parts.keys,
            scopes: &self.asked.platform.scopes,
            provided: &parts.provided,
        }
    }
    fn visitor(&self) -> Option<&Arc<Visitor>> {
        match &self.asked.behind {
            Behind::Visitor(_, visitor) => Some(visitor),
            _ => None,
        }
    }
    fn session<'t>(&self, tx: &'t Tx, caller: Caller, now: i64) -> Session<'t> {
        Session::new(tx, caller, now, Streams::new(self.asked.seed.clone())).at_machine(self.asked.machine)
    }
    fn beyond(&self) -> Caller {
        match &self.asked.behind {
            Behind::Beyond(caller) | Behind::Visitor(caller, _) => caller.clone(),
            _ => Caller::system(),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the decision has allowed this account")]
fn tenant<'s>(session: &'s Session<'s>, account: &Arc<AccountFacts>) -> storage::Tenant<'s> {
    session.tenant(account)
}

#[expect(clippy::disallowed_methods, reason = "the surface of this call has no account")]
fn all<'s>(session: &'s Session<'s>) -> storage::Directory<'s> {
    session.directory()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use storage::Secret;

    #[test]
    fn clients_and_browsers_wait_for_their_own_changes_alone() {
        let inputs = |body: Value| Inputs { body, ..Inputs::default() };
        let by_header = |id: &str| Behind::Client(Some(ClientProof::new(id.to_owned(), Secret::new(String::new()))));
        let of_one = inputs(json!({"client_id": "one"}));
        assert_eq!(Behind::Client(None).turn(&of_one), "one");
        assert_eq!(by_header("other").turn(&of_one), "other");
        assert_eq!(Behind::Client(None).turn(&inputs(json!({}))), "");
        let browser = |cookies: &str, address: Option<&str>| {
            let visitor = Arc::new(Visitor::known_by(cookies, address));
            Behind::Visitor(Caller::visitor(false), visitor).turn(&of_one).into_owned()
        };
        let with = |secret: &str| browser(&format!("session={secret}"), Some("192.0.2.7"));
        assert_eq!(with("a"), browser("session=a", Some("192.0.2.8")));
        assert_ne!(with("a"), with("b"));
        assert!(!with("secret").contains("secret"));
        assert_eq!((&*browser("", Some("192.0.2.7")), &*browser("", None)), ("192.0.2.7", ""));
    }
}
