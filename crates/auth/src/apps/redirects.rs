//! Addresses that people are sent back to: which ones an app may have.
use http::Uri;
use storage::{Fault, Result};

/// The most that an app has.
pub const MOST: usize = 50;

/// Hosts of the machine that the browser runs on (RFC 8252 7.3).
const LOOPBACK: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];

/// The addresses of an app, as they are stored: a JSON list.
///
/// # Errors
/// The list is none.
pub fn read(stored: &str) -> Result<Vec<String>> {
    serde_json::from_str(stored).map_err(Fault::broken)
}

/// The addresses of an app, to be stored.
///
/// # Errors
/// They cannot be written.
pub fn written(addresses: &[String]) -> Result<String> {
    serde_json::to_string(addresses).map_err(Fault::broken)
}

/// Why an address may not be one of an app; nothing when it may. Answers are sent to it, so it belongs to the app alone:
/// over TLS, on the same machine, or by a scheme of the app's own (RFC 8252 7, RFC 9700 2.1).
pub fn refusal(address: &str) -> Option<&'static str> {
    if !address.bytes().all(|byte| byte.is_ascii_graphic()) || address.contains(['\\', '"', '<', '>', '\'', ';', ',']) {
        return Some("It holds a character that an address has to spell out.");
    }
    if address.contains('#') {
        return Some("It may have no fragment.");
    }
    let Some((scheme, rest)) = address.split_once(':') else { return Some(WHOLE) };
    match scheme {
        "https" | "http" => of_the_web(address),
        _ if is_own(scheme) && !rest.is_empty() => None,
        _ => Some("Its scheme is https, http on the loopback interface, or the app's own: a domain, reversed."),
    }
}

const WHOLE: &str = "It is no whole address.";

fn of_the_web(address: &str) -> Option<&'static str> {
    let Ok(uri) = address.parse::<Uri>() else { return Some(WHOLE) };
    let Some(authority) = uri.authority() else { return Some(WHOLE) };
    if authority.as_str().contains(['@', '*']) || authority.host().is_empty() {
        return Some("It names one host, and nobody on it.");
    }
    let is_secret = uri.scheme_str() == Some("https") || LOOPBACK.contains(&authority.host());
    (!is_secret).then_some("Without TLS it is on the loopback interface.")
}

/// `com.example.app`: whoever has the domain is the only one to say so.
fn is_own(scheme: &str) -> bool {
    let is_sign = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "+-.".contains(sign);
    scheme.starts_with(|first: char| first.is_ascii_lowercase()) && scheme.contains('.') && scheme.chars().all(is_sign)
}

/// The address with these fields added to its query.
pub fn with(address: &str, fields: &[(&str, &str)]) -> String {
    let join = match address {
        plain if !plain.contains('?') => "?",
        open if open.ends_with(['?', '&']) => "",
        _ => "&",
    };
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    format!("{address}{join}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_over_tls_on_this_machine_or_of_a_scheme_of_its_own() {
        for good in [
            "https://app.example/back",
            "https://app.example:8443/back?of=1",
            "http://127.0.0.1:7777/back",
            "http://[::1]/back",
            "http://localhost/back",
            "com.example.app:/back",
            "com.example.app://back",
        ] {
            assert_eq!(refusal(good), None, "{good}");
        }
        for bad in [
            "",
            "app.example",
            "//app.example/back",
            "/back",
            "http://app.example/back",
            "https:///back",
            "https://",
            "https://app.example/back#part",
            "https://user@app.example/back",
            "https://*.app.example/back",
            "https://app.example/a b",
            "https://app.example\\@evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "myapp:/back",
            "com.example.app:",
            "Com.Example.App:/back",
            "https://app.example/\u{e9}",
            "ftp://app.example/",
            "https://app.example;script-src *",
            "http://127.0.0.1.evil.example/back",
            "http://localhost.evil.example/",
        ] {
            assert!(refusal(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn fields_are_added_to_whatever_query_there_is() {
        let fields = [("state", "a b&c"), ("iss", "https://x")];
        for (address, whole) in [
            ("https://a.b/c", "https://a.b/c?state=a+b%26c&iss=https%3A%2F%2Fx"),
            ("https://a.b/c?d=e", "https://a.b/c?d=e&state=a+b%26c&iss=https%3A%2F%2Fx"),
            ("https://a.b/c?", "https://a.b/c?state=a+b%26c&iss=https%3A%2F%2Fx"),
        ] {
            assert_eq!(with(address, &fields), whole);
        }
    }
}
