//! The worked examples of `billing.md` 6.4, to the last unit.
use super::house::{House, addon, base, date};
use crate::{
    catalogue::{Kind, Period},
    subscriptions::Order,
};

fn lines(house: &House) -> Vec<(i64, i64, String, String)> {
    let lines = house.last().entries.iter();
    lines.map(|line| (line.tiers[0].amount, line.tax, line.span.start.to_string(), line.span.end.to_string())).collect()
}

fn line(amount: i64, tax: i64, start: &str, end: &str) -> (i64, i64, String, String) {
    (amount, tax, start.to_owned(), end.to_owned())
}

#[test]
fn more_seats_in_the_middle_of_a_month() {
    let mut house = House::new("2026-04-10", 88_750, &[("monthly", 1699)]);
    house.buy(vec![base("monthly", Period::Monthly, 4)], &Order::default());
    assert_eq!((house.last().total, house.last().tax), (7399, 603));
    house.advance_to(date("2026-04-22"));
    house.change(0, base("monthly", Period::Monthly, 7), None);
    assert_eq!(
        lines(&house),
        [line(-4078, -362, "2026-04-22", "2026-05-10"), line(7136, 633, "2026-04-22", "2026-05-10")]
    );
    assert_eq!((house.last().total, house.last().tax), (3329, 271));
    house.advance_to(date("2026-05-10"));
    assert_eq!(lines(&house), [line(11_893, 1056, "2026-05-10", "2026-06-10")]);
    assert_eq!(house.last().total, 12_949);
}

#[test]
fn the_end_of_a_month_another_period_and_addons_on_the_grid_of_the_base() {
    let prices =
        [("monthly", 1699), ("business_yearly", 21_996), ("webinar500_yearly", 69_000), ("rooms_monthly", 4900)];
    let mut house = House::new("2026-01-31", 0, &prices);
    house.buy(vec![base("monthly", Period::Monthly, 5)], &Order::default());
    house.advance_to(date("2026-03-12"));
    assert_eq!(lines(&house), [line(8495, 0, "2026-02-28", "2026-03-31")]);
    house.change(0, base("business_yearly", Period::Yearly, 12), None);
    assert_eq!(
        lines(&house),
        [line(-5207, 0, "2026-03-12", "2026-03-31"), line(263_952, 0, "2026-03-12", "2027-03-12")]
    );
    assert_eq!(house.last().total, 258_745);
    house.advance_to(date("2026-06-01"));
    let both = vec![
        addon("webinar500_yearly", Kind::Webinar, Period::Yearly, 2),
        addon("rooms_monthly", Kind::Rooms, Period::Monthly, 3),
    ];
    house.buy(both, &Order::default());
    assert_eq!(
        lines(&house),
        [line(107_375, 0, "2026-06-01", "2027-03-12"), line(5216, 0, "2026-06-01", "2026-06-12")]
    );
    assert_eq!(house.last().total, 112_591);
}

#[test]
fn from_years_to_months_what_was_paid_becomes_credit() {
    let mut house = House::new("2026-02-01", 0, &[("business_yearly", 21_996), ("business_monthly", 2199)]);
    house.buy(vec![base("business_yearly", Period::Yearly, 10)], &Order::default());
    assert_eq!(house.last().total, 219_960);
    house.pay(0, 219_960);
    house.advance_to(date("2026-08-01"));
    house.change(0, base("business_monthly", Period::Monthly, 10), None);
    assert_eq!(
        lines(&house),
        [line(-110_884, 0, "2026-08-01", "2027-02-01"), line(21_990, 0, "2026-08-01", "2026-09-01")]
    );
    assert_eq!((house.last().total, house.last().balance, house.credit), (-88_894, 0, 88_894));
    for (day, credit, balance) in [
        ("2026-09-01", 66_904, 0),
        ("2026-10-01", 44_914, 0),
        ("2026-11-01", 22_924, 0),
        ("2026-12-01", 934, 0),
        ("2027-01-01", 0, 21_056),
    ] {
        house.advance_to(date(day));
        assert_eq!((house.credit, house.last().balance), (credit, balance), "{day}");
    }
}
