//! Accounts and what is in them, for requests to be about; and what happened to them.
use super::walk::{fields, good, kind};
use crate::{
    actors::Account,
    answer::Answer,
    groups,
    information_barriers::policy,
    users::person_of,
    world::{NO_ID, World},
};
use platform::{Mounted, Surface};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A master that calls, two accounts below it, and one of each thing in the master's own.
pub struct Things<'w> {
    world: &'w World,
    master: Account<'w>,
    sub: Account<'w>,
    /// An account for the Video SDK has settings of its own.
    sdk: Account<'w>,
    user: String,
    group: String,
    contact_group: String,
    division: String,
    role: String,
    policy: String,
    /// The position in the log at which everything was made.
    made_at: i64,
}

/// The parameters of a query, by their names.
pub type Query = BTreeMap<String, String>;

impl<'w> Things<'w> {
    pub fn new(world: &'w World) -> Self {
        let (master, sub) = world.master_with_subaccount();
        sub.plan("Business", 10);
        let sdk = world.sub(&master);
        sdk.plan("Zoom Video SDK", 10);
        let (user, _) = person_of(&master, "somebody", 2);
        let group = groups::group(&master);
        groups::add(&master, &group, &[&user]).is(201);
        let made = |path: &str, body: Value, id: &str| master.post(path, body).is(201).text(id);
        let mut things = Things {
            contact_group: made("/contacts/groups", json!({"group_name": "Contacts"}), "group_id"),
            division: made("/divisions", json!({"division_name": "Division"}), "division_id"),
            role: made("/roles", json!({"name": "Role", "privileges": []}), "id"),
            policy: policy(&master).text("id"),
            made_at: 0,
            world,
            master,
            sub,
            sdk,
            user,
            group,
        };
        things.made_at = world.log(|_| true).last().and_then(|event| event["position"].as_i64()).expect("a position");
        things
    }

    /// What has happened to the accounts since they were made.
    pub fn happened(&self) -> Vec<Value> {
        let accounts = [&self.master, &self.sub, &self.sdk];
        let is_ours = |event: &Value| accounts.iter().any(|account| event["account_id"] == json!(account.id));
        self.world.log_after(self.made_at).into_iter().filter(is_ours).collect()
    }

    /// Calls an operation about these things; `title` is that of the form of the body.
    pub fn send(&self, mounted: &Mounted, title: &str, query: &Query, body: &Value) -> Answer {
        let operation = &mounted.operation;
        let path = mounted.template.strip_prefix(operation.surface.prefix()).expect("the prefix of its surface");
        let mut path = path.split('/').map(|segment| self.named(mounted, segment, title)).collect::<Vec<_>>().join("/");
        let pairs: Vec<String> =
            query.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "%20"))).collect();
        if !pairs.is_empty() {
            path = format!("{path}?{}", pairs.join("&"));
        }
        match operation.surface {
            Surface::Operator => self.world.operator(operation.method, &path, body.clone()),
            _ => self.master.actor.send(operation.method, &path, body.clone()),
        }
    }
    fn named(&self, mounted: &Mounted, segment: &str, title: &str) -> String {
        let is_of_contacts = mounted.template.contains("/contacts/");
        let id: &str = match segment {
            "{accountId}" if title.contains("VideoSdk") => &self.sdk.id,
            "{accountId}" => &self.sub.id,
            "{userId}" | "{memberId}" => &self.user,
            "{groupId}" if is_of_contacts => &self.contact_group,
            "{groupId}" => &self.group,
            "{divisionId}" => &self.division,
            "{roleId}" => &self.role,
            "{policyId}" => &self.policy,
            variable if variable.starts_with('{') => NO_ID,
            literal => literal,
        };
        id.to_owned()
    }
}

/// A form of the body of an operation, and the query that chooses it.
pub struct Form<'m> {
    pub schema: &'m Value,
    pub title: &'m str,
    pub query: Query,
}

/// The forms of a body; none where nothing is sent.
pub fn forms(mounted: &Mounted) -> Vec<Form<'_>> {
    let Some(body) = &mounted.operation.shape.body else { return Vec::new() };
    let document = body.schema().unwrap().document();
    let several = document["anyOf"].as_array();
    let schemas: Vec<&Value> = several.map_or_else(|| vec![document], |forms| forms.iter().collect());
    schemas
        .into_iter()
        .map(|schema| {
            let title = schema["title"].as_str().unwrap_or_default();
            let option = several.and_then(|_| option(mounted, title));
            let query = option.map(|option| ("option".to_owned(), option.to_owned())).into_iter().collect();
            Form { schema, title, query }
        })
        .collect()
}

/// The word of the query that stands, written as a name, in the title of a form: `meeting_security`.
fn option<'m>(mounted: &'m Mounted, title: &str) -> Option<&'m str> {
    let query = mounted.operation.shape.query.as_ref()?.schema().unwrap().document();
    let words = query["properties"]["option"]["enum"].as_array()?.iter().filter_map(Value::as_str);
    words.filter(|word| title.contains(&in_capitals(word))).max_by_key(|word| word.len())
}

fn in_capitals(word: &str) -> String {
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
    word.split('_').map(capital).collect()
}

/// The schemas of the query of an operation: its own, and that of a list.
pub fn of_query(mounted: &Mounted) -> Vec<&Value> {
    let shape = &mounted.operation.shape;
    shape.query.iter().chain(&shape.paging).map(|declared| declared.schema().unwrap().document()).collect()
}

/// What a query has to say although its schema lets it be silent: it is refused in words of its own.
const SAID_ANYHOW: [(&str, &str, &str); 1] = [("/groups/{groupId}/settings/registration", "type", "webinar")];

/// What a query has to say.
pub fn needed(mounted: &Mounted) -> Query {
    let anyhow = SAID_ANYHOW.into_iter().filter(|(path, ..)| *path == mounted.operation.path);
    let anyhow = anyhow.map(|(_, name, word)| (name.to_owned(), word.to_owned()));
    let all = of_query(mounted).into_iter().flat_map(fields).filter(|field| field.is_required);
    all.map(|field| {
        let schema = if kind(field.schema) == "array" { &field.schema["items"] } else { field.schema };
        (field.shown(), said(&good(schema, field.name())).unwrap_or_default())
    })
    .chain(anyhow)
    .collect()
}

/// A value as a query says it; absent where it cannot.
pub fn said(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
