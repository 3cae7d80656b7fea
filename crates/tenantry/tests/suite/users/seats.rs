//! Places for users: who takes one, who frees it, and what is answered when none is left.
use super::*;

/// A master with this many seats for Licensed users.
fn with_seats(world: &World, seats: i64) -> Account<'_> {
    let master = world.account("master", json!({"master": true}));
    master.plan("Pro", seats);
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    master
}

/// A master that may have this many Basic users, its owner among them.
fn with_basic_users(world: &World, most: i64) -> Account<'_> {
    let master = with_seats(world, 5);
    master.operate("PUT", "/plan", json!({"account_type": "Pro", "seats": 5, "basic_limit": most})).is(200);
    master
}

fn robot(account: &Account<'_>, kind: i64) -> Answer {
    make(&account.actor, "custCreate", &email(account.world, "robot"), json!({"type": kind}))
}

fn convert(account: &Account<'_>, user: &str, kind: i64) -> Answer {
    account.patch(&format!("/users/{user}"), json!({"type": kind}))
}

fn set(account: &Account<'_>, user: &str, action: &str) -> Answer {
    account.put(&format!("/users/{user}/status"), json!({"action": action}))
}

fn no_seat_to_create(most: i64) -> String {
    format!(
        "Your request to add a new \"Licensed\" user couldn't be approved at this time because your account has reached the permitted maximum number of \"{most}\" paying users. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account."
    )
}

#[test]
fn a_free_account_holds_no_licensed_user() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let create = "Your request to add a new Licensed user could not be approved at this time because your account has reached the permitted maximum number of 0 users. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.";
    make(&master.on(&sub), "create", &email(&world, "a"), json!({"type": 2})).refused(400, 2034, create);
    let convert = "Your request to convert this user's plan type to \"Licensed\" wasn't approved because your account has reached the permitted maximum number of \"0\" users. Purchase additional licenses or contact the Zoom support team to provision additional users in your account.";
    sub.patch("/users/me", json!({"type": 2})).refused(400, 2034, convert);
    for kind in [1, 4] {
        make(&master.on(&sub), "create", &email(&world, "a"), json!({"type": kind})).is(201);
    }
}

#[test]
fn a_paid_account_has_as_many_licensed_users_as_it_has_seats() {
    let world = World::new();
    let master = with_seats(&world, 2);
    robot(&master, 2).is(201);
    robot(&master, 2).is(201);
    robot(&master, 2).refused(400, 3412, &no_seat_to_create(2));
    robot(&master, 1).is(201);
    master.plan("Pro", 3);
    robot(&master, 2).is(201);
    robot(&master, 2).refused(400, 3412, &no_seat_to_create(3));
}

#[test]
fn converting_takes_a_seat_and_frees_it() {
    let world = World::new();
    let master = with_seats(&world, 1);
    let (first, second) = (robot(&master, 1).text("id"), robot(&master, 1).text("id"));
    convert(&master, &first, 2).is(204);
    let refusal = "Your request to convert the user type of a \"Basic\" user to a \"Licensed\" user was not approved at this time because your account has reached the permitted maximum number of \"1\" paying users. Please purchase additional licenses or remove existing paying user(s) from your \"Users\" list or the \"Pending Users\" list before attempting to convert a user to a paying user.";
    convert(&master, &second, 2).refused(400, 3412, refusal);
    convert(&master, &first, 2).is(204);
    convert(&master, &first, 1).is(204);
    convert(&master, &second, 2).is(204);
}

#[test]
fn an_invited_user_takes_its_seat_at_once() {
    let world = World::new();
    let master = with_seats(&world, 1);
    let id = make(&master.actor, "create", &email(&world, "a"), json!({"type": 2})).is(201).text("id");
    robot(&master, 2).refused(400, 3412, &no_seat_to_create(1));
    master.delete(&format!("/users/{id}")).is(204);
    robot(&master, 2).is(201);
}

#[test]
fn a_deactivated_user_frees_its_seat_and_takes_one_again() {
    let world = World::new();
    let master = with_seats(&world, 1);
    let first = robot(&master, 2).text("id");
    set(&master, &first, "deactivate").is(204);
    let second = robot(&master, 2).is(201).text("id");
    let refusal = "Your request to activate the user was not approved at this time because your account has reached the permitted maximum number of 1 \"Licensed\" users. Remove the existing \"Licensed\" user(s) from your \"Users\" list or the \"Pending Users\" list before attempting to activate this user.";
    set(&master, &first, "activate").refused(400, 3412, refusal);
    assert_eq!(shown(&master.actor, &first)["type"], 2);
    master.delete(&format!("/users/{second}?action=delete")).is(204);
    set(&master, &first, "activate").is(204);
    robot(&master, 2).refused(400, 3412, &no_seat_to_create(1));
}

#[test]
fn who_cannot_sign_in_is_converted_without_a_seat() {
    let world = World::new();
    let master = with_seats(&world, 1);
    let id = robot(&master, 1).text("id");
    robot(&master, 2).is(201);
    set(&master, &id, "deactivate").is(204);
    convert(&master, &id, 2).is(204);
    set(&master, &id, "activate").is(400);
    convert(&master, &id, 1).is(204);
    set(&master, &id, "activate").is(204);
}

