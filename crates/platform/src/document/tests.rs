//! What a document says of a small set of declarations, one of each kind.
use super::*;
use crate::{decide::*, limits::Rate, needs::ScopeIndex, pipeline::TOO_MANY, router::Router, *};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use storage::{Directory, Tenant};

const NO_USER: Failure = Failure::new(404, 1001, "User does not exist: {}.");
const NO_SEAT: Failure = Failure::new(400, 2034, "No seat is left.");
const PRINTED_INSIDE_200: Failure = Failure::new(400, 3161, "Not for this plan.").inside_200();
const BAD_CLIENT: Failure = Failure::oauth("invalid_client", "Invalid client.");

crate::choice! {
    enum Status: text { Active = "active", Inactive = "inactive" }
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct ListUsers {
    /// Only users in this state.
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    role_ids: Vec<String>,
    department: String,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct UserPath {
    /// The user's id or email, or `me`.
    #[serde(rename = "userId")]
    user_id: String,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct CreateUser {
    email: String,
}

view! {
    struct Phone { number: String }
}

view! {
    struct UserView { id: String, phone: Option<Phone>, other_phones: Vec<Phone> }
}
impl Listed for UserView {
    const LIST: &'static str = "users";
}

/// Another view of the same name, with another type of the same name inside.
mod other {
    use crate::view;

    view! {
        pub struct Phone { country: String }
    }
    view! {
        pub struct UserView { phone: Phone }
    }
}

view! {
    struct RolesView { roles: Vec<String>, total_records: i64 }
}

fn refused<T>() -> Result<T> {
    Err(INTERNAL.into())
}
fn list(_: &Tenant, _: Query<ListUsers>, _: Paging<300>) -> Result<Page<UserView>> {
    refused()
}
fn get(_: &Tenant, _: Path<UserPath>) -> Result<Json<UserView>> {
    refused()
}
fn create(_: &mut Tenant, _: Body<CreateUser>) -> Result<Created<UserView>> {
    refused()
}
fn change(_: &mut Tenant) -> Result<NoContent> {
    refused()
}
fn read_other(_: &Tenant) -> Result<Json<other::UserView>> {
    refused()
}
fn list_whole(_: &Tenant) -> Result<Json<RolesView>> {
    refused()
}
fn issue(_: &mut Directory, _: Body<CreateUser>) -> Result<Json<UserView>> {
    refused()
}

fn tenants() -> Api {
    let mut api = Api::new(Surface::Tenants);
    api.get("/users", list)
        .summary("List users")
        .scope("user:read:list_users")
        .privilege(&[Privilege::UserRead])
        .rate(Rate::Medium);
    api.post("/users", create).scope("user:write:user").rate(Rate::Intensive).fails(&[NO_SEAT, PRINTED_INSIDE_200]);
    api.get("/users/{userId}", get).scope("user:read:user").fails(&[NO_USER]);
    api.delete("/users/{id}", change).scope("user:delete:user").fails(&[NO_USER]);
    api.get("/users/email", read_other).scope("user:read:email");
    api.put("/users/{userId}/email", change).scope("user:update:email");
    api.get("/roles", list_whole).scope("role:read:list_roles");
    api.get("/accounts", list)
        .only(Mount::Direct)
        .masters_only()
        .scope("account:read:list_sub_accounts")
        .privilege(&[Privilege::SubAccountRead]);
    api.post("/accounts", create).only(Mount::Direct).masters_only().second(SecondIn::Body("sub_reseller_id"));
    api.get("/accounts/{accountId}", read_other).while_self_paying();
    api.patch("/accounts/{accountId}/options", change);
    api
}

fn mounted() -> Vec<Arc<Mounted>> {
    let mut tokens = Api::new(Surface::Tokens);
    tokens.post("/token", issue).fails(&[BAD_CLIENT]);
    let mut operator = Api::new(Surface::Operator);
    operator.post("/masters", issue).fails(&[NO_SEAT]);
    let router = Router::build(vec![tenants(), tokens, operator], &mut ScopeIndex::default());
    router.map(|router| router.mounted().to_vec()).unwrap()
}

fn document(edition: Edition) -> Value {
    let setting = Setting { edition, base_url: "https://api.example.com", strict_200: false };
    serde_json::from_str(&write(&mounted(), &setting)).unwrap()
}

/// Every operation of a document: path, method, description.
fn entries(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let entries = paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().iter();
        methods.map(move |(method, entry)| (path.clone(), method.clone(), entry.clone()))
    });
    entries.collect()
}

fn codes(response: &Value) -> Vec<(u64, &str)> {
    let examples = response["content"]["application/json"]["examples"].as_object().unwrap().values();
    examples.map(|it| (it["value"]["code"].as_u64().unwrap(), it["value"]["message"].as_str().unwrap())).collect()
}

fn names(entry: &Value) -> Vec<&str> {
    entry["parameters"].as_array().unwrap().iter().map(|parameter| parameter["name"].as_str().unwrap()).collect()
}

fn parameter<'e>(entry: &'e Value, name: &str) -> &'e Value {
    entry["parameters"].as_array().unwrap().iter().find(|parameter| parameter["name"] == name).unwrap()
}

