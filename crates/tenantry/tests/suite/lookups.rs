//! What is looked up for a call: the same for every account that it may not reach, and nothing before the scope is right.
use crate::{
    actors::Actor,
    answer::Answer,
    world::{NO_ID, World},
};

/// The answer, and how often the caller or the account was looked up for it.
fn costs(world: &World, call: impl FnOnce() -> Answer) -> (Answer, u64) {
    let before = world.platform.lookups();
    let answer = call();
    (answer, world.platform.lookups() - before)
}

#[test]
fn a_foreign_account_and_one_that_never_existed_are_the_same_work() {
    let world = World::undisturbed();
    let master = world.master();
    let foreign = world.sub(&world.master());
    master.get("/users").is(200);
    let thrice = |id: &str| {
        let refusal = format!("Account does not exist: {id}.");
        let (actor, mut all) = (master.on_id(id), Vec::new());
        for _ in 0..3 {
            let (answer, lookups) = costs(&world, || actor.get("/users"));
            answer.refused(404, 2001, &refusal);
            all.push(lookups);
        }
        all
    };
    let (foreign, unknown) = (thrice(&foreign.id), thrice(NO_ID));
    assert_eq!(foreign, unknown);
    assert_eq!(foreign.iter().sum::<u64>(), if world.platform.database().freshness().is_some() { 1 } else { 6 });
}

#[test]
fn no_account_is_looked_up_for_a_call_without_the_scope() {
    let world = World::undisturbed();
    let master = world.master();
    let foreign = world.sub(&world.master());
    let actor: Actor<'_> = master.app_with_scopes(&["user:read:list_users:admin"]);
    actor.get("/users").is(200);
    let (_, alone) = costs(&world, || actor.get("/users"));
    for id in [&*foreign.id, NO_ID] {
        let (answer, lookups) = costs(&world, || actor.on_id(id).get("/users"));
        answer.is(400);
        assert_eq!(lookups, alone, "{id}");
    }
}
