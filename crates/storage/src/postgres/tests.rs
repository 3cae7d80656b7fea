//! What PostgreSQL promises: what may be run again is, what may not is not, and events get their positions.
//!
//! `TENANTRY_TEST_POSTGRES` is the URL of a database on a server, as a superuser; `cargo xtask test` starts one.
mod events;
mod locks;
mod room;

use super::{link::Link, positions, source::Source};
use crate::{
    database::{Database, Options, Read},
    engine::Scope,
    fault::*,
    migrate::{self, Migration},
    sql::Cell,
    transaction::{End, Tx},
};
use postgres::{Client, NoTls};
use std::{
    future::poll_fn,
    process,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicUsize, Ordering},
        mpsc,
    },
    task::Poll,
    thread,
    time::Duration,
};
use tokio::task::JoinSet;

/// A database of its own, dropped with it.
struct Place {
    name: String,
}

impl Place {
    fn new() -> Self {
        Place::with("ENCODING 'UTF8' LOCALE 'C'")
    }
    fn with(order: &str) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("storage_{}_{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut server = connect(&server());
        server.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).unwrap();
        server.batch_execute(&format!("CREATE DATABASE {name} {order} TEMPLATE template0")).unwrap();
        Place { name }
    }
    fn options(&self) -> Options {
        Options { connections: 4, ..Options::new(&self.url()) }
    }
    fn url(&self) -> String {
        let server = server();
        let (address, _) = server.rsplit_once('/').expect("an address that ends in a database");
        format!("{address}/{}", self.name)
    }
    fn open(&self) -> Database {
        Database::open(&self.options()).unwrap()
    }
    fn opened_with_tables(&self) -> Database {
        let database = self.open();
        self.beside()
            .batch_execute("CREATE TABLE rows (n BIGINT PRIMARY KEY, value BIGINT NOT NULL DEFAULT 0, bytes BYTEA)")
            .unwrap();
        database
    }
    /// A connection that is not the engine's.
    fn beside(&self) -> Client {
        connect(&self.options().url)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let name = &self.name;
        connect(&server()).batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
    }
}

fn server() -> String {
    #[allow(clippy::disallowed_methods, reason = "the only thing that the tests are told from outside")]
    let server = std::env::var("TENANTRY_TEST_POSTGRES");
    server.unwrap_or_else(|_| panic!("no PostgreSQL to test with: use `cargo xtask test`, which starts one"))
}
fn connect(url: &str) -> Client {
    Client::connect(url, NoTls).unwrap()
}
fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}
fn execute(tx: &Tx, text: &'static str, params: &[Cell<'_>]) -> Result<u64> {
    tx.execute(Scope::Directory, text, params)
}
fn insert(tx: &Tx, n: i64) -> Result<u64> {
    execute(tx, "INSERT INTO rows (n) VALUES ($1)", &[n.into()])
}
fn numbers(tx: &Tx, text: &'static str) -> Result<Vec<i64>> {
    let mut numbers = Vec::new();
    tx.query(Scope::Directory, text, &[], &mut |row| {
        numbers.push(row.get(0)?);
        Ok(())
    })?;
    Ok(numbers)
}
fn rows(database: &Database) -> Vec<i64> {
    read(database, "SELECT n FROM rows ORDER BY n")
}
fn read(database: &Database, text: &'static str) -> Vec<i64> {
    wait(database.read(Read::OneStatement, move |tx| numbers(tx, text))).unwrap().unwrap()
}
/// Keeps the row `n`.
fn keep(n: i64) -> impl FnMut(&Tx) -> End<i64> + Send + 'static {
    move |tx| {
        insert(tx, n).unwrap();
        End::Commit(n)
    }
}
/// How often a change is run that runs `text` and says that it is to be kept, and its answer.
fn runs(database: &Database, text: &'static str) -> (usize, Result<()>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = runs.clone();
    let answer = wait(database.write("", move |tx| {
        counted.fetch_add(1, Ordering::Relaxed);
        drop(execute(tx, text, &[]));
        End::Commit(())
    }));
    (runs.load(Ordering::Relaxed), answer)
}

