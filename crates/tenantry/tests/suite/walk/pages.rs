//! `/pages`
use super::{
    Face, Walk,
    users::{PASSWORD, made},
};
use crate::{
    answer::Answer,
    pages::RESET,
    server::{START, server},
    signin::{
        App, csrf,
        provider::{CLIENT, Provider, SECRET},
        shown_codes,
    },
};
use serde_json::{Value, json};

/// Somebody is invited, comes, and forgets its password.
pub fn all(walk: &mut Walk<'_>, face: &Face) {
    let comer = made(walk, face, "create", "comer", 1);
    let page = Face {
        prefix: String::new(),
        headers: Vec::new(),
        by: json!({"kind": "user", "account_id": face.account, "user_id": comer}),
        ..face.clone()
    };
    let link = walk.world.link_to(&face.email("comer"));
    walk.gets(&page, &link);
    walk.does(&page, "POST", &link, json!({"password": PASSWORD}));
    let form = walk.gets(&page, RESET);
    let browser = with_cookies(&page, &form);
    walk.does(&browser, "POST", RESET, filled(&form, &json!({"email": face.email("comer")})));
    walk.idles(&browser, "POST", RESET, filled(&form, &json!({"email": "nobody@nowhere.example"})));
    let link = walk.world.link_of("password_reset", &face.email("comer"));
    walk.does(&page, "POST", &link, json!({"password": "Garnet8!Lake"}));
    single_sign_on(walk, face, &page);
    managed_domain(walk, face);
    signing_in(walk, &page, &json!({"email": face.email("comer"), "password": "Garnet8!Lake"}));
    let rest = format!("/users/{}?action=delete", face.email("comer"));
    walk.does(face, "DELETE", &rest, Value::Null);
}

/// Somebody signs in, takes a second factor, signs in with it and gives it up.
fn signing_in(walk: &mut Walk<'_>, page: &Face, password: &Value) {
    const SETUP: &str = "/pages/two_factor/setup";
    let form = walk.gets(page, "/pages/signin");
    let mut browser = with_cookies(page, &form);
    let signed_in = walk.does(&browser, "POST", "/pages/signin", filled(&form, password));
    browser = with_cookies(&browser, &signed_in);
    walk.gets(&browser, "/pages/account");
    let form = walk.gets(&browser, SETUP);
    let app = App(shown_codes(&form)[0].replace(' ', ""));
    let proof = json!({"code": app.code(START), "password": password["password"]});
    let taken = walk.does(&browser, "POST", SETUP, filled(&form, &proof));
    let codes = shown_codes(&taken);
    browser = with_cookies(&browser, &taken);
    let form = walk.gets(&browser, "/pages/account");
    let shown = filled(&form, &json!({"code": codes[0]}));
    let codes = shown_codes(&walk.does(&browser, "POST", "/pages/two_factor/recovery_codes", shown));
    walk.does(&browser, "POST", "/pages/signout", filled(&form, &json!({})));
    walk.idles(&browser, "POST", "/pages/signout", filled(&form, &json!({})));
    let form = walk.gets(page, "/pages/signin");
    browser = with_cookies(page, &form);
    // The password alone changes nothing now.
    let half_way = walk.idles(&browser, "POST", "/pages/signin", filled(&form, password));
    browser = with_cookies(&browser, &half_way);
    let form = walk.gets(&browser, "/pages/two_factor");
    let proved = walk.does(&browser, "POST", "/pages/two_factor", filled(&form, &json!({"code": codes[0]})));
    browser = with_cookies(&browser, &proved);
    let form = walk.gets(&browser, "/pages/account");
    walk.does(&browser, "POST", "/pages/two_factor/remove", filled(&form, &json!({"code": codes[1]})));
    lost(walk, &browser, password);
}

