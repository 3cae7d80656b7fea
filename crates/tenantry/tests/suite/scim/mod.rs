//! `/scim2`: provisioning, directly and below an account.
mod conditions;
mod create;
mod discovery;
mod entra;
mod form;
mod groups;
mod lists;
mod members;
mod okta;
mod patch;
mod protected;
mod replace;
mod whole;

use crate::{
    actors::{Account, Actor},
    answer::{Answer, TOO_MANY_NOW},
    server::server,
    users::email as address,
    world::{NO_ID, World},
};
use serde_json::{Value, json};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ZOOM: &str = "urn:ietf:params:scim:schemas:extension:zoom:1.0:User";
const ZOOM_GROUP: &str = "urn:ietf:params:scim:schemas:extension:zoom:2.0:Group";
const LOGIN: &str = "urn:us:zoom:scim:schemas:extension:1.0:ZoomUser";

/// A new user that has an address and nothing else: the id and the address.
fn user(account: &Account<'_>, name: &str) -> (String, String) {
    let email = address(account.world, name);
    (account.post("/scim2/Users", json!({"userName": email})).is(201).text("id"), email)
}

/// A new group: its id and its name.
fn group(account: &Account<'_>, members: &[&str]) -> (String, String) {
    let name = format!("group {}", server().next_world());
    let members: Vec<Value> = members.iter().map(|id| json!({"value": id})).collect();
    let body = json!({"displayName": name, "members": members});
    (account.post("/scim2/Groups", body).is(201).text("id"), name)
}

fn path(user: &str) -> String {
    format!("/scim2/Users/{user}")
}

fn group_path(group: &str) -> String {
    format!("/scim2/Groups/{group}")
}

fn patch(account: &Actor<'_>, path: &str, operations: Value) -> Answer {
    let schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
    account.patch(path, json!({"schemas": schemas, "Operations": operations}))
}

/// Of an attribute of the resource.
fn get(account: &Account<'_>, path: &str, attribute: &str) -> Value {
    account.get(path).is(200)[attribute].clone()
}

/// The ids of the resources in a list.
fn ids(answer: &Answer) -> Vec<String> {
    let resources = answer["Resources"].as_array().unwrap_or_else(|| panic!("no list: {answer}"));
    resources.iter().map(|resource| resource["id"].as_str().expect("an id").to_owned()).collect()
}

fn encoded(filter: &str) -> String {
    let signs = [('%', "%25"), (' ', "%20"), ('"', "%22"), ('+', "%2B"), ('&', "%26"), ('ü', "%C3%BC")];
    signs.iter().fold(filter.to_owned(), |text, (sign, code)| text.replace(*sign, code))
}

/// How many events the object has.
fn events(world: &World, object: &str) -> usize {
    world.happened_to(object).len()
}
