//! `GET|PATCH /accounts/{accountId}/settings/registration`.
use super::{
    change::{self, own},
    forms::{AccountRegistration, SetAccountRegistration},
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use settings::{Document, Filter, View};
use storage::Tenant;

choice! {
    /// What is registered for.
    enum RegistrationType: text { Webinar = "webinar" }
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "there is one kind")]
pub struct OfType {
    #[serde(default)]
    r#type: Option<RegistrationType>,
}

pub fn get(tenant: &Tenant, Query(_): Query<OfType>) -> Result<Json<FormView<AccountRegistration>>> {
    let own = own(tenant)?;
    Json::of(&View::Account(own.layer()).answer(Document::Registration, &Filter::ALL).into())
}

pub fn update(
    tenant: &mut Tenant,
    Query(_): Query<OfType>,
    body: FormBody<SetAccountRegistration>,
) -> Result<NoContent> {
    change::carry_out(tenant, Document::Registration, body.value)
}
