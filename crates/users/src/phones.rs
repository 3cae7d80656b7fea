//! Phone numbers: the form in which they are found.

/// The form in which two phone numbers are compared: their digits. `+1 (800) 123-4567` becomes `18001234567`.
pub fn key(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// Country code and the rest of a number written in one piece: `+1 8001234567`. Without a blank after its code it has none.
pub fn parts(number: &str) -> (&str, &str) {
    match number.trim().split_once(' ') {
        Some((code, rest)) if code.starts_with('+') => (code, rest.trim_start()),
        _ => ("", number.trim()),
    }
}

/// A number in one piece, with a blank after its country code: what [`parts`] takes apart.
pub fn whole(code: &str, number: &str) -> String {
    if code.is_empty() { number.to_owned() } else { format!("{code} {number}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_their_digits() {
        for number in ["+1 8001234567", "+1 (800) 123-4567", "18001234567"] {
            assert_eq!(key(number), "18001234567");
        }
        assert_eq!(key("none"), "");
    }

    #[test]
    fn a_country_code_begins_with_a_plus_and_ends_at_a_blank() {
        assert_eq!(parts("+1 8001234567"), ("+1", "8001234567"));
        assert_eq!(parts(" +44  20 7946 0000"), ("+44", "20 7946 0000"));
        assert_eq!(parts("+18001234567"), ("", "+18001234567"));
        assert_eq!(parts("800 1234567"), ("", "800 1234567"));
    }
}
