//! What others hold, and servers that take no changes: neither is waited for without an end.
use super::*;
use tokio::time::timeout;

/// The time of a change, of which a fifth is given to each lock.
const SHORT: Duration = Duration::from_secs(1);
const CHANGE: &str = "UPDATE rows SET value = 2 WHERE n = 1";

/// A database of changes with little time, and a connection to it that holds the row 1.
fn held(place: &Place) -> (Database, Client) {
    wait(place.opened_with_tables().write("", keep(1))).unwrap();
    let mut holder = place.beside();
    holder.batch_execute("BEGIN; UPDATE rows SET value = 1 WHERE n = 1").unwrap();
    (Database::open(&Options { deadline: SHORT, ..place.options() }).unwrap(), holder)
}

#[test]
fn a_change_that_waits_for_a_row_in_other_hands_is_run_again_and_busy_at_the_deadline() {
    let place = Place::new();
    let (database, mut holder) = held(&place);
    let (times, answer) = runs(&database, CHANGE);
    assert!(times > 1);
    assert_eq!(answer, Err(Fault::Busy));
    holder.batch_execute("ROLLBACK").unwrap();
    assert_eq!(runs(&database, CHANGE), (1, Ok(())));
}

#[test]
fn a_change_that_waits_for_a_row_in_other_hands_keeps_no_other_out() {
    let place = Place::new();
    let (database, _holder) = held(&place);
    let (others, mut n) = (database.clone(), 1);
    let answer = wait(database.write("", move |tx| {
        n += 1;
        thread::scope(|threads| threads.spawn(|| wait(others.write("other", keep(n)))).join().unwrap()).unwrap();
        drop(execute(tx, CHANGE, &[]));
        End::Commit(())
    }));
    assert_eq!(answer, Err(Fault::Busy));
    assert!(rows(&database).len() > 2);
}

#[test]
fn changes_that_wait_leave_connections_to_readers() {
    let place = Place::new();
    let database = place.open();
    wait(async {
        let (mut gates, mut changes) = (Vec::new(), Vec::new());
        for turn in ["a", "b", "c", "d"] {
            let (gate, is_open) = mpsc::channel::<()>();
            let mut change = Box::pin(database.write(turn, move |_| {
                let _ = is_open.recv();
                End::Commit(())
            }));
            assert!(poll_fn(|cx| Poll::Ready(change.as_mut().poll(cx))).await.is_pending());
            gates.push(gate);
            changes.push(change);
        }
        let read = timeout(Duration::from_secs(4), database.read(Read::OneStatement, |_| ())).await;
        drop(gates);
        assert_eq!(read, Ok(Ok(())));
        for change in changes {
            assert_eq!(change.await, Ok(()));
        }
    });
}

#[test]
fn a_server_that_takes_no_changes_any_more_is_left() {
    let place = Place::new();
    let database = Database::open(&Options { connections: 1, ..place.options() }).unwrap();
    const PROCESS: &str = "SELECT pg_backend_pid()::bigint";
    for refusal in [
        "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '0A000'; END $$",
        "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '25006'; END $$",
    ] {
        let before = read(&database, PROCESS);
        let (times, answer) = runs(&database, refusal);
        assert_eq!(times, 2, "{refusal}");
        assert!(matches!(answer, Err(Fault::Unavailable(_))), "{refusal}");
        assert_ne!(read(&database, PROCESS), before, "{refusal}");
    }
}

#[test]
fn a_server_that_only_follows_another_is_not_ready() {
    let place = Place::new();
    assert_eq!(wait(place.open().ping()), Ok(()));
    // As one would answer that follows.
    let follows = format!(
        "CREATE FUNCTION public.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS 'SELECT true';
         ALTER DATABASE {} SET search_path = public, pg_catalog",
        place.name
    );
    place.beside().batch_execute(&follows).unwrap();
    assert!(matches!(wait(place.open().ping()), Err(Fault::Unavailable(_))));
}
