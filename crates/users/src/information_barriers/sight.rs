//! Whom somebody finds among contacts, as far as barriers stand before it.
use super::{
    rules::{Barrier, may_see},
    store,
};
use crate::{groups, users};
use storage::{Result, Tenant};

/// From where somebody looks, and what stands before it.
pub struct Sight {
    barriers: Vec<Barrier>,
    /// Its primary group.
    viewer: Option<String>,
}

impl Sight {
    /// What the user finds that the call is made for. Owner and admins, who put barriers up, find everybody, and so does
    /// whoever acts from above: it is in none of the groups.
    ///
    /// # Errors
    /// Those of the store.
    pub fn of_caller(tenant: &Tenant) -> Result<Self> {
        if users::acts_as_administrator(tenant) || !users::is_own(tenant) {
            return Ok(Sight { barriers: Vec::new(), viewer: None });
        }
        let barriers = store::in_force(tenant)?;
        let viewer = match barriers.is_empty() {
            true => None,
            false => groups::of_user(tenant, &tenant.caller().user_id)?.into_iter().next(),
        };
        Ok(Sight { barriers, viewer })
    }
    /// Whether nothing stands before it.
    pub fn is_clear(&self) -> bool {
        self.viewer.is_none()
    }
    /// Whether it finds somebody whose primary group this is, or the group itself.
    pub fn finds(&self, group: Option<&str>) -> bool {
        may_see(&self.barriers, self.viewer.as_deref(), group)
    }
}
