//! Who stands at a page: the cookies of its browser, where it calls from, and over what it is reached.
use crate::{
    failure::*,
    input::{Given, Input, Site, host_of, is_this_machine},
    operation::Shape,
};
use http::{
    HeaderMap,
    header::{COOKIE, HOST, ORIGIN},
};
use std::{
    borrow::Cow,
    fmt,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};
use storage::Streams;

/// What a page that asks for a secret is refused with where the secret could be read on its way; the address to give
/// instead is named.
pub const INSECURE: Failure = Failure::new(
    403,
    403,
    "People sign in over TLS only. Put a TLS proxy in front and start the server with --base-url {}.",
);
/// A form that stands on a page of somebody else.
pub const CROSS_SITE: Failure = Failure::new(403, 403, "This form was sent from another site.");

/// What is shown at the machine itself alone, where it was asked for by another name: any site can have its name lead here,
/// and would then be the one whose page reads this.
pub const MISDIRECTED: Failure =
    Failure::new(421, 421, "This is shown at the machine itself alone. Open it at 127.0.0.1 or localhost.");

/// What a request for a page says of the browser that sent it.
#[derive(Debug, Default)]
pub(crate) struct Visitor {
    cookies: Vec<(String, String)>,
    address: Option<String>,
}

impl Visitor {
    /// `peer` is the other end of the connection.
    pub fn of(headers: &HeaderMap, peer: Option<IpAddr>, site: &Site) -> Self {
        Visitor { cookies: cookies(headers), address: address(headers, peer, site.gate.proxies) }
    }
    pub fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }
    /// What tells it from others: its cookies, which are secrets and so told as a hash, or else its address.
    pub fn turn(&self) -> Cow<'_, str> {
        if self.cookies.is_empty() {
            return Cow::Borrowed(self.address().unwrap_or_default());
        }
        let all: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        storage::derived("turn", &all.join("; ")).into()
    }
}

/// Refuses a form that another site has sent. Browsers say so in one of two headers, and programs in none; a page of ours
/// that tells nobody its address has the origin `null`.
///
/// # Errors
/// [`CROSS_SITE`].
pub(crate) fn check_sender(headers: &HeaderMap, site: &Site) -> Result<()> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let is_ours = match (text("sec-fetch-site"), text(ORIGIN.as_str())) {
        (Some(from), _) => matches!(from, "same-origin" | "none"),
        (None, Some(origin)) => origin == "null" || origin == site.origin(),
        (None, None) => true,
    };
    if is_ours { Ok(()) } else { Err(CROSS_SITE.into()) }
}

/// What proxies say of whom they send a request for.
const SENT_ON: [&str; 6] =
    ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/// Refuses a request that names another host than this machine, or none, or that comes through a proxy.
///
/// # Errors
/// [`MISDIRECTED`].
pub(crate) fn check_host(headers: &HeaderMap) -> Result<()> {
    let mut named = headers.get_all(HOST).iter();
    let host = named.next().filter(|_| named.next().is_none()).and_then(|host| host.to_str().ok());
    let is_sent_on = SENT_ON.into_iter().any(|name| headers.contains_key(name));
    if !is_sent_on && host.is_some_and(|host| is_this_machine(host_of(host))) {
        Ok(())
    } else {
        Err(MISDIRECTED.into())
    }
}

fn cookies(headers: &HeaderMap) -> Vec<(String, String)> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Whom our proxies say nothing of that can be read: all of them together are one address.
const UNKNOWN: &str = "unknown";

/// Where the browser calls from, as the nearest proxy that is ours has seen it.
fn address(headers: &HeaderMap, peer: Option<IpAddr>, proxies: usize) -> Option<String> {
    if proxies == 0 {
        return peer.map(network);
    }
    Some(forwarded(headers, proxies).map_or_else(|| UNKNOWN.to_owned(), network))
}

/// An IPv6 address stands for its network, for whoever has one has all of them.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// The entry that the outermost of our proxies has added; what stands before it anybody can have written.
fn forwarded(headers: &HeaderMap, proxies: usize) -> Option<IpAddr> {
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let all: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    parsed(all.get(all.len().checked_sub(proxies)?)?)
}

