//! Carrying out what is due: exports at once, deletions when they can be canceled no longer.
use super::{
    events::{RequestCompleted, RequestFailed},
    export, kept, names,
    requestor::Requestor,
    rules::{self, Kind, State},
    store::{self, NewFile, Request},
};
use platform::{
    Result, Vault,
    personal::{Called, Kept, Person, Telling},
};
use storage::{Directory, Fault, Forgotten, Tenant, directory::DueRequest};
use users::{
    emails,
    users::{self as people, Erased},
};

/// The words of the published example.
const GONE: &str = "User does not belong to account";
const OWNER: &str = "The owner of the account cannot be deleted";
const ADMIN: &str = "An admin can be deleted by administrators alone";
const LOCKED: &str = "A locked user cannot be deleted";
const ASKS_NO_MORE: &str = "Whoever has asked for the deletion may not ask for it any more";
const TAKEN: &str = "Another user of the account has the email by now";
const NOT_COMPLETED: &str = "Your data request could not be completed. Please try again";

/// What is read beside all changes, for it may take long.
#[derive(Default)]
pub struct Prepared {
    /// Of an export. Those whose bytes are an object need one of their own before they are kept.
    pub files: Vec<NewFile>,
    /// What one who is to be forgotten was ever called.
    called: Called,
}

/// How far a request has come.
enum Done {
    Whole,
    /// The rest is for another transaction.
    InPart,
    /// Nothing was done, for this reason.
    Failed(&'static str),
}

/// The request that has been due for longest, in one world or in all.
///
/// # Errors
/// Those of the store.
pub fn next_due(all: &Directory<'_>, world: Option<&str>) -> Result<Option<DueRequest>> {
    Ok(all.data_request_due(world)?)
}

/// What is needed to carry out a request that is due: the files of an export, unless the person is gone, or the names of
/// one who is to be forgotten, unless that has begun.
///
/// # Errors
/// Those of the store.
pub fn prepare(all: &Directory<'_>, due: &DueRequest, vault: &Vault) -> Result<Prepared> {
    let (tenant, mut prepared) = (entered(all, due)?, Prepared::default());
    let Some(request) = still_due(&tenant, &due.id)? else { return Ok(prepared) };
    if request.kind == Kind::Delete.as_str() && !request.has_begun() {
        prepared.called = names::ever(&tenant, &request.user_id)?;
    }
    if request.kind == Kind::Export.as_str()
        && let Some(person) = person(&tenant, &request)?
    {
        prepared.files = export::all(&tenant, &request, &person, vault)?;
    }
    Ok(prepared)
}

/// Carries out a request that is due, unless somebody else did; of a deletion a part, until nothing is left. `prepared` is
/// what [`prepare`] has read.
///
/// # Errors
/// Those of the store; then nothing was changed, and it is due as before.
pub fn carry_out(all: &Directory<'_>, due: &DueRequest, prepared: &Prepared, vault: &Vault) -> Result<()> {
    let mut tenant = entered(all, due)?;
    let Some(mut request) = still_due(&tenant, &due.id)? else { return Ok(()) };
    let done = match Kind::parse(&request.kind) {
        Some(Kind::Export) => export(&mut tenant, &mut request, &prepared.files)?,
        Some(Kind::Delete) => erase(all, &mut tenant, &mut request, prepared, vault)?,
        None => return Err(Fault::broken("a request is of a kind that only a newer version knows").into()),
    };
    match done {
        Done::Whole => end(&mut tenant, request, None),
        Done::Failed(reason) => end(&mut tenant, request, Some(reason)),
        Done::InPart => Ok(store::go_on(&mut tenant, &request)?),
    }
}

/// Puts off a request that the store did not let be carried out, so that it keeps no other from its turn. After a number of
/// attempts it is given up, but for a deletion that has begun.
///
/// # Errors
/// Those of the store.
pub fn put_off(all: &Directory<'_>, due: &DueRequest) -> Result<()> {
    let mut tenant = entered(all, due)?;
    let Some(mut request) = still_due(&tenant, &due.id)? else { return Ok(()) };
    request.attempts += 1;
    match rules::pause(request.attempts) {
        Some(pause) => Ok(store::put_off(&mut tenant, &request, all.now() + pause)?),
        None if request.has_begun() => Ok(store::put_off(&mut tenant, &request, all.now() + rules::LONGEST_PAUSE)?),
        None => end(&mut tenant, request, Some(NOT_COMPLETED)),
    }
}

/// Gives up a request that cannot be carried out for a reason of ours. A deletion that has begun is put off: it does not end
/// before nothing is left.
///
/// # Errors
/// Those of the store.
pub fn give_up(all: &Directory<'_>, due: &DueRequest) -> Result<()> {
    let mut tenant = entered(all, due)?;
    match still_due(&tenant, &due.id)? {
        None => Ok(()),
        Some(request) if request.has_begun() => put_off(all, due),
        Some(request) => end(&mut tenant, request, Some(NOT_COMPLETED)),
    }
}

#[expect(clippy::disallowed_methods, reason = "the platform carries out what this account has asked for")]
fn entered<'s>(all: &Directory<'s>, due: &DueRequest) -> storage::Result<Tenant<'s>> {
    all.enter(&due.account_id)
}

/// The request, unless somebody else has carried it out meanwhile, or its account has closed.
fn still_due(tenant: &Tenant, id: &str) -> storage::Result<Option<Request>> {
    Ok(store::request(tenant, id)?.filter(|request| request.due_at.is_some()))
}

