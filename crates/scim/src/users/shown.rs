//! A user as a resource of the protocol. What is empty is left out.
use crate::{
    addresses::location,
    attributes::named,
    schemas::{ENTERPRISE, LOGIN, USER, USERS, ZOOM},
};
use platform::{MEMBER_ROLE, Site, Standpoint, Timestamp, etag};
use serde_json::{Map, Value, json};
use storage::Tenant;
use users::{
    phones,
    users::{SINGLE_SIGN_ON, User, WORK_EMAIL, provisioning::WithRole},
};

type Fields = Map<String, Value>;

/// Why a user is shown: how it signs in is told to those who read it only, as the documents have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum As {
    Read,
    Written,
}

/// The documented types of users, and how provisioning calls them. Users without a meeting license collaborate only.
pub const TYPES: [(i64, &str); 3] = [(billing::BASIC, "Basic"), (billing::LICENSED, "Licensed"), (4, "Collaboration")];

pub fn standpoint(tenant: &Tenant, site: &Site, user: &User) -> Standpoint {
    Standpoint { location: location(tenant, site, &USERS, &user.id), version: user.version }
}

/// `groups` are the names of its groups, the primary one first, where they are shown.
pub fn user(tenant: &Tenant, of: &WithRole, groups: Option<&[String]>, site: &Site, shown_as: As) -> Fields {
    let user = &of.user;
    let mut shown = core(user);
    if user.role_id != MEMBER_ROLE {
        let role = json!([{"value": of.role, "display": of.role, "primary": true}]);
        shown.insert("roles".to_owned(), role);
    }
    if let Some(groups) = groups.filter(|groups| !groups.is_empty()) {
        shown.insert("groups".to_owned(), groups.iter().enumerate().map(group).collect());
    }
    let mut schemas = vec![USER.id];
    let extensions = [(ENTERPRISE.id, enterprise(user)), (ZOOM.id, zoom(user)), (LOGIN.id, login(user, shown_as))];
    for (id, fields) in extensions.into_iter().filter(|(_, fields)| !fields.is_empty()) {
        schemas.push(id);
        shown.insert(id.to_owned(), fields.into());
    }
    shown.insert("schemas".to_owned(), json!(schemas));
    shown.insert("meta".to_owned(), meta(tenant, site, user));
    shown
}

fn core(user: &User) -> Fields {
    let name = filled(&[("givenName", &user.first_name), ("familyName", &user.last_name)]);
    let mut shown = filled(&[
        ("id", &user.id),
        ("externalId", &user.external_id),
        ("userName", &user.email),
        ("displayName", &user.display_name),
        ("title", &user.job_title),
        ("locale", &user.location),
    ]);
    if !name.is_empty() {
        shown.insert("name".to_owned(), name.into());
    }
    shown.insert("emails".to_owned(), json!([{"value": user.email, "type": "work", "primary": true}]));
    // Whoever was invited and has not come yet is expected, so nothing is to be switched on.
    shown.insert("active".to_owned(), json!(user.status != "inactive"));
    if let Some((_, name)) = TYPES.iter().find(|(kind, _)| *kind == user.kind) {
        shown.insert("userType".to_owned(), json!(name));
    }
    let phones = phones_of(user);
    if !phones.is_empty() {
        shown.insert("phoneNumbers".to_owned(), phones.into());
    }
    shown
}

/// The stored phone numbers of a user.
pub fn stored_phones(user: &User) -> Vec<Value> {
    serde_json::from_str(&user.phone_numbers).unwrap_or_default()
}

fn phones_of(user: &User) -> Vec<Value> {
    stored_phones(user).iter().map(phone).collect()
}

/// A stored phone number as provisioning shows it.
pub fn phone(stored: &Value) -> Value {
    let text = |name: &str| stored.get(name).and_then(Value::as_str).unwrap_or_default();
    let kind = match text("label") {
        "" => "work".to_owned(),
        label => label.to_ascii_lowercase(),
    };
    json!({"value": phones::whole(text("code"), text("number")), "type": kind})
}

fn group((place, name): (usize, &String)) -> Value {
    json!({"value": name, "display": name, "type": "direct", "primary": place == 0})
}

/// What an extension that can be written shows of the user.
pub fn extension(user: &User, id: &str) -> Fields {
    match id {
        _ if id == ENTERPRISE.id => enterprise(user),
        _ if id == ZOOM.id => zoom(user),
        _ => Map::new(),
    }
}

fn enterprise(user: &User) -> Fields {
    filled(&[
        ("department", &user.dept),
        ("organization", &user.company),
        ("costCenter", &user.cost_center),
        ("employeeNumber", &user.employee_id),
        ("manager", &user.manager),
    ])
}

fn zoom(user: &User) -> Fields {
    let mut shown = provisioned(user);
    let attributes: Vec<Value> = serde_json::from_str(&user.custom_attributes).unwrap_or_default();
    for attribute in &attributes {
        let text = |name: &str| attribute.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let name = text("name").or_else(|| text("key")).filter(|name| named(ZOOM.attributes, name).is_none());
        if let (Some(name), Some(value)) = (name, text("value")) {
            shown.insert(name.to_owned(), value.into());
        }
    }
    shown.extend(filled(&[("personalLinkName", &user.vanity_name), ("pronouns", &user.pronouns)]));
    shown
}

/// What provisioning has said beyond the profile.
pub fn provisioned(user: &User) -> Fields {
    serde_json::from_str(&user.provisioned).unwrap_or_default()
}

fn login(user: &User, shown_as: As) -> Fields {
    if shown_as == As::Written {
        return Map::new();
    }
    let ways = json!({"workEmail": user.login_type == WORK_EMAIL, "sso": user.login_type == SINGLE_SIGN_ON});
    Map::from_iter([("loginType".to_owned(), ways)])
}

fn meta(tenant: &Tenant, site: &Site, user: &User) -> Value {
    json!({
        "resourceType": USERS.name,
        "created": Timestamp::from_millis(user.created_at),
        "lastModified": Timestamp::from_millis(user.updated_at.unwrap_or(user.created_at)),
        "location": location(tenant, site, &USERS, &user.id),
        "version": etag(user.version),
    })
}

/// Those texts that are not empty.
pub fn filled(texts: &[(&str, &String)]) -> Fields {
    let filled = texts.iter().filter(|(_, text)| !text.is_empty());
    filled.map(|(name, text)| ((*name).to_owned(), Value::from(text.as_str()))).collect()
}
