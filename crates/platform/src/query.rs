//! The text of a target: pairs of its query, segments of its path.
use std::borrow::Cow;

/// Names and values in the order sent, percent-decoded, `+` as a blank; bytes that are not UTF-8 are replaced.
/// A name without `=` has an empty value (WHATWG URL, `application/x-www-form-urlencoded`).
pub fn pairs(query: &str) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
    form_urlencoded::parse(query.as_bytes()).collect()
}

/// Percent-decoded once, `+` kept; bytes that are not UTF-8 are replaced. To be called after splitting at `/`.
pub fn decode_segment(segment: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(segment).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Vec<(String, String)> {
        pairs(query).into_iter().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
    }
    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn pairs_keep_their_order_and_their_repetitions() {
        assert_eq!(read("b=1&a=2&b=3"), [pair("b", "1"), pair("a", "2"), pair("b", "3")]);
    }
    #[test]
    fn a_query_is_percent_decoded_once_and_plus_is_a_blank() {
        assert_eq!(read("q=a+b%20c%2Bd&n%5D=%2541"), [pair("q", "a b c+d"), pair("n]", "%41")]);
        assert_eq!(read("email=a%40b.co&a=b=c"), [pair("email", "a@b.co"), pair("a", "b=c")]);
    }
    #[test]
    fn empty_parts_of_a_query_are_skipped_and_a_bare_name_is_empty() {
        assert_eq!(read(""), []);
        assert_eq!(read("&&a&b=&"), [pair("a", ""), pair("b", "")]);
        assert_eq!(read("=x"), [pair("", "x")]);
    }
    #[test]
    fn bytes_that_are_not_utf8_are_replaced() {
        assert_eq!(read("q=%ff%C3%A9"), [pair("q", "\u{fffd}\u{e9}")]);
        assert_eq!(decode_segment("%ff%C3%A9"), "\u{fffd}\u{e9}");
    }
    #[test]
    fn an_escape_that_is_none_is_left_as_it_is() {
        assert_eq!(read("q=100%&r=%zz&s=%2"), [pair("q", "100%"), pair("r", "%zz"), pair("s", "%2")]);
        assert_eq!(decode_segment("100%"), "100%");
    }
    #[test]
    fn a_segment_is_decoded_once_and_keeps_its_plus() {
        assert_eq!(decode_segment("a+b%2Bc%40d.co"), "a+b+c@d.co");
        assert_eq!(decode_segment("%252Fx%2F"), "%2Fx/");
    }
    #[test]
    fn what_needs_no_decoding_is_borrowed() {
        assert!(matches!(decode_segment("KDcuGIm1QgePTO8WbOqwIQ"), Cow::Borrowed(_)));
        let pairs = pairs("page_size=30");
        assert!(matches!(pairs.as_slice(), [(Cow::Borrowed("page_size"), Cow::Borrowed("30"))]));
    }
}
