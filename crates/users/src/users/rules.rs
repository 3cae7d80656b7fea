//! What the fields of a user may hold, where a schema cannot say it.
use crate::names::{self, INVALID_WORDS, NameFault, NameKind};
use platform::{Error, Failure, FieldError, Result};

/// Names whose faults have no words of their own are refused by field; a word that no name may contain comes first.
///
/// # Errors
/// `invalid_word` with the word; otherwise every refused field.
pub fn check_names(fields: &[(&str, NameKind, Option<&str>)], invalid_word: Failure) -> Result<()> {
    let mut refused = Vec::new();
    for (field, kind, name) in fields {
        match name.map_or(Ok(()), |name| names::check(*kind, name, INVALID_WORDS)) {
            Ok(()) => {}
            Err(NameFault::InvalidWord(word)) => return Err(invalid_word.with(word)),
            Err(NameFault::SpecialCharacter | NameFault::TooLong) => refused.push(invalid(field)),
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(Error::validation(refused)) }
}

/// One refused field in the words of all.
pub fn invalid(field: &str) -> FieldError {
    FieldError { field: field.to_owned(), message: "Invalid field.".to_owned() }
}

/// Whether a text holds a link or markup: the beginning of a web address, or a tag.
pub fn has_links_or_markup(text: &str) -> bool {
    let text = text.to_lowercase();
    ["http://", "https://", "www."].iter().any(|start| text.contains(start)) || has_tag(&text)
}

/// `<` before a letter, `/` or `!`, and a `>` somewhere behind it.
fn has_tag(text: &str) -> bool {
    let opens = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    text.match_indices('<').any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        opens(rest) && rest.contains('>')
    })
}

/// Whether a link may stand as that of a user on LinkedIn; an empty one clears what is kept.
pub fn is_linkedin(url: &str) -> bool {
    url.is_empty() || url.to_lowercase().contains("linkedin.com")
}

/// The types of Zoom United plans (`plan_united_type`): single bits up to 131072.
pub fn is_united_type(text: &str) -> bool {
    text.parse::<u32>().is_ok_and(|number| number.is_power_of_two() && number <= 131_072 && number.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_tags_are_found_and_plain_text_is_not() {
        for text in ["see https://a.example", "HTTP://A", "at Www.a.example", "<b>bold</b>", "a <br/> b", "x<!-- y -->"]
        {
            assert!(has_links_or_markup(text), "{text}");
        }
        for text in ["", "I like math: 1 < 2 > 0", "<3", "a<b", "5 <> 6", "wwwx", "Teacher, @home"] {
            assert!(!has_links_or_markup(text), "{text}");
        }
    }

    #[test]
    fn a_linkedin_link_names_the_site() {
        for url in ["", "https://www.linkedin.com/in/jill", "LinkedIn.com/in/jill"] {
            assert!(is_linkedin(url), "{url}");
        }
        for url in ["https://example.com", "linkedin", "linkedin.org"] {
            assert!(!is_linkedin(url), "{url}");
        }
    }

    #[test]
    fn a_united_type_is_a_power_of_two_up_to_131072() {
        for text in ["1", "2", "512", "65536", "131072"] {
            assert!(is_united_type(text), "{text}");
        }
        for text in ["", "0", "3", "01", "+1", "131073", "262144", "none", "-1"] {
            assert!(!is_united_type(text), "{text}");
        }
    }
}
