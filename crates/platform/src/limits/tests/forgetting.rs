//! Accounts that have not called for a while.
use super::*;

/// More than are remembered at once.
const MANY: i64 = 100_000;

async fn call(process: &Process, account: &str, rate: Rate) -> Admission {
    process.limits.admit(account, Rank::Free, rate, MIDNIGHT).await.unwrap()
}

#[tokio::test]
async fn accounts_that_are_idle_are_forgotten_and_their_shares_returned() {
    let machine = Machine::alone();
    let process = machine.start("{}");
    for account in 0..MANY {
        machine.at(account);
        call(&process, &account.to_string(), Rate::Light).await;
    }
    let known = process.limits.0.as_ref().unwrap().accounts.len();
    assert!(known < 40_000, "{known} are known");
    // Of the 30 that each has leased, 29 are returned for all but those that are known.
    let leased = machine.leased(Label::Light);
    assert!(leased < MANY + 29 * 45_000, "{leased} are leased");
    process.limits.give_back().await.unwrap();
    assert_eq!(machine.leased(Label::Light), MANY);
}

#[tokio::test]
async fn an_account_within_its_second_or_minute_is_not_forgotten() {
    let machine = Machine::alone();
    let process = machine.start("{}");
    for _ in 0..10 {
        call(&process, "a", Rate::Intensive).await;
    }
    machine.at(59_999);
    for account in 0..MANY {
        call(&process, &account.to_string(), Rate::Intensive).await;
    }
    assert_eq!(call(&process, "a", Rate::Intensive).await.verdict, Verdict::PerSecond { retry_at: MIDNIGHT + 60_000 });
}
