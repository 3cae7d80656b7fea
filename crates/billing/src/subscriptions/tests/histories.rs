//! The invariants of `billing.md` 8 that concern one account, over random histories.
use super::house::{House, Issued, addon, base, granted};
use crate::{
    catalogue::{Kind, Period},
    grid::{Grid, Span},
    ledger::{self, Account},
    subscriptions::{Book, Changed, Entry, Held, Order, Status},
};
use platform::Date;
use proptest::prelude::*;
use std::collections::BTreeMap;

const PERIODS: [Period; 3] = [Period::Monthly, Period::Quarterly, Period::Yearly];
const PRODUCTS: [&str; 2] = ["pro", "business"];
const ADDONS: [(&str, Kind); 2] = [("webinar", Kind::Webinar), ("rooms", Kind::Rooms)];

#[derive(Debug, Clone)]
enum Step {
    Wait(i32),
    Base {
        product: usize,
        period: usize,
        hosts: i64,
        on: Option<i32>,
        contract: Option<u32>,
    },
    Buy {
        addon: usize,
        period: usize,
        hosts: i64,
        on: Option<i32>,
        contract: Option<u32>,
    },
    Addon {
        addon: usize,
        period: usize,
        hosts: i64,
    },
    Cancel {
        addon: Option<usize>,
    },
    Pay {
        invoice: usize,
        amount: i64,
    },
    /// Of the credit.
    PayOut(i64),
    Prices(i64),
    Renews(bool),
    /// A base, or an add-on; each once.
    Try(Option<usize>),
    /// A base and perhaps an add-on, from a day to another, counted from today.
    Give {
        product: usize,
        hosts: i64,
        addon: Option<usize>,
        days: (i32, i32),
    },
    /// For want of a payment.
    EndPaid,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let hosts = || 1i64..30;
    let contract = || prop::option::weighted(0.3, prop::sample::select(vec![1u32, 12, 24]));
    let step = prop_oneof![
        4 => (1i32..90).prop_map(Step::Wait),
        3 => (0usize..2, 0usize..3, hosts(), prop::option::weighted(0.2, 1i32..60), contract())
            .prop_map(|(product, period, hosts, on, contract)| Step::Base { product, period, hosts, on, contract }),
        2 => (0usize..2, 0usize..3, hosts(), prop::option::weighted(0.3, 1i32..60), contract())
            .prop_map(|(addon, period, hosts, on, contract)| Step::Buy { addon, period, hosts, on, contract }),
        2 => (0usize..2, 0usize..3, hosts()).prop_map(|(addon, period, hosts)| Step::Addon { addon, period, hosts }),
        1 => prop::option::of(0usize..2).prop_map(|addon| Step::Cancel { addon }),
        1 => (0usize..40, 1i64..500_000).prop_map(|(invoice, amount)| Step::Pay { invoice, amount }),
        1 => (1i64..200_000).prop_map(Step::PayOut),
        1 => (900i64..1100).prop_map(Step::Prices),
    ];
    let rare = prop_oneof![
        2 => prop::bool::weighted(0.7).prop_map(Step::Renews),
        2 => prop::option::of(0usize..2).prop_map(Step::Try),
        2 => (0usize..2, hosts(), prop::option::of(0usize..2), (-40i32..40, 41i32..500))
            .prop_map(|(product, hosts, addon, days)| Step::Give { product, hosts, addon, days }),
        1 => Just(Step::EndPaid),
    ];
    let step = prop_oneof![8 => step, 1 => rare];
    prop::collection::vec(step, 1..25)
}

fn code(product: &str, period: Period) -> String {
    format!("{product}_{}", period.months().unwrap_or_default())
}

fn prices(percent: i64) -> BTreeMap<String, Vec<i64>> {
    let units = [("pro", 1699), ("business", 2199), ("webinar", 7901), ("rooms", 4900)];
    let all = units.iter().flat_map(|(product, unit)| PERIODS.map(|period| (*product, *unit, period)));
    all.map(|(product, unit, period)| {
        let unit = unit * i64::from(period.months().unwrap_or_default()) * percent / 1000;
        // What the platform, and the masters above, charge.
        (code(product, period), vec![unit, unit * 11 / 10, unit * 13 / 10])
    })
    .collect()
}

/// Each costs a tenth less from ten hosts on.
fn begin(anchor: i32, tax: i64, published: usize) -> House {
    let mut house = House::new("2026-01-01", tax, &[]);
    (house.list.0, house.list.1, house.published) = (prices(1000), Some(10), published);
    house.today = Date::from_days(anchor);
    house
}

