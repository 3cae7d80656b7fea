//! `GET /accounts/billing/renewals`: subaccounts whose term ends in the next days, and what their plans will cost then.
use crate::{
    account::{Open, open_as_it_is},
    amount::Amount,
    desk::Desk,
    grid::days_after,
    money::{self, Currency, Money},
    run,
    subscriptions::{Book, Held, Status, Terms},
    tiers::{PriceLists, Tiers},
    today,
};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Fault, Tenant, directory::Renewing};

pub fn operations(api: &mut Api) {
    api.get("/accounts/billing/renewals", list)
        .summary("List subaccounts whose plans are renewed soon")
        .scopes(Needs::MasterOnly("billing:read:list_upcoming_renewal_accounts"))
        .privilege(&[Privilege::SubAccountRead, Privilege::SubAccountEdit])
        .rate(Rate::Medium)
        .only(Mount::Direct)
        .masters_only()
        .unfit(&["interval", "page_size"], BAD_INTERVAL);
}

const BAD_INTERVAL: Failure = Failure::new(400, 2100, "Invalid parameter: interval/page_size.");

#[derive(Deserialize, JsonSchema)]
struct Interval {
    /// Days: 30, 60 or 90.
    #[serde(default = "thirty")]
    interval: i64,
}

fn thirty() -> i64 {
    30
}

/// A page above the maximum is refused here, and not lowered: the document has words for it.
struct Bounded;

impl Sizes for Bounded {
    const LOWERS: bool = false;
}

view! {
    /// A plan that is renewed.
    pub struct RenewableView {
        pub plan_name: String,
        pub quantity: i64,
        pub billing_cycle: &'static str,
        pub service_effective_date: Date,
        pub next_invoice_date: Date,
        pub next_invoice_amount: Amount,
    }
}
view! {
    /// A subaccount whose term ends.
    pub struct RenewalView {
        pub account_id: String,
        pub account_number: String,
        pub account_name: String,
        pub email: String,
        /// Whole major units.
        pub total_renewal_amount: i64,
        pub next_renewal_date: Date,
        pub auto_renew: bool,
        pub renewable_subscriptions: Vec<RenewableView>,
    }
}
impl Listed for RenewalView {
    const LIST: &'static str = "results";
    const ENVELOPE: &'static [Said] = &[Said::NextPageToken, Said::PageSize, Said::TotalRecords];
    const BESIDE_NUMBERS: &'static [(&'static str, &'static str)] = &[("interval", "Days.")];
}

fn list(
    tenant: &Tenant,
    Query(query): Query<Interval>,
    paging: Paging<50, 20, Bounded>,
    Provided(desk): Provided<Desk>,
) -> Result<Page<RenewalView>> {
    if ![30, 60, 90].contains(&query.interval) {
        return Err(BAD_INTERVAL.into());
    }
    let today = today(tenant);
    let days = i32::try_from(query.interval).unwrap_or(i32::MAX);
    let (from, to) = (today.start().millis(), days_after(today, days).start().millis());
    let (after, part) = (paging.after().to_owned(), [paging.want(), paging.skip()]);
    let total = tenant.count_renewing(from, to)?;
    let mut page = paging.page::<RenewalView>();
    for account in tenant.renewing(from, to, &after, part)? {
        let id = account.id.clone();
        page.push(&id, &shown(tenant, account, &desk)?)?;
    }
    page.beside("interval", query.interval)?;
    page.finish(total)
}

#[expect(clippy::disallowed_methods, reason = "a master sees what its subaccounts will cost it")]
fn shown(tenant: &Tenant, account: Renewing, desk: &Desk) -> storage::Result<RenewalView> {
    let sub = tenant.child(&account.id)?.ok_or_else(|| Fault::broken("a subaccount that was listed is missing"))?;
    let (open, tiers) = (open_as_it_is(&sub, desk)?, Tiers::of(&sub)?);
    let currency = open.payer.currency()?;
    let prices = PriceLists::of(&tiers, desk, currency)?;
    // Of plans that do not go on it is shown what they would cost.
    let (published, trial_days) = (tiers.published, desk.trial_days);
    let terms = Terms { prices: &prices, published, tax: 0, auto_renew: true, trial_days };
    let lines = renewable(&open).map(|held| line(&open.book, held, &terms, currency));
    let lines = lines.collect::<storage::Result<Vec<_>>>()?;
    let total = money::sum(lines.iter().map(|line| line.next_invoice_amount.0.minor)).map_err(Fault::from)?;
    Ok(RenewalView {
        account_id: account.id,
        account_number: account.number.to_string(),
        account_name: account.name,
        email: account.owner_email,
        total_renewal_amount: Money::new(total, currency).in_major().map_err(Fault::from)?,
        next_renewal_date: Timestamp::from_millis(account.subscription_end).date(),
        auto_renew: tiers.auto_renew,
        renewable_subscriptions: lines,
    })
}

fn renewable<'o>(open: &'o Open<'_>) -> impl Iterator<Item = &'o Held> {
    open.book.plans.iter().filter(|held| held.status == Status::Active)
}

/// What the next period of a plan costs: with what is to change by then, at the price of then, for the days until it is
/// renewed again.
fn line(book: &Book, held: &Held, terms: &Terms<'_>, currency: Currency) -> storage::Result<RenewableView> {
    let (day, next, amount) = book.renewed(held, terms).map_err(run::broken)?;
    Ok(RenewableView {
        plan_name: next.name,
        quantity: next.hosts,
        billing_cycle: next.period.cycle(),
        service_effective_date: held.effective,
        next_invoice_date: day,
        next_invoice_amount: Amount(Money::new(amount, currency)),
    })
}
