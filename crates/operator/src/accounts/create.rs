//! `POST /accounts`: an account on its own or below a master, with its owner.
use super::{
    plan,
    rules::may_stand_below,
    views::{AccountView, AccountViewRow},
};
use crate::{
    reach::{entered, found},
    worlds::DEFAULT_WORLD,
};
use ::accounts::accounts::{
    NewAccount, NewOwner, create_below, create_top,
    options::Options,
    rules::{self, CONSECUTIVE, INVALID_WORD, REPEATED, SPECIAL_CHARACTER},
};
use auth::passwords::Hasher;
use billing::{AccountType, Desk};
use mail::Post;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, directory::AccountRow};
use users::{names::NameKind, users::EMAIL_USED};

pub const FAILURES: &[Failure] = &[EMAIL_USED, INVALID_WORD, SPECIAL_CHARACTER, REPEATED, CONSECUTIVE];

#[derive(Deserialize, JsonSchema)]
pub struct CreateAccount {
    /// First and last name of the owner when left out.
    #[serde(default)]
    #[schemars(length(max = 64))]
    name: Option<String>,
    /// The world whose clock it obeys: that of its parent, or `default`, when left out.
    #[serde(default)]
    world_id: Option<String>,
    /// The master that it stands below; on its own when left out.
    #[serde(default)]
    parent_id: Option<String>,
    /// Whether accounts may stand below it.
    #[serde(default)]
    master: bool,
    /// The plan that it begins on, without seats; Free when left out.
    #[serde(default)]
    account_type: Option<AccountType>,
    owner: Owner,
}

#[derive(Deserialize, JsonSchema)]
struct Owner {
    /// Nobody else on the platform may have it.
    #[schemars(email, length(max = 128))]
    email: String,
    #[schemars(length(max = 64), regex(pattern = r"\S"))]
    first_name: String,
    #[schemars(length(max = 64), regex(pattern = r"\S"))]
    last_name: String,
    /// Only an owner with a password can sign in; the account's apps need none.
    #[serde(default)]
    password: Option<String>,
}

impl CreateAccount {
    fn name(&self) -> Option<&str> {
        self.name.as_deref().filter(|name| !name.trim().is_empty())
    }
}

/// Refuses what no account can be made of, and hashes the owner's password.
pub fn prepare(
    _: &Directory,
    Body(body): Body<CreateAccount>,
    hasher: Hasher,
) -> Result<Option<impl FnOnce() -> Result<String> + use<>>> {
    check(&body)?;
    Ok(body.owner.password.map(|password| move || hasher.hash(&password)))
}

/// The account is made free; the plan that it begins on is given to it after that.
pub fn create(
    all: &mut Directory,
    Body(body): Body<CreateAccount>,
    Prepared(password_hash): Prepared<Option<String>>,
    post: Post,
    Provided(desk): Provided<Desk>,
) -> Result<Created<AccountView>> {
    let parent = parent(all, &body)?;
    let new = NewAccount {
        name: body.name(),
        owner: NewOwner {
            email: &body.owner.email,
            first_name: &body.owner.first_name,
            last_name: &body.owner.last_name,
            password_hash: password_hash.as_deref(),
        },
        options: &Options::default(),
        is_master: body.master,
    };
    let mut made = match parent {
        Some(parent) => create_below(&mut entered(all, &parent.id)?, &new, &post)?,
        None => create_top(all, world(all, &body)?, &new, &post)?,
    };
    if let Some(paid) = body.account_type.filter(|kind| *kind != AccountType::Free) {
        plan::begin(&mut made.account, &desk, paid)?;
    }
    Created::of(&AccountViewRow::of(&found(all, made.account.account_id())?))
}

/// The master that the account shall stand below.
fn parent(all: &Directory, body: &CreateAccount) -> Result<Option<AccountRow>> {
    let Some(id) = &body.parent_id else { return Ok(None) };
    let parent = all.account_row(id)?.ok_or_else(|| Error::field("parent_id", "No account has this id."))?;
    may_stand_below(&parent, body.master)?;
    if body.world_id.as_ref().is_some_and(|world| *world != parent.world_id) {
        return Err(Error::field("world_id", "A tree stands in one world, and its master stands in another."));
    }
    Ok(Some(parent))
}

fn world<'b>(all: &Directory, body: &'b CreateAccount) -> Result<&'b str> {
    let id = body.world_id.as_deref().unwrap_or(DEFAULT_WORLD);
    all.world(id)?.map(|_| id).ok_or_else(|| Error::field("world_id", "No world has this id."))
}

fn check(body: &CreateAccount) -> Result<()> {
    let Owner { first_name, last_name, password, .. } = &body.owner;
    let check_password = |password| rules::check_password("owner.password", password);
    body.name().map_or(Ok(()), |name| rules::check_name("name", NameKind::Account, name))?;
    rules::check_name("owner.first_name", NameKind::Person, first_name)?;
    rules::check_name("owner.last_name", NameKind::Person, last_name)?;
    password.as_deref().map_or(Ok(()), check_password)
}