/// An address as proxies write it: some add the port, and some put one of the sixth version into brackets.
fn parsed(text: &str) -> Option<IpAddr> {
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    text.parse().ok().or_else(with_port).or_else(in_brackets)
}

/// A cookie that goes with a page. No other site gets it, no script reads it, and it ends with the browser.
#[derive(Clone, PartialEq, Eq)]
pub struct SetCookie(String);

/// Its value is a secret.
impl fmt::Debug for SetCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cookie")
    }
}

impl SetCookie {
    pub(crate) fn line(&self) -> &str {
        &self.0
    }
}

/// The browser that a page is shown to.
#[derive(Clone)]
pub struct Visit {
    visitor: Arc<Visitor>,
    site: Site,
    fresh: String,
}

impl Visit {
    /// Refuses where a secret could be read on its way: elsewhere than over TLS or on the machine itself.
    ///
    /// # Errors
    /// [`INSECURE`].
    pub fn check_secure(&self) -> Result<()> {
        match self.site.is_tls() || self.site.is_loopback() {
            true => Ok(()),
            false => Err(INSECURE.with(format!("https://{}", self.site.host()))),
        }
    }
    /// The value of our cookie of this name.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let name = self.cookie_name(name);
        self.visitor.cookies.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }
    /// Gives the browser a cookie; an empty value takes it away.
    pub fn set_cookie(&self, name: &str, value: &str) -> SetCookie {
        let secure = if self.site.is_tls() { "; Secure" } else { "" };
        let end = if value.is_empty() { "; Max-Age=0" } else { "" };
        SetCookie(format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{end}", self.cookie_name(name)))
    }
    /// Where it calls from; nothing where no socket says so. An IPv6 address stands for its network, and all whose address
    /// the proxies do not tell have one together.
    pub fn address(&self) -> Option<&str> {
        self.visitor.address()
    }
    /// A secret that nobody has, 256 random bits as text; the same when the request runs again.
    pub fn fresh_secret(&self) -> &str {
        &self.fresh
    }
    pub fn site(&self) -> &Site {
        &self.site
    }
    /// Over TLS no neighbour of this host can set it.
    fn cookie_name(&self, name: &str) -> String {
        let prefix = if self.site.is_tls() { "__Host-" } else { "" };
        format!("{prefix}{name}")
    }
}

impl Input for Visit {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> Result<Self> {
        // Told apart from the secrets that a handler draws of the same seed.
        let drawn = Streams::new(given.seed.clone()).new_secret();
        Ok(Visit {
            visitor: given.visitor.cloned().unwrap_or_default(),
            site: given.site.clone(),
            fresh: storage::derived("visit", &drawn),
        })
    }
}

