//! Settings in the store, for accounts, groups and users; `/groups/{groupId}/settings`, `/lock_settings`, and
//! `/users/{userId}/settings`.
mod api;
mod backgrounds;
mod change;
mod events;
mod excluded;
mod features;
mod give;
mod group;
mod group_locks;
mod group_registration;
mod held;
mod licenses;
mod part;
mod rules;
mod sign_in;
mod store;

pub use api::operations;
pub use backgrounds::list_backgrounds;
pub(crate) use backgrounds::{unlocked_for_group, unlocked_for_user};
pub use change::{decided, decided_locks};
pub use events::{AccountLocksUpdated, AccountSettingsUpdated, Told};
pub(crate) use features::{BESIDE_OTHERS, NOT_YOURS as NOT_YOUR_FEATURES};
pub(crate) use give::{Given, give};
pub use held::licenses_in_use;
pub(crate) use held::{come, free, newest, take_away};
pub(crate) use licenses::{COMPLIANCE_MANAGEMENT, WORKFORCE_MANAGEMENT};
pub(crate) use rules::{
    Detail, has_phone, is_reserved, password_policy, takes_pronouns, tells_of_few_licenses, uploads_backgrounds,
};
pub(crate) use sign_in::SignInRules;
pub use sign_in::end_sessions_when_stricter;
pub use store::{Kept, of_account, save};
pub(crate) use store::{forget, told};
