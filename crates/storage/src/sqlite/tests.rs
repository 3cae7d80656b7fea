//! What SQLite promises: one fate for a batch, no fault that spreads, nothing stale, one process.
mod batch;
mod fresh;
mod readers;

use crate::{
    database::{Database, Options, Read},
    engine::Scope,
    fault::*,
    sql::Cell,
    transaction::{End, Tx},
};
use std::{
    fs,
    path::PathBuf,
    pin::Pin,
    sync::{Arc, mpsc},
    task::{Context, Waker},
    thread,
};
use tempfile::TempDir;

const TABLES: &str = "CREATE TABLE rows (n BIGINT NOT NULL PRIMARY KEY) WITHOUT ROWID;
     CREATE TABLE children (n BIGINT NOT NULL PRIMARY KEY,
         parent BIGINT NOT NULL REFERENCES rows (n) DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID;";

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Place { folder: TempDir::new().unwrap() }
    }
    fn path(&self) -> PathBuf {
        self.folder.path().join("data.db")
    }
    fn options(&self) -> Options {
        Options::new(&format!("sqlite:{}", self.path().display()))
    }
    fn open(&self) -> Database {
        Database::open(&self.options()).unwrap()
    }
    fn opened_with_tables(&self) -> Database {
        let database = self.open();
        self.beside().execute_batch(TABLES).unwrap();
        database
    }
    /// A connection that knows nothing of the lock.
    fn beside(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).unwrap()
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}
fn insert(tx: &Tx, n: i64) -> Result<u64> {
    tx.execute(Scope::Directory, "INSERT INTO rows (n) VALUES ($1)", &[n.into()])
}
fn numbers(tx: &Tx, text: &'static str) -> Vec<i64> {
    let mut numbers = Vec::new();
    let read = tx.query(Scope::Directory, text, &[], &mut |row| {
        numbers.push(row.get(0)?);
        Ok(())
    });
    read.unwrap();
    numbers
}
fn rows(database: &Database) -> Vec<i64> {
    wait(database.read(Read::OneStatement, |tx| numbers(tx, "SELECT n FROM rows ORDER BY n"))).unwrap()
}
/// Keeps the row `n`.
fn keep(n: i64) -> impl FnMut(&Tx) -> End<i64> + Send + 'static {
    move |tx| {
        insert(tx, n).unwrap();
        End::Commit(n)
    }
}

type Answer<T> = Pin<Box<dyn Future<Output = Result<T>>>>;

/// A change that stands in the queue.
fn queued<T: Send + 'static>(database: &Database, work: impl FnMut(&Tx) -> End<T> + Send + 'static) -> Answer<T> {
    let database = database.clone();
    let mut answer: Answer<T> = Box::pin(async move { database.write("", work).await });
    assert!(answer.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    answer
}
/// Keeps the writer in a batch of its own until it is dropped, so that what is queued meanwhile is one batch.
fn gate(database: &Database) -> mpsc::Sender<()> {
    let (entered, is_entered) = mpsc::channel();
    let (open, is_open) = mpsc::channel::<()>();
    drop(queued(database, move |_| {
        entered.send(()).unwrap();
        let _ = is_open.recv();
        End::Commit(())
    }));
    is_entered.recv().unwrap();
    open
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
    assert_eq!(rows(&database), [1]);
}

#[test]
fn a_change_with_a_fault_is_undone_whatever_it_says() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let answer = wait(database.write("", |tx| {
        insert(tx, 1).unwrap();
        assert!(insert(tx, 1).is_err());
        assert!(insert(tx, 2).is_err());
        End::Commit(())
    }));
    assert!(matches!(answer, Err(Fault::Broken(cause)) if cause.contains("UNIQUE")));
    assert!(rows(&database).is_empty());
}

