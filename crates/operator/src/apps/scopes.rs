//! Which scopes an app may hold, and who may give them.
use auth::apps::{AppKind, Giver};
use platform::{Error, Result, ScopeCatalogue, scopes::Level};
use std::collections::BTreeSet;
use storage::Tenant;
use users::users::NO_USER;

/// What an app is, as far as its scopes are concerned.
#[derive(Clone, Copy)]
pub struct Holder {
    pub kind: AppKind,
    /// It is meant to hold classic scopes.
    pub is_classic: bool,
    /// Its account is a master, on either level.
    pub is_master: bool,
}

impl Holder {
    /// Every scope of a sort that such an app may hold.
    fn open(self, catalogue: &ScopeCatalogue, is_classic: bool) -> BTreeSet<&str> {
        let levels: &[Level] = match self.kind {
            AppKind::ServerToServer | AppKind::Oauth => &[Level::Admin, Level::Master],
            AppKind::User => &[Level::User],
            AppKind::Jwt => &[],
        };
        let names = levels.iter().flat_map(|level| catalogue.at(*level, is_classic));
        names.filter(|name| self.may_hold(name)).collect()
    }
    /// Scopes that end in `:master` are for the apps of masters, and none that ends so or in `:admin` is for an app that
    /// a user adds for itself.
    fn may_hold(self, name: &str) -> bool {
        let [is_admin, is_master] = [Level::Admin, Level::Master].map(|level| name.ends_with(level.suffix()));
        match self.kind {
            AppKind::User => !is_admin && !is_master,
            _ => self.is_master || !is_master,
        }
    }
}

/// A user of the account who can sign in, and gives an app something.
///
/// # Errors
/// [`NO_USER`].
pub fn giver(tenant: &Tenant, user_id: &str) -> Result<Giver> {
    Giver::of(tenant, user_id)?.ok_or_else(|| NO_USER.with(user_id))
}

/// The scopes of an app, blank-separated: the ones asked for, of whatever sort, or every one of its own sort that it may
/// hold and its creator, if it is a user, may give.
///
/// # Errors
/// 400/300 on `scopes`, naming those that it may not hold; [`NO_USER`].
pub fn granted(
    tenant: &Tenant,
    holder: Holder,
    creator: Option<&str>,
    asked: Option<&[String]>,
    catalogue: &ScopeCatalogue,
) -> Result<String> {
    let scopes = held(holder, asked, catalogue)?;
    let Some(creator) = creator else { return Ok(scopes) };
    let lacks = giver(tenant, creator)?.lacks(&scopes, catalogue);
    match lacks.is_empty() || asked.is_none() {
        true => Ok(joined(&scopes.split(' ').filter(|scope| !lacks.contains(scope)).collect())),
        false => Err(Error::field("scopes", &format!("The role of its creator does not give: {}.", lacks.join(" ")))),
    }
}

fn held(holder: Holder, asked: Option<&[String]>, catalogue: &ScopeCatalogue) -> Result<String> {
    let (classic, granular) = (holder.open(catalogue, true), holder.open(catalogue, false));
    let Some(asked) = asked else { return Ok(joined(if holder.is_classic { &classic } else { &granular })) };
    let asked: BTreeSet<&str> = asked.iter().map(String::as_str).collect();
    let is_refused = |name: &&str| !classic.contains(name) && !granular.contains(name);
    let refused: BTreeSet<&str> = asked.iter().copied().filter(is_refused).collect();
    if refused.is_empty() {
        return Ok(joined(&asked));
    }
    Err(Error::field("scopes", &format!("This app may not hold: {}.", joined(&refused))))
}

fn joined(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(" ")
}
