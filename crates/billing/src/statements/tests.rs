//! Sums of statements, over histories that nobody has chosen.
use super::*;
use crate::money::Currency;
use platform::Date;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn march() -> Period {
    Period::month_of(day("2026-03-10"))
}

fn currency(text: &str) -> Currency {
    Currency::parse(text).unwrap()
}

fn line(about: &str, on: &str, code: &str, cost: i64) -> Line {
    Line {
        day: day(on),
        about_id: about.to_owned(),
        currency: Currency::USD,
        code: code.to_owned(),
        name: code.to_uppercase(),
        quantity: 3,
        cost,
        tax: cost / 10,
        sold: None,
    }
}

fn sold(line: Line, to: &str, amount: i64, resold: Option<i64>) -> Line {
    Line { sold: Some(super::sum::Sold { to: to.to_owned(), amount, tax: 0, resold }), ..line }
}

fn statement(lines: &[Line]) -> Statement {
    let mut builder = Builder::new("top", march());
    for line in lines {
        builder.add(line).unwrap();
    }
    let name = |name: &str, number| (name.to_owned(), Name { name: name.to_uppercase(), number });
    builder
        .finish(&BTreeMap::from([name("top", 1), name("reseller", 2), name("customer", 3), name("sub", 4)]), vec![])
        .unwrap()
}

#[test]
fn own_plans_come_first_and_what_is_sold_stands_below_who_buys_it() {
    let lines = [
        sold(line("customer", "2026-03-02", "pro", 100), "reseller", 150, Some(200)),
        sold(line("sub", "2026-03-02", "pro", 10), "sub", 15, None),
        line("top", "2026-03-02", "business", 1000),
    ];
    let statement = statement(&lines);
    let subtrees: Vec<&str> = statement.subtrees.iter().map(|subtree| subtree.account_id.as_str()).collect();
    assert_eq!(subtrees, ["top", "reseller", "sub"]);
    let usd = statement.totals[&Currency::USD].now;
    assert_eq!((usd.cost, usd.tax, usd.revenue), (1110, 111, 165));
    assert_eq!((usd.margin(), usd.resale, usd.resale_margin()), (Ok(55), 200, Ok(50)));
}

#[test]
fn the_month_before_stands_beside_and_other_times_say_nothing() {
    let lines = [
        line("top", "2026-01-31", "pro", 1),
        line("top", "2026-02-01", "pro", 20),
        line("top", "2026-02-28", "pro", 300),
        line("top", "2026-03-01", "pro", 4000),
        line("top", "2026-03-31", "pro", 50_000),
        line("top", "2026-04-01", "pro", 600_000),
    ];
    let usd = statement(&lines).totals[&Currency::USD];
    assert_eq!((usd.before.cost, usd.now.cost), (320, 54_000));
}

#[test]
fn currencies_are_never_added_up() {
    let lines = [
        line("top", "2026-03-01", "pro", 5),
        Line { currency: currency("JPY"), ..line("top", "2026-03-01", "pro", 7) },
    ];
    let statement = statement(&lines);
    let costs: Vec<(String, i64)> =
        statement.totals.iter().map(|(currency, figures)| (currency.to_string(), figures.now.cost)).collect();
    assert_eq!(costs, [("JPY".to_owned(), 7), ("USD".to_owned(), 5)]);
    assert_eq!(statement.subtrees[0].accounts[0].plans.len(), 2);
}

#[test]
fn the_hosts_of_a_plan_are_those_of_its_latest_charge() {
    let hosts = |line: Line, quantity| Line { quantity, ..line };
    let lines = [
        hosts(line("top", "2026-03-20", "pro", 70), 7),
        hosts(line("top", "2026-03-20", "pro", -40), 4),
        hosts(line("top", "2026-03-01", "pro", 40), 4),
        hosts(line("top", "2026-02-01", "webinar", 40), 9),
    ];
    let statement = statement(&lines);
    let plans = &statement.subtrees[0].accounts[0].plans;
    assert_eq!([plans[0].quantity, plans[1].quantity], [7, 0]);
}

#[test]
fn an_account_that_is_gone_has_no_name_and_comes_last() {
    let statement = statement(&[
        line("top", "2026-03-01", "pro", 1),
        sold(line("aaa", "2026-03-01", "pro", 1), "aaa", 1, None),
        sold(line("sub", "2026-03-01", "pro", 1), "sub", 1, None),
    ]);
    let names: Vec<_> =
        statement.subtrees.iter().map(|subtree| (subtree.account_id.as_str(), subtree.name.is_some())).collect();
    assert_eq!(names, [("top", true), ("sub", true), ("aaa", false)]);
}

