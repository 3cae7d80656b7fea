//! The way back to an app, and what it is told on it (RFC 6749 4.1.2, RFC 9207).
use super::asked::Refused;
use crate::apps::redirects;
use platform::{Html, Site};

/// Where an app waits for the answer: an address that is known to be its own.
pub struct Way<'q> {
    pub address: &'q str,
    /// As the app has sent it; empty for none.
    pub state: &'q str,
}

impl Way<'_> {
    /// The user has allowed it.
    pub fn with_code(&self, code: &str, site: &Site) -> Html {
        self.with(&[("code", code)], site)
    }
    /// What is wrong with the request of the app.
    pub fn refused(&self, refused: &Refused, site: &Site) -> Html {
        self.with(&[("error", refused.error), ("error_description", refused.description)], site)
    }
    /// The user has denied it.
    pub fn denied(&self, site: &Site) -> Html {
        self.refused(&Refused { error: "access_denied", description: "The user has denied it." }, site)
    }
    /// Who has answered goes along, so that an app that asks several servers cannot take one for another.
    fn with(&self, fields: &[(&str, &str)], site: &Site) -> Html {
        let mut all = fields.to_vec();
        all.extend((!self.state.is_empty()).then_some(("state", self.state)));
        all.push(("iss", &site.base_url));
        Html::go_to(&redirects::with(self.address, &all))
    }
}
