//! What an invoice leads to that is not paid: no more purchases, then a suspension, then the end of the plans
//! (`billing.md` 6.5). Whether more can be bought is asked of the debtor; the rest is a matter of the account whose invoice
//! it is, so that one customer of a master does not answer for another.
use crate::{
    account::Open,
    desk::Dunning,
    events::{AccountResumed, AccountSuspended, InvoiceOverdue},
    grid::days_after,
    invoices::{self, store},
    subscriptions::Bill,
    tiers::Tiers,
};
use platform::Date;
use storage::{Result, Tenant};

impl Dunning {
    /// The days on which something comes of an invoice that is due on a day, in their order.
    fn days(self, due: Date) -> impl Iterator<Item = Date> {
        [self.overdue, self.suspend, self.expire]
            .into_iter()
            .filter(|days| *days > 0)
            .map(move |days| days_after(due, days))
    }
    /// Whether what is due on a day becomes overdue by a midnight, and was not by an earlier one, as long as the number of days
    /// stays what it is.
    fn makes_overdue(self, due: Date, earlier: Date, midnight: Date) -> bool {
        let from = days_after(due, self.overdue);
        self.overdue > 0 && earlier < from && from <= midnight
    }
    fn is_reached(days: i32, due: Date, today: Date) -> bool {
        days > 0 && days_after(due, days) <= today
    }
}

/// The next day on which something comes of what is owed.
pub(super) fn next_day(tenant: &Tenant, open: &Open<'_>, ran_to: Date) -> Result<Option<Date>> {
    let owed = owed(tenant, open)?;
    let days = owed.iter().flat_map(|owed| open.desk.dunning.days(owed.due()));
    Ok(days.filter(|day| *day > ran_to).min())
}

fn owed(tenant: &Tenant, open: &Open<'_>) -> Result<Vec<store::Owed>> {
    // Where nothing was ever charged nothing is owed; the first charge may be of this very change.
    if open.book.lines == 0 {
        return Ok(Vec::new());
    }
    let facts = tenant.facts()?;
    let above = facts.parent_id.as_deref().filter(|_| !facts.pays_itself);
    store::owed(tenant, above.unwrap_or(&facts.id), open.payer.currency()?)
}

/// Brings what is owed over a midnight.
pub(super) fn one_day<'s>(
    tenant: &mut Tenant<'s>,
    open: &mut Open<'_>,
    tiers: &mut Tiers<'s>,
    day: Date,
) -> Result<()> {
    let (owed, dunning) = (owed(tenant, open)?, open.desk.dunning);
    let (account, ran_to) = (open.told(tenant), super::ran_to(&open.payer));
    // A midnight may come later than the day on which something was to come of an invoice.
    for owed in owed.iter().filter(|owed| dunning.makes_overdue(owed.due(), ran_to, day)) {
        tenant.emit(&InvoiceOverdue::of(&account, &owed.id, owed.balance))?;
    }
    let is_any = |days| owed.iter().any(|owed| Dunning::is_reached(days, owed.due(), day));
    if is_any(dunning.expire) && open.book.is_anything_paid() {
        return end_plans(tenant, open, tiers, day);
    }
    set_suspended(tenant, open, is_any(dunning.suspend))
}

/// All that is paid for ends today; what is left of it is given back, and set off against what is owed.
fn end_plans<'s>(tenant: &mut Tenant<'s>, open: &mut Open<'_>, tiers: &mut Tiers<'s>, day: Date) -> Result<()> {
    open.step();
    let (before, mut bill) = (open.book.clone(), Bill::default());
    open.book.end_paid(day, &mut bill).map_err(super::broken)?;
    invoices::issue(tenant, open, tiers, &bill, day)?;
    super::tell(tenant, open, &before)?;
    super::lower(tenant, open, &before)?;
    open.payer.suspended = false;
    Ok(())
}

/// Closes what is paid for, or opens it again. Without plans there is nothing to close, and what was given stays open.
pub(crate) fn set_suspended(tenant: &mut Tenant, open: &mut Open<'_>, suspended: bool) -> Result<()> {
    let suspended = suspended && open.book.base().is_some_and(|base| !base.offer.is_granted());
    if open.payer.suspended == suspended {
        return Ok(());
    }
    open.payer.suspended = suspended;
    let account = open.told(tenant);
    match suspended {
        true => tenant.emit(&AccountSuspended::of(&account)),
        false => tenant.emit(&AccountResumed::of(&account)),
    }
}

/// Looks again, after a payment, whether the account is still to be closed.
pub(crate) fn look_again(tenant: &mut Tenant, open: &mut Open<'_>) -> Result<()> {
    let (owed, dunning, today) = (owed(tenant, open)?, open.desk.dunning, open.today);
    let is_due = owed.iter().any(|owed| Dunning::is_reached(dunning.suspend, owed.due(), today));
    set_suspended(tenant, open, is_due)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invoice_becomes_overdue_at_one_midnight_however_late_it_comes() {
        let date = |text: &str| Date::parse(text).unwrap();
        let [due, eve, day, later] = ["2026-01-31", "2026-02-02", "2026-02-03", "2026-03-01"].map(date);
        let dunning = Dunning { overdue: 3, ..Dunning::default() };
        let cases = [(due, eve, false), (eve, day, true), (due, later, true), (day, later, false)];
        for (earlier, midnight, expected) in cases {
            assert_eq!(dunning.makes_overdue(due, earlier, midnight), expected, "{earlier} {midnight}");
            assert!(!Dunning { overdue: 0, ..dunning }.makes_overdue(due, earlier, midnight));
        }
    }
}
