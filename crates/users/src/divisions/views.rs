//! What answers show of divisions and of their users.
use crate::users::{Known, ids};
use platform::{Listed, Said, Timestamp, view};
use storage::Tenant;

view! {
    /// A division as the list shows it.
    pub struct DivisionItem as DivisionItemRow<'r> {
        pub division_id: &'r str,
        pub division_name: &'r str,
        pub division_description: &'r str,
        /// Whether it is the one that every account has.
        pub is_main_division: bool,
        /// Users in every state.
        pub total_members: i64,
    }
}
impl Listed for DivisionItem {
    const LIST: &'static str = "divisions";
    const ENVELOPE: &'static [Said] = &[Said::NextPageToken, Said::PageSize, Said::TotalRecords];
}

view! {
    /// A division.
    pub struct DivisionView as DivisionRow<'r> {
        pub division_id: &'r str,
        pub division_name: &'r str,
        pub division_description: &'r str,
        /// Whether it is the one that every account has.
        pub is_main_division: bool,
    }
}

view! {
    /// A division that was made.
    pub struct DivisionCreatedView as DivisionCreatedRow<'r> {
        pub division_id: &'r str,
        pub division_name: &'r str,
        pub division_description: &'r str,
    }
}

view! {
    /// A user of the division.
    pub struct DivisionUser as DivisionUserRow<'r> {
        /// Left out for users whose invitation is pending, as in the list of users.
        pub user_id: Option<&'r str>,
        pub user_display_name: &'r str,
        pub user_email: &'r str,
    }
}
impl Listed for DivisionUser {
    const LIST: &'static str = "users";
    const ENVELOPE: &'static [Said] = &[Said::NextPageToken, Said::PageSize, Said::TotalRecords];
}

view! {
    /// Who has come into the division, and when.
    pub struct AddedToDivision {
        pub added_at: Timestamp,
        /// Ids of users, comma-separated, in the order of the request.
        pub ids: String,
    }
}

impl AddedToDivision {
    /// `users` are all that the request names, also those who were in the division before.
    pub fn now(tenant: &Tenant, users: &[Known]) -> Self {
        AddedToDivision { added_at: Timestamp::from_millis(tenant.now()), ids: ids(users) }
    }
}
