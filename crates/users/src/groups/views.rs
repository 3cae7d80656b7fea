//! What answers show of groups, their members and their admins.
use crate::users::{Known, ids};
use platform::{Listed, Said, Timestamp, view};
use storage::Tenant;

view! {
    /// A group of users.
    pub struct GroupView as GroupRow<'r> {
        pub id: &'r str,
        pub name: &'r str,
        /// Users in every state.
        pub total_members: i64,
    }
}
impl Listed for GroupView {
    const LIST: &'static str = "groups";
    const ENVELOPE: &'static [Said] = &[Said::NextPageToken, Said::TotalRecords];
}

view! {
    /// A user who is in the group.
    pub struct GroupMember as GroupMemberRow<'r> {
        /// Left out for users whose invitation is pending, as in the list of users.
        pub id: Option<&'r str>,
        pub email: &'r str,
        pub first_name: &'r str,
        pub last_name: &'r str,
        /// 1 Basic, 2 Licensed, 4 unassigned, 99 none.
        pub r#type: i64,
    }
}
impl Listed for GroupMember {
    const LIST: &'static str = "members";
}

view! {
    /// A user who administers the group.
    pub struct GroupAdmin as GroupAdminRow<'r> {
        pub email: &'r str,
        /// The display name.
        pub name: &'r str,
    }
}
impl Listed for GroupAdmin {
    const LIST: &'static str = "admins";
    const ENVELOPE: &'static [Said] = &[Said::NextPageToken, Said::PageSize, Said::TotalRecords];
}

view! {
    /// Who has come to a group, and when.
    pub struct AddedToGroup {
        pub added_at: Timestamp,
        /// Ids of users, comma-separated, in the order of the request.
        pub ids: String,
    }
}

impl AddedToGroup {
    /// `users` are all that the request names, also those who were members or admins before.
    pub fn now(tenant: &Tenant, users: &[Known]) -> Self {
        AddedToGroup { added_at: Timestamp::from_millis(tenant.now()), ids: ids(users) }
    }
}

view! {
    /// A channel of a group.
    pub struct GroupChannel {
        pub channel_id: String,
        pub channel_name: String,
        pub member_count: i64,
    }
}

view! {
    /// The channels of one group.
    pub struct ChannelsView {
        pub channels: Vec<GroupChannel>,
        pub group_id: String,
    }
}
