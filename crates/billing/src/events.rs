//! What happens to plans, invoices and to what an account may use. The published webhooks have no names for any of it.
use crate::{
    grants::Grant,
    invoices::Posting,
    subscriptions::{Cancellation, Held},
};
use platform::Date;
use serde::Serialize;
use storage::events;

/// The operator has set what an account may use.
#[derive(Serialize)]
pub struct PlanGranted<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub granted: &'a Grant,
    /// What it might use before.
    pub old_object: &'a Grant,
    /// Of the account itself, not of its billing.
    #[serde(skip)]
    pub version: i64,
}

/// The account that something happens to, and the version of its billing.
pub struct AccountFacts {
    pub id: String,
    pub version: i64,
}

/// A plan as events show it.
#[derive(Serialize)]
pub struct PlanEvent<'a> {
    /// Its account, and the number of its charges there.
    pub id: String,
    pub account_id: &'a str,
    /// `C-00000001`, as invoices have it.
    pub charge_number: String,
    #[serde(rename = "type")]
    pub code: &'a str,
    pub name: &'a str,
    pub hosts: i64,
    pub service_effective_date: Date,
    /// The end of its period.
    pub next_invoice_date: Date,
    /// Why it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancellation: Option<&'a Cancellation>,
    /// What it is to become, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub later: Option<LaterEvent<'a>>,
    #[serde(skip)]
    version: i64,
}

/// A change to come.
#[derive(Serialize)]
pub struct LaterEvent<'a> {
    pub on: Date,
    #[serde(rename = "type")]
    pub code: &'a str,
    pub hosts: i64,
}

impl<'a> PlanEvent<'a> {
    /// The plan as it is now, at the version of the account.
    pub fn of(account: &'a AccountFacts, held: &'a Held) -> Self {
        let (later, charge_number) = (held.later.as_ref(), format!("C-{:08}", held.number));
        PlanEvent {
            id: format!("{}/{charge_number}", account.id),
            charge_number,
            account_id: &account.id,
            code: &held.offer.code,
            name: &held.offer.name,
            hosts: held.offer.hosts,
            service_effective_date: held.effective,
            next_invoice_date: held.period.end,
            later: later.map(|later| LaterEvent { on: later.on, code: &later.to.code, hosts: later.to.hosts }),
            cancellation: held.cancellation.as_ref(),
            version: account.version,
        }
    }
}