fn base_at(house: &House) -> Option<usize> {
    house.book.any_base_at()
}

fn act(house: &mut House, step: &Step) {
    let addon_at = |house: &House, which: usize| {
        let is_open = |status| status != Status::Expired;
        let is_it = |held: &Held| held.offer.kind == ADDONS[which].1 && is_open(held.status);
        house.book.plans.iter().position(is_it)
    };
    match step {
        Step::Wait(days) => house.advance_to(Date::from_days(house.today.days() + days)),
        Step::PayOut(amount) => house.pay_out(*amount),
        Step::Prices(percent) => house.list.0 = prices(*percent),
        Step::Renews(renews) => house.auto_renew = *renews,
        Step::Base { product, period, hosts, on, contract } => {
            let offer = base(&code(PRODUCTS[*product], PERIODS[*period]), PERIODS[*period], *hosts);
            let on = on.map(|days| Date::from_days(house.today.days() + days));
            match base_at(house) {
                Some(at) => drop(house.change(at, offer, on)),
                None => house.buy(vec![offer], &Order { from: on, contract: *contract, ..Order::default() }),
            }
        }
        Step::Buy { addon: which, period, hosts, on, contract } => {
            if house.book.base().is_some() && addon_at(house, *which).is_none() {
                let (product, kind) = ADDONS[*which];
                let offer = addon(&code(product, PERIODS[*period]), kind, PERIODS[*period], *hosts);
                let from = on.map(|days| Date::from_days(house.today.days() + days));
                house.buy(vec![offer], &Order { from, contract: *contract, ..Order::default() });
            }
        }
        Step::Try(None) => {
            if base_at(house).is_none() && !house.book.had_trial {
                house.buy(vec![base("trial", Period::Trial, 50)], &Order::default());
            }
        }
        Step::Try(Some(which)) => {
            let (product, kind) = ADDONS[*which];
            let code = format!("{product}_trial");
            if house.book.base().is_some() && addon_at(house, *which).is_none() && !house.book.tried.contains(&code) {
                house.buy(vec![addon(&code, kind, Period::Trial, 3)], &Order::default());
            }
        }
        Step::Give { product, hosts, addon: which, days: (from, until) } => {
            let day = |days: i32| Date::from_days(house.today.days() + days);
            let span = Span { start: day(*from), end: day(*until) };
            let more = which.map(|which| addon("given", ADDONS[which].1, Period::Yearly, 2));
            let given = base(PRODUCTS[*product], Period::Yearly, *hosts);
            house.give([given].into_iter().chain(more).map(granted).collect(), span);
        }
        Step::EndPaid => house.end_paid(),
        Step::Addon { addon: which, period, hosts } => {
            if let Some(at) = addon_at(house, *which) {
                let (product, kind) = ADDONS[*which];
                let offer = addon(&code(product, PERIODS[*period]), kind, PERIODS[*period], *hosts);
                house.change(at, offer, None);
            }
        }
        Step::Cancel { addon } => {
            let at = match addon {
                Some(which) => addon_at(house, *which),
                None => base_at(house),
            };
            at.map(|at| house.book.cancel(at));
        }
        Step::Pay { invoice, amount } => {
            if !house.issued.is_empty() {
                let at = invoice % house.issued.len();
                house.pay(at, *amount);
            }
        }
    }
}

fn entries(house: &House) -> Vec<&Entry> {
    house.issued.iter().flat_map(|invoice| &invoice.entries).collect()
}

/// 2: what an invoice comes to.
fn invoices_add_up(house: &House) {
    for invoice in &house.issued {
        let amounts: i64 = invoice.entries.iter().map(|entry| entry.tiers[house.published].amount).sum();
        let taxes: i64 = invoice.entries.iter().map(|entry| entry.tax).sum();
        assert_eq!((invoice.total, invoice.tax), (amounts + taxes, taxes));
        assert_eq!(invoice.balance, invoice.total.max(0) - invoice.applied - invoice.paid);
        assert!(invoice.balance >= 0 && invoice.paid >= 0 && invoice.applied >= 0);
        let comes_to = |entry: &Entry| entry.tax != 0 || entry.tiers.iter().any(|tier| tier.amount != 0);
        assert!(invoice.entries.iter().any(comes_to));
    }
}

