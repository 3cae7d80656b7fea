//! `POST`, `PATCH` and `DELETE /information_barriers/policies`.
use super::{
    api::{NO_POLICY, PolicyPath},
    events::{PolicyCreated, PolicyDeleted, PolicyUpdated},
    rules::{Blocks, Direction, Status},
    store::{self, Policy},
    views::PolicyView,
};
use crate::{
    groups::{self, NO_GROUP},
    kept::{self, Kept},
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Fault, Tenant};

/// Of a policy as it would be, whether it is new or changed.
pub const FAILURES: &[Failure] = &[NO_NAME, NO_TWO_GROUPS, NO_GROUP, DUPLICATE];

const NO_NAME: Failure = Failure::new(400, 300, "policy_name is a required field and cannot be left empty.");
const NO_TWO_GROUPS: Failure = Failure::new(
    400,
    300,
    "assigned_group_id and to_group_id are required fields and cannot be left empty or the same.",
);
/// Two groups have one policy, whichever of them it names first.
const DUPLICATE: Failure = Failure::new(
    400,
    7002,
    "Unable to add this policy, as it would create duplicate policies which is not permitted. assigned_group_id: {}, to_group_id: {}.",
);

#[derive(Deserialize, JsonSchema)]
pub struct CreatePolicy {
    /// Taken and left aside: the platform gives ids.
    #[serde(default, rename = "id")]
    _id: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 128))]
    policy_name: Option<String>,
    /// The first group.
    #[serde(default)]
    assigned_group_id: Option<String>,
    /// The second group.
    #[serde(default)]
    to_group_id: Option<String>,
    /// A group whose people may be there when people of the two others come together. An extension: the published
    /// documents show it, and have no way to set it.
    #[serde(default)]
    chaperone_group_id: Option<String>,
    settings: Blocks,
    status: Status,
    /// 0 when left out.
    #[serde(default)]
    r#type: Option<Direction>,
}

#[derive(Deserialize, JsonSchema)]
pub struct UpdatePolicy {
    /// That of the path, if it is sent at all.
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 128))]
    policy_name: Option<String>,
    /// The first group.
    #[serde(default)]
    assigned_group_id: Option<String>,
    /// The second group.
    #[serde(default)]
    to_group_id: Option<String>,
    /// As in a new policy; null takes it away.
    #[serde(default)]
    chaperone_group_id: Patch<String>,
    #[serde(default)]
    settings: Option<Blocks>,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    r#type: Option<Direction>,
}

/// The policy has an id of the platform's, whichever the body names, and its chaperones are a third group.
///
/// # Errors
/// [`FAILURES`]; the field `chaperone_group_id`.
pub fn create(tenant: &mut Tenant, Body(body): Body<CreatePolicy>) -> Result<Created<PolicyView>> {
    let policy = Policy {
        id: tenant.new_id(),
        name: body.policy_name.unwrap_or_default().trim().to_owned(),
        assigned_group_id: body.assigned_group_id.unwrap_or_default(),
        to_group_id: body.to_group_id.unwrap_or_default(),
        chaperone_group_id: filled(body.chaperone_group_id),
        settings: kept(&body.settings)?,
        status: body.status.number(),
        kind: body.r#type.unwrap_or(Direction::Both).number(),
        version: 1,
    };
    check(tenant, &policy)?;
    store::insert(tenant, &policy)?;
    kept::add(tenant, Kept::Barriers, 1)?;
    tenant.emit(&PolicyCreated { id: &policy.id, state: (&policy).into(), version: policy.version })?;
    Created::of(&policy.view())
}

/// What the body leaves out stays. A policy that is as it was keeps its version, and nothing is told.
///
/// # Errors
/// [`NO_POLICY`], [`FAILURES`]; the fields `id`, when it is another one, and `chaperone_group_id`.
pub fn update(tenant: &mut Tenant, Path(path): Path<PolicyPath>, Body(body): Body<UpdatePolicy>) -> Result<Done> {
    let policy = existing(tenant, &path)?;
    if body.id.as_ref().is_some_and(|id| *id != policy.id) {
        return Err(Error::field("id", "The id of a policy cannot be changed."));
    }
    let mut changed = changed(&policy, body)?;
    check(tenant, &changed)?;
    if changed != policy {
        changed.version += 1;
        store::update(tenant, &changed)?;
        let (new_policy, old_policy) = ((&changed).into(), (&policy).into());
        tenant.emit(&PolicyUpdated { id: &policy.id, new_policy, old_policy, version: changed.version })?;
    }
    Ok(Done)
}

/// Also while it is in force.
///
/// # Errors
/// [`NO_POLICY`].
pub fn delete(tenant: &mut Tenant, Path(path): Path<PolicyPath>) -> Result<NoContent> {
    let policy = existing(tenant, &path)?;
    store::delete(tenant, &policy.id)?;
    kept::add(tenant, Kept::Barriers, -1)?;
    tenant.emit(&PolicyDeleted { id: &policy.id, state: (&policy).into(), version: policy.version + 1 })?;
    Ok(NoContent)
}

fn existing(tenant: &Tenant, path: &PolicyPath) -> Result<Policy> {
    store::policy(tenant, &path.policy_id)?.ok_or_else(|| NO_POLICY.with(&path.policy_id))
}

/// The policy as it shall be.
fn changed(policy: &Policy, body: UpdatePolicy) -> Result<Policy> {
    let mut chaperone_group_id = policy.chaperone_group_id.clone();
    body.chaperone_group_id.apply(&mut chaperone_group_id);
    Ok(Policy {
        id: policy.id.clone(),
        name: body.policy_name.map_or_else(|| policy.name.clone(), |name| name.trim().to_owned()),
        assigned_group_id: body.assigned_group_id.unwrap_or_else(|| policy.assigned_group_id.clone()),
        to_group_id: body.to_group_id.unwrap_or_else(|| policy.to_group_id.clone()),
        chaperone_group_id: filled(chaperone_group_id),
        settings: body.settings.map_or_else(|| Ok(policy.settings.clone()), |blocks| kept(&blocks))?,
        status: body.status.map_or(policy.status, Status::number),
        kind: body.r#type.map_or(policy.kind, Direction::number),
        version: policy.version,
    })
}

/// An empty id names no group.
fn filled(id: Option<String>) -> Option<String> {
    id.filter(|id| !id.is_empty())
}

fn kept(blocks: &Blocks) -> Result<String> {
    Ok(serde_json::to_string(blocks).map_err(Fault::broken)?)
}

/// What must be so of every policy that is stored.
fn check(tenant: &Tenant, policy: &Policy) -> Result<()> {
    if policy.name.is_empty() {
        return Err(NO_NAME.into());
    }
    let (first, second) = (&policy.assigned_group_id, &policy.to_group_id);
    if first.is_empty() || second.is_empty() || first == second {
        return Err(NO_TWO_GROUPS.into());
    }
    if policy.chaperone_group_id.as_ref().is_some_and(|chaperone| [first, second].contains(&chaperone)) {
        return Err(Error::field("chaperone_group_id", "The chaperones are a third group."));
    }
    for group in policy.groups() {
        groups::existing(tenant, group, NO_GROUP)?;
    }
    match store::between(tenant, first, second)? {
        Some(other) if other != policy.id => Err(DUPLICATE.with_all(&[first, second])),
        _ => Ok(()),
    }
}
