//! Daily pots.
use super::*;
use std::{
    future::Future,
    task::{Context, Waker},
};
use tokio::task::JoinSet;

const A_THOUSAND: &str = r#"{"free": {"heavy": {"per_second": 1000000, "per_day": 1000}}}"#;

async fn calls(process: &Process, calls: usize) -> i64 {
    process.admitted(calls, Rank::Free, Rate::Heavy).await
}

#[tokio::test]
async fn a_pot_admits_all_of_its_calls_and_not_one_more() {
    let machine = Machine::alone();
    let process = machine.start(A_THOUSAND);
    assert_eq!(calls(&process, 999).await, 999);
    assert!(process.is_admitted(Rank::Free, Rate::Heavy).await);
    let refused = process.call(Rank::Free, Rate::Heavy).await;
    assert_eq!(refused.verdict, Verdict::Daily { retry_at: MIDNIGHT + DAY });
}

#[tokio::test]
async fn three_processes_of_which_one_is_killed_use_at_least_98_in_100_and_never_more_than_the_pot() {
    for killed_after in [1, 2, 5, 6, 100, 299, 300, 331] {
        let machine = Machine::among_others();
        let (first, second, third) = (machine.start(A_THOUSAND), machine.start(A_THOUSAND), machine.start(A_THOUSAND));
        let mut admitted = 0;
        for _ in 0..killed_after {
            admitted += calls(&first, 1).await + calls(&second, 1).await + calls(&third, 1).await;
        }
        drop(second);
        // From now on everything comes to one of the two that are left.
        admitted += calls(&first, 2000).await;
        assert!((980..=1000).contains(&admitted), "{admitted} after {killed_after}");
        admitted += calls(&third, 2000).await;
        assert!(admitted <= 1000, "{admitted} after {killed_after}");
    }
}

