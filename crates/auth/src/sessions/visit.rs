//! Forms that are shown before anybody is signed in: what they say follows from the secret of a cookie of the browser.
use super::{FORGED, check_csrf, csrf_of};
use platform::{Html, Result, Visit};

/// The cookie of a browser that has seen such a form and in which nobody is signed in yet.
pub const VISIT: &str = "visit";

/// The page with such a form, which `page` makes of what its field `csrf` says.
pub fn show_form(visit: &Visit, page: impl FnOnce(&str) -> Html) -> Html {
    match secret_of(visit) {
        Some(secret) => page(&csrf_of(secret)),
        None => {
            let secret = visit.fresh_secret();
            page(&csrf_of(secret)).with_cookie(visit.set_cookie(VISIT, secret))
        }
    }
}

/// Refuses a form that was not shown to this browser; `said` is its field `csrf`.
///
/// # Errors
/// [`FORGED`].
pub fn check_form(visit: &Visit, said: &str) -> Result<()> {
    check_csrf(&csrf_of(secret_of(visit).ok_or(FORGED)?), said)
}

/// What a browser holds that has seen the form: from nothing at all everybody could tell what the form says.
fn secret_of(visit: &Visit) -> Option<&str> {
    visit.cookie(VISIT).filter(|secret| !secret.is_empty())
}
