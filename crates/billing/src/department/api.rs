//! `/report/billing`: the table of its operations, months, and what was invoiced in one.
use super::{
    rules::{Month, Sums, months},
    views::{ChargeView, ChargesView, Kind, MonthView, MonthsView},
};
use crate::{
    account::payer,
    desk::Desk,
    grid::months_before,
    invoices::{Invoice, Line, Standing, store},
    money::Money,
    statements::Period,
    today,
};
use platform::{decide::NO_PERMISSION, limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Fault, Tenant};

pub fn operations(api: &mut Api) {
    api.get("/report/billing", list)
        .summary("List the months in which an account was invoiced")
        .scope("report:read:billing")
        .privilege(&[Privilege::UsageReportRead])
        .rate(Rate::Heavy)
        .reads_much()
        .paid_only(NO_PERMISSION);
    api.get("/report/billing/invoices", get)
        .summary("List what an account was invoiced for in a month")
        .scope("report:read:billing_invoice")
        .privilege(&[Privilege::UsageReportRead])
        .rate(Rate::Heavy)
        .reads_much()
        .fails(&[BAD_ID, NO_REPORT]);
}

/// How far back months are listed.
const REACH: u32 = 36;

const BAD_ID: Failure = Failure::new(400, 300, "Invalid parameter \"billing_id\"");
const NO_REPORT: Failure = Failure::new(404, 5010, "Report does not exist.");

fn list(tenant: &Tenant, Provided(desk): Provided<Desk>) -> Result<Json<MonthsView>> {
    let today = today(tenant);
    let from = Period::month_of(months_before(today, REACH)).from;
    let months = months(&store::all_seen(tenant, &tenant.caller().account_id, from, today)?).map_err(Fault::from)?;
    let currency = match months.first() {
        Some((latest, _)) => latest.currency,
        None => payer(tenant, &desk)?.currency()?,
    };
    let billing_reports = months.into_iter().map(shown).collect();
    Json::of(&MonthsView { currency: currency.to_string(), billing_reports })
}

fn shown((month, sums): (Month, Sums)) -> MonthView {
    let (period, amount) = (month.period(), |minor| Money::new(minor, month.currency).decimal());
    MonthView {
        id: month.id(),
        start_date: period.from,
        end_date: period.last(),
        tax_amount: amount(sums.tax),
        total_amount: amount(sums.total),
        r#type: Kind::Detailed,
        currency: month.currency.to_string(),
    }
}

#[derive(Deserialize, JsonSchema)]
struct OfMonth {
    /// The id of a month, from the list of them.
    billing_id: String,
}

fn get(tenant: &Tenant, Query(query): Query<OfMonth>) -> Result<Json<ChargesView>> {
    let month = Month::parse(&query.billing_id).ok_or(BAD_ID)?;
    let period = month.period();
    let mut invoices = store::all_seen(tenant, &tenant.caller().account_id, period.from, period.last())?;
    invoices.retain(|invoice| invoice.currency == month.currency && invoice.status != Standing::Canceled);
    if invoices.is_empty() {
        return Err(NO_REPORT.into());
    }
    let mut charges = Vec::new();
    for invoice in &invoices {
        let whole = store::one(tenant, &invoice.id)?;
        charges.extend(whole.iter().flat_map(|invoice| invoice.lines.iter().map(|line| charge(invoice, line))));
    }
    Json::of(&ChargesView { currency: month.currency.to_string(), invoices: charges })
}

fn charge(invoice: &Invoice, line: &Line) -> ChargeView {
    let amount = |minor| invoice.money(minor).decimal();
    ChargeView {
        invoice_number: invoice.number.clone(),
        invoice_charge_name: line.charge_name(),
        start_date: line.start,
        end_date: line.last_day(),
        quantity: line.quantity,
        tax_amount: amount(line.tax),
        total_amount: amount(line.amount),
    }
}
