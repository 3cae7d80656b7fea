//! `GET|PATCH /groups/{groupId}/settings/registration`: what a group asks of those who register for webinars.
use super::{
    group::{self, NO_GROUP, NOT_PAID},
    store,
};
use crate::groups::{GroupPath, existing};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use settings::{Document, Filter, Level, schema};
use storage::Tenant;

/// Unlike for accounts, what is registered for has to be said.
const NO_TYPE: Failure = Failure::new(400, 300, "Missing parameters: type.");
const BAD_TYPE: Failure = Failure::new(400, 300, "Invalid parameter: type.");

pub fn operations(api: &mut Api) {
    api.get("/groups/{groupId}/settings/registration", get)
        .summary("Get what a group asks of those who register")
        .scope("group:read:registration_settings")
        .privilege(&[Privilege::GroupRead])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP, NO_TYPE, BAD_TYPE]);
    api.patch("/groups/{groupId}/settings/registration", update)
        .summary("Change what a group asks of those who register")
        .scope("group:update:registration_settings")
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP, NO_TYPE, BAD_TYPE]);
}

forms! {
    struct GroupRegistration: schema::registration_answers(Level::Group);
    struct SetGroupRegistration: schema::registration_bodies(Level::Group);
}

#[derive(Deserialize, JsonSchema)]
struct OfType {
    /// `webinar`
    #[serde(default)]
    r#type: String,
}

impl OfType {
    fn check(&self) -> Result<()> {
        match &*self.r#type {
            "webinar" => Ok(()),
            "" => Err(NO_TYPE.into()),
            _ => Err(BAD_TYPE.into()),
        }
    }
}

fn get(
    tenant: &Tenant,
    Path(path): Path<GroupPath>,
    Query(query): Query<OfType>,
) -> Result<Json<FormView<GroupRegistration>>> {
    query.check()?;
    let group = existing(tenant, &path.group_id, NO_GROUP)?;
    let all = store::of_group(tenant, &group.id)?;
    Json::of(&all.view().answer(Document::Registration, &Filter::ALL).into())
}

fn update(
    tenant: &mut Tenant,
    Path(path): Path<GroupPath>,
    Query(query): Query<OfType>,
    body: FormBody<SetGroupRegistration>,
) -> Result<NoContent> {
    query.check()?;
    group::carry_out(tenant, &path.group_id, Document::Registration, body.value)
}
