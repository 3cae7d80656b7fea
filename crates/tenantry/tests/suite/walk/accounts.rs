//! `/accounts`.
use super::{
    Face, Walk,
    users::{PASSWORD, made},
};
use serde_json::{Value, json};

/// `direct` is a master on its own account, `below` the same on a subaccount.
pub fn all(walk: &mut Walk<'_>, direct: &Face, below: &Face) {
    walk.gets(direct, "/accounts");
    let token = walk.gets(direct, "/accounts?page_size=1").text("next_page_token");
    walk.gets(direct, &format!("/accounts?page_size=1&next_page_token={token}"));
    for account in ["me", &below.account] {
        for part in ["", "/managed_domains", "/trusted_domains"] {
            walk.gets(direct, &format!("/accounts/{account}{part}"));
        }
    }
    let fresh =
        json!({"email": direct.email("fresh"), "first_name": "Fresh", "last_name": "Face", "password": PASSWORD});
    let fresh = direct.on(&walk.does(direct, "POST", "/accounts", fresh).text("id"));
    walk.does(&fresh, "PATCH", "/options", json!({"share_rc": true, "room_connector_list": ["10.1.1.1"]}));
    walk.idles(&fresh, "PATCH", "/options", json!({"share_rc": true}));
    walk.idles(&fresh, "PATCH", "/options", json!({}));
    walk.does(&fresh, "DELETE", "", Value::Null);
}

/// `place` leads to the account on which `face` acts.
pub fn new_owner(walk: &mut Walk<'_>, face: &Face, place: &str) {
    let heir = made(walk, face, "autoCreate", "heir", 1);
    walk.does(face, "POST", "/roles/1/members", json!({"members": [{"id": heir}]}));
    walk.does(face, "PUT", &format!("{place}/owner"), json!({"email": face.email("heir")}));
}
