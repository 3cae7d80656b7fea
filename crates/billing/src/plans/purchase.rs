//! From plans that are asked for to plans that can be bought: known codes, numbers of hosts, and what they need beside them.
use super::{
    failures::{purchase, subscribe},
    wanted::Wanted,
};
use crate::{
    catalogue::{Catalogue, Kind, Plan},
    run::broken,
    subscriptions::{Book, Extras, Held, Offer, Refusal, Status},
};
use platform::{Error, Failure, Result};

/// The plan with a code, for the field that names it.
///
/// # Errors
/// `unknown` with the code, unless the field has words of its own.
pub fn plan<'c>(catalogue: &'c Catalogue, wanted: &Wanted, unknown: Failure) -> Result<&'c Plan> {
    let plan = catalogue.plan(&wanted.code);
    let fits = |plan: &&Plan| plan.is_addon && (wanted.kind == plan.kind || wanted.kind == Kind::Other);
    plan.filter(fits).ok_or_else(|| {
        let words = match wanted.kind {
            Kind::Recording => subscribe::BAD_RECORDING,
            Kind::Audio => subscribe::BAD_AUDIO,
            Kind::Events => subscribe::BAD_EVENTS,
            _ => unknown,
        };
        words.with(&wanted.code)
    })
}

/// What is bought of a plan, once it may be bought at all.
///
/// # Errors
/// The hosts are missing, or out of its bounds.
pub fn offer(plan: &Plan, is_base: bool, hosts: Option<i64>, extras: Extras) -> Result<Offer> {
    check_hosts(plan, hosts)?;
    Ok(Offer::of(plan, is_base, hosts, extras))
}

/// # Errors
/// Hosts that are missing, below one, or out of the bounds of the code.
pub fn check_hosts(plan: &Plan, hosts: Option<i64>) -> Result<()> {
    let Some(bounds) = plan.hosts else { return Ok(()) };
    match hosts {
        Some(hosts) if hosts > bounds.max => Err(purchase::TOO_MANY.with(bounds.max)),
        Some(hosts) if hosts >= 1 && hosts < bounds.min => Err(purchase::TOO_FEW.with(bounds.min)),
        Some(1..) => Ok(()),
        _ => Err(purchase::BAD_HOSTS.into()),
    }
}

/// One plan is named once, whatever its period.
///
/// # Errors
/// The first that is named again.
pub fn check_once(wanted: &[Wanted], catalogue: &Catalogue) -> Result<()> {
    let is_one = |one: &Wanted, other: &Wanted| match (catalogue.plan(&one.code), catalogue.plan(&other.code)) {
        (Some(one), Some(other)) => one.product == other.product,
        _ => one.code == other.code,
    };
    for (at, plan) in wanted.iter().enumerate() {
        if wanted.iter().take(at).any(|other| is_one(other, plan)) {
            return Err(purchase::TWICE.with_all(&[&words(plan.kind), &plan.code]));
        }
    }
    Ok(())
}

/// As texts name a kind.
fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Base => "Base",
        Kind::LargeMeeting => "Large Meeting",
        Kind::Webinar => "Webinar",
        Kind::Events => "Zoom Events",
        _ => "Additional",
    }
}

/// What each plan that is bought needs is there or comes with it, beside the base as it is and as it will be, and hosts stand
/// to those of the base as they must. What did not fit before, and is not bought, is no reason to refuse what is.
///
/// # Errors
/// The first plan for which that is not so.
pub fn check_fit(before: &Book, book: &Book, catalogue: &Catalogue) -> Result<()> {
    let is_changed = |held: &Held| !before.plans.contains(held);
    let known: Vec<i64> = lacking(before, catalogue).map(|held| held.number).collect();
    if lacking(book, catalogue).any(|held| is_bought(before, held) || !known.contains(&held.number)) {
        return Err(purchase::NOT_FOR_YOU.into());
    }
    let known = before.misfits();
    let is_more = |held: &Held, kind: Kind| held.offer.kind == kind && is_bought(before, held);
    let changed = |kind: Kind| {
        book.plans.iter().any(|held| if held.offer.is_base() { is_changed(held) } else { is_more(held, kind) })
    };
    match book.misfits().into_iter().find(|kind| changed(*kind) || !known.contains(kind)) {
        None => Ok(()),
        Some(Kind::LargeMeeting) => Err(purchase::LARGE_MEETINGS.into()),
        Some(_) => Err(purchase::WEBINARS.into()),
    }
}