fn end(tenant: &mut Tenant, mut request: Request, failure: Option<&str>) -> Result<()> {
    let state = if failure.is_none() { State::Completed } else { State::Failed };
    request.state = state.as_str().to_owned();
    request.failed_reason = failure.map(str::to_owned);
    request.version += 1;
    match failure {
        None => tenant.emit(&RequestCompleted(request.told()))?,
        Some(_) => tenant.emit(&RequestFailed(request.told()))?,
    }
    Ok(store::end(tenant, &request)?)
}

/// The person that a request is about, as the account knows it now.
fn person(tenant: &Tenant, request: &Request) -> Result<Option<Person>> {
    let person = people::by_id(tenant, &request.user_id)?;
    Ok(person.map(|person| Person { id: person.id, email: person.email, called: Called::default() }))
}

fn export(tenant: &mut Tenant, request: &mut Request, files: &[NewFile]) -> Result<Done> {
    if files.is_empty() || person(tenant, request)?.is_none() {
        return Ok(Done::Failed(GONE));
    }
    store::add_files(tenant, request, files)?;
    request.files = i64::try_from(files.len()).map_err(Fault::broken)?;
    Ok(Done::Whole)
}

/// Nothing that is listed as kept about the person is left: first all that is its own goes, then what others say of it in
/// their profiles, which the log tells of too, then what the log says.
fn erase(
    all: &Directory<'_>,
    tenant: &mut Tenant,
    request: &mut Request,
    prepared: &Prepared,
    vault: &Vault,
) -> Result<Done> {
    if !request.has_begun() {
        return erase_person(all, tenant, request, prepared, vault);
    }
    let mut called: Called = serde_json::from_str(&request.erased_names).map_err(Fault::broken)?;
    // Of what an earlier version has begun nothing else is known.
    called.emails.extend(request.erased_email.clone());
    // Somebody else may have got an email of it since the part before.
    names::leave_to_others(tenant, &request.user_id, &mut called)?;
    let Some(after) = &request.profiles_after else { return forget_in_log(tenant, request, &called) };
    request.profiles_after = people::forget_in_profiles(tenant, &called, after)?;
    if request.profiles_after.is_none() {
        request.erased_email = Some(email_of(&called, request));
    }
    Ok(Done::InPart)
}

/// What an earlier version goes by in the log: an email that nobody else has by now, where there is one.
fn email_of(called: &Called, request: &Request) -> String {
    let is_still_its = called.emails.contains(&request.user_identifier);
    let other = called.emails.first().filter(|_| !is_still_its);
    other.unwrap_or(&request.user_identifier).clone()
}

fn forget_in_log(tenant: &mut Tenant, request: &mut Request, called: &Called) -> Result<Done> {
    let who = Forgotten {
        user_id: &request.user_id,
        emails: &called.emails,
        names: &called.names,
        named_in: people::NAMED_IN,
        folded: emails::folded,
    };
    match tenant.forget_in_events(&who, &request.log_after)? {
        None => Ok(Done::Whole),
        Some(last) => {
            request.log_after = last;
            Ok(Done::InPart)
        }
    }
}

fn erase_person(
    all: &Directory<'_>,
    tenant: &mut Tenant,
    request: &mut Request,
    prepared: &Prepared,
    vault: &Vault,
) -> Result<Done> {
    let Some(mut person) = person_or_rest(tenant, request)? else { return Ok(Done::Failed(TAKEN)) };
    person.called = prepared.called.clone();
    person.called.emails.insert(person.email.clone());
    // It may have got another one since the log was read.
    names::add_name(&mut person.called, &people::name_of(tenant, &person.id)?.unwrap_or_default());
    names::leave_to_others(tenant, &person.id, &mut person.called)?;
    // Of one who has left by itself what is kept is all that is left to erase: nobody is dismissed by that.
    if tenant.member(&person.id)?.is_some() {
        let Some(requestor) = Requestor::now(all, tenant, &request.requestor_id)? else {
            return Ok(Done::Failed(ASKS_NO_MORE));
        };
        let also_admins = requestor.may_dismiss(tenant, &person.id)?;
        match people::erase(tenant, &person.id, also_admins)? {
            Erased::Owner => return Ok(Done::Failed(OWNER)),
            Erased::Admin => return Ok(Done::Failed(ADMIN)),
            Erased::Locked => return Ok(Done::Failed(LOCKED)),
            Erased::Done | Erased::Gone => {}
        }
    }
    let ever = Telling { time: i64::MIN..i64::MAX, vault: vault.clone() };
    for kept in kept::all() {
        match kept.erase {
            Some(erase) => erase(tenant, &person)?,
            None => hold_gone(tenant, kept, &person, &ever)?,
        }
    }
    request.erased_names = serde_json::to_string(&person.called).map_err(Fault::broken)?;
    request.profiles_after = Some(String::new());
    Ok(Done::InPart)
}

/// The person as the account knows it now, or knew it when it was asked about, if it has left since. `None` where its email
/// has become that of another user, of whom nothing is to be erased.
fn person_or_rest(tenant: &Tenant, request: &Request) -> Result<Option<Person>> {
    if let Some(person) = person(tenant, request)? {
        return Ok(Some(person));
    }
    let is_taken = people::by_email(tenant, &request.user_identifier)?.is_some();
    let (id, email) = (request.user_id.clone(), request.user_identifier.clone());
    Ok((!is_taken).then(|| Person { id, email, called: Called::default() }))
}

/// Products remove what they keep when a user is deleted; whoever forgets that is found out here.
fn hold_gone(tenant: &Tenant, kept: &Kept, person: &Person, ever: &Telling) -> Result<()> {
    match kept.tell(tenant, person, ever)? {
        None => Ok(()),
        Some(_) => Err(Fault::Broken(format!("{} of a user who was deleted are still there", kept.name)).into()),
    }
}
