//! Nobody gives, through a role, what it does not hold itself.
use super::{give, holder, name, role};
use crate::{
    actors::{Account, Actor},
    world::World,
};
use serde_json::{Value, json};

const NO_PERMISSION: &str = "No permission.";
const NOT_TO_CREATE: &str = "You do not have the permission to create a role.";
const NOT_MANAGED: &str = "Invalid access token. Does not contain permissions [Role:Edit].";

/// Somebody with a role of these privileges: the role, the user, and the user signed in.
fn somebody<'w>(account: &Account<'w>, privileges: &[&str], below: Value) -> (String, String, Actor<'w>) {
    let role = role(account, privileges);
    account.patch(&format!("/roles/{role}"), json!({"sub_account_privileges": below})).is(204);
    let user = holder(account, &role);
    let actor = account.user_signed_in(&user);
    (role, user, actor)
}

fn as_here() -> Value {
    json!({"second_level": 2})
}

fn set(actor: &Actor<'_>, role: &str, privileges: &[&str]) -> crate::answer::Answer {
    actor.patch(&format!("/roles/{role}"), json!({"privileges": privileges}))
}

fn members(user: &str) -> Value {
    json!({"members": [{"id": user}]})
}

#[test]
fn a_role_is_made_of_what_its_maker_holds() {
    let world = World::new();
    let master = world.master();
    let (_, _, actor) = somebody(&master, &["Role:Edit", "User:Read"], as_here());
    let create = |privileges: &[&str]| actor.post("/roles", json!({"name": name(), "privileges": privileges}));
    create(&["User:Read"]).is(201);
    create(&["Role:Edit", "User:Read"]).is(201);
    create(&[]).is(201);
    create(&["User:Read", "User:Edit"]).refused(400, 200, NOT_TO_CREATE);
    create(&["SubAccount:Edit"]).refused(400, 200, NOT_TO_CREATE);
}

#[test]
fn a_role_gains_what_the_editor_holds_and_keeps_what_it_had() {
    let world = World::new();
    let master = world.master();
    let (own, _, actor) = somebody(&master, &["Role:Edit", "User:Read"], as_here());
    let strong = role(&master, &["User:Edit"]);
    set(&actor, &strong, &["User:Edit", "User:Read"]).is(204);
    set(&actor, &strong, &["User:Edit", "Group:Read"]).refused(400, 200, NO_PERMISSION);
    set(&actor, &strong, &[]).is(204);
    set(&actor, &strong, &["User:Edit"]).refused(400, 200, NO_PERMISSION);
    set(&actor, &own, &["Role:Edit", "User:Read", "User:Edit"]).refused(400, 200, NO_PERMISSION);
    set(&actor, "1", &["Role:Edit"]).is(204);
    set(&actor, "1", &["Role:Edit", "User:Edit"]).refused(400, 200, NO_PERMISSION);
}

#[test]
fn a_role_is_given_by_who_holds_all_of_it() {
    let world = World::new();
    let master = world.master();
    let (own, user, actor) = somebody(&master, &["Role:Edit", "User:Edit", "User:Read"], as_here());
    let (accomplice, _) = master.user("accomplice");
    let [weaker, stronger] = [&["User:Read"][..], &["User:Read", "Group:Read"]].map(|list| role(&master, list));
    for given in [&weaker, &own] {
        actor.post(&format!("/roles/{given}/members"), members(&accomplice)).is(201);
    }
    for refused in [&stronger, "1"] {
        for to in [&accomplice, &user] {
            actor.post(&format!("/roles/{refused}/members"), members(to)).refused(400, 200, NO_PERMISSION);
        }
    }
    assert_eq!(master.get(&format!("/users/{accomplice}")).is(200)["role_id"], own);
}