#[test]
fn a_kept_change_is_read_and_an_undone_one_only_answers() {
    let place = Place::new();
    let database = place.opened_with_tables();
    assert_eq!(wait(database.write("", keep(1))), Ok(1));
    let undone = wait(database.write("", |tx| {
        insert(tx, 2).unwrap();
        End::Undo("refused")
    }));
    assert_eq!(undone, Ok("refused"));
    for read in [Read::OneStatement, Read::Snapshot, Read::Large] {
        assert_eq!(wait(database.read(read, |tx| numbers(tx, "SELECT n FROM rows"))), Ok(Ok(vec![1])));
    }
}

#[test]
fn a_change_with_a_fault_is_undone_whatever_it_says() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let answer = wait(database.write("", |tx| {
        insert(tx, 1).unwrap();
        assert!(execute(tx, "INSERT INTO nothing (n) VALUES (1)", &[]).is_err());
        assert!(insert(tx, 2).is_err());
        End::Commit(())
    }));
    assert!(matches!(answer, Err(Fault::Broken(cause)) if cause.contains("nothing")));
    assert!(rows(&database).is_empty());
}

#[test]
fn a_conflict_is_run_again_until_it_is_none() {
    let place = Place::new();
    let (one, other) = (place.opened_with_tables(), place.open());
    wait(one.write("", keep(1))).unwrap();
    // Each node has its own turns, so the nodes conflict with each other.
    let add = |tx: &Tx| {
        let value = numbers(tx, "SELECT value FROM rows WHERE n = 1").map(|values| values[0] + 1);
        drop(value.and_then(|value| execute(tx, "UPDATE rows SET value = $1 WHERE n = 1", &[value.into()])));
        End::Commit(())
    };
    wait(async {
        let mut changes = JoinSet::new();
        for node in [&one, &other].into_iter().cycle().take(64) {
            let database = node.clone();
            changes.spawn(async move { database.write("", add).await });
        }
        changes.join_all().await.into_iter().for_each(|answer| answer.unwrap());
    });
    assert_eq!(read(&one, "SELECT value FROM rows"), [64]);
}

#[test]
fn a_conflict_that_does_not_end_is_busy_at_the_deadline() {
    let place = Place::new();
    let database = Database::open(&Options { deadline: Duration::from_millis(400), ..place.options() }).unwrap();
    for conflict in [
        room::CONFLICT,
        "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$",
        "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '53200'; END $$",
    ] {
        let (runs, answer) = runs(&database, conflict);
        assert!(runs > 1, "{conflict}");
        assert_eq!(answer, Err(Fault::Busy));
    }
}

#[test]
fn a_duplicate_is_run_again_once_and_then_it_is_our_fault() {
    let place = Place::new();
    let database = place.opened_with_tables();
    wait(database.write("", keep(1))).unwrap();
    let (runs, answer) = runs(&database, "INSERT INTO rows (n) VALUES (1)");
    assert_eq!(runs, 2);
    assert!(matches!(answer, Err(Fault::Broken(_))));
}

#[test]
fn another_mistake_is_not_run_again() {
    let place = Place::new();
    let (runs, answer) = runs(&place.open(), "INSERT INTO nothing (n) VALUES (1)");
    assert_eq!(runs, 1);
    assert!(matches!(answer, Err(Fault::Broken(_))));
}

#[test]
fn what_else_the_server_is_short_of_is_told_at_once() {
    let place = Place::new();
    let database = place.open();
    for shortage in [
        "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '53000'; END $$",
        "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '53100'; END $$",
        "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '53300'; END $$",
        "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '53400'; END $$",
    ] {
        let (runs, answer) = runs(&database, shortage);
        assert_eq!(runs, 1, "{shortage}");
        assert!(matches!(answer, Err(Fault::Unavailable(_))), "{shortage}");
    }
}

