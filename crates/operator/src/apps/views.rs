//! What an operator sees of an app.
use auth::apps::{App, AppKind, JWT, redirects};
use platform::{Result, Timestamp, view};

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
        /// Where people are sent back to who have authorised it.
        pub redirect_uris: Vec<String>,
        /// It can keep no secret, and has none.
        pub public: bool,
        /// It may ask for codes that are entered on another device.
        pub device: bool,
        /// Whether it is installed on its account. Only apps that are authorised for an account have to be.
        pub installed: bool,
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
        Ok(AppViewRow {
            id: &app.id,
            kind: &app.kind,
            name: &app.name,
            client_id: client,
            client_secret: secret.filter(|_| !is_jwt && !app.is_public),
            api_key: api,
            api_secret: secret.filter(|_| is_jwt),
            scopes: app.scopes.split_ascii_whitespace().collect(),
            classic: app.is_classic,
            enabled: app.enabled,
            redirect_uris: redirects::read(&app.redirect_uris)?,
            public: app.is_public,
            device: app.on_device,
            installed: app.installed_at.is_some(),
            created_at: Timestamp::from_millis(app.created_at),
        })
    }
}
