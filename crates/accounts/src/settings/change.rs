//! Changing what an account has set, in whichever document.
use super::{references, single_sign_on};
use crate::accounts::touch;
use platform::{NoContent, Result};
use serde_json::Value;
use settings::{Document, View};
use storage::Tenant;
use users::settings::{AccountSettingsUpdated, Kept, Told, decided, end_sessions_when_stricter, of_account, save};

/// What this account has set and locked.
pub fn own(tenant: &Tenant) -> Result<Kept> {
    Ok(of_account(tenant)?)
}

/// Does what the body asks for. What it leaves out stays as it is.
///
/// # Errors
/// Every field that is refused, also one that names a user or a role that the account does not have.
pub fn carry_out(tenant: &mut Tenant, document: Document, body: Value) -> Result<NoContent> {
    let before = own(tenant)?;
    let view = View::Account(before.layer());
    let mut change = decided(tenant, document, &view, body)?;
    references::check(tenant, &view, &change)?;
    references::keep_once(&view, &mut change);
    single_sign_on::carry_out(tenant, &view, &mut change)?;
    if change.values.is_empty() {
        return Ok(NoContent);
    }
    let mut after = before.clone();
    change.merge_into(&mut after.values);
    let id = tenant.account_id().to_owned();
    save(tenant, &id, &after)?;
    end_sessions_when_stricter(tenant, &before, &after)?;
    let (was, now) = (view.touched(document, &change), View::Account(after.layer()).touched(document, &change));
    let version = touch(tenant)?;
    let old_object = Told { id: &id, settings: &was };
    tenant.emit(&AccountSettingsUpdated { now: Told { id: &id, settings: &now }, old_object, version })?;
    Ok(NoContent)
}
