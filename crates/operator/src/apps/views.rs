//! What an operator sees of an app.
use auth::apps::{App, AppKind, JWT};
use platform::{Result, Timestamp, view};
use storage::Fault;

view! {
    /// An app of an account. A secret is shown once: by the answer that made it.
    pub struct AppView as AppViewRow<'r> {
        pub id: &'r str,
        #[schemars(with = "AppKind")]
        pub kind: &'r str,
        pub name: &'r str,
        pub client_id: Option<&'r str>,
        pub client_secret: Option<&'r str>,
        /// What a JWT app has in place of a client id.
        pub api_key: Option<&'r str>,
        pub api_secret: Option<&'r str>,
        /// What tokens to come will hold. A JWT app holds everything that the owner may do.
        pub scopes: Vec<&'r str>,
        /// Whether its scopes are classic ones.
        pub classic: bool,
        pub enabled: bool,
        pub redirect_uri: Option<String>,
        pub created_at: Timestamp,
    }
}
view! {
    /// The apps of an account, oldest first.
    pub struct AppsView as AppsViewRow<'r> {
        pub apps: Vec<AppViewRow<'r>>,
    }
}

impl<'r> AppViewRow<'r> {
    /// `secret` is given only by the one who has just made it.
    pub fn of(app: &'r App, secret: Option<&'r str>) -> Result<Self> {
        let is_jwt = app.kind == JWT;
        let (client, api): (Option<&str>, Option<&str>) =
            if is_jwt { (None, Some(&app.client_id)) } else { (Some(&app.client_id), None) };
        let redirect_uris: Vec<String> = serde_json::from_str(&app.redirect_uris).map_err(Fault::broken)?;
        Ok(AppViewRow {
            id: &app.id,
            kind: &app.kind,
            name: &app.name,
            client_id: client,
            client_secret: secret.filter(|_| !is_jwt),
            api_key: api,
            api_secret: secret.filter(|_| is_jwt),
            scopes: app.scopes.split_ascii_whitespace().collect(),
            classic: app.is_classic,
            enabled: app.enabled,
            redirect_uri: redirect_uris.into_iter().next(),
            created_at: Timestamp::from_millis(app.created_at),
        })
    }
}
