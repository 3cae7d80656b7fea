//! One operation at one of its faces, as the document describes it.
use super::{answers::answers, components::Components, security::Security, variable};
use crate::{
    operation::{FileField, Operation},
    privileges::Privilege,
    router::{Face, Mounted},
    schema::Schema,
    surface::Surface,
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const ACCOUNT: &str = "accountId";

#[serde_with::skip_serializing_none]
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry<'d> {
    operation_id: String,
    summary: &'static str,
    tags: [&'d str; 1],
    parameters: Vec<Parameter<'d>>,
    request_body: Option<RequestBody>,
    responses: BTreeMap<String, Value>,
    security: Vec<Value>,
    /// As published: `LIGHT`, `RESOURCE-INTENSIVE`.
    #[serde(rename = "x-rate-limit-label")]
    rate_limit_label: Option<String>,
    /// Any one of them suffices.
    #[serde(rename = "x-privileges")]
    privileges: Option<Vec<&'static str>>,
    /// What the caller's role needs in the account of the credentials; who may edit may also view.
    #[serde(rename = "x-subaccount-privilege")]
    subaccount_privilege: Option<&'static str>,
}

#[serde_with::skip_serializing_none]
#[derive(Serialize)]
struct Parameter<'d> {
    name: &'d str,
    r#in: &'static str,
    description: Option<Value>,
    required: bool,
    deprecated: Option<Value>,
    /// Lists are comma-separated.
    explode: Option<bool>,
    schema: Value,
}

#[serde_with::skip_serializing_none]
#[derive(Serialize)]
struct RequestBody {
    description: Option<String>,
    required: bool,
    content: Value,
}

impl<'d> Entry<'d> {
    /// `path` is the template with the names of variables that the document uses.
    pub fn of(
        at: &'d Mounted,
        path: &'d str,
        strict_200: bool,
        components: &mut Components,
        security: &mut Security,
    ) -> Self {
        let operation = &*at.operation;
        let privileges: Vec<_> = operation.privileges.iter().map(|privilege| privilege.name()).collect();
        Entry {
            operation_id: operation_id(at),
            summary: operation.summary,
            tags: [literals(operation.path).next().unwrap_or_default()],
            parameters: in_path(at, path).chain(in_query(operation)).collect(),
            request_body: request_body(operation, components),
            responses: answers(at, strict_200, components),
            security: security.ways(at),
            rate_limit_label: operation.rate.category().map(str::to_ascii_uppercase),
            privileges: (!privileges.is_empty()).then_some(privileges),
            subaccount_privilege: subaccount_privilege(at),
        }
    }
    /// The first segment of its path that is no variable, by which documents group operations.
    pub fn tag(&self) -> &'d str {
        let [tag] = self.tags;
        tag
    }
}

/// `users.list`, `users.get`, `users.userId.status.set`; below an account `account.users.list`.
///
/// Which verb it is says whether the path ends in a variable, so that this variable need not be named.
fn operation_id(at: &Mounted) -> String {
    let operation = &*at.operation;
    let surface = match operation.surface {
        Surface::Tenants => "",
        Surface::Provisioning => "scim2.",
        Surface::Tokens => "oauth.",
        Surface::Files => "files.",
        Surface::WellKnown => "server.",
        Surface::Operator => "operator.",
        Surface::Pages => "pages.",
        Surface::Consent => "consent.",
        Surface::Demo => "demo.",
    };
    let prefix = operation.surface.prefix();
    let below = at.template.strip_prefix(prefix).or_else(|| at.template.strip_prefix(Surface::Tenants.prefix()));
    let below = below.unwrap_or(&at.template);
    let (account, path) = match below.strip_prefix("/accounts/{accountId}") {
        Some(path) => ("account.", path.strip_prefix(prefix).unwrap_or(path)),
        None => ("", below),
    };
    let (path, is_one) = match path.rsplit_once('/') {
        Some((before, last)) if variable(last).is_some() => (before, true),
        _ => (path, path.is_empty()),
    };
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let names: String = segments.map(|segment| format!("{}.", variable(segment).unwrap_or(segment))).collect();
    format!("{surface}{account}{names}{}", verb(operation, is_one))
}

/// Verbs for one thing and verbs for what has a fixed name differ.
fn verb(operation: &Operation, is_one: bool) -> &'static str {
    match (operation.method, is_one) {
        ("GET", true) => "get",
        ("GET", false) if is_list(operation) => "list",
        ("GET", false) => "read",
        ("POST", true) => "submit",
        ("POST", false) => "create",
        ("PUT", true) => "replace",
        ("PUT", false) => "set",
        ("PATCH", true) => "update",
        ("PATCH", false) => "change",
        (_, true) => "delete",
        (_, false) => "clear",
    }
}

/// Whether it gives pages, or a list that is called as the path ends: `GET /roles` gives `roles`.
fn is_list(operation: &Operation) -> bool {
    let shape = &operation.shape;
    let fields = || shape.output.as_ref()?.get("properties")?.as_object();
    let field = || fields()?.get(operation.path.rsplit('/').next()?);
    shape.paging.is_some() || field().and_then(|field| field.get("type")).is_some_and(|kind| kind == "array")
}

