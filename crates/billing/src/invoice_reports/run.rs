//! Making reports, some accounts at a time, and dropping those that have expired.
use super::{
    events::{ReportCompleted, ReportExpired, ReportFailed},
    rows::{self, Named},
    store::{self, Report},
    views::State,
};
use crate::invoices;
use platform::Result;
use storage::{Directory, Fault, Tenant, directory::DueReport};

/// Accounts that are written in one transaction, so that it is short.
const AT_ONCE: usize = 25;

/// The report about which something is to be done for longest, in one world or in all.
///
/// # Errors
/// Those of the store.
pub fn next_due(all: &Directory<'_>, world: Option<&str>) -> Result<Option<DueReport>> {
    Ok(all.invoice_report_due(world)?)
}

/// Does a part of what is due, unless somebody else did.
///
/// # Errors
/// Those of the store; then nothing was changed, and it is due as before.
pub fn carry_out(all: &Directory<'_>, due: &DueReport) -> Result<()> {
    let mut tenant = entered(all, due)?;
    let Some(report) = waiting(&tenant, &due.id)? else { return Ok(()) };
    if report.status != State::Processing.as_str() {
        return expire(&mut tenant, report);
    }
    write_some(&mut tenant, report)
}

/// Gives up a report that cannot be made for a reason of ours.
///
/// # Errors
/// Those of the store.
pub fn give_up(all: &Directory<'_>, due: &DueReport) -> Result<()> {
    let mut tenant = entered(all, due)?;
    let Some(mut report) = waiting(&tenant, &due.id)? else { return Ok(()) };
    store::drop_parts(&mut tenant, &report.id)?;
    end(&mut report, State::Failed);
    store::save(&mut tenant, &report)?;
    Ok(tenant.emit(&ReportFailed(report.told()))?)
}

#[expect(clippy::disallowed_methods, reason = "the platform makes what this account has ordered")]
fn entered<'s>(all: &Directory<'s>, due: &DueReport) -> storage::Result<Tenant<'s>> {
    all.enter(&due.account_id)
}

/// A report that is due still.
fn waiting(tenant: &Tenant, id: &str) -> storage::Result<Option<Report>> {
    Ok(store::any(tenant, id)?.filter(|report| report.due_at <= tenant.now()))
}

fn expire(tenant: &mut Tenant, mut report: Report) -> Result<()> {
    report.version += 1;
    store::remove(tenant, &report.id)?;
    Ok(tenant.emit(&ReportExpired(report.told()))?)
}

fn end(report: &mut Report, state: State) {
    report.status = state.as_str().to_owned();
    report.due_at = report.expires_at;
    report.version += 1;
}

fn write_some(tenant: &mut Tenant, mut report: Report) -> Result<()> {
    let accounts = report.accounts()?;
    let done = usize::try_from(report.done).map_err(Fault::broken)?;
    let mut content = if done == 0 { rows::head()? } else { String::new() };
    let next = accounts.iter().skip(done).take(AT_ONCE);
    report.done += next.len() as i64;
    for account in next {
        content += &of(tenant, account, &report)?;
    }
    let is_whole = report.done >= report.accounts_total;
    if is_whole {
        end(&mut report, State::Completed);
    }
    // First: of two processes with one part the later one waits here and is run again. At the part it would be a duplicate.
    store::save(tenant, &report)?;
    store::add_part(tenant, &report.id, report.done, &content)?;
    if is_whole { Ok(tenant.emit(&ReportCompleted(report.told()))?) } else { Ok(()) }
}

/// The rows of an account: what this one owes for it. One that has left since is left out.
#[expect(clippy::disallowed_methods, reason = "a master reads the invoices that it owes for accounts below it")]
fn of(tenant: &Tenant, account: &str, report: &Report) -> Result<String> {
    let Some(sub) = tenant.child(account)? else { return Ok(String::new()) };
    let named = Named { name: sub.summary()?.name, number: sub.facts()?.number };
    let mut owed = Vec::new();
    for invoice in invoices::store::all_seen(&sub, tenant.account_id(), report.start(), report.end())? {
        if invoice.debtor_id == tenant.account_id() {
            owed.extend(invoices::store::one(&sub, &invoice.id)?);
        }
    }
    owed.reverse();
    Ok(rows::of(&named, &owed)?)
}
