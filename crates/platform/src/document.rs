//! The OpenAPI document of what is really mounted, derived from the declarations alone.
mod answers;
mod components;
mod entry;
mod security;
#[cfg(test)]
mod tests;

use crate::{
    platform::Platform,
    router::{Face, Mounted},
    surface::Surface,
};
use components::Components;
use entry::Entry;
use security::Security;
use serde::Serialize;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, OnceLock},
};

/// Which part of what is mounted a document describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edition {
    /// Standard and master together.
    Both,
    /// What an account does for itself, and tokens.
    Standard,
    /// What a master does for the accounts below it.
    Master,
    /// What the platform's owner does.
    Operator,
}

/// The documents that have been asked for. Each is written once; what nobody asks for takes no room.
#[derive(Default)]
pub(crate) struct Documents {
    both: OnceLock<String>,
    standard: OnceLock<String>,
    master: OnceLock<String>,
    operator: OnceLock<String>,
}

/// What a document depends on beside the declarations.
struct Setting<'s> {
    edition: Edition,
    /// Without a slash at its end.
    base_url: &'s str,
    /// Failures that the published documents print inside HTTP 200 are sent so.
    strict_200: bool,
}

#[derive(Serialize)]
struct Document<'d> {
    openapi: &'static str,
    info: Info,
    servers: [Server<'d>; 1],
    tags: Vec<Tag<'d>>,
    paths: BTreeMap<&'d str, BTreeMap<String, Entry<'d>>>,
    components: Components,
}

#[derive(Serialize)]
struct Info {
    title: &'static str,
    version: &'static str,
    description: &'static str,
    license: License,
}

#[derive(Serialize)]
struct License {
    name: &'static str,
    identifier: &'static str,
}

#[derive(Serialize)]
struct Server<'d> {
    url: &'d str,
}

#[derive(Serialize)]
struct Tag<'d> {
    name: &'d str,
}

impl Platform {
    /// The OpenAPI 3.1 document of an edition, as JSON.
    pub fn openapi(&self, edition: Edition) -> &str {
        self.0.openapi.of(edition).get_or_init(|| {
            let strict_200 = self.0.parts.compat.strict_200;
            write(self.mounted(), &Setting { edition, base_url: self.base_url(), strict_200 })
        })
    }
}

impl Edition {
    pub const ALL: [Edition; 4] = [Edition::Both, Edition::Standard, Edition::Master, Edition::Operator];

    /// `standard`, `master` or `operator`; both is asked for without a name.
    pub fn named(name: &str) -> Option<Edition> {
        match name {
            "standard" => Some(Edition::Standard),
            "master" => Some(Edition::Master),
            "operator" => Some(Edition::Operator),
            _ => None,
        }
    }
    /// Whether its document describes this operation at this place. Of standard, master and operator one does at most.
    pub fn holds(self, at: &Mounted) -> bool {
        let home = Edition::home(at);
        home.is_some_and(|home| self == home || (self == Edition::Both && home != Edition::Operator))
    }
    /// None for pages, which are for people, and for what is at addresses: the field that holds one says what it is.
    fn home(at: &Mounted) -> Option<Edition> {
        Some(match (at.operation.surface, at.face) {
            (Surface::Pages | Surface::Consent | Surface::Demo | Surface::Files, _) => return None,
            (Surface::Operator, _) => Edition::Operator,
            (Surface::Tokens | Surface::WellKnown, _) => Edition::Standard,
            (Surface::Tenants | Surface::Provisioning, Face::Prefixed) => Edition::Master,
            (Surface::Tenants, Face::Direct) if at.operation.masters_only => Edition::Master,
            (Surface::Tenants | Surface::Provisioning, Face::Direct) => Edition::Standard,
        })
    }
    const fn about(self) -> &'static str {
        match self {
            Edition::Both => "Accounts, their users and roles, and a master's subaccounts.",
            Edition::Standard => "What an account does for itself.",
            Edition::Master => "What a master account does for the accounts below it.",
            Edition::Operator => "What the owner of the platform does and no account may.",
        }
    }
}

impl Documents {
    fn of(&self, edition: Edition) -> &OnceLock<String> {
        match edition {
            Edition::Both => &self.both,
            Edition::Standard => &self.standard,
            Edition::Master => &self.master,
            Edition::Operator => &self.operator,
        }
    }
}

fn write(mounted: &[Arc<Mounted>], setting: &Setting<'_>) -> String {
    let mut components = Components::default();
    let mut security = Security::default();
    let mut paths: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    let mut tags = BTreeSet::new();
    let mut shown = HashMap::new();
    for at in mounted.iter().filter(|at| setting.edition.holds(at)) {
        // Two operations may call a variable of their common path differently; the document knows one name for it.
        let path = *shown.entry(nameless(&at.template)).or_insert(&*at.template);
        let entry = Entry::of(at, path, setting.strict_200, &mut components, &mut security);
        tags.insert(entry.tag());
        paths.entry(path).or_default().insert(at.operation.method.to_ascii_lowercase(), entry);
    }
    components.security_schemes = security.schemes(setting.base_url);
    let document = Document {
        openapi: "3.1.0",
        info: Info {
            title: "tenantry",
            version: env!("CARGO_PKG_VERSION"),
            description: setting.edition.about(),
            license: License { name: "Apache License 2.0", identifier: "Apache-2.0" },
        },
        servers: [Server { url: setting.base_url }],
        tags: tags.into_iter().map(|name| Tag { name }).collect(),
        paths,
        components,
    };
    // Nothing in a document has a key that is no text, the one thing that cannot be written as JSON.
    serde_json::to_string(&document).unwrap_or_default()
}

/// A path without the names of its variables.
fn nameless(template: &str) -> Vec<Option<&str>> {
    template.split('/').map(|segment| if variable(segment).is_some() { None } else { Some(segment) }).collect()
}

/// The name of the variable that a segment of a path stands for.
fn variable(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// The object with one field more, when there is a value for it.
fn with(mut object: Value, name: &str, value: Option<Value>) -> Value {
    if let (Some(fields), Some(value)) = (object.as_object_mut(), value) {
        fields.insert(name.to_owned(), value);
    }
    object
}
