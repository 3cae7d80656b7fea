//! Starts: where a seed is refused, what it repeats, and what a second start leaves alone.
use super::{Demo, Place, commands::refusal, must, text};
use crate::fault::{Fault, Result};
use serde_json::{Value, json};
use std::time::Duration;

/// What a start over data that is there may take here, where nothing is optimised; a benchmark holds the released program to
/// a second.
const SECOND_START: Duration = Duration::from_secs(5);

/// Everybody knows the secrets of a seed.
pub fn refused_away_from_home(place: &Place) -> Result<()> {
    let line = refusal(&mut place.command(&["demo", "--seed", "7", "--listen", "0.0.0.0:0", "--data", "away"]), 2)?;
    must(line.contains("loopback") && !place.data("away").exists(), || format!("a seed away from home: {line}"))
}

/// The same ids, names and secrets. Ctrl-C ends it well.
pub fn same_seed_elsewhere(place: &Place) -> Result<()> {
    let other = place.start("other")?;
    let first = super::credentials::read(&place.data("one"))?;
    must(accounts(&first) == accounts(&other.credentials), || "the same seed gave other accounts".to_owned())?;
    let token = |credentials| text(credentials, "operator_token").to_owned();
    must(token(&first) == token(&other.credentials), || "the same seed gave another operator's token".to_owned())?;
    other.server.interrupt()
}

fn accounts(credentials: &Value) -> Option<&Value> {
    credentials.get("accounts")
}

/// Finds its data at once, changes nothing, and lets anybody go on.
pub fn second(place: &Place) -> Result<()> {
    let first = place.start("other")?;
    let before = state(&first)?;
    let credentials = first.credentials.clone();
    first.server.end()?;
    let second = place.start("other")?;
    must(second.took <= SECOND_START, || format!("a second start took {:.1} s", second.took.as_secs_f64()))?;
    must(accounts(&credentials) == accounts(&second.credentials), || "a second start gave others".to_owned())?;
    must(before == state(&second)?, || "a second start changed something".to_owned())?;
    goes_on(&second)?;
    second.server.end()
}

/// The last position of the log of events, and all accounts.
fn state(demo: &Demo) -> Result<(i64, Vec<Value>)> {
    let operator = demo.server.operator()?;
    let get = |path: String| Ok::<_, Fault>(operator.send("GET", &path, &Value::Null)?.is(200)?.body);
    let mut last = 0;
    loop {
        let part = get(format!("/operator/v1/events?after={last}&limit=1000"))?;
        let next = part.get("last").and_then(Value::as_i64).unwrap_or_default();
        if next == last {
            break;
        }
        last = next;
    }
    let tops = demo.accounts().filter(|account| text(account, "tier") == "master");
    let trees = tops.map(|top| get(format!("/operator/v1/accounts/{}/tree", text(top, "id"))));
    Ok((last, trees.collect::<Result<_>>()?))
}

/// A token, a subaccount, its app and its token, and a list from page to page: twice, because a sequence that began anew
/// would have brought the first ones before.
fn goes_on(demo: &Demo) -> Result<()> {
    let top = demo.accounts().next().ok_or_else(|| Fault::new("the demo has no accounts"))?;
    for round in ["first", "second"] {
        let client = demo.signed_in(top)?;
        let body = json!({
            "first_name": "Nova", "last_name": "Stern", "email": format!("nova@{round}.example"),
            "password": "Quartz7!River",
        });
        let made = client.send("POST", "/v2/accounts", &body)?.is(201)?.text("id")?;
        let app = json!({"kind": "server_to_server"});
        let apps = format!("/operator/v1/accounts/{made}/apps");
        let app = demo.server.operator()?.send("POST", &apps, &app)?.is(201)?.body;
        demo.signed_in(&json!({"id": made, "server_to_server": app}))?;
        let page = client.send("GET", "/v2/users?page_size=1", &Value::Null)?.is(200)?.text("next_page_token")?;
        client.send("GET", &format!("/v2/users?page_size=1&next_page_token={page}"), &Value::Null)?.is(200)?;
    }
    Ok(())
}
