//! What happens to accounts.
//!
//! An event about an account belongs to that account, which is its object. Those who learn of it are the account above
//! it at the time, which the event names where that changes, and those above that one; so a subaccount that was cut off
//! is still reported to the master that it had.
use super::options::Options;
use serde::Serialize;
use storage::{Event, events};

/// An account that stood on its own has got a master.
#[derive(Serialize)]
pub struct AccountAssociated<'a> {
    pub id: &'a str,
    pub owner_id: &'a str,
    pub owner_email: &'a str,
    /// The master it has got.
    pub parent_id: &'a str,
    #[serde(skip)]
    pub version: i64,
}

/// An account has lost its master.
#[derive(Serialize)]
pub struct AccountDisassociated<'a> {
    pub id: &'a str,
    pub owner_id: &'a str,
    pub owner_email: &'a str,
    /// The master it had.
    pub parent_id: &'a str,
    #[serde(skip)]
    pub version: i64,
}

/// A code was made with which the account lets itself be moved below a master.
#[derive(Serialize)]
pub struct TransferCodeCreated<'a> {
    pub id: &'a str,
    /// The owner's, which has to be named with the code.
    pub email: &'a str,
    /// The account number of the only master that may use it.
    pub master_number: i64,
    /// Milliseconds UTC.
    pub expires_at: i64,
    #[serde(skip)]
    pub version: i64,
}

/// The codes of an account were switched off.
#[derive(Serialize)]
pub struct TransferCodesDisabled<'a> {
    pub id: &'a str,
    /// How many were switched off.
    pub count: u64,
    #[serde(skip)]
    pub version: i64,
}

events! {
    AccountAssociated is "account.associated";
    AccountDisassociated is "account.disassociated";
    TransferCodeCreated is "account.transfer_code_created";
    TransferCodesDisabled is "account.transfer_codes_disabled";
}

/// A part of an account that changes as a whole.
pub trait Part: Serialize {
    /// The name of the event that says that it has changed.
    const CHANGED: &'static str;
}

/// A part of an account has changed.
#[derive(Serialize)]
pub struct Changed<'a, P> {
    pub id: &'a str,
    #[serde(flatten)]
    pub part: P,
    /// The same part before.
    pub old_object: P,
    #[serde(skip)]
    pub version: i64,
}

impl<P: Part> Event for Changed<'_, P> {
    const NAME: &'static str = P::CHANGED;
    fn object(&self) -> &str {
        self.id
    }
    fn version(&self) -> i64 {
        self.version
    }
}

#[derive(Serialize)]
pub struct OptionsPart<'a> {
    pub options: &'a Options,
}
impl Part for OptionsPart<'_> {
    const CHANGED: &'static str = "account.options_updated";
}

#[derive(Serialize)]
pub struct OwnerPart<'a> {
    pub owner_id: &'a str,
    pub owner_email: &'a str,
}
impl Part for OwnerPart<'_> {
    const CHANGED: &'static str = "account.owner_changed";
}

/// In the published event, managed domains are part of the account's profile.
#[derive(Serialize)]
pub struct ManagedDomainsPart<'a> {
    pub managed_domains: &'a [String],
}
impl Part for ManagedDomainsPart<'_> {
    const CHANGED: &'static str = "account.updated";
}

#[derive(Serialize)]
pub struct TrustedDomainsPart<'a> {
    pub trusted_domains: &'a [String],
}
impl Part for TrustedDomainsPart<'_> {
    const CHANGED: &'static str = "account.trusted_domains_updated";
}
