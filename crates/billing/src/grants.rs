//! Granting: the operator gives an account plan, seats and add-ons, without a price. They are plans like all others.
use crate::{
    account::{self, Given},
    catalogue::{Family, Gives, Kind, Period},
    desk::Desk,
    entitlements::{self, Entitlements, entitled},
    events::PlanGranted,
    grid::Span,
    run::dunning,
    subscriptions::{Book, Extras, Granted, Offer},
};
use platform::{Date, Timestamp, choice};
use serde::Serialize;
use std::collections::BTreeMap;
use storage::{Result, Tenant, directory::Summary};

choice! {
    /// What kind of plan an account is on (`GET /accounts/{accountId}`).
    pub enum AccountType: text {
        Free = "Free",
        Pro = "Pro",
        Enterprise = "Enterprise",
        ApiPartner = "API Partner",
        Education = "Education",
        Business = "Business",
        FreeTrial = "Free Trial",
        BulkLicense = "Bulk License",
        ZoomRooms = "Zoom Rooms",
        VideoSdk = "Zoom Video SDK",
        ZoomPhone = "Zoom Phone",
    }
}

/// All that an account may use. It replaces what was granted before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grant {
    /// As [`AccountType`] spells it.
    pub account_type: String,
    /// Whether operations that need a paid plan are open.
    pub paid: bool,
    /// Seats for Licensed users. An account that is not paid has none, whatever is asked for.
    pub licensed: i64,
    /// The most Basic users; absent for as many as one likes.
    pub basic: Option<i64>,
    /// Units by add-on: `webinar_500`. None without a paid plan.
    pub addons: BTreeMap<String, i64>,
    /// Whether the account, a master, buys in bulk for those below it. Not without a paid plan.
    pub bulk_license: bool,
    /// Milliseconds UTC.
    pub subscription_start: Option<i64>,
    /// Milliseconds UTC: shown alone, for what is given does not end by itself.
    pub subscription_end: Option<i64>,
}

impl Grant {
    fn of(summary: &Summary, entitled: Entitlements) -> Self {
        Grant {
            account_type: summary.account_type.clone(),
            paid: summary.paid,
            licensed: entitled.licensed,
            basic: entitled.basic,
            addons: entitled.addons,
            bulk_license: summary.bulk_license,
            subscription_start: summary.subscription_start,
            subscription_end: summary.subscription_end,
        }
    }
    /// What an account that is not paid cannot hold is left out.
    fn held(mut self) -> Self {
        if !self.paid {
            self.licensed = 0;
            self.addons.clear();
            self.bulk_license = false;
        }
        self
    }
}

/// Sets what this account may use; users that it has beyond that stay as they are. Plans that were paid for end, and what
/// is left of them is given back. For the operator plane.
///
/// # Errors
/// Those of the store.
pub fn grant(tenant: &mut Tenant, desk: &Desk, grant: Grant) -> Result<()> {
    let granted = grant.held();
    let old_object = Grant::of(&tenant.summary()?, entitled(tenant)?);
    let mut open = account::open(tenant, desk)?;
    let is_free = open.book.plans.iter().all(|held| held.offer.is_granted());
    if granted == old_object && is_free {
        open.close(tenant)?;
        return Ok(());
    }
    let today = open.today;
    account::end_plans(tenant, &mut open, today)?;
    open.book.grant(granted.offers(), granted.span(today), today);
    dunning::set_suspended(tenant, &mut open, false)?;
    open.given = Given { basic: Some(granted.basic), bulk_license: Some(granted.bulk_license) };
    let version = match open.close(tenant)? {
        Some(version) => version,
        None => entitlements::show(tenant, &tenant.summary()?)?,
    };
    let id = tenant.account_id().to_owned();
    tenant.emit(&PlanGranted { id: &id, granted: &granted, old_object: &old_object, version })
}

/// Plans of an account that was given what it may use before plans were kept.
pub(crate) fn adopt(tenant: &Tenant, book: &mut Book, today: Date) -> Result<()> {
    let summary = tenant.summary()?;
    if summary.paid {
        let given = Grant::of(&summary, entitled(tenant)?);
        book.grant(given.offers(), given.span(today), today);
    }
    Ok(())
}

impl Grant {
    /// The plans that stand for it: a base, and an add-on for each license.
    fn offers(&self) -> Vec<Offer> {
        if !self.paid {
            return Vec::new();
        }
        let addons = self.addons.iter().map(|(license, units)| {
            let gives = Gives { license: Some(license.clone()), ..Gives::default() };
            self.offer((license.as_str(), license.as_str()), Kind::Other, None, *units, gives)
        });
        let (code, name, family) = base_of(&self.account_type);
        let seats = Gives { seats: 1, ..Gives::default() };
        [self.offer((code, name), Kind::Base, Some(family), self.licensed, seats)].into_iter().chain(addons).collect()
    }
    fn offer(&self, (code, name): (&str, &str), kind: Kind, base: Option<Family>, hosts: i64, gives: Gives) -> Offer {
        Offer {
            code: code.to_owned(),
            name: name.to_owned(),
            kind,
            base,
            product: code.to_owned(),
            period: if base == Some(Family::Trial) { Period::Trial } else { Period::Yearly },
            ratio: None,
            gives,
            hosts,
            extras: Extras::default(),
            granted: Some(Granted {
                account_type: self.account_type.clone(),
                from: self.subscription_start,
                until: self.subscription_end,
            }),
        }
    }
    fn span(&self, today: Date) -> Span {
        let date = |moment: Option<i64>| moment.map_or(today, |moment| Timestamp::from_millis(moment).date());
        Span { start: date(self.subscription_start), end: date(self.subscription_end) }
    }
}

/// The published code that stands for a plan that was given, its name, and what is told about it.
fn base_of(account_type: &str) -> (&'static str, &'static str, Family) {
    match AccountType::parse(account_type) {
        Some(AccountType::Pro) => ("yearly", "Standard Pro Annual", Family::Pro),
        Some(AccountType::Enterprise) => ("zoe_yearly", "Zoom Workplace Enterprise Yearly", Family::Enterprise),
        Some(AccountType::Education) => ("edu20", "Education 20", Family::Education),
        Some(AccountType::FreeTrial) => ("trial", "Free Trial", Family::Trial),
        Some(AccountType::ZoomRooms) => ("zroom_yearly", "Zoom Rooms Annual", Family::Rooms),
        Some(AccountType::VideoSdk) => ("vsdk_yearly_prepay_usage", "Video SDK Annual Prepay", Family::VideoSdk),
        _ => ("business_yearly", "Zoom Workplace Biz Annual", Family::Business),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(paid: bool) -> Grant {
        Grant {
            account_type: "Pro".to_owned(),
            paid,
            licensed: 3,
            basic: Some(5),
            addons: BTreeMap::from([("webinar_500".to_owned(), 1)]),
            bulk_license: true,
            subscription_start: None,
            subscription_end: None,
        }
    }

    #[test]
    fn an_account_that_is_not_paid_holds_no_seats_no_add_ons_and_no_bulk_license() {
        let held = grant(false).held();
        assert_eq!((held.licensed, held.addons.len(), held.bulk_license), (0, 0, false));
        assert_eq!(held.basic, Some(5));
        assert_eq!(grant(true).held(), grant(true));
    }
}
