//! Leases on both engines: together they are the limit, whoever takes them.
//!
//! `TENANTRY_TEST_POSTGRES` is the address of a superuser's database on a server; `cargo xtask test` starts one.
use super::*;
use crate::{
    database::{Database, Options},
    transaction::End,
};
use postgres::{Client, NoTls};
use std::process;
use tempfile::TempDir;
use tokio::{runtime::Runtime, task::JoinSet};

/// A midnight.
const TODAY: i64 = 20_000 * DAY;

/// Runs `rule` over an empty database of each engine.
fn on_both_engines(name: &str, rule: impl Fn(&Store)) {
    let folder = TempDir::new().unwrap();
    rule(&Store::open(&format!("sqlite:{}", folder.path().join("data.db").display())));
    let name = format!("leases_{name}_{}", process::id());
    server().batch_execute(&format!("CREATE DATABASE {name} ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0")).unwrap();
    rule(&Store::open(&address_of(&name)));
    server().batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
}
fn address() -> String {
    #[allow(clippy::disallowed_methods, reason = "the only thing that the tests are told from outside")]
    let address = std::env::var("TENANTRY_TEST_POSTGRES");
    address.unwrap_or_else(|_| panic!("no PostgreSQL to test with: use `cargo xtask test`, which starts one"))
}
fn address_of(name: &str) -> String {
    let server = address();
    match server.rsplit_once('/').filter(|_| server.contains("://")) {
        Some((server, _)) => format!("{server}/{name}"),
        None => format!("{server} dbname={name}"),
    }
}
fn server() -> Client {
    Client::connect(&address(), NoTls).unwrap()
}

struct Store {
    database: Database,
    runtime: Runtime,
}

