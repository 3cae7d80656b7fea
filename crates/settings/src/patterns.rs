//! Forms of texts, as far as documents give them. The empty text fits where it stands for none.
use crate::setting::Pattern;

macro_rules! address {
    () => {
        r"((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
    };
}
macro_rules! port {
    () => {
        "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
    };
}
macro_rules! domain {
    () => {
        r"[^\s,;@/*.]+(\.[^\s,;@/*.]+)+"
    };
}
/// None, one or more, after what stands between them.
macro_rules! list {
    ($between:tt; $($item:tt)+) => {
        concat!("^(", $($item)+, "(", $between, $($item)+, ")*)?$")
    };
}

/// A length of time: `30d`.
pub const PERIOD: Pattern = Pattern { regex: "^([1-9][0-9]*[ymd])?$", example: "30d" };
/// Addresses of machines: one by one, with a mask, or from one to another.
pub const ADDRESSES: Pattern = Pattern {
    regex: list!(", ?"; address!(), "(/(3[0-2]|[12]?[0-9])| ?- ?", address!(), ")?"),
    example: "46.33.24.184, 48.99.100.2/25",
};
/// Ports, and ranges of them. The documents separate them by a comma where they are read, and by a semicolon where they
/// are written.
pub const PORTS: Pattern = Pattern { regex: list!("[,;] ?"; port!(), "(-", port!(), ")?"), example: "1000-2000;3000" };
/// Codes from 1 to 3.
pub const CODES_TO_3: Pattern = Pattern { regex: list!(", ?"; "[1-3]"), example: "1,2" };
/// One email.
pub const EMAIL: Pattern =
    Pattern { regex: concat!(r"^([^\s,;@]+@", domain!(), ")?$"), example: "archive@company.example" };
/// One domain, of which there is none that is empty.
pub const DOMAIN: Pattern = Pattern { regex: concat!("^", domain!(), "$"), example: "company.example" };
/// The same, or all that are below one.
pub const DOMAIN_OR_BELOW: Pattern =
    Pattern { regex: concat!(r"^(\*\.)?", domain!(), "$"), example: "*.company.example" };
/// Domains, or all that are below one.
pub const DOMAINS: Pattern =
    Pattern { regex: list!(", ?"; r"(\*\.)?", domain!()), example: "company.example,*.other.example" };
/// Domains and emails.
pub const DOMAINS_AND_EMAILS: Pattern =
    Pattern { regex: list!(", ?"; r"([^\s,;@]+@)?", domain!()), example: "company.example,ann@other.example" };
