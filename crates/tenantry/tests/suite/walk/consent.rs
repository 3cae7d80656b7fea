//! `/oauth`: what people decide about apps, and what comes of it.
use super::{Face, Walk};
use crate::{actors::Account, signin::Browser};
use serde_json::{Value, json};

const PAGE: &str = "/oauth/device";

/// An app is made, installed, allowed something on a page and on a device, and taken off again.
pub fn all(walk: &mut Walk<'_>, operator: &Face, account: &Account<'_>) {
    let apps = format!("/accounts/{}/apps", account.id);
    let back = "https://app.example/back";
    let new = json!({"kind": "oauth", "scopes": ["user:read:user:admin"], "redirect_uris": [back], "device": true});
    let app = walk.does(operator, "POST", &apps, new);
    let installation = format!("{apps}/{}/installation", app.text("id"));
    walk.does(operator, "PUT", &installation, json!({}));
    walk.idles(operator, "PUT", &installation, json!({}));
    let changes = [
        json!({"redirect_uris": [back, "https://app.example/other"]}),
        json!({"device": false}),
        json!({"device": true}),
    ];
    for change in changes {
        walk.does(operator, "PATCH", &format!("{apps}/{}", app.text("id")), change.clone());
        walk.idles(operator, "PATCH", &format!("{apps}/{}", app.text("id")), change);
    }
    let browser = Browser::of(account, &account.owner_id);
    let person = Face {
        headers: browser.headers(),
        by: json!({"kind": "user", "account_id": account.id, "user_id": account.owner_id}),
        own: account.id.clone(),
        ..Face::nobody()
    };
    on_a_page(walk, &person, &app.text("client_id"));
    on_a_device(walk, &person, &app.text("client_id"), &app.text("client_secret"));
    walk.gets(&Face::nobody(), "/.well-known/oauth-authorization-server");
    walk.does(operator, "DELETE", &installation, Value::Null);
    walk.idles(operator, "DELETE", &installation, Value::Null);
}

fn on_a_page(walk: &mut Walk<'_>, person: &Face, client_id: &str) {
    let page = format!(
        "/oauth/authorize?response_type=code&client_id={client_id}&redirect_uri=https%3A%2F%2Fapp.example%2Fback"
    );
    let shown = walk.gets(person, &page).hidden();
    let (csrf, asked) = (&shown["csrf"], &shown["asked"]);
    walk.idles(person, "POST", &page, json!({"csrf": csrf, "asked": asked, "decision": "deny"}));
    walk.does(person, "POST", &page, json!({"csrf": csrf, "asked": asked, "decision": "allow"}));
}

fn on_a_device(walk: &mut Walk<'_>, person: &Face, client_id: &str, client_secret: &str) {
    let proof = json!({"client_id": client_id, "client_secret": client_secret});
    let code = walk.does(&Face::nobody(), "POST", "/oauth/devicecode", proof).text("user_code");
    let csrf = walk.gets(person, PAGE).csrf();
    let entered = json!({"csrf": csrf, "user_code": code});
    let asked = walk.idles(person, "POST", PAGE, entered).hidden()["asked"].clone();
    walk.does(person, "POST", PAGE, json!({"csrf": csrf, "user_code": code, "asked": asked, "decision": "allow"}));
}
