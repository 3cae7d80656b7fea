//! What is of the right kind and refused all the same: for the plan of the account, or for what stands beside it.
use billing::AccountType;
use platform::{Error, FieldError, Result};
use serde_json::Value;
use settings::{Change, View, keys::AUTO_SECURITY};
use storage::Tenant;

/// The documents say it, and print no failure for it.
const NOT_OF_PLAN: &str = "This setting can only be disabled by Enterprise, ISV, Business (with more than 100 licenses), and Education accounts.";
const NO_ANSWERS: &str = "A question of the type short has no answers to choose from.";

/// A Business account needs more licenses than these to leave meetings open.
const FEW_LICENSES: i64 = 100;
/// What the questions of one's own are kept under.
const QUESTIONS: &str = "registration.custom_questions";

/// # Errors
/// Meetings that are left open on a plan that does not allow it, and answers that nobody can choose.
pub fn check(tenant: &Tenant, view: &View<'_>, change: &Change) -> Result<()> {
    if opens_meetings(view, change) && !may_open_meetings(tenant)? {
        return Err(Error::field(AUTO_SECURITY.path(), NOT_OF_PLAN));
    }
    let faults = answers_of_short(change);
    if faults.is_empty() { Ok(()) } else { Err(Error::validation(faults)) }
}

/// What is off already may be sent back, also where a plan has ended since.
fn opens_meetings(view: &View<'_>, change: &Change) -> bool {
    let is_off = change.values.get(AUTO_SECURITY.path()).is_some_and(|value| *value == false);
    is_off && AUTO_SECURITY.of(view)
}

fn may_open_meetings(tenant: &Tenant) -> Result<bool> {
    Ok(match AccountType::parse(&tenant.facts()?.account_type) {
        Some(AccountType::Enterprise | AccountType::ApiPartner | AccountType::Education) => true,
        Some(AccountType::Business) => billing::entitled(tenant)?.licensed > FEW_LICENSES,
        _ => false,
    })
}

fn answers_of_short(change: &Change) -> Vec<FieldError> {
    let questions = change.values.get(QUESTIONS).and_then(Value::as_array).into_iter().flatten().enumerate();
    let has_answers = |question: &Value| question["answers"].as_array().is_some_and(|answers| !answers.is_empty());
    let is_wrong = |question: &Value| question["type"] == "short" && has_answers(question);
    let wrong = questions.filter(|(_, question)| is_wrong(question));
    let field = |place: usize| format!("custom_questions[{place}].answers");
    wrong.map(|(place, _)| FieldError { field: field(place), message: NO_ANSWERS.to_owned() }).collect()
}
