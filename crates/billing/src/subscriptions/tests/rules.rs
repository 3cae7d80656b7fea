//! Single rules of `billing.md` 2.5 and 6.3.
use super::house::{House, addon, base, date, granted};
use crate::{
    catalogue::{Kind, Period},
    subscriptions::{Bill, Book, Changed, Order, Refusal, Status},
};

const PRICES: &[(&str, i64)] = &[
    ("monthly", 1699),
    ("yearly", 15_996),
    ("business_monthly", 2199),
    ("webinar500_monthly", 7900),
    ("webinar500_yearly", 69_000),
    ("rooms_monthly", 4900),
];

fn house() -> House {
    House::new("2026-01-15", 0, PRICES)
}
fn pro(hosts: i64) -> crate::subscriptions::Offer {
    base("monthly", Period::Monthly, hosts)
}
fn webinar(period: Period, hosts: i64) -> crate::subscriptions::Offer {
    let code = if period == Period::Yearly { "webinar500_yearly" } else { "webinar500_monthly" };
    addon(code, Kind::Webinar, period, hosts)
}

#[test]
fn fewer_hosts_come_with_the_renewal_and_give_nothing_back() {
    let mut house = house();
    house.buy(vec![pro(5)], &Order::default());
    assert_eq!(house.change(0, pro(3), None), Changed::On(date("2026-02-15")));
    assert_eq!(house.change(0, pro(3), None), Changed::Not);
    assert_eq!((house.book.plans[0].offer.hosts, house.book.plans[0].usable_hosts(), house.issued.len()), (5, 3, 1));
    house.advance_to(date("2026-02-14"));
    assert_eq!(house.book.plans[0].offer.hosts, 5);
    house.advance_to(date("2026-02-15"));
    assert_eq!((house.book.plans[0].offer.hosts, house.last().total), (3, 3 * 1699));
}

#[test]
fn an_increase_drops_the_decrease_that_was_to_come() {
    let mut house = house();
    house.buy(vec![pro(5)], &Order::default());
    house.change(0, pro(3), None);
    house.change(0, pro(6), None);
    assert_eq!(house.book.plans[0].later, None);
    house.advance_to(date("2026-02-15"));
    assert_eq!(house.last().total, 6 * 1699);
}

#[test]
fn asking_for_what_is_takes_back_what_was_to_come() {
    let mut house = house();
    house.buy(vec![pro(5)], &Order::default());
    assert_eq!(house.change(0, pro(5), None), Changed::Not);
    house.change(0, pro(3), None);
    assert_eq!(house.change(0, pro(5), None), Changed::Kept);
    house.book.cancel(0);
    assert_eq!(house.change(0, pro(5), None), Changed::Kept);
    assert_eq!((house.book.plans[0].status, house.issued.len()), (Status::Active, 1));
}

#[test]
fn up_and_down_on_one_day_is_never_a_refund() {
    let mut house = house();
    house.buy(vec![pro(5)], &Order::default());
    house.change(0, pro(7), None);
    let owed: i64 = house.issued.iter().map(|invoice| invoice.total).sum();
    assert_eq!(owed, 7 * 1699);
    assert!(matches!(house.change(0, pro(5), None), Changed::On(_)));
    assert_eq!(house.credit, 0);
}

#[test]
fn a_cancelled_plan_is_in_use_until_its_end_and_then_expires() {
    let mut house = house();
    house.buy(vec![pro(5)], &Order::default());
    assert!(house.book.cancel(0));
    assert!(!house.book.cancel(0));
    house.advance_to(date("2026-02-14"));
    assert_eq!(house.status("monthly"), Some(Status::Cancelled));
    house.advance_to(date("2026-02-15"));
    assert_eq!((house.status("monthly"), house.issued.len(), house.book.next_day()), (Some(Status::Expired), 1, None));
}

#[test]
fn a_cancelled_plan_with_a_contract_is_paid_until_the_contract_ends() {
    let mut house = house();
    let order = Order { contract: Some(12), ..Order::default() };
    house.buy(vec![pro(5)], &order);
    house.advance_to(date("2026-03-01"));
    house.book.cancel(0);
    house.advance_to(date("2027-01-14"));
    assert_eq!((house.status("monthly"), house.issued.len()), (Some(Status::Cancelled), 12));
    house.advance_to(date("2027-01-15"));
    assert_eq!((house.status("monthly"), house.issued.len()), (Some(Status::Expired), 12));
}