#[test]
fn a_connection_lost_at_commit_is_of_unknown_fate_and_not_run_again() {
    let place = Place::new();
    let database = place.opened_with_tables();
    place
        .beside()
        .batch_execute(
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
             CREATE CONSTRAINT TRIGGER die AFTER INSERT ON rows DEFERRABLE INITIALLY DEFERRED
                 FOR EACH ROW WHEN (NEW.n = 13) EXECUTE FUNCTION die()",
        )
        .unwrap();
    let (runs, answer) = runs(&database, "INSERT INTO rows (n) VALUES (13)");
    assert_eq!(runs, 1);
    assert!(matches!(answer, Err(Fault::Unavailable(_))));
    assert_eq!(wait(database.write("", keep(1))), Ok(1));
    assert_eq!(rows(&database), [1]);
}

#[test]
fn a_connection_lost_before_commit_is_replaced_and_the_change_run_again() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let mut is_first = true;
    let answer = wait(database.write("", move |tx| {
        drop(insert(tx, 1));
        if std::mem::take(&mut is_first) {
            drop(numbers(tx, "SELECT pg_terminate_backend(pg_backend_pid())"));
        }
        End::Commit(())
    }));
    assert_eq!(answer, Ok(()));
    assert_eq!(rows(&database), [1]);
}

#[test]
fn a_server_that_was_restarted_costs_no_request() {
    let place = Place::new();
    place.opened_with_tables();
    let database = Database::open(&Options { connections: 1, ..place.options() }).unwrap();
    let mut beside = place.beside();
    let mut restart = || {
        const ALL: &str = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                           WHERE datname = current_database() AND pid <> pg_backend_pid()";
        beside.query(ALL, &[]).unwrap();
    };
    wait(database.write("", keep(1))).unwrap();
    for read in [Read::OneStatement, Read::Snapshot] {
        restart();
        assert_eq!(wait(database.read(read, |tx| numbers(tx, "SELECT n FROM rows"))), Ok(Ok(vec![1])));
    }
    restart();
    assert_eq!(wait(database.write("", keep(2))), Ok(2));
}

#[test]
fn a_handler_panics_and_its_connection_goes_on() {
    let place = Place::new();
    place.opened_with_tables();
    let database = Database::open(&Options { connections: 1, ..place.options() }).unwrap();
    const PROCESS: &str = "SELECT pg_backend_pid()::bigint";
    let before = read(&database, PROCESS);
    let change = wait(database.write("", |tx| -> End<()> {
        insert(tx, 1).unwrap();
        panic!("a handler's mistake");
    }));
    assert_eq!(change, Err(Fault::Broken("a panic: a handler's mistake".to_owned())));
    let reader = wait(database.read(Read::Snapshot, |tx| -> () {
        numbers(tx, "SELECT n FROM rows").unwrap();
        panic!("a reader's mistake");
    }));
    assert_eq!(reader, Err(Fault::Broken("a panic: a reader's mistake".to_owned())));
    assert_eq!(read(&database, PROCESS), before);
    assert!(rows(&database).is_empty());
}

#[test]
fn changes_of_one_account_take_turns_on_a_node() {
    let place = Place::new();
    let database = place.opened_with_tables();
    wait(database.write("", keep(1))).unwrap();
    let runs = Arc::new(AtomicUsize::new(0));
    wait(async {
        let mut changes = JoinSet::new();
        for _ in 0..64 {
            let (database, runs) = (database.clone(), runs.clone());
            let add = move |tx: &Tx| {
                runs.fetch_add(1, Ordering::Relaxed);
                execute(tx, "UPDATE rows SET value = value + 1 WHERE n = 1", &[]).unwrap();
                End::Commit(())
            };
            changes.spawn(async move { database.write("account", add).await });
        }
        changes.join_all().await.into_iter().for_each(|answer| answer.unwrap());
    });
    assert_eq!(runs.load(Ordering::Relaxed), 64);
}