impl Store {
    fn open(url: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap();
        Store { database: Database::open(&Options { connections: 4, ..Options::new(url) }).unwrap(), runtime }
    }
    fn pot(&self, day_start: i64, most: i64) -> Option<Lease> {
        self.runtime.block_on(pot(&self.database, "one", day_start, most))
    }
    /// The units of all leases until nothing is left.
    fn pots(&self, day_start: i64, most: i64) -> Vec<i64> {
        std::iter::from_fn(|| self.pot(day_start, most)).map(|lease| lease.units).collect()
    }
    fn give_back(&self, day_start: i64, units: i64) {
        let give = move |tx: &Tx| End::Commit(give_back(tx, "a", "light", day_start, units));
        self.runtime.block_on(self.database.write("", give)).unwrap().unwrap();
    }
    fn window(&self, starts: RangeInclusive<i64>, most: i64) -> Option<Lease> {
        self.runtime.block_on(window(&self.database, "one", starts, most))
    }
    fn windows(&self, start: i64, most: i64) -> Vec<i64> {
        std::iter::from_fn(|| self.window(start..=start + 10_000, most)).map(|lease| lease.units).collect()
    }
    /// The sum of what three get that lease at once, as three processes would, until nothing is left.
    fn sum<F>(&self, leases: impl Fn(Database, &'static str) -> F) -> i64
    where
        F: Future<Output = i64> + Send + 'static,
    {
        let mut tasks = JoinSet::new();
        for turn in ["one", "two", "three"] {
            tasks.spawn_on(leases(self.database.clone(), turn), self.runtime.handle());
        }
        self.runtime.block_on(tasks.join_all()).into_iter().sum()
    }
}

async fn pot(database: &Database, turn: &str, day_start: i64, most: i64) -> Option<Lease> {
    let lease = move |tx: &Tx| End::Commit(lease_pot(tx, "a", "light", day_start, most));
    database.write(turn, lease).await.unwrap().unwrap()
}
async fn window(database: &Database, turn: &str, starts: RangeInclusive<i64>, most: i64) -> Option<Lease> {
    let lease = move |tx: &Tx| End::Commit(lease_window(tx, "a", "light", starts.clone(), most));
    database.write(turn, lease).await.unwrap().unwrap()
}

#[test]
fn a_lease_of_a_day_is_a_two_hundredth_of_what_is_left_and_at_least_one() {
    on_both_engines("parts", |store| {
        assert_eq!(store.pot(TODAY, 1000), Some(Lease { start: TODAY, units: 5, left: 995 }));
        assert_eq!(store.pot(TODAY, 1000), Some(Lease { start: TODAY, units: 4, left: 991 }));
        for (day, most, units) in [(1, 1, 1), (2, 199, 1), (3, 200, 1), (4, 399, 1), (5, 400, 2), (6, 60_000, 300)] {
            assert_eq!(store.pot(TODAY + day * DAY, most).unwrap().units, units, "of {most}");
        }
        // What was leased before is not part of what is left.
        assert_eq!(store.pot(TODAY + 5 * DAY, 401).unwrap().units, 1);
        assert_eq!(store.pot(TODAY + 4 * DAY, 401).unwrap().units, 2);
    });
}

#[test]
fn the_leases_of_a_day_are_the_pot() {
    on_both_engines("pot", |store| {
        for (day, most) in [(0, 1), (1, 2), (2, 199), (3, 410)] {
            assert_eq!(store.pots(TODAY + day * DAY, most).iter().sum::<i64>(), most);
            assert_eq!(store.pot(TODAY + day * DAY, most), None);
        }
    });
}

#[test]
fn a_pot_that_grows_within_the_day_has_its_difference_left_and_one_that_shrinks_nothing() {
    on_both_engines("sizes", |store| {
        store.pots(TODAY, 10);
        assert_eq!(store.pots(TODAY, 30).iter().sum::<i64>(), 20);
        assert_eq!(store.pot(TODAY, 29), None);
    });
}

#[test]
fn what_is_given_back_can_be_leased_again_and_never_more_than_that() {
    on_both_engines("back", |store| {
        store.pots(TODAY, 10);
        store.give_back(TODAY, 3);
        store.give_back(TODAY - DAY, 10);
        assert_eq!(store.pots(TODAY, 10), [1, 1, 1]);
        store.give_back(TODAY, 11);
        assert_eq!(store.pot(TODAY, 10), None);
        store.give_back(TODAY, 10);
        assert_eq!(store.pots(TODAY, 10).iter().sum::<i64>(), 10);
    });
}

#[test]
fn a_day_is_kept_for_a_week_although_the_clock_goes_on() {
    on_both_engines("week", |store| {
        store.pots(TODAY, 10);
        store.pot(TODAY + 7 * DAY, 10);
        assert_eq!(store.pot(TODAY, 10), None);
        store.pot(TODAY + 8 * DAY, 10);
        assert!(store.pot(TODAY, 10).is_some());
    });
}

#[test]
fn a_lease_of_a_window_is_a_quarter_of_its_limit_and_the_last_one_the_rest() {
    on_both_engines("quarters", |store| {
        let published: [(i64, &[i64]); 6] = [
            (1, &[1]),
            (3, &[1, 1, 1]),
            (4, &[1, 1, 1, 1]),
            (10, &[2, 2, 2, 2, 2]),
            (30, &[7, 7, 7, 7, 2]),
            (80, &[20, 20, 20, 20]),
        ];
        for (window, (most, units)) in (0..).zip(published) {
            assert_eq!(store.windows(TODAY + window * 1000, most), units);
        }
        let of_ten = |start| store.window(start..=start + 10_000, 10).unwrap();
        assert_eq!(of_ten(TODAY + 9000), Lease { start: TODAY + 9000, units: 2, left: 8 });
        assert_eq!(of_ten(TODAY + 9000), Lease { start: TODAY + 9000, units: 2, left: 6 });
    });
}

#[test]
fn a_later_window_within_reach_is_leased_from_and_one_out_of_reach_is_left() {
    on_both_engines("reach", |store| {
        let at = |start: i64| store.window(TODAY + start..=TODAY + start + 10_000, 4);
        assert_eq!(at(11_000), Some(Lease { start: TODAY + 11_000, units: 1, left: 3 }));
        assert_eq!(at(1_000), Some(Lease { start: TODAY + 11_000, units: 1, left: 2 }));
        assert_eq!(at(11_000), Some(Lease { start: TODAY + 11_000, units: 1, left: 1 }));
        assert_eq!(at(0), Some(Lease { start: TODAY, units: 1, left: 3 }));
        assert_eq!(at(1), Some(Lease { start: TODAY + 1, units: 1, left: 3 }));
    });
}

#[test]
fn a_window_whose_limit_changes_counts_what_was_leased_before() {
    on_both_engines("changes", |store| {
        assert_eq!(store.windows(TODAY, 30).iter().sum::<i64>(), 30);
        assert!(store.windows(TODAY, 80).iter().sum::<i64>() <= 50);
        assert_eq!(store.window(TODAY..=TODAY, 30), None);
    });
}

#[test]
fn leases_taken_at_once_are_together_the_limit() {
    on_both_engines("at_once", |store| {
        let pots = store.sum(|database, turn| async move {
            let mut sum = 0;
            while let Some(lease) = pot(&database, turn, TODAY, 300).await {
                sum += lease.units;
            }
            sum
        });
        assert_eq!(pots, 300);
        let windows = store.sum(|database, turn| async move {
            let mut sum = 0;
            while let Some(lease) = window(&database, turn, TODAY..=TODAY, 50).await {
                sum += lease.units;
            }
            sum
        });
        assert_eq!(windows, 50);
    });
}