#[test]
fn a_price_holds_for_its_term_and_no_longer() {
    for (contract, renewed) in [(None, 5 * 2000), (Some(12), 5 * 1699)] {
        let mut house = house();
        house.buy(vec![pro(5)], &Order { contract, ..Order::default() });
        house.list.0.insert("monthly".to_owned(), vec![2000]);
        house.advance_to(date("2026-02-15"));
        assert_eq!(house.last().total, renewed, "{contract:?}");
        house.advance_to(date("2027-01-15"));
        assert_eq!(house.last().total, 5 * 2000, "{contract:?}");
    }
}

#[test]
fn what_is_not_for_sale_any_more_is_renewed_at_its_old_price() {
    let mut house = house();
    house.buy(vec![pro(5)], &Order::default());
    house.list.0.remove("monthly");
    house.advance_to(date("2026-02-15"));
    assert_eq!(house.last().total, 5 * 1699);
}

#[test]
fn without_renewal_plans_end_with_their_term() {
    let mut house = house();
    house.auto_renew = false;
    house.buy(vec![pro(5), webinar(Period::Yearly, 1)], &Order::default());
    house.advance_to(date("2026-02-15"));
    assert_eq!(house.status("webinar500_yearly"), Some(Status::Expired));
    assert!(house.last().total < 0, "what is left of the add-on is given back");
}

#[test]
fn an_addon_ends_with_its_base_and_its_rest_becomes_credit() {
    let mut house = house();
    house.buy(vec![pro(5), webinar(Period::Yearly, 1)], &Order::default());
    house.pay(0, 5 * 1699 + 69_000);
    house.book.cancel(house.position("webinar500_yearly"));
    house.book.cancel(house.position("monthly"));
    house.advance_to(date("2026-02-15"));
    // 31 of 365 days were used.
    assert_eq!((house.last().total, house.credit), (-63_140, 63_140));
    assert_eq!(house.status("webinar500_yearly"), Some(Status::Expired));
}

#[test]
fn an_addon_finishes_its_period_when_the_base_moves_and_then_joins_the_new_grid() {
    let mut house = house();
    house.buy(vec![pro(5), webinar(Period::Monthly, 1)], &Order::default());
    house.advance_to(date("2026-01-25"));
    house.change(0, base("yearly", Period::Yearly, 5), None);
    house.advance_to(date("2026-02-15"));
    // Ten days of the 31 from 25 January on.
    let entry = &house.last().entries[0];
    assert_eq!((entry.span.end, entry.tiers[0].amount), (date("2026-02-25"), 2548));
    house.advance_to(date("2026-02-25"));
    assert_eq!(house.last().total, 7900);
}

#[test]
fn a_trial_costs_nothing_and_ends_after_its_days() {
    let mut house = house();
    house.buy(vec![base("trial", Period::Trial, 50)], &Order::default());
    assert!(house.book.had_trial);
    house.advance_to(date("2026-02-13"));
    assert_eq!(house.status("trial"), Some(Status::Active));
    house.advance_to(date("2026-02-14"));
    assert_eq!((house.status("trial"), house.issued.len()), (Some(Status::Expired), 0));
}

#[test]
fn a_trial_becomes_a_paid_plan_on_the_day_it_is_changed() {
    let mut house = house();
    house.buy(vec![base("trial", Period::Trial, 50)], &Order::default());
    house.advance_to(date("2026-01-20"));
    house.change(0, pro(5), None);
    assert_eq!((house.last().total, house.book.next_day()), (5 * 1699, Some(date("2026-02-20"))));
    assert_eq!(house.book.plans[0].effective, date("2026-01-20"));
}

#[test]
fn what_begins_on_a_day_to_come_is_charged_on_that_day() {
    let mut house = house();
    house.buy(vec![pro(5)], &Order { from: Some(date("2026-02-01")), ..Order::default() });
    assert_eq!((house.status("monthly"), house.issued.len()), (Some(Status::Scheduled), 0));
    house.advance_to(date("2026-02-01"));
    assert_eq!((house.status("monthly"), house.last().total), (Some(Status::Active), 5 * 1699));
}

#[test]
fn a_change_on_a_day_to_come_is_made_on_that_day_and_a_later_one_replaces_it() {
    let mut house = house();
    house.buy(vec![pro(5)], &Order::default());
    house.change(0, pro(9), Some(date("2026-01-20")));
    house.change(0, pro(7), Some(date("2026-01-25")));
    house.advance_to(date("2026-01-24"));
    assert_eq!(house.issued.len(), 1);
    house.advance_to(date("2026-01-25"));
    assert_eq!((house.book.plans[0].offer.hosts, house.issued.len()), (7, 2));
}

