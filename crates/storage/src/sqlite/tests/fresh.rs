//! When a remembered fact stops to hold.
use super::*;
use crate::Stamp;

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
