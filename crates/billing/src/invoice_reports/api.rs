//! `/accounts/billing/invoice_reports`: the table of its operations, ordering reports, showing and dropping them.
use super::{
    events::{ReportDeleted, ReportOrdered},
    store::{self, Report},
    views::{ReportRow, ReportView, State},
};
use crate::{documents::CSV, grid::months_after};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;
use storage::{Tenant, time::DAY};

pub fn operations(api: &mut Api) {
    api.get("/accounts/billing/invoice_reports", list)
        .summary("List reports on the invoices of subaccounts")
        .scopes(Needs::MasterOnly("billing:read:list_invoice_reports"))
        .rate(Rate::Heavy)
        .only(Mount::Direct)
        .masters_only();
    api.post("/accounts/billing/invoice_reports", order)
        .summary("Order a report on the invoices of subaccounts")
        .scopes(Needs::MasterOnly("billing:write:invoice_report"))
        .rate(Rate::Heavy)
        .only(Mount::Direct)
        .masters_only()
        .once_in(3)
        .fails(&[TOO_LONG, NO_ACCOUNTS, NOT_BELOW]);
    api.get("/accounts/billing/invoice_reports/{invoiceReportId}", get)
        .summary("Download a report on the invoices of subaccounts, or ask how far it has come")
        .scopes(Needs::MasterOnly("billing:read:download_invoice_reports"))
        .rate(Rate::Heavy)
        .reads_much()
        .only(Mount::Direct)
        .masters_only()
        .gives(&[CSV])
        .fails(&[NO_REPORT]);
    api.delete("/accounts/billing/invoice_reports/{invoiceReportId}", delete)
        .summary("Delete a report on the invoices of subaccounts")
        .scopes(Needs::MasterOnly("billing:delete:invoice_report"))
        .rate(Rate::Heavy)
        .only(Mount::Direct)
        .masters_only()
        .fails(&[NO_REPORT]);
}

const TOO_LONG: Failure = Failure::new(
    400,
    2100,
    "The span of `start_time` and `end_time` must be within a month to generate invoice reports.",
);
const NO_ACCOUNTS: Failure =
    Failure::new(400, 2100, "You must provide at least one sub account for which to generate an invoice report.");
const NOT_BELOW: Failure = Failure::new(
    400,
    10_102,
    "One or more of the sub accounts provided were not found under the master account ID: {}",
);
/// Foreign and unknown reports, and those that have expired, alike.
const NO_REPORT: Failure = Failure::new(400, 2001, "Invoice Report ID does not exist: {}.");

/// For how long a report is kept.
const KEPT: i64 = 30 * DAY;

fn list(tenant: &Tenant, paging: Paging<30>) -> Result<Page<ReportView>> {
    let mut page = paging.page::<ReportView>();
    store::list(tenant, &mut page)?;
    page.finish(0)
}

#[derive(Deserialize, JsonSchema)]
struct OrderReport {
    start_date: Date,
    /// The last day, within a month of the first.
    end_date: Date,
    /// Accounts directly below; one that is named twice counts once.
    #[serde(default)]
    #[schemars(length(max = 10_000))]
    account_ids: Vec<String>,
}

fn order(tenant: &mut Tenant, Body(body): Body<OrderReport>) -> Result<Created<ReportView>> {
    if body.end_date < body.start_date || body.end_date > months_after(body.start_date, 1) {
        return Err(TOO_LONG.into());
    }
    let accounts: BTreeSet<String> = body.account_ids.into_iter().collect();
    if accounts.is_empty() {
        return Err(NO_ACCOUNTS.into());
    }
    if !are_below(tenant, &accounts)? {
        return Err(NOT_BELOW.with(tenant.account_id()));
    }
    let accounts: Vec<String> = accounts.into_iter().collect();
    let report = Report::ordered(tenant, [body.start_date, body.end_date], &accounts, KEPT)?;
    store::insert(tenant, &report)?;
    tenant.emit(&ReportOrdered(report.told()))?;
    Created::of(&ReportRow::of(&report, tenant.now()))
}

/// Whether all of them are accounts directly below this one.
fn are_below(tenant: &Tenant, accounts: &BTreeSet<String>) -> storage::Result<bool> {
    let children: BTreeSet<String> = tenant.children()?.into_iter().collect();
    Ok(accounts.is_subset(&children))
}

#[derive(Deserialize, JsonSchema)]
struct ReportPath {
    #[serde(rename = "invoiceReportId")]
    id: String,
}

#[derive(Deserialize, JsonSchema)]
struct AsFile {
    /// Whether the file is wanted. One that is not there yet is answered like the question.
    download: bool,
}

fn get(tenant: &Tenant, Path(path): Path<ReportPath>, Query(query): Query<AsFile>) -> Result<JsonOrFile<ReportView>> {
    let report = existing(tenant, &path.id)?;
    if !query.download || report.status != State::Completed.as_str() {
        return Ok(JsonOrFile::Json(Json::of(&ReportRow::of(&report, tenant.now()))?));
    }
    let name = format!("invoice-report-{}.csv", report.id);
    Ok(JsonOrFile::File(MadeFile { name, content_type: CSV, bytes: store::content(tenant, &report.id)? }))
}

fn delete(tenant: &mut Tenant, Path(path): Path<ReportPath>) -> Result<NoContent> {
    let mut report = existing(tenant, &path.id)?;
    report.version += 1;
    store::remove(tenant, &report.id)?;
    tenant.emit(&ReportDeleted(report.told()))?;
    Ok(NoContent)
}

fn existing(tenant: &Tenant, id: &str) -> Result<Report> {
    store::one(tenant, id)?.ok_or_else(|| NO_REPORT.with(id))
}
