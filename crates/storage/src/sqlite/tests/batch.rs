//! Changes that share a commit.
use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Keeps the row `n`, and counts how often it was run.
fn counted(n: i64, runs: &Arc<AtomicUsize>) -> impl FnMut(&Tx) -> End<i64> + Send + 'static {
    let (runs, mut keep) = (runs.clone(), keep(n));
    move |tx| {
        runs.fetch_add(1, Ordering::Relaxed);
        keep(tx)
    }
}

/// How often the two neighbours of `refused` were run together. They are kept, whatever becomes of it.
fn runs_beside(refused: impl FnMut(&Tx) -> End<()> + Send + 'static) -> usize {
    let (place, runs) = (Place::new(), Arc::new(AtomicUsize::new(0)));
    let database = place.opened_with_tables();
    let open = gate(&database);
    let before = queued(&database, counted(1, &runs));
    let refused = queued(&database, refused);
    let after = queued(&database, counted(3, &runs));
    drop(open);
    assert_eq!([wait(before), wait(after)], [Ok(1), Ok(3)]);
    wait(refused).unwrap();
    assert_eq!(rows(&database), [1, 3]);
    runs.load(Ordering::Relaxed)
}

#[test]
fn a_refusal_that_has_written_nothing_costs_its_neighbours_nothing() {
    assert_eq!(runs_beside(|_| End::Undo(())), 2);
    let found_nobody = |tx: &Tx| {
        assert_eq!(tx.execute(Scope::Directory, "DELETE FROM rows WHERE n = 404", &[]), Ok(0));
        End::Undo(())
    };
    assert_eq!(runs_beside(found_nobody), 2);
}

#[test]
fn what_a_refusal_has_written_is_undone_alone() {
    let wrote = |tx: &Tx| {
        insert(tx, 2).unwrap();
        End::Undo(())
    };
    assert_eq!(runs_beside(wrote), 3);
    let changed_another = |tx: &Tx| {
        assert_eq!(tx.execute(Scope::Directory, "UPDATE rows SET n = 4 WHERE n = 1", &[]), Ok(1));
        End::Undo(())
    };
    assert_eq!(runs_beside(changed_another), 3);
}
