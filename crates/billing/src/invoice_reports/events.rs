//! What happens to invoice reports.
use serde::Serialize;
use storage::Event;

/// Something has happened to a report.
#[derive(Serialize)]
pub struct Told<'a> {
    pub id: &'a str,
    /// How many accounts it is about.
    pub accounts: i64,
    #[serde(skip)]
    pub version: i64,
}

macro_rules! events {
    ($($type:ident is $name:literal)*) => { $(
        #[derive(Serialize)]
        pub struct $type<'a>(pub Told<'a>);
        impl Event for $type<'_> {
            const NAME: &'static str = $name;
            fn object(&self) -> &str {
                self.0.id
            }
            fn version(&self) -> i64 {
                self.0.version
            }
        }
    )* };
}
events! {
    ReportOrdered is "billing.invoice_report_ordered"
    ReportCompleted is "billing.invoice_report_completed"
    ReportFailed is "billing.invoice_report_failed"
    ReportDeleted is "billing.invoice_report_deleted"
    ReportExpired is "billing.invoice_report_expired"
}