macro_rules! plan_events {
    ($($(#[$about:meta])* $type:ident is $name:literal;)*) => {
        $($(#[$about])* #[derive(Serialize)] pub struct $type<'a>(pub PlanEvent<'a>);)*
        events! { $($type is $name of 0;)* }
    };
}
plan_events! {
    /// A plan was bought.
    PlanBought is "billing.plan_bought";
    /// A plan that was bought for a day to come has begun.
    PlanStarted is "billing.plan_started";
    /// A plan has changed, or will on a day to come.
    PlanChanged is "billing.plan_changed";
    /// A plan was cancelled; it is in use until its end.
    PlanCancelled is "billing.plan_cancelled";
    /// A period of a plan has begun, with what was to change by then.
    PlanRenewed is "billing.plan_renewed";
    /// A plan has ended.
    PlanExpired is "billing.plan_expired";
}

/// An invoice as events show it. Amounts are minor units.
#[derive(Serialize)]
pub struct InvoiceFacts<'a> {
    pub id: &'a str,
    pub account_id: &'a str,
    pub invoice_number: &'a str,
    /// Who owes it.
    pub debtor_id: &'a str,
    /// With taxes; below zero for a credit.
    pub total: i64,
    pub balance: i64,
    pub currency: &'a str,
    /// At all tiers.
    pub transfers: &'a [Posting],
    #[serde(skip)]
    pub version: i64,
}

/// A payment of an invoice, or a part that was given back.
#[derive(Serialize)]
pub struct PaymentFacts<'a> {
    /// Of the invoice.
    pub id: &'a str,
    pub account_id: &'a str,
    /// Empty for what is no payment.
    pub reference: &'a str,
    /// Minor units; a refund is below zero.
    pub amount: i64,
    /// What is still owed.
    pub balance: i64,
    /// What of it the ledger has.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub transfers: &'a [Posting],
    #[serde(skip)]
    pub version: i64,
}

/// The billing of an account, as events show it.
#[derive(Serialize)]
pub struct BillingOf<'a> {
    /// Its versions are those of billing, not those of the account itself.
    id: String,
    account_id: &'a str,
    #[serde(skip)]
    version: i64,
}

macro_rules! invoice_events {
    ($($(#[$about:meta])* $type:ident($facts:ident) is $name:literal;)*) => {
        $($(#[$about])* #[derive(Serialize)] pub struct $type<'a>(pub $facts<'a>);)*
        events! { $($type is $name of 0;)* }
    };
}
invoice_events! {
    /// An invoice was issued.
    InvoiceIssued(InvoiceFacts) is "billing.invoice_issued";
    /// An invoice is not paid on its day.
    InvoiceOverdue(PaymentFacts) is "billing.invoice_overdue";
    /// A part of an invoice was paid, or given back; something is still owed.
    PaymentRecorded(PaymentFacts) is "billing.payment_recorded";
    /// Credit that has come up later was set off against an invoice; something is still owed.
    CreditApplied(PaymentFacts) is "billing.credit_applied";
    /// An invoice was paid, or credit has settled it: nothing is owed any more.
    InvoicePaid(PaymentFacts) is "billing.invoice_paid";
    /// What is owed on an invoice was given up.
    InvoiceVoided(PaymentFacts) is "billing.invoice_voided";
}

impl<'a> InvoiceOverdue<'a> {
    /// Nothing is moved: `balance`, in minor units, is what is still owed.
    pub fn of(account: &'a AccountFacts, id: &'a str, balance: i64) -> Self {
        let (account_id, version) = (&account.id, account.version);
        InvoiceOverdue(PaymentFacts { id, account_id, reference: "", amount: 0, balance, transfers: &[], version })
    }
}

macro_rules! account_events {
    ($($(#[$about:meta])* $type:ident is $name:literal;)*) => {
        $(
            $(#[$about])*
            #[derive(Serialize)]
            pub struct $type<'a>(BillingOf<'a>);
            impl<'a> $type<'a> {
                pub fn of(account: &'a AccountFacts) -> Self {
                    let AccountFacts { id, version } = account;
                    $type(BillingOf { id: format!("billing/{id}"), account_id: id, version: *version })
                }
            }
        )*
        events! { $($type is $name of 0;)* }
    };
}
account_events! {
    /// What is paid for is closed, for want of a payment.
    AccountSuspended is "billing.account_suspended";
    /// It is open again.
    AccountResumed is "billing.account_resumed";
    /// Whom invoices go to has changed.
    ContactChanged is "billing.contact_changed";
    /// The terms of an account have changed: its currency, when its invoices are due, whether it may sell.
    TermsChanged is "billing.terms_changed";
    /// What an account charges those below it has changed.
    PricesChanged is "billing.prices_changed";
}

/// Nine tenths of the seats are in use.
#[derive(Serialize)]
pub struct SeatsNearLimit<'a> {
    id: String,
    account_id: &'a str,
    seats: i64,
    in_use: i64,
    /// The moment: nothing else about it counts on.
    #[serde(skip)]
    version: i64,
}

impl<'a> SeatsNearLimit<'a> {
    /// `now` is in milliseconds UTC, and stands for a version.
    pub fn of(account_id: &'a str, seats: i64, in_use: i64, now: i64) -> Self {
        SeatsNearLimit { id: format!("seats/{account_id}"), account_id, seats, in_use, version: now }
    }
}

events! {
    PlanGranted is "billing.plan_granted";
    SeatsNearLimit is "billing.seats_near_limit";
}
