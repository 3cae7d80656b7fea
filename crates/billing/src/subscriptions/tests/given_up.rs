//! What was not paid after all is not given back.
use super::house::{House, addon, base, date};
use crate::{
    catalogue::{Kind, Period},
    subscriptions::Order,
};
use proptest::prelude::*;

const PRICES: &[(&str, i64)] = &[("monthly", 1700), ("yearly", 17_000), ("webinar_monthly", 5000)];

fn pro(hosts: i64) -> crate::subscriptions::Offer {
    base("monthly", Period::Monthly, hosts)
}

fn house(tax: i64) -> House {
    let mut house = House::new("2026-04-10", tax, PRICES);
    house.buy(vec![pro(3)], &Order::default());
    house
}

#[test]
fn nothing_is_given_back_of_a_void_invoice_that_nobody_has_paid() {
    let mut house = house(100_000);
    house.void(0);
    house.advance_to(date("2026-04-25"));
    house.end_all();
    assert_eq!((house.credit, house.owed(), house.issued.len()), (0, 0, 1));
}

#[test]
fn of_a_void_invoice_the_part_that_was_paid_is_given_back() {
    let mut house = house(100_000);
    // 51.00 and a tenth of it: a third is paid.
    house.pay(0, 1870);
    house.void(0);
    house.advance_to(date("2026-04-25"));
    house.end_all();
    assert_eq!((house.last().entries[0].tiers[0].amount, house.last().entries[0].tax), (-850, -85));
    assert_eq!(house.credit, 935);
}

#[test]
fn what_is_given_up_of_one_line_concerns_no_plan_of_another_invoice() {
    let mut house = house(0);
    house.buy(vec![addon("webinar_monthly", Kind::Webinar, Period::Monthly, 1)], &Order::default());
    house.pay(1, 5000);
    house.void(0);
    house.end_all();
    assert_eq!((house.credit, house.owed()), (5000, 0));
}

#[test]
fn what_a_void_line_has_paid_for_is_not_given_back_either() {
    let mut house = house(0);
    house.change(0, pro(5), None);
    assert_eq!(house.last().total, 2 * 1700);
    house.pay(1, 2 * 1700);
    house.void(0);
    house.end_all();
    assert_eq!(house.credit, 2 * 1700);
}

#[test]
fn what_was_paid_back_is_not_given_back_again() {
    let mut house = house(0);
    house.pay(0, 3 * 1700);
    house.refund(0, 1700);
    house.refund(0, 1700);
    assert_eq!(house.owed(), 0, "a refund makes no debt");
    house.end_all();
    assert_eq!((house.credit, house.paid()), (1700, 1700));
}

#[test]
fn credit_settles_what_is_owed_at_once() {
    let mut house = House::new("2026-04-10", 0, PRICES);
    house.buy(vec![base("yearly", Period::Yearly, 1)], &Order::default());
    house.change(0, pro(1), None);
    assert_eq!((house.credit, house.issued[0].balance, house.owed()), (0, 1700, 1700));
}

#[derive(Debug, Clone)]
enum Step {
    Wait(i32),
    Change(bool, i64),
    Pay(usize, i64),
    Refund(usize, i64),
    Void(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (1i32..40).prop_map(Step::Wait),
        (any::<bool>(), 1i64..9).prop_map(|(yearly, hosts)| Step::Change(yearly, hosts)),
        (0usize..9, 1i64..20_000).prop_map(|(at, amount)| Step::Pay(at, amount)),
        (0usize..9, 1i64..5000).prop_map(|(at, amount)| Step::Refund(at, amount)),
        (0usize..9).prop_map(Step::Void),
    ];
    prop::collection::vec(step, 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn a_line_that_nobody_has_paid_is_never_given_back(history in steps(), tax in prop::sample::select(vec![0i64, 88_750])) {
        let mut house = house(tax);
        for step in &history {
            let at = |at: &usize, house: &House| at % house.issued.len();
            match step {
                Step::Wait(days) => house.advance_to(platform::Date::from_days(house.today.days() + days)),
                Step::Change(true, hosts) => drop(house.change(0, base("yearly", Period::Yearly, *hosts), None)),
                Step::Change(false, hosts) => drop(house.change(0, pro(*hosts), None)),
                Step::Pay(which, amount) => house.pay(at(which, &house), *amount),
                Step::Refund(which, amount) => house.refund(at(which, &house), *amount),
                Step::Void(which) => house.void(at(which, &house)),
            }
            for invoice in &house.issued {
                prop_assert_eq!(
                    invoice.balance,
                    invoice.total.max(0) - invoice.applied - invoice.paid - invoice.given_up
                );
            }
            // What runs is worth no more than what was settled of the invoice it stands on.
            let running = house.book.plans[0].running.clone();
            let Some(running) = running else { continue };
            let on = house.issued.iter().find(|invoice| invoice.entries.iter().any(|entry| entry.line == running.line));
            let Some(on) = on else { continue };
            let charged: i64 = on.entries.iter().filter(|entry| entry.credits.is_none()).map(|entry| entry.tiers[0].amount + entry.tax).sum();
            prop_assert!(running.amounts[0] >= 0 && running.tax >= 0);
            prop_assert!(running.amounts[0] + running.tax <= charged - on.given_up.min(charged));
            prop_assert!(house.credit == 0 || house.owed() == 0);
        }
    }
}
