//! The answers of an operation at a face: its success, and by status every failure that can occur there.
use super::{components::Components, with};
use crate::{
    answer::oauth_error,
    beside::PIPELINE_FAILURES,
    decide::*,
    failure::*,
    needs::Needs,
    operation::Operation,
    pipeline::{TOO_FAST, TOO_MANY},
    provisioning::{self, EMPTY_BODY, NOT_JSON},
    router::{Face, Mounted},
    schema::Declared,
    surface::Surface,
    upload::BAD_FORM,
    visit::CROSS_SITE,
};
use http::StatusCode;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

type Header = (&'static str, &'static str, &'static str);

const TRACKING_ID: Header = ("x-zm-trackingid", "string", "The id of this answer in the logs.");
const CHALLENGE: Header = ("WWW-Authenticate", "string", "How to prove oneself.");
const RETRY: Header = ("Retry-After", "string", "The moment from which a call may succeed, `yyyy-MM-ddTHH:mm:ssZ`.");
const LIMITS: [Header; 5] = [
    ("X-RateLimit-Category", "string", "The label that limits the operation."),
    ("X-RateLimit-Type", "string", "`QPS` for a second or a minute, `Daily-limit` for a day."),
    ("X-RateLimit-Limit", "integer", "The most calls of the period."),
    ("X-RateLimit-Remaining", "integer", "The calls that are left of the period."),
    ("X-RateLimit-Reset", "integer", "When the second or minute ends, in Unix seconds."),
];

/// All answers by status.
pub(super) fn answers(at: &Mounted, strict_200: bool, components: &mut Components) -> BTreeMap<String, Value> {
    let mut failures: BTreeMap<u16, Vec<Failure>> = BTreeMap::from([(at.operation.shape.status, Vec::new())]);
    for failure in possible(at) {
        let status = if failure.inside_200 && strict_200 { 200 } else { failure.status };
        let of_status = failures.entry(status).or_default();
        if !of_status.contains(&failure) {
            of_status.push(failure);
        }
    }
    let mut answers = BTreeMap::new();
    for (status, failures) in failures {
        answers.insert(status.to_string(), answer(at, status, &failures, components));
    }
    answers
}

/// Every failure that the operation itself declares, and those of the pipeline that concern it.
fn possible(at: &Mounted) -> impl Iterator<Item = Failure> {
    let operation = &at.operation;
    let of_pipeline = PIPELINE_FAILURES.iter().filter(|failure| concerns(**failure, at));
    let of_form = [EMPTY_BODY, NOT_JSON].into_iter();
    let of_form = of_form.filter(|_| operation.surface == Surface::Provisioning && operation.shape.body.is_some());
    let own = of_pipeline.chain(&operation.paid_only).chain(&operation.failures).copied();
    own.map(|failure| if failure == NO_PRIVILEGE { operation.unprivileged } else { failure }).chain(of_form)
}

/// Whether a failure of the pipeline can occur. One that is not known here is shown rather than left out.
fn concerns(failure: Failure, at: &Mounted) -> bool {
    let (operation, shape) = (&at.operation, &at.operation.shape);
    let is_tenants = operation.surface.is_of_accounts();
    let is_below = is_tenants && at.face == Face::Prefixed;
    match failure {
        BAD_TOKEN => !matches!(operation.surface, Surface::Tokens | Surface::WellKnown),
        EXPIRED_TOKEN | NO_CLASSIC_SCOPE | NO_SCOPE | NOT_ME => is_tenants,
        NO_PERMISSION => is_tenants && operation.masters_only,
        NO_ACCOUNT => is_below || operation.second.is_some() || names_account(operation),
        NO_PRIVILEGE => is_below || (is_tenants && operation.needs != Needs::Nothing),
        PAYS_ITSELF => is_tenants && !operation.while_self_paying && (is_below || operation.second.is_some()),
        TOO_FAST if operation.once_in.is_some() => true,
        TOO_FAST | TOO_MANY => limits(at),
        VALIDATION => inputs(at).next().is_some(),
        MALFORMED => shape.body.is_some() && operation.surface != Surface::Provisioning,
        TOO_LARGE => shape.body.is_some(),
        TOO_SLOW => shape.body.is_some() || operation.file.is_some(),
        BAD_FORM => operation.file.is_some(),
        CROSS_SITE => operation.surface.is_for_browsers(),
        UNSUPPORTED => (shape.body.is_some() || operation.file.is_some()) && operation.surface != Surface::Tokens,
        BAD_PAGE_TOKEN => shape.paging.is_some(),
        _ => true,
    }
}

/// Whether the path names an account of the platform, which the operator may get wrong too.
fn names_account(operation: &Operation) -> bool {
    operation.surface == Surface::Operator && operation.path.starts_with("/accounts/{")
}

/// Whether calls are counted.
fn limits(at: &Mounted) -> bool {
    at.operation.surface.is_of_accounts() && at.operation.rate.category().is_some()
}

fn inputs(at: &Mounted) -> impl Iterator<Item = &Declared> {
    let shape = &at.operation.shape;
    [&shape.body, &shape.query, &shape.paging, &shape.path].into_iter().flatten()
}

fn answer(at: &Mounted, status: u16, failures: &[Failure], components: &mut Components) -> Value {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Refused");
    let is_success = status == at.operation.shape.status;
    let response = json!({"description": reason, "headers": headers(at, status, is_success, components)});
    let response = with(response, "content", content(at, is_success, failures, components));
    let is_shared = failures.iter().all(|failure| PIPELINE_FAILURES.contains(failure));
    if is_success || !is_shared || status == 400 {
        return response;
    }
    let kind = match at.operation.surface {
        Surface::Tokens => "Token",
        Surface::Provisioning => "Provisioning",
        _ => "",
    };
    components.response(&format!("{kind}{}", reason.replace(' ', "")), response)
}

fn headers(at: &Mounted, status: u16, is_success: bool, components: &mut Components) -> Value {
    let challenge = (status == 401 && at.operation.surface != Surface::Tokens).then_some(&CHALLENGE);
    let counts: &[Header] = if (is_success || status == 429) && limits(at) { &LIMITS } else { &[] };
    let retry = (status == 429).then_some(&RETRY);
    components.headers([&TRACKING_ID].into_iter().chain(counts).chain(challenge).chain(retry))
}

fn content(at: &Mounted, is_success: bool, failures: &[Failure], components: &mut Components) -> Option<Value> {
    let output = at.operation.shape.output.as_deref().cloned().filter(|_| is_success);
    let schemas = output.into_iter().chain((!failures.is_empty()).then(|| error(at)));
    let mut schemas: Vec<Value> = schemas.map(|schema| components.schema(schema)).collect();
    let schema = if schemas.len() > 1 { Some(json!({"anyOf": schemas})) } else { schemas.pop() };
    let json = schema.map(|schema| with(json!({"schema": schema}), "examples", examples(at, failures)));
    let media =
        if at.operation.surface == Surface::Provisioning { "application/scim+json" } else { "application/json" };
    let files = at.operation.gives.iter().filter(|_| is_success).map(|kind| (*kind, json!({})));
    let all: Map<String, Value> =
        json.map(|json| (media, json)).into_iter().chain(files).map(|(kind, of)| (kind.to_owned(), of)).collect();
    (!all.is_empty()).then(|| all.into())
}

/// One example for each failure, named by its code.
fn examples(at: &Mounted, failures: &[Failure]) -> Option<Value> {
    let mut examples = Map::new();
    for failure in failures {
        let code = if failure.error.is_empty() { failure.code.to_string() } else { failure.error.to_owned() };
        let numbered = (2..).map(|number| format!("{code}-{number}"));
        let name = std::iter::once(code.clone()).chain(numbered).find(|name| !examples.contains_key(name));
        examples.insert(name.unwrap_or(code), json!({"value": example(at, failure)}));
    }
    (!examples.is_empty()).then(|| examples.into())
}

fn example(at: &Mounted, failure: &Failure) -> Value {
    if at.operation.surface == Surface::Tokens {
        return json!({"reason": failure.message, "error": oauth_error(failure)});
    }
    if at.operation.surface == Surface::Provisioning {
        return provisioning::described(&Refusal::of(*failure, failure.message.to_owned()));
    }
    let field = first_field(at).filter(|_| *failure == VALIDATION);
    let errors = field.map(|field| json!([{"field": field, "message": "Invalid field."}]));
    with(json!({"code": failure.code, "message": failure.message}), "errors", errors)
}

fn first_field(at: &Mounted) -> Option<&str> {
    let mut schemas = inputs(at).filter_map(|declared| declared.schema().ok());
    schemas.find_map(|schema| Some(schema.document().get("properties")?.as_object()?.keys().next()?.as_str()))
}

/// The schema of a failure on the wire. In the texts of examples `{}` stands for a value.
fn error(at: &Mounted) -> Value {
    let text = |about: &str| json!({"type": "string", "description": about});
    if at.operation.surface == Surface::Tokens {
        let properties = json!({"reason": text("What is wrong."), "error": text("The code of RFC 6749.")});
        return json!({"title": "TokenError", "type": "object", "required": ["reason", "error"], "properties": properties});
    }
    if at.operation.surface == Surface::Provisioning {
        let properties = json!({
            "schemas": {"type": "array", "items": {"type": "string"}},
            "status": text("The status of the answer, as text."),
            "scimType": text("The kind of a bad request (RFC 7644, table 9)."),
            "detail": text("What is wrong. In an example `{}` stands for a value."),
        });
        return json!({"title": "ProvisioningError", "type": "object", "required": ["schemas", "status", "detail"],
                      "properties": properties});
    }
    let field = json!({
        "title": "FieldError",
        "type": "object",
        "required": ["field", "message"],
        "properties": {"field": text("Dotted from the root of the request."), "message": text("What is wrong with it.")},
    });
    json!({
        "title": "Error",
        "type": "object",
        "required": ["code", "message"],
        "properties": {
            "code": {"type": "integer", "description": "Tells failures apart."},
            "message": text("What is wrong. In an example `{}` stands for a value."),
            "errors": {"type": "array", "items": field, "description": "Each field that was refused."},
        },
    })
}
