//! Granting: the operator sets plan, seats and add-ons of an account. Orders and payments come to the same facts.
use crate::{
    entitlements::{Entitlements, entitled},
    events::PlanGranted,
};
use platform::choice;
use serde::Serialize;
use std::collections::BTreeMap;
use storage::{Fault, Result, Sql, Tenant, directory::Summary, sql};

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

const SET: Sql = sql!(
    "INSERT INTO entitlements (account_id, licensed, basic, addons) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id) DO UPDATE SET licensed = excluded.licensed, basic = excluded.basic, addons = excluded.addons"
);

/// Sets what this account may use; users that it has beyond that stay as they are. For the operator plane.
///
/// # Errors
/// [`Fault::Broken`] for less than nothing.
pub fn grant(tenant: &mut Tenant, grant: Grant) -> Result<()> {
    let granted = grant.held();
    let (before, summary) = (entitled(tenant)?, tenant.summary()?);
    let old_object = Grant::of(&summary, before);
    if granted == old_object {
        return Ok(());
    }
    let addons = serde_json::to_string(&granted.addons).map_err(Fault::broken)?;
    tenant.execute(SET, &[granted.licensed.into(), granted.basic.into(), (&addons).into()])?;
    let version = show(tenant, &granted, summary)?;
    let id = tenant.account_id().to_owned();
    tenant.emit(&PlanGranted { id: &id, granted: &granted, old_object: &old_object, version })
}

#[expect(clippy::disallowed_methods, reason = "plan and seats are part of what the account and its parent's list show")]
fn show(tenant: &mut Tenant, granted: &Grant, before: Summary) -> Result<i64> {
    tenant.account_changed(&Summary {
        account_type: granted.account_type.clone(),
        paid: granted.paid,
        bulk_license: granted.bulk_license,
        seats: granted.licensed,
        subscription_start: granted.subscription_start,
        subscription_end: granted.subscription_end,
        ..before
    })
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
