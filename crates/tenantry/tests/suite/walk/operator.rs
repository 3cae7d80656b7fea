//! `/operator/v1`.
use super::{Face, Walk, users::PASSWORD};
use crate::{actors::Account, server::server};
use serde_json::{Value, json};

pub fn all(walk: &mut Walk<'_>, operator: &Face, master: &Account<'_>) {
    worlds(walk, operator);
    let account = made(walk, operator);
    standing(walk, operator, &account);
    plan(walk, operator, &account);
    domains(walk, operator, &account);
    apps(walk, operator, &account);
    transfer(walk, operator, master);
    walk.gets(operator, "/events?limit=1");
    mails(walk, operator);
    walk.does(operator, "DELETE", &account, Value::Null);
    walk.idles(operator, "DELETE", &account, Value::Null);
}

fn worlds(walk: &mut Walk<'_>, operator: &Face) {
    let world = walk.does(operator, "POST", "/worlds", json!({"name": "walked"})).text("id");
    let clock = format!("/worlds/{world}/clock");
    walk.does(operator, "PATCH", &clock, json!({"advance_seconds": 60}));
    walk.idles(operator, "PATCH", &clock, json!({"advance_seconds": 0}));
    walk.idles(operator, "PATCH", &clock, json!({}));
    walk.does(operator, "PATCH", &clock, json!({"stopped": true}));
    walk.idles(operator, "PATCH", &clock, json!({"stopped": true}));
    walk.does(operator, "PATCH", &clock, json!({"stopped": false}));
    walk.gets(operator, "/worlds");
    walk.gets(operator, &format!("/worlds/{world}"));
}

/// A new account on its own: its path.
fn made(walk: &mut Walk<'_>, operator: &Face) -> String {
    let email = walk.world.email("walked-owner");
    let owner = json!({"email": email, "first_name": "Olga", "last_name": "Owner", "password": PASSWORD});
    let new = json!({"name": "Walked", "world_id": walk.world.id, "account_type": "Pro", "owner": owner});
    let account = format!("/accounts/{}", walk.does(operator, "POST", "/accounts", new).text("id"));
    for path in ["/accounts", &account, &format!("{account}/tree")] {
        walk.gets(operator, path);
    }
    account
}

fn standing(walk: &mut Walk<'_>, operator: &Face, account: &str) {
    let switches = [
        ("master", json!({"master": true})),
        ("manages_subaccounts", json!({"on": false})),
        ("capabilities", json!({"cust_create": true})),
        ("master", json!({"master": false})),
    ];
    for (name, body) in switches {
        walk.does(operator, "PUT", &format!("{account}/{name}"), body.clone());
        walk.idles(operator, "PUT", &format!("{account}/{name}"), body);
        if name == "manages_subaccounts" {
            walk.does(operator, "PUT", &format!("{account}/{name}"), json!({"on": true}));
        }
    }
}

fn plan(walk: &mut Walk<'_>, operator: &Face, account: &str) {
    let plan = format!("{account}/plan");
    let granted = json!({"account_type": "Business", "seats": 7, "addons": {"webinar_500": 1}});
    walk.does(operator, "PUT", &plan, granted.clone());
    walk.idles(operator, "PUT", &plan, granted);
    walk.gets(operator, &plan);
}

fn domains(walk: &mut Walk<'_>, operator: &Face, account: &str) {
    let (managed, trusted) = (format!("{account}/managed_domains"), format!("{account}/trusted_domains"));
    let domain = format!("claimed{}.example", server().next_world());
    walk.does(operator, "POST", &managed, json!({"domain": domain, "status": "pending"}));
    walk.does(operator, "POST", &managed, json!({"domain": domain, "status": "verified"}));
    walk.idles(operator, "POST", &managed, json!({"domain": domain, "status": "verified"}));
    walk.gets(operator, &managed);
    walk.does(operator, "DELETE", &format!("{managed}/{domain}"), Value::Null);
    walk.does(operator, "PUT", &trusted, json!({"domains": ["b.example", "a.example"]}));
    walk.idles(operator, "PUT", &trusted, json!({"domains": ["a.example", "b.example"]}));
}

fn apps(walk: &mut Walk<'_>, operator: &Face, account: &str) {
    let apps = format!("{account}/apps");
    let new = json!({"kind": "server_to_server", "scopes": ["user:read:user:admin"]});
    let made = walk.does(operator, "POST", &apps, new);
    walk.does(operator, "POST", &apps, json!({"kind": "jwt"}));
    walk.gets(operator, &apps);
    let owner = walk.gets(operator, account).text("owner_id");
    let asked = json!({"client_id": made.text("client_id"), "user_id": owner});
    walk.does(operator, "POST", &format!("{account}/user_tokens"), asked);
    let app = format!("{apps}/{}", made.text("id"));
    for change in [json!({"enabled": false}), json!({"scopes": ["user:read:email:admin"]})] {
        walk.does(operator, "PATCH", &app, change.clone());
        walk.idles(operator, "PATCH", &app, change);
    }
    walk.idles(operator, "PATCH", &app, json!({}));
    walk.does(operator, "DELETE", &app, Value::Null);
}

fn mails(walk: &mut Walk<'_>, operator: &Face) {
    let mail = walk.gets(operator, "/mails?limit=1")["mails"][0]["id"].as_str().expect("a mail").to_owned();
    walk.gets(operator, &format!("/mails/{mail}"));
}

/// A free account comes below the master with its second code: the first was switched off.
fn transfer(walk: &mut Walk<'_>, operator: &Face, master: &Account<'_>) {
    let email = walk.world.email("walked-free");
    let owner = json!({"email": email, "first_name": "Fred", "last_name": "Free"});
    let free = walk.does(operator, "POST", "/accounts", json!({"world_id": walk.world.id, "owner": owner})).text("id");
    let codes = format!("/accounts/{free}/transfer_codes");
    let ask = json!({"email": email, "master_account_number": master.number});
    walk.does(operator, "POST", &codes, ask.clone());
    walk.does(operator, "PATCH", &codes, json!({"enabled": false}));
    walk.idles(operator, "PATCH", &codes, json!({"enabled": false}));
    let code = walk.does(operator, "POST", &codes, ask).text("code");
    let face = Face::of(walk.world, master, None);
    let names =
        json!({"email": email, "first_name": "Fred", "last_name": "Free", "password": PASSWORD, "transfer_code": code});
    walk.does(&face, "POST", "/accounts", names);
}
