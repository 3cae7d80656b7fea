//! How long mail and links are kept.
use super::{EXPIRED, UNKNOWN};
use crate::{
    server::server,
    users::{invited, renewed},
    world::World,
};

const DAY: i64 = 24 * 60 * 60;

impl World {
    /// Removes the mail and the links of this world that are old enough.
    fn tidy(&self) {
        server().runtime.block_on(mail::remove_old(&self.platform, Some(&self.id))).expect("the store answers");
    }
}

#[test]
fn mail_and_links_are_kept_for_30_days_after_they_have_been_of_use() {
    let world = World::new();
    let (_, email) = invited(&world.master(), "ann");
    let link = world.link_to(&email);
    world.advance(60 * DAY - 1);
    world.tidy();
    assert_eq!(world.mails_to(&email).len(), 1);
    world.open(&link).is(410).says(EXPIRED);
    world.advance(1);
    world.tidy();
    assert!(world.mails_to(&email).is_empty());
    world.open(&link).is(404).says(UNKNOWN);
}

#[test]
fn each_world_removes_by_its_own_clock() {
    let (world, other) = (World::new(), World::new());
    let [(_, old), (_, fresh)] = [&world, &other].map(|world| invited(&world.master(), "ann"));
    world.advance(60 * DAY);
    for world in [&world, &other] {
        world.tidy();
    }
    assert_eq!([&old, &fresh].map(|email| world.mails_to(email).len()), [0, 1]);
}

#[test]
fn what_is_still_of_use_stays_however_old_the_rest_is() {
    let world = World::new();
    let master = world.master();
    let (_, old) = invited(&master, "ann");
    world.advance(60 * DAY);
    let (_, fresh) = invited(&renewed(&master), "bob");
    world.tidy();
    assert_eq!([&old, &fresh].map(|email| world.mails_to(email).len()), [0, 1]);
    world.open(&world.link_to(&fresh)).is(200);
}
