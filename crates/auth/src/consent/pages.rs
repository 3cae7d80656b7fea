//! The pages of consent: what an app may do, in words, and two buttons.
use super::person::Person;
use crate::{apps::AppKind, sessions};
use maud::{Markup, html};
use platform::{Html, Result, ScopeCatalogue, scopes::Level};
use std::collections::BTreeSet;
use storage::directory::App;

/// What a user is asked.
pub struct Consent<'c> {
    pub app: &'c App,
    /// Blank-separated.
    pub scopes: &'c str,
    /// Allowing it installs the app on the account.
    pub installs: bool,
    /// The code that a device shows, where a device waits.
    pub shown: Option<&'c str>,
}

impl Consent<'_> {
    /// What the page says of itself. Scopes of an app change, and it is taken off its account, while somebody reads.
    fn digest(&self) -> String {
        let Consent { app, scopes, installs, shown } = self;
        storage::derived("consent", &format!("{} {} {installs} {scopes}", app.id, shown.unwrap_or_default()))
    }
    /// Refuses a form of a page that has asked something else; `said` is its field `asked`.
    ///
    /// # Errors
    /// [`sessions::FORGED`].
    pub fn check(&self, said: &str) -> Result<()> {
        sessions::check_csrf(&self.digest(), said)
    }
}

/// Asks a user about an app.
pub fn consent(person: &Person<'_>, consent: &Consent<'_>, catalogue: &ScopeCatalogue) -> Result<Html> {
    let Consent { app, scopes, installs, shown } = consent;
    let account = person.tenant.summary()?.name;
    let content = html! {
        p { "You are " (person.email) " of " (account) "." }
        @if let Some(code) = shown {
            p { "Your device shows the code " strong { (code) } ". If it does not, somebody else wants you to allow this." }
        }
        p { "It acts in your name. What your role does not let you do, it cannot do either." }
        @for (place, words) in told(app, scopes, &account, catalogue) {
            h2 { (place) }
            ul { @for line in words { li { (line) } } }
        }
        @if *installs { p { "Allowing it installs the app for every user of " (account) "." } }
        form method="post" {
            input type="hidden" name="csrf" value=(person.who.csrf);
            input type="hidden" name="asked" value=(consent.digest());
            @if let Some(code) = shown { input type="hidden" name="user_code" value=(code); }
            button name="decision" value="allow" { "Allow" }
            button name="decision" value="deny" { "Deny" }
        }
    };
    Ok(Html::page(&format!("Allow {}?", app.name), &content))
}

/// What scopes open, in the words of the operations themselves, by the place where it can be done.
fn told(app: &App, scopes: &str, account: &str, catalogue: &ScopeCatalogue) -> Vec<(String, BTreeSet<&'static str>)> {
    let places = match app.kind == AppKind::User.as_str() {
        true => vec![(Level::User, "For yourself".to_owned())],
        false => vec![
            (Level::Admin, format!("In the account {account}")),
            (Level::Master, format!("In the accounts below {account}")),
        ],
    };
    let words = |level: Level| -> BTreeSet<&'static str> {
        let opened = scopes.split_ascii_whitespace().flat_map(|scope| catalogue.opened(level, scope));
        opened.filter(|opened| level != Level::User || opened.is_about_a_user).map(|opened| opened.summary).collect()
    };
    let told = places.into_iter().map(|(level, place)| (place, words(level)));
    told.filter(|(_, words)| !words.is_empty()).collect()
}

/// Where the code of a device is entered.
pub fn enter(person: &Person<'_>, written: &str, refusal: Option<&str>) -> Html {
    let content: Markup = html! {
        p { "Enter the code that your device shows." }
        @if let Some(refusal) = refusal { p role="alert" { (refusal) } }
        form method="post" {
            input type="hidden" name="csrf" value=(person.who.csrf);
            label for="user_code" { "Code" }
            input #user_code name="user_code" value=(written) autocomplete="off" autocapitalize="characters" maxlength="32" required;
            button { "Go on" }
        }
    };
    Html::page("Connect a device", &content)
}
