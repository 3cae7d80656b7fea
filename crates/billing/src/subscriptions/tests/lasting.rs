//! Plans go on whatever prices and catalogues become: what cannot be charged does not come.
use super::house::{House, addon, base, date};
use crate::{
    catalogue::{Kind, Period},
    money::MoneyFault,
    subscriptions::{Book, Changed, Offer, Order, Refusal, Status},
};

/// The most that one plan may cost.
const MOST: i64 = 5_000_000_000_000;

fn house() -> House {
    House::new(
        "2026-01-15",
        0,
        &[("monthly", 1699), ("business_monthly", 2199), ("yearly", 15_996), ("rooms_monthly", 4900)],
    )
}
fn pro(hosts: i64) -> Offer {
    base("monthly", Period::Monthly, hosts)
}
fn business(hosts: i64) -> Offer {
    base("business_monthly", Period::Monthly, hosts)
}

#[test]
fn a_plan_costs_so_much_and_no_more() {
    let mut house = House::new("2026-01-15", 0, &[("monthly", MOST / 5)]);
    house.buy(vec![pro(5)], &Order::default());
    assert_eq!(house.last().total, MOST);
    assert_eq!(house.try_change(0, pro(6), None), Err(Refusal::Money(MoneyFault::Overflow)));
}

#[test]
fn a_plan_that_has_become_too_dear_is_renewed_at_its_old_price() {
    for unit in [MOST / 5 + 1, i64::MAX] {
        let mut house = house();
        house.buy(vec![pro(5)], &Order::default());
        house.list.0.insert("monthly".to_owned(), vec![unit]);
        house.advance_to(date("2026-02-15"));
        assert_eq!((house.issued.len(), house.last().total), (2, 5 * 1699), "{unit}");
    }
}

#[test]
fn a_change_to_come_that_cannot_be_charged_does_not_come() {
    let prices: [Option<i64>; 2] = [None, Some(i64::MAX)];
    for (unit, day) in prices.into_iter().flat_map(|unit| ["2026-01-20", "2026-02-15"].map(|day| (unit, day))) {
        let mut house = house();
        house.buy(vec![pro(5)], &Order::default());
        assert_eq!(house.change(0, business(9), Some(date(day))), Changed::On(date(day)));
        match unit {
            None => house.list.0.remove("business_monthly"),
            Some(unit) => house.list.0.insert("business_monthly".to_owned(), vec![unit]),
        };
        house.advance_to(date("2026-02-15"));
        let held = &house.book.plans[0];
        assert_eq!((held.offer.code.as_str(), held.offer.hosts, held.later.is_none()), ("monthly", 5, true));
        assert_eq!((house.issued.len(), house.last().total), (2, 5 * 1699), "{unit:?} {day}");
    }
}

#[test]
fn fewer_hosts_of_what_is_not_for_sale_any_more_cost_what_they_did() {
    let prices: [Option<i64>; 2] = [None, Some(i64::MAX)];
    for (unit, day) in prices.into_iter().flat_map(|unit| [None, Some("2026-02-10")].map(|day| (unit, day))) {
        let mut house = house();
        house.buy(vec![pro(5)], &Order::default());
        house.change(0, pro(2), day.map(date));
        match unit {
            None => house.list.0.remove("monthly"),
            Some(unit) => house.list.0.insert("monthly".to_owned(), vec![unit]),
        };
        house.advance_to(date("2026-02-15"));
        assert_eq!((house.issued.len(), house.last().total), (2, 2 * 1699), "{unit:?} {day:?}");
        assert_eq!(house.change(0, pro(1), day.map(|_| date("2026-03-01"))), {
            Changed::On(date(if day.is_some() { "2026-03-01" } else { "2026-03-15" }))
        });
        house.advance_to(date("2026-03-15"));
        assert_eq!((house.issued.len(), house.last().total), (3, 1699), "{unit:?} {day:?}");
        assert!(house.try_change(0, pro(2), None).is_err());
    }
}

#[test]
fn what_is_bought_beside_a_plan_that_is_given_from_a_day_to_come_is_charged_from_today() {
    let mut house = house();
    let span = crate::grid::Span { start: date("2026-06-01"), end: date("2027-06-01") };
    house.book.grant(vec![super::house::granted(pro(5))], span, house.today);
    let rooms = |hosts| addon("rooms_monthly", Kind::Rooms, Period::Monthly, hosts);
    house.buy(vec![rooms(1)], &Order::default());
    assert_eq!((house.last().total, house.book.plans[1].period.end), (4900, date("2026-02-15")));
    // Of today, all of it comes back.
    house.change(1, rooms(2), None);
    assert_eq!(house.last().total, 4900);
    house.advance_to(date("2026-02-15"));
    assert_eq!((house.issued.len(), house.last().total), (3, 2 * 4900));
}

