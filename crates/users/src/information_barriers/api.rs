//! `/information_barriers`: the table of its operations, the list of policies, and one of them.
use super::{
    change, store,
    views::{PolicyItem, PolicyView},
};
use crate::kept::{self, Kept};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

/// The documents (`accounts.json`, `accounts-master.json`) list no privilege for any of these, so none is asked for.
pub fn operations(api: &mut Api) {
    api.get("/information_barriers/policies", list)
        .summary("List the policies between groups")
        .scope("information_barrier:read:list_policies")
        .rate(Rate::Medium)
        .paid_only(PAID_ONLY);
    api.post("/information_barriers/policies", change::create)
        .summary("Put a policy between two groups")
        .scope("information_barrier:write:policy")
        .rate(Rate::Medium)
        .paid_only(PAID_ONLY)
        .fails(change::FAILURES);
    api.get("/information_barriers/policies/{policyId}", get)
        .summary("Get a policy")
        .scope("information_barrier:read:policy")
        .rate(Rate::Medium)
        .one_statement()
        .fails(&[NO_POLICY]);
    api.patch("/information_barriers/policies/{policyId}", change::update)
        .summary("Change a policy")
        .scope("information_barrier:update:policy")
        .rate(Rate::Medium)
        .fails(&[NO_POLICY])
        .fails(change::FAILURES);
    api.delete("/information_barriers/policies/{policyId}", change::delete)
        .summary("Take a policy away")
        .scope("information_barrier:delete:policy")
        .rate(Rate::Medium)
        .fails(&[NO_POLICY]);
}

const PAID_ONLY: Failure = Failure::new(400, 200, "Only available for Paid account: {}.");
/// Foreign and unknown policies alike.
pub const NO_POLICY: Failure = Failure::new(400, 7001, "Group policy not found: {}.");

#[derive(Deserialize, JsonSchema)]
pub struct PolicyPath {
    #[serde(rename = "policyId")]
    pub policy_id: String,
}

fn list(tenant: &Tenant, paging: Paging<300>) -> Result<Page<PolicyItem>> {
    let total = kept::number(tenant, Kept::Barriers)?;
    let mut page = paging.page::<PolicyItem>();
    store::list(tenant, &mut page)?;
    page.finish(total)
}

fn get(tenant: &Tenant, Path(path): Path<PolicyPath>) -> Result<Json<PolicyView>> {
    let policy = store::policy(tenant, &path.policy_id)?.ok_or_else(|| NO_POLICY.with(&path.policy_id))?;
    Json::of(&policy.view())
}
