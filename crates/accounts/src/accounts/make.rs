//! The one way to make an account: with its roles and its owner. The store adds its event.
use super::{
    options::{Options, PayMode},
    store,
};
use billing::AccountType;
use mail::Post;
use platform::Result;
use storage::{
    Directory, Tenant,
    directory::{self, Place},
};
use users::{emails, names, users as people};

/// The person who owns a new account.
pub struct NewOwner<'a> {
    /// Nobody else on the platform may have it; it is kept folded.
    pub email: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    /// Absent for an owner who signs in through nothing but the apps of the account.
    pub password_hash: Option<&'a str>,
}

/// An account to be made. It is free.
pub struct NewAccount<'a> {
    /// First and last name of the owner when left out.
    pub name: Option<&'a str>,
    pub owner: NewOwner<'a>,
    pub options: &'a Options,
    /// May have accounts below it.
    pub is_master: bool,
}

/// An account that has come below a master, or stands on its own.
pub struct Made<'s> {
    pub account: Tenant<'s>,
    pub owner_id: String,
    /// Folded.
    pub owner_email: String,
    /// Milliseconds UTC on the clock of the account's world.
    pub created_at: i64,
}

/// The most characters of an account's name.
const LONGEST_NAME: usize = 64;

/// Makes an account below `parent`.
///
/// # Errors
/// The refusal of an address that somebody has. A fault when `parent` may have no such account below it: ask before.
#[expect(clippy::disallowed_methods, reason = "the pipeline has decided about the parent, or the operator acts")]
pub fn create_below<'s>(parent: &mut Tenant<'s>, new: &NewAccount<'_>, post: &Post) -> Result<Made<'s>> {
    let plan = Plan::of(new, parent.new_id(), parent.new_id())?;
    let account = parent.new_account(Place::Below, &plan.row(new))?;
    furnish(account, plan, &new.owner, post)
}

/// Makes an account that stands on its own.
///
/// # Errors
/// The refusal of an address that somebody has.
pub fn create_top<'s>(all: &mut Directory<'s>, world_id: &str, new: &NewAccount<'_>, post: &Post) -> Result<Made<'s>> {
    let plan = Plan::of(new, all.new_id(), all.new_id())?;
    let account = all.new_account(world_id, &plan.row(new))?;
    furnish(account, plan, &new.owner, post)
}

/// What follows from what was asked for.
struct Plan {
    id: String,
    owner_id: String,
    owner_email: String,
    name: String,
    granted: String,
}

impl Plan {
    fn of(new: &NewAccount<'_>, id: String, owner_id: String) -> Result<Self> {
        let owner = &new.owner;
        let joined = || names::joined(owner.first_name, owner.last_name, LONGEST_NAME);
        let name = new.name.map_or_else(joined, |name| name.trim().to_owned());
        Ok(Plan { id, owner_id, owner_email: emails::folded(owner.email), name, granted: store::granted(new.options)? })
    }
    fn row<'a>(&'a self, new: &NewAccount<'_>) -> directory::NewAccount<'a> {
        directory::NewAccount {
            id: &self.id,
            name: &self.name,
            account_type: AccountType::Free.as_str(),
            is_master: new.is_master,
            pays_itself: new.options.pay_mode == PayMode::Sub,
            owner_id: &self.owner_id,
            owner_email: &self.owner_email,
            options: &self.granted,
        }
    }
}

fn furnish<'s>(mut account: Tenant<'s>, plan: Plan, owner: &NewOwner<'_>, post: &Post) -> Result<Made<'s>> {
    let Plan { owner_id, owner_email, .. } = plan;
    users::furnish(&mut account)?;
    let NewOwner { email, first_name, last_name, password_hash } = *owner;
    let person = people::NewOwner { id: &owner_id, email, first_name, last_name, password_hash };
    people::create_owner(&mut account, &person, post)?;
    let created_at = account.now();
    Ok(Made { account, owner_id, owner_email, created_at })
}
