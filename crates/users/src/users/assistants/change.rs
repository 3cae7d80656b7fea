//! Making somebody an assistant, and ending it, from either end.
use super::{
    events::{AssistantsAdded, AssistantsRemoved, Shown},
    store,
    views::AssistantsAddedView,
};
use crate::users::{
    api::{NO_INVITATION, NO_USER, Status, UserPath},
    named::{Named, names},
    rules,
    user::{self, User},
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Fault, Tenant};

/// Those of [`add`].
pub const FAILURES: &[Failure] = &[NO_USER, NO_INVITATION, NOT_PAID, NOT_LICENSED, ONESELF, NOBODY, ALREADY_ASSISTANT];

const NOT_PAID: Failure = Failure::new(400, 200, "Current account must be paid account: {}");
/// Of either end; whoever may not sign in holds no license.
const NOT_LICENSED: Failure =
    Failure::new(400, 200, "The user must either be a Licensed user or an On-prem user : {}.");
const ONESELF: Failure = Failure::new(400, 200, "Can't assign scheduling privilege to yourself.");
const NOBODY: Failure = Failure::new(400, 200, "Can't find user {}.");
const ALREADY_ASSISTANT: Failure = Failure::new(400, 200, "User {} has already granted scheduling privilege.");

/// The most assistants of one user, and the most users of one assistant: both lists are documented to hold so many.
const MOST: usize = 30;

#[derive(Deserialize, JsonSchema)]
pub struct AddAssistants {
    #[schemars(length(min = 1, max = 30))]
    assistants: Vec<NewAssistant>,
}

#[derive(Deserialize, JsonSchema)]
struct NewAssistant {
    #[serde(flatten)]
    user: Named,
    /// Whether it manages private events of the user too.
    #[serde(default)]
    can_manage_host_private_event: bool,
}

/// All of the named users become assistants, or none.
///
/// # Errors
/// [`FAILURES`]; the field `assistants` when a list on either side would hold more than it may.
pub fn add(
    tenant: &mut Tenant,
    Path(path): Path<UserPath>,
    Body(body): Body<AddAssistants>,
) -> Result<Created<AssistantsAddedView>> {
    let host = user::existing(tenant, &path.user_id)?;
    if !tenant.facts()?.paid {
        return Err(NOT_PAID.with(&host.id));
    }
    if !is_licensed(&host) {
        return Err(NOT_LICENSED.with(&host.id));
    }
    let chosen = chosen(tenant, &host, &body.assistants)?;
    for (assistant, private_events) in &chosen {
        if store::insert(tenant, &host.id, &assistant.id, *private_events)?.is_duplicate() {
            return Err(ALREADY_ASSISTANT.with(&assistant.email));
        }
    }
    check_room(tenant, &host, &chosen)?;
    user::touch(tenant, &host.id)?;
    let shown =
        chosen.iter().map(|(assistant, flag)| Shown { id: &assistant.id, can_manage_host_private_event: *flag });
    let assistants: Vec<Shown<'_>> = shown.collect();
    tenant.emit(&AssistantsAdded { host: (&host).into(), assistants: &assistants })?;
    let ids: Vec<&str> = chosen.iter().map(|(assistant, _)| &*assistant.id).collect();
    Created::of(&AssistantsAddedView { add_at: Timestamp::from_millis(tenant.now()), ids: ids.join(",") })
}

fn is_licensed(user: &User) -> bool {
    user.kind == billing::LICENSED && user.is(Status::Active)
}

/// The users that the request names, each as it is named first, and whether they manage private events.
fn chosen(tenant: &Tenant, host: &User, named: &[NewAssistant]) -> Result<Vec<(User, bool)>> {
    let names = names("assistants", named.iter().map(|new| &new.user))?;
    let mut chosen: Vec<(User, bool)> = Vec::with_capacity(names.len());
    for (name, new) in names.into_iter().zip(named) {
        let assistant = user::find(tenant, name)?.ok_or_else(|| NOBODY.with(name))?;
        if assistant.id == host.id {
            return Err(ONESELF.into());
        }
        if !is_licensed(&assistant) {
            return Err(NOT_LICENSED.with(name));
        }
        if chosen.iter().all(|(known, _)| known.id != assistant.id) {
            chosen.push((assistant, new.can_manage_host_private_event));
        }
    }
    Ok(chosen)
}