fn schema(answer: &Value) -> &Value {
    &answer["content"]["application/json"]["schema"]
}

#[test]
fn every_mounted_operation_is_in_the_document_of_its_edition_once_and_in_no_other() {
    let single = [Edition::Standard, Edition::Master, Edition::Operator];
    let documents = single.map(|edition| entries(&document(edition)));
    for at in &mounted() {
        let method = at.operation.method.to_ascii_lowercase();
        let is_here = |path: &String, other: &String| nameless(path) == nameless(&at.template) && *other == method;
        let count = |entries: &Vec<_>| entries.iter().filter(|(path, other, _)| is_here(path, other)).count();
        assert_eq!(
            documents.each_ref().map(count),
            single.map(|edition| usize::from(edition.holds(at))),
            "{} {}",
            method,
            at.template
        );
        assert_eq!(single.iter().filter(|edition| edition.holds(at)).count(), 1);
    }
    let numbers = Edition::ALL.map(|edition| entries(&document(edition)).len());
    assert_eq!(numbers, [19, 8, 11, 1]);
}

#[test]
fn masters_only_stands_in_the_master_edition_and_the_token_endpoint_in_the_standard_one() {
    let paths = |edition| document(edition)["paths"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert!(paths(Edition::Master).contains(&"/v2/accounts".to_owned()));
    assert!(!paths(Edition::Standard).contains(&"/v2/accounts".to_owned()));
    assert!(paths(Edition::Standard).contains(&"/oauth/token".to_owned()));
    assert_eq!(paths(Edition::Operator), ["/operator/v1/masters"]);
}

#[test]
fn operation_ids_are_unique_and_say_method_and_path() {
    let mut ids: Vec<String> = Edition::ALL[1..]
        .iter()
        .flat_map(|edition| entries(&document(*edition)))
        .map(|(_, _, entry)| entry["operationId"].as_str().unwrap().to_owned())
        .collect();
    ids.sort_unstable();
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
    assert_eq!(
        ids,
        [
            "account.get",
            "account.options.change",
            "account.roles.list",
            "account.users.create",
            "account.users.delete",
            "account.users.email.read",
            "account.users.get",
            "account.users.list",
            "account.users.userId.email.set",
            "accounts.create",
            "accounts.list",
            "oauth.token.create",
            "operator.masters.create",
            "roles.list",
            "users.create",
            "users.delete",
            "users.email.read",
            "users.get",
            "users.list",
            "users.userId.email.set",
        ]
    );
}

#[test]
fn each_possible_failure_stands_below_its_status_with_its_code_and_text() {
    let document = document(Edition::Both);
    for (at, entry) in mounted().iter().filter(|at| Edition::Both.holds(at)).filter_map(|at| {
        let path = document["paths"].as_object()?.iter().find(|(path, _)| nameless(path) == nameless(&at.template))?.1;
        Some((at, &path[at.operation.method.to_ascii_lowercase()]))
    }) {
        for failure in &at.operation.failures {
            let text = entry["responses"][failure.status.to_string()].to_string();
            assert!(text.contains(&json!(failure.message).to_string()), "{} {failure:?}", at.template);
        }
    }
    let create = &document["paths"]["/v2/users"]["post"]["responses"];
    assert_eq!(
        codes(&create["400"]),
        [
            (200, NO_PRIVILEGE.message),
            (2034, NO_SEAT.message),
            (300, VALIDATION.message),
            (300, MALFORMED.message),
            (3161, PRINTED_INSIDE_200.message),
            (4700, NO_CLASSIC_SCOPE.message),
            (4700, NOT_ME.message),
            (4711, NO_SCOPE.message),
        ]
    );
    assert_eq!(create["400"]["content"]["application/json"]["examples"]["300"]["value"]["errors"][0]["field"], "email");
}

#[test]
fn failures_of_the_tree_stand_only_where_another_account_can_be_named() {
    let document = document(Edition::Both);
    let all = |path: &str, method: &str| document["paths"][path][method]["responses"].to_string();
    let shared = document["components"]["responses"]["NotFound"].to_string();
    assert!(shared.contains(NO_ACCOUNT.message));
    assert!(!all("/v2/users", "get").contains(NO_ACCOUNT.message) && !all("/v2/users", "get").contains("NotFound"));
    assert!(all("/v2/accounts/{accountId}/users", "get").contains("NotFound"));
    assert!(all("/v2/accounts", "post").contains("NotFound"), "the second account may not exist");
    assert!(all("/v2/accounts", "get").contains(NO_PERMISSION.message));
    assert!(!all("/v2/users", "get").contains(PAYS_ITSELF.message));
    assert!(all("/v2/accounts/{accountId}/users", "get").contains(PAYS_ITSELF.message));
    assert!(!all("/v2/accounts/{accountId}", "get").contains(PAYS_ITSELF.message), "it answers while self-paying");
}

#[test]
fn what_many_operations_answer_is_written_once() {
    let document = document(Edition::Standard);
    let reference = &document["paths"]["/v2/users"]["get"]["responses"]["429"];
    assert_eq!(*reference, json!({"$ref": "#/components/responses/TooManyRequests"}));
    let refused = &document["components"]["responses"]["TooManyRequests"];
    let headers: Vec<&String> = refused["headers"].as_object().unwrap().keys().collect();
    assert_eq!(headers.len(), 7);
    assert!(headers.contains(&&"Retry-After".to_owned()) && headers.contains(&&"X-RateLimit-Limit".to_owned()));
    assert!(codes(refused).contains(&(429, TOO_MANY.message)));
    assert!(document["paths"]["/v2/users/{userId}"]["get"]["responses"].get("429").is_none(), "it has no label");
}

#[test]
fn a_failure_printed_inside_200_stands_beside_the_success_when_it_is_sent_so() {
    let setting = Setting { edition: Edition::Standard, base_url: "", strict_200: true };
    let document: Value = serde_json::from_str(&write(&mounted(), &setting)).unwrap();
    let answers = &document["paths"]["/v2/users"]["post"]["responses"];
    assert_eq!(codes(&answers["200"]), [(3161, PRINTED_INSIDE_200.message)]);
    assert!(!answers["400"].to_string().contains(PRINTED_INSIDE_200.message));
}

#[test]
fn the_token_endpoint_takes_a_form_and_answers_in_its_own_form() {
    let document = document(Edition::Standard);
    let entry = &document["paths"]["/oauth/token"]["post"];
    assert_eq!(entry["security"], json!([{"client": []}, {}]));
    assert!(entry["requestBody"]["content"].get("application/x-www-form-urlencoded").is_some());
    let refused = &entry["responses"]["400"]["content"]["application/json"];
    assert_eq!(refused["schema"], json!({"$ref": "#/components/schemas/TokenError"}));
    let example = json!({"reason": "Invalid client.", "error": "invalid_client"});
    assert_eq!(refused["examples"]["invalid_client"]["value"], example);
}

#[test]
fn any_scope_of_the_level_that_the_face_asks_for_is_enough() {
    let document = document(Edition::Both);
    let ways = |path: &str| document["paths"][path]["get"]["security"].clone();
    assert_eq!(
        ways("/v2/users"),
        json!([
            {"granular": ["user:read:list_users:admin"]},
            {"classic": ["user:read:admin"]},
            {"classic": ["user:write:admin"]},
            {"jwt": []},
        ])
    );
    assert_eq!(
        ways("/v2/accounts/{accountId}/users"),
        json!([{"granular": ["user:read:list_users:master"]}, {"classic": ["user:master"]}, {"jwt": []}])
    );
    assert!(ways("/v2/users/{userId}").as_array().unwrap().contains(&json!({"granular": ["user:read:user"]})));
    let flow = &document["components"]["securitySchemes"]["granular"]["flows"]["clientCredentials"];
    assert_eq!(flow["tokenUrl"], "https://api.example.com/oauth/token");
    assert_eq!(flow["scopes"]["user:read:list_users:admin"], "List users");
}

#[test]
fn labels_and_privileges_are_shown() {
    let document = document(Edition::Both);
    let own = &document["paths"]["/v2/users"];
    assert_eq!(own["get"]["x-rate-limit-label"], "MEDIUM");
    assert_eq!(own["post"]["x-rate-limit-label"], "RESOURCE-INTENSIVE");
    assert_eq!(own["get"]["x-privileges"], json!(["User:Read"]));
    assert!(own["get"].get("x-subaccount-privilege").is_none() && own["post"].get("x-privileges").is_none());
    let below = &document["paths"]["/v2/accounts/{accountId}/users"];
    assert_eq!(below["get"]["x-subaccount-privilege"], "SubAccount:Read");
    assert_eq!(below["post"]["x-subaccount-privilege"], "SubAccount:Edit");
}

#[test]
fn parameters_come_from_path_query_and_paging() {
    let document = document(Edition::Both);
    let entry = &document["paths"]["/v2/accounts/{accountId}/users"]["get"];
    let expected = ["accountId", "department", "role_ids", "status", "next_page_token", "page_number", "page_size"];
    assert_eq!(names(entry), expected);
    assert_eq!(
        *parameter(entry, "status"),
        json!({
            "name": "status",
            "in": "query",
            "description": "Only users in this state.",
            "required": false,
            "schema": {"type": "string", "enum": ["active", "inactive"]},
        })
    );
    assert_eq!(parameter(entry, "role_ids")["explode"], false);
    assert_eq!(parameter(entry, "department")["required"], true);
    assert_eq!(parameter(entry, "page_number")["deprecated"], true);
    assert_eq!(entry["tags"], json!(["users"]));
}

#[test]
fn a_variable_has_one_name_at_all_operations_of_its_place() {
    let document = document(Edition::Standard);
    let place = &document["paths"]["/v2/users/{userId}"];
    assert_eq!(names(&place["get"]), ["userId"]);
    assert_eq!(names(&place["delete"]), ["userId"]);
    assert!(document["paths"].get("/v2/users/{id}").is_none());
}

#[test]
fn the_same_schema_is_written_once_and_another_of_its_name_is_numbered() {
    let document = document(Edition::Both);
    let paths = &document["paths"];
    let user = json!({"$ref": "#/components/schemas/UserView"});
    assert_eq!(*schema(&paths["/v2/users/{userId}"]["get"]["responses"]["200"]), user);
    assert_eq!(*schema(&paths["/v2/accounts/{accountId}/users"]["post"]["responses"]["201"]), user);
    let other = json!({"$ref": "#/components/schemas/UserView2"});
    assert_eq!(*schema(&paths["/v2/users/email"]["get"]["responses"]["200"]), other);
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let inner = |name: &str| schemas[name]["properties"]["phone"].to_string();
    assert!(inner("UserView").contains("\"#/components/schemas/Phone\""));
    assert!(inner("UserView2").contains("\"#/components/schemas/Phone2\""));
    let mut names: Vec<&str> = schemas.keys().map(String::as_str).collect();
    names.retain(|name| name.starts_with("UserView") || name.starts_with("Phone"));
    assert_eq!(names, ["Phone", "Phone2", "UserView", "UserView2", "UserViewPage"]);
}

#[test]
fn everything_that_is_referred_to_exists() {
    for edition in Edition::ALL {
        let document = document(edition);
        let mut unread = vec![&document];
        while let Some(value) = unread.pop() {
            match value {
                Value::Object(fields) => unread.extend(fields.values()),
                Value::Array(items) => unread.extend(items),
                Value::String(text) if text.starts_with('#') => {
                    assert!(document.pointer(&text[1..]).is_some_and(|found| !found.is_null()), "{text}");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn a_type_that_holds_itself_is_written_once() {
    let tree = json!({"type": "object", "properties": {"below": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}}});
    let root = json!({"type": "object", "title": "Wood", "properties": {"tree": {"$ref": "#/$defs/Tree"}}, "$defs": {"Tree": tree}});
    let mut components = Components::default();
    assert_eq!(components.schema(root.clone()), json!({"$ref": "#/components/schemas/Wood"}));
    assert_eq!(components.schema(root), json!({"$ref": "#/components/schemas/Wood"}));
    let written = serde_json::to_value(&components).unwrap();
    let reference = json!({"$ref": "#/components/schemas/Tree"});
    assert_eq!(written["schemas"].as_object().unwrap().len(), 2);
    assert_eq!(written["schemas"]["Tree"]["properties"]["below"]["items"], reference);
}