/// 2: a charge has the tax of what its debtor is charged, rounded half away from zero.
fn charges_have_their_taxes(house: &House) {
    for entry in entries(house).into_iter().filter(|entry| entry.credits.is_none()) {
        let amount = entry.tiers[house.published].amount;
        assert_eq!(entry.tax, (2 * amount * house.tax + 1_000_000) / 2_000_000, "{entry:?}");
    }
}

/// 1 and 11: the ledger, and the credit in it.
fn the_ledger_balances(house: &House) {
    let of = |account| ledger::balance(account, &house.transfers).unwrap();
    let sum = |of: fn(&Issued) -> i64| house.issued.iter().map(of).sum::<i64>();
    assert_eq!(of(Account::Sales), -sum(|invoice| invoice.total - invoice.tax));
    assert_eq!((of(Account::Cash), of(Account::Loss)), (sum(|invoice| invoice.paid) - house.paid_out, 0));
    assert_eq!(of(Account::Due), house.issued.iter().map(|invoice| invoice.balance).sum::<i64>());
    assert_eq!(of(Account::Credit), -house.credit);
    assert_eq!(of(Account::Tax), -house.issued.iter().map(|invoice| invoice.tax).sum::<i64>());
    let below: i64 = house.issued.iter().map(|invoice| (-invoice.total).max(0)).sum();
    assert_eq!(house.credit, below - sum(|invoice| invoice.applied) - house.paid_out);
    assert!(house.credit >= 0);
}

/// 3: each line is given back once at most, and no more of it than was charged.
fn credits_lie_within_their_lines(house: &House) {
    let all = entries(house);
    let lines: BTreeMap<i64, &Entry> = all.iter().map(|entry| (entry.line, *entry)).collect();
    assert_eq!(lines.len(), all.len(), "numbers of lines are their own");
    let mut given = BTreeMap::new();
    for entry in all.iter().filter(|entry| entry.credits.is_some()) {
        let line = lines[&entry.credits.unwrap()];
        assert!(given.insert(line.line, ()).is_none(), "a line is given back once");
        assert!(line.credits.is_none() && line.charge == entry.charge);
        assert_eq!(line.tiers.len(), 3);
        for (given_back, charged) in entry.tiers.iter().zip(&line.tiers) {
            assert!((0..=charged.amount).contains(&-given_back.amount) && given_back.unit == charged.unit);
        }
        assert!((0..=line.tax).contains(&-entry.tax));
        assert!(line.span.start <= entry.span.start && line.span.end == entry.span.end);
    }
}

/// 4: for each plan, the days that were charged and not given back follow each other without a gap until today.
fn no_day_is_paid_twice_or_forgotten(house: &House) {
    let mut charged: BTreeMap<i64, Vec<(i32, i32)>> = BTreeMap::new();
    let all = entries(house);
    for entry in all.iter().filter(|entry| entry.credits.is_none()) {
        let credit = all.iter().find(|other| other.credits == Some(entry.line));
        let end = credit.map_or(entry.span.end, |credit| credit.span.start);
        if entry.span.start < end {
            charged.entry(entry.charge).or_default().push((entry.span.start.days(), end.days()));
        }
    }
    for (number, mut spans) in charged {
        spans.sort_unstable();
        for pair in spans.windows(2) {
            assert_eq!(pair[0].1, pair[1].0, "plan {number}: {spans:?}");
        }
        if let Some(held) = house.book.plans.iter().find(|held| held.number == number) {
            assert_eq!(spans[0].0, held.effective.days(), "from its first day on");
            let last = spans.last().unwrap().1;
            assert_eq!(last, held.period.end.days(), "until the end of the running period, or its end");
        }
    }
}

/// 9 and 12: one base, add-ons with it, and renewals on the grid.
fn plans_stand_as_they_must(house: &House) {
    let book = &house.book;
    let bases = book.plans.iter().filter(|held| held.offer.is_base() && held.status != Status::Expired).count();
    assert!(bases <= 1);
    assert!(book.base().is_some() || !book.addons().any(|held| held.is_running()));
    // What was given does not end by itself.
    for held in book.plans.iter().filter(|held| held.is_running() && !held.offer.is_granted()) {
        assert!(held.period.contains(house.today), "{held:?}");
        // Beside a base that has moved, a contract may end between two renewals.
        let is_end = held.contract.is_some() && held.period.end == held.term_end;
        let is_renewal = |grid: Grid| grid.has(held.period.end) || is_end;
        assert!(held.grid().is_none_or(is_renewal), "{held:?}");
        assert!(held.term_end >= held.period.end, "{held:?}");
        assert_eq!(held.grid().is_some(), held.running.is_some(), "{held:?}");
        assert!(held.usable_hosts() <= held.offer.hosts);
        assert!(held.later.as_ref().is_none_or(|later| later.on > house.today));
    }
    let ends_today = |held: &Held| held.status == Status::Cancelled && held.offer.is_granted();
    let days = book.plans.iter().filter(|held| !ends_today(held)).filter_map(Held::next_day);
    assert!(days.min().is_none_or(|day| day > house.today));
}