#[test]
fn whoever_has_no_privileges_touches_no_role_that_has_some() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (user, _) = sub.user("member");
    let below = json!({"second_level": 3, "privileges": []});
    let (_, _, above) = somebody(&master, &["SubAccount:Edit"], below);
    for (actor, refusal) in [(above.on_id(&sub.id), NO_PERMISSION), (sub.user_signed_in(&user), NOT_MANAGED)] {
        let (strong, empty) = (role(&sub, &["User:Read"]), role(&sub, &[]));
        let victim = holder(&sub, &strong);
        set(&actor, &strong, &[]).refused(400, 200, refusal);
        actor.patch(&format!("/roles/{strong}"), json!({"name": name()})).refused(400, 200, refusal);
        actor.delete(&format!("/roles/{strong}/members/{victim}")).refused(400, 200, refusal);
        actor.post(&format!("/roles/{empty}/members"), members(&victim)).refused(400, 200, refusal);
        set(&actor, "1", &[]).refused(400, 200, refusal);
        let bare = role(&sub, &["User:Read"]);
        actor.delete(&format!("/roles/{bare}")).refused(400, 200, refusal);
    }
    let (empty, above) = (role(&sub, &[]), above.on_id(&sub.id));
    above.post(&format!("/roles/{empty}/members"), members(&user)).is(201);
    above.delete(&format!("/roles/{empty}/members/{user}")).is(204);
}

#[test]
fn who_manages_roles_narrows_and_deletes_stronger_ones_and_who_edits_users_takes_them_away() {
    let world = World::new();
    let master = world.master();
    let (_, _, managing) = somebody(&master, &["Role:Edit"], as_here());
    let (_, _, editing) = somebody(&master, &["User:Edit"], as_here());
    let (_, _, doing_both) = somebody(&master, &["Role:Edit", "User:Edit"], as_here());
    let strong = role(&master, &["Group:Read", "Group:Edit"]);
    let victim = holder(&master, &strong);
    set(&editing, &strong, &["Group:Read"]).refused(400, 200, NOT_MANAGED);
    set(&managing, &strong, &["Group:Read"]).is(204);
    managing.delete(&format!("/roles/{strong}/members/{victim}")).refused(400, 200, NO_PERMISSION);
    editing.delete(&format!("/roles/{strong}/members/{victim}")).refused(400, 200, NOT_MANAGED);
    doing_both.delete(&format!("/roles/{strong}/members/{victim}")).is(204);
    editing.delete(&format!("/roles/{strong}")).refused(400, 200, NOT_MANAGED);
    managing.delete(&format!("/roles/{strong}")).is(204);
}

#[test]
fn nobody_raises_a_second_level_above_its_own() {
    let world = World::new();
    let master = world.master();
    let listed = json!({"second_level": 3, "privileges": ["User:Read"]});
    let (own, _, third) = somebody(&master, &["Role:Edit", "SubAccount:Edit", "User:Edit"], listed);
    let (_, _, second) = somebody(&master, &["Role:Edit", "SubAccount:Edit", "User:Edit"], as_here());
    let third_level = |privileges: &[&str]| {
        let role = role(&master, privileges);
        master.patch(&format!("/roles/{role}"), json!({"sub_account_privileges": {"second_level": 3}})).is(204);
        role
    };
    let raise = |actor: &Actor<'_>, role: &str, below: Value| {
        actor.patch(&format!("/roles/{role}"), json!({"sub_account_privileges": below}))
    };
    for privileges in [&[][..], &["SubAccount:Edit"]] {
        raise(&third, &third_level(privileges), json!({"second_level": 2})).refused(400, 200, NO_PERMISSION);
        raise(&third, &third_level(privileges), json!({"second_level": 1})).refused(400, 200, NO_PERMISSION);
        raise(&second, &third_level(privileges), json!({"second_level": 2})).is(204);
        raise(&second, &third_level(privileges), json!({"second_level": 1})).refused(400, 200, NO_PERMISSION);
        raise(&third, &third_level(privileges), json!({"privileges": ["User:Read"]})).is(204);
        raise(&third, &third_level(privileges), json!({"privileges": ["User:Edit"]})).refused(400, 200, NO_PERMISSION);
    }
    raise(&third, &own, json!({"second_level": 2})).refused(400, 200, NO_PERMISSION);
    raise(&third, &own, json!({"privileges": ["User:Read", "User:Edit"]})).refused(400, 200, NO_PERMISSION);
    raise(&master.actor, &third_level(&[]), json!({"second_level": 1})).is(204);
}

