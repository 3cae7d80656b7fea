//! `/oauth`: what people decide about apps, and what comes of it.
use super::{Face, Walk, tokens::with};
use crate::{actors::Account, oauth::BACK, signin::Browser};
use serde_json::{Value, json};

const PAGE: &str = "/oauth/device";
const TOKEN: &str = "/oauth/token";

/// An app is made, installed, allowed something on a page, taken off, installed again, allowed something on a device, and
/// taken off again. It gets its tokens both times.
pub fn all(walk: &mut Walk<'_>, operator: &Face, account: &Account<'_>) {
    let apps = format!("/accounts/{}/apps", account.id);
    let new = json!({"kind": "oauth", "scopes": ["user:read:user:admin"], "redirect_uris": [BACK], "device": true});
    let app = walk.does(operator, "POST", &apps, new);
    let installation = format!("{apps}/{}/installation", app.text("id"));
    walk.does(operator, "PUT", &installation, json!({}));
    walk.idles(operator, "PUT", &installation, json!({}));
    let changes = [
        json!({"redirect_uris": [BACK, "https://app.example/other"]}),
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
    let proof = json!({"client_id": app.text("client_id"), "client_secret": app.text("client_secret")});
    on_a_page(walk, &person, &app.text("client_id"), &proof);
    // What the device gets would end what was got by the page, along with a call that is silent of itself.
    walk.does(operator, "DELETE", &installation, Value::Null);
    walk.does(operator, "PUT", &installation, json!({}));
    on_a_device(walk, &person, &proof);
    walk.gets(&Face::nobody(), "/.well-known/oauth-authorization-server");
    walk.does(operator, "DELETE", &installation, Value::Null);
    walk.idles(operator, "DELETE", &installation, Value::Null);
}

fn on_a_page(walk: &mut Walk<'_>, person: &Face, client_id: &str, proof: &Value) {
    let page = format!(
        "/oauth/authorize?response_type=code&client_id={client_id}&redirect_uri=https%3A%2F%2Fapp.example%2Fback"
    );
    let shown = walk.gets(person, &page).hidden();
    let (csrf, asked) = (&shown["csrf"], &shown["asked"]);
    walk.idles(person, "POST", &page, json!({"csrf": csrf, "asked": asked, "decision": "deny"}));
    let allowed = walk.does(person, "POST", &page, json!({"csrf": csrf, "asked": asked, "decision": "allow"}));
    let code = allowed.sent_back()["code"].clone();
    let grant = json!({"grant_type": "authorization_code", "code": code, "redirect_uri": BACK});
    let first = walk.does(&Face::nobody(), "POST", TOKEN, with(proof, grant));
    let grant = json!({"grant_type": "refresh_token", "refresh_token": first.text("refresh_token")});
    walk.does(&Face::nobody(), "POST", TOKEN, with(proof, grant));
}

fn on_a_device(walk: &mut Walk<'_>, person: &Face, proof: &Value) {
    let codes = walk.does(&Face::nobody(), "POST", "/oauth/devicecode", proof.clone());
    let code = codes.text("user_code");
    let csrf = walk.gets(person, PAGE).csrf();
    let entered = json!({"csrf": csrf, "user_code": code});
    let asked = walk.idles(person, "POST", PAGE, entered).hidden()["asked"].clone();
    walk.does(person, "POST", PAGE, json!({"csrf": csrf, "user_code": code, "asked": asked, "decision": "allow"}));
    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    let grant = json!({"grant_type": grant, "device_code": codes.text("device_code")});
    walk.does(&Face::nobody(), "POST", TOKEN, with(proof, grant));
}
