//! Reports and the parts of their files in the store.
use super::{
    events::Told,
    views::{ReportRow, ReportView, State},
};
use platform::{Date, PageWriter};
use storage::{Fault, Result, Sql, Tenant, record, sql};

record! {
    #[cells]
    /// A report.
    #[derive(Debug, Clone)]
    pub struct Report {
        /// A moment in milliseconds, larger than that of any earlier one.
        pub id: String,
        start_day: i64,
        /// The last day.
        end_day: i64,
        /// JSON: the ids of the accounts.
        accounts: String,
        pub accounts_total: i64,
        /// How many of them are written.
        pub done: i64,
        pub status: String,
        /// When something is to be done about it: to be made, or to be dropped.
        pub due_at: i64,
        pub expires_at: i64,
        pub version: i64,
    }
}

impl Report {
    /// A report on invoices from one day to another, which is due at once and kept for `life` milliseconds.
    pub fn ordered(tenant: &Tenant, days: [Date; 2], accounts: &[String], life: i64) -> Result<Self> {
        let [start_day, end_day] = days.map(|day| day.days().into());
        Ok(Report {
            id: next_id(tenant)?,
            start_day,
            end_day,
            accounts: serde_json::to_string(accounts).map_err(Fault::broken)?,
            accounts_total: accounts.len() as i64,
            done: 0,
            status: State::Processing.as_str().to_owned(),
            due_at: tenant.now(),
            expires_at: tenant.now().saturating_add(life),
            version: 1,
        })
    }
    pub fn start(&self) -> Date {
        Date::of_day(self.start_day)
    }
    /// The last day.
    pub fn end(&self) -> Date {
        Date::of_day(self.end_day)
    }
    /// The ids of the accounts, in the order in which they are written.
    ///
    /// # Errors
    /// [`Fault::Broken`] for what is no list of ids.
    pub fn accounts(&self) -> Result<Vec<String>> {
        serde_json::from_str(&self.accounts).map_err(Fault::broken)
    }
    /// As events name it.
    pub fn told(&self) -> Told<'_> {
        Told { id: &self.id, accounts: self.accounts_total, version: self.version }
    }
}

const LIST: Sql = sql!(
    "SELECT id, start_day, end_day, accounts, accounts_total, done, status, due_at, expires_at, version
     FROM invoice_reports WHERE account_id = $1 AND id > $2 AND expires_at > $3 ORDER BY id LIMIT $4 OFFSET $5"
);
const ONE: Sql = sql!(
    "SELECT id, start_day, end_day, accounts, accounts_total, done, status, due_at, expires_at, version
     FROM invoice_reports WHERE account_id = $1 AND id = $2"
);
const LAST: Sql = sql!("SELECT id FROM invoice_reports WHERE account_id = $1 ORDER BY id DESC LIMIT 1");
const INSERT: Sql = sql!(
    "INSERT INTO invoice_reports (account_id, id, start_day, end_day, accounts, accounts_total, done, status, due_at, expires_at, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
);
const SAVE: Sql = sql!(
    "UPDATE invoice_reports SET done = $3, status = $4, due_at = $5, version = $6 WHERE account_id = $1 AND id = $2"
);
const DROP: Sql = sql!("DELETE FROM invoice_reports WHERE account_id = $1 AND id = $2");
const DROP_PARTS: Sql = sql!("DELETE FROM invoice_report_parts WHERE account_id = $1 AND report_id = $2");
const ADD_PART: Sql =
    sql!("INSERT INTO invoice_report_parts (account_id, report_id, part, content) VALUES ($1, $2, $3, $4)");
const PARTS: Sql =
    sql!("SELECT content FROM invoice_report_parts WHERE account_id = $1 AND report_id = $2 ORDER BY part");

/// Writes the page's rows, oldest first.
pub fn list<const MAX: i64>(tenant: &Tenant, page: &mut PageWriter<ReportView, MAX>) -> platform::Result<()> {
    let after = page.after().to_owned();
    let cells = [(&after).into(), tenant.now().into(), page.want().into(), page.skip().into()];
    for report in tenant.rows::<Report>(LIST, &cells)? {
        page.push(&report.id, &ReportRow::of(&report, tenant.now()))?;
    }
    Ok(())
}

/// A report that has not expired.
pub fn one(tenant: &Tenant, id: &str) -> Result<Option<Report>> {
    Ok(any(tenant, id)?.filter(|report| report.expires_at > tenant.now()))
}

/// A report, also one that is to be dropped.
pub fn any(tenant: &Tenant, id: &str) -> Result<Option<Report>> {
    tenant.row(ONE, &[id.into()])
}

/// An id for a report that is ordered now.
fn next_id(tenant: &Tenant) -> Result<String> {
    let last = tenant.first(LAST, &[], |row| row.get::<String>(0))?;
    let after_last = last.and_then(|id| id.parse::<i64>().ok()).map_or(0, |id| id.saturating_add(1));
    Ok(format!("{:013}", tenant.now().max(after_last)))
}

pub fn insert(tenant: &mut Tenant, report: &Report) -> Result<()> {
    tenant.execute(INSERT, &report.cells()).map(drop)
}

/// Keeps how far a report has come; what was ordered does not change.
pub fn save(tenant: &mut Tenant, report: &Report) -> Result<()> {
    let cells =
        [(&report.id).into(), report.done.into(), (&report.status).into(), report.due_at.into(), report.version.into()];
    tenant.execute(SAVE, &cells).map(drop)
}

/// Drops a report and all that was written of its file.
pub fn remove(tenant: &mut Tenant, id: &str) -> Result<()> {
    drop_parts(tenant, id)?;
    tenant.execute(DROP, &[id.into()]).map(drop)
}

pub fn drop_parts(tenant: &mut Tenant, id: &str) -> Result<()> {
    tenant.execute(DROP_PARTS, &[id.into()]).map(drop)
}

/// Adds to the file of a report. `part` rises from one to the next: the file is read in its order.
pub fn add_part(tenant: &mut Tenant, id: &str, part: i64, content: &str) -> Result<()> {
    tenant.execute(ADD_PART, &[id.into(), part.into(), content.into()]).map(drop)
}

/// The whole file.
pub fn content(tenant: &Tenant, id: &str) -> Result<Vec<u8>> {
    let mut content = Vec::new();
    tenant.each(PARTS, &[id.into()], &mut |row| {
        content.extend_from_slice(row.get::<String>(0)?.as_bytes());
        Ok(())
    })?;
    Ok(content)
}
