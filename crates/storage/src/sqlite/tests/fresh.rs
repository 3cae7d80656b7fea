//! When a remembered fact stops to hold.
use super::*;
use crate::{
    Session, Stamp, Streams,
    caller::Caller,
    directory::{Directory, NewAccount},
    entropy::SeedSource,
};

fn stamp(database: &Database, account: &str) -> Stamp {
    database.freshness().unwrap().stamp(account)
}
fn holds(database: &Database, stamp: Stamp) -> bool {
    database.freshness().unwrap().holds(stamp)
}
/// Changes facts about this account.
fn touch(account: &'static str, end: fn(()) -> End<()>) -> impl FnMut(&Tx) -> End<()> + Send + 'static {
    move |tx| {
        tx.touch(account);
        end(())
    }
}

#[test]
fn facts_are_no_longer_fresh_when_a_change_of_them_is_answered() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let (kept, undone) = (stamp(&database, "kept"), stamp(&database, "undone"));
    wait(database.write("", touch("kept", End::Commit))).unwrap();
    wait(database.write("", touch("undone", End::Undo))).unwrap();
    assert!(!holds(&database, kept));
    assert!(holds(&database, undone));
}

#[test]
fn facts_are_no_longer_fresh_for_the_next_change_of_the_same_batch() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let (kept, undone) = (stamp(&database, "kept"), stamp(&database, "undone"));
    let open = gate(&database);
    let (next, is_next) = mpsc::channel();
    let (end, is_end) = mpsc::channel::<()>();
    let changes = [
        queued(&database, touch("kept", End::Commit)),
        queued(&database, touch("undone", End::Undo)),
        queued(&database, move |_| {
            next.send(()).unwrap();
            let _ = is_end.recv();
            End::Commit(())
        }),
    ];
    drop(open);
    is_next.recv().unwrap();
    assert!(!holds(&database, kept));
    assert!(holds(&database, undone));
    // What is read now is what was so before the batch, and must not be taken for what is so after it.
    let between = stamp(&database, "kept");
    drop(end);
    changes.into_iter().for_each(|answer| wait(answer).unwrap());
    assert!(!holds(&database, between));
}

#[test]
fn that_nobody_had_an_id_no_longer_holds_when_an_account_gets_it() {
    const ID: &str = "AAAAAAAAAAAAAAAAAAAAAA";
    let place = Place::new();
    let database = place.open();
    let (nobody, other) = (stamp(&database, ID), stamp(&database, "other"));
    let seed = SeedSource::fixed(1).seed();
    let made = database.write("", move |tx| {
        let session = Session::new(tx, Caller::system(), 0, Streams::new(seed.clone()));
        End::Commit(make(&mut Directory::new(&session), ID))
    });
    wait(made).unwrap().unwrap();
    assert!(!holds(&database, nobody));
    assert!(holds(&database, other));
}
fn make(all: &mut Directory<'_>, id: &str) -> Result<()> {
    all.add_world("w", "w")?;
    let new = NewAccount {
        id,
        name: "a",
        account_type: "Free",
        is_master: false,
        pays_itself: false,
        owner_id: "o",
        owner_email: "o@a.example",
        options: "{}",
    };
    all.new_account("w", &new).map(drop)
}