/// Whether both lists still hold all of theirs.
fn check_room(tenant: &Tenant, host: &User, chosen: &[(User, bool)]) -> Result<()> {
    let mut is_full = store::assistants(tenant, &host.id)?.len() > MOST;
    for (assistant, _) in chosen {
        is_full |= store::schedulers(tenant, &assistant.id)?.len() > MOST;
    }
    if is_full { Err(Error::validation(vec![rules::invalid("assistants")])) } else { Ok(()) }
}

/// Where there are none, nothing happens and nothing is told.
///
/// # Errors
/// [`NO_USER`], [`NO_INVITATION`].
pub fn remove_assistants(tenant: &mut Tenant, Path(path): Path<UserPath>) -> Result<NoContent> {
    let host = user::existing(tenant, &path.user_id)?;
    dismiss(tenant, &host)?;
    Ok(NoContent)
}

#[derive(Deserialize, JsonSchema)]
pub struct AssistantPath {
    /// The user for whom is scheduled: its id or email, or `me`.
    #[serde(rename = "userId")]
    user_id: String,
    /// The assistant's id or email.
    #[serde(rename = "assistantId")]
    assistant_id: String,
}

/// Where the one is no assistant of the other, nothing happens and nothing is told.
///
/// # Errors
/// [`NO_USER`] for either; [`NO_INVITATION`] for the user for whom is scheduled.
pub fn remove_assistant(tenant: &mut Tenant, Path(path): Path<AssistantPath>) -> Result<NoContent> {
    let host = user::existing(tenant, &path.user_id)?;
    let assistant = user::named(tenant, &path.assistant_id)?;
    end(tenant, &host, &assistant.id)?;
    Ok(NoContent)
}

/// Each user for whom it scheduled is told of apart.
///
/// # Errors
/// [`NO_USER`], [`NO_INVITATION`].
pub fn remove_schedulers(tenant: &mut Tenant, Path(path): Path<UserPath>) -> Result<NoContent> {
    let assistant = user::existing(tenant, &path.user_id)?;
    end_all(tenant, &assistant.id)?;
    Ok(NoContent)
}

#[derive(Deserialize, JsonSchema)]
pub struct SchedulerPath {
    /// The assistant: its id or email, or `me`.
    #[serde(rename = "userId")]
    user_id: String,
    /// The user for whom is scheduled: its id or email.
    #[serde(rename = "schedulerId")]
    scheduler_id: String,
}

/// As [`remove_assistant`], from the other end.
///
/// # Errors
/// [`NO_USER`] for either; [`NO_INVITATION`] for the assistant.
pub fn remove_scheduler(tenant: &mut Tenant, Path(path): Path<SchedulerPath>) -> Result<NoContent> {
    let assistant = user::existing(tenant, &path.user_id)?;
    let host = user::named(tenant, &path.scheduler_id)?;
    end(tenant, &host, &assistant.id)?;
    Ok(NoContent)
}

/// Ends everything between others and a user who goes or loses its license. The version of the user after it.
pub fn forget(tenant: &mut Tenant, user: &User) -> Result<i64> {
    let had_assistants = dismiss(tenant, user)?;
    end_all(tenant, &user.id)?;
    Ok(user.version + i64::from(had_assistants))
}

/// Nobody schedules for the user any more. Whether somebody did.
fn dismiss(tenant: &mut Tenant, host: &User) -> Result<bool> {
    let assistants = store::assistants(tenant, &host.id)?;
    if assistants.is_empty() {
        return Ok(false);
    }
    store::delete_of_host(tenant, &host.id)?;
    let ids: Vec<&str> = assistants.iter().map(|assistant| &*assistant.id).collect();
    tell_removed(tenant, host, &ids)?;
    Ok(true)
}

fn end_all(tenant: &mut Tenant, assistant: &str) -> Result<()> {
    for scheduler in store::schedulers(tenant, assistant)? {
        let host = user::load(tenant, &scheduler.id)?;
        end(tenant, &host.ok_or_else(|| Fault::broken("somebody schedules for nobody"))?, assistant)?;
    }
    Ok(())
}

/// Where the one is no assistant of the other, nothing happens.
fn end(tenant: &mut Tenant, host: &User, assistant: &str) -> Result<()> {
    if store::delete(tenant, &host.id, assistant)? { tell_removed(tenant, host, &[assistant]) } else { Ok(()) }
}

fn tell_removed(tenant: &mut Tenant, host: &User, assistants: &[&str]) -> Result<()> {
    user::touch(tenant, &host.id)?;
    Ok(tenant.emit(&AssistantsRemoved { host: host.into(), assistant_ids: assistants })?)
}
