//! What happens to what an account may use.
use crate::grants::Grant;
use serde::Serialize;
use storage::events;

/// The operator has set what an account may use.
#[derive(Serialize)]
pub struct PlanGranted<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub granted: &'a Grant,
    pub old_object: &'a Grant,
    #[serde(skip)]
    pub version: i64,
}

events! {
    PlanGranted is "billing.plan_granted";
}
