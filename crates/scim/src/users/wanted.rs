//! What a client wants of a user, in the terms of `users`.
use super::shown::{self, TYPES};
use crate::{
    failures::*,
    schemas::{ENTERPRISE, PLANS, USERS, ZOOM},
};
use mail::Post;
use platform::{Error, Failure, NOT_PRIVILEGED, Refusal, Result, schema::Schema};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use storage::{Fault, Tenant};
use users::{
    groups::provisioning as of_groups,
    phones, roles,
    users::provisioning::{self, Wanted, WithRole},
};

type Fields = Map<String, Value>;

/// What creating and changing can be refused with: the published words, and those of `/users` where there are none.
pub const REFUSALS: &[Failure] = &[
    BAD_USER_NAME,
    EMAIL_USED,
    EMAIL_IN_USE,
    OTHER_DOMAIN,
    NO_SEAT,
    BAD_UNITED,
    NO_PLAN,
    TWO_WHITEBOARDS,
    NOT_ACTIVE,
    FORCE_INACTIVE,
    ADMIN_EMAIL,
    ADMIN_STATE,
    NOT_PRIVILEGED,
    of_groups::NO_NAME,
    NOT_PAID,
    roles::NO_NAME,
    roles::FIXED_MEMBERS,
    roles::NO_PERMISSION,
];

/// The words of `/users`, and those of provisioning.
const WORDS: &[(Failure, Failure)] = &[
    (provisioning::OTHER_DOMAIN, OTHER_DOMAIN),
    (provisioning::NOT_ACTIVE, NOT_ACTIVE),
    (provisioning::NOT_COME, NOT_ACTIVE),
    (provisioning::ADMIN_EMAIL, ADMIN_EMAIL),
    (provisioning::ADMIN_STATE, ADMIN_STATE),
    (provisioning::FORCE_LOCKED, FORCE_INACTIVE),
    (provisioning::NO_SEATS[0], NO_SEAT),
    (provisioning::NO_SEATS[1], NO_SEAT),
    (provisioning::NO_SEATS[2], NO_SEAT),
    (provisioning::NO_SEATS[3], NO_SEAT),
    (provisioning::NO_SEATS[4], NO_SEAT),
];

/// Attributes of provisioning by the fields of `PATCH /users/{userId}` that they are.
const FIELDS: [(&str, &str, &str); 10] = [
    ("", "displayName", "display_name"),
    ("", "title", "job_title"),
    ("", "locale", "location"),
    (ENTERPRISE.id, "department", "dept"),
    (ENTERPRISE.id, "organization", "company"),
    (ENTERPRISE.id, "costCenter", "cost_center"),
    (ENTERPRISE.id, "manager", "manager"),
    (ZOOM.id, "personalLinkName", "vanity_name"),
    (ZOOM.id, "pronouns", "pronouns"),
    ("", "phoneNumbers", "phone_numbers"),
];
const NAMES: [(&str, &str); 2] = [("givenName", "first_name"), ("familyName", "last_name")];

/// A user as it shall be; what was not said stays.
pub struct Desired {
    user: Wanted,
    /// The name of its role.
    role: Option<String>,
    groups: Option<Vec<String>>,
}