#[test]
fn a_statement_inside_the_rows_of_another_is_a_fault() {
    let place = Place::new();
    let database = place.opened_with_tables();
    wait(database.write("", keep(1))).unwrap();
    let answer = wait(database.read(Read::Snapshot, |tx| {
        drop(tx.query(Scope::Directory, "SELECT n FROM rows", &[], &mut |_| insert(tx, 2).map(drop)));
    }));
    assert!(matches!(answer, Err(Fault::Broken(_))));
}

#[test]
fn commit_fails_and_the_next_request_succeeds() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let open = gate(&database);
    let orphan = queued(&database, |tx| {
        tx.execute(Scope::Directory, "INSERT INTO children (n, parent) VALUES (1, 404)", &[]).unwrap();
        End::Commit(())
    });
    let neighbour = queued(&database, keep(1));
    drop(open);
    assert!(matches!(wait(orphan), Err(Fault::Unavailable(_))));
    assert!(matches!(wait(neighbour), Err(Fault::Unavailable(_))));
    assert_eq!(wait(database.write("", keep(2))), Ok(2));
    assert_eq!(rows(&database), [2]);
}

#[test]
fn the_engine_rolls_back_in_the_middle_of_a_batch_and_no_refused_job_left_a_row() {
    let place = Place::new();
    let database = place.opened_with_tables();
    wait(database.write("", keep(1))).unwrap();
    let open = gate(&database);
    let before = queued(&database, keep(2));
    let breaker = queued(&database, |tx| {
        tx.execute(Scope::Directory, "INSERT OR ROLLBACK INTO rows (n) VALUES (1)", &[]).unwrap_err();
        End::Commit(())
    });
    let after = queued(&database, keep(3));
    drop(open);
    assert!(matches!(wait(before), Err(Fault::Unavailable(_))));
    assert!(matches!(wait(breaker), Err(Fault::Unavailable(_))));
    assert!(matches!(wait(after), Err(Fault::Unavailable(_))));
    assert_eq!(wait(database.write("", keep(4))), Ok(4));
    assert_eq!(rows(&database), [1, 4]);
}

#[test]
fn a_handler_panics_and_its_neighbours_commit() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let open = gate(&database);
    let before = queued(&database, keep(1));
    let panics = queued(&database, |tx| -> End<()> {
        insert(tx, 2).unwrap();
        panic!("a handler's mistake");
    });
    let after = queued(&database, keep(3));
    drop(open);
    assert_eq!(wait(before), Ok(1));
    assert_eq!(wait(panics), Err(Fault::Broken("a panic: a handler's mistake".to_owned())));
    assert_eq!(wait(after), Ok(3));
    assert_eq!(rows(&database), [1, 3]);
}

#[test]
fn begin_fails_and_the_next_request_succeeds() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let impatient = wait(database.write("", |tx| End::Commit(numbers(tx, "PRAGMA busy_timeout = 0"))));
    assert_eq!(impatient, Ok(vec![0]));
    let intruder = place.beside();
    intruder.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(wait(database.write("", keep(1))), Err(Fault::Unavailable(_))));
    intruder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(wait(database.write("", keep(2))), Ok(2));
    assert_eq!(rows(&database), [2]);
}

#[test]
fn a_full_queue_refuses_one_more() {
    let place = Place::new();
    let database = Database::open(&Options { queue: 2, ..place.options() }).unwrap();
    place.beside().execute_batch(TABLES).unwrap();
    let open = gate(&database);
    let waiting = [queued(&database, keep(1)), queued(&database, keep(2))];
    assert_eq!(wait(database.write("", keep(3))), Err(Fault::Busy));
    drop(open);
    waiting.into_iter().zip(1..).for_each(|(answer, n)| assert_eq!(wait(answer), Ok(n)));
    assert_eq!(rows(&database), [1, 2]);
}

