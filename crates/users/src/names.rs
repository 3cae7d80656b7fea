//! What a name of a person or an account may contain. Its length in characters is an attribute of the input's schema.
use std::ops::RangeInclusive;

/// Words that no name may contain, as the platform comes. Names stand in mails of the platform to people who did not
/// ask for them, so the beginnings of links are refused. Brand words are not: companies and rooms are named after them.
pub const INVALID_WORDS: &[&str] = &["http://", "https://", "www."];

/// Characters that markup, templates, formulas and consoles read as their own and that no name needs.
const SPECIAL: &[char] = &['<', '>', '{', '}', '\\', '|', '^', '`', '='];

/// Which name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// `first_name` or `last_name`: up to 5 Chinese characters.
    Person,
    /// `display_name`: up to 10 Chinese characters.
    Display,
    /// `account_name`: as many Chinese characters as others.
    Account,
}

/// Why a name is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// It contains this word of the list of invalid ones.
    InvalidWord(String),
    /// It contains a character that is not accepted in names.
    SpecialCharacter,
    /// It has more Chinese characters than its kind may have.
    TooLong,
}

/// Whether a name may be used. `invalid_words` are looked for anywhere in it, whatever the case of either.
///
/// Accepted are letters and digits of every script, accents, blanks, hyphens, apostrophes, dots, commas, brackets,
/// emoji and the other signs that firms and people carry in their names (`A&B`, `Yahoo!`, `Room #2`, `Ca$h`).
/// Errors: the first fault in the order word, character, length.
pub fn check(kind: NameKind, name: &str, invalid_words: &[&str]) -> Result<(), NameFault> {
    if let Some(word) = invalid_word(name, invalid_words) {
        return Err(NameFault::InvalidWord(word.to_owned()));
    }
    if name.chars().any(is_special) {
        return Err(NameFault::SpecialCharacter);
    }
    if chinese_limit(kind).is_some_and(|limit| name.chars().filter(|&c| is_chinese(c)).count() > limit) {
        return Err(NameFault::TooLong);
    }
    Ok(())
}

/// First and last name with a blank between them, or the one that there is; cut after `maximum` characters. It is the
/// account name (64) and the display name (128) of those who state none.
pub fn joined(first: &str, last: &str, maximum: usize) -> String {
    let (first, last) = (first.trim(), last.trim());
    let between = if first.is_empty() || last.is_empty() { "" } else { " " };
    let mut name = [first, between, last].concat();
    if let Some((end, _)) = name.char_indices().nth(maximum) {
        name.truncate(end);
    }
    name.truncate(name.trim_end().len());
    name
}

const fn chinese_limit(kind: NameKind) -> Option<usize> {
    match kind {
        NameKind::Person => Some(5),
        NameKind::Display => Some(10),
        NameKind::Account => None,
    }
}

fn invalid_word<'a>(name: &str, invalid_words: &[&'a str]) -> Option<&'a str> {
    invalid_words.iter().copied().find(|word| !word.is_empty() && contains_in_any_case(name, word))
}

/// `part` is not empty.
fn contains_in_any_case(text: &str, part: &str) -> bool {
    if !text.is_ascii() || !part.is_ascii() {
        return text.to_lowercase().contains(&part.to_lowercase());
    }
    text.as_bytes().windows(part.len()).any(|here| here.eq_ignore_ascii_case(part.as_bytes()))
}

/// Whether a text holds a control character, or a mark by which it can pose as another.
pub fn has_marks(text: &str) -> bool {
    text.chars().any(is_mark)
}

fn is_special(c: char) -> bool {
    is_mark(c) || SPECIAL.contains(&c)
}