/// The store has granted `process` one call more, which it does not come to admit.
async fn leased_in_vain(machine: &Machine, process: Process) {
    let before = machine.leased(Label::Heavy);
    let mut call = std::pin::pin!(process.call(Rank::Free, Rate::Heavy));
    while machine.leased(Label::Heavy) == before {
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn of_a_small_pot_a_kill_takes_at_most_the_one_call_that_was_about_to_be_admitted() {
    // Each call is leased by itself, and spent as far as others can see: nobody knows whether it was answered still.
    for pot in [1_usize, 2, 3, 10, 49, 50, 51, 100] {
        let usable = pot * 98 / 100;
        let table = format!(r#"{{"free": {{"heavy": {{"per_second": 1000000, "per_day": {pot}}}}}}}"#);
        for (killed_after, lost) in (0..pot).flat_map(|after| [(after, 0), (after, 1)]) {
            let machine = Machine::among_others();
            let [first, second, third] = [(), (), ()].map(|()| machine.start(&table));
            let mut admitted = 0;
            for process in [&first, &second, &third].into_iter().cycle().take(killed_after) {
                admitted += calls(process, 1).await;
            }
            match lost {
                0 => drop(second),
                _ => leased_in_vain(&machine, second).await,
            }
            admitted += calls(&first, pot + 1).await + calls(&third, pot + 1).await;
            assert_eq!(admitted, (pot - lost) as i64, "of {pot} after {killed_after}");
            assert!((usable as i64..=pot as i64).contains(&admitted), "of {pot} after {killed_after}");
        }
    }
}

#[tokio::test]
async fn a_process_that_is_killed_and_started_again_and_again_never_passes_the_pot() {
    let machine = Machine::alone();
    let mut admitted = 0;
    for _ in 0..2000 {
        admitted += calls(&machine.start(A_THOUSAND), 1).await;
    }
    assert!((1..=1000).contains(&admitted));
    assert_eq!(machine.leased(Label::Heavy), 1000);
}

#[tokio::test]
async fn what_was_given_back_at_the_end_is_for_the_next_process() {
    let machine = Machine::alone();
    let mut admitted = 0;
    for _ in 0..2000 {
        let process = machine.start(A_THOUSAND);
        admitted += calls(&process, 1).await;
        process.limits.give_back().await.unwrap();
        assert_eq!(machine.leased(Label::Heavy), admitted);
    }
    assert_eq!(admitted, 1000);
}

#[tokio::test]
async fn what_another_process_gives_back_can_be_used_a_second_later() {
    let machine = Machine::among_others();
    let (idle, busy) = (machine.start(A_THOUSAND), machine.start(A_THOUSAND));
    assert_eq!(calls(&idle, 1).await + calls(&busy, 2000).await, 996);
    idle.limits.give_back().await.unwrap();
    machine.at(999);
    assert_eq!(calls(&busy, 10).await, 0);
    machine.at(1000);
    assert_eq!(calls(&busy, 10).await, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tasks_at_once_use_the_whole_pot_and_no_more() {
    let machine = Machine::alone();
    let process = Arc::new(machine.start(A_THOUSAND));
    let mut tasks = JoinSet::new();
    for process in std::iter::repeat_n(process, 64) {
        tasks.spawn(async move { calls(&process, 40).await });
    }
    assert_eq!(tasks.join_all().await.iter().sum::<i64>(), 1000);
}

#[tokio::test]
async fn of_many_tasks_that_need_a_lease_at_once_one_leases_for_all() {
    let machine = Machine::alone();
    let process = Arc::new(machine.start(r#"{"free": {"light": {"per_second": 1000, "per_day": 20000}}}"#));
    let mut tasks = JoinSet::new();
    for process in std::iter::repeat_n(process, 100) {
        tasks.spawn(async move { process.is_admitted(Rank::Free, Rate::Light).await });
    }
    assert!(tasks.join_all().await.into_iter().all(|is_admitted| is_admitted));
    assert_eq!(machine.asked(), 1);
}

#[tokio::test]
async fn a_pot_that_is_spent_is_asked_for_once_in_a_second() {
    let machine = Machine::alone();
    let process = machine.start(A_THOUSAND);
    calls(&process, 1000).await;
    let before = machine.asked();
    calls(&process, 100).await;
    machine.at(999);
    calls(&process, 100).await;
    assert_eq!(machine.asked() - before, 1);
}

#[tokio::test]
async fn a_caller_who_hangs_up_leaves_the_lease_to_the_others() {
    let machine = Machine::alone();
    let process = machine.start(A_THOUSAND);
    {
        let mut call = std::pin::pin!(process.call(Rank::Free, Rate::Heavy));
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    while machine.leased(Label::Heavy) == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(calls(&process, 5).await, 5);
    assert_eq!(machine.asked(), 1);
}

#[tokio::test]
async fn the_day_ends_at_midnight_of_the_world_whatever_the_machine_shows() {
    let machine = Machine::alone();
    let process = machine.start(A_THOUSAND);
    machine.at(5 * 3_600_000);
    let call = |world: i64| process.limits.admit("a", Rank::Free, Rate::Heavy, world);
    let last = 90 * DAY - 1;
    for _ in 0..1000 {
        assert_eq!(call(last).await.unwrap().verdict, Verdict::Admitted);
    }
    assert_eq!(call(last).await.unwrap().verdict, Verdict::Daily { retry_at: 90 * DAY });
    let first = call(90 * DAY).await.unwrap();
    assert_eq!((first.verdict, first.shown.unwrap().remaining), (Verdict::Admitted, 999));
}

#[tokio::test]
async fn a_call_that_was_late_across_midnight_counts_against_the_new_day() {
    let machine = Machine::alone();
    let process = machine.start(A_THOUSAND);
    let call = |world: i64| process.limits.admit("a", Rank::Free, Rate::Heavy, world);
    call(MIDNIGHT).await.unwrap();
    call(MIDNIGHT - 1).await.unwrap();
    let third = call(MIDNIGHT).await.unwrap();
    assert_eq!(third.shown.unwrap().remaining, 997);
    assert_eq!(machine.asked(), 1);
}

#[tokio::test]
async fn heavy_and_resource_intensive_share_one_pot_above_free() {
    let table = r#"{
        "free": {"heavy": {"per_second": 1000, "per_day": 10}, "resource_intensive": {"per_minute": 1000, "per_day": 10}},
        "pro": {
            "heavy": {"per_second": 1000}, "resource_intensive": {"per_minute": 1000},
            "heavy_and_resource_intensive": {"per_day": 10}
        }
    }"#;
    let (shared, apart) = (Machine::alone().start(table), Machine::alone().start(table));
    assert_eq!(shared.admitted(6, Rank::Pro, Rate::Heavy).await, 6);
    assert_eq!(shared.admitted(9, Rank::Pro, Rate::Intensive).await, 4);
    assert_eq!(shared.admitted(9, Rank::Pro, Rate::Heavy).await, 0);
    assert_eq!(shared.call(Rank::Pro, Rate::Intensive).await.shown.unwrap().category, "Resource-intensive");
    assert_eq!(apart.admitted(6, Rank::Free, Rate::Heavy).await, 6);
    assert_eq!(apart.admitted(11, Rank::Free, Rate::Intensive).await, 10);
    assert_eq!(apart.admitted(11, Rank::Free, Rate::Heavy).await, 4);
}

#[tokio::test]
async fn a_new_rank_counts_what_was_spent_on_the_same_day() {
    let table = r#"{
        "free": {"heavy": {"per_second": 100000, "per_day": 1000}},
        "pro": {"heavy": {"per_second": 100000}, "heavy_and_resource_intensive": {"per_day": 3000}}
    }"#;
    let machine = Machine::alone();
    let process = machine.start(table);
    assert_eq!(process.admitted(2000, Rank::Free, Rate::Heavy).await, 1000);
    assert_eq!(process.admitted(500, Rank::Pro, Rate::Heavy).await, 500);
    assert_eq!(process.admitted(100, Rank::Free, Rate::Heavy).await, 0);
    machine.at(1000);
    let rest = process.admitted(3000, Rank::Pro, Rate::Heavy).await;
    // What was leased beyond the smaller pot is not used again.
    assert!((1485..=1500).contains(&rest), "{rest}");
}

#[tokio::test]
async fn a_store_that_does_not_answer_admits_nothing_beyond_what_was_leased() {
    let machine = Machine::alone();
    let process = machine.start(A_THOUSAND);
    assert_eq!(calls(&process, 1).await, 1);
    machine.store.is_lost.store(true, SeqCst);
    assert_eq!(calls(&process, 4).await, 4);
    assert_eq!(process.limits.admit("a", Rank::Free, Rate::Heavy, MIDNIGHT).await, Err(Fault::Busy));
    machine.store.is_lost.store(false, SeqCst);
    assert_eq!(calls(&process, 1000).await, 995);
}
