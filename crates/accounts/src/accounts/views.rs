//! What answers show of an account.
use super::options::{Granted, Options, PayMode};
use billing::AccountType;
use platform::{JsonText, Listed, Timestamp, WriteJson, view};
use storage::{Fault, record};

view! {
    /// An account as the list of its parent shows it.
    pub struct AccountItem as AccountItemRow<'r> {
        pub id: &'r str,
        pub account_name: &'r str,
        pub account_number: i64,
        #[schemars(with = "AccountType")]
        pub account_type: &'r str,
        pub owner_email: &'r str,
        /// The paid seats.
        pub seats: i64,
        pub created_at: Timestamp,
        /// Left out when there is no subscription.
        pub subscription_start_time: Option<Timestamp>,
        /// Left out when there is no subscription.
        pub subscription_end_time: Option<Timestamp>,
        /// A second-level master.
        pub reseller: bool,
        pub bulk_license: bool,
    }
}
impl Listed for AccountItem {
    const LIST: &'static str = "accounts";
}

record! {
    /// The columns of a list.
    pub struct ItemRow<'r> {
        pub created_at: i64,
        pub id: &'r str,
        name: &'r str,
        number: i64,
        account_type: &'r str,
        owner_email: &'r str,
        seats: i64,
        subscription_start: Option<i64>,
        subscription_end: Option<i64>,
        reseller: bool,
        bulk_license: bool,
    }
}

impl<'r> ItemRow<'r> {
    pub fn view(&self) -> AccountItemRow<'r> {
        AccountItemRow {
            id: self.id,
            account_name: self.name,
            account_number: self.number,
            account_type: self.account_type,
            owner_email: self.owner_email,
            seats: self.seats,
            created_at: Timestamp::from_millis(self.created_at),
            subscription_start_time: self.subscription_start.map(Timestamp::from_millis),
            subscription_end_time: self.subscription_end.map(Timestamp::from_millis),
            reseller: self.reseller,
            bulk_license: self.bulk_license,
        }
    }
}

/// A moment, or an empty text where the documents want one in place of absence.
pub struct MomentOrEmpty(Option<Timestamp>);

impl WriteJson for MomentOrEmpty {
    fn write_json(&self, out: &mut Vec<u8>) -> storage::Result<()> {
        match &self.0 {
            Some(moment) => moment.write_json(out),
            None => "".write_json(out),
        }
    }
}

view! {
    /// An account with everything that its parent sets.
    pub struct AccountView as AccountViewRow<'r> {
        pub id: &'r str,
        pub account_name: &'r str,
        pub account_number: i64,
        #[schemars(with = "AccountType")]
        pub account_type: &'r str,
        pub created_at: Timestamp,
        pub owner_id: &'r str,
        pub owner_email: &'r str,
        /// The paid seats.
        pub seats: i64,
        /// Empty when there is no subscription.
        #[schemars(with = "String")]
        pub subscription_start_time: MomentOrEmpty,
        /// Left out when there is no subscription.
        pub subscription_end_time: Option<Timestamp>,
        /// Where its users begin to sign in; left out when it has no identity provider.
        pub vanity_url: Option<&'r str>,
        /// A second-level master.
        pub reseller: bool,
        pub options: Options,
    }
}

record! {
    /// The columns of one account.
    pub struct DetailRow<'r> {
        id: &'r str,
        name: &'r str,
        number: i64,
        account_type: &'r str,
        created_at: i64,
        owner_id: &'r str,
        owner_email: &'r str,
        seats: i64,
        subscription_start: Option<i64>,
        subscription_end: Option<i64>,
        is_master: bool,
        depth: i64,
        pay_mode: &'r str,
        options: &'r str,
    }
}

impl<'r> DetailRow<'r> {
    /// `vanity_url` is where the users of the account begin to sign in, where they do so elsewhere.
    ///
    /// # Errors
    /// [`Fault::Broken`] when the options are not what was stored.
    pub fn view(&self, vanity_url: Option<&'r str>) -> storage::Result<AccountViewRow<'r>> {
        Ok(AccountViewRow {
            id: self.id,
            account_name: self.name,
            account_number: self.number,
            account_type: self.account_type,
            created_at: Timestamp::from_millis(self.created_at),
            owner_id: self.owner_id,
            owner_email: self.owner_email,
            seats: self.seats,
            subscription_start_time: MomentOrEmpty(self.subscription_start.map(Timestamp::from_millis)),
            subscription_end_time: self.subscription_end.map(Timestamp::from_millis),
            vanity_url,
            reseller: self.is_master && self.depth == 1,
            options: stored_options(self.pay_mode, self.options)?,
        })
    }
}

/// Options as they lie in two columns.
pub fn stored_options(pay_mode: &str, granted: &str) -> storage::Result<Options> {
    let pay_mode = PayMode::parse(pay_mode).ok_or_else(|| Fault::broken("a pay mode that is none"))?;
    let granted: Granted = serde_json::from_str(granted).map_err(Fault::broken)?;
    Ok(Options { pay_mode, granted })
}

view! {
    /// A new account and its owner.
    pub struct AccountCreatedView as AccountCreatedRow<'r> {
        pub id: &'r str,
        pub owner_id: &'r str,
        pub owner_email: &'r str,
        pub created_at: Timestamp,
    }
}

view! {
    /// A domain that an account manages.
    #[derive(serde::Deserialize)]
    pub struct ManagedDomain {
        pub domain: String,
        /// `pending` until its ownership is proved, then `verified`.
        pub status: String,
    }
}

view! {
    /// The domains that an account manages.
    pub struct ManagedDomains {
        pub domains: Vec<ManagedDomain>,
        pub total_records: i64,
    }
}

view! {
    /// The domains that an account trusts.
    pub struct TrustedDomains as TrustedDomainsRow<'r> {
        pub trusted_domains: JsonText<'r, Vec<String>>,
    }
}