#[test]
fn a_full_queue_refuses_one_more() {
    let place = Place::new();
    let database = Database::open(&Options { connections: 1, queue: 1, ..place.options() }).unwrap();
    let (entered, is_entered) = mpsc::channel();
    let (open, is_open) = mpsc::channel::<()>();
    let (occupying, other) = (database.clone(), database.clone());
    thread::scope(|threads| {
        threads.spawn(|| {
            let occupied = occupying.read(Read::OneStatement, move |_| {
                entered.send(()).unwrap();
                let _ = is_open.recv();
            });
            wait(occupied).unwrap();
        });
        is_entered.recv().unwrap();
        wait(async {
            let mut waiting = Box::pin(database.read(Read::OneStatement, |_| ()));
            assert!(poll_fn(|cx| Poll::Ready(waiting.as_mut().poll(cx))).await.is_pending());
            assert_eq!(other.read(Read::OneStatement, |_| ()).await, Err(Fault::Busy));
            drop(open);
            assert_eq!(waiting.await, Ok(()));
        });
    });
}

#[test]
fn statements_of_one_snapshot_agree() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let other = database.clone();
    let counts = wait(database.read(Read::Snapshot, move |tx| {
        let before = numbers(tx, "SELECT count(*) FROM rows");
        thread::scope(|threads| threads.spawn(|| wait(other.write("", keep(1))).unwrap()).join().unwrap());
        (before, numbers(tx, "SELECT count(*) FROM rows"))
    }));
    assert_eq!(counts, Ok((Ok(vec![0]), Ok(vec![0]))));
    assert_eq!(rows(&database), [1]);
}

#[test]
fn a_reader_cannot_write() {
    let place = Place::new();
    let database = place.opened_with_tables();
    for read in [Read::OneStatement, Read::Snapshot, Read::Large] {
        let answer = wait(database.read(read, |tx| insert(tx, 1).is_ok()));
        assert!(matches!(answer, Err(Fault::Broken(cause)) if cause.contains("read-only")));
    }
}

#[test]
fn a_value_is_bound_to_a_column_of_its_kind_only() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let by = |text: &'static str, cell: Cell<'static>| {
        wait(database.read(Read::OneStatement, move |tx| tx.query(Scope::Directory, text, &[cell], &mut |_| Ok(()))))
    };
    const CELLS: [Cell<'static>; 3] = [Cell::Int(1), Cell::Text("1"), Cell::Bytes(b"1")];
    let columns = [
        "SELECT n FROM rows WHERE n = $1",
        "SELECT n FROM rows WHERE $1 = ''::text",
        "SELECT n FROM rows WHERE bytes = $1",
    ];
    for (fitting, text) in CELLS.into_iter().zip(columns) {
        for cell in CELLS {
            assert_eq!(by(text, cell).is_ok(), cell == fitting, "{cell:?} in {text}");
        }
        assert!(by(text, Cell::Null).is_ok());
    }
}

#[test]
fn a_cell_of_another_type_is_not_read() {
    let place = Place::new();
    let database = place.open();
    for text in ["SELECT 1", "SELECT true", "SELECT 1.5", "SELECT 'x'::varchar"] {
        let answer = wait(database.read(Read::OneStatement, |tx| {
            tx.query(Scope::Directory, text, &[], &mut |row| row.get::<Option<i64>>(0).map(drop))
        }));
        assert!(matches!(answer, Err(Fault::Broken(_))), "{text}");
    }
}

#[test]
fn a_database_whose_text_order_is_not_c_is_refused() {
    for order in ["ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'", "ENCODING 'SQL_ASCII' LOCALE 'C'"] {
        let place = Place::with(order);
        let refused = Database::open(&place.options()).err().unwrap().to_string();
        assert!(refused.contains("must order text by its bytes: CREATE DATABASE"), "{refused}");
        assert_eq!(refused.lines().count(), 1);
    }
}