#[test]
fn what_is_queued_is_finished_when_the_database_is_closed() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let open = gate(&database);
    let waiting: Vec<_> = (1..=300).map(|n| queued(&database, keep(n))).collect();
    drop((open, database));
    waiting.into_iter().zip(1..).for_each(|(answer, n)| assert_eq!(wait(answer), Ok(n)));
    assert_eq!(rows(&place.open()).len(), 300);
}

#[test]
fn a_reader_panics_then_a_revocation_is_seen_on_every_worker() {
    let place = Place::new();
    let database = place.opened_with_tables();
    wait(database.write("", keep(1))).unwrap();
    let (revoked, workers): (Vec<_>, Vec<_>) = (0..8).map(|_| worker(database.clone())).unzip();
    wait(database.write("", |tx| {
        tx.execute(Scope::Directory, "DELETE FROM rows WHERE n = $1", &[1_i64.into()]).unwrap();
        End::Commit(())
    }))
    .unwrap();
    drop(revoked);
    workers.into_iter().for_each(|worker| assert!(worker.join().unwrap().is_empty()));
}
/// A thread that reads, panics while it reads, and reads again once it is told; what it reads then.
fn worker(database: Database) -> (mpsc::Sender<()>, thread::JoinHandle<Vec<i64>>) {
    let (tell, told) = mpsc::channel::<()>();
    let (ready, is_ready) = mpsc::channel();
    let worker = thread::Builder::new().spawn(move || {
        for read in [Read::OneStatement, Read::Snapshot, Read::Large] {
            let panics = wait(database.read(read, |tx| -> Vec<i64> {
                assert_eq!(numbers(tx, "SELECT n FROM rows"), [1]);
                panic!("a reader's mistake");
            }));
            assert!(matches!(panics, Err(Fault::Broken(_))));
        }
        ready.send(()).unwrap();
        let _ = told.recv();
        rows(&database)
    });
    is_ready.recv().unwrap();
    (tell, worker.unwrap())
}

#[test]
fn what_a_change_holds_is_let_go_before_it_is_answered() {
    let place = Place::new();
    let database = place.open();
    let held = Arc::new(());
    for _ in 0..200 {
        let kept = held.clone();
        wait(database.write("", move |_| End::Commit(Arc::strong_count(&kept)))).unwrap();
        assert_eq!(Arc::strong_count(&held), 1);
    }
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
    assert_eq!(counts, Ok((vec![0], vec![0])));
    assert_eq!(rows(&database), [1]);
}

/// What it cannot do nobody can make it do, and no connection waits for it when it is opened (`.cargo/config.toml`).
#[test]
fn the_engine_is_built_without_what_nobody_uses() {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let mut options = connection.prepare("PRAGMA compile_options").unwrap();
    let options: rusqlite::Result<Vec<String>> = options.query_map([], |row| row.get(0)).unwrap().collect();
    let options = options.unwrap();
    assert!(options.iter().any(|option| option == "OMIT_LOAD_EXTENSION"), "{options:?}");
    for unused in ["ENABLE_FTS", "ENABLE_RTREE", "ENABLE_STAT4", "ENABLE_DBSTAT_VTAB", "SOUNDEX"] {
        assert!(!options.iter().any(|option| option.starts_with(unused)), "{unused}: {options:?}");
    }
}

#[test]
fn a_reader_cannot_write() {
    let place = Place::new();
    let database = place.opened_with_tables();
    for read in [Read::OneStatement, Read::Snapshot, Read::Large] {
        let answer = wait(database.read(read, |tx| insert(tx, 1).is_ok()));
        assert!(matches!(answer, Err(Fault::Broken(cause)) if cause.contains("readonly")));
    }
}

