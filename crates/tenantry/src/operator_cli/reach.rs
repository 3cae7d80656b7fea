//! Who carries a command: a server that is named, the one that holds the data, or this process over the data itself.
use super::OperatorOptions;
use crate::{
    config::{Fault, ServeOptions, Switch},
    demo,
    plane::Plane,
    secrets, server, wire,
};
use std::path::Path;
use storage::Database;

/// The carrier of these options.
///
/// # Errors
/// There is no token, no data, or the data cannot be opened.
pub fn plane(options: &OperatorOptions) -> Result<Plane, Fault> {
    let address = options.server.clone().or_else(|| Database::locked_by(&options.database));
    match address {
        Some(address) => Ok(Plane::There { address, token: token(options)? }),
        None => here(options),
    }
}

fn here(options: &OperatorOptions) -> Result<Plane, Fault> {
    if options.database.strip_prefix("sqlite:").is_some_and(|path| !Path::new(path).exists()) {
        return Err(format!(
            "there is no data at {}. Name it with --database, or a server with --server.",
            options.database
        ));
    }
    demo::refuse_unfinished(&options.database)?;
    let serve = ServeOptions {
        database: Some(options.database.clone()),
        keys: options.keys.clone(),
        // No command sends or asks for a file.
        files: Some(files::NOWHERE.to_owned()),
        base_url: options.base_url.clone(),
        operator_token_file: options.operator_token_file.clone(),
        rate_limits: Some(Switch::Off),
        ..ServeOptions::default()
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|fault| format!("no threads: {fault}"))?;
    let platform = runtime.block_on(server::build(&serve, None, server::system_seeds()?, wire::apis()))?;
    Ok(Plane::Here { platform, token: token(options)?, runtime })
}

fn token(options: &OperatorOptions) -> Result<String, Fault> {
    if let Some(path) = &options.operator_token_file {
        let text =
            std::fs::read_to_string(path).map_err(|fault| format!("cannot read {}: {fault}.", path.display()))?;
        return Ok(text.trim().to_owned());
    }
    let folder = secrets::folder(&options.database, options.keys.as_deref())?;
    server::operator_token_of(&folder).map_err(|fault| format!("{fault} Name it with --operator-token-file."))
}
