//! The formats of texts that a schema may name.
use crate::values::{Date, Timestamp};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Date,
    DateTime,
    Email,
    Uri,
}

impl Format {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "date" => Some(Format::Date),
            "date-time" => Some(Format::DateTime),
            "email" => Some(Format::Email),
            "uri" => Some(Format::Uri),
            _ => None,
        }
    }
    pub(super) fn allows(self, text: &str) -> bool {
        match self {
            Format::Date => Date::parse(text).is_some(),
            Format::DateTime => Timestamp::parse(text).is_some(),
            Format::Email => is_email(text),
            Format::Uri => is_uri(text),
        }
    }
}

/// One `@`, something before it without blanks, quotes, brackets or what nobody sees, and a domain of at least two labels.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let plain = |c: char| !(c.is_whitespace() || c.is_control() || is_hidden(c) || "\"(),:;<>@[\\]".contains(c));
    !local.is_empty() && local.chars().all(plain) && domain.contains('.') && domain.split('.').all(is_label)
}

/// What nobody sees, and what turns the direction of the text after it: an email could pose as another by it. Unicode calls
/// it Default_Ignorable_Code_Point; the marks of annotations stand beside it.
fn is_hidden(c: char) -> bool {
    const RANGES: [(char, char); 17] = [
        ('\u{AD}', '\u{AD}'),
        ('\u{34F}', '\u{34F}'),
        ('\u{61C}', '\u{61C}'),
        ('\u{115F}', '\u{1160}'),
        ('\u{17B4}', '\u{17B5}'),
        ('\u{180B}', '\u{180F}'),
        ('\u{200B}', '\u{200F}'),
        ('\u{202A}', '\u{202E}'),
        ('\u{2060}', '\u{206F}'),
        ('\u{3164}', '\u{3164}'),
        ('\u{FE00}', '\u{FE0F}'),
        ('\u{FEFF}', '\u{FEFF}'),
        ('\u{FFA0}', '\u{FFA0}'),
        ('\u{FFF0}', '\u{FFFB}'),
        ('\u{1BCA0}', '\u{1BCA3}'),
        ('\u{1D173}', '\u{1D17A}'),
        ('\u{E0000}', '\u{E0FFF}'),
    ];
    !c.is_ascii() && RANGES.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// A part of a domain name: letters and digits of any script, hyphens inside.
fn is_label(label: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() && !is_hidden(c) || c == '-';
    !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(plain)
}

/// A scheme and something after it, in the characters of RFC 3986; on the web, a host too.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let plain = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    named && !rest.is_empty() && rest.chars().all(plain) && (!is_web(scheme) || has_host(rest))
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

fn has_host(rest: &str) -> bool {
    rest.strip_prefix("//").is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_is_a_name_and_a_domain_of_two_labels() {
        for text in ["a@b.co", "a.b+c_d@sub.b-c.example", "o'neil@b.co", "\u{e9}@b\u{fc}ro.de", "a@1.2"] {
            assert!(Format::Email.allows(text), "{text}");
        }
        for text in ["", "a", "@", "a@", "@b.co", "a@b", "a@@b.co", "a@b@c.co", "a b@c.co", "a@b .co", "<a@b.co>"] {
            assert!(!Format::Email.allows(text), "{text}");
        }
        for text in ["a@.co", "a@b.", "a@b..co", "a@-b.co", "a@b-.co", "a@b_c.co", "a,b@c.co", "a\u{0}@b.co"] {
            assert!(!Format::Email.allows(text), "{text}");
        }
    }
    #[test]
    fn an_email_holds_no_sign_that_nobody_sees() {
        for c in "\u{AD}\u{34F}\u{61C}\u{180E}\u{200B}\u{200D}\u{202E}\u{2060}\u{3164}\u{FE0F}\u{FEFF}\u{FFF9}\u{E0041}"
            .chars()
        {
            for email in [format!("a{c}@b.co"), format!("a@b{c}c.co")] {
                assert!(!Format::Email.allows(&email), "{c:?}");
            }
        }
        for c in "\u{AC}\u{AE}\u{301}\u{61B}\u{2010}\u{2027}\u{2070}\u{3042}\u{e9}".chars() {
            assert!(Format::Email.allows(&format!("a{c}@b.co")), "{c:?}");
        }
    }
    #[test]
    fn a_uri_has_a_scheme_and_on_the_web_a_host() {
        for text in
            ["https://a.co", "HTTP://a/b?c#d", "https://[::1]:8080/", "myapp:callback", "mailto:a@b.co", "x+y://z"]
        {
            assert!(Format::Uri.allows(text), "{text}");
        }
        for text in
            ["", "a", "/a", "//a.co", "https:", "https:a.co", "https://", "https:///a", "https://:80", "http://?a"]
        {
            assert!(!Format::Uri.allows(text), "{text}");
        }
        for text in ["1a:b", ":a", "a b:c", "https://a b", "https://a\n", "https://\u{e9}.co", "https://a.co/<b>"] {
            assert!(!Format::Uri.allows(text), "{text}");
        }
    }
    #[test]
    fn days_and_moments_are_those_that_their_types_read() {
        assert!(Format::Date.allows("2024-02-29") && !Format::Date.allows("2023-02-29"));
        assert!(Format::DateTime.allows("2024-02-29T00:00:00Z") && !Format::DateTime.allows("2024-02-29"));
    }
    #[test]
    fn other_formats_are_not_known() {
        assert_eq!(Format::named("uuid"), None);
    }
}
