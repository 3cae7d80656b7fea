//! `credentials.json`: what a newcomer needs to call anything.
use super::UNFINISHED;
use crate::config::Fault;
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

const NAME: &str = "credentials.json";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    pub base_url: String,
    pub operator_token: String,
    pub accounts: Vec<AccountCredentials>,
}

/// An account, its owner, and an app of each kind with every scope that the account's tier may hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountCredentials {
    pub name: String,
    pub id: String,
    pub account_number: i64,
    /// `master`, `second_level_master` or `sub`
    pub tier: String,
    pub parent_id: Option<String>,
    pub owner_email: String,
    pub owner_password: String,
    pub server_to_server: ClientCredentials,
    pub jwt: KeyCredentials,
    pub oauth: OauthCredentials,
}
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientCredentials {
    pub client_id: String,
    pub client_secret: String,
}
/// What a JWT app signs its tokens with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyCredentials {
    pub api_key: String,
    pub api_secret: String,
}
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OauthCredentials {
    pub client_id: String,
    pub client_secret: String,
    pub redirect_uri: String,
}

impl Credentials {
    /// Whether the data set was finished: the file comes last.
    pub fn exists(folder: &Path) -> bool {
        folder.join(NAME).exists()
    }
    /// `None` when the data set was never finished.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn read(folder: &Path) -> Result<Option<Self>, Fault> {
        let path = folder.join(NAME);
        if !path.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(&path).map_err(|fault| format!("{}: {fault}", path.display()))?;
        serde_json::from_str(&text)
            .map(Some)
            .map_err(|fault| format!("{}: {fault}. Remove the folder to begin anew.", path.display()))
    }
    /// The same at another address; the file follows.
    pub fn at(self, base_url: &str, folder: &Path) -> Result<Self, Fault> {
        if self.base_url == base_url {
            return Ok(self);
        }
        Credentials { base_url: base_url.to_owned(), ..self }.write(folder)
    }
    /// Written last, readable by its owner alone, and there as a whole or not at all.
    pub fn write(self, folder: &Path) -> Result<Self, Fault> {
        let (path, draft) = (folder.join(NAME), folder.join(format!("{NAME}.draft")));
        let text = serde_json::to_string_pretty(&self).map_err(|fault| fault.to_string())?;
        put(&draft, &text)
            .and_then(|()| fs::rename(&draft, &path))
            .and_then(|()| fs::File::open(folder)?.sync_all())
            .map_err(|fault| format!("{}: {fault}", path.display()))?;
        let _ = fs::remove_file(folder.join(UNFINISHED));
        Ok(self)
    }
}

fn put(path: &PathBuf, text: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