/// 9: how a plan comes from one status to another. What is bought for a day to come begins by itself, and what has ended
/// does not come back.
fn may_become(before: Status, after: Status, step: &Step) -> bool {
    match (before, after) {
        (Status::Scheduled, Status::Active) => matches!(step, Step::Wait(_)),
        (Status::Active, Status::Cancelled) => matches!(step, Step::Cancel { .. }),
        (Status::Cancelled, Status::Active) => matches!(step, Step::Base { .. } | Step::Addon { .. }),
        _ => before == after || after == Status::Expired,
    }
}

/// 9: each plan has moved as it may, none has gone before its end, and no number is given again.
fn plans_move_as_they_may(before: &Book, after: &Book, step: &Step) {
    let was = |number: i64| before.plans.iter().find(|was| was.number == number);
    for held in &after.plans {
        match was(held.number) {
            Some(was) => assert!(may_become(was.status, held.status, step), "{step:?} {was:?} {held:?}"),
            None => assert!(held.number > before.charges, "{step:?} {held:?}"),
        }
    }
    let is_there = |number: i64| after.plans.iter().any(|held| held.number == number);
    let mut gone = before.plans.iter().filter(|was| !is_there(was.number));
    // What is given stands in the place of all that there was.
    assert!(matches!(step, Step::Give { .. }) || gone.all(|was| was.status == Status::Expired), "{step:?} {before:?}");
}

fn hold_all(house: &House) {
    invoices_add_up(house);
    charges_have_their_taxes(house);
    the_ledger_balances(house);
    credits_lie_within_their_lines(house);
    no_day_is_paid_twice_or_forgotten(house);
    plans_stand_as_they_must(house);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn invariants_hold_through_any_history(anchor in 20_000i32..21_500, tax in prop::sample::select(vec![0i64, 88_750, 190_000]), published in 0usize..3, history in steps()) {
        let mut house = begin(anchor, tax, published);
        for step in &history {
            let before = house.book.clone();
            act(&mut house, step);
            plans_move_as_they_may(&before, &house.book, step);
            hold_all(&house);
        }
    }

    /// 5 and 6: the clock in one step or day by day, and every run twice.
    #[test]
    fn many_days_at_once_are_the_same_as_one_after_the_other(anchor in 20_000i32..21_500, history in steps()) {
        let (mut jumps, mut walks) = (begin(anchor, 88_750, 1), begin(anchor, 88_750, 1));
        for step in &history {
            act(&mut jumps, step);
            match step {
                Step::Wait(days) => for _ in 0..*days {
                    act(&mut walks, &Step::Wait(1));
                    let today = walks.today;
                    walks.run(today);
                },
                step => act(&mut walks, step),
            }
        }
        prop_assert_eq!(&jumps.issued, &walks.issued);
        prop_assert_eq!(jumps.book, walks.book);
        prop_assert_eq!(jumps.credit, walks.credit);
    }

    /// 7: the same again costs nothing; two increases on a day cost what one does.
    #[test]
    fn changes_that_change_nothing_cost_nothing(history in steps(), more in 1i64..20, beyond in 1i64..20) {
        let mut house = begin(20_500, 88_750, 1);
        history.iter().for_each(|step| act(&mut house, step));
        let Some(at) = base_at(&house) else { return Ok(()) };
        let now = house.book.plans[at].offer.clone();
        let before = house.issued.len();
        house.change(at, now.clone(), None);
        prop_assert_eq!(house.change(at, now.clone(), None), Changed::Not);
        prop_assert_eq!(house.issued.len(), before);
        let to = |hosts| crate::subscriptions::Offer { hosts: now.hosts + hosts, ..now.clone() };
        let (mut once, mut twice) = (house.clone(), house);
        once.change(at, to(more + beyond), None);
        twice.change(at, to(more), None);
        twice.change(at, to(more + beyond), None);
        let owed = |house: &House| house.issued.iter().map(|invoice| invoice.total).sum::<i64>();
        prop_assert!((owed(&once) - owed(&twice)).abs() <= 2);
    }
}
