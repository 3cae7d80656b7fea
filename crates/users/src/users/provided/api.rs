//! What users read of what is kept for them.
use super::{
    items::{CollaborationDevice, MeetingTemplate, SummaryTemplate},
    provide::Provided,
    store,
};
use crate::users::{
    api::{NO_INVITATION, NO_USER, UserPath},
    user,
};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Fault, Tenant};

pub fn operations(api: &mut Api) {
    api.get("/users/{userId}/meeting_summary_templates", summary_templates)
        .summary("List the templates of a user's meeting summaries")
        .scope("user:read:settings")
        .privilege(&[Privilege::UserRead])
        .for_oneself()
        .rate(Rate::Medium)
        .on_second_level()
        .fails(&[NO_USER, NO_INVITATION]);
    api.get("/users/{userId}/meeting_templates/{meetingTemplateId}", meeting_template)
        .summary("Get a meeting template of a user")
        .scope("user:read:meeting_template")
        .rate(Rate::Medium)
        .on_second_level()
        .fails(&[NO_USER, NO_INVITATION, NO_TEMPLATE]);
    api.get("/users/{userId}/collaboration_devices", devices)
        .summary("List the collaboration devices of a user")
        .scope("user:read:list_collaboration_devices")
        .privilege(&[Privilege::MobileDeviceManagementRead])
        .for_oneself()
        .rate(Rate::Medium)
        .on_second_level()
        .fails(&[NO_USER, NO_INVITATION]);
    api.get("/users/{userId}/collaboration_devices/{collaborationDeviceId}", device)
        .summary("Get a collaboration device of a user")
        .scope("user:read:collaboration_device")
        .privilege(&[Privilege::MobileDeviceManagementRead])
        .for_oneself()
        .rate(Rate::Medium)
        .on_second_level()
        .fails(&[NO_USER, NO_INVITATION, NO_DEVICE]);
}

/// The documents name no code for it.
const NO_TEMPLATE: Failure = Failure::new(400, 300, "Meeting template does not exist: {}.");
const NO_DEVICE: Failure = Failure::new(404, 1238, "Collaboration Device does not exist: {}.");

/// A list that is an answer by itself.
pub struct SummaryTemplatesView;
impl View for SummaryTemplatesView {
    type Row<'r> = Vec<JsonText<'r, SummaryTemplate>>;
    const NAME: &'static str = "SummaryTemplatesView";
}

/// A template as it is kept.
pub struct MeetingTemplateView;
impl View for MeetingTemplateView {
    type Row<'r> = JsonText<'r, MeetingTemplate>;
    const NAME: &'static str = "MeetingTemplateView";
}

/// A device as it is kept.
pub struct DeviceView;
impl View for DeviceView {
    type Row<'r> = JsonText<'r, CollaborationDevice>;
    const NAME: &'static str = "DeviceView";
}

view! {
    /// All devices of a user.
    pub struct DevicesView as DevicesRow<'r> {
        pub total_records: i64,
        pub collaboration_devices: Vec<JsonText<'r, CollaborationDevice>>,
    }
}

fn summary_templates(tenant: &Tenant, Path(path): Path<UserPath>) -> Result<Json<SummaryTemplatesView>> {
    let user = user::existing(tenant, &path.user_id)?;
    let items = store::list(tenant, &user.id, SummaryTemplate::KIND)?;
    Json::of(&items.iter().map(|item| JsonText::new(&item.body)).collect())
}

#[derive(Deserialize, JsonSchema)]
struct TemplatePath {
    /// The user's id or email, or `me`.
    #[serde(rename = "userId")]
    user_id: String,
    #[serde(rename = "meetingTemplateId")]
    meeting_template_id: String,
}

fn meeting_template(tenant: &Tenant, Path(path): Path<TemplatePath>) -> Result<Json<MeetingTemplateView>> {
    let user = user::existing(tenant, &path.user_id)?;
    let body = store::body(tenant, &user.id, MeetingTemplate::KIND, &path.meeting_template_id)?;
    Json::of(&JsonText::new(&body.ok_or_else(|| NO_TEMPLATE.with(&path.meeting_template_id))?))
}

fn devices(tenant: &Tenant, Path(path): Path<UserPath>) -> Result<Json<DevicesView>> {
    let user = user::existing(tenant, &path.user_id)?;
    let items = store::list(tenant, &user.id, CollaborationDevice::KIND)?;
    Json::of(&DevicesRow {
        total_records: i64::try_from(items.len()).map_err(Fault::broken)?,
        collaboration_devices: items.iter().map(|item| JsonText::new(&item.body)).collect(),
    })
}

#[derive(Deserialize, JsonSchema)]
struct DevicePath {
    /// The user's id or email, or `me`.
    #[serde(rename = "userId")]
    user_id: String,
    #[serde(rename = "collaborationDeviceId")]
    collaboration_device_id: String,
}

fn device(tenant: &Tenant, Path(path): Path<DevicePath>) -> Result<Json<DeviceView>> {
    let user = user::existing(tenant, &path.user_id)?;
    let body = store::body(tenant, &user.id, CollaborationDevice::KIND, &path.collaboration_device_id)?;
    Json::of(&JsonText::new(&body.ok_or_else(|| NO_DEVICE.with(&path.collaboration_device_id))?))
}