#[test]
fn a_new_role_acts_below_with_no_more_than_its_maker_does() {
    let world = World::new();
    let master = world.master();
    let listed = json!({"second_level": 3, "privileges": []});
    let (_, _, actor) = somebody(&master, &["Role:Edit", "SubAccount:Edit", "User:Edit"], listed);
    let create = |privileges: &[&str]| actor.post("/roles", json!({"name": name(), "privileges": privileges}));
    create(&["SubAccount:Edit", "User:Edit"]).refused(400, 200, NOT_TO_CREATE);
    create(&["User:Edit"]).is(201);
}

#[test]
fn a_way_into_subaccounts_is_opened_by_who_holds_all_that_lies_behind_it() {
    let world = World::new();
    let master = world.master();
    let (_, _, actor) = somebody(&master, &["Role:Edit", "SubAccount:Edit"], as_here());
    let sleeping = role(&master, &["Group:Edit"]);
    set(&actor, &sleeping, &["Group:Edit", "SubAccount:Edit"]).refused(400, 200, NO_PERMISSION);
    let reading = role(&master, &["Group:Edit", "SubAccount:Read"]);
    set(&actor, &reading, &["Group:Edit", "SubAccount:Read", "SubAccount:Edit"]).refused(400, 200, NO_PERMISSION);
    let empty = role(&master, &[]);
    set(&actor, &empty, &["SubAccount:Edit"]).is(204);
    master.patch(&format!("/roles/{empty}"), json!({"sub_account_privileges": {"second_level": 1}})).is(204);
    let (accomplice, _) = master.user("accomplice");
    actor.post(&format!("/roles/{empty}/members"), members(&accomplice)).refused(400, 200, NO_PERMISSION);
}

#[test]
fn in_a_subaccount_one_gives_what_the_second_level_opens_there() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (accomplice, _) = sub.user("accomplice");
    let target = role(&sub, &["User:Edit"]);
    let try_all = |actor: &Actor<'_>| {
        let create = json!({"name": name(), "privileges": ["User:Edit"]});
        let empty = role(&sub, &[]);
        [
            actor.post("/roles", create).status,
            set(actor, &empty, &["User:Edit"]).status,
            actor.post(&format!("/roles/{target}/members"), members(&accomplice)).status,
        ]
    };
    let here = ["SubAccount:Edit", "Role:Edit", "User:Edit"];
    let weak = ["SubAccount:Edit", "Role:Edit"];
    let listed = |privileges: &[&str]| json!({"second_level": 3, "privileges": privileges});
    for (privileges, below, is_allowed) in [
        (&weak[..], json!({"second_level": 1}), true),
        (&here, as_here(), true),
        (&weak, as_here(), false),
        (&here, listed(&["Role:Edit"]), false),
        (&weak, listed(&["Role:Edit", "User:Edit"]), true),
    ] {
        let (_, _, actor) = somebody(&master, privileges, below.clone());
        let expected = if is_allowed { [201, 204, 201] } else { [400, 400, 400] };
        assert_eq!(try_all(&actor.on_id(&sub.id)), expected, "{privileges:?} {below}");
    }
}

#[test]
fn the_owner_above_and_the_owner_itself_give_everything() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let all = sub.get("/roles/0").is(200)["privileges"].clone();
    for actor in [master.on(&sub), sub.actor.clone()] {
        let made = actor.post("/roles", json!({"name": name(), "privileges": all})).is(201).text("id");
        let below = json!({"sub_account_privileges": {"second_level": 1}});
        actor.patch(&format!("/roles/{made}"), below).is(204);
        let (user, _) = sub.user("deputy");
        actor.post(&format!("/roles/{made}/members"), members(&user)).is(201);
    }
    give(&sub, "1", &sub.user("admin").0).is(201);
}

#[test]
fn what_a_role_loses_counts_for_its_holders_from_the_next_request_on() {
    let world = World::new();
    let master = world.master();
    let (own, user, actor) = somebody(&master, &["Role:Edit", "User:Edit", "User:Read"], as_here());
    let create = || actor.post("/roles", json!({"name": name(), "privileges": ["User:Read"]}));
    create().is(201);
    set(&master.actor, &own, &["Role:Edit"]).is(204);
    create().refused(400, 200, NOT_TO_CREATE);
    set(&master.actor, &own, &["Role:Edit", "User:Read"]).is(204);
    create().is(201);
    master.delete(&format!("/roles/{own}/members/{user}")).is(204);
    create().refused(400, 200, NOT_MANAGED);
}
