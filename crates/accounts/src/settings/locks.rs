//! `GET|PATCH /accounts/{accountId}/lock_settings`: what nobody below the account changes.
use super::{
    change::own,
    forms::{AccountLocks, SetAccountLocks},
};
use crate::accounts::touch;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use settings::{Document, Filter, Level, LockView};
use storage::Tenant;
use users::settings::{AccountLocksUpdated, Told, decided_locks, save};

pub const READ_PAID_ONLY: Failure = Failure::new(400, 200, "Only available for paid account:{}.").inside_200();
pub const PAID_ONLY: Failure = Failure::new(400, 200, "Only available for Paid account: {}.").inside_200();

choice! {
    /// A part of the locks that has a document of its own.
    enum Part: text { MeetingSecurity = "meeting_security" }
}

#[derive(Deserialize, JsonSchema)]
pub struct GetLocks {
    /// The document of this part instead of the general one.
    #[serde(default)]
    option: Option<Part>,
    /// Only these fields, by name or by path, separated by commas.
    #[serde(default)]
    custom_query_fields: String,
}

view! {
    /// Nothing: the documents give a status and no fields.
    pub struct Done {}
}

pub fn get(tenant: &Tenant, Query(query): Query<GetLocks>) -> Result<Json<FormView<AccountLocks>>> {
    let own = own(tenant)?;
    let document = query.option.map_or(Document::General, |Part::MeetingSecurity| Document::MeetingSecurity);
    let filter = Filter::parse(&query.custom_query_fields);
    Json::of(&LockView::Account(&own.locks).answer(document, &filter).into())
}

/// What is so already is no change, and leaves no event.
pub fn update(tenant: &mut Tenant, body: FormBody<SetAccountLocks>) -> Result<Json<Done>> {
    let mut own = own(tenant)?;
    let change = decided_locks(Level::Account, &LockView::Account(&own.locks), &body.value)?;
    if !change.is_empty() {
        change.merge_into(&mut own.locks);
        let id = tenant.account_id().to_owned();
        save(tenant, &id, &own)?;
        let version = touch(tenant)?;
        let (was, now) = (change.shown(Level::Account, false), change.shown(Level::Account, true));
        let old_object = Told { id: &id, settings: &was };
        tenant.emit(&AccountLocksUpdated { now: Told { id: &id, settings: &now }, old_object, version })?;
    }
    Json::of(&Done {})
}
