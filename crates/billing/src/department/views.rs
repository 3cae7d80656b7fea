//! What answers show of months and of what was invoiced in them. Amounts are texts here, as published.
use platform::{Date, choice, view};

choice! {
    /// What a report is about.
    pub enum Kind: number {
        /// All that was invoiced in a month.
        Detailed = 0,
        Custom = 1,
    }
}

view! {
    /// A month in which something was invoiced.
    pub struct MonthView {
        pub id: String,
        pub start_date: Date,
        pub end_date: Date,
        pub tax_amount: String,
        pub total_amount: String,
        pub r#type: Kind,
        /// Not published here: that of the list is the account's, which may have had another.
        pub currency: String,
    }
}
view! {
    /// The months in which something was invoiced, the latest first.
    pub struct MonthsView {
        /// Of the latest.
        pub currency: String,
        pub billing_reports: Vec<MonthView>,
    }
}
view! {
    /// A line of an invoice.
    pub struct ChargeView {
        pub invoice_number: String,
        pub invoice_charge_name: String,
        pub start_date: Date,
        /// The last day of the service.
        pub end_date: Date,
        pub quantity: i64,
        pub tax_amount: String,
        /// Without tax.
        pub total_amount: String,
    }
}
view! {
    /// What was invoiced in a month.
    pub struct ChargesView {
        pub currency: String,
        pub invoices: Vec<ChargeView>,
    }
}
