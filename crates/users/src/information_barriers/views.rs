//! What answers show of a policy.
use super::rules::{Blocks, Direction, Status};
use platform::{JsonText, Listed, Said, view};

view! {
    /// A policy between two groups.
    pub struct PolicyView as PolicyViewRow<'r> {
        pub id: &'r str,
        pub policy_name: &'r str,
        /// The first group.
        pub assigned_group_id: &'r str,
        /// The second group.
        pub to_group_id: &'r str,
        pub settings: JsonText<'r, Blocks>,
        #[schemars(with = "Status")]
        pub status: i64,
        #[schemars(with = "Direction")]
        pub r#type: i64,
    }
}

view! {
    /// A policy in a list, which alone names its chaperones.
    pub struct PolicyItem as PolicyItemRow<'r> {
        pub id: &'r str,
        pub policy_name: &'r str,
        /// The first group.
        pub assigned_group_id: &'r str,
        /// The second group.
        pub to_group_id: &'r str,
        /// A group whose people may be there when people of the two others come together.
        pub chaperone_group_id: Option<&'r str>,
        pub settings: JsonText<'r, Blocks>,
        #[schemars(with = "Status")]
        pub status: i64,
        #[schemars(with = "Direction")]
        pub r#type: i64,
    }
}
impl Listed for PolicyItem {
    const LIST: &'static str = "policies";
    const ENVELOPE: &'static [Said] = &[Said::NextPageToken, Said::TotalRecords];
}