/// Control characters, line and paragraph separators, and the marks that turn the direction of the text after them
/// (by which a name can pose as another).
fn is_mark(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The blocks of ideographs, which are counted as Chinese whatever language they write.
const IDEOGRAPHS: &[RangeInclusive<char>] = &[
    '\u{3007}'..='\u{3007}',
    '\u{3400}'..='\u{4DBF}',
    '\u{4E00}'..='\u{9FFF}',
    '\u{F900}'..='\u{FAFF}',
    '\u{20000}'..='\u{323AF}',
];

fn is_chinese(c: char) -> bool {
    IDEOGRAPHS.iter().any(|block| block.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KINDS: [NameKind; 3] = [NameKind::Person, NameKind::Display, NameKind::Account];

    fn fault(kind: NameKind, name: &str) -> Option<NameFault> {
        check(kind, name, INVALID_WORDS).err()
    }

    #[test]
    fn names_of_people_and_firms_are_accepted() {
        let names = "|Jill|Anne-Marie|O'Neill|D’Arcy|J. R. R.|Åsa Ñandú|Łukasz|Мария|محمد|שרה|नेहा|สมชาย|김민준|たろう|王小明|\
                     Smith, Jr.|Robert \"Bob\"|Dana (she/her)|Jo [External]|Johnson & Johnson|AT&T|Yahoo!|Ca$h Co|C# Club|\
                     100% Pure|A*STAR|Desk @ HQ|Room #2|x+y|a_b|~|Who?|Lab; Chem: 2|Zoom|Zoomlion 3|👩‍💻 Team|می‌خواهم";
        for name in names.split('|') {
            for kind in KINDS {
                assert_eq!(fault(kind, name), None, "{name} as {kind:?}");
            }
        }
    }

    #[test]
    fn characters_of_markup_templates_and_consoles_are_refused() {
        for c in SPECIAL.iter().copied().chain("\0\n\r\t\u{7F}\u{85}\u{2028}\u{2029}\u{202E}\u{2066}\u{2069}".chars()) {
            assert_eq!(fault(NameKind::Account, &format!("Ji{c}ll")), Some(NameFault::SpecialCharacter), "{c:?}");
            assert_eq!(has_marks(&format!("Ji{c}ll")), !SPECIAL.contains(&c), "{c:?}");
        }
    }

    #[test]
    fn characters_beside_the_refused_ranges_are_accepted() {
        for c in [' ', '~', '\u{A0}', '\u{200D}', '\u{2027}', '\u{202F}', '\u{2065}', '\u{206A}'] {
            assert_eq!(fault(NameKind::Person, &format!("Ji{c}ll")), None, "{c:?}");
            assert!(!has_marks(&format!("Ji{c}ll")), "{c:?}");
        }
    }

    #[test]
    fn the_beginning_of_a_link_is_an_invalid_word_in_any_case() {
        let found = |word: &str| Some(NameFault::InvalidWord(word.to_owned()));
        assert_eq!(fault(NameKind::Person, "see HTTP://evil.example"), found("http://"));
        assert_eq!(fault(NameKind::Display, "https://evil.example"), found("https://"));
        assert_eq!(fault(NameKind::Account, "Win at WwW.evil.example"), found("www."));
        for harmless in ["http", "https:", "http:/x", "www", "ww.w", "Awww"] {
            assert_eq!(fault(NameKind::Account, harmless), None, "{harmless}");
        }
    }

    #[test]
    fn the_list_of_words_is_the_callers() {
        let words = ["", "Ärger"];
        assert_eq!(check(NameKind::Person, "www.x", &words), Ok(()));
        assert_eq!(check(NameKind::Person, "viel ÄRGER", &words), Err(NameFault::InvalidWord("Ärger".to_owned())));
        assert_eq!(check(NameKind::Person, "www.x", &[]), Ok(()));
    }

    #[test]
    fn a_word_is_told_before_a_character_and_a_character_before_the_length() {
        assert_eq!(fault(NameKind::Person, "<www.>"), Some(NameFault::InvalidWord("www.".to_owned())));
        assert_eq!(fault(NameKind::Person, "<王王王王王王>"), Some(NameFault::SpecialCharacter));
    }

    #[test]
    fn chinese_characters_are_limited_to_5_in_names_and_10_in_display_names() {
        let chinese = |count: usize| "〇王\u{3400}\u{F900}\u{20000}".chars().cycle().take(count).collect::<String>();
        for (kind, limit) in [(NameKind::Person, 5), (NameKind::Display, 10)] {
            assert_eq!(fault(kind, &chinese(limit - 1)), None);
            assert_eq!(fault(kind, &chinese(limit)), None);
            assert_eq!(fault(kind, &format!("Dr. {} Jr.", chinese(limit))), None);
            assert_eq!(fault(kind, &chinese(limit + 1)), Some(NameFault::TooLong));
            assert_eq!(fault(kind, &format!("a{}b王", chinese(limit))), Some(NameFault::TooLong));
        }
        assert_eq!(fault(NameKind::Account, &chinese(64)), None);
    }

    #[test]
    fn kana_and_hangul_are_not_counted_as_chinese() {
        assert_eq!(fault(NameKind::Person, "たろうさくらこ"), None);
        assert_eq!(fault(NameKind::Person, "김민준이서연박"), None);
    }

    #[test]
    fn a_joined_name_is_cut_at_its_maximum() {
        assert_eq!(joined("Jill", "Chill", 64), "Jill Chill");
        assert_eq!(joined(" Jill ", "", 64), "Jill");
        assert_eq!(joined("", "Chill", 64), "Chill");
        assert_eq!(joined("", " ", 64), "");
        assert_eq!(joined("Jill", "Chill", 11), "Jill Chill");
        assert_eq!(joined("Jill", "Chill", 10), "Jill Chill");
        assert_eq!(joined("Jill", "Chill", 9), "Jill Chil");
        assert_eq!(joined("Jill", "Chill", 5), "Jill");
        assert_eq!(joined("王小", "明王", 4), "王小 明");
    }

    proptest! {
        #[test]
        fn letters_digits_and_blanks_of_every_script_are_accepted(name in "[\\p{L}\\p{M}\\p{Nd} .'-]{0,64}") {
            prop_assert_eq!(check(NameKind::Account, &name, &[]), Ok(()));
        }

        #[test]
        fn joining_accepted_names_gives_an_accepted_one(
            first in "[\\p{L}w./ ]{0,64}",
            last in "[\\p{L}w./ ]{0,64}",
            maximum in 0usize..130,
        ) {
            prop_assume!([&first, &last].iter().all(|name| fault(NameKind::Account, name).is_none()));
            let name = joined(&first, &last, maximum);
            prop_assert!(name.chars().count() <= maximum);
            prop_assert_eq!(fault(NameKind::Account, &name), None);
        }
    }
}