#[test]
fn a_database_of_a_newer_or_another_release_is_refused() {
    for (change, refusal) in [
        ("INSERT INTO migrations (number, name, checksum) VALUES (9999, 'later', '')", "by a newer tenantry"),
        ("UPDATE migrations SET checksum = 'x' WHERE number = 1", "is not the one that made this database"),
    ] {
        let place = Place::new();
        drop(place.open());
        place.beside().batch_execute(change).unwrap();
        let refused = Database::open(&place.options()).err().unwrap().to_string();
        assert!(refused.contains(refusal), "{refused}");
    }
}

#[test]
fn a_database_can_be_opened_and_closed_where_async_code_runs() {
    let place = Place::new();
    wait(async {
        let database = place.open();
        assert_eq!(database.read(Read::OneStatement, |_| 1).await, Ok(1));
    });
}

#[test]
fn nodes_that_start_together_migrate_once() {
    let place = Place::new();
    thread::scope(|nodes| {
        let starts: Vec<_> = (0..4).map(|_| nodes.spawn(|| drop(place.open()))).collect();
        starts.into_iter().for_each(|start| start.join().unwrap());
    });
}

#[test]
fn a_migration_that_fails_leaves_nothing() {
    let place = Place::new();
    let broken = Migration { name: "0001_broken", text: "CREATE TABLE half (n BIGINT PRIMARY KEY); SELECT nothing" };
    let refused = migrate::run(&mut place.beside(), &[broken]).unwrap_err().to_string();
    assert!(refused.starts_with("0001_broken: "), "{refused}");
    assert!(place.beside().query("SELECT n FROM half", &[]).is_err());
    drop(place.open());
}

#[test]
fn row_security_shows_the_rows_of_one_account_and_all_of_them_to_the_directory() {
    let place = Place::new();
    let database = Database::open(&Options { row_security: true, ..place.options() }).unwrap();
    let answer = wait(database.write("", |tx| {
        for account in ["a", "b"] {
            event(tx, Scope::Account(account), account, 0, account, 1).unwrap();
        }
        End::Commit(())
    }));
    assert_eq!(answer, Ok(()));
    let seen = wait(database.read(Read::OneStatement, |tx| {
        let count = |scope| {
            let mut count = 0;
            let text = "SELECT count(*) FROM events";
            tx.query(scope, text, &[], &mut |row| row.get(0).map(|n: i64| count = n)).map(|()| count)
        };
        [count(Scope::Account("a")), count(Scope::Directory), count(Scope::Account("b")), count(Scope::Account("c"))]
    }));
    assert_eq!(seen, Ok([Ok(1), Ok(2), Ok(1), Ok(0)]));
    let foreign = wait(database.write("", |tx| End::Commit(event(tx, Scope::Account("a"), "b", 0, "x", 1).is_ok())));
    assert!(matches!(foreign, Err(Fault::Broken(cause)) if cause.contains("row-level security")));
    // Positions are given over all accounts, on the same connections.
    wait(database.position_events(100)).unwrap();
    assert_eq!(read(&database, "SELECT count(*) FROM events WHERE position IS NULL"), [0]);
}

fn event(tx: &Tx, scope: Scope<'_>, account: &str, at: i64, object: &str, version: i64) -> Result<u64> {
    const INSERT: &str = "INSERT INTO events (account_id, id, position, at, name, object_id, version, by_kind,
                                              by_account_id, by_user_id, by_app_id, payload)
                          VALUES ($1, $2, $3, $4, 'n', $5, $6, 'system', '', '', '', '{}')";
    let (id, position) = (format!("{object}{version}"), tx.next_position()?);
    let cells = [account.into(), (&id).into(), position.into(), at.into(), object.into(), version.into()];
    tx.execute(scope, INSERT, &cells)
}
