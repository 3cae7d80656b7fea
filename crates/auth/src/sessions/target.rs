//! Where a browser goes once somebody is signed in: addresses of this server alone, whatever is asked for.
use platform::HOME;

/// Where people sign in.
pub const SIGN_IN: &str = "/pages/signin";
/// What people come to that needs them signed in.
const OURS: [&str; 2] = ["/oauth/", "/pages/"];
/// The longest that is followed, in bytes.
pub const LONGEST_TARGET: usize = 8192;

/// The page where somebody signs in who wants to go to `to`.
pub fn sign_in_address(to: &str) -> String {
    with_target(SIGN_IN, to)
}

/// The address of a page after which a browser goes to `to`.
pub fn with_target(page: &str, to: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("to", to).finish();
    format!("{page}?{query}")
}

/// The address `to` if it is a path of this server that people come to, and nothing that a browser could take for another;
/// [`HOME`] otherwise.
pub fn target(to: &str) -> &str {
    if is_ours(to) { to } else { HOME }
}

/// Printed ASCII without `\`, below one of [`OURS`], whose path has neither empty segments nor dots.
fn is_ours(to: &str) -> bool {
    let path = to.split(['?', '#']).next().unwrap_or_default();
    let is_plain = |segment: &str| !segment.is_empty() && !segment.starts_with('.') && !segment.contains('%');
    to.len() <= LONGEST_TARGET
        && to.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && OURS.iter().any(|start| path.starts_with(start) && path.len() > start.len())
        && path.split('/').skip(1).all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_this_server_are_followed() {
        for to in [
            "/oauth/authorize?response_type=code&client_id=x&redirect_uri=https%3A%2F%2Fa.example%2F&state=//x",
            "/oauth/authorize?redirect_uri=https://a.example/cb",
            "/pages/account",
            "/pages/two_factor/setup#top",
            "/oauth/device",
        ] {
            assert_eq!(target(to), to);
        }
    }

    #[test]
    fn what_looks_like_one_and_is_none_is_not() {
        for to in LOOK_ALIKES {
            assert_eq!(target(to), HOME, "{to:?}");
        }
        assert_eq!(target(&format!("/pages/{}", "a".repeat(LONGEST_TARGET))), HOME);
        assert_ne!(target(&format!("/pages/{}", "a".repeat(LONGEST_TARGET - 7))), HOME);
    }

    #[test]
    fn the_target_stands_escaped_in_the_address_of_the_sign_in() {
        assert_eq!(
            sign_in_address("/oauth/authorize?a=b&c=d"),
            "/pages/signin?to=%2Foauth%2Fauthorize%3Fa%3Db%26c%3Dd"
        );
    }

    const LOOK_ALIKES: &[&str] = &[
        "",
        "/",
        "//",
        "///",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/\\/evil.example",
        "//\\evil.example",
        "http://evil.example",
        "https://evil.example",
        "HTTPS://evil.example",
        "https:evil.example",
        "https:/evil.example",
        "https:\\\\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "mailto:a@evil.example",
        "evil.example",
        "evil.example/pages/",
        "@evil.example",
        "/@evil.example",
        ".evil.example",
        "/.evil.example",
        "/..//evil.example",
        "/./evil.example",
        "/.//evil.example",
        "/pages",
        "/pages/",
        "/oauth/",
        "/pagesx/a",
        "/pages//evil.example",
        "/pages/..//evil.example",
        "/pages/../..//evil.example",
        "/pages/%2e%2e//evil.example",
        "/pages/%2e%2e/%2e%2e/evil",
        "/pages/..%2f..%2fevil",
        "/pages/..;/evil",
        "/pages/%5cevil.example",
        "/pages/a/",
        "/pages/\\evil.example",
        "/pages/a\r\nLocation: https://evil.example",
        "/pages/a\nx",
        "/pages/a b",
        "/pages/a\u{0}",
        "/pages/\u{a0}a",
        "/pages/\u{2025}/a",
        "\u{2f}\u{2f}evil.example",
        "\u{ff0f}\u{ff0f}evil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\u{feff}/pages/a",
        " /pages/a",
        "https://tenantry.test@evil.example",
        "https://tenantry.test.evil.example",
        "//tenantry.test@evil.example/pages/a",
        "//evil.example/pages/a",
        "?to=//evil.example",
        "#//evil.example",
        "/v2/users",
        "/operator/v1/worlds",
        "/%70ages/a",
        "/PAGES/a",
    ];
}