impl Desired {
    /// Reads a body in its one form. Null and empty values clear; `before` is the user as it is.
    ///
    /// # Errors
    /// What no user can have.
    pub fn of(tenant: &Tenant, before: Option<&WithRole>, body: &Fields) -> Result<Self> {
        let body = &whole(before, body);
        let email = email(before, body)?;
        let provisioned = provisioned(tenant, before, body)?;
        Ok(Desired {
            user: Wanted {
                profile: profile(before, body)?,
                email,
                is_active: body.get("active").and_then(Value::as_bool),
                employee_id: text(body, ENTERPRISE.id, "employeeNumber"),
                external_id: text(body, "", "externalId"),
                provisioned,
            },
            role: body.get("roles").map(role),
            groups: body.get("groups").map(names),
        })
    }
    /// Makes the user: its id.
    ///
    /// # Errors
    /// [`REFUSALS`].
    pub fn create(&self, tenant: &mut Tenant, post: &Post) -> Result<String> {
        let made = provisioning::create(tenant, post, &self.user).map_err(|error| self.told(error, EMAIL_IN_USE))?;
        self.place(tenant, &made.id)?;
        Ok(made.id)
    }
    /// Brings the user to it.
    ///
    /// # Errors
    /// [`REFUSALS`].
    pub fn bring(&self, tenant: &mut Tenant, post: &Post, before: &WithRole) -> Result<()> {
        provisioning::change(tenant, post, &before.user, &self.user).map_err(|error| self.told(error, EMAIL_USED))?;
        self.place(tenant, &before.user.id)
    }
    fn place(&self, tenant: &mut Tenant, id: &str) -> Result<()> {
        if let Some(role) = &self.role {
            roles::set_by_name(tenant, id, role)?;
        }
        let words = [(users::groups::NOT_PAID, NOT_PAID)];
        let groups = self.groups.as_ref().map_or(Ok(()), |names| of_groups::set_of_user(tenant, id, names));
        groups.map_err(|error| error.reworded(&words))
    }
    /// A refusal of `users` in the words of provisioning.
    fn told(&self, error: Error, email_used: Failure) -> Error {
        if error.failure() == users::users::EMAIL_USED {
            return email_used.with(self.user.email.as_deref().unwrap_or_default());
        }
        match error.reworded(WORDS) {
            Error::Refused(refusal) => Error::Refused(Box::new(renamed(*refusal))),
            other => other,
        }
    }
}

/// The body with each attribute of an extension that is to go as a whole.
fn whole(before: Option<&WithRole>, body: &Fields) -> Fields {
    let mut body = body.clone();
    for (id, value) in body.iter_mut().filter(|(_, value)| value.is_null()) {
        if let Some(extension) = USERS.extension(id) {
            let shown = before.map(|before| shown::extension(&before.user, extension.id)).unwrap_or_default();
            *value = shown.into_iter().map(|(name, _)| (name, Value::Null)).collect();
        }
    }
    body
}

/// Refused fields under the names that the client knows.
fn renamed(refusal: Refusal) -> Refusal {
    let mut refusal = refusal;
    for fault in &mut refusal.fields {
        let field = fault.field.split(['.', '[']).next().unwrap_or_default();
        let of_name = NAMES.iter().find(|(_, known)| *known == field).map(|(name, _)| format!("name.{name}"));
        let other = || FIELDS.iter().find(|(_, _, known)| *known == field).map(|(_, name, _)| (*name).to_owned());
        let custom = || (field == "custom_attributes").then(|| ZOOM.name.to_owned());
        if let Some(name) = of_name.or_else(other).or_else(custom) {
            fault.field = name;
        }
    }
    refusal
}

/// The text at a name, in an extension or not; empty where it is to be cleared.
fn text(body: &Fields, extension: &str, name: &str) -> Option<String> {
    let value = match extension {
        "" => body.get(name),
        id => body.get(id).and_then(|fields| fields.get(name)),
    };
    value.map(|value| value.as_str().unwrap_or_default().to_owned())
}

/// The address: the name of the user counts, and its email where no name is said.
fn email(before: Option<&WithRole>, body: &Fields) -> Result<Option<String>> {
    let name = body.get("userName").and_then(Value::as_str);
    let Some(before) = before else {
        return name
            .filter(|name| is_email(name))
            .map(|name| Some(name.to_owned()))
            .ok_or_else(|| BAD_USER_NAME.into());
    };
    let is_new = |email: &&str| users::emails::folded(email) != before.user.email;
    let first = body.get("emails").and_then(Value::as_array).and_then(|list| primary(list));
    let address = first.and_then(|item| item.get("value")?.as_str());
    match name.or(address).filter(is_new) {
        Some(new) if is_email(new) => Ok(Some(new.to_owned())),
        Some(_) => Err(BAD_USER_NAME.into()),
        None => Ok(None),
    }
}

/// The one that is said to be the primary one, or the first.
fn primary(list: &[Value]) -> Option<&Value> {
    let is_primary = |item: &&Value| item.get("primary").and_then(Value::as_bool) == Some(true);
    list.iter().find(is_primary).or(list.first())
}

/// As `POST /users` has it.
static ADDRESS: LazyLock<Option<Schema>> =
    LazyLock::new(|| Schema::compiled("userName", json!({"type": "string", "format": "email", "maxLength": 128})).ok());