#[test]
fn a_change_on_the_day_of_a_renewal_gives_the_whole_fresh_line_back() {
    let mut house = house();
    house.buy(vec![pro(5)], &Order::default());
    house.advance_to(date("2026-02-15"));
    house.change(0, pro(6), None);
    let amounts: Vec<i64> = house.last().entries.iter().map(|entry| entry.tiers[0].amount).collect();
    assert_eq!(amounts, [-5 * 1699, 6 * 1699]);
}

#[test]
fn what_the_platform_gives_costs_nothing_and_does_not_end_by_itself() {
    let mut book = Book::default();
    let span = crate::grid::Span { start: date("2026-01-01"), end: date("2027-01-01") };
    book.grant(vec![granted(base("business_yearly", Period::Yearly, 50))], span, span.start);
    assert_eq!((book.next_day(), book.base().map(|held| held.offer.hosts)), (None, Some(50)));
    book.cancel(0);
    assert_eq!(book.next_day(), Some(date("2027-01-01")));
}

#[test]
fn what_was_given_becomes_a_plan_that_is_paid_for() {
    let mut house = house();
    let span = crate::grid::Span { start: date("2026-01-01"), end: date("2027-01-01") };
    house.book.grant(vec![granted(base("monthly", Period::Monthly, 5))], span, house.today);
    house.change(0, pro(5), None);
    assert_eq!((house.last().total, house.book.next_day()), (5 * 1699, Some(date("2026-02-15"))));
}

#[test]
fn webinars_stand_to_the_base_as_it_will_be() {
    let mut house = house();
    house.buy(vec![pro(5), webinar(Period::Monthly, 5)], &Order::default());
    assert_eq!(house.book.misfits(), []);
    house.change(0, pro(4), None);
    assert_eq!(house.book.misfits(), [Kind::Webinar]);
    house.change(1, webinar(Period::Monthly, 4), None);
    assert_eq!(house.book.misfits(), []);
    house.advance_to(date("2026-02-15"));
    assert_eq!(house.book.plans.iter().map(|held| held.offer.hosts).collect::<Vec<_>>(), [4, 4]);
}

#[test]
fn what_is_cancelled_is_beside_the_base_until_its_end_and_not_after_it() {
    for (period, fits) in [(Period::Monthly, true), (Period::Yearly, false)] {
        let mut house = house();
        house.buy(vec![pro(5), webinar(period, 5)], &Order::default());
        house.book.cancel(1);
        assert_eq!(house.book.misfits(), []);
        house.change(0, pro(4), None);
        assert_eq!(house.book.misfits().is_empty(), fits, "{period:?}");
    }
}

#[test]
fn hosts_to_come_fit_those_of_the_base_on_each_day() {
    // The base has fewer from the end of its term on, whatever day before it is named; an add-on from the end of its own.
    for (period, from, base_on, addon_on, fits) in [
        (Period::Monthly, None, None, None, true),
        (Period::Monthly, None, Some("2026-01-20"), Some("2026-01-30"), true),
        (Period::Monthly, None, Some("2026-02-15"), Some("2026-02-15"), true),
        (Period::Monthly, None, Some("2026-02-15"), Some("2026-02-16"), false),
        (Period::Monthly, None, Some("2026-02-16"), Some("2026-02-15"), true),
        (Period::Yearly, None, None, None, false),
        // What begins with fewer has never had more.
        (Period::Monthly, Some("2026-02-15"), None, Some("2026-02-14"), true),
        (Period::Monthly, Some("2026-02-15"), None, Some("2026-02-15"), true),
        (Period::Monthly, Some("2026-02-15"), None, Some("2026-02-16"), false),
    ] {
        let mut house = house();
        house.buy(vec![pro(5)], &Order::default());
        house.buy(vec![webinar(period, 5)], &Order { from: from.map(date), ..Order::default() });
        house.change(1, webinar(period, 4), addon_on.map(date));
        house.change(0, pro(4), base_on.map(date));
        assert_eq!(house.book.misfits().is_empty(), fits, "{period:?} {from:?} {base_on:?} {addon_on:?}");
    }
}

#[test]
fn more_hosts_of_the_base_are_not_counted_on_before_they_are_there() {
    let mut house = house();
    house.buy(vec![pro(5), webinar(Period::Monthly, 5)], &Order::default());
    for at in [0, 1] {
        let more = if at == 0 { pro(6) } else { webinar(Period::Monthly, 6) };
        house.change(at, more, Some(date("2026-02-15")));
    }
    assert_eq!(house.book.misfits(), [Kind::Webinar]);
}

