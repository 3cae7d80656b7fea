//! `tenantry openapi`: the document of what is mounted, without a server.
use crate::{config::Fault, output, wire};
use platform::{Compat, Edition, Gate, MachineClock, Nowhere, Outside, Parts, Platform, Policy, Site, limits::Limits};
use std::sync::Arc;
use storage::{Database, Keys, Options, SeedSource};

/// Prints the document of an edition.
///
/// # Errors
/// There is no room for a temporary file, a declaration cannot work, or nothing can be written.
pub fn print(edition: Edition) -> Result<(), Fault> {
    let folder = tempfile::tempdir().map_err(|fault| format!("no temporary folder: {fault}"))?;
    let url = format!("sqlite:{}", folder.path().join("document.db").display());
    let parts = Parts {
        database: Database::open(&Options::new(&url)).map_err(|fault| fault.to_string())?,
        objects: files::in_memory(),
        clock: Arc::new(MachineClock),
        keys: Arc::new(Keys::for_tests(0)),
        seeds: SeedSource::fixed(0),
        limits: Limits::off(),
        policy: Policy::default(),
        compat: Compat::default(),
        site: Site { base_url: "http://127.0.0.1:8080".into(), has_admin_listener: false, gate: Gate::default() },
        outside: Outside::of(Nowhere),
        provided: wire::usual()?,
        operator_token: [0; 32],
        strict: false,
    };
    let platform = Platform::new(parts, wire::apis()).map_err(|faults| faults.join("; "))?;
    output::print(platform.openapi(edition))
}
