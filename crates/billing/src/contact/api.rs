//! `/accounts/{accountId}/billing`: whom invoices go to.
use super::rules::{self, Fault as Wrong};
use crate::{
    account::{self, Open, payer},
    desk::Desk,
    events::ContactChanged,
    plans::{NO_ACCOUNT, not_oneself, paid_by_master},
};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use storage::{Fault, Tenant};

pub fn operations(api: &mut Api) {
    api.get("/accounts/{accountId}/billing", get)
        .summary("Get whom the invoices of an account go to")
        .scope("billing:read:billing_information")
        .rate(Rate::Medium)
        .on_second_level()
        .fails(&[NO_CONTACT]);
    api.patch("/accounts/{accountId}/billing", update)
        .summary("Change whom the invoices of an account go to")
        .scopes(Needs::MasterOnly("billing:update:billing_information"))
        .rate(Rate::Heavy)
        .on_second_level()
        .while_self_paying()
        .fails(&[NO_ACCOUNT, SELF_PAY, BAD_COUNTRY, BAD_STATE, SPECIAL, NO_PLAN]);
}

pub const NO_CONTACT: Failure = Failure::new(400, 3201, "Cannot find billing account info. Zoom account number:{}.");
const SELF_PAY: Failure = Failure::new(400, 2100, "This sub account is on self pay mode.");
pub const BAD_COUNTRY: Failure = Failure::new(400, 2100, "Invalid country parameter: {}.");
pub const BAD_STATE: Failure = Failure::new(400, 2100, "Invalid state parameter: {}.");
/// Names the field, also where it is missing or too long.
pub const SPECIAL: Failure =
    Failure::new(400, 300, "Your request was not accepted because \"{}\" contains special character(s).");
const NO_PLAN: Failure = Failure::new(400, 200, "Please subscribe a plan for this sub account first.");

/// Whom invoices go to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// 3 to 20 digits, with blanks and `+-().` among them.
    pub phone_number: String,
    pub address: String,
    /// Empty for none.
    pub apt: String,
    pub city: String,
    /// One of those of the country where they are listed, any text elsewhere.
    pub state: String,
    pub zip: String,
    /// Two capital letters (ISO 3166-1).
    pub country: String,
    /// A range, such as `2-10`; empty where nothing was said, and shown as `Just Me`.
    pub employee_count: String,
}

impl Contact {
    /// As it is kept; `None` where nobody was named.
    ///
    /// # Errors
    /// [`Fault::Broken`] for what is none.
    pub fn stored(text: &str) -> storage::Result<Option<Self>> {
        if text.is_empty() { Ok(None) } else { serde_json::from_str(text).map(Some).map_err(Fault::broken) }
    }
    /// As it is to be kept.
    ///
    /// # Errors
    /// [`Fault::Broken`] when it cannot be written.
    pub fn text(&self) -> storage::Result<String> {
        serde_json::to_string(self).map_err(Fault::broken)
    }
}

view! {
    /// Whom invoices go to.
    pub struct ContactView as ContactViewRow<'r> {
        pub first_name: &'r str,
        pub last_name: &'r str,
        pub email: &'r str,
        pub phone_number: &'r str,
        pub address: &'r str,
        /// Left out where there is none.
        pub apt: Option<&'r str>,
        pub city: &'r str,
        pub state: &'r str,
        pub zip: &'r str,
        /// Two letters (ISO 3166-1).
        pub country: &'r str,
        /// A range.
        pub employee_count: &'r str,
    }
}

fn get(tenant: &Tenant, Provided(desk): Provided<Desk>) -> Result<Json<ContactView>> {
    shown(tenant, &desk)
}

/// Whom the invoices of this account go to.
///
/// # Errors
/// [`NO_CONTACT`].
pub fn shown(tenant: &Tenant, desk: &Desk) -> Result<Json<ContactView>> {
    let payer = payer(tenant, desk)?;
    let Some(contact) = Contact::stored(&payer.contact)? else {
        return Err(NO_CONTACT.with(tenant.facts()?.number));
    };
    Json::of(&ContactViewRow {
        first_name: &contact.first_name,
        last_name: &contact.last_name,
        email: &contact.email,
        phone_number: &contact.phone_number,
        address: &contact.address,
        apt: Some(&*contact.apt).filter(|apt| !apt.is_empty()),
        city: &contact.city,
        state: &contact.state,
        zip: &contact.zip,
        country: &contact.country,
        employee_count: Some(&*contact.employee_count).filter(|range| !range.is_empty()).unwrap_or("Just Me"),
    })
}

/// What is to be different of a contact.
#[derive(Deserialize, JsonSchema)]
pub struct UpdateContact {
    #[serde(default)]
    first_name: Option<String>,
    #[serde(default)]
    last_name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    phone_number: Option<String>,
    #[serde(default)]
    address: Option<String>,
    /// Empty for none.
    #[serde(default)]
    apt: Option<String>,
    #[serde(default)]
    city: Option<String>,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    zip: Option<String>,
    /// Two letters (ISO 3166-1).
    #[serde(default)]
    country: Option<String>,
}

impl UpdateContact {
    fn onto(self, before: Contact) -> Contact {
        let or = |given: Option<String>, kept: String| given.unwrap_or(kept);
        Contact {
            first_name: or(self.first_name, before.first_name),
            last_name: or(self.last_name, before.last_name),
            email: or(self.email, before.email),
            phone_number: or(self.phone_number, before.phone_number),
            address: or(self.address, before.address),
            apt: or(self.apt, before.apt),
            city: or(self.city, before.city),
            state: or(self.state, before.state),
            zip: or(self.zip, before.zip),
            country: or(self.country, before.country),
            employee_count: before.employee_count,
        }
    }
}

fn update(tenant: &mut Tenant, Body(body): Body<UpdateContact>, Provided(desk): Provided<Desk>) -> Result<Done> {
    not_oneself(tenant, NO_ACCOUNT)?;
    paid_by_master(tenant, SELF_PAY)?;
    let open = account::open(tenant, &desk)?;
    if open.book.any_base().is_none() {
        return Err(NO_PLAN.into());
    }
    change(tenant, open, body)?;
    Ok(Done)
}

/// Changes whom the invoices of an account go to, and closes it.
///
/// # Errors
/// [`BAD_COUNTRY`], [`BAD_STATE`]; [`SPECIAL`] for another field that is missing or malformed.
pub fn change(tenant: &mut Tenant, mut open: Open<'_>, body: UpdateContact) -> Result<()> {
    let before = Contact::stored(&open.payer.contact)?.unwrap_or_default();
    let after = body.onto(before);
    match rules::fault(&after) {
        None => {}
        Some(Wrong::Country(country)) => return Err(BAD_COUNTRY.with(country)),
        Some(Wrong::State(state)) => return Err(BAD_STATE.with(state)),
        Some(Wrong::Field(field)) => return Err(SPECIAL.with(field)),
    }
    name(tenant, &mut open, &after)?;
    open.close(tenant)?;
    Ok(())
}

/// Names whom the invoices of an open account go to; told where that was somebody else, or nobody.
///
/// # Errors
/// Those of the store.
pub fn name(tenant: &mut Tenant, open: &mut Open<'_>, contact: &Contact) -> Result<()> {
    if Contact::stored(&open.payer.contact)?.as_ref() == Some(contact) {
        return Ok(());
    }
    open.payer.contact = contact.text()?;
    let account = open.told(tenant);
    Ok(tenant.emit(&ContactChanged::of(&account))?)
}
