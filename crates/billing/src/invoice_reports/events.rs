//! What happens to invoice reports.
use serde::Serialize;
use storage::events;

/// Something has happened to a report.
#[derive(Serialize)]
pub struct Told<'a> {
    pub id: &'a str,
    /// How many accounts it is about.
    pub accounts: i64,
    #[serde(skip)]
    pub version: i64,
}

/// A report was ordered.
#[derive(Serialize)]
pub struct ReportOrdered<'a>(pub Told<'a>);
/// Its file is there.
#[derive(Serialize)]
pub struct ReportCompleted<'a>(pub Told<'a>);
/// It could not be made.
#[derive(Serialize)]
pub struct ReportFailed<'a>(pub Told<'a>);
/// It was deleted.
#[derive(Serialize)]
pub struct ReportDeleted<'a>(pub Told<'a>);
/// Its time was over, and it was dropped.
#[derive(Serialize)]
pub struct ReportExpired<'a>(pub Told<'a>);

events! {
    ReportOrdered is "billing.invoice_report_ordered" of 0;
    ReportCompleted is "billing.invoice_report_completed" of 0;
    ReportFailed is "billing.invoice_report_failed" of 0;
    ReportDeleted is "billing.invoice_report_deleted" of 0;
    ReportExpired is "billing.invoice_report_expired" of 0;
}
