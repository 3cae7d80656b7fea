//! The table of operations on settings and locks of an account, and its settings.
use super::{
    backgrounds::{self, NO_IMAGE, NOTHING, UNREADABLE},
    change::{self, own},
    forms::{AccountSettings, SetAccountSettings},
    locks, references, registration, single_sign_on,
};
use files::backgrounds::{MOST, NO_FILES, TOO_LARGE, TOO_MANY};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use settings::{Document, Filter, View};
use storage::Tenant;

/// For one's own account by the first, for one below by the others.
const READ: &[Privilege] = &[Privilege::AccountSettingRead, Privilege::SubAccountRead, Privilege::SubAccountEdit];
const EDIT: &[Privilege] = &[Privilege::AccountSettingEdit, Privilege::AccountProfileEdit, Privilege::SubAccountEdit];

const PAID_ONLY: Failure = Failure::new(400, 200, "Only available for paid accounts.").inside_200();

pub fn operations(api: &mut Api) {
    of_settings(api);
    of_locks(api);
    of_registration(api);
    of_backgrounds(api);
}

fn of_settings(api: &mut Api) {
    api.get("/accounts/{accountId}/settings", get)
        .summary("Get the settings of an account")
        .scope("account:read:settings")
        .privilege(READ)
        .rate(Rate::Medium)
        .on_second_level()
        .paid_only(PAID_ONLY);
    api.patch("/accounts/{accountId}/settings", update)
        .summary("Change the settings of an account")
        .scope("account:update:settings")
        .privilege(EDIT)
        .rate(Rate::Medium)
        .paid_only(PAID_ONLY);
}

fn of_locks(api: &mut Api) {
    api.get("/accounts/{accountId}/lock_settings", locks::get)
        .summary("Get which settings an account has locked")
        .scopes(Needs::MasterOnly("account:read:lock_settings"))
        .privilege(READ)
        .rate(Rate::Medium)
        .on_second_level()
        .one_statement()
        .paid_only(locks::READ_PAID_ONLY);
    api.patch("/accounts/{accountId}/lock_settings", locks::update)
        .summary("Lock and unlock settings for everybody in an account")
        .scope("account:update:lock_settings")
        .privilege(EDIT)
        .rate(Rate::Medium)
        .paid_only(locks::PAID_ONLY);
}

fn of_registration(api: &mut Api) {
    api.get("/accounts/{accountId}/settings/registration", registration::get)
        .summary("Get what an account asks of those who register")
        .scopes(Needs::MasterOnly("account:read:registration_settings"))
        .privilege(READ)
        .rate(Rate::Medium)
        .on_second_level()
        .one_statement()
        .paid_only(PAID_ONLY);
    api.patch("/accounts/{accountId}/settings/registration", registration::update)
        .summary("Change what an account asks of those who register")
        .scopes(Needs::MasterOnly("account:update:registration_settings"))
        .privilege(EDIT)
        .rate(Rate::Medium)
        .paid_only(PAID_ONLY);
}

fn of_backgrounds(api: &mut Api) {
    api.post("/accounts/{accountId}/settings/virtual_backgrounds", backgrounds::add)
        .summary("Add a virtual background to those of an account")
        .scope("account:write:virtual_background_files")
        .privilege(EDIT)
        .rate(Rate::Medium)
        .takes_file("file", MOST, TOO_LARGE)
        .before(backgrounds::prepare)
        .fails(&[NOTHING, NO_IMAGE, UNREADABLE, TOO_MANY]);
    api.delete("/accounts/{accountId}/settings/virtual_backgrounds", backgrounds::remove)
        .summary("Remove virtual backgrounds of an account")
        .scope("account:delete:virtual_background_files")
        .privilege(EDIT)
        .rate(Rate::Light)
        .fails(&[NO_FILES]);
}

choice! {
    /// A part of the settings that has a document of its own.
    enum Part: text {
        MeetingAuthentication = "meeting_authentication",
        RecordingAuthentication = "recording_authentication",
        Security = "security",
        MeetingSecurity = "meeting_security",
    }
}

#[derive(Deserialize, JsonSchema)]
struct GetSettings {
    /// The document of this part instead of the general one.
    #[serde(default)]
    option: Option<Part>,
    /// Only these fields, by name or by path, separated by commas.
    #[serde(default)]
    custom_query_fields: String,
}

#[derive(Deserialize, JsonSchema)]
struct UpdateSettings {
    /// The document of this part instead of the general one.
    #[serde(default)]
    option: Option<Part>,
}

fn get(tenant: &Tenant, Query(query): Query<GetSettings>) -> Result<Json<FormView<AccountSettings>>> {
    let (document, own) = (document(tenant, query.option)?, own(tenant)?);
    let answer = View::Account(own.layer()).answer(document, &Filter::parse(&query.custom_query_fields));
    let mut answer = Value::Object(answer);
    single_sign_on::show_emails(tenant, &mut answer)?;
    references::show_existing(tenant, &mut answer)?;
    Json::of(&answer)
}

fn update(
    tenant: &mut Tenant,
    Query(query): Query<UpdateSettings>,
    body: FormBody<SetAccountSettings>,
) -> Result<NoContent> {
    let document = document(tenant, query.option)?;
    change::carry_out(tenant, document, body.value)
}

/// An account for the Video SDK has a general document of its own.
fn document(tenant: &Tenant, part: Option<Part>) -> Result<Document> {
    Ok(match part {
        Some(Part::MeetingAuthentication) => Document::MeetingAuthentication,
        Some(Part::RecordingAuthentication) => Document::RecordingAuthentication,
        Some(Part::Security) => Document::Security,
        Some(Part::MeetingSecurity) => Document::MeetingSecurity,
        None if tenant.facts()?.account_type == billing::AccountType::VideoSdk.as_str() => Document::VideoSdk,
        None => Document::General,
    })
}