/// Whether a plan is new, becomes another or more, or goes on where it was to end. Fewer hosts are no purchase.
fn is_bought(before: &Book, held: &Held) -> bool {
    let Some(was) = before.plans.iter().find(|was| was.number == held.number) else { return true };
    let goes_on = was.status == Status::Cancelled && held.status != Status::Cancelled;
    let is_more = |offer: &Offer| offer.code != was.offer.code || offer.hosts > was.offer.hosts;
    goes_on || (was != held && held.offers().any(is_more))
}

/// Plans beside which something is missing that they need.
pub fn lacking<'b>(book: &'b Book, catalogue: &'b Catalogue) -> impl Iterator<Item = &'b Held> {
    let open = book.plans.iter().filter(|held| held.status != Status::Expired);
    open.filter(move |held| !held.offer.is_granted() && !has_what_it_needs(held, book, catalogue))
}

fn has_what_it_needs(held: &Held, book: &Book, catalogue: &Catalogue) -> bool {
    // What is to end serves only what is to end too, and a trial what is tried.
    let is_tried = |other: &Held| other.offer.is_trial() && !other.becomes_a_plan();
    let serves = |other: &Held| match other.status {
        Status::Scheduled | Status::Active => !is_tried(other) || is_tried(held) || held.status == Status::Cancelled,
        Status::Cancelled => held.status == Status::Cancelled,
        Status::Expired => false,
    };
    let has = |fits: &dyn Fn(&Offer) -> bool| book.plans.iter().any(|other| serves(other) && fits(&other.offer));
    let has_kind = |kind: &Kind| has(&|offer| offer.kind == *kind);
    let has_product = |product: &String| has(&|offer| offer.product == *product);
    let has_one = |plan: &Plan| plan.needs_one_of.is_empty() || plan.needs_one_of.iter().any(has_product);
    let has_needed = |plan: &Plan| plan.needs.iter().all(has_kind) && has_one(plan) && is_beside(plan, book);
    held.offers().filter_map(|offer| catalogue.plan(&offer.code)).all(has_needed)
}

/// Whether it is sold beside the base of a book, and beside what that is to become.
fn is_beside(plan: &Plan, book: &Book) -> bool {
    let Some(base) = book.any_base() else { return plan.beside.is_empty() };
    base.offers().all(|offer| plan.is_sold_beside(offer.base))
}

/// # Errors
/// It is a trial that the account has had.
pub fn check_untried(book: &Book, plan: &Plan) -> Result<()> {
    if book.tried.contains(&plan.code) { Err(subscribe::TRIED.into()) } else { Ok(()) }
}

/// The words for what cannot be charged.
pub fn refused(refusal: Refusal, not_for_sale: Failure, no_sum: Error) -> Error {
    match refusal {
        Refusal::NotForSale => not_for_sale.into(),
        Refusal::Past => broken(refusal).into(),
        Refusal::Money(_) => no_sum,
    }
}

