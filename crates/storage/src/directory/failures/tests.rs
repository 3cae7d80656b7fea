//! How long failures are kept, and how many go with each that comes.
use super::*;
use crate::{
    caller::Caller,
    database::{Database, Options, Read},
    entropy::{SeedSource, Streams},
    record,
    session::Session,
    transaction::{End, Tx},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

record! { struct Kept { at: i64 } }
const KEPT: DirectorySql = directory!("SELECT at FROM sign_in_failures ORDER BY at, id");

struct Store {
    database: Database,
    runtime: Runtime,
    seeds: SeedSource,
    _folder: TempDir,
}

impl Store {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let database = Database::open(&Options::new(&format!("sqlite:{}", folder.path().join("data.db").display())));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        Store { database: database.unwrap(), runtime, seeds: SeedSource::fixed(1), _folder: folder }
    }
    fn note(&self, subject: &'static str, now: i64) {
        let seed = self.seeds.seed();
        let note = move |tx: &Tx| {
            let session = Session::new(tx, Caller::system(), now, Streams::new(seed.clone()));
            End::Commit(Directory::new(&session).note_failure(subject))
        };
        self.runtime.block_on(self.database.write("", note)).unwrap().unwrap();
    }
    fn is_barred(&self, subject: &'static str, most: i64, now: i64) -> bool {
        let seed = self.seeds.seed();
        let ask = move |tx: &Tx| {
            let session = Session::new(tx, Caller::system(), now, Streams::new(seed.clone()));
            Directory::new(&session).barred_until(subject, most)
        };
        self.runtime.block_on(self.database.read(Read::OneStatement, ask)).unwrap().unwrap().is_some()
    }
    /// When each of those was that are kept.
    fn kept(&self) -> Vec<i64> {
        let seed = self.seeds.seed();
        let read = move |tx: &Tx| {
            let session = Session::new(tx, Caller::system(), 0, Streams::new(seed.clone()));
            Directory::new(&session).rows::<Kept>(KEPT, &[])
        };
        let kept = self.runtime.block_on(self.database.read(Read::OneStatement, read)).unwrap().unwrap();
        kept.iter().map(|failed| failed.at).collect()
    }
}

#[test]
fn a_failure_is_kept_for_a_day_and_counts_for_a_quarter_of_an_hour() {
    let store = Store::new();
    store.note("one", 1000);
    assert!(store.is_barred("one", 0, 1000 + PERIOD - 1));
    assert!(!store.is_barred("one", 0, 1000 + PERIOD) && !store.is_barred("one", 1, 1000));
    assert!(!store.is_barred("another", 0, 1000));
    store.note("another", 1000 + LINGER - 1);
    assert_eq!(store.kept(), [1000, 1000 + LINGER - 1]);
    store.note("another", 1000 + LINGER);
    assert_eq!(store.kept(), [1000 + LINGER - 1, 1000 + LINGER]);
}

#[test]
fn eight_that_are_old_go_with_each_that_comes_the_oldest_first() {
    let store = Store::new();
    let old: Vec<i64> = (1..=20).collect();
    old.iter().for_each(|at| store.note("one", *at));
    assert_eq!(store.kept(), old);
    let now = 20 + LINGER;
    for left in [&old[8..], &old[16..], &[]] {
        store.note("another", now);
        let kept: Vec<i64> = store.kept().into_iter().filter(|at| *at < now).collect();
        assert_eq!(kept, left);
    }
    assert_eq!(store.kept(), [now; 3]);
}
