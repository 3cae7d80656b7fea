//! `/accounts/{id}/invoices` and `/accounts/{id}/payments`: what is owed for an account, and what was paid of it.
use crate::{paths::AccountPath, reach::tenant};
use billing::{
    Desk,
    invoices::{Invoice, Standing, store},
    payments::{self, NO_INVOICE, OTHER_PAYMENT, Payment, VOIDED},
    today,
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Directory;

pub fn operations(api: &mut Api) {
    api.get("/accounts/{id}/invoices", list).summary("List the invoices of an account, and where each stands");
    api.get("/accounts/{id}/ledger", ledger).summary("Get the balances of the ledger for the plans of an account");
    api.post("/accounts/{id}/payments", pay).summary("Record a payment of an invoice, or a refund").fails(&[
        NO_INVOICE,
        VOIDED,
        OTHER_PAYMENT,
    ]);
    api.post("/accounts/{id}/invoices/{invoiceId}/void", void)
        .summary("Give up what is owed on an invoice")
        .fails(&[NO_INVOICE]);
}

choice! {
    /// Where an invoice stands.
    pub enum State: text {
        /// It is owed.
        Due = "due",
        /// It is owed, and its day has passed.
        Overdue = "overdue",
        /// Nothing is owed any more.
        Paid = "paid",
        /// It gives something back.
        Credit = "credit",
        /// What was owed was given up.
        Void = "void",
    }
}

impl State {
    fn of(invoice: &Invoice, today: Date) -> Self {
        match invoice {
            _ if invoice.status == Standing::Canceled => State::Void,
            _ if invoice.total < 0 => State::Credit,
            _ if invoice.is_overdue(today) => State::Overdue,
            _ if invoice.balance > 0 => State::Due,
            _ => State::Paid,
        }
    }
}

view! {
    /// An invoice, and where it stands. Amounts are minor units of its currency.
    pub struct InvoiceStateView {
        pub id: String,
        pub invoice_number: String,
        /// Who owes it.
        pub debtor_id: String,
        pub state: State,
        pub invoice_date: Date,
        pub due_date: Date,
        pub currency: String,
        pub total: i64,
        pub tax: i64,
        /// Set off against credit when it was issued.
        pub credited: i64,
        /// Set off later, or given up; of a credit, what was paid out of it.
        pub adjusted: i64,
        /// Payments less refunds.
        pub paid: i64,
        pub balance: i64,
    }
}
view! {
    /// The invoices of an account, the newest first: a thousand at most.
    pub struct InvoiceStatesView {
        pub invoices: Vec<InvoiceStateView>,
    }
}

fn shown(invoice: Invoice, today: Date) -> InvoiceStateView {
    InvoiceStateView {
        state: State::of(&invoice, today),
        id: invoice.id,
        invoice_number: invoice.number,
        debtor_id: invoice.debtor_id,
        invoice_date: invoice.date,
        due_date: invoice.due_date,
        currency: invoice.currency.to_string(),
        total: invoice.total,
        tax: invoice.tax,
        credited: invoice.credited,
        adjusted: invoice.adjusted,
        paid: invoice.paid,
        balance: invoice.balance,
    }
}

#[derive(Deserialize, JsonSchema)]
struct Between {
    /// The first day; the newest thousand until the last when left out.
    #[serde(default)]
    from: Option<Date>,
    /// The last day.
    #[serde(default)]
    to: Option<Date>,
}

fn list(
    all: &Directory,
    Path(path): Path<AccountPath>,
    Query(query): Query<Between>,
) -> Result<Json<InvoiceStatesView>> {
    let tenant = tenant(all, &path.id)?;
    let today = today(&tenant);
    let invoices = store::newest(&tenant, query.from.unwrap_or(Date::MIN), query.to.unwrap_or(Date::MAX))?;
    Json::of(&InvoiceStatesView { invoices: invoices.into_iter().map(|invoice| shown(invoice, today)).collect() })
}

view! {
    /// The balance of one account of the ledger: debits less credits, in minor units.
    pub struct BalanceView {
        pub buyer_id: String,
        /// Absent for the platform.
        pub seller_id: Option<String>,
        pub currency: String,
        /// due, credit, sales, tax, cash or loss.
        pub account: &'static str,
        pub balance: i64,
    }
}
view! {
    /// The balances of the ledger; those of one buyer, seller and currency come to nothing.
    pub struct LedgerView {
        pub balances: Vec<BalanceView>,
    }
}

fn ledger(all: &Directory, Path(path): Path<AccountPath>) -> Result<Json<LedgerView>> {
    let tenant = tenant(all, &path.id)?;
    let balances = billing::balances(&tenant)?.into_iter().map(|(key, balance)| BalanceView {
        buyer_id: key.buyer,
        seller_id: Some(key.seller).filter(|seller| !seller.is_empty()),
        currency: key.currency,
        account: key.account,
        balance,
    });
    Json::of(&LedgerView { balances: balances.collect() })
}

#[derive(Deserialize, JsonSchema)]
struct RecordPayment {
    invoice_id: String,
    /// Minor units; a refund is below zero. Of an invoice that gives credit, what is left of that is refunded.
    #[schemars(range(min = -1_000_000_000_000_000i64, max = 1_000_000_000_000_000i64))]
    amount: i64,
    /// That of the invoice.
    currency: String,
    /// Tells one payment of an invoice from another: the same twice is one.
    #[schemars(length(min = 1, max = 128))]
    reference: String,
}

fn pay(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<RecordPayment>,
    Provided(desk): Provided<Desk>,
) -> Result<Json<InvoiceStateView>> {
    // What a closed account owes, or its master for it, is paid or given up like everything else.
    let mut tenant = tenant(all, &path.id)?;
    let RecordPayment { invoice_id, amount, currency, reference } = body;
    let payment = Payment { invoice: &invoice_id, amount, currency: &currency, reference: &reference };
    let invoice = payments::record(&mut tenant, &desk, &payment)?;
    Json::of(&shown(invoice, today(&tenant)))
}

#[derive(Deserialize, JsonSchema)]
struct InvoicePath {
    /// The id of an account.
    id: String,
    #[serde(rename = "invoiceId")]
    invoice_id: String,
}

fn void(
    all: &mut Directory,
    Path(path): Path<InvoicePath>,
    Provided(desk): Provided<Desk>,
) -> Result<Json<InvoiceStateView>> {
    let mut tenant = tenant(all, &path.id)?;
    let invoice = payments::void(&mut tenant, &desk, &path.invoice_id)?;
    Json::of(&shown(invoice, today(&tenant)))
}
