//! Carrying out what is due: exports at once, deletions when they can be canceled no longer.
use super::{
    events::{RequestCompleted, RequestFailed},
    export, kept,
    rules::{self, Kind, State},
    store::{self, Request},
};
use platform::{
    Result,
    personal::{Kept, Person},
};
use storage::{Directory, Fault, Tenant, directory::DueRequest};
use users::users::{self as people, Erased};

/// The words of the published example.
const GONE: &str = "User does not belong to account";
const OWNER: &str = "The owner of the account cannot be deleted";
const ADMIN: &str = "An admin can be deleted by administrators alone";
const LOCKED: &str = "A locked user cannot be deleted";
const NOT_COMPLETED: &str = "Your data request could not be completed. Please try again";

/// The request that has been due for longest, in one world or in all.
///
/// # Errors
/// Those of the store.
pub fn next_due(all: &Directory<'_>, world: Option<&str>) -> Result<Option<DueRequest>> {
    Ok(all.data_request_due(world)?)
}

/// Carries out a request that is due, unless somebody else did.
///
/// # Errors
/// Those of the store; then nothing was changed, and it is due as before.
pub fn carry_out(all: &Directory<'_>, due: &DueRequest) -> Result<()> {
    let mut tenant = entered(all, due)?;
    let mut request = existing(&tenant, &due.id)?;
    if request.due_at.is_none() {
        return Ok(());
    }
    let failure = match Kind::parse(&request.kind) {
        Some(Kind::Export) => export(&mut tenant, &mut request)?,
        Some(Kind::Delete) => erase(&mut tenant, &request)?,
        None => return Err(Fault::broken("a request is of a kind that only a newer version knows").into()),
    };
    end(&mut tenant, request, failure)
}

/// Puts off a request that the store did not let be carried out, so that it keeps no other from its turn; after a number of
/// attempts it is given up.
///
/// # Errors
/// Those of the store.
pub fn put_off(all: &Directory<'_>, due: &DueRequest) -> Result<()> {
    let mut tenant = entered(all, due)?;
    let mut request = existing(&tenant, &due.id)?;
    if request.due_at.is_none() {
        return Ok(());
    }
    request.attempts += 1;
    match rules::pause(request.attempts) {
        Some(pause) => Ok(store::put_off(&mut tenant, &request, all.now() + pause)?),
        None => end(&mut tenant, request, Some(NOT_COMPLETED)),
    }
}

/// Gives up a request that cannot be carried out for a reason of ours.
///
/// # Errors
/// Those of the store.
pub fn give_up(all: &Directory<'_>, due: &DueRequest) -> Result<()> {
    let mut tenant = entered(all, due)?;
    let request = existing(&tenant, &due.id)?;
    if request.due_at.is_none() { Ok(()) } else { end(&mut tenant, request, Some(NOT_COMPLETED)) }
}

#[expect(clippy::disallowed_methods, reason = "the platform carries out what this account has asked for")]
fn entered<'s>(all: &Directory<'s>, due: &DueRequest) -> storage::Result<Tenant<'s>> {
    all.enter(&due.account_id)
}

fn existing(tenant: &Tenant, id: &str) -> storage::Result<Request> {
    store::request(tenant, id)?.ok_or_else(|| Fault::broken("a request that is due is missing"))
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
    Ok(person.map(|person| Person { id: person.id, email: person.email }))
}

/// Why it has failed, if it has.
fn export(tenant: &mut Tenant, request: &mut Request) -> Result<Option<&'static str>> {
    let Some(person) = person(tenant, request)? else { return Ok(Some(GONE)) };
    let content = export::file(tenant, request, &person)?;
    store::add_file(tenant, request, &export::name(request), &content)?;
    request.files = 1;
    Ok(None)
}

/// Why it has failed, if it has. Nothing that is listed as kept about the person is left.
fn erase(tenant: &mut Tenant, request: &Request) -> Result<Option<&'static str>> {
    let Some(person) = person(tenant, request)? else { return Ok(Some(GONE)) };
    match people::erase(tenant, &person.id, request.may_erase_admins)? {
        Erased::Gone => return Ok(Some(GONE)),
        Erased::Owner => return Ok(Some(OWNER)),
        Erased::Admin => return Ok(Some(ADMIN)),
        Erased::Locked => return Ok(Some(LOCKED)),
        Erased::Done => {}
    }
    for kept in kept::all() {
        match kept.erase {
            Some(erase) => erase(tenant, &person)?,
            None => hold_gone(tenant, kept, &person)?,
        }
    }
    Ok(None)
}

/// Products remove what they keep when a user is deleted; whoever forgets that is found out here.
fn hold_gone(tenant: &Tenant, kept: &Kept, person: &Person) -> Result<()> {
    match kept.tell(tenant, person, &(i64::MIN..i64::MAX))? {
        None => Ok(()),
        Some(_) => Err(Fault::Broken(format!("{} of a user who was deleted are still there", kept.name)).into()),
    }
}
