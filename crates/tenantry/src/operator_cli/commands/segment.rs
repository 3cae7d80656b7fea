//! What is given to a command and stands in a path: an id, an email, a domain.
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::{fmt, str::FromStr};

/// One segment of a path. It is written so that it stays one, and says what was given.
#[derive(Debug, Clone)]
pub struct Segment(String);

/// RFC 3986, 2.3: what need not be escaped is left as it is.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl FromStr for Segment {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            // Whatever stands between would take dots for steps in the path, escaped or not.
            "" | "." | ".." => Err("nothing is called so"),
            _ => Ok(Segment(utf8_percent_encode(text, ESCAPED).to_string())),
        }
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}