#[test]
fn on_a_day_before_those_of_a_charge_nothing_is_given_back_and_the_charge_stays() {
    let mut house = house();
    house.buy(vec![pro(5)], &Order::default());
    house.advance_to(date("2026-02-15"));
    assert_eq!(house.book.charged_to(), Some(date("2026-02-15")));
    let before = house.book.clone();
    let mut bill = Bill::default();
    assert_eq!(house.book.end_all(date("2026-02-14"), &mut bill), Err(Refusal::Past));
    assert_eq!((&house.book, bill.entries.len()), (&before, 0));
    house.today = date("2026-02-14");
    assert_eq!(house.try_change(0, pro(6), None), Err(Refusal::Past));
    assert_eq!(house.book, before);
    house.today = date("2026-02-15");
    house.end_all();
    assert_eq!(house.last().total, -5 * 1699);
}

#[test]
fn what_a_plan_is_charged_next_is_what_its_renewal_charges() {
    let mut house = house();
    house.buy(vec![pro(5), webinar(Period::Monthly, 2)], &Order::default());
    house.advance_to(date("2026-01-25"));
    house.change(0, base("yearly", Period::Yearly, 5), None);
    house.change(1, webinar(Period::Monthly, 1), None);
    let held = house.book.plans[1].clone();
    let (day, offer, amount) = house.renewed(&held);
    // Ten days of the 31 from 25 January on.
    assert_eq!((day, offer.hosts, amount), (date("2026-02-15"), 1, 2548));
    house.advance_to(held.period.end);
    assert_eq!(house.last().total, amount);
    let held = house.book.plans[0].clone();
    assert_eq!(house.renewed(&held).2, 5 * 15_996);
    // Nothing has happened.
    assert_eq!(house.book.plans[0], held);
}

#[test]
fn what_a_plan_is_charged_next_is_told_after_all_that_comes_before() {
    for (day, base_day, amounts) in [
        // Ten days of the 31 from 25 January on, beside a base that has moved by then.
        ("2026-01-25", "2026-01-25", (5 * 15_996 - 5755, 2548)),
        // Together with it; and in the grid that there is, where the base moves only later.
        ("2026-02-15", "2026-02-15", (5 * 15_996, 7900)),
        ("2026-02-16", "2026-02-15", (5 * 1699, 7900)),
    ] {
        let mut house = house();
        house.buy(vec![pro(5), webinar(Period::Monthly, 1)], &Order::default());
        house.change(0, base("yearly", Period::Yearly, 5), Some(date(day)));
        let [base, addon] = [0, 1].map(|at| house.book.plans[at].clone());
        let (base, addon) = (house.renewed(&base), house.renewed(&addon));
        assert_eq!((base.0, addon.0), (date(base_day), date("2026-02-15")), "{day}");
        assert_eq!((base.2, addon.2), amounts, "{day}");
        house.advance_to(date("2026-02-15"));
        let charged = house.last().entries.iter().filter(|entry| entry.charge == 2).map(|entry| entry.tiers[0].amount);
        assert_eq!(charged.sum::<i64>(), addon.2, "{day}");
    }
}

#[test]
fn what_a_plan_is_to_be_on_its_first_day_is_what_it_is_charged_for() {
    for (day, hosts) in [("2026-02-14", 10), ("2026-02-15", 10), ("2026-02-16", 15)] {
        let mut house = house();
        house.buy(vec![pro(15)], &Order::default());
        let order = Order { from: Some(date("2026-02-15")), ..Order::default() };
        house.buy(vec![webinar(Period::Monthly, 15)], &order);
        house.change(1, webinar(Period::Monthly, 10), Some(date(day)));
        house.advance_to(date("2026-02-15"));
        assert_eq!(house.last().total, 15 * 1699 + hosts * 7900, "{day}");
    }
}

#[test]
fn a_plan_that_becomes_another_before_it_begins_costs_what_that_costs() {
    for (hosts, unit) in [(10, 7900), (14, 7900 * 9 / 10)] {
        for day in [None, Some(date("2026-02-15"))] {
            let mut house = house();
            house.list.1 = Some(12);
            house.buy(vec![pro(15)], &Order::default());
            let order = Order { from: Some(date("2026-02-15")), ..Order::default() };
            house.buy(vec![webinar(Period::Monthly, 15)], &order);
            house.change(1, webinar(Period::Monthly, hosts), day);
            house.advance_to(date("2026-02-15"));
            assert_eq!(house.last().total, 15 * (1699 * 9 / 10) + hosts * unit, "{hosts} {day:?}");
        }
    }
}