/// The second factor is taken again, and lost.
fn lost(walk: &mut Walk<'_>, browser: &Face, password: &Value) {
    const SETUP: &str = "/pages/two_factor/setup";
    let form = walk.gets(browser, SETUP);
    let app = App(shown_codes(&form)[0].replace(' ', ""));
    let proof = json!({"code": app.code(START), "password": password["password"]});
    walk.does(browser, "POST", SETUP, filled(&form, &proof));
    let email = password["email"].as_str().unwrap();
    let factor = format!("/accounts/{}/users/{email}/two_factor", browser.account);
    walk.does(&Face::operator(), "DELETE", &factor, Value::Null);
    walk.idles(&Face::operator(), "DELETE", &factor, Value::Null);
}

/// The account gets an identity provider, and somebody comes in with it.
fn single_sign_on(walk: &mut Walk<'_>, face: &Face, page: &Face) {
    let (operator, provider) = (Face::operator(), Provider::new());
    let vanity = format!("walk-{}", server().next_world());
    let at = format!("/accounts/{}/identity_provider", face.account);
    let set = json!({"vanity": vanity, "issuer": provider.issuer, "client_id": CLIENT, "client_secret": SECRET});
    walk.does(&operator, "PUT", &at, set.clone());
    walk.idles(&operator, "PUT", &at, set);
    walk.gets(&operator, &at);
    let on = json!({"security": {"signin_with_sso": {"enable": true}}});
    walk.does(face, "PATCH", "/accounts/me/settings?option=security", on);
    walk.gets(page, "/pages/sso");
    let sent = walk.gets(page, &format!("/pages/sso/{vanity}"));
    let back = provider.signs_in(
        sent.header("location"),
        json!({"sub": "comer", "email": face.email("comer"), "email_verified": true}),
    );
    walk.gets(&with_cookies(page, &sent), &back);
    walk.does(&operator, "DELETE", &at, Value::Null);
}

/// Somebody with an account of its own signs in with an address of a domain that the account has come to manage, and asks
/// to come.
fn managed_domain(walk: &mut Walk<'_>, face: &Face) {
    const PAGE: &str = "/pages/managed_domain";
    let (operator, domain) = (Face::operator(), format!("own{}.example", server().next_world()));
    let email = format!("olga@{domain}");
    let owner = json!({"email": email, "first_name": "Olga", "last_name": "Owner", "password": PASSWORD});
    let new = json!({"name": "Olga's", "world_id": walk.world.id, "owner": owner});
    let made = walk.does(&operator, "POST", "/accounts", new);
    walk.does(&operator, "POST", &format!("/accounts/{}/managed_domains", face.account), json!({"domain": domain}));
    let by = json!({"kind": "user", "account_id": made["id"], "user_id": made["owner_id"]});
    let own = Face { by, own: made.text("id"), account: made.text("id"), headers: Vec::new(), ..Face::nobody() };
    // The link that is asked for is a later one.
    let clock = format!("/worlds/{}/clock", walk.world.id);
    walk.does(&operator, "PATCH", &clock, json!({"advance_seconds": 1}));
    let form = walk.gets(&own, "/pages/signin");
    let mut browser = with_cookies(&own, &form);
    let password = json!({"email": email, "password": PASSWORD});
    let asked = walk.idles(&browser, "POST", "/pages/signin", filled(&form, &password));
    browser = with_cookies(&browser, &asked);
    let form = walk.gets(&browser, PAGE);
    walk.does(&browser, "POST", "/pages/confirmation", filled(&form, &json!({})));
    let link = walk.world.link_of("confirmation", &email);
    walk.does(&own, "POST", &link, json!({}));
    let join = json!({"decision": "join", "manager": face.account});
    let asking = Face { own: face.account.clone(), ..browser };
    walk.does(&asking, "POST", PAGE, filled(&form, &join));
}

/// The browser with the cookies of the answer in the place of those that it had.
fn with_cookies(face: &Face, answer: &Answer) -> Face {
    let lines = answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap());
    let pairs: Vec<&str> = lines.map(|line| line.split(';').next().unwrap()).collect();
    Face { headers: vec![("cookie", pairs.join("; "))], ..face.clone() }
}

/// The fields, and what the form carries.
fn filled(form: &Answer, fields: &Value) -> Value {
    let mut all = fields.clone();
    all["csrf"] = csrf(form).into();
    all
}