#[test]
fn void_invoices_are_shown_and_not_owed() {
    let debt = |number: &str, balance, standing| Debt {
        number: number.to_owned(),
        invoice_id: number.to_owned(),
        account_id: "sub".to_owned(),
        date: day("2026-03-01"),
        due_date: day("2026-03-31"),
        currency: Currency::USD,
        total: 100,
        tax: 0,
        balance,
        standing,
    };
    let debts = vec![
        debt("INV00000001", 100, Standing::Overdue),
        debt("INV00000002", 30, Standing::Due),
        debt("INV00000003", 0, Standing::Paid),
        debt("INV00000004", 0, Standing::Void),
    ];
    let statement = Builder::new("top", march()).finish(&BTreeMap::new(), debts).unwrap();
    assert_eq!(statement.debts[&Currency::USD], Debts { invoiced: 300, open: 130, overdue: 100 });
    let numbers: Vec<&str> = statement.invoices.iter().map(|debt| &debt.number[9..]).collect();
    assert_eq!(numbers, ["04", "03", "02", "01"]);
}

#[test]
fn what_cannot_be_owed_is_a_fault_and_no_other_number() {
    let mut builder = Builder::new("top", march());
    builder.add(&Line { tax: 0, ..line("top", "2026-03-01", "pro", i64::MAX) }).unwrap();
    assert!(builder.add(&line("top", "2026-03-01", "pro", 1)).is_err());
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let one = (0usize..6, 0i32..70, 0usize..3, -500_000i64..500_000, 0usize..2, any::<bool>());
    let line = one.prop_map(|(about, later, code, cost, money, is_sold)| {
        let about = ["top", "reseller", "customer", "sub", "gone", "other"][about];
        let line = Line {
            day: Date::from_days(day("2026-01-25").days() + later),
            currency: currency(["USD", "EUR"][money]),
            ..line(about, "2026-01-01", ["pro", "business", "webinar"][code], cost)
        };
        match (about, is_sold) {
            ("top", _) => line,
            ("customer" | "other", _) => sold(line, "reseller", cost * 2, is_sold.then_some(cost * 3)),
            _ => sold(line, about, cost * 2, None),
        }
    });
    proptest::collection::vec(line, 0..120)
}

proptest! {
    #[test]
    fn the_tree_is_the_sum_of_its_accounts_and_of_its_lines(lines in lines()) {
        let statement = statement(&lines);
        for (currency, figures) in &statement.totals {
            let of_accounts = statement.subtrees.iter().flat_map(|subtree| &subtree.accounts);
            let of_plans = of_accounts.clone().flat_map(|account| &account.plans).filter(|plan| plan.currency == *currency);
            let costs: i64 = of_plans.clone().map(|plan| plan.figures.now.cost).sum();
            let before: i64 = of_plans.map(|plan| plan.figures.before.revenue).sum();
            prop_assert_eq!((figures.now.cost, figures.before.revenue), (costs, before));
            let of_accounts: i64 = of_accounts.filter_map(|account| account.totals.get(currency)).map(|figures| figures.now.tax).sum();
            let of_subtrees: i64 = statement.subtrees.iter().filter_map(|subtree| subtree.totals.get(currency)).map(|figures| figures.now.tax).sum();
            prop_assert_eq!((figures.now.tax, figures.now.tax), (of_accounts, of_subtrees));
            let of_lines: i64 = lines.iter().filter(|line| line.currency == *currency && march().has(line.day)).map(|line| line.cost).sum();
            prop_assert_eq!(figures.now.cost, of_lines);
        }
    }
    #[test]
    fn the_order_of_lines_changes_no_sum(lines in lines(), seed: u64) {
        let mut other = lines.clone();
        other.sort_by_key(|line| (line.cost.unsigned_abs() ^ seed, line.day));
        let without_hosts = |mut statement: Statement| {
            let accounts = statement.subtrees.iter_mut().flat_map(|subtree| &mut subtree.accounts);
            accounts.flat_map(|account| &mut account.plans).for_each(|plan| plan.quantity = 0);
            statement
        };
        prop_assert_eq!(without_hosts(statement(&lines)), without_hosts(statement(&other)));
    }
    #[test]
    fn a_margin_is_what_is_earned_less_what_it_costs(lines in lines()) {
        for figures in statement(&lines).totals.values() {
            // Everything is sold at twice its cost, and again at three times.
            prop_assert_eq!(figures.now.margin(), Ok(figures.now.cost_of_revenue));
            prop_assert_eq!(figures.now.revenue, 2 * figures.now.cost_of_revenue);
            prop_assert_eq!(2 * figures.now.resale, 3 * figures.now.cost_of_resale);
        }
    }
}
