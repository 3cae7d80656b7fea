//! What happens to policies, in the form of the published webhooks.
use super::store::Policy;
use platform::JsonText;
use serde::Serialize;
use storage::events;

/// Everything that is said of a policy, but its id.
#[derive(Serialize)]
pub struct PolicyState<'a> {
    pub assigned_group_id: &'a str,
    pub to_group_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chaperone_group_id: Option<&'a str>,
    pub policy_name: &'a str,
    pub settings: JsonText<'a, super::rules::Blocks>,
    pub r#type: i64,
    pub status: i64,
}

impl<'a> From<&'a Policy> for PolicyState<'a> {
    fn from(policy: &'a Policy) -> Self {
        PolicyState {
            assigned_group_id: &policy.assigned_group_id,
            to_group_id: &policy.to_group_id,
            chaperone_group_id: policy.chaperone_group_id.as_deref(),
            policy_name: &policy.name,
            settings: JsonText::new(&policy.settings),
            r#type: policy.kind,
            status: policy.status,
        }
    }
}

/// A policy was made.
#[derive(Serialize)]
pub struct PolicyCreated<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub state: PolicyState<'a>,
    #[serde(skip)]
    pub version: i64,
}

/// A policy was changed.
#[derive(Serialize)]
pub struct PolicyUpdated<'a> {
    pub id: &'a str,
    pub new_policy: PolicyState<'a>,
    pub old_policy: PolicyState<'a>,
    #[serde(skip)]
    pub version: i64,
}

/// A policy is no more.
#[derive(Serialize)]
pub struct PolicyDeleted<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub state: PolicyState<'a>,
    #[serde(skip)]
    pub version: i64,
}

events! {
    PolicyCreated is "information_barriers.policy_created";
    PolicyUpdated is "information_barriers.policy_updated";
    PolicyDeleted is "information_barriers.policy_deleted";
}
