//! Who decides about an app, and whether it may.
use super::NO_APP;
use crate::{
    apps::{self, AppKind, Giver},
    sessions::{self, FORGED, SignedIn},
};
use platform::{Error, Failure, Html, Result, ScopeCatalogue, Visit};
use storage::{Directory, Tenant, directory::App};

/// The app is of another account. Whose it is, and what it is called, is nobody's business there.
pub const NOT_YOURS: Failure =
    Failure::new(403, 403, "This app is not for users of your account. Sign in as one of its account.");
/// An app for a whole account, and a user whose role does not give what it asks for.
pub const NOT_INSTALLED: Failure =
    Failure::new(403, 403, "This app is not installed on your account. Ask an administrator to install it.");
pub const FAILURES: &[Failure] = &[NOT_YOURS, NOT_INSTALLED, FORGED];

/// Somebody who is signed in, and its account, in which it acts.
pub struct Person<'s> {
    pub tenant: Tenant<'s>,
    pub who: SignedIn,
    pub email: String,
}

impl<'s> Person<'s> {
    /// Who is signed in with the browser of a visit.
    pub fn of(all: &Directory<'s>, visit: &Visit) -> Result<Option<Self>> {
        let Some(who) = sessions::signed_in(all, visit)? else { return Ok(None) };
        let tenant = sessions::acting(all, &who)?;
        let member = tenant.member(&who.user_id)?;
        Ok(member.map(|(member, _)| Person { tenant, who, email: member.email }))
    }
    /// Takes a form of this person: whoever sends one uses its session.
    ///
    /// # Errors
    /// [`FORGED`]: no page of this session has shown it.
    pub fn takes(&mut self, csrf: &str) -> Result<()> {
        self.who.check(csrf)?;
        sessions::touch(&mut self.tenant, &self.who.user_id, &self.who.session_id)
    }
    /// Refuses an app of another account.
    ///
    /// # Errors
    /// [`NOT_YOURS`].
    pub fn check_account(&self, app: &App) -> Result<()> {
        if app.account_id == self.tenant.account_id() { Ok(()) } else { Err(NOT_YOURS.into()) }
    }
    /// Whether allowing this app installs it on the account as well.
    ///
    /// # Errors
    /// [`NOT_YOURS`], [`NOT_INSTALLED`]: it may not be allowed at all.
    pub fn installs(&self, app: &App, catalogue: &ScopeCatalogue) -> Result<bool> {
        self.check_account(app)?;
        if app.installed_at.is_some() || app.kind != AppKind::Oauth.as_str() {
            return Ok(false);
        }
        let giver = Giver::of(&self.tenant, &self.who.user_id)?;
        let may = giver.is_some_and(|giver| giver.lacks(&app.scopes, catalogue).is_empty());
        if may { Ok(true) } else { Err(NOT_INSTALLED.into()) }
    }
    /// Installs the app on the account.
    pub fn install(&mut self, app: &App) -> Result<()> {
        let mut app = apps::get(&self.tenant, &app.id)?.ok_or(NO_APP)?;
        apps::install(&mut self.tenant, &mut app)
    }
}

/// To where somebody signs in, and from there back to a path of this server.
pub fn to_sign_in(path: &str) -> Html {
    Html::go_to(&sessions::sign_in_address(path))
}

/// Whether the button says allow.
///
/// # Errors
/// It is none of the two.
pub fn is_allowed(decision: &str) -> Result<bool> {
    match decision {
        "allow" => Ok(true),
        "deny" => Ok(false),
        _ => Err(Error::field("decision", "It is allow or deny.")),
    }
}
