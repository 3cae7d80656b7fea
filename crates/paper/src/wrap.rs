//! Breaking texts into lines that are no wider than a place.

/// The lines of a text, broken between words, and within a word that alone is too wide. One line at least.
pub fn lines(text: &str, most: f32, width: &dyn Fn(&str) -> f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            add(word, &mut line, &mut lines, most, width);
        }
        lines.push(line);
    }
    lines
}

fn add(word: &str, line: &mut String, lines: &mut Vec<String>, most: f32, width: &dyn Fn(&str) -> f32) {
    let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
    if width(&longer) <= most {
        *line = longer;
        return;
    }
    if !line.is_empty() {
        lines.push(std::mem::take(line));
    }
    for letter in word.chars() {
        line.push(letter);
        if width(line) > most && line.chars().count() > 1 {
            line.pop();
            lines.push(std::mem::replace(line, letter.to_string()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, most: f32) -> Vec<String> {
        lines(text, most, &|text| text.chars().count() as f32)
    }

    #[test]
    fn a_text_is_broken_between_words_at_the_width() {
        assert_eq!(of("one two three", 7.0), ["one two", "three"]);
        assert_eq!(of("one two three", 6.0), ["one", "two", "three"]);
        assert_eq!(of("one two", 7.0), ["one two"]);
    }
    #[test]
    fn a_word_that_is_too_wide_is_broken_within() {
        assert_eq!(of("abcdefg hi", 3.0), ["abc", "def", "g", "hi"]);
        assert_eq!(of("ab", 0.5), ["a", "b"]);
    }
    #[test]
    fn lines_stay_lines_and_nothing_is_one_empty_line() {
        assert_eq!(of("one\ntwo", 9.0), ["one", "two"]);
        assert_eq!(of("", 9.0), [""]);
    }
}