#[test]
fn under_a_contract_an_addon_is_charged_until_its_term_ends_wherever_its_base_moves() {
    let mut house = House::new("2026-01-01", 0, &[("monthly", 1699), ("yearly", 15_996), ("rooms_monthly", 4900)]);
    let rooms = addon("rooms_monthly", Kind::Rooms, Period::Monthly, 1);
    house.buy(vec![pro(5), rooms], &Order { contract: Some(12), ..Order::default() });
    house.advance_to(date("2026-03-15"));
    house.change(0, base("yearly", Period::Yearly, 5), None);
    house.advance_to(date("2026-12-31"));
    let last = house.last().clone();
    // 17 days of 31.
    assert_eq!((last.on, last.total, last.entries[0].span.end), (date("2026-12-15"), 2687, date("2027-01-01")));
    house.advance_to(date("2027-01-01"));
    // The other 14.
    assert_eq!((house.last().on, house.last().total), (date("2027-01-01"), 2213));
    house.advance_to(date("2027-01-15"));
    assert_eq!((house.last().on, house.last().total), (date("2027-01-15"), 4900));
}

#[test]
fn what_was_cancelled_before_it_began_does_not_begin_on_any_day() {
    let mut house = house();
    house.buy(vec![pro(5)], &Order::default());
    let rooms = |hosts| addon("rooms_monthly", Kind::Rooms, Period::Monthly, hosts);
    house.buy(vec![rooms(1)], &Order { from: Some(date("2026-01-25")), ..Order::default() });
    let at = house.position("rooms_monthly");
    house.change(at, rooms(2), Some(date("2026-01-28")));
    assert!(house.book.cancel(at));
    assert_eq!(house.book.plans[at].later, None);
    house.advance_to(date("2026-02-14"));
    assert_eq!((house.status("rooms_monthly"), house.issued.len()), (Some(Status::Expired), 1));
}

#[test]
fn a_trial_that_becomes_a_plan_on_its_last_midnight_does_not_end_first() {
    for (day, begins) in [("2026-02-13", "2026-02-13"), ("2026-02-14", "2026-02-14")] {
        let mut house = house();
        house.buy(vec![base("trial", Period::Trial, 50)], &Order::default());
        house.change(0, pro(5), Some(date(day)));
        house.advance_to(date("2026-02-14"));
        let held = &house.book.plans[0];
        assert_eq!((held.status, held.offer.code.as_str(), held.effective), (Status::Active, "monthly", date(begins)));
        assert_eq!(house.last().total, 5 * 1699);
    }
}

#[test]
fn a_trial_with_other_hosts_ends_when_it_would_have() {
    for day in ["2026-02-13", "2026-02-14"] {
        let mut house = house();
        let trial = |hosts| base("trial", Period::Trial, hosts);
        house.buy(vec![trial(50)], &Order::default());
        house.change(0, trial(60), Some(date(day)));
        house.advance_to(date("2026-02-13"));
        assert_eq!(house.status("trial"), Some(Status::Active), "{day}");
        house.advance_to(date("2026-02-14"));
        assert_eq!((house.status("trial"), house.book.next_day()), (Some(Status::Expired), None), "{day}");
    }
}

#[test]
fn a_trial_is_remembered_by_its_code_when_it_has_gone() {
    let mut house = house();
    house.buy(vec![pro(5), addon("phone_trial", Kind::PhoneBase, Period::Trial, 1)], &Order::default());
    house.advance_to(date("2026-02-14"));
    assert_eq!(house.status("phone_trial"), Some(Status::Expired));
    house.book.grant(Vec::new(), crate::grid::Span { start: date("2026-02-14"), end: date("2026-02-14") }, house.today);
    assert!(house.book.tried.contains("phone_trial") && !house.book.had_trial);
    assert!(!Book::default().tried.contains("phone_trial"));
}

#[test]
fn under_a_contract_more_hosts_cost_what_was_agreed_on() {
    for (contract, unit) in [(Some(12), 1699), (None, 2000)] {
        let mut house = house();
        house.buy(vec![pro(5)], &Order { contract, ..Order::default() });
        house.list.0.insert("monthly".to_owned(), vec![2000]);
        house.change(0, pro(6), None);
        assert_eq!(house.last().total, 6 * unit - 5 * 1699, "{contract:?}");
    }
}

#[test]
fn what_is_asked_for_twice_before_it_begins_is_one_change() {
    let mut house = house();
    house.buy(vec![pro(5)], &Order { from: Some(date("2026-02-01")), ..Order::default() });
    assert_eq!(house.change(0, pro(5), None), Changed::Not);
    assert_eq!(house.change(0, pro(6), None), Changed::Kept);
    assert_eq!(house.change(0, pro(6), None), Changed::Not);
}

#[test]
fn what_was_given_stays_where_what_is_paid_for_ends() {
    let mut house = house();
    let span = crate::grid::Span { start: date("2026-01-01"), end: date("2027-01-01") };
    house.book.grant(vec![super::house::granted(pro(5))], span, house.today);
    assert!(!house.book.is_anything_paid());
    house.buy(vec![addon("rooms_monthly", Kind::Rooms, Period::Monthly, 1)], &Order::default());
    assert!(house.book.is_anything_paid());
    let mut bill = crate::subscriptions::Bill::default();
    house.book.end_paid(house.today, &mut bill).unwrap();
    assert_eq!((house.status("monthly"), house.status("rooms_monthly")), (Some(Status::Active), Some(Status::Expired)));
    assert_eq!(bill.entries.len(), 1);
}
