//! What answers show of invoices.
use super::{ChargeType, Invoice, Line, Standing};
use crate::{
    amount::Amount,
    money::{Currency, Money},
};
use platform::{Date, view};

view! {
    /// An invoice in a list.
    pub struct InvoiceView {
        pub id: String,
        pub invoice_number: String,
        pub invoice_date: Date,
        pub target_date: Date,
        pub due_date: Date,
        pub total_amount: Amount,
        pub tax_amount: Amount,
        /// What is still owed.
        pub balance: Amount,
        pub status: Standing,
        /// Not published here: that of the list is the account's, which may have had another.
        pub currency: String,
    }
}
view! {
    /// The invoices of an account.
    pub struct InvoicesView {
        /// Of the newest.
        pub currency: String,
        pub invoices: Vec<InvoiceView>,
    }
}
view! {
    /// A line of an invoice. What gives a part of an earlier one back is below zero.
    pub struct ItemView {
        pub charge_name: String,
        pub charge_number: String,
        pub charge_type: ChargeType,
        pub start_date: Date,
        /// The last day of the service.
        pub end_date: Date,
        pub quantity: i64,
        /// Without tax.
        pub total_amount: Amount,
        pub tax_amount: Amount,
        /// The code of the plan.
        pub partner_sku: String,
        /// Empty where none was given.
        pub purchase_order_number: String,
    }
}
view! {
    /// An invoice with its lines.
    pub struct InvoiceDetailsView {
        pub id: String,
        pub invoice_number: String,
        pub invoice_date: Date,
        pub target_date: Date,
        pub due_date: Date,
        pub total_amount: Amount,
        pub tax_amount: Amount,
        /// What is still owed.
        pub balance: Amount,
        pub status: Standing,
        pub currency: String,
        pub invoice_items: Vec<ItemView>,
    }
}

impl InvoiceView {
    pub fn of(invoice: &Invoice) -> Self {
        InvoiceView {
            id: invoice.id.clone(),
            invoice_number: invoice.number.clone(),
            invoice_date: invoice.date,
            target_date: invoice.target_date,
            due_date: invoice.due_date,
            total_amount: Amount(invoice.money(invoice.total)),
            tax_amount: Amount(invoice.money(invoice.tax)),
            balance: Amount(invoice.money(invoice.balance)),
            status: invoice.status,
            currency: invoice.currency.to_string(),
        }
    }
}

impl InvoiceDetailsView {
    pub fn of(invoice: &Invoice) -> Self {
        let InvoiceView {
            id,
            invoice_number,
            invoice_date,
            target_date,
            due_date,
            total_amount,
            tax_amount,
            balance,
            status,
            currency,
        } = InvoiceView::of(invoice);
        let item = |line| ItemView::of(line, invoice.currency);
        InvoiceDetailsView {
            id,
            invoice_number,
            invoice_date,
            target_date,
            due_date,
            total_amount,
            tax_amount,
            balance,
            status,
            currency,
            invoice_items: invoice.lines.iter().map(item).collect(),
        }
    }
}

impl ItemView {
    fn of(line: &Line, currency: Currency) -> Self {
        ItemView {
            charge_name: line.charge_name(),
            charge_number: line.charge_number.clone(),
            charge_type: line.charge_type,
            start_date: line.start,
            end_date: line.last_day(),
            quantity: line.quantity,
            total_amount: Amount(Money::new(line.amount, currency)),
            tax_amount: Amount(Money::new(line.tax, currency)),
            partner_sku: line.code.clone(),
            purchase_order_number: line.purchase_order_number.clone(),
        }
    }
}