fn is_email(text: &str) -> bool {
    let mut faults = Vec::new();
    ADDRESS.as_ref().is_some_and(|schema| {
        schema.conform(&mut text.trim().into(), &mut faults);
        faults.is_empty()
    })
}

fn profile(before: Option<&WithRole>, body: &Fields) -> Result<Fields> {
    let mut profile = Map::new();
    for (extension, name, field) in FIELDS.iter().filter(|(_, name, _)| *name != "phoneNumbers") {
        profile.extend(text(body, extension, name).map(|text| ((*field).to_owned(), text.into())));
    }
    if let Some(name) = body.get("name") {
        let given = |part: &str| match name {
            Value::Null => Some(""),
            fields => fields.get(part).map(|value| value.as_str().unwrap_or_default()),
        };
        profile.extend(NAMES.iter().filter_map(|(part, field)| Some(((*field).to_owned(), given(part)?.into()))));
        // The published words: another name is no other display name.
        if let Some(before) = before.filter(|_| !profile.contains_key("display_name")) {
            profile.insert("display_name".to_owned(), (&*before.user.display_name).into());
        }
    }
    if let Some(kind) = body.get("userType") {
        profile.insert("type".to_owned(), user_type(kind)?.into());
    }
    if let Some(phones) = body.get("phoneNumbers") {
        profile.insert("phone_numbers".to_owned(), phone_numbers(before, phones));
    }
    profile.extend(custom(before, body).map(|list| ("custom_attributes".to_owned(), list)));
    Ok(profile)
}

/// A license that nobody has is one that cannot be given.
fn user_type(sent: &Value) -> Result<i64> {
    let Some(name) = sent.as_str().filter(|name| !name.is_empty()) else { return Ok(billing::BASIC) };
    if let Some((kind, _)) = TYPES.iter().find(|(_, known)| known.eq_ignore_ascii_case(name)) {
        return Ok(*kind);
    }
    if name.eq_ignore_ascii_case("On-Prem") { Err(NO_SEAT.into()) } else { Err(crate::canonical::invalid("userType")) }
}

