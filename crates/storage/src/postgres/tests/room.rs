//! A change that others come between again and again is given room.
use super::*;
use std::sync::atomic::AtomicBool;

/// As if another change had come between.
pub(super) const CONFLICT: &str = "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$";

/// Changes that run beside the one that is looked at.
#[derive(Default)]
struct Others {
    inside: AtomicI64,
    are_done: AtomicBool,
}

impl Others {
    fn are_inside(&self) -> bool {
        self.inside.load(Ordering::SeqCst) > 0
    }
    /// One after the other, until they are done.
    async fn run(self: Arc<Self>, database: Database, turn: String) {
        while !self.are_done.load(Ordering::SeqCst) {
            let others = self.clone();
            let change = move |tx: &Tx| {
                others.inside.fetch_add(1, Ordering::SeqCst);
                let ran = (0..5).try_for_each(|_| numbers(tx, "SELECT CAST(1 AS BIGINT)").map(drop));
                others.inside.fetch_sub(1, Ordering::SeqCst);
                ran.map_or_else(|fault| panic!("{fault}"), End::Commit)
            };
            database.write(&turn, change).await.unwrap();
        }
    }
}

#[test]
fn a_change_that_was_met_seven_times_runs_alone_the_eighth_time() {
    let place = Place::new();
    // So long that the first seven runs are not over a fifth of it.
    let database = Database::open(&Options { deadline: Duration::from_secs(300), ..place.options() }).unwrap();
    let (others, mut run) = (Arc::new(Others::default()), 0);
    let seen = others.clone();
    let met = move |tx: &Tx| {
        run += 1;
        if run <= 7 {
            let is_met = (0..100_000).any(|_| {
                numbers(tx, "SELECT CAST(1 AS BIGINT)").unwrap();
                seen.are_inside()
            });
            assert!(is_met, "nobody is there in run {run}");
            drop(execute(tx, CONFLICT, &[]));
            return End::Commit(0);
        }
        let meetings = (0..50).filter(|_| {
            numbers(tx, "SELECT CAST(1 AS BIGINT)").unwrap();
            seen.are_inside()
        });
        End::Commit(meetings.count())
    };
    let meetings = wait(async {
        let mut running = JoinSet::new();
        for turn in 0..3 {
            running.spawn(others.clone().run(database.clone(), turn.to_string()));
        }
        let meetings = database.write("met", met).await;
        others.are_done.store(true, Ordering::SeqCst);
        running.join_all().await;
        meetings
    });
    assert_eq!(meetings, Ok(0));
}
