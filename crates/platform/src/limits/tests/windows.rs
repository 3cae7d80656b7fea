//! Seconds and minutes.
use super::*;

const ONE_A_SECOND: &str = r#"{"pro": {"light": {"per_second": 1}}}"#;
const TEN_A_MINUTE: &str = r#"{"pro": {"light": {"per_minute": 10}}}"#;

#[tokio::test]
async fn one_a_second_admits_the_first_refuses_the_second_and_admits_in_the_next_second() {
    for machine in Machine::both() {
        let process = machine.start(ONE_A_SECOND);
        machine.at(300);
        assert!(process.is_admitted(Rank::Pro, Rate::Light).await);
        let refused = process.call(Rank::Pro, Rate::Light).await;
        assert_eq!(refused.verdict, Verdict::PerSecond { retry_at: MIDNIGHT + 1000 });
        machine.at(999);
        assert!(!process.is_admitted(Rank::Pro, Rate::Light).await);
        machine.at(1000);
        assert!(process.is_admitted(Rank::Pro, Rate::Light).await);
        assert!(!process.is_admitted(Rank::Pro, Rate::Light).await);
    }
}

#[tokio::test]
async fn ten_a_minute_admit_the_ninth_and_the_tenth_and_refuse_the_eleventh() {
    for machine in Machine::both() {
        let process = machine.start(TEN_A_MINUTE);
        let mut seen = Vec::new();
        for _ in 0..11 {
            seen.push(process.is_admitted(Rank::Pro, Rate::Light).await);
        }
        assert_eq!((seen[8], seen[9], seen[10]), (true, true, false));
        machine.at(59_999);
        let refused = process.call(Rank::Pro, Rate::Light).await;
        assert_eq!(refused.verdict, Verdict::PerSecond { retry_at: MIDNIGHT + 60_000 });
        machine.at(60_000);
        assert_eq!(process.admitted(11, Rank::Pro, Rate::Light).await, 10);
    }
}

#[tokio::test]
async fn three_processes_together_admit_what_one_would() {
    for (table, most) in [(ONE_A_SECOND, 1), (TEN_A_MINUTE, 10), ("{}", 30)] {
        let machine = Machine::among_others();
        let processes = [machine.start(table), machine.start(table), machine.start(table)];
        for minute in 0..5 {
            machine.at(minute * 60_000);
            let mut admitted = 0;
            for _ in 0..40 {
                for process in &processes {
                    admitted += process.admitted(1, Rank::Pro, Rate::Light).await;
                }
            }
            assert_eq!(admitted, most);
        }
    }
}

#[tokio::test]
async fn a_process_that_was_killed_takes_no_more_than_its_share_with_it() {
    let machine = Machine::among_others();
    let (killed, restarted) = (machine.start("{}"), machine.start("{}"));
    assert_eq!(killed.admitted(1, Rank::Business, Rate::Light).await, 1);
    drop(killed);
    assert_eq!(restarted.admitted(100, Rank::Business, Rate::Light).await, 60);
}

#[tokio::test]
async fn a_window_of_eighty_is_asked_for_four_times() {
    let machine = Machine::among_others();
    let process = machine.start("{}");
    assert_eq!(process.admitted(80, Rank::Business, Rate::Light).await, 80);
    assert_eq!(machine.asked(), 4);
}

#[tokio::test]
async fn a_process_alone_asks_for_minutes_and_never_for_seconds() {
    let machine = Machine::alone();
    let process = machine.start("{}");
    assert_eq!(process.admitted(100, Rank::Business, Rate::Light).await, 80);
    assert_eq!(machine.asked(), 0);
    let process = machine.start(TEN_A_MINUTE);
    assert_eq!(process.admitted(10, Rank::Pro, Rate::Light).await, 10);
    assert_eq!(machine.asked(), 5);
}

