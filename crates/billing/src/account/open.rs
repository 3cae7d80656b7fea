//! A billing account that is open for changes: brought over all midnights that have passed, and kept once at its end.
use super::store::{self, Payer};
use crate::{
    desk::Desk,
    entitlements::{self, Entitlements},
    events::AccountFacts,
    grants, run,
    subscriptions::{Book, Held, Terms},
    tiers::{PriceLists, Tiers},
};
use platform::{Date, Timestamp};
use storage::{Result, Tenant};

/// What a change of an account's plans works on.
pub struct Open<'d> {
    pub desk: &'d Desk,
    /// Changes of it and of the book are kept by [`Open::close`] alone.
    pub payer: Payer,
    pub book: Book,
    /// The day of the call (UTC), also while the account is brought over an earlier midnight. It is no day before the one that
    /// the account has reached: a call that waits may have begun before a midnight over which another has brought the account.
    pub today: Date,
    /// The day on which the account was closed, where it was: its plans end that day, and nothing becomes of them after it.
    /// As `today`, no day before the one that it had reached.
    pub closed: Option<Date>,
    /// What the platform's owner sets beside plans.
    pub given: Given,
    before: (Payer, Book),
}

/// What the platform's owner sets beside plans; what is absent stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given {
    /// The most Basic users; none for as many as one likes.
    pub basic: Option<Option<i64>>,
    /// Whether it buys in bulk for those below it; never true without a base that is in use.
    pub bulk_license: Option<bool>,
}

/// Opens an account on the day of the call: what has become due is done first.
///
/// # Errors
/// Those of the store.
pub fn open<'d>(tenant: &mut Tenant, desk: &'d Desk) -> Result<Open<'d>> {
    let mut open = open_as_it_is(tenant, desk)?;
    run::catch_up(tenant, &mut open)?;
    Ok(open)
}

/// Does what has become due for an account, before something is decided that it goes by.
///
/// # Errors
/// Those of the store.
pub fn bring_up_to_date(tenant: &mut Tenant, desk: &Desk) -> Result<()> {
    open(tenant, desk)?.close(tenant).map(drop)
}

/// Opens an account as it is kept.
///
/// # Errors
/// Those of the store.
pub fn open_as_it_is<'d>(tenant: &Tenant, desk: &'d Desk) -> Result<Open<'d>> {
    let payer = store::payer(tenant, desk)?;
    let stored = store::book(tenant, &payer)?;
    let mut book = stored.clone();
    let date = |moment| Timestamp::from_millis(moment).date();
    let reached = stored.charged_to().map_or(run::ran_to(&payer), |day| day.max(run::ran_to(&payer)));
    let today = date(tenant.now()).max(reached);
    // What was given before plans were kept: the account shows it, and no plan does.
    if book.base().is_none() && !payer.suspended && tenant.facts()?.paid {
        grants::adopt(tenant, &mut book, today)?;
    }
    let closed = if tenant.facts()?.closed { tenant.closed_at()? } else { None };
    let closed = closed.map(|moment| date(moment).max(reached));
    let before = (payer.clone(), stored);
    Ok(Open { desk, before, payer, book, today, closed, given: Given::default() })
}

impl Open<'_> {
    /// Runs `act` under the terms of the account, as they are today.
    pub(crate) fn under_terms<T>(
        &mut self,
        tiers: &Tiers<'_>,
        act: impl FnOnce(&mut Book, &Terms<'_>) -> T,
    ) -> Result<T> {
        let prices = PriceLists::of(tiers, self.desk, self.payer.currency()?)?;
        let terms = Terms {
            prices: &prices,
            published: tiers.published,
            tax: tiers.tax(&self.payer.contact, self.desk)?,
            auto_renew: tiers.auto_renew,
            trial_days: self.desk.trial_days,
        };
        Ok(act(&mut self.book, &terms))
    }
    /// Keeps everything, says what the account is entitled to, and notes when something is due next. Nothing is written
    /// where nothing has changed. The version of the account, where it shows something else now.
    ///
    /// # Errors
    /// Those of the store.
    pub fn close(mut self, tenant: &mut Tenant) -> Result<Option<i64>> {
        // Who has bought enough again keeps what its users hold.
        self.payer.downgrading = self.is_downgrading() && (self.book.base().is_none() || self.is_short(tenant)?);
        let due = run::next_day(tenant, &self)?.map(|day| day.start().millis());
        // Users lose their licenses in slices, one after the other, before the account is brought over a later midnight.
        let now = Some(run::ran_to(&self.payer).start().millis());
        self.payer.due_at = if self.payer.downgrading { now } else { due };
        (self.payer.charges, self.payer.lines) = (self.book.charges, self.book.lines);
        self.payer.had_trial = self.book.had_trial;
        self.payer.tried = self.book.tried.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        if (&self.payer, &self.book) == (&self.before.0, &self.before.1) {
            return Ok(None);
        }
        store::save_book(tenant, &self.before.1, &self.book)?;
        self.payer.save(tenant)?;
        entitlements::settle(tenant, &self.book, self.payer.suspended, self.given)
    }
    /// Whether users are still to lose their licenses. In a closed account nobody uses any.
    pub(crate) fn is_downgrading(&self) -> bool {
        self.payer.downgrading && self.closed.is_none()
    }
    /// Whether users hold more seats or licenses, or were offered more, than the plans give.
    pub(crate) fn is_short(&self, tenant: &Tenant) -> Result<bool> {
        let (gives, counts) = (Entitlements::of(&self.book, None), &self.desk.counts);
        if (counts.seats)(tenant)?.sum() > gives.licensed {
            return Ok(true);
        }
        Ok((counts.licenses)(tenant)?.iter().any(|(license, in_use)| in_use.sum() > gives.units(license)))
    }
    /// Plans that were not there when the account was opened.
    pub(crate) fn new_plans(&self) -> impl Iterator<Item = &Held> {
        let before = &self.before.1.plans;
        self.book.plans.iter().filter(|held| before.iter().all(|was| was.number != held.number))
    }
    /// Something about the account has changed that stands elsewhere: its version counts on.
    pub(crate) fn touch(&mut self) {
        self.before.0.version = -1;
    }
    /// As events of this change name the account.
    pub(crate) fn told(&self, tenant: &Tenant) -> AccountFacts {
        AccountFacts { id: tenant.account_id().to_owned(), version: self.version() }
    }
    /// What comes next is told after what has been told so far.
    pub(crate) fn step(&mut self) {
        self.payer.version += 1;
    }
    /// The version that events of this change carry: the one that closing gives.
    pub(crate) fn version(&self) -> i64 {
        self.payer.version + 1
    }
}
