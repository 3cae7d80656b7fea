//! Emails: one form for showing, one for comparison.

use unicode_normalization::UnicodeNormalization;

/// The form in which two emails are compared: composed (Unicode NFC) and case-folded.
///
/// An address is unique in the whole platform in this form.
pub fn folded(email: &str) -> String {
    if email.is_ascii() {
        return email.trim().to_ascii_lowercase();
    }
    let composed: String = email.trim().nfc().collect();
    // What lower case takes apart is composed again.
    composed.to_lowercase().nfc().collect()
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
    fn a_letter_is_one_whether_its_accent_is_a_part_of_it_or_follows_it() {
        assert_eq!(folded("a\u{30a}sa@bu\u{308}ro.example"), "åsa@büro.example");
        assert_eq!(folded("A\u{30a}SA@BU\u{308}RO.example"), folded("ÅSA@BÜRO.example"));
        assert_eq!(folded("\u{212b}sa@x.example"), "åsa@x.example");
        assert_ne!(folded("asa@x.example"), folded("åsa@x.example"));
    }

    proptest::proptest! {
        #[test]
        fn the_form_of_a_form_is_itself(email in "\\PC{0,12}") {
            let form = folded(&email);
            proptest::prop_assert_eq!(folded(&form), form);
        }
    }

    #[test]
    fn the_domain_follows_the_last_at() {
        assert_eq!(domain("jill@example.com"), "example.com");
        assert_eq!(domain("jill@old@example.com"), "example.com");
        assert_eq!(domain("jill"), "");
    }
}
