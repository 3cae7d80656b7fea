//! The faces of the server: prefix, how a caller proves itself, and in which form errors are written.

/// A group of operations that share how they are reached and answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Surface {
    /// `/v2`: the published contract. A bearer token or the JWT of an app.
    Tenants,
    /// `/oauth`: tokens. Each operation proves its client by itself.
    Tokens,
    /// `/pages`: what people open in a browser, with a link from a mail or with nothing. Forms in, HTML out.
    Pages,
    /// `/files`: what an address was given out for. The address is the proof.
    Files,
    /// `/operator/v1`: what the platform's owner does and no tenant may. The operator's bearer token.
    Operator,
}

impl Surface {
    pub const ALL: [Surface; 5] =
        [Surface::Tenants, Surface::Tokens, Surface::Pages, Surface::Files, Surface::Operator];

    /// What every path of it begins with.
    pub const fn prefix(self) -> &'static str {
        match self {
            Surface::Tenants => "/v2",
            Surface::Tokens => "/oauth",
            Surface::Pages => "/pages",
            Surface::Files => "/files",
            Surface::Operator => "/operator/v1",
        }
    }
}
