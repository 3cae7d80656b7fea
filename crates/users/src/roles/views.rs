//! What answers show of roles and of their members.
use super::{api::Kind, rules::SecondLevel};
use platform::{JsonText, Listed, Timestamp, view};

view! {
    /// A role as the list shows it.
    pub struct RoleItem {
        pub id: String,
        pub name: String,
        pub description: String,
        #[schemars(with = "Kind")]
        pub r#type: String,
        pub total_members: i64,
    }
}

view! {
    /// The roles of one type.
    pub struct RolesView {
        pub roles: Vec<RoleItem>,
        pub total_records: i64,
    }
}

view! {
    /// A role with what it gives.
    pub struct RoleView as RoleViewRow<'r> {
        pub id: &'r str,
        pub name: &'r str,
        pub description: &'r str,
        #[schemars(with = "Kind")]
        pub r#type: &'r str,
        /// Users with this role: active, inactive and invited ones.
        pub total_members: i64,
        pub privileges: JsonText<'r, Vec<String>>,
        /// Only in accounts that are masters, or below one.
        pub sub_account_privileges: Option<SubAccountPrivilegesRow<'r>>,
    }
}

view! {
    /// How a holder of the role acts inside subaccounts.
    pub struct SubAccountPrivileges as SubAccountPrivilegesRow<'r> {
        #[schemars(with = "SecondLevel")]
        pub second_level: i64,
        /// The privileges there, for `second_level` 3. An extension: the published documents have no field for them. Shown
        /// at another level only when there are some, without effect.
        pub privileges: Option<JsonText<'r, Vec<String>>>,
    }
}

view! {
    /// A user with the role.
    pub struct MemberItem as MemberItemRow<'r> {
        /// Left out for users whose invitation is pending, as in the list of users.
        pub id: Option<&'r str>,
        pub email: &'r str,
        pub first_name: &'r str,
        pub last_name: &'r str,
        pub department: &'r str,
        /// 1 Basic, 2 Licensed, 4 unassigned, 99 none.
        pub r#type: i64,
    }
}
impl Listed for MemberItem {
    const LIST: &'static str = "members";
}

view! {
    /// Who has got the role, and when.
    pub struct MembersAdded {
        pub add_at: Timestamp,
        /// Ids of users, comma-separated, in the order of the request.
        pub ids: String,
    }
}
