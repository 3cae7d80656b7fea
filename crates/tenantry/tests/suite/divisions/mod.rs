//! `/divisions`: units of an account, and the one that each user belongs to.
mod one;
mod people;
mod users;

use crate::{actors::Account, server::server};
use serde_json::{Value, json};

pub const NOT_FOUND: &str = "Division not found.";

/// A new division: its id.
pub fn division(account: &Account<'_>) -> String {
    let name = format!("division {}", server().next_world());
    account.post("/divisions", json!({"division_name": name})).is(201).text("division_id")
}

/// The division that every account has.
pub fn main_division(account: &Account<'_>) -> String {
    let list = account.get("/divisions").is(200);
    let mains = list["divisions"].as_array().unwrap().iter().filter(|division| division["is_main_division"] == true);
    let ids: Vec<&str> = mains.map(|division| division["division_id"].as_str().unwrap()).collect();
    let [main] = ids[..] else { panic!("{list}") };
    main.to_owned()
}

/// How many users the division shows, which is how many its list says it has.
#[track_caller]
pub fn total(account: &Account<'_>, id: &str) -> Value {
    let list = account.get("/divisions?page_size=300").is(200);
    let division = list["divisions"].as_array().unwrap().iter().find(|it| it["division_id"] == id).unwrap();
    assert_eq!(account.get(&format!("/divisions/{id}/users")).is(200)["total_records"], division["total_members"]);
    division["total_members"].clone()
}

/// The divisions that a user shows.
pub fn divisions_of(account: &Account<'_>, user: &str) -> Value {
    account.get(&format!("/users/{user}")).is(200)["division_ids"].clone()
}
