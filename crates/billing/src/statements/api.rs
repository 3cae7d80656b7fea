//! `GET /accounts/billing/statement`, which no published document has, and what operators see of it.
use super::{
    Period, Statement, rows, store,
    views::{self, StatementView},
};
use crate::{
    documents::{CSV, Press},
    today,
};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;
use storage::{Directory, Fault, Tenant};

pub fn operations(api: &mut Api) {
    api.get("/accounts/billing/statement", get)
        .summary("Get what a whole tree of accounts costs and brings in a time, beside the time before")
        .scope("billing:read:statement")
        .privilege(&[Privilege::SubAccountRead, Privilege::SubAccountEdit])
        .rate(Rate::Heavy)
        .reads_much()
        .only(Mount::Direct)
        .before(prepare)
        .gives(FILES);
}

/// For the operator plane: the statement of any account.
pub fn operator_operations(api: &mut Api) {
    api.get("/statements", get_of)
        .summary("Get the statement of an account and all below it")
        .reads_much()
        .before(prepare_of)
        .gives(FILES)
        .fails(&[decide::NO_ACCOUNT]);
}

const PDF: &str = "application/pdf";
const FILES: &[&str] = &[PDF, CSV];

/// The most days of a statement.
const LONGEST: i32 = 366;

choice! {
    /// In which form a statement is given.
    pub enum Form: text { Json = "json", Csv = "csv", Pdf = "pdf" }
}

#[derive(Deserialize, JsonSchema)]
struct OfTime {
    /// The first day; the first of the month when left out.
    #[serde(default)]
    from: Option<Date>,
    /// The last day, at most 366 days on; the end of the month of the first when left out.
    #[serde(default)]
    to: Option<Date>,
    #[serde(default = "json")]
    format: Form,
}

#[derive(Deserialize, JsonSchema)]
struct OfAccount {
    /// The account on top.
    account_id: String,
    /// The first day; the first of the month when left out.
    #[serde(default)]
    from: Option<Date>,
    /// The last day, at most 366 days on; the end of the month of the first when left out.
    #[serde(default)]
    to: Option<Date>,
    #[serde(default = "json")]
    format: Form,
}

fn json() -> Form {
    Form::Json
}

/// A statement, and the file that was asked for.
struct Made {
    statement: Statement,
    file: Option<MadeFile>,
}

fn prepare(
    tenant: &Tenant,
    Query(query): Query<OfTime>,
    Provided(press): Provided<Press>,
) -> Result<impl FnOnce() -> Result<Made> + use<>> {
    let statement = store::statement(tenant, period(tenant, query.from, query.to)?)?;
    Ok(move || made(statement, query.format, &press))
}

fn get(_: &Tenant, Query(_): Query<OfTime>, Prepared(made): Prepared<Made>) -> Result<JsonOrFile<StatementView>> {
    shown(&made)
}

fn prepare_of(
    all: &Directory,
    Query(query): Query<OfAccount>,
    Provided(press): Provided<Press>,
) -> Result<impl FnOnce() -> Result<Made> + use<>> {
    if all.account_row(&query.account_id)?.is_none() {
        return Err(decide::NO_ACCOUNT.with(&query.account_id));
    }
    let tenant = entered(all, &query.account_id)?;
    let statement = store::statement(&tenant, period(&tenant, query.from, query.to)?)?;
    Ok(move || made(statement, query.format, &press))
}

fn get_of(
    _: &Directory,
    Query(_): Query<OfAccount>,
    Prepared(made): Prepared<Made>,
) -> Result<JsonOrFile<StatementView>> {
    shown(&made)
}

#[expect(clippy::disallowed_methods, reason = "the platform's owner may see the statement of every account")]
fn entered<'s>(all: &Directory<'s>, account: &str) -> storage::Result<Tenant<'s>> {
    all.enter(account)
}

/// The days that are asked for.
///
/// # Errors
/// 400/300 on `to` for a time that ends before it begins, or is longer than a year.
fn period(tenant: &Tenant, from: Option<Date>, to: Option<Date>) -> Result<Period> {
    let today = today(tenant);
    let month = Period::month_of(from.or(to).unwrap_or(today));
    let period =
        Period { from: from.unwrap_or(month.from), to: to.map_or(month.to, |last| crate::grid::days_after(last, 1)) };
    match period.to.days() - period.from.days() {
        ..=0 => Err(Error::field("to", "The last day lies before the first.")),
        1..=LONGEST => Ok(period),
        _ => Err(Error::field("to", "A statement is of 366 days at most.")),
    }
}

fn made(statement: Statement, form: Form, press: &Press) -> Result<Made> {
    let name = format!("statement-{}-{}", statement.period.from, statement.period.last());
    let file = match form {
        Form::Json => None,
        Form::Csv => Some(MadeFile { name: name + ".csv", content_type: CSV, bytes: rows::csv(&statement)? }),
        Form::Pdf => Some(MadeFile { name: name + ".pdf", content_type: PDF, bytes: press.statement(&statement)? }),
    };
    Ok(Made { statement, file })
}

fn shown(made: &Arc<Made>) -> Result<JsonOrFile<StatementView>> {
    match &made.file {
        Some(file) => Ok(JsonOrFile::File(file.clone())),
        None => {
            let view = views::statement(&made.statement).map_err(Fault::from)?;
            Ok(JsonOrFile::Json(Json::of(&view)?))
        }
    }
}
