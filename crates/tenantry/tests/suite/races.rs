//! Calls that are let in before a change and carried out after it. Where this process is the only one that writes, they
//! come in that order always; elsewhere in some order, and the same must hold.
use crate::{
    actors::{Account, Actor},
    answer::Answer,
    server::server,
    users::admin,
    world::World,
};
use serde_json::{Value, json};
use std::{
    pin::Pin,
    sync::mpsc,
    task::{Context, Waker},
};
use storage::End;

type Exchange = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// Sends these requests while a change of `account` is under way, one after the other; their answers.
fn one_after_the_other<const N: usize>(
    account: &Account<'_>,
    requests: [(&Actor<'_>, &str, &str, Value); N],
) -> [Answer; N] {
    let (world, turn) = (account.world, account.id.clone());
    let (entered, is_entered) = mpsc::channel();
    let (open, is_open) = mpsc::channel::<()>();
    let database = world.platform.database().clone();
    let work = move |_: &storage::Tx<'_>| {
        let _ = entered.send(());
        let _ = is_open.recv();
        End::Commit(())
    };
    let change = server().runtime.spawn(async move { database.write(&turn, work).await });
    is_entered.recv().unwrap();
    let answers = requests.map(|(actor, method, path, body)| -> Exchange {
        let _inside = server().runtime.enter();
        let headers =
            [("authorization", format!("Bearer {}", actor.token)), ("content-type", "application/json".to_owned())];
        let mut answer: Exchange =
            Box::pin(world.exchange(method, &format!("/v2{path}"), &headers, body.to_string().into_bytes()));
        assert!(answer.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        answer
    });
    drop(open);
    server().runtime.block_on(change).unwrap().unwrap();
    answers.map(|answer| server().runtime.block_on(answer))
}

#[test]
fn me_is_whoever_owns_the_account_when_the_call_is_carried_out() {
    let world = World::new();
    let account = world.free_standing();
    account.plan("Business", 10);
    let (heir, email) = admin(&account, "heir");
    let actor = &account.actor;
    actor.get("/users/me").is(200);
    let [handed, removed] = one_after_the_other(
        &account,
        [
            (actor, "PUT", "/accounts/me/owner", json!({ "email": email })),
            (actor, "DELETE", "/users/me?action=delete", json!({})),
        ],
    );
    handed.is(204);
    assert!(removed.status >= 400, "{removed}");
    for user in [&heir, &account.owner_id] {
        actor.get(&format!("/users/{user}")).is(200);
    }
}

#[test]
fn a_password_that_was_made_ready_for_one_owner_is_not_given_to_the_next() {
    let world = World::new();
    let account = world.free_standing();
    account.plan("Business", 10);
    let (heir, email) = admin(&account, "heir");
    let actor = &account.actor;
    let password = json!({"password": "Another-7-pass"});
    let [handed, changed] = one_after_the_other(
        &account,
        [
            (actor, "PUT", "/accounts/me/owner", json!({ "email": email })),
            (actor, "PUT", "/users/me/password", password.clone()),
        ],
    );
    handed.is(204);
    changed.is(204);
    // Who has it now.
    let again =
        [&heir, &account.owner_id].map(|user| actor.put(&format!("/users/{user}/password"), password.clone()).status);
    let is_in_order = world.platform.database().freshness().is_some();
    assert!(again == [400, 204] || (!is_in_order && again == [204, 400]), "{again:?}");
}
