//! In which order the parts of a line stand: scripts that run from right to left, and numbers and other scripts within them,
//! which do not (UAX #9).
use std::ops::Range;
use unicode_bidi::ParagraphBidiInfo;

/// A line without the marks that would turn what stands beside the text they come with.
pub fn unmarked(line: &str) -> String {
    line.chars().filter(|letter| !matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')).collect()
}

/// The parts of a line, the one on the left first, and whether each runs from right to left. The first letter says in which
/// direction the whole line runs.
pub fn of(line: &str) -> Vec<(&str, bool)> {
    if line.is_empty() {
        return Vec::new();
    }
    let (levels, runs) = ParagraphBidiInfo::new(line, None).visual_runs(0..line.len());
    let part = |run: Range<usize>| Some((line.get(run.clone())?, levels.get(run.start)?.is_rtl()));
    runs.into_iter().filter_map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_other_scripts_keep_their_direction_within_one_that_runs_from_right_to_left() {
        assert_eq!(of("רחוב 127"), [("127", false), ("רחוב ", true)]);
        assert_eq!(of("شارع 127"), [("127", false), ("شارع ", true)]);
        assert_eq!(of("בית Zoom 5 ספר"), [(" ספר", true), ("Zoom 5", false), ("בית ", true)]);
    }

    #[test]
    fn the_first_letter_says_where_a_line_begins() {
        assert_eq!(of("Account: דנה"), [("Account: ", false), ("דנה", true)]);
        assert_eq!(of("דנה, its own plans"), [("its own plans", false), ("דנה, ", true)]);
    }

    #[test]
    fn a_line_of_one_direction_is_one_part() {
        assert_eq!(of("-16.99 (42), Größe"), [("-16.99 (42), Größe", false)]);
        assert_eq!(of("דנה כהן"), [("דנה כהן", true)]);
        assert!(of("").is_empty());
    }

    #[test]
    fn marks_that_turn_a_text_turn_nothing_beside_it() {
        assert_eq!(unmarked("A\u{202e}B\u{2067} (127)"), "AB (127)");
    }
}
