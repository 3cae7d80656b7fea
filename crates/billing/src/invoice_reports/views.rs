//! What answers show of invoice reports.
use super::store::Report;
use platform::{Date, Listed, Said, choice, view};
use storage::time::DAY;

choice! {
    /// How far a report has come.
    pub enum State: text { Processing = "Processing", Completed = "Completed", Failed = "Failed" }
}

view! {
    /// An invoice report.
    pub struct ReportView as ReportRow<'r> {
        pub id: &'r str,
        pub start_date: Date,
        pub end_date: Date,
        /// Accounts that it is about.
        pub accounts_total_number: i64,
        /// Days until it is dropped.
        pub remaining_days: i64,
        #[schemars(with = "State")]
        pub status: &'r str,
    }
}
impl Listed for ReportView {
    const LIST: &'static str = "invoice_reports";
    const ENVELOPE: &'static [Said] = &[Said::NextPageToken];
}

impl<'r> ReportRow<'r> {
    /// As it is at a moment, milliseconds UTC.
    pub fn of(report: &'r Report, now: i64) -> Self {
        let left = report.expires_at.saturating_sub(now).max(0);
        ReportRow {
            id: &report.id,
            start_date: report.start(),
            end_date: report.end(),
            accounts_total_number: report.accounts_total,
            // A day that has begun counts.
            remaining_days: left / DAY + i64::from(left % DAY != 0),
            status: &report.status,
        }
    }
}
