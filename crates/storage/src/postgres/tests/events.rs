//! Positions of events: every event once, and those of one object in the order of its versions.
use super::*;

#[test]
fn positions_follow_time_but_an_object_its_versions() {
    let place = Place::new();
    drop(place.open());
    // Nothing of the engine runs, which would give them positions at once.
    place
        .beside()
        .batch_execute(
            "INSERT INTO events (account_id, id, at, name, object_id, version, by_kind, by_account_id, by_user_id,
                                 by_app_id, payload)
             SELECT account, id, at, 'n', object, version, 'system', '', '', '', '{}'
             FROM (VALUES ('a', 'late', 9, 'x', 1), ('a', 'slow clock', 2, 'x', 2), ('a', 'first', 1, 'y', 1),
                          ('a', 'last', 10, 'y', 2), ('b', 'gone', 11, 'z', 1), ('a', 'come', 11, 'z', 2))
                 AS e (account, id, at, object, version)",
        )
        .unwrap();
    let link = Link::new(Source::new(&place.options()).unwrap().into());
    // The slice of two takes the first and, by time, the slow clock's; with it comes the version before it.
    assert_eq!([2, 2, 2, 2].map(|most| positions::give(&link, most)), [Ok(3), Ok(2), Ok(1), Ok(0)]);
    let order = place.beside().query("SELECT id, position FROM events ORDER BY position", &[]).unwrap();
    let order: Vec<(String, i64)> = order.iter().map(|row| (row.get(0), row.get(1))).collect();
    let expected = [("first", 1), ("late", 2), ("slow clock", 3), ("last", 4), ("gone", 5), ("come", 6)];
    assert_eq!(order, expected.map(|(id, position)| (id.to_owned(), position)));
}

#[test]
fn events_that_a_killed_node_left_get_their_positions_without_another_change() {
    let place = Place::new();
    // Nothing of the engine runs: what a node does at its start and after each change is left out.
    drop(place.open());
    let link = Link::new(Source::new(&place.options()).unwrap().into());
    assert_eq!(positions::look_and_give(&link, 2), Ok(0));
    place
        .beside()
        .batch_execute(
            "INSERT INTO events (account_id, id, at, name, object_id, version, by_kind, by_account_id, by_user_id,
                                 by_app_id, payload)
             SELECT 'a', 'e' || n, n, 'n', 'o', n, 'system', '', '', '', '{}' FROM generate_series(1, 3) AS s (n)",
        )
        .unwrap();
    assert_eq!([2, 2, 2].map(|most| positions::look_and_give(&link, most)), [Ok(2), Ok(1), Ok(0)]);
    let given = place.beside().query("SELECT position FROM events ORDER BY version", &[]).unwrap();
    assert_eq!(given.iter().map(|row| row.get(0)).collect::<Vec<i64>>(), [1, 2, 3]);
}

#[test]
fn eight_writers_on_two_nodes_and_a_reader_sees_every_event_once_and_in_order() {
    const WRITERS: i64 = 8;
    const EACH: i64 = 25;
    let place = Place::new();
    let nodes = [place.open(), place.open()];
    let seen = thread::scope(|threads| {
        for (writer, node) in (0..WRITERS).zip(nodes.iter().cycle()) {
            threads.spawn(move || (1..=EACH).for_each(|version| wait(write_slowly(node, writer, version)).unwrap()));
        }
        let reader = threads.spawn(|| follow(&nodes[0], (WRITERS * EACH) as usize));
        reader.join().unwrap()
    });
    let positions: Vec<_> = seen.iter().map(|(position, _, _)| *position).collect();
    assert_eq!(positions, (1..=WRITERS * EACH).collect::<Vec<_>>());
    for writer in 0..WRITERS {
        let object = format!("object {writer}");
        let versions = seen.iter().filter(|(_, of, _)| *of == object).map(|(_, _, version)| *version);
        assert_eq!(versions.collect::<Vec<_>>(), (1..=EACH).collect::<Vec<_>>());
    }
}
/// One change, with a pause of some milliseconds before its commit that differs from one to the next.
async fn write_slowly(node: &Database, writer: i64, version: i64) -> Result<()> {
    static NEXT: AtomicI64 = AtomicI64::new(1);
    let work = move |tx: &Tx| {
        let object = format!("object {writer}");
        drop(event(tx, Scope::Directory, "a", 0, &object, version));
        let pause = NEXT.fetch_add(7919, Ordering::Relaxed) % 5;
        drop(execute(tx, "SELECT pg_sleep($1::bigint / 1000.0)", &[pause.into()]));
        End::Commit(())
    };
    node.write(&format!("{writer}"), work).await
}
/// Reads positioned events after the last seen one until there were `most`.
fn follow(node: &Database, most: usize) -> Vec<(i64, String, i64)> {
    const AFTER: &str = "SELECT position, object_id, version FROM events WHERE position > $1 ORDER BY position";
    let mut seen: Vec<(i64, String, i64)> = Vec::new();
    while seen.len() < most {
        let last = seen.last().map_or(0, |(position, _, _)| *position);
        let more = wait(node.read(Read::OneStatement, move |tx| {
            let mut more = Vec::new();
            tx.query(Scope::Directory, AFTER, &[last.into()], &mut |row| {
                more.push((row.get(0)?, row.get(1)?, row.get(2)?));
                Ok(())
            })
            .map(|()| more)
        }));
        seen.extend(more.unwrap().unwrap());
    }
    seen
}