/// # Errors
/// The plan is sold to nobody any more, or only where the platform's owner has enabled it.
pub fn check_for_sale(plan: &Plan) -> Result<()> {
    match (plan.is_retired, plan.needs_enabling) {
        (true, _) => Err(subscribe::NO_PERMISSION.into()),
        (false, true) if plan.code.ends_with("25") => Err(subscribe::PRO_25.into()),
        (false, true) if plan.code.ends_with("50") => Err(subscribe::PRO_50.into()),
        (false, true) => Err(subscribe::NO_PERMISSION.into()),
        (false, false) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        money::Currency,
        subscriptions::{Order, Prices, Terms},
    };
    use platform::Date;

    /// The shipped catalogue, at its own prices.
    struct Shop(Catalogue);

    impl Prices for Shop {
        fn units(&self, code: &str, hosts: i64) -> Option<Vec<i64>> {
            Some(vec![self.0.plan(code)?.prices.get(&Currency::USD)?.unit(hosts)])
        }
    }

    impl Shop {
        fn new() -> Self {
            Shop(Catalogue::shipped().unwrap())
        }
        fn terms(&self) -> Terms<'_> {
            Terms { prices: self, published: 0, tax: 0, auto_renew: true, trial_days: 30 }
        }
        fn offer(&self, code: &str, is_base: bool, hosts: i64) -> Offer {
            Offer::of(self.0.plan(code).unwrap(), is_base, Some(hosts), Extras::default())
        }
        fn base(&self, code: &str, hosts: i64) -> Offer {
            self.offer(code, true, hosts)
        }
        fn addon(&self, code: &str, hosts: i64) -> Offer {
            self.offer(code, false, hosts)
        }
        fn buy(&self, book: &mut Book, offers: Vec<Offer>) {
            book.buy(offers, &Order::default(), day(1), &self.terms()).unwrap();
        }
        fn change(&self, book: &mut Book, code: &str, to: Offer, on: Option<Date>) {
            let at = book.position(code).unwrap();
            book.change(at, to, on, day(1), &self.terms()).unwrap();
        }
        fn fits(&self, before: &Book, after: &Book) -> bool {
            check_fit(before, after, &self.0).is_ok()
        }
    }

    fn day(day: u8) -> Date {
        Date::parse(&format!("2026-01-{day:02}")).unwrap()
    }

    #[test]
    fn what_is_sold_beside_a_base_is_sold_beside_what_that_is_to_become() {
        let shop = Shop::new();
        let (audio, pro) = (shop.addon("tollfree_payongo", 1), shop.base("monthly", 10));
        let mut before = Book::default();
        shop.buy(&mut before, vec![shop.base("business_monthly", 10)]);
        let mut with = before.clone();
        shop.buy(&mut with, vec![audio.clone()]);
        assert!(shop.fits(&before, &with));
        let mut leaves = with.clone();
        shop.change(&mut leaves, "business_monthly", pro.clone(), Some(day(10)));
        assert!(!shop.fits(&with, &leaves));
        let mut leaving = before.clone();
        shop.change(&mut leaving, "business_monthly", pro, Some(day(10)));
        assert!(shop.fits(&before, &leaving));
        let mut late = leaving.clone();
        shop.buy(&mut late, vec![audio]);
        assert!(!shop.fits(&leaving, &late));
    }

    #[test]
    fn what_did_not_fit_before_keeps_nothing_else_from_changing() {
        let shop = Shop::new();
        let mut before = Book::default();
        // Neither would be sold like that: no audio beside Pro, and no more webinars than hosts.
        let odd = [shop.base("monthly", 5), shop.addon("tollfree_payongo", 1), shop.addon("webinar500_monthly", 6)];
        shop.buy(&mut before, odd.into());
        let mut rooms = before.clone();
        shop.buy(&mut rooms, vec![shop.addon("zroom_yearly", 1)]);
        assert!(shop.fits(&before, &rooms));
        let mut webinars = before.clone();
        shop.change(&mut webinars, "webinar500_monthly", shop.addon("webinar500_monthly", 7), None);
        assert!(!shop.fits(&before, &webinars));
        let mut fewer = before.clone();
        shop.change(&mut fewer, "webinar500_monthly", shop.addon("webinar500_monthly", 1), None);
        assert!(shop.fits(&before, &fewer));
    }

    #[test]
    fn what_is_to_end_serves_only_what_is_to_end_too() {
        let shop = Shop::new();
        let mut before = Book::default();
        shop.buy(&mut before, vec![shop.base("business_monthly", 10), shop.addon("phone_payongo", 1)]);
        let calling = || shop.addon("phone_calling_usca_monthly_metered", 3);
        let mut with = before.clone();
        shop.buy(&mut with, vec![calling()]);
        assert!(shop.fits(&before, &with));
        let mut ending = before.clone();
        ending.cancel(ending.position("phone_payongo").unwrap());
        let mut late = ending.clone();
        shop.buy(&mut late, vec![calling()]);
        assert!(!shop.fits(&ending, &late));
        for code in ["phone_payongo", "phone_calling_usca_monthly_metered"] {
            with.cancel(with.position(code).unwrap());
        }
        assert_eq!(lacking(&with, &shop.0).count(), 0);
        let mut back = with.clone();
        shop.change(&mut back, "phone_calling_usca_monthly_metered", calling(), None);
        assert!(!shop.fits(&with, &back));
    }

    #[test]
    fn fewer_hosts_are_bought_also_where_something_is_missing() {
        let shop = Shop::new();
        let mut before = Book::default();
        shop.buy(&mut before, vec![shop.base("zobp_usca_monthly_unlimited", 10), shop.addon("phone_payongo", 1)]);
        before.cancel(before.position("phone_payongo").unwrap());
        for (hosts, fits) in [(5, true), (11, false)] {
            let mut after = before.clone();
            shop.change(
                &mut after,
                "zobp_usca_monthly_unlimited",
                shop.base("zobp_usca_monthly_unlimited", hosts),
                None,
            );
            assert_eq!(shop.fits(&before, &after), fits, "{hosts}");
        }
    }
}
