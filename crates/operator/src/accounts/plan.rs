//! `/accounts/{id}/plan`: plan, seats and add-ons that an account is given without a price.
use crate::{
    paths::AccountPath,
    reach::{CLOSED, open_tenant, tenant},
};
use billing::{AccountType, Desk, Entitlements, Grant, LICENSED, SEATS_IN_USE};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use storage::{Directory, Tenant, directory::Summary, time::DAY};
use users::{settings::licenses_in_use, users::holding};

pub const FAILURES: &[Failure] = &[CLOSED, SEATS_IN_USE];

/// How long a subscription runs for which no end is named.
const YEAR: i64 = 365 * DAY;

#[derive(Deserialize, JsonSchema)]
pub struct SetPlan {
    account_type: AccountType,
    /// Seats for Licensed users; a Free account has none.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    seats: i64,
    /// The most Basic users; as many as one likes when left out.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    basic_limit: Option<i64>,
    /// Units by add-on: `{"webinar_500": 10}`; a Free account has none.
    #[serde(default)]
    addons: BTreeMap<String, i64>,
    /// Whether the account, a master, buys in bulk for those below it; a Free account does not.
    #[serde(default)]
    bulk_license: bool,
    /// When left out: as it is, or now when there is no subscription yet.
    #[serde(default)]
    subscription_start_time: Option<Timestamp>,
    /// When left out: as it is, or a year after the start.
    #[serde(default)]
    subscription_end_time: Option<Timestamp>,
}

view! {
    /// What an account has bought.
    pub struct PlanView as PlanViewRow<'r> {
        pub account_type: &'r str,
        /// Whether operations that need a paid plan are open.
        pub paid: bool,
        pub seats: i64,
        /// Absent for as many as one likes.
        pub basic_limit: Option<i64>,
        pub addons: &'r BTreeMap<String, i64>,
        pub bulk_license: bool,
        pub subscription_start_time: Option<Timestamp>,
        pub subscription_end_time: Option<Timestamp>,
    }
}

/// Plans of a closed account that the job of renewals has not ended yet are shown as if it had.
pub fn get(all: &Directory, Path(path): Path<AccountPath>, Provided(desk): Provided<Desk>) -> Result<Json<PlanView>> {
    let tenant = tenant(all, &path.id)?;
    if billing::is_ending(&tenant, &desk)? { ended(&tenant) } else { shown(&tenant) }
}

/// What users hold stays with them: less than that is refused. Plans that were paid for end.
pub fn grant(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<SetPlan>,
    Provided(desk): Provided<Desk>,
) -> Result<Json<PlanView>> {
    let mut tenant = open_tenant(all, &path.id)?;
    body.check(holding(&tenant, LICENSED)?)?;
    body.check_licenses(&tenant)?;
    let grant = body.onto(&tenant.summary()?, tenant.now());
    if grant.subscription_start > grant.subscription_end {
        return Err(Error::field("subscription_end_time", "It lies before the start."));
    }
    billing::grant(&mut tenant, &desk, grant)?;
    shown(&tenant)
}

/// Puts a new account on a plan that has no seats yet.
pub fn begin(tenant: &mut Tenant, desk: &Desk, account_type: AccountType) -> Result<()> {
    let plan = SetPlan {
        account_type,
        seats: 0,
        basic_limit: None,
        addons: BTreeMap::new(),
        bulk_license: false,
        subscription_start_time: None,
        subscription_end_time: None,
    };
    let grant = plan.onto(&tenant.summary()?, tenant.now());
    Ok(billing::grant(tenant, desk, grant)?)
}

impl SetPlan {
    fn is_paid(&self) -> bool {
        self.account_type != AccountType::Free
    }
    fn check(&self, in_use: i64) -> Result<()> {
        if !self.is_paid() {
            self.check_free()?;
        }
        if let Some((name, _)) = self.addons.iter().find(|(_, units)| **units < 0) {
            return Err(Error::field(&format!("addons.{name}"), "Less than nothing cannot be bought."));
        }
        if in_use > self.seats { Err(SEATS_IN_USE.with(in_use)) } else { Ok(()) }
    }
    fn check_licenses(&self, tenant: &Tenant) -> Result<()> {
        for (license, in_use) in licenses_in_use(tenant)? {
            if in_use.sum() > self.addons.get(&license).copied().unwrap_or_default() {
                let why = format!("Users hold {} of these licenses.", in_use.sum());
                return Err(Error::field(&format!("addons.{license}"), &why));
            }
        }
        Ok(())
    }
    fn check_free(&self) -> Result<()> {
        let refusals = [
            ("seats", self.seats > 0, "A Free account has no seats."),
            ("addons", !self.addons.is_empty(), "A Free account has no add-ons."),
            ("bulk_license", self.bulk_license, "A Free account does not buy in bulk."),
        ];
        let refused = refusals.into_iter().filter(|(_, is_refused, _)| *is_refused);
        let faults: Vec<FieldError> =
            refused.map(|(field, _, why)| FieldError { field: field.to_owned(), message: why.to_owned() }).collect();
        if faults.is_empty() { Ok(()) } else { Err(Error::validation(faults)) }
    }
    /// What takes the place of what was bought `before`; only a paid account has a subscription.
    fn onto(self, before: &Summary, now: i64) -> Grant {
        let (is_paid, kept) = (self.is_paid(), before.paid);
        let old = |moment: Option<i64>| moment.filter(|_| kept);
        let asked = |moment: Option<Timestamp>| moment.map(Timestamp::millis);
        let start = asked(self.subscription_start_time).or(old(before.subscription_start)).unwrap_or(now);
        let end = asked(self.subscription_end_time).or(old(before.subscription_end)).unwrap_or(start + YEAR);
        Grant {
            account_type: self.account_type.as_str().to_owned(),
            paid: is_paid,
            licensed: self.seats,
            basic: self.basic_limit,
            addons: self.addons,
            bulk_license: self.bulk_license,
            subscription_start: is_paid.then_some(start),
            subscription_end: is_paid.then_some(end),
        }
    }
}

fn shown(tenant: &Tenant) -> Result<Json<PlanView>> {
    view(&billing::entitled(tenant)?, &tenant.summary()?)
}

/// As it is shown when the plans of the account have ended.
fn ended(tenant: &Tenant) -> Result<Json<PlanView>> {
    let basic = billing::entitled(tenant)?.basic;
    let summary = Summary {
        account_type: AccountType::Free.as_str().to_owned(),
        paid: false,
        bulk_license: false,
        subscription_start: None,
        subscription_end: None,
        ..tenant.summary()?
    };
    view(&Entitlements { basic, ..Entitlements::default() }, &summary)
}

fn view(entitled: &Entitlements, summary: &Summary) -> Result<Json<PlanView>> {
    Json::of(&PlanViewRow {
        account_type: &summary.account_type,
        paid: summary.paid,
        seats: entitled.licensed,
        basic_limit: entitled.basic,
        addons: &entitled.addons,
        bulk_license: summary.bulk_license,
        subscription_start_time: summary.subscription_start.map(Timestamp::from_millis),
        subscription_end_time: summary.subscription_end.map(Timestamp::from_millis),
    })
}
