//! Emails and their domains: one form for showing, one for comparison.

use idna::{
    AsciiDenyList,
    uts46::{Hyphens, Uts46},
};
use platform::schema::Schema;
use serde_json::json;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// What begins a part of a domain that is encoded for DNS (RFC 5890 2.3.2.1).
const ENCODED: &str = "xn--";

/// The form in which two emails are compared: composed (Unicode NFC), case-folded, and with one spelling of its domain.
///
/// An address is unique in the whole platform in this form.
pub fn folded(email: &str) -> String {
    let email = lower(email);
    match email.rsplit_once('@') {
        Some((name, domain)) if has_spellings(domain) => format!("{name}@{}", one_spelling(domain)),
        _ => email,
    }
}

/// The form in which two domains are compared: that of the domain of an email.
pub fn folded_domain(domain: &str) -> String {
    let domain = lower(domain);
    if has_spellings(&domain) { one_spelling(&domain) } else { domain }
}

fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.trim().to_ascii_lowercase();
    }
    let composed: String = text.trim().nfc().collect();
    // What lower case takes apart is composed again.
    composed.to_lowercase().nfc().collect()
}

fn has_spellings(domain: &str) -> bool {
    !domain.is_ascii() || domain.contains(ENCODED)
}

/// As people write it, whether it came so or encoded for DNS (UTS 46). Parts with other signs than letters, digits and
/// hyphens are encoded: nobody could send them otherwise. What is no domain stays as it is.
fn one_spelling(domain: &str) -> String {
    let is_written = |part: &[char], _: &[char], _: bool| part.iter().all(|c| c.is_alphanumeric() || *c == '-');
    match Uts46::new().to_user_interface(domain.as_bytes(), AsciiDenyList::URL, Hyphens::Allow, is_written) {
        (spelt, Ok(())) => spelt.into_owned(),
        (_, Err(_)) => domain.to_owned(),
    }
}

/// As bodies say it of emails.
static FORM: LazyLock<Option<Schema>> =
    LazyLock::new(|| Schema::compiled("email", json!({"type": "string", "format": "email"})).ok());

/// Whether a text has the form of an email, where a body cannot say that it must.
pub fn has_form(text: &str) -> bool {
    let mut faults = Vec::new();
    FORM.as_ref().is_some_and(|schema| {
        schema.conform(&mut text.into(), &mut faults);
        faults.is_empty()
    })
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

    #[test]
    fn a_domain_is_one_whether_it_is_written_or_encoded_for_dns() {
        for same in [
            "bücher.example",
            "BÜCHER.example",
            "bu\u{308}cher.example",
            "xn--bcher-kva.example",
            "XN--BCHER-KVA.Example",
        ] {
            assert_eq!(folded_domain(same), "bücher.example", "{same}");
            assert_eq!(folded(&format!("Ann@{same}")), "ann@bücher.example", "{same}");
        }
        assert_eq!(folded_domain("b\u{ff55}cher\u{3002}example"), "bucher.example");
        assert_ne!(folded_domain("bucher.example"), folded_domain("bücher.example"));
    }

    #[test]
    fn a_domain_that_nobody_could_send_as_it_is_written_stays_encoded() {
        for same in ["xn--j2bd4cyah0f.example", "हिन्दी.example"] {
            assert_eq!(folded_domain(same), "xn--j2bd4cyah0f.example", "{same}");
        }
    }

    #[test]
    fn what_is_no_domain_stays_as_it_is_but_for_its_case() {
        for (sent, form) in
            [("Xn--Zz--.example", "xn--zz--.example"), ("A\u{ff20}B.example", "a\u{ff20}b.example"), ("", "")]
        {
            assert_eq!(folded_domain(sent), form);
        }
    }

    proptest::proptest! {
        #[test]
        fn the_form_of_the_form_of_a_domain_is_itself(domain in "(xn--)?[^@\\pC]{0,8}(\\.|。)(Xn--)?[a-z0-9üßΣЖ-]{1,8}") {
            let form = folded_domain(&domain);
            proptest::prop_assert_eq!(folded_domain(&form), form.clone());
            let email = folded(&format!("a@{form}"));
            proptest::prop_assert_eq!(super::domain(&email), form);
        }
        #[test]
        fn the_form_of_a_form_is_itself(email in "\\PC{0,12}") {
            let form = folded(&email);
            proptest::prop_assert_eq!(folded(&form), form);
        }
    }

    #[test]
    fn an_email_has_the_form_that_bodies_ask_for() {
        for (text, is_email) in [("ann@x.example", true), ("Åsa@büro.example", true), ("ann", false), ("", false)] {
            assert_eq!(has_form(text), is_email, "{text}");
        }
    }

    #[test]
    fn the_domain_follows_the_last_at() {
        assert_eq!(domain("jill@example.com"), "example.com");
        assert_eq!(domain("jill@old@example.com"), "example.com");
        assert_eq!(domain("jill"), "");
    }
}
