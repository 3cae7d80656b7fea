//! One account with a price list, its invoices, its credit and its ledger, without a store.
use crate::{
    catalogue::{Family, Gives, Kind, Period, Ratio},
    grid::Span,
    invoices::{settle, totals},
    ledger::{self, Transfer},
    subscriptions::{
        Bill, Book, Changed, Entry, Extras, GivenUp, Granted, Held, Offer, Order, Prices, Refusal, Status, Terms,
    },
};
use platform::Date;
use std::collections::BTreeMap;

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// Prices by code, at one tier or several, and from how many hosts on each costs a tenth less.
#[derive(Debug, Clone, Default)]
pub struct List(pub BTreeMap<String, Vec<i64>>, pub Option<i64>);

impl Prices for List {
    fn units(&self, code: &str, hosts: i64) -> Option<Vec<i64>> {
        let mut units = self.0.get(code)?.clone();
        if self.1.is_some_and(|from| hosts >= from) {
            units.iter_mut().for_each(|unit| *unit = *unit * 9 / 10);
        }
        Some(units)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub on: Date,
    pub entries: Vec<Entry>,
    pub total: i64,
    pub tax: i64,
    pub applied: i64,
    pub paid: i64,
    /// Voided, or paid back.
    pub given_up: i64,
    pub balance: i64,
}

#[derive(Debug, Clone)]
pub struct House {
    pub book: Book,
    pub list: List,
    /// The tier that the invoices show.
    pub published: usize,
    pub tax: i64,
    pub auto_renew: bool,
    pub today: Date,
    pub issued: Vec<Issued>,
    pub credit: i64,
    /// Of all credit there was.
    pub paid_out: i64,
    pub transfers: Vec<Transfer>,
}

impl House {
    pub fn new(today: &str, tax: i64, prices: &[(&str, i64)]) -> Self {
        let list = prices.iter().map(|(code, unit)| ((*code).to_owned(), vec![*unit])).collect();
        House {
            book: Book::default(),
            list: List(list, None),
            published: 0,
            tax,
            auto_renew: true,
            today: date(today),
            issued: Vec::new(),
            credit: 0,
            paid_out: 0,
            transfers: Vec::new(),
        }
    }
    fn with_terms<T>(&mut self, act: impl FnOnce(&mut Book, &Terms<'_>) -> T) -> T {
        let (published, tax, auto_renew) = (self.published, self.tax, self.auto_renew);
        let terms = Terms { prices: &self.list, published, tax, auto_renew, trial_days: 30 };
        act(&mut self.book, &terms)
    }
    pub fn buy(&mut self, offers: Vec<Offer>, order: &Order) {
        let today = self.today;
        let bill = self.with_terms(|book, terms| book.buy(offers, order, today, terms)).unwrap();
        self.issue(bill);
    }
    pub fn try_change(&mut self, at: usize, to: Offer, on: Option<Date>) -> Result<Changed, Refusal> {
        let today = self.today;
        self.with_terms(|book, terms| book.change(at, to, on, today, terms))
    }
    /// Ends everything today.
    pub fn end_all(&mut self) {
        let mut bill = Bill::default();
        self.book.end_all(self.today, &mut bill).unwrap();
        self.issue(bill);
    }
    /// Ends what is paid for today, for want of a payment.
    pub fn end_paid(&mut self) {
        let mut bill = Bill::default();
        self.book.end_paid(self.today, &mut bill).unwrap();
        self.issue(bill);
    }
    /// The platform's owner gives plans in the place of all that there are.
    pub fn give(&mut self, offers: Vec<Offer>, span: Span) {
        self.end_all();
        self.book.grant(offers, span, self.today);
    }
    pub fn change(&mut self, at: usize, to: Offer, on: Option<Date>) -> Changed {
        let changed = self.try_change(at, to, on).unwrap();
        if let Changed::Now(bill) = &changed {
            self.issue(bill.clone());
        }
        changed
    }
    /// A renewal run for a day, whether anything is due or not.
    pub fn run(&mut self, day: Date) {
        let bill: Result<Bill, Refusal> = self.with_terms(|book, terms| book.run(day, terms));
        self.issue(bill.unwrap());
    }
    /// When the next period of a plan begins, what it will be then, and what it is charged.
    pub fn renewed(&mut self, held: &Held) -> (Date, Offer, i64) {
        self.with_terms(|book, terms| book.renewed(held, terms)).unwrap()
    }
    /// Lets time pass until `day`, at the days on which something is due.
    pub fn advance_to(&mut self, day: Date) {
        while let Some(next) = self.book.next_day().filter(|next| *next <= day) {
            // What was given, and is cancelled after the end that is shown of it, ends today.
            self.today = next.max(self.today);
            self.run(self.today);
        }
        self.today = day;
    }
    pub fn pay(&mut self, at: usize, amount: i64) {
        let invoice = &mut self.issued[at];
        let amount = amount.min(invoice.balance);
        invoice.paid += amount;
        invoice.balance -= amount;
        self.transfers.extend(ledger::pay(amount));
    }
    /// Gives up what is still owed on an invoice.
    pub fn void(&mut self, at: usize) {
        let lost = std::mem::take(&mut self.issued[at].balance);
        self.transfers.extend(ledger::write_off(lost));
        self.lose(at, lost);
    }
    /// Pays back a part of what was paid.
    pub fn refund(&mut self, at: usize, amount: i64) {
        let back = amount.min(self.issued[at].paid);
        self.issued[at].paid -= back;
        self.transfers.extend(ledger::pay(-back).into_iter().chain(ledger::write_off(back)));
        self.lose(at, back);
    }
    /// Pays out a part of the credit.
    pub fn pay_out(&mut self, amount: i64) {
        let out = amount.min(self.credit);
        self.credit -= out;
        self.paid_out += out;
        self.transfers.extend(ledger::pay_out(out));
    }
    fn lose(&mut self, at: usize, lost: i64) {
        let (invoice, published) = (&mut self.issued[at], self.published);
        invoice.given_up += lost;
        let charges = || invoice.entries.iter().filter(|entry| entry.credits.is_none());
        let charged = charges().map(|entry| entry.tiers[published].amount + entry.tax).sum();
        let lines = charges().map(|entry| entry.line).collect();
        self.book.give_up(&GivenUp { lines, charged, lost, published }).unwrap();
    }
    /// Credit settles what is owed, the oldest first.
    fn use_credit(&mut self) {
        for invoice in &mut self.issued {
            let applied = invoice.balance.min(self.credit);
            invoice.applied += applied;
            invoice.balance -= applied;
            self.credit -= applied;
            self.transfers.extend(ledger::use_credit(applied));
        }
    }
    pub fn owed(&self) -> i64 {
        self.issued.iter().map(|invoice| invoice.balance).sum()
    }
    pub fn paid(&self) -> i64 {
        self.issued.iter().map(|invoice| invoice.paid).sum()
    }
    pub fn issue(&mut self, bill: Bill) {
        if bill.is_empty() {
            return;
        }
        let sums = totals(&bill.entries, self.published).unwrap();
        let settled = settle(sums.total, self.credit).unwrap();
        for entry in &bill.entries {
            self.transfers.extend(ledger::charge(entry.tiers[self.published].amount, entry.tax));
        }
        self.transfers.extend(ledger::keep_credit(sums.total.min(0)));
        self.transfers.extend(ledger::use_credit(settled.applied));
        self.credit = settled.credit;
        self.issued.push(Issued {
            on: self.today,
            entries: bill.entries,
            total: sums.total,
            tax: sums.tax,
            applied: settled.applied,
            paid: 0,
            given_up: 0,
            balance: settled.balance,
        });
        if sums.total < 0 {
            self.use_credit();
        }
    }
    pub fn position(&self, code: &str) -> usize {
        self.book.position(code).unwrap()
    }
    pub fn status(&self, code: &str) -> Option<Status> {
        self.book.plans.iter().rev().find(|held| held.offer.code == code).map(|held| held.status)
    }
    pub fn last(&self) -> &Issued {
        self.issued.last().unwrap()
    }
}

fn offer(code: &str, kind: Kind, period: Period, hosts: i64) -> Offer {
    Offer {
        code: code.to_owned(),
        name: code.to_owned(),
        kind,
        base: (kind == Kind::Base).then_some(Family::Pro),
        product: code.split('_').next().unwrap_or_default().to_owned(),
        period,
        ratio: (kind == Kind::Webinar).then_some(Ratio::SumWithinBase),
        gives: Gives::default(),
        hosts,
        extras: Extras::default(),
        granted: None,
    }
}

pub fn base(code: &str, period: Period, hosts: i64) -> Offer {
    offer(code, Kind::Base, period, hosts)
}

/// What the platform's owner gives.
pub fn granted(offer: Offer) -> Offer {
    Offer { granted: Some(Granted { account_type: "Pro".to_owned(), from: None, until: None }), ..offer }
}

pub fn addon(code: &str, kind: Kind, period: Period, hosts: i64) -> Offer {
    offer(code, kind, period, hosts)
}
