//! Transfer codes: with one, a free account lets itself be moved below one master.
use super::{
    events::{AccountAssociated, TransferCodeCreated, TransferCodesDisabled},
    make::Made,
    options::Options,
    store::{self, Account},
};
use platform::{Failure, Result};
use storage::{Sql, Tenant, directory::Transferred, sql};
use users::{emails, users as people, users::Person};

/// The codes of the account were switched off.
pub const DISABLED: Failure =
    Failure::new(400, 11101, "Account transfer disabled. Please remove the transfer token and try again.");
/// No such code, or one of another world or of an account that was closed.
pub const UNKNOWN: Failure = Failure::new(400, 11102, "Invalid account transfer token.");
/// The one who asked for the code does not own the account any more, or has another address.
pub const NO_SUCH_OWNER: Failure = Failure::new(400, 11103, "User email does not exist.");
/// The code serves another email.
pub const OTHER_EMAIL: Failure =
    Failure::new(400, 11104, "Account transfer email and request body email do not match. Please try again.");
pub const EXPIRED: Failure = Failure::new(400, 11105, "Account transfer token expired.");
/// The code serves another master.
pub const OTHER_MASTER: Failure =
    Failure::new(400, 11106, "Account transfer token and master Zoom account number do not match.");
pub const USED: Failure = Failure::new(400, 11107, "Account transfer token already used.");
/// The owner holds a license.
pub const OWNER_NOT_FREE: Failure = Failure::new(400, 11108, "Account transfer is only available for free users.");
/// The account stands below this master already.
pub const ALREADY_BELOW: Failure = Failure::new(400, 11110, "Account already exists.");
/// The account is a subaccount of another master, or a master itself.
pub const HAS_A_PLACE: Failure = Failure::new(400, 11111, "Account transfer does not support subaccounts.");
/// The account has a plan that has not ended, also one that is cancelled.
pub const NOT_FREE: Failure = Failure::new(400, 11112, "Account transfer only supports free accounts.");

const INSERT: Sql = sql!(
    "INSERT INTO transfer_codes (account_id, code_hash, email, master_number, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)"
);
const USE: Sql =
    sql!("UPDATE transfer_codes SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL");
const DISABLE: Sql = sql!("UPDATE transfer_codes SET enabled = 0 WHERE account_id = $1 AND enabled = 1");
const NUMBER: Sql = sql!("SELECT number FROM accounts WHERE account_id = $1");

/// Makes a code for this account: 43 characters, 256 random bits, kept as a hash. `email` is its owner's,
/// `master_number` the account number of the master that may use it, `lifetime` in milliseconds.
///
/// # Errors
/// What would refuse the code at once: [`NO_SUCH_OWNER`], [`HAS_A_PLACE`], [`NOT_FREE`], [`OWNER_NOT_FREE`].
pub fn mint(tenant: &mut Tenant, email: &str, master_number: i64, lifetime: i64) -> Result<String> {
    let account = store::account(tenant)?;
    let email = emails::folded(email);
    owner(tenant, &account, &email)?;
    check_free(tenant, &account)?;
    let code = tenant.new_secret();
    let (now, hash) = (tenant.now(), storage::hash(&code));
    let expires_at = now.saturating_add(lifetime);
    let cells = [(&hash).into(), (&email).into(), master_number.into(), now.into(), expires_at.into()];
    tenant.execute(INSERT, &cells)?;
    let version = store::touch(tenant)?;
    tenant.emit(&TransferCodeCreated { id: &account.id, email: &email, master_number, expires_at, version })?;
    Ok(code)
}

/// Switches every code of this account off; how many there were.
///
/// # Errors
/// Those of the store.
pub fn disable(tenant: &mut Tenant) -> Result<u64> {
    let count = tenant.execute(DISABLE, &[])?;
    if count == 0 {
        return Ok(0);
    }
    let (id, version) = (tenant.account_id().to_owned(), store::touch(tenant)?);
    tenant.emit(&TransferCodesDisabled { id: &id, count, version })?;
    Ok(count)
}

/// Moves the account of `code` below `parent`. It keeps its name, its owner and its users; `options` become its own.
///
/// Whom a code serves is told apart before the state of the code, so that nobody else learns of it.
///
/// # Errors
/// The failures of this file.
#[expect(clippy::disallowed_methods, reason = "the code hands the account over")]
pub fn redeem<'s>(parent: &mut Tenant<'s>, code: &str, email: &str, options: &Options) -> Result<Made<'s>> {
    let Some(mut moved) = parent.transferred(code)? else { return Err(UNKNOWN.into()) };
    let account = store::account(&moved.tenant)?;
    check_code(parent, &moved, &emails::folded(email))?;
    let owner = owner(&moved.tenant, &account, &moved.email)?;
    if account.parent_id.as_deref() == Some(parent.account_id()) {
        return Err(ALREADY_BELOW.into());
    }
    check_free(&moved.tenant, &account)?;
    take(&mut moved.tenant, code)?;
    moved.move_below(parent)?;
    settle(moved, parent, account, &owner, options)
}

fn check_code(parent: &Tenant, moved: &Transferred<'_>, email: &str) -> Result<()> {
    let refusals = [
        (moved.row.closed_at.is_some() || moved.row.world_id != store::account(parent)?.world_id, UNKNOWN),
        (parent.number(NUMBER, &[])? != moved.master_number, OTHER_MASTER),
        (moved.email != email, OTHER_EMAIL),
        (!moved.enabled, DISABLED),
        (moved.used_at.is_some(), USED),
        (parent.now() >= moved.expires_at, EXPIRED),
    ];
    first(&refusals)
}

/// The first refusal that is so.
fn first(refusals: &[(bool, Failure)]) -> Result<()> {
    let refusal = refusals.iter().find(|(is_so, _)| *is_so);
    refusal.map_or(Ok(()), |(_, failure)| Err((*failure).into()))
}

/// The owner of the account, who must be the one with this address.
fn owner(tenant: &Tenant, account: &Account, email: &str) -> Result<Person> {
    let owner = people::by_email(tenant, email)?.filter(|person| person.id == account.owner_id);
    owner.ok_or(NO_SUCH_OWNER.into())
}

/// Only a free account that stands on its own, of an owner without a license, can be moved.
fn check_free(tenant: &Tenant, account: &Account) -> Result<()> {
    let refusals = [
        (account.parent_id.is_some() || account.is_master, HAS_A_PLACE),
        (people::is_licensed(tenant, &account.owner_id)?, OWNER_NOT_FREE),
        (billing::has_plan(tenant)?, NOT_FREE),
    ];
    first(&refusals)
}

/// A code serves once.
fn take(tenant: &mut Tenant, code: &str) -> Result<()> {
    let (hash, now) = (storage::hash(code), tenant.now());
    let taken = tenant.execute(USE, &[(&hash).into(), now.into()])?;
    if taken == 0 { Err(USED.into()) } else { Ok(()) }
}

fn settle<'s>(
    moved: Transferred<'s>,
    parent: &Tenant,
    account: Account,
    owner: &Person,
    options: &Options,
) -> Result<Made<'s>> {
    let mut tenant = moved.tenant;
    tenant.owner_phone_changed(&owner.phone)?;
    store::set_options(&mut tenant, options)?;
    tenant.emit(&AccountAssociated {
        id: &account.id,
        owner_id: &account.owner_id,
        owner_email: &account.owner_email,
        parent_id: parent.account_id(),
        version: store::version(&tenant)?,
    })?;
    let Account { owner_id, owner_email, .. } = account;
    Ok(Made { account: tenant, owner_id, owner_email, created_at: moved.row.created_at })
}
