//! The faces of the server: prefix, how a caller proves itself, and in which form errors are written.

/// A group of operations that share how they are reached and answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Surface {
    /// `/v2`: the published contract. A bearer token or the JWT of an app.
    Tenants,
    /// `/scim2`, and below an account of `/v2` as well: provisioning by the rules of RFC 7644. Proofs are those of tenants.
    Provisioning,
    /// `/oauth`: tokens. Each operation proves its client by itself.
    Tokens,
    /// `/pages`: what people open in a browser, with a link from a mail or with nothing. Forms in, HTML out.
    Pages,
    /// `/oauth`: what people decide about apps, signed in with a browser. Forms in, HTML out.
    Consent,
    /// `/demo`: what a demo shows to whoever sits at its machine, and to nobody else. HTML out.
    Demo,
    /// `/.well-known`: what the server says of itself to everybody.
    WellKnown,
    /// `/files`: what an address was given out for. The address is the proof.
    Files,
    /// `/operator/v1`: what the platform's owner does and no tenant may. The operator's bearer token.
    Operator,
}

/// What the paths of operations on another account begin with.
const BELOW: &str = "/v2/accounts/";

impl Surface {
    /// In the order in which [`of`](Self::of) tries them: a path below `/oauth` is taken for one of tokens.
    pub const ALL: [Surface; 9] = [
        Surface::Tenants,
        Surface::Provisioning,
        Surface::Tokens,
        Surface::Pages,
        Surface::Consent,
        Surface::Demo,
        Surface::WellKnown,
        Surface::Files,
        Surface::Operator,
    ];

    /// What every path of it begins with that is not below an account.
    pub const fn prefix(self) -> &'static str {
        match self {
            Surface::Tenants => "/v2",
            Surface::Provisioning => "/scim2",
            Surface::Tokens | Surface::Consent => "/oauth",
            Surface::Pages => "/pages",
            Surface::Demo => "/demo",
            Surface::WellKnown => "/.well-known",
            Surface::Files => "/files",
            Surface::Operator => "/operator/v1",
        }
    }
    /// What stands before the paths of its declarations; those of provisioning are published whole.
    pub const fn root(self) -> &'static str {
        match self {
            Surface::Provisioning => "",
            other => other.prefix(),
        }
    }
    /// The surface that a path belongs to, whether it leads anywhere or not.
    pub fn of(path: &str) -> Surface {
        if below_account(path).is_some_and(|rest| is_under(rest, Surface::Provisioning.prefix())) {
            return Surface::Provisioning;
        }
        let under = |surface: &Surface| is_under(path, surface.prefix());
        Surface::ALL.into_iter().find(under).unwrap_or(Surface::Tenants)
    }
    /// Whether its answers are pages for people, refusals too.
    pub const fn is_for_browsers(self) -> bool {
        matches!(self, Surface::Pages | Surface::Consent | Surface::Demo)
    }
    /// Whether its calls are decided about by the credentials of an account.
    pub const fn is_of_accounts(self) -> bool {
        matches!(self, Surface::Tenants | Surface::Provisioning)
    }
}

/// What follows the account in a path below one.
fn below_account(path: &str) -> Option<&str> {
    let rest = path.strip_prefix(BELOW)?;
    rest.find('/').and_then(|at| rest.get(at..))
}

fn is_under(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provisioning_answers_below_its_prefix_and_below_that_of_an_account() {
        for path in ["/scim2", "/scim2/Users", "/scim2/x/y", "/v2/accounts/A/scim2", "/v2/accounts/me/scim2/Users/B"] {
            assert_eq!(Surface::of(path), Surface::Provisioning, "{path}");
        }
        for path in
            ["/v2/users", "/v2/accounts/scim2", "/v2/accounts/A/users/scim2", "/v2/accounts/A/scim2x", "/v2/scim2"]
        {
            assert_eq!(Surface::of(path), Surface::Tenants, "{path}");
        }
    }

    #[test]
    fn a_surface_ends_where_its_prefix_goes_on() {
        for surface in Surface::ALL {
            let prefix = surface.prefix();
            assert_eq!(Surface::of(prefix).prefix(), prefix);
            assert_eq!(Surface::of(&format!("{prefix}/x")).prefix(), prefix);
            assert_eq!(Surface::of(&format!("{prefix}x")), Surface::Tenants, "{prefix}");
        }
    }
}