#[test]
fn positions_have_no_gaps_after_what_was_undone() {
    let place = Place::new();
    let database = place.opened_with_tables();
    let open = gate(&database);
    let answers = [
        queued(&database, event("a", true)),
        queued(&database, event("b", false)),
        queued(&database, event("c", true)),
    ];
    drop(open);
    answers.into_iter().for_each(|answer| wait(answer).unwrap());
    assert_eq!(positions(&database), [1, 2]);
    // A batch that is lost gives its positions back.
    let open = gate(&database);
    let lost = queued(&database, |tx| {
        event("d", true)(tx);
        tx.execute(Scope::Directory, "INSERT INTO children (n, parent) VALUES (1, 404)", &[]).unwrap();
        End::Commit(())
    });
    drop(open);
    assert!(wait(lost).is_err());
    wait(database.write("", event("e", true))).unwrap();
    assert_eq!(positions(&database), [1, 2, 3]);
    drop(database);
    let database = place.open();
    wait(database.write("", event("f", true))).unwrap();
    assert_eq!(positions(&database), [1, 2, 3, 4]);
}
fn event(id: &'static str, is_kept: bool) -> impl FnMut(&Tx) -> End<()> + Send + 'static {
    const INSERT: &str = "INSERT INTO events (account_id, id, position, at, name, object_id, version, by_kind,
                                              by_account_id, by_user_id, by_app_id, payload)
                          VALUES ('a', $1, $2, 0, 'n', 'o', 1, 'system', '', '', '', '{}')";
    move |tx| {
        let position = tx.next_position().unwrap();
        tx.execute(Scope::Directory, INSERT, &[id.into(), position.into()]).unwrap();
        if is_kept { End::Commit(()) } else { End::Undo(()) }
    }
}
fn positions(database: &Database) -> Vec<i64> {
    wait(
        database.read(Read::OneStatement, |tx| {
            numbers(tx, "SELECT position FROM events WHERE position > 0 ORDER BY position")
        }),
    )
    .unwrap()
}

#[test]
fn a_second_process_is_refused_in_one_line_that_names_the_first() {
    let place = Place::new();
    let url = place.options().url;
    assert_eq!(Database::locked_by(&url), None);
    let database = place.open();
    let refused = || Database::open(&place.options()).err().unwrap().to_string();
    let (path, process) = (place.path(), std::process::id());
    let (path, unnamed) = (path.display(), format!("process {process}"));
    assert_eq!(refused(), format!("{path} is in use by {unnamed}; stop it, or use another file"));
    assert_eq!(Database::locked_by(&url), None);
    database.announce("http://127.0.0.1:8080").unwrap();
    let named = format!("the server at http://127.0.0.1:8080 ({unnamed})");
    assert_eq!(refused(), format!("{path} is in use by {named}; stop it, or use another file"));
    assert_eq!(Database::locked_by(&url), Some("http://127.0.0.1:8080".to_owned()));
    drop(database);
    assert_eq!(Database::locked_by(&url), None);
    place.open();
}

#[test]
fn a_folder_is_for_one_database_and_nobody_takes_its_holder_for_that_of_another() {
    let place = Place::new();
    let database = place.open();
    database.announce("http://127.0.0.1:8080").unwrap();
    let folder = place.folder.path();
    let other = format!("sqlite:{}", folder.join("other.db").display());
    assert_eq!(Database::locked_by(&other), None);
    let refused = Database::open(&Options::new(&other)).err().unwrap().to_string();
    let holder = format!("the server at http://127.0.0.1:8080 (process {})", std::process::id());
    let name = place.path().file_name().unwrap().display().to_string();
    let other = folder.join("other.db").display().to_string();
    assert_eq!(
        refused,
        format!("the folder of {other} is in use by {holder} for {name}: put this database into a folder of its own")
    );
}

#[test]
fn a_short_address_takes_the_place_of_a_long_one() {
    let place = Place::new();
    let database = place.open();
    for address in [format!("http://{}.example", "long".repeat(99)), "http://[::1]:1".to_owned()] {
        database.announce(&address).unwrap();
        assert_eq!(Database::locked_by(&place.options().url), Some(address.clone()));
        let refused = Database::open(&place.options()).err().unwrap().to_string();
        assert!(refused.contains(&format!("{address} (process {})", std::process::id())), "{refused}");
    }
}

