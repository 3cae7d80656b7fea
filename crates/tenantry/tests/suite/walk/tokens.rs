//! `/oauth`: issuing and revoking, which leave no event.
use super::{Face, Walk};
use crate::actors::Account;
use serde_json::{Value, json};

pub fn all(walk: &mut Walk<'_>, account: &Account<'_>) {
    let face = Face { prefix: "/oauth".to_owned(), headers: Vec::new(), by: Value::Null, ..Face::operator() };
    let proof = json!({"client_id": account.client_id, "client_secret": account.client_secret});
    let grant = json!({"grant_type": "account_credentials", "account_id": account.id});
    let token = walk.does(&face, "POST", "/token", with(&proof, grant)).text("access_token");
    walk.does(&face, "POST", "/revoke", with(&proof, json!({"token": token})));
    walk.idles(&face, "POST", "/revoke", with(&proof, json!({"token": token})));
}

/// What a client asks for, with its proof.
pub fn with(proof: &Value, more: Value) -> Value {
    let mut body = proof.clone();
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}