fn subaccount_privilege(at: &Mounted) -> Option<&'static str> {
    let is_below = at.operation.surface.is_of_accounts() && at.face == Face::Prefixed;
    let wanted = if at.rule.is_read { Privilege::SubAccountRead } else { Privilege::SubAccountEdit };
    is_below.then(|| wanted.name())
}

/// The segments that are no variables.
fn literals(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty() && variable(segment).is_none())
}

/// The variables of the path, under the names of `path`.
fn in_path<'d>(at: &'d Mounted, path: &'d str) -> impl Iterator<Item = Parameter<'d>> {
    let variables = |path: &'d str| path.split('/').filter_map(variable);
    let declared = at.operation.shape.path.as_ref();
    variables(&at.template).zip(variables(path)).map(move |(name, shown)| {
        let schema = match declared.and_then(|declared| properties(declared.schema().ok()?)?.get(name)) {
            Some(schema) => schema.clone(),
            None if name == ACCOUNT => account(at.operation.surface),
            None => json!({"type": "string"}),
        };
        Parameter::new(shown, "path", true, schema)
    })
}

fn account(surface: Surface) -> Value {
    let about = match surface {
        Surface::Tenants | Surface::Provisioning => {
            "The account's id. `me` is the caller's own account and asks for `:admin` scopes instead."
        }
        _ => "The account's id.",
    };
    json!({"type": "string", "description": about})
}

fn in_query(operation: &Operation) -> impl Iterator<Item = Parameter<'_>> {
    let declared = [&operation.shape.query, &operation.shape.paging].into_iter().flatten();
    declared.filter_map(|declared| declared.schema().ok()).flat_map(|schema| {
        let fields = properties(schema).into_iter().flatten();
        fields.map(|(name, field)| Parameter::new(name, "query", is_required(schema, name), field.clone()))
    })
}

fn properties(schema: &Schema) -> Option<&Map<String, Value>> {
    schema.document().get("properties")?.as_object()
}

fn is_required(schema: &Schema, name: &str) -> bool {
    let required = schema.document().get("required").and_then(Value::as_array);
    required.is_some_and(|names| names.iter().any(|required| required == name))
}

impl<'d> Parameter<'d> {
    fn new(name: &'d str, r#in: &'static str, required: bool, mut schema: Value) -> Self {
        without_null(&mut schema);
        let is_list = schema.get("type").is_some_and(|kind| kind == "array");
        let mut lift = |keyword| schema.as_object_mut().and_then(|schema| schema.remove(keyword));
        let (description, deprecated) = (lift("description"), lift("deprecated"));
        let explode = (is_list && r#in == "query").then_some(false);
        Parameter { name, r#in, description, required, deprecated, explode, schema }
    }
}

/// In a path or a query an absent value is left out: there is no `null`.
fn without_null(schema: &mut Value) {
    let Some(schema) = schema.as_object_mut() else { return };
    schema.retain(|keyword, value| keyword != "default" || !value.is_null());
    if let Some(choices) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        choices.retain(|choice| !choice.is_null());
    }
    let Some(Value::Array(kinds)) = schema.get_mut("type") else { return };
    kinds.retain(|kind| kind != "null");
    if let [kind] = kinds.as_slice() {
        let kind = kind.clone();
        schema.insert("type".to_owned(), kind);
    }
}

fn request_body(operation: &Operation, components: &mut Components) -> Option<RequestBody> {
    if let Some(field) = &operation.file {
        return Some(form(field));
    }
    let declared = operation.shape.body.as_ref()?.schema().ok()?;
    let has_required = declared.document().get("required").is_some();
    let media = json!({"schema": components.schema(declared.document().clone())});
    Some(match operation.surface {
        Surface::Tokens | Surface::Pages | Surface::Consent | Surface::Demo => RequestBody {
            description: (!operation.form_query.is_empty())
                .then(|| format!("In the query may stand: {}.", operation.form_query.join(", "))),
            required: false,
            content: json!({"application/x-www-form-urlencoded": media, "application/json": media}),
        },
        Surface::Provisioning => RequestBody {
            description: None,
            required: true,
            content: json!({"application/scim+json": media, "application/json": media}),
        },
        Surface::Tenants | Surface::WellKnown | Surface::Files | Surface::Operator => {
            RequestBody { description: None, required: has_required, content: json!({"application/json": media}) }
        }
    })
}

fn form(field: &FileField) -> RequestBody {
    let about = format!("The file, of at most {} bytes.", field.most);
    let file = json!({"type": "string", "contentMediaType": "application/octet-stream", "description": about});
    let schema = json!({"type": "object", "required": [field.name], "properties": {field.name: file}});
    RequestBody { description: None, required: true, content: json!({"multipart/form-data": {"schema": schema}}) }
}
