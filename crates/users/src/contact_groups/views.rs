//! What answers show of contact groups and of their members.
use super::{api::Privacy, members::MemberType};
use platform::{Listed, Said, view};

view! {
    /// A contact group as the list shows it.
    pub struct ContactGroupItem as ContactGroupItemRow<'r> {
        pub group_id: &'r str,
        pub group_name: &'r str,
        #[schemars(with = "Privacy")]
        pub group_privacy: i64,
        pub description: &'r str,
    }
}
impl Listed for ContactGroupItem {
    const LIST: &'static str = "groups";
    const ENVELOPE: &'static [Said] = &[Said::NextPageToken, Said::PageSize];
}

view! {
    /// A contact group.
    pub struct ContactGroupView as ContactGroupRow<'r> {
        pub group_id: &'r str,
        pub group_name: &'r str,
        /// Users and groups of users.
        pub total_members: i64,
        #[schemars(with = "Privacy")]
        pub group_privacy: i64,
        pub description: &'r str,
    }
}

view! {
    /// A user, or a group of users, that a contact group holds.
    pub struct ContactGroupMember as ContactGroupMemberRow<'r> {
        #[schemars(with = "MemberType")]
        pub r#type: i64,
        pub id: &'r str,
        /// The display name of a user.
        pub name: &'r str,
    }
}
impl Listed for ContactGroupMember {
    const LIST: &'static str = "group_members";
    const ENVELOPE: &'static [Said] = &[Said::NextPageToken, Said::PageSize];
}

view! {
    /// What the request has named, each once, in its order.
    pub struct ContactGroupMembersAdded {
        pub member_ids: Vec<String>,
    }
}
