//! Connections for reading: what they see, and for how long.
use super::*;
use crate::sqlite::{Commits, Readers, Source};

fn readers(place: &Place) -> (Readers, Arc<Commits>) {
    let commits = Arc::new(Commits::default());
    let source = Source::new(&place.path(), &Options::new(""));
    (Readers::new(source.into(), commits.clone()), commits)
}

#[test]
fn a_connection_that_is_found_in_a_transaction_of_another_is_opened_anew() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let (readers, commits) = readers(&place);
    let mut seat = None;
    let read = |seat: &mut _| readers.run(seat, Read::Large, |tx| numbers(tx, "SELECT n FROM rows")).unwrap();
    assert!(read(&mut seat).is_empty());
    let left_open = &seat.as_ref().unwrap().link;
    left_open.control("BEGIN").unwrap();
    assert!(numbers(&Tx::new(left_open), "SELECT n FROM rows").is_empty());
    assert_eq!(readers.reopened(), 0);
    wait(database.write("", keep(1))).unwrap();
    commits.add();
    assert_eq!((read(&mut seat), readers.reopened()), (vec![1], 1));
}

#[test]
fn a_snapshot_is_kept_from_read_to_read_until_a_commit_a_fault_or_a_checkpoint() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let (readers, commits) = readers(&place);
    let rows = || readers.read(Read::Snapshot, |tx| numbers(tx, "SELECT n FROM rows")).unwrap().len();
    let write = |n| wait(database.write("", keep(n))).unwrap();
    assert_eq!(rows(), 0);
    write(1);
    // Nobody has told of the commit yet.
    assert_eq!(rows(), 0);
    commits.add();
    assert_eq!(rows(), 1);
    write(2);
    drop(readers.read(Read::Snapshot, |tx| tx.execute(Scope::Directory, "SELECT nothing", &[])));
    assert_eq!(rows(), 2);
    write(3);
    assert_eq!(rows(), 2);
    readers.let_go();
    assert_eq!(rows(), 3);
    write(4);
    readers.without_snapshots(|| {
        assert_eq!(rows(), 4);
        write(5);
        assert_eq!(rows(), 5);
    });
    assert_eq!(readers.reopened(), 0);
}

#[test]
fn whoever_was_told_of_a_change_reads_it_on_every_thread() {
    let place = Place::new();
    let database = place.opened_with_tables();
    for n in 1..=50 {
        wait(database.write("", keep(n))).unwrap();
        let seen = thread::scope(|threads| {
            let read = || threads.spawn(|| rows(&database).len());
            [read(), read()].map(|reader| reader.join().unwrap())
        });
        assert_eq!(seen, [n as usize; 2]);
    }
}

#[test]
fn no_more_connections_are_opened_than_are_in_use_at_the_same_time() {
    let place = Place::new();
    let _database = place.opened_with_tables();
    let (readers, _) = readers(&place);
    let read = || readers.read(Read::Snapshot, |tx| numbers(tx, "SELECT n FROM rows")).unwrap();
    for _ in 0..4 {
        thread::scope(|threads| drop(threads.spawn(read).join().unwrap()));
    }
    assert_eq!(readers.open(), 1);
    // Another, for whoever reads while somebody does.
    let beside = |_: &Tx| thread::scope(|threads| drop(threads.spawn(read).join().unwrap()));
    readers.read(Read::Snapshot, beside).unwrap();
    assert_eq!(readers.open(), 2);
}
