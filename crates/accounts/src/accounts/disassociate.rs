//! `DELETE /accounts/{accountId}`: a free subaccount leaves its master and lives on by itself.
use super::{
    events::AccountDisassociated,
    options::Options,
    reach::{NOT_A_SUBACCOUNT, subaccount_only},
    store,
};
use crate::data_requests;
use auth::access_keys;
use platform::{Failure, NoContent, Result};
use storage::Tenant;

pub const FAILURES: &[Failure] = &[NOT_A_SUBACCOUNT, IS_PAID, IS_MASTER];

const IS_PAID: Failure = Failure::new(404, 2000, "You cannot disassociate a paid account.");
/// What stands below it would fall out of the tree; only the platform's owner takes masters away.
const IS_MASTER: Failure = Failure::new(400, 200, "You cannot disassociate a master account.");

/// Its options end with the master that has set them, and so does what those above have set going in it or hold of it: keys
/// in the names of its users, requests for data, links to their files.
#[expect(clippy::disallowed_methods, reason = "the master lets its subaccount go")]
pub fn disassociate(tenant: &mut Tenant) -> Result<NoContent> {
    subaccount_only(tenant)?;
    let account = store::account(tenant)?;
    let parent_id = account.parent_id.as_ref().ok_or_else(|| NOT_A_SUBACCOUNT.with(&account.id))?;
    if account.is_master {
        return Err(IS_MASTER.into());
    }
    if billing::has_plan(tenant)? {
        return Err(IS_PAID.into());
    }
    tenant.leave_parent()?;
    store::set_options(tenant, &Options::default())?;
    access_keys::end_all(tenant)?;
    data_requests::end_from_above(tenant)?;
    tenant.emit(&AccountDisassociated {
        id: &account.id,
        owner_id: &account.owner_id,
        owner_email: &account.owner_email,
        parent_id,
        version: store::version(tenant)?,
    })?;
    Ok(NoContent)
}