#[cfg(test)]
impl Visitor {
    /// One with this header of cookies.
    pub fn known_by(line: &str, address: Option<&str>) -> Self {
        let headers = HeaderMap::from_iter(line.parse().ok().map(|line| (COOKIE, line)));
        Visitor { cookies: cookies(&headers), address: address.map(str::to_owned) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    fn head(headers: &[(&str, &str)]) -> HeaderMap {
        let request = headers.iter().fold(Request::builder(), |request, (name, value)| request.header(*name, *value));
        request.body(()).unwrap().into_parts().0.headers
    }
    fn site(base_url: &str) -> Site {
        Site { base_url: base_url.into(), has_admin_listener: false, gate: Default::default() }
    }

    #[test]
    fn an_address_is_the_one_that_the_outermost_proxy_of_ours_has_seen() {
        let said = head(&[("x-forwarded-for", "6.6.6.6, 9.9.9.9"), ("x-forwarded-for", "10.0.0.1")]);
        let peer = Some(IpAddr::from([127, 0, 0, 1]));
        let seen = |proxies| address(&said, peer, proxies);
        assert_eq!(seen(0).as_deref(), Some("127.0.0.1"));
        assert_eq!([1, 2, 3].map(seen).map(Option::unwrap), ["10.0.0.1", "9.9.9.9", "6.6.6.6"]);
        assert_eq!(seen(4).as_deref(), Some(UNKNOWN));
    }

    #[test]
    fn an_address_of_the_sixth_version_stands_for_its_network_and_one_in_disguise_for_itself() {
        let seen = |text: &str| address(&head(&[("x-forwarded-for", text)]), None, 1);
        assert_eq!(seen("2001:db8:1:2:3:4:5:6"), seen("2001:db8:1:2::9"));
        assert_ne!(seen("2001:db8:1:2::9"), seen("2001:db8:1:3::9"));
        assert_eq!(seen("::ffff:192.0.2.7").as_deref(), Some("192.0.2.7"));
    }

    #[test]
    fn an_address_is_read_with_its_port_and_in_its_brackets_and_all_that_cannot_be_read_are_one() {
        let seen = |text: &str| address(&head(&[("x-forwarded-for", text)]), None, 1).unwrap();
        assert_eq!(["192.0.2.7", "192.0.2.7:5678"].map(seen), ["192.0.2.7"; 2]);
        for text in ["2001:db8:1:2::9", "[2001:db8:1:2::9]", "[2001:db8:1:2::9]:443"] {
            assert_eq!(seen(text), "2001:db8:1:2::/64", "{text}");
        }
        for text in ["nonsense", "", "[192.0.2.7", "192.0.2.7:", "192.0.2.7:port", "unknown", "_hidden"] {
            assert_eq!(seen(text), UNKNOWN, "{text}");
        }
        assert_eq!(address(&head(&[]), None, 1).unwrap(), UNKNOWN);
    }

    #[test]
    fn forms_of_other_sites_are_refused() {
        let ours = site("https://a.example");
        let is_refused = |headers: &[(&str, &str)]| check_sender(&head(headers), &ours).is_err();
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site"), ("origin", "https://a.example")],
            &[("origin", "https://b.example")],
            &[("origin", "http://a.example")],
            &[("origin", "https://a.example.b.example")],
        ] {
            assert!(is_refused(headers), "{headers:?}");
        }
        for headers in [
            &[][..],
            &[("sec-fetch-site", "same-origin")],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://a.example")],
            &[("origin", "null")],
        ] {
            assert!(!is_refused(headers), "{headers:?}");
        }
    }

    #[test]
    fn the_machine_itself_is_named_by_its_loopback_addresses_and_as_localhost() {
        let is_here = |hosts: &[&str]| {
            let all: Vec<(&str, &str)> = hosts.iter().map(|host| ("host", *host)).collect();
            check_host(&head(&all)).is_ok()
        };
        for host in ["127.0.0.1", "127.0.0.1:8080", "127.8.9.1:1", "[::1]", "[::1]:8080", "localhost:80", "LocalHost"] {
            assert!(is_here(&[host]), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "evil.localhost",
            "evil@127.0.0.1",
            "0.0.0.0:8080",
            "192.168.1.7:8080",
            "[::]",
            "::1",
            "127.1",
        ] {
            assert!(!is_here(&[host]), "{host}");
        }
        assert!(!is_here(&[]) && !is_here(&["localhost", "evil.example"]) && !is_here(&["localhost", "localhost"]));
    }

    #[test]
    fn a_cookie_is_for_this_host_alone_and_plain_only_on_the_machine_itself() {
        let at = |base_url: &str| {
            let visitor = Visitor { cookies: cookies(&head(&[("cookie", "a=1; __Host-a=2")])), address: None };
            Visit { visitor: visitor.into(), site: site(base_url), fresh: String::new() }
        };
        let (safe, local) = (at("https://a.example"), at("http://127.0.0.1:8080"));
        assert_eq!((safe.cookie("a"), local.cookie("a"), safe.cookie("b")), (Some("2"), Some("1"), None));
        assert_eq!(safe.set_cookie("a", "x").line(), "__Host-a=x; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(local.set_cookie("a", "").line(), "a=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    }

    #[test]
    fn secrets_are_asked_for_over_tls_or_on_the_machine_itself() {
        for (base_url, is_safe) in [
            ("https://a.example", true),
            ("http://127.0.0.1:8080", true),
            ("http://127.9.9.9", true),
            ("http://localhost:1", true),
            ("http://[::1]:8080", true),
            ("http://a.example", false),
            ("http://127.0.0.1.example", false),
            ("http://localhost.example", false),
            ("http://10.0.0.1:8080", false),
        ] {
            let visit = Visit { visitor: Default::default(), site: site(base_url), fresh: String::new() };
            assert_eq!(visit.check_secure().is_ok(), is_safe, "{base_url}");
        }
    }
}
