//! How a caller of an operation proves itself, and the scopes of which any one suffices.
use crate::{
    operation::Mount,
    router::{Face, Mounted},
    scopes::Level,
    surface::Surface,
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

const GRANULAR: &str = "granular";
const CLASSIC: &str = "classic";
const JWT: &str = "jwt";
const CLIENT: &str = "client";
const OPERATOR: &str = "operator";

/// Scopes with the summaries of the operations that take them.
type Scopes = BTreeMap<String, BTreeSet<&'static str>>;

/// The ways that the operations of a document know.
#[derive(Default)]
pub(super) struct Security {
    surfaces: Vec<Surface>,
    granular: Scopes,
    classic: Scopes,
}

impl Security {
    /// The ways of one operation, any one of which is enough.
    pub fn ways(&mut self, at: &Mounted) -> Vec<Value> {
        let surface = at.operation.surface;
        if !self.surfaces.contains(&surface) {
            self.surfaces.push(surface);
        }
        match surface {
            Surface::Tenants | Surface::Provisioning => self.tenants(at),
            Surface::Files | Surface::WellKnown => vec![json!({})],
            Surface::Tokens => vec![json!({CLIENT: []}), json!({})],
            Surface::Operator => vec![json!({OPERATOR: []})],
            Surface::Pages | Surface::Consent | Surface::Demo => Vec::new(),
        }
    }
    fn tenants(&mut self, at: &Mounted) -> Vec<Value> {
        let sufficient = levels(at).iter().map(|&level| at.rule.needs.at(level));
        let granular: Vec<String> = sufficient.clone().filter_map(|level| level.granular()).collect();
        let classic: Vec<String> = sufficient.flat_map(|level| level.classic).map(|&name| name.to_owned()).collect();
        let mut ways = Vec::new();
        for (scheme, known, scopes) in [(GRANULAR, &mut self.granular, granular), (CLASSIC, &mut self.classic, classic)]
        {
            for scope in scopes {
                let way = json!({scheme: [&scope]});
                // One scope can do at both levels.
                if !ways.contains(&way) {
                    ways.push(way);
                }
                known.entry(scope).or_default().insert(at.operation.summary);
            }
        }
        ways.push(json!({JWT: []}));
        ways
    }
    /// The schemes behind the ways; `base_url` is where tokens are issued.
    pub fn schemes(self, base_url: &str) -> Map<String, Value> {
        let token_url = format!("{base_url}{}/token", Surface::Tokens.prefix());
        let mut schemes = Map::new();
        let mut add = |name: &str, scheme: Value| schemes.insert(name.to_owned(), scheme);
        for surface in self.surfaces {
            match surface {
                Surface::Tenants | Surface::Provisioning => {
                    add(GRANULAR, oauth("An app whose scopes name single operations.", &token_url, &self.granular));
                    add(CLASSIC, oauth("An app whose scopes name areas.", &token_url, &self.classic));
                    add(
                        JWT,
                        bearer("A token that the app signs by itself; it acts as the owner of its account.", "JWT"),
                    );
                }
                Surface::Tokens => {
                    let about = "Id and secret of the app; they may stand in the form instead.";
                    add(CLIENT, json!({"type": "http", "scheme": "basic", "description": about}));
                }
                Surface::Operator => {
                    add(OPERATOR, bearer("The token of the platform's owner.", "opaque"));
                }
                Surface::Files | Surface::WellKnown | Surface::Pages | Surface::Consent | Surface::Demo => {}
            }
        }
        schemes
    }
}

/// The levels that the text of a call's path can ask for. Below an account the id is taken for a literal one, unless `me`
/// in its place is the only way to call on one's own account.
fn levels(at: &Mounted) -> &'static [Level] {
    match at.face {
        Face::Prefixed if at.operation.mount == Mount::Account => &[Level::Master, Level::Admin],
        Face::Prefixed => &[Level::Master],
        Face::Direct if at.operation.is_about_a_user() => &[Level::Admin, Level::User],
        Face::Direct => &[Level::Admin],
    }
}

fn oauth(about: &str, token_url: &str, scopes: &Scopes) -> Value {
    let texts = scopes
        .iter()
        .map(|(name, summaries)| (name.as_str(), summaries.iter().copied().collect::<Vec<_>>().join("; ")));
    let scopes: BTreeMap<&str, String> = texts.collect();
    let flows = json!({"clientCredentials": {"tokenUrl": token_url, "scopes": scopes}});
    json!({"type": "oauth2", "description": about, "flows": flows})
}

fn bearer(about: &str, format: &str) -> Value {
    json!({"type": "http", "scheme": "bearer", "bearerFormat": format, "description": about})
}
