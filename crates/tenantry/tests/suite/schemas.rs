//! Every answer of every test is held to the schema that its operation declares.
use crate::{answer::Answer, seen};
use parking_lot::Mutex;
use platform::{Mounted, Platform};
use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

type Validators = Mutex<HashMap<String, Arc<jsonschema::Validator>>>;

/// Fails the test when the answer does not fit.
#[track_caller]
pub fn hold(platform: &Platform, method: &str, path: &str, answer: &Answer) {
    let Some(mounted) = mounted(platform, method, path) else { return };
    seen::note(mounted, answer);
    let shape = &mounted.operation.shape;
    // A refusal, also one that the documents print inside HTTP 200.
    if answer.status >= 300 || answer.body.get("code").is_some() {
        return;
    }
    assert_eq!(answer.status, shape.status, "another success than declared: {answer}");
    if mounted.operation.surface.is_for_browsers() {
        assert!(answer.header("content-type").starts_with("text/html"), "a page is HTML: {answer}");
        return;
    }
    let kind = answer.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if shape.is_file || mounted.operation.gives.contains(&kind) {
        let gives = mounted.operation.gives;
        let is_declared = if gives.is_empty() { kind.starts_with("image/") } else { gives.contains(&kind) };
        assert!(is_declared && !answer.bytes.is_empty(), "another file than declared: {answer}");
        return;
    }
    let Some(schema) = &shape.output else {
        assert!(answer.bytes.is_empty(), "a body where none is declared: {answer}");
        return;
    };
    static VALIDATORS: OnceLock<Validators> = OnceLock::new();
    let validator = VALIDATORS
        .get_or_init(Validators::default)
        .lock()
        .entry(format!("{method} {}", mounted.template))
        .or_insert_with(|| Arc::new(jsonschema::validator_for(schema).expect("a valid schema")))
        .clone();
    let faults: Vec<String> =
        validator.iter_errors(&answer.body).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}\n{answer}", faults.join("\n"));
}

/// The operation that a request comes to.
pub fn mounted<'p>(platform: &'p Platform, method: &str, path: &str) -> Option<&'p Arc<Mounted>> {
    let path = path.split('?').next().unwrap_or(path);
    platform.mounted().iter().find(|at| at.operation.method == method && fits(&at.template, path))
}

/// Literal segments win over variables, so the more literal template has to be tried first; `/users/email` is the only
/// kind of conflict, and a variable never stands for a segment that another template names.
fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let is_word = |segment: &str| ["email", "vanity_name", "summary"].contains(&segment);
    template.len() == path.len()
        && template
            .iter()
            .zip(&path)
            .all(|(t, p)| if t.starts_with('{') { !p.is_empty() && !is_word(p) } else { t == p })
}
