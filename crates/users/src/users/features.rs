//! `POST /users/features`: the licenses of many users at once.
mod wanted;

use super::{
    api::Status,
    history::{self, Change},
    letters,
    named::{Named, names},
    profile::{NO_SUBSCRIPTION, SetLicense, check_licenses},
    seats, update,
    user::{self, User},
};
use crate::settings::{Given, give};
use mail::Post;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;
use wanted::{FeatureType, Wanted};

pub(crate) use crate::settings::BESIDE_OTHERS;
/// Those of [`update`] as a whole, beside [`BESIDE_OTHERS`]; why single users do not change is a [`Reason`].
pub const FAILURES: &[Failure] = &[NOT_ENABLED, ON_PREMISES, NO_SUBSCRIPTION];

pub const NOT_PAID: Failure = Failure::new(400, 200, "Current account must be a paid account.");
/// Plans that no account can buy here, and sizes that no user's settings can hold.
const NOT_ENABLED: Failure = Failure::new(400, 200, "Current account does not enable this feature.");
const ON_PREMISES: Failure = Failure::new(400, 300, "Your account can't set user type as On-prem.");

choice! {
    /// Why users have not changed.
    pub enum Reason: text {
        NotFound = "Users not found", Unpaid = "Unpaid user", NoSeat = "Not enough seats",
        NoBasic = "Not allowed to add basic users", Unchanged = "No need to update",
    }
}

#[derive(Deserialize, JsonSchema)]
pub struct UpdateFeatures {
    feature_type: FeatureType,
    /// Of `user_type` 1 Basic, 2 Licensed; of `large_meeting` and `webinar` the code of a size, of `zoom_events` the size
    /// itself, and 0 for none; of `concurrent_meeting` the plan; of the others `true` or `false`.
    feature_value: String,
    /// The subscription that the licenses are taken from. There are none here.
    #[serde(default)]
    subscription_id: Option<String>,
    #[schemars(length(min = 1, max = 30))]
    users: Vec<Named>,
    #[serde(default)]
    #[schemars(length(max = 2))]
    license_info_list: Option<Vec<SetLicense>>,
}

view! {
    /// Whose licenses have changed, and whose have not.
    pub struct FeaturesView {
        pub success_user_ids: Vec<String>,
        pub fail_details: Vec<FailDetail>,
    }
}
view! {
    /// Users who have not changed for the same reason.
    pub struct FailDetail {
        /// Users who were not found as the request names them.
        pub user_ids: Vec<String>,
        pub reason: Reason,
    }
}

impl UpdateFeatures {
    /// # Errors
    /// What the account has not, and values that the feature does not know.
    fn wanted(&self) -> Result<Wanted> {
        if let Some(subscription) = self.subscription_id.as_deref().filter(|id| !id.is_empty()) {
            return Err(NO_SUBSCRIPTION.with(subscription));
        }
        check_licenses(self.license_info_list.as_deref())?;
        Wanted::of(self.feature_type, &self.feature_value)
    }
}

/// Users that do not change are listed with the reason, and do not keep the others from it. But what stands beside the
/// feature ([`BESIDE_OTHERS`]) refuses the whole call.
///
/// # Errors
/// [`FAILURES`], [`BESIDE_OTHERS`]; the field `feature_value`; [`TOO_FAST`] for a second call of the account within ten
/// seconds.
pub fn update(tenant: &mut Tenant, Body(body): Body<UpdateFeatures>, post: Post) -> Result<Created<FeaturesView>> {
    let (wanted, names) = (body.wanted()?, names("users", &body.users)?);
    let account = tenant.account_id().to_owned();
    history::check(tenant, &account, Change::Features, TOO_FAST)?;
    history::note(tenant, &account, Change::Features)?;
    let (mut changed, mut unchanged) = (Vec::new(), Vec::new());
    for name in names {
        let user = user::find(tenant, name)?.filter(|user| !user.is(Status::Pending));
        let id = user.as_ref().map_or_else(|| name.to_owned(), |user| user.id.clone());
        if changed.contains(&id) || unchanged.iter().any(|(_, known)| *known == id) {
            continue;
        }
        match carry_out(tenant, &post, user, &wanted)? {
            Ok(()) => changed.push(id),
            Err(reason) => unchanged.push((reason, id)),
        }
    }
    Created::of(&FeaturesView { success_user_ids: changed, fail_details: by_reason(&unchanged) })
}

type Outcome = std::result::Result<(), Reason>;

/// Gives the user what is wanted, or says why not.
fn carry_out(tenant: &mut Tenant, post: &Post, user: Option<User>, wanted: &Wanted) -> Result<Outcome> {
    let Some(user) = user else { return Ok(Err(Reason::NotFound)) };
    match wanted {
        Wanted::Kind(kind) => convert(tenant, post, &user, *kind),
        Wanted::Features(features) => Ok(match give(tenant, &user, features)? {
            Given::Changed => Ok(()),
            Given::Unchanged => Err(Reason::Unchanged),
            Given::NeedsLicense => Err(Reason::Unpaid),
            Given::NoneLeft => Err(Reason::NoSeat),
        }),
    }
}

fn convert(tenant: &mut Tenant, post: &Post, before: &User, kind: i64) -> Result<Outcome> {
    if before.kind == kind {
        return Ok(Err(Reason::Unchanged));
    }
    // Who cannot sign in holds no seat; it is asked for when the user is activated.
    if before.is(Status::Active) && !seats::has_room(tenant, kind)? {
        return Ok(Err(if kind == billing::LICENSED { Reason::NoSeat } else { Reason::NoBasic }));
    }
    let after = User { kind, ..before.clone() };
    update::save(tenant, before, &after)?;
    letters::tell_of_seat(tenant, post, Some(before), &after).map(Ok)
}

fn by_reason(unchanged: &[(Reason, String)]) -> Vec<FailDetail> {
    let of = |reason: &Reason| {
        let users = unchanged.iter().filter(|(why, _)| why == reason);
        FailDetail { user_ids: users.map(|(_, id)| id.clone()).collect(), reason: *reason }
    };
    Reason::ALL.iter().map(of).filter(|detail| !detail.user_ids.is_empty()).collect()
}
