//! The code challenge (RFC 7636): S256, demanded of apps without a secret, and nothing that can be taken out on the way.
use super::{App, CHALLENGE, VERIFIER};
use crate::{signin::Browser, world::World};
use serde_json::json;

const BAD_VERIFIER: &str = "Invalid code verifier";

#[test]
fn a_challenge_demands_its_verifier_of_every_app() {
    let world = World::new();
    let master = world.master();
    for app in [App::installed(&master, json!({})), App::installed(&master, json!({"public": true}))] {
        let code = Browser::of(&master, &master.owner_id).allows(&app.page_with_challenge());
        for verifier in ["", CHALLENGE, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK", "short"] {
            app.redeems_with(&code, &[("code_verifier", verifier)]).no_grant("invalid_grant", BAD_VERIFIER);
        }
        app.redeems_with(&code, &[("code_verifier", VERIFIER)]).is(200);
    }
}

#[test]
fn a_verifier_demands_a_challenge() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    // Somebody has taken the challenge out of the request on its way here.
    let code = Browser::of(&master, &master.owner_id).allows(&app.page());
    app.redeems_with(&code, &[("code_verifier", VERIFIER)]).no_grant("invalid_grant", BAD_VERIFIER);
}

#[test]
fn the_plain_method_is_not_taken_nor_is_half_a_challenge() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({"public": true}));
    let method = "The method of the code challenge is S256.";
    let length = "The code challenge is SHA-256 in base64url: 43 characters.";
    let (short, long) = ("a".repeat(42), "a".repeat(44));
    for (challenge, name, description) in [
        (VERIFIER, "plain", method),
        (VERIFIER, "", method),
        (CHALLENGE, "s256", method),
        ("", "plain", method),
        ("", "S256", length),
        (&short, "S256", length),
        (&long, "S256", length),
        ("a+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "S256", length),
        ("", "", "An app without a secret sends a code challenge."),
    ] {
        let page = app.page_with(&[("code_challenge", challenge), ("code_challenge_method", name)]);
        let told = Browser::of(&master, &master.owner_id).get(&page).is(303).sent_back();
        assert_eq!((told["error"].as_str(), told["error_description"].as_str()), ("invalid_request", description));
    }
}

#[test]
fn an_app_without_a_secret_proves_itself_by_its_verifier_alone() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({"public": true}));
    assert!(app.secret.is_empty());
    let code = Browser::of(&master, &master.owner_id).allows(&app.page_with_challenge());
    for secret in ["guessed", &master.client_secret] {
        let liar = App { secret: secret.to_owned(), ..app.clone() };
        let asked = liar.redeems_with(&code, &[("code_verifier", VERIFIER)]);
        asked.no_grant("invalid_client", "Invalid client_id or client_secret");
    }
    let tokens = super::Tokens::of(&world, &app.redeems_with(&code, &[("code_verifier", VERIFIER)]).is(200));
    tokens.access.get("/users").is(200);
    app.refreshes(&tokens.refresh).is(200);
}