/// Numbers that are there already keep what provisioning does not know of them.
fn phone_numbers(before: Option<&WithRole>, sent: &Value) -> Value {
    let known: Vec<Value> = before.map(|before| shown::stored_phones(&before.user)).unwrap_or_default();
    let stored = |item: &Value| {
        let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
        let kind = if text("type").is_empty() { "work" } else { text("type") }.to_ascii_lowercase();
        let shown = json!({"value": text("value"), "type": kind});
        if let Some(known) = known.iter().find(|known| shown::phone(known) == shown) {
            return known.clone();
        }
        let (code, number) = match phones::parts(text("value")) {
            (code, number) if phones::whole(code, number) == text("value") => (code, number),
            _ => ("", text("value")),
        };
        let label = (kind != "work").then(|| capitalized(&kind));
        json!({"code": code, "country": "", "label": label, "number": number})
    };
    sent.as_array().into_iter().flatten().map(stored).collect()
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// The attributes that the account has defined, when one of them is spoken of: those that the extension does not name.
fn custom(before: Option<&WithRole>, body: &Fields) -> Option<Value> {
    let sent = body.get(ZOOM.id)?.as_object()?;
    let sent: Vec<(&String, &Value)> = sent.iter().filter(|(name, _)| !is_named(name)).collect();
    if sent.is_empty() {
        return None;
    }
    let stored = before.map_or("[]", |before| &before.user.custom_attributes);
    let mut list: Vec<Value> = serde_json::from_str(stored).unwrap_or_default();
    for (name, value) in sent {
        let is_it = |item: &Value| {
            [item.get("name"), item.get("key")].into_iter().flatten().any(|known| known.as_str() == Some(name))
        };
        let text = value.as_str().unwrap_or_default();
        match list.iter_mut().find(|item| is_it(item)) {
            Some(Value::Object(item)) => drop(item.insert("value".to_owned(), text.into())),
            Some(_) => {}
            None => list.push(json!({"key": name, "name": name, "value": text})),
        }
    }
    list.retain(|item| item.get("value").and_then(Value::as_str) != Some(""));
    Some(list.into())
}

fn is_named(name: &str) -> bool {
    ZOOM.attributes.iter().any(|attribute| attribute.name == name)
}

/// Attributes that nothing here acts on, with what is said of them now; nothing when nothing is said.
fn provisioned(tenant: &Tenant, before: Option<&WithRole>, body: &Fields) -> Result<Option<String>> {
    let Some(sent) = body.get(ZOOM.id) else { return Ok(None) };
    let mut kept = before.map(|before| shown::provisioned(&before.user)).unwrap_or_default();
    let stored = ZOOM.attributes.iter().filter(|attribute| !["personalLinkName", "pronouns"].contains(&attribute.name));
    let sent: Vec<(&str, &Value)> =
        stored.filter_map(|attribute| Some((attribute.name, sent.get(attribute.name)?))).collect();
    if sent.is_empty() {
        return Ok(None);
    }
    check_plans(tenant, &sent)?;
    for (name, value) in &sent {
        match value {
            value if says_nothing(name, value) => {}
            Value::Null => drop(kept.remove(*name)),
            Value::String(text) if text.is_empty() => drop(kept.remove(*name)),
            value => drop(kept.insert((*name).to_owned(), (*value).clone())),
        }
    }
    leave_one_whiteboard(&sent, &mut kept);
    let text = serde_json::to_string(&kept).map_err(Fault::broken)?;
    Ok(Some(if kept.is_empty() { String::new() } else { text }))
}

/// Attributes whose empty value changes nothing, as published; null clears them.
const FILLED: [&str; 4] =
    ["zoomContactCenterPackage", "zoomContactCenterAddonsPlan", "zoomContactCenterRole", "zoomContactCenterRegion"];

fn says_nothing(name: &str, value: &Value) -> bool {
    let is_empty = |name: &str, value: &Value| FILLED.contains(&name) && value.as_str() == Some("");
    let parts = value.as_object().filter(|parts| !parts.is_empty());
    is_empty(name, value) || parts.is_some_and(|parts| parts.iter().all(|(name, value)| is_empty(name, value)))
}

/// Plans come with that of the account; how many of each are given is not counted, as nothing acts on them.
fn check_plans(tenant: &Tenant, sent: &[(&str, &Value)]) -> Result<()> {
    let given = |name: &str| {
        let found = sent.iter().find(|(known, _)| *known == name).and_then(|(_, value)| value.as_str());
        found.filter(|value| !value.is_empty())
    };
    let is_united = |plan: &str| ZOOM.attributes.iter().any(|it| it.name == "zoomUnited" && it.values.contains(&plan));
    if given("zoomUnited").is_some_and(|plan| !is_united(plan)) {
        return Err(BAD_UNITED.into());
    }
    let is_on = |name: &str| sent.contains(&(name, &Value::Bool(true)));
    if is_on(WHITEBOARDS[0]) && is_on(WHITEBOARDS[1]) {
        return Err(TWO_WHITEBOARDS.into());
    }
    match PLANS.iter().find(|(name, _)| given(name).is_some()) {
        Some((_, plan)) if !tenant.facts()?.paid => Err(NO_PLAN.with(plan)),
        _ => Ok(()),
    }
}

const WHITEBOARDS: [&str; 2] = ["zoomWhiteboard", "zoomWhiteboardPlus"];

/// Whoever gets one of the two gives up the other.
fn leave_one_whiteboard(sent: &[(&str, &Value)], kept: &mut Fields) {
    let [one, other] = WHITEBOARDS;
    for (given, left) in [(one, other), (other, one)] {
        if sent.contains(&(given, &Value::Bool(true))) && kept.contains_key(left) {
            kept.insert(left.to_owned(), false.into());
        }
    }
}

/// The role that is given, by its name; that of ordinary members where the list is empty.
fn role(sent: &Value) -> String {
    let named = sent.as_array().and_then(|list| primary(list)).and_then(name);
    named.unwrap_or(MEMBER).to_owned()
}

/// The name of the role that every account has for its ordinary members.
const MEMBER: &str = "Member";

fn names(sent: &Value) -> Vec<String> {
    sent.as_array().into_iter().flatten().filter_map(name).map(str::to_owned).collect()
}

/// How an item of a list names what it stands for.
fn name(item: &Value) -> Option<&str> {
    let text = |part: &str| item.get(part).and_then(Value::as_str).filter(|text| !text.is_empty());
    text("value").or_else(|| text("display"))
}
