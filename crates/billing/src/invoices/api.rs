//! `/accounts/{accountId}/billing/invoices`, and invoices as PDF.
use super::{
    facts, store,
    views::{InvoiceDetailsView, InvoiceView, InvoicesView},
};
use crate::{
    account::payer,
    desk::Desk,
    documents::Press,
    grid::{months_after, months_before},
    today,
};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

pub fn operations(api: &mut Api) {
    api.get("/accounts/{accountId}/billing/invoices", list)
        .summary("List the invoices of an account")
        .scope("billing:read:list_invoices")
        .privilege(READS)
        .rate(Rate::Heavy)
        .while_self_paying()
        .on_second_level()
        .paid_only(NOT_PAID)
        .once_in(200)
        .fails(&[BAD_TIME]);
    api.get("/accounts/{accountId}/billing/invoices/{invoiceId}", get)
        .summary("Get an invoice with its lines")
        .scope("billing:read:invoice_details")
        .rate(Rate::Heavy)
        .while_self_paying()
        .on_second_level()
        .once_in(30)
        .fails(&[NO_INVOICE]);
    for path in ["/billing/invoices/{invoiceId}/download", "/api/download/billing/invoices/{invoiceId}"] {
        api.get(path, download)
            .summary("Download an invoice as PDF")
            .scopes(Needs::MasterOnly("billing:read:download_invoice_file"))
            // No privilege and no label is published: those of the list that names these invoices.
            .privilege(READS)
            .rate(Rate::Heavy)
            .only(Mount::Direct)
            .before(print)
            .once_in(30)
            .gives(&[PDF])
            .fails(&[NO_INVOICE]);
    }
}

const PDF: &str = "application/pdf";
const READS: &[Privilege] = &[Privilege::SubAccountRead, Privilege::SubAccountEdit];

const NOT_PAID: Failure = Failure::new(400, 200, "Only available for Paid account: {}.");
/// Foreign and unknown invoices alike.
const NO_INVOICE: Failure = Failure::new(400, 2001, "InvoiceId does not exist: {}.");
const BAD_TIME: Failure = Failure::new(400, 300, "Invalid parameter: {}.");

/// How far back invoices are listed, and how much of that at once, in months.
const REACH: u32 = 36;
const SPAN: u32 = 12;

#[derive(Deserialize, JsonSchema)]
struct ListInvoices {
    /// The first day, at most three years ago; a year before the last when left out.
    #[serde(default)]
    from: Option<Date>,
    /// The last day, at most a year on; today when left out.
    #[serde(default)]
    to: Option<Date>,
}

fn list(
    tenant: &Tenant,
    Query(query): Query<ListInvoices>,
    Provided(desk): Provided<Desk>,
) -> Result<Json<InvoicesView>> {
    let (from, to) = query.days(today(tenant))?;
    let invoices = store::newest_seen(tenant, from, to)?;
    let currency = match invoices.first() {
        Some(newest) => newest.currency,
        None => payer(tenant, &desk)?.currency()?,
    };
    let invoices = invoices.iter().map(InvoiceView::of).collect();
    Json::of(&InvoicesView { currency: currency.to_string(), invoices })
}

impl ListInvoices {
    /// # Errors
    /// [`BAD_TIME`] on the day that is too early, too late, or not in order.
    fn days(&self, today: Date) -> Result<(Date, Date)> {
        let to =
            self.to.unwrap_or_else(|| self.from.map_or(today, |from| today.min(months_after(from, SPAN)).max(from)));
        let from = self.from.unwrap_or_else(|| months_before(to, SPAN).max(months_before(today, REACH)));
        match () {
            () if from < months_before(today, REACH) => Err(BAD_TIME.with("from")),
            () if to < from || to > months_after(from, SPAN) => Err(BAD_TIME.with("to")),
            () => Ok((from, to)),
        }
    }
}

#[derive(Deserialize, JsonSchema)]
struct InvoicePath {
    #[serde(rename = "invoiceId")]
    invoice_id: String,
}

fn get(tenant: &Tenant, Path(path): Path<InvoicePath>) -> Result<Json<InvoiceDetailsView>> {
    let invoice = store::one_seen(tenant, &path.invoice_id)?.ok_or_else(|| NO_INVOICE.with(&path.invoice_id))?;
    Json::of(&InvoiceDetailsView::of(&invoice))
}

fn print(
    tenant: &Tenant,
    Path(path): Path<InvoicePath>,
    Provided(press): Provided<Press>,
) -> Result<impl FnOnce() -> Result<MadeFile> + use<>> {
    let name = format!("{}.pdf", path.invoice_id);
    let facts = facts::reached(tenant, &path.invoice_id)?.ok_or_else(|| NO_INVOICE.with(&path.invoice_id))?;
    Ok(move || Ok(MadeFile { name, content_type: PDF, bytes: press.invoice(&facts)? }))
}

fn download(_: &Tenant, Path(_): Path<InvoicePath>, Prepared(file): Prepared<MadeFile>) -> Result<MadeFile> {
    Ok(MadeFile::clone(&file))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }
    fn days(from: &str, to: &str) -> Option<(String, String)> {
        let query = ListInvoices { from: Date::parse(from), to: Date::parse(to) };
        query.days(day("2026-07-15")).ok().map(|(from, to)| (from.to_string(), to.to_string()))
    }
    fn is(from: &str, to: &str) -> Option<(String, String)> {
        Some((from.to_owned(), to.to_owned()))
    }

    #[test]
    fn the_year_until_today_is_listed_unless_other_days_are_asked_for() {
        assert_eq!(days("", ""), is("2025-07-15", "2026-07-15"));
        assert_eq!(days("2026-01-01", ""), is("2026-01-01", "2026-07-15"));
        assert_eq!(days("2024-01-01", ""), is("2024-01-01", "2025-01-01"));
        assert_eq!(days("", "2024-06-30"), is("2023-07-15", "2024-06-30"));
        assert_eq!(days("", "2025-06-30"), is("2024-06-30", "2025-06-30"));
    }
    #[test]
    fn a_year_at_once_and_three_years_back() {
        assert_eq!(days("2025-01-01", "2026-01-01"), is("2025-01-01", "2026-01-01"));
        assert_eq!(days("2025-01-01", "2026-01-02"), None);
        assert_eq!(days("2023-07-15", "2023-08-01"), is("2023-07-15", "2023-08-01"));
        assert_eq!(days("2023-07-14", "2023-08-01"), None);
        assert_eq!(days("2026-02-02", "2026-02-02"), is("2026-02-02", "2026-02-02"));
        assert_eq!(days("2026-02-02", "2026-02-01"), None);
    }
    #[test]
    fn months_before_the_end_of_a_month_end_with_theirs() {
        assert_eq!(months_before(day("2026-03-31"), 1), day("2026-02-28"));
        assert_eq!(months_before(day("2024-02-29"), 12), day("2023-02-28"));
        assert_eq!(months_before(day("2026-01-15"), 1), day("2025-12-15"));
    }
}
