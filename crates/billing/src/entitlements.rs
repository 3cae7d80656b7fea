//! What an account is entitled to: told here alone, and kept up to date by every change of its plans.
use crate::{
    account::Given,
    catalogue::Family,
    grants::AccountType,
    subscriptions::{Book, Held},
};
use platform::Date;
use std::collections::BTreeMap;
use storage::{Fault, Result, Sql, Tenant, directory::Summary, record, sql};

/// The type of users without a seat (`GET /users`, `type`).
pub const BASIC: i64 = 1;
/// The type of users that hold a paid seat.
pub const LICENSED: i64 = 2;

/// What an account may use. An account without plans may have as many Basic users as it likes and no others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entitlements {
    /// Seats for Licensed users.
    pub licensed: i64,
    /// The most Basic users; absent for as many as one likes.
    pub basic: Option<i64>,
    /// Units by add-on: `webinar_500`.
    pub addons: BTreeMap<String, i64>,
    /// Bytes for recordings.
    pub storage_bytes: i64,
    /// Names of features.
    pub features: Vec<String>,
}

impl Book {
    /// Seats for Licensed users that its plans give.
    pub(crate) fn seats(&self) -> i64 {
        Entitlements::of(self, None).licensed
    }
}

impl Entitlements {
    /// How many users may hold this license of an add-on.
    pub fn units(&self, license: &str) -> i64 {
        self.addons.get(license).copied().unwrap_or_default()
    }
    /// Whether there are fewer seats, or fewer licenses of an add-on, than before.
    pub(crate) fn is_less_than(&self, before: &Self) -> bool {
        let has_fewer = |(license, units): (&String, &i64)| self.units(license) < *units;
        self.licensed < before.licensed || before.addons.iter().any(has_fewer)
    }
    /// What plans give that are in use. What is lowered at the next renewal is not given any more.
    pub(crate) fn of(book: &Book, basic: Option<i64>) -> Self {
        let mut all = Entitlements { basic, ..Entitlements::default() };
        for held in book.plans.iter().filter(|held| held.is_running()) {
            all.add(held);
        }
        all.features.sort_unstable();
        all.features.dedup();
        all
    }
    fn add(&mut self, held: &Held) {
        let (gives, hosts) = (&held.offer.gives, held.usable_hosts());
        self.licensed = self.licensed.saturating_add(gives.seats.saturating_mul(hosts));
        let each = gives.storage_bytes_each.saturating_mul(hosts);
        self.storage_bytes = self.storage_bytes.saturating_add(gives.storage_bytes).saturating_add(each);
        self.features.extend(gives.features.iter().cloned());
        if let Some(license) = &gives.license {
            let units = self.addons.entry(license.clone()).or_default();
            *units = units.saturating_add(hosts);
        }
    }
}

record! {
    struct Row {
        licensed: i64,
        basic: Option<i64>,
        addons: String,
        storage_bytes: i64,
        features: String,
    }
}

record! {
    #[derive(Default)]
    struct Places {
        licensed: i64,
        basic: Option<i64>,
    }
}

impl Places {
    fn most(&self, kind: i64) -> Option<i64> {
        match kind {
            BASIC => self.basic,
            LICENSED => Some(self.licensed),
            _ => None,
        }
    }
}

const ENTITLED: Sql =
    sql!("SELECT licensed, basic, addons, storage_bytes, features FROM entitlements WHERE account_id = $1");
const PLACES: Sql = sql!("SELECT licensed, basic FROM entitlements WHERE account_id = $1");
const SET: Sql = sql!(
    "INSERT INTO entitlements (account_id, licensed, basic, addons, storage_bytes, features) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (account_id) DO UPDATE SET licensed = excluded.licensed, basic = excluded.basic, addons = excluded.addons,
         storage_bytes = excluded.storage_bytes, features = excluded.features"
);

/// What this account has bought.
///
/// # Errors
/// Those of the store; [`Fault::Broken`] for what is kept in no such form.
pub fn entitled(tenant: &Tenant) -> Result<Entitlements> {
    let Some(row) = tenant.row::<Row>(ENTITLED, &[])? else { return Ok(Entitlements::default()) };
    let Row { licensed, basic, addons, storage_bytes, features } = row;
    let addons = serde_json::from_str(&addons).map_err(Fault::broken)?;
    let features = serde_json::from_str(&features).map_err(Fault::broken)?;
    Ok(Entitlements { licensed, basic, addons, storage_bytes, features })
}

