//! `operator billing …`: what is owed for accounts, what was paid of it, and on which terms they buy.
use super::{Call, Segment, State, call, get};
use clap::{Args, Subcommand};
use form_urlencoded::Serializer;
use serde_json::{Value, json};

#[derive(Debug, Clone, Subcommand)]
pub enum Billing {
    /// The invoices of an account, and where each stands
    Invoices {
        account: Segment,
        #[command(flatten)]
        days: Days,
    },
    /// Record a payment of an invoice, or a refund
    Pay {
        account: Segment,
        invoice: String,
        /// Minor units: 1699 of USD is 16.99; a refund is below zero
        #[arg(allow_negative_numbers = true)]
        amount: i64,
        /// That of the invoice
        #[arg(long)]
        currency: String,
        /// Tells one payment of an invoice from another
        #[arg(long)]
        reference: String,
    },
    /// Give up what is owed on an invoice
    Void { account: Segment, invoice: Segment },
    /// The balances of the ledger for the plans of an account
    Ledger { account: Segment },
    /// What an account and all below it cost and bring
    Statement {
        account: Segment,
        #[command(flatten)]
        days: Days,
    },
    /// Whom the invoices of an account go to
    Contact { account: Segment },
    /// Change whom the invoices of an account go to
    SetContact(SetContact),
    /// On which terms an account buys
    Terms { account: Segment },
    /// Change on which terms an account buys
    SetTerms {
        account: Segment,
        /// Three letters
        #[arg(long)]
        currency: Option<String>,
        /// Days from the date of an invoice that it owes to its due date
        #[arg(long)]
        payment_days: Option<i64>,
        #[arg(long)]
        tax_id: Option<String>,
        /// Of a second-level master: whether it may buy plans for accounts below it
        #[arg(long)]
        may_add_plans: Option<State>,
    },
}

#[derive(Debug, Clone, Args)]
pub struct Days {
    /// The first day: 2027-01-01
    #[arg(long)]
    from: Option<String>,
    /// The last day
    #[arg(long)]
    to: Option<String>,
}

impl Days {
    /// As a query that goes on behind what is there.
    fn query(&self) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(self.from.as_ref().map(|day| ("from", day)));
        query.extend_pairs(self.to.as_ref().map(|day| ("to", day)));
        format!("&{}", query.finish())
    }
}

#[derive(Debug, Clone, Args)]
pub struct SetContact {
    account: Segment,
    #[arg(long)]
    first_name: Option<String>,
    #[arg(long)]
    last_name: Option<String>,
    #[arg(long)]
    email: Option<String>,
    #[arg(long)]
    phone_number: Option<String>,
    #[arg(long)]
    address: Option<String>,
    #[arg(long)]
    apt: Option<String>,
    #[arg(long)]
    city: Option<String>,
    #[arg(long)]
    state: Option<String>,
    #[arg(long)]
    zip: Option<String>,
    /// Two letters
    #[arg(long)]
    country: Option<String>,
}

impl SetContact {
    fn body(&self) -> Value {
        json!({
            "first_name": self.first_name,
            "last_name": self.last_name,
            "email": self.email,
            "phone_number": self.phone_number,
            "address": self.address,
            "apt": self.apt,
            "city": self.city,
            "state": self.state,
            "zip": self.zip,
            "country": self.country,
        })
    }
}

impl Billing {
    pub fn call(self) -> Call {
        let of = |account: &Segment, path: &str| format!("/accounts/{account}/{path}");
        match self {
            Billing::Invoices { account, days } => get(format!("/accounts/{account}/invoices?{}", days.query())),
            Billing::Pay { account, invoice, amount, currency, reference } => {
                let body =
                    json!({"invoice_id": invoice, "amount": amount, "currency": currency, "reference": reference});
                call("POST", of(&account, "payments"), body)
            }
            Billing::Void { account, invoice } => {
                call("POST", of(&account, &format!("invoices/{invoice}/void")), Value::Null)
            }
            Billing::Ledger { account } => get(of(&account, "ledger")),
            Billing::Statement { account, days } => get(format!("/statements?account_id={account}{}", days.query())),
            Billing::Contact { account } => get(of(&account, "billing")),
            Billing::SetContact(contact) => call("PATCH", of(&contact.account, "billing"), contact.body()),
            Billing::Terms { account } => get(of(&account, "billing/terms")),
            Billing::SetTerms { account, currency, payment_days, tax_id, may_add_plans } => {
                let may_add_plans = may_add_plans.map(State::is_on);
                let body = json!({
                    "currency": currency, "payment_days": payment_days, "tax_id": tax_id, "may_add_plans": may_add_plans,
                });
                call("PATCH", of(&account, "billing/terms"), body)
            }
        }
    }
}