#[test]
fn a_holder_that_was_killed_keeps_nobody_out() {
    let place = Place::new();
    fs::write(place.folder.path().join("lock"), "http://127.0.0.1:8080\n1\n").unwrap();
    assert_eq!(Database::locked_by(&place.options().url), None);
    place.open();
}

#[test]
fn a_database_of_a_newer_or_another_release_is_refused() {
    for (change, refusal) in [
        ("INSERT INTO migrations (number, name, checksum) VALUES (9999, 'later', '')", "by a newer tenantry"),
        ("UPDATE migrations SET checksum = '' WHERE number = 1", "is not the one that made this database"),
    ] {
        let place = Place::new();
        drop(place.open());
        place.beside().execute_batch(change).unwrap();
        let refused = Database::open(&place.options()).err().unwrap().to_string();
        assert!(refused.contains(refusal), "{refused}");
        assert_eq!(refused.lines().count(), 1);
    }
}

#[test]
fn every_table_is_clustered_by_its_key() {
    let place = Place::new();
    drop(place.open());
    let beside = place.beside();
    let mut tables =
        beside.prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").unwrap();
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    tables.for_each(|table| {
        let table = table.unwrap();
        let is_clustered = table.ends_with("WITHOUT ROWID") || table.contains(" INTEGER NOT NULL PRIMARY KEY");
        assert!(is_clustered, "{table}");
    });
}

#[test]
fn a_file_is_in_wal_mode_and_syncs_every_commit() {
    let place = Place::new();
    let database = place.open();
    let modes = wait(database.write("", |tx| End::Commit(numbers(tx, "PRAGMA synchronous")))).unwrap();
    assert_eq!(modes, [2]);
    let keys = wait(database.write("", |tx| End::Commit(numbers(tx, "PRAGMA foreign_keys")))).unwrap();
    assert_eq!(keys, [1]);
    let mode: String = place.beside().query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn a_value_is_bound_to_a_column_of_its_kind_only() {
    let place = Place::new();
    let database = place.open();
    const BY_HASH: &str = "SELECT expires_at FROM tokens WHERE token_hash = $1";
    let found = |cell: Cell<'static>| {
        wait(database.read(Read::OneStatement, move |tx| tx.query(Scope::Directory, BY_HASH, &[cell], &mut |_| Ok(()))))
    };
    assert!(found(Cell::Bytes(b"1")).is_ok());
    assert!(found(Cell::Null).is_ok());
    assert!(matches!(found(Cell::Text("1")), Err(Fault::Broken(_))));
    assert!(matches!(found(Cell::Int(1)), Err(Fault::Broken(_))));
}

#[test]
fn parameters_are_bound_by_number_and_all_of_them() {
    let place = Place::new();
    let database = place.open();
    let read = |text: &'static str, params: &'static [Cell<'static>]| {
        wait(database.read(Read::OneStatement, move |tx| {
            let mut answer = 0;
            tx.query(Scope::Directory, text, params, &mut |row| {
                answer = row.get(0)?;
                Ok(())
            })
            .map(|()| answer)
        }))
        .and_then(|answer: Result<i64>| answer)
    };
    const SEVEN_TWO: &[Cell<'static>] = &[Cell::Int(7), Cell::Int(2)];
    assert_eq!(read("SELECT $1 - $2", SEVEN_TWO), Ok(5));
    assert_eq!(read("SELECT $2 - $1 + $2", SEVEN_TWO), Ok(-3));
    assert!(matches!(read("SELECT $1", SEVEN_TWO), Err(Fault::Broken(_))));
    assert!(matches!(read("SELECT $1 - $3", SEVEN_TWO), Err(Fault::Broken(_))));
    assert!(matches!(read("SELECT ?1 - ?2", SEVEN_TWO), Err(Fault::Broken(_))));
}
