//! What a body of settings or of locks changes, on whatever level.
use super::{backgrounds, excluded};
use platform::{Error, Result};
use serde_json::Value;
use settings::{Change, Document, Form, Level, LockChange, LockForm, LockView, View};
use storage::{Fault, Tenant};

/// What the body changes of a document, with everything done that it asks for of lists.
///
/// # Errors
/// Every field that is refused: its kind, a lock above it, a plan that the account has not, something beside it.
pub fn decided(tenant: &mut Tenant, document: Document, view: &View<'_>, body: Value) -> Result<Change> {
    let is_paid = tenant.facts()?.paid;
    let form = Form::of(document, view.level()).map_err(Fault::broken)?;
    let mut change = form.change(view, is_paid, body).map_err(Error::validation)?;
    change.carry_out(document, view, &mut || tenant.new_id()).map_err(Error::validation)?;
    backgrounds::choose_default(view, &mut change)?;
    excluded::check(tenant, view, &change)?;
    Ok(change)
}

/// What the body locks and unlocks. No query chooses a document here: each of its blocks says which one it is of.
///
/// # Errors
/// Every field that is refused.
pub fn decided_locks(level: Level, view: &LockView<'_>, body: &Value) -> Result<LockChange> {
    let (mut change, mut faults) = (LockChange::default(), Vec::new());
    for document in [Document::General, Document::MeetingSecurity] {
        match LockForm::of(document, level).map_err(Fault::broken)?.change(view, body.clone()) {
            Ok(part) => change.0.extend(part.0),
            Err(more) => faults.extend(more),
        }
    }
    if faults.is_empty() { Ok(change) } else { Err(Error::validation(faults)) }
}
