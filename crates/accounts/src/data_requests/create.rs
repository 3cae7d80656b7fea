//! `POST /data_requests/requests`, and `DELETE /data_requests/requests/{requestId}`: asking, and thinking better of it; and
//! what becomes of requests from above when their account leaves its master.
use super::{
    events::{RequestCanceled, RequestCreated},
    rules::{self, Kind, State},
    store::{self, Request},
    views::{RequestMade, RequestsMade},
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use std::ops::Range;
use storage::Tenant;
use users::{
    emails,
    users::{self as people, Person},
};

pub const FAILURES: &[Failure] =
    &[rules::NO_EMAIL, rules::LONG_EMAIL, rules::BAD_EMAIL, TOO_MANY, UNKNOWN, NO_PERMISSION, ONE_AT_A_TIME];
pub const CANCEL_FAILURES: &[Failure] = &[NO_REQUEST, NO_DELETION, TOO_LATE];

const TOO_MANY: Failure = Failure::new(400, 200, "You can only input up to 10 emails in one request.");
/// Of nobody in the account; for a deletion, of its owner too, and of a user whom the platform's owner keeps out.
const UNKNOWN: Failure =
    Failure::new(400, 14111, "Invalid email accounts detected. Please remove the following emails and try again {}");
/// An admin is erased by administrators alone, as it is deleted by them alone.
const NO_PERMISSION: Failure = Failure::new(403, 200, "No permission to request data.");
const ONE_AT_A_TIME: Failure = Failure::new(
    409,
    14114,
    "You can only have one data request in process at a time. Wait until your current request is completed and try again.",
);

const NO_REQUEST: Failure = Failure::new(404, 14105, "Unable to cancel data request. Please try again later.");
/// Only deletions can be canceled.
const NO_DELETION: Failure = Failure::new(404, 200, "Invalid parameters.");
const TOO_LATE: Failure = Failure::new(422, 14106, "Your data request is processing, and can no longer be canceled.");

#[derive(Deserialize, JsonSchema)]
pub struct CreateRequest {
    /// Of users of the account, at most ten.
    #[schemars(length(min = 1))]
    emails: Vec<String>,
    request_type: Kind,
    /// Where the time that is asked about begins; an export needs it.
    #[serde(default)]
    start_date: Option<Timestamp>,
    /// Where it ends, later than it begins.
    #[serde(default)]
    end_date: Option<Timestamp>,
}

/// Of every email comes a request of its own, or of none. One that is named twice counts once.
pub fn create(tenant: &mut Tenant, Body(body): Body<CreateRequest>) -> Result<Created<RequestsMade>> {
    let emails = checked(&body.emails)?;
    let time = time(tenant, &body)?;
    let persons = persons(tenant, &emails, body.request_type)?;
    let requestor = tenant.caller().user_id.to_string();
    if store::is_in_process(tenant, &requestor)? {
        return Err(ONE_AT_A_TIME.into());
    }
    let name = people::name_of(tenant, &requestor)?.unwrap_or_default();
    let mut data = Vec::with_capacity(persons.len());
    for person in persons {
        let request = request(tenant, body.request_type, &time, person, (&requestor, &name))?;
        store::insert(tenant, &request)?;
        tenant.emit(&RequestCreated(request.told()))?;
        data.push(RequestMade { email: request.user_identifier, request_id: request.id });
    }
    Created::of(&RequestsMade { data })
}

/// Every email in its form for comparison, each once.
fn checked(emails: &[String]) -> Result<Vec<String>> {
    if emails.len() > rules::MOST_EMAILS {
        return Err(TOO_MANY.into());
    }
    let mut checked: Vec<String> = Vec::with_capacity(emails.len());
    for email in emails {
        rules::check_email(email)?;
        let email = emails::folded(email);
        if !checked.contains(&email) {
            checked.push(email);
        }
    }
    Ok(checked)
}

/// The time that an export is about; of a deletion, the time in which it can be canceled.
fn time(tenant: &Tenant, body: &CreateRequest) -> Result<Range<i64>> {
    let now = tenant.now();
    if body.request_type == Kind::Delete {
        return Ok(now..now + body.request_type.delay());
    }
    let (start, end) = match (body.start_date, body.end_date) {
        (Some(start), Some(end)) => (start.millis(), end.millis()),
        (start, end) => {
            let fields = [("start_date", start.is_none()), ("end_date", end.is_none())];
            let missing = fields.into_iter().filter(|(_, is_missing)| *is_missing);
            return Err(Error::validation(missing.map(|(field, _)| missing_field(field)).collect()));
        }
    };
    if start < end { Ok(start..end) } else { Err(Error::field("end_date", "The end must be later than the start.")) }
}

fn missing_field(field: &str) -> FieldError {
    FieldError { field: field.to_owned(), message: format!("Missing field: {field}") }
}

/// Whom the emails belong to: users of this account, whom the caller may have exported or erased.
fn persons(tenant: &Tenant, emails: &[String], kind: Kind) -> Result<Vec<Person>> {
    let (mut persons, mut unknown) = (Vec::with_capacity(emails.len()), Vec::new());
    for email in emails {
        match people::by_email(tenant, email)? {
            Some(person) if kind == Kind::Export || is_erasable(tenant, &person)? => persons.push(person),
            _ => unknown.push(email.as_str()),
        }
    }
    if !unknown.is_empty() {
        return Err(UNKNOWN.with(unknown.join(", ")));
    }
    let has_admin = persons.iter().any(|person| person.role_id == ADMIN_ROLE);
    if kind == Kind::Delete && has_admin && !people::may_dismiss_admins(tenant)? {
        return Err(NO_PERMISSION.into());
    }
    Ok(persons)
}

fn is_erasable(tenant: &Tenant, person: &Person) -> Result<bool> {
    Ok(person.role_id != OWNER_ROLE && !people::is_locked(tenant, &person.id)?)
}

fn request(tenant: &mut Tenant, kind: Kind, time: &Range<i64>, person: Person, by: (&str, &str)) -> Result<Request> {
    let now = tenant.now();
    Ok(Request {
        id: tenant.new_id(),
        kind: kind.as_str().to_owned(),
        user_id: person.id,
        user_identifier: person.email,
        requestor_id: by.0.to_owned(),
        requestor_name: by.1.to_owned(),
        may_erase_admins: people::may_dismiss_admins(tenant)?,
        state: State::Pending.as_str().to_owned(),
        failed_reason: None,
        created_at: now,
        due_at: Some(now + kind.delay()),
        start_at: time.start,
        end_at: time.end,
        files: 0,
        version: 1,
        attempts: 0,
        erased_email: None,
        erased_names: "{}".to_owned(),
        profiles_after: None,
        log_after: String::new(),
    })
}

#[derive(Deserialize, JsonSchema)]
pub struct RequestPath {
    #[serde(rename = "requestId")]
    pub request_id: String,
}

/// A deletion that was canceled already stays as it is.
pub fn cancel(tenant: &mut Tenant, Path(path): Path<RequestPath>) -> Result<NoContent> {
    let request = store::request(tenant, &path.request_id)?.ok_or(NO_REQUEST)?;
    if request.kind != Kind::Delete.as_str() {
        return Err(NO_DELETION.into());
    }
    match rules::shown(&request.state, request.due_at, tenant.now()) {
        state if state == State::Canceled.as_str() => return Ok(NoContent),
        state if state == State::Pending.as_str() => {}
        _ => return Err(TOO_LATE.into()),
    }
    call_off(tenant, request)?;
    Ok(NoContent)
}

fn call_off(tenant: &mut Tenant, mut request: Request) -> Result<()> {
    request.state = State::Canceled.as_str().to_owned();
    request.version += 1;
    tenant.emit(&RequestCanceled(request.told()))?;
    Ok(store::end(tenant, &request)?)
}

/// For an account that stands on its own from now on. What nobody of it has asked for is canceled, unless it has begun, and
/// no link leads to a file any more: who was given one is not kept.
///
/// # Errors
/// Those of the store.
pub fn end_from_above(tenant: &mut Tenant) -> Result<()> {
    for request in store::waiting(tenant)? {
        if people::by_id(tenant, &request.requestor_id)?.is_none() {
            call_off(tenant, request)?;
        }
    }
    Ok(store::drop_all_links(tenant)?)
}
