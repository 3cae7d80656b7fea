//! `POST /accounts`: an account below a master, with its owner; new, or a free one that comes with a transfer code.
use super::{
    make::{self, NewAccount, NewOwner},
    options::{Options, SetOptions, UNKNOWN_CONNECTOR},
    reach::reseller,
    rules::{self, CONSECUTIVE, INVALID_WORD, REPEATED, SPECIAL_CHARACTER},
    transfer_codes as codes,
    views::{AccountCreatedRow, AccountCreatedView},
};
use auth::passwords::Hasher;
use mail::Post;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;
use users::{
    emails,
    names::NameKind,
    users::{DOMAIN_BLOCKED, EMAIL_USED, check_domain, is_email_free},
};

pub const FAILURES: &[Failure] = &[
    EMAIL_USED,
    DOMAIN_BLOCKED,
    INVALID_WORD,
    SPECIAL_CHARACTER,
    REPEATED,
    CONSECUTIVE,
    UNKNOWN_CONNECTOR,
    codes::DISABLED,
    codes::UNKNOWN,
    codes::NO_SUCH_OWNER,
    codes::OTHER_EMAIL,
    codes::EXPIRED,
    codes::OTHER_MASTER,
    codes::USED,
    codes::OWNER_NOT_FREE,
    codes::ALREADY_BELOW,
    codes::HAS_A_PLACE,
    codes::NOT_FREE,
];

#[derive(Deserialize, JsonSchema)]
pub struct CreateAccount {
    /// The owner's address. Nobody else on the platform may have it.
    #[schemars(email, length(max = 128))]
    email: String,
    #[schemars(length(max = 64), regex(pattern = r"\S"))]
    first_name: String,
    #[schemars(length(max = 64), regex(pattern = r"\S"))]
    last_name: String,
    /// The owner's password: letters of both cases and a digit, no long runs. A code that moves an account leaves its
    /// owner's password as it is.
    #[schemars(length(min = 8, max = 32))]
    password: String,
    /// First and last name when left out.
    #[serde(default)]
    #[schemars(length(max = 64))]
    account_name: Option<String>,
    #[serde(default)]
    options: Option<SetOptions>,
    /// The second-level master that the account shall stand below.
    #[serde(default)]
    #[expect(dead_code, reason = "read by the pipeline, which decides about the account")]
    sub_reseller_id: Option<String>,
    /// Moves the free account that the code was made for, instead of making a new one.
    #[serde(default)]
    #[schemars(length(max = 512))]
    transfer_code: Option<String>,
}

impl CreateAccount {
    fn account_name(&self) -> Option<&str> {
        self.account_name.as_deref().filter(|name| !name.trim().is_empty())
    }
    fn transfer_code(&self) -> Option<&str> {
        self.transfer_code.as_deref().filter(|code| !code.is_empty())
    }
    fn check(&self) -> Result<()> {
        rules::check_name("first_name", NameKind::Person, &self.first_name)?;
        rules::check_name("last_name", NameKind::Person, &self.last_name)?;
        self.account_name().map_or(Ok(()), |name| rules::check_name("account_name", NameKind::Account, name))?;
        rules::check_password("password", &self.password)?;
        self.options.as_ref().map_or(Ok(()), |options| options.check("options."))
    }
    fn options(&self) -> Options {
        self.options.clone().unwrap_or_default().onto(Options::default())
    }
    fn account<'a>(&'a self, options: &'a Options, password_hash: Option<&'a str>) -> NewAccount<'a> {
        let CreateAccount { email, first_name, last_name, .. } = self;
        let owner = NewOwner { email, first_name, last_name, password_hash };
        NewAccount { name: self.account_name(), owner, options, is_master: false }
    }
}

/// Refuses what no account can be made of, and hashes the password; an account that comes with a code has one.
pub fn prepare(
    tenant: &Tenant,
    Body(body): Body<CreateAccount>,
    hasher: Hasher,
) -> Result<Option<impl FnOnce() -> Result<String> + use<>>> {
    body.check()?;
    let (is_new, email) = (body.transfer_code().is_none(), emails::folded(&body.email));
    check_domain(tenant, &email)?;
    if is_new && !is_email_free(tenant, &email)? {
        return Err(EMAIL_USED.with(&body.email));
    }
    Ok(is_new.then_some(move || hasher.hash(&body.password)))
}

/// Below the second-level master that is named, or below the account of the call. A code moves an account here instead.
pub fn create(
    tenant: &mut Tenant,
    Body(body): Body<CreateAccount>,
    Prepared(password_hash): Prepared<Option<String>>,
    second: Second,
    post: Post,
) -> Result<Created<AccountCreatedView>> {
    let mut reseller = reseller(tenant, &second)?;
    let parent = reseller.as_mut().unwrap_or(tenant);
    check_domain(parent, &emails::folded(&body.email))?;
    let options = body.options();
    let made = match body.transfer_code() {
        Some(code) => codes::redeem(parent, code, &body.email, &options)?,
        None => make::create_below(parent, &body.account(&options, password_hash.as_deref()), &post)?,
    };
    Created::of(&AccountCreatedRow {
        id: made.account.account_id(),
        owner_id: &made.owner_id,
        owner_email: &made.owner_email,
        created_at: Timestamp::from_millis(made.created_at),
    })
}