#[tokio::test]
async fn a_process_that_is_killed_and_starts_again_within_a_minute_admits_no_more_than_one_would() {
    for machine in Machine::both() {
        for spent in [0, 1, 9, 10] {
            machine.at(spent * 60_000);
            let killed = machine.start(TEN_A_MINUTE);
            let before = killed.admitted(spent as usize, Rank::Pro, Rate::Light).await;
            drop(killed);
            let after = machine.start(TEN_A_MINUTE).admitted(20, Rank::Pro, Rate::Light).await;
            // What the killed one had leased and not spent is lost: at most a fourth part of the minute.
            assert!((8..=10).contains(&(before + after)), "{before} and {after}");
        }
    }
}

#[tokio::test]
async fn a_window_that_is_spent_is_asked_for_once_in_a_second() {
    let machine = Machine::among_others();
    let process = machine.start(TEN_A_MINUTE);
    process.admitted(10, Rank::Pro, Rate::Light).await;
    let before = machine.asked();
    process.admitted(50, Rank::Pro, Rate::Light).await;
    assert_eq!(machine.asked() - before, 1);
    machine.at(999);
    process.admitted(50, Rank::Pro, Rate::Light).await;
    assert_eq!(machine.asked() - before, 1);
    machine.at(1000);
    process.admitted(50, Rank::Pro, Rate::Light).await;
    assert_eq!(machine.asked() - before, 2);
}

#[tokio::test]
async fn a_node_whose_clock_is_late_spends_of_the_window_of_the_others() {
    let early = Machine::among_others();
    let late = Machine { clock: Arc::new(Hand(MIDNIGHT.into())), store: early.store.clone() };
    let (first, second) = (early.start("{}"), late.start("{}"));
    early.at(2_000);
    late.at(500);
    assert_eq!(first.admitted(20, Rank::Pro, Rate::Light).await, 20);
    assert_eq!(second.admitted(20, Rank::Pro, Rate::Light).await, 9);
    assert_eq!(first.admitted(20, Rank::Pro, Rate::Light).await, 1);
}

#[tokio::test]
async fn a_clock_that_is_set_back_a_little_opens_no_second_window_and_far_back_shuts_nobody_out() {
    let machine = Machine::alone();
    let process = machine.start(ONE_A_SECOND);
    machine.at(60_000);
    assert!(process.is_admitted(Rank::Pro, Rate::Light).await);
    machine.at(50_000);
    assert!(!process.is_admitted(Rank::Pro, Rate::Light).await);
    machine.at(49_999);
    assert!(process.is_admitted(Rank::Pro, Rate::Light).await);
}

#[tokio::test]
async fn a_new_rank_counts_what_was_spent_within_the_same_second() {
    for machine in Machine::both() {
        let process = machine.start("{}");
        assert_eq!(process.admitted(29, Rank::Pro, Rate::Light).await, 29);
        assert_eq!(process.admitted(100, Rank::Business, Rate::Light).await, 51);
        assert_eq!(process.admitted(100, Rank::Pro, Rate::Light).await, 0);
    }
}

#[tokio::test]
async fn accounts_and_labels_do_not_share_a_window() {
    for machine in Machine::both() {
        let process = machine.start(ONE_A_SECOND);
        assert!(process.is_admitted(Rank::Pro, Rate::Light).await);
        assert!(process.is_admitted(Rank::Pro, Rate::Medium).await);
        let other = process.limits.admit("b", Rank::Pro, Rate::Light, MIDNIGHT).await.unwrap();
        assert_eq!(other.verdict, Verdict::Admitted);
        assert!(!process.is_admitted(Rank::Pro, Rate::Light).await);
    }
}

#[tokio::test]
async fn a_call_that_a_second_refuses_is_not_taken_from_the_day() {
    let machine = Machine::alone();
    let process = machine.start("{}");
    assert_eq!(process.admitted(50, Rank::Free, Rate::Heavy).await, 1);
    machine.at(1000);
    let shown = process.call(Rank::Free, Rate::Heavy).await.shown.unwrap();
    assert_eq!((shown.limit, shown.remaining), (1000, 998));
}
