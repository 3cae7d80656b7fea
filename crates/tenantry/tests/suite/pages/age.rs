//! How long mail and links are kept.
use super::{EXPIRED, NO_LINK};
use crate::{
    server::{Server, Setup, TestClock, server},
    users::{invited, renewed},
    world::{DAY, World},
};
use serde_json::json;
use storage::{
    Sql,
    directory::{OldLink, OldMail},
    sql,
};

impl World {
    /// Removes the mail and the links of this world that are old enough.
    fn tidy(&self) {
        server().runtime.block_on(mail::remove_old(&self.platform, Some(&self.id))).expect("the store answers");
    }
    /// Removes the mail and the links of all worlds that are old enough.
    fn tidy_all(&self) {
        server().runtime.block_on(mail::remove_old(&self.platform, None)).expect("the store answers");
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
    world.open(&link).is(404).says(NO_LINK);
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
fn worlds_are_gone_through_together_each_by_its_own_clock() {
    // A database of its own: nothing is removed from the worlds of other tests.
    let (own, clock) = (Server::start(), TestClock::new());
    let platform = own.platform(Setup { clock: clock.clone(), ..Setup::default() });
    let worlds = [(); 3].map(|()| World::on(platform.clone()));
    let emails = worlds.each_ref().map(|world| invited(&world.master(), "ann").1);
    let [ahead, running, stopped] = &worlds;
    let left = || [0, 1, 2].map(|at: usize| worlds[at].mails_to(&emails[at]).len());
    stopped.operator("PATCH", &format!("/worlds/{}/clock", stopped.id), json!({"stopped": true})).is(200);
    ahead.advance(60 * DAY);
    running.tidy_all();
    assert_eq!(left(), [0, 1, 1]);
    clock.advance(60 * storage::time::DAY);
    running.tidy_all();
    assert_eq!(left(), [0, 0, 1]);
}

#[test]
fn all_that_is_old_goes_however_much_it_is() {
    let (world, other) = (World::new(), World::new());
    let [master, beside] = [&world, &other].map(|world| world.master());
    let old: Vec<_> = (0..101).map(|_| invited(&master, "ann").1).collect();
    // Of the same moment.
    let fresh: Vec<_> = (0..9).map(|_| invited(&beside, "bob").1).collect();
    let links: Vec<_> = old.iter().map(|email| world.link_to(email)).collect();
    world.advance(60 * DAY);
    world.tidy();
    assert!(old.iter().all(|email| world.mails_to(email).is_empty()));
    assert!(fresh.iter().all(|email| other.mails_to(email).len() == 1));
    for link in links {
        world.open(&link).is(404).says(NO_LINK);
    }
}

#[test]
fn what_has_come_to_be_of_use_for_longer_since_it_was_found_stays() {
    const PROLONG: [Sql; 2] = [
        sql!("UPDATE mails SET expires_at = expires_at + 1 WHERE account_id = $1"),
        sql!("UPDATE links SET expires_at = expires_at + 1 WHERE account_id = $1"),
    ];
    let world = World::new();
    let master = world.master();
    let (_, email) = invited(&master, "ann");
    let link = world.link_to(&email);
    world.advance(60 * DAY);
    let (id, account) = (world.id.clone(), master.id.clone());
    let done = world.platform.in_directory(move |all| {
        let mails = all.old_mails(0, Some(&id), &OldMail::default(), 100)?;
        let links = all.old_links(0, Some(&id), &OldLink::default(), 100)?;
        assert!(!mails.is_empty() && !links.is_empty());
        let mut tenant = all.enter(&account)?;
        PROLONG.iter().try_for_each(|sql| tenant.execute(*sql, &[]).map(drop))?;
        mails.iter().try_for_each(|mail| all.forget_mail(mail))?;
        Ok(links.iter().try_for_each(|link| all.forget_link(link))?)
    });
    server().runtime.block_on(done).expect("the store answers");
    assert_eq!(world.mails_to(&email).len(), 1);
    world.open(&link).is(410).says(EXPIRED);
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
