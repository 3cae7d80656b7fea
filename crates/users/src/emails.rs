//! Emails: one form for showing, one for comparison.

/// The form in which two emails are compared: case-folded.
///
/// An address is unique in the whole platform in this form.
pub fn folded(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Whether a path names a user by email rather than by id: ids have no `@`.
pub fn is_email(user: &str) -> bool {
    user.contains('@')
}

/// What follows the `@` of an email in its form for comparison.
pub fn domain(email: &str) -> &str {
    email.rsplit_once('@').map_or("", |(_, domain)| domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails_are_compared_without_regard_to_case_and_to_blanks_around() {
        assert_eq!(folded(" Jill.Chill@Example.COM "), "jill.chill@example.com");
        assert_eq!(folded("ÅSA@BÜRO.example"), "åsa@büro.example");
    }

    #[test]
    fn the_domain_follows_the_last_at() {
        assert_eq!(domain("jill@example.com"), "example.com");
        assert_eq!(domain("jill@old@example.com"), "example.com");
        assert_eq!(domain("jill"), "");
    }
}