/// The most users of this type that this account may have at once; `None` where nothing limits them. Each new user asks for
/// it, so what else the account has bought is not read.
///
/// # Errors
/// Those of the store.
pub fn places(tenant: &Tenant, kind: i64) -> Result<Option<i64>> {
    Ok(tenant.row::<Places>(PLACES, &[])?.unwrap_or_default().most(kind))
}

/// Brings what the account is entitled to, and what it and its parent show of it, to what its plans give. A suspended
/// account is entitled to nothing. The version of the account, where it shows something else now.
pub(crate) fn settle(tenant: &mut Tenant, book: &Book, suspended: bool, given: Given) -> Result<Option<i64>> {
    let (summary, before) = (tenant.summary()?, entitled(tenant)?);
    let open = if suspended { Book::default() } else { book.clone() };
    let now = Entitlements::of(&open, given.basic.unwrap_or(before.basic));
    if now != before {
        store(tenant, &now)?;
    }
    let bulk_license = given.bulk_license.unwrap_or(summary.bulk_license);
    let shown = shown(book.base(), &now, suspended);
    let after = Summary { bulk_license: bulk_license && book.base().is_some(), ..shown.onto(&summary) };
    if after == summary { Ok(None) } else { show(tenant, &after).map(Some) }
}

/// What an account shows of its plans.
struct Shown {
    account_type: String,
    paid: bool,
    seats: i64,
    start: Option<i64>,
    end: Option<i64>,
}

impl Shown {
    fn onto(self, summary: &Summary) -> Summary {
        Summary {
            account_type: self.account_type,
            paid: self.paid,
            seats: self.seats,
            subscription_start: self.start,
            subscription_end: self.end,
            ..summary.clone()
        }
    }
}

fn shown(base: Option<&Held>, now: &Entitlements, suspended: bool) -> Shown {
    let millis = |day: Date| Some(day.start().millis());
    let granted = base.and_then(|base| base.offer.granted.as_ref());
    let family = base.and_then(|base| base.offer.base).map_or(AccountType::Free, Family::account_type);
    Shown {
        account_type: match (suspended, granted) {
            (true, _) => AccountType::Free.as_str().to_owned(),
            (false, Some(granted)) => granted.account_type.clone(),
            (false, None) => family.as_str().to_owned(),
        },
        paid: base.is_some() && !suspended,
        seats: now.licensed,
        start: base.and_then(|base| granted.map_or(millis(base.effective), |granted| granted.from)),
        end: base.and_then(|base| granted.map_or(millis(base.term_end), |granted| granted.until)),
    }
}

fn store(tenant: &mut Tenant, now: &Entitlements) -> Result<()> {
    let addons = serde_json::to_string(&now.addons).map_err(Fault::broken)?;
    let features = serde_json::to_string(&now.features).map_err(Fault::broken)?;
    let cells = [now.licensed.into(), now.basic.into(), (&addons).into(), now.storage_bytes.into(), (&features).into()];
    tenant.execute(SET, &cells).map(drop)
}

/// Keeps what the account and the list of its parent show, and gives the version of the account after it.
#[expect(clippy::disallowed_methods, reason = "plan and seats are part of what the account and its parent's list show")]
pub(crate) fn show(tenant: &mut Tenant, summary: &Summary) -> Result<i64> {
    tenant.account_changed(summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_plan_basic_users_are_not_limited_and_there_is_no_seat() {
        let none = Places::default();
        assert_eq!((none.most(BASIC), none.most(LICENSED), none.most(4)), (None, Some(0), None));
    }

    #[test]
    fn fewer_seats_or_licenses_of_one_kind_are_less() {
        let all = |licensed: i64, addons: &[(&str, i64)]| Entitlements {
            licensed,
            addons: addons.iter().map(|(license, units)| ((*license).to_owned(), *units)).collect(),
            ..Entitlements::default()
        };
        let before = all(3, &[("webinar_500", 2)]);
        assert_eq!((before.units("webinar_500"), before.units("webinar_1000")), (2, 0));
        for (now, is_less) in [
            (all(3, &[("webinar_500", 2)]), false),
            (all(4, &[("webinar_500", 3), ("webinar_1000", 1)]), false),
            (all(2, &[("webinar_500", 2)]), true),
            (all(3, &[("webinar_500", 1)]), true),
            (all(3, &[("webinar_1000", 2)]), true),
        ] {
            assert_eq!(now.is_less_than(&before), is_less, "{now:?}");
        }
    }

    #[test]
    fn each_type_has_its_own_limit() {
        let places = Places { licensed: 3, basic: Some(5) };
        assert_eq!((places.most(BASIC), places.most(LICENSED), places.most(4)), (Some(5), Some(3), None));
    }
}