#[test]
fn basic_users_are_limited_where_the_operator_says_so() {
    let world = World::new();
    let master = with_basic_users(&world, 2);
    let idle = robot(&master, 1).is(201).text("id");
    let create = "Your request to add a basic user wasn't approved because you've already reached the maximum basic user limit allowed in your account. For additional help regarding this issue, contact the Zoom Customer Support team.";
    robot(&master, 1).refused(400, 2033, create);
    let licensed = robot(&master, 2).is(201).text("id");
    let to_basic = "Your request to convert the user type to \"Basic\" was not approved because you have already reached the maximum basic user limit allowed in your account. For additional help regarding this issue, contact the Zoom Customer Support team.";
    convert(&master, &licensed, 1).refused(400, 2033, to_basic);
    set(&master, &idle, "deactivate").is(204);
    convert(&master, &licensed, 1).is(204);
    let activate = "Your request to activate the \"Basic\" user was not approved because you have already reached the maximum \"Basic\" user limit allowed in your account. For additional help regarding this issue, contact the Zoom Customer Support team.";
    set(&master, &idle, "activate").refused(400, 2033, activate);
    convert(&master, &licensed, 4).is(204);
    set(&master, &idle, "activate").is(204);
}

#[test]
fn sixty_four_callers_get_one_free_seat() {
    let world = World::new();
    let master = with_seats(&world, 1);
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..64).map(|_| scope.spawn(|| robot(&master, 2))).collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    let refused = answers.iter().filter(|answer| answer.status == 400 && answer["code"] == 3412).count();
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!((made, refused), (1, 63));
    assert_eq!(master.get("/users/summary").is(200)["licensed_users_count"], 1);
}

#[test]
fn sixty_four_callers_make_one_user_of_one_email() {
    let world = World::new();
    let master = with_seats(&world, 0);
    let email = email(&world, "a");
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let call = || make(&master.actor, "custCreate", &email, json!({}));
        let calls: Vec<_> = (0..64).map(|_| scope.spawn(call)).collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    let refused = answers.iter().filter(|answer| answer.status == 409 && answer["code"] == 1005).count();
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!((made, refused), (1, 63));
    assert_eq!(master.get("/users").is(200)["total_records"], 2);
}

/// How often the owner was told by mail that few licenses are left.
fn told_of_few(account: &Account<'_>) -> usize {
    let mails = account.world.mails_to(&account.owner_email);
    mails.iter().filter(|mail| mail["kind"] == "few_licenses").count()
}

#[test]
fn the_owner_is_told_by_mail_once_that_few_licenses_are_left() {
    let world = World::new();
    let master = with_seats(&world, 10);
    let mut robots = Vec::new();
    for number in 1..=10 {
        robots.push(robot(&master, 2).is(201).text("id"));
        assert_eq!(told_of_few(&master), usize::from(number >= 9), "{number}");
    }
    let mails = world.mails_to(&master.owner_email);
    let told = mails.iter().find(|mail| mail["kind"] == "few_licenses").unwrap();
    assert!(told["text"].as_str().unwrap().contains("9 of the 10 licenses"), "{told}");
    // Where more are free in the meantime, and few again, it is told again.
    for user in &robots[..2] {
        convert(&master, user, 1).is(204);
    }
    convert(&master, &robots[0], 2).is(204);
    assert_eq!(told_of_few(&master), 2);
}

#[test]
fn it_is_told_in_whatever_way_the_license_was_taken() {
    let world = World::new();
    type Take = fn(&Account<'_>, &str);
    let ways: [(&str, Take); 5] = [
        ("converted", |master, user| drop(convert(master, user, 2).is(204))),
        ("let in", |master, user| {
            set(master, user, "deactivate").is(204);
            convert(master, user, 2).is(204);
            set(master, user, "activate").is(204);
        }),
        ("given with others", |master, user| {
            let body = json!({"feature_type": "user_type", "feature_value": "2", "users": [{"id": user}]});
            master.post("/users/features", body).is(201);
        }),
        ("invited", |master, _| {
            make(&master.actor, "create", &email(master.world, "pending"), json!({"type": 2})).is(201);
        }),
        ("provisioned", |master, _| {
            let body = json!({"userName": email(master.world, "provisioned"), "userType": "Licensed"});
            master.post("/scim2/Users", body).is(201);
        }),
    ];
    for (way, take) in ways {
        let master = with_seats(&world, 10);
        let basic = robot(&master, 1).is(201).text("id");
        for _ in 1..=8 {
            robot(&master, 2).is(201);
        }
        assert_eq!(told_of_few(&master), 0, "{way}");
        take(&master, &basic);
        assert_eq!(told_of_few(&master), 1, "{way}");
    }
}

#[test]
fn nobody_is_told_where_the_account_does_not_want_it() {
    let world = World::new();
    let master = with_seats(&world, 10);
    let reminder = |is_on: bool| json!({"email_notification": {"low_host_count_reminder": is_on}});
    master.patch("/accounts/me/settings", reminder(false)).is(204);
    let robots: Vec<String> = (1..=10).map(|_| robot(&master, 2).is(201).text("id")).collect();
    assert_eq!(told_of_few(&master), 0);
    for user in &robots[..2] {
        convert(&master, user, 1).is(204);
    }
    master.patch("/accounts/me/settings", reminder(true)).is(204);
    convert(&master, &robots[0], 2).is(204);
    assert_eq!(told_of_few(&master), 1);
}
