//! `/accounts`: the table of its operations, lists of accounts, and one account.
use super::{
    close, create, plan, rules, standing,
    views::{AccountView, AccountViewRow, AccountsView, AccountsViewRow},
};
use crate::{
    paths::{AccountPath, Slice},
    reach::{CLOSED, found},
};
use platform::*;
use storage::{Directory, directory::AccountRow};

pub fn operations(api: &mut Api) {
    api.get("/accounts", list).summary("List the accounts that stand on top of a tree or on their own").one_statement();
    api.post("/accounts", create::create).summary("Create an account").before(create::prepare).fails(create::FAILURES);
    api.get("/accounts/{id}", get).summary("Get an account").one_statement();
    api.get("/accounts/{id}/tree", tree).summary("List an account and all below it");
    api.delete("/accounts/{id}", close::close).summary("Close an account and all below it");
    api.put("/accounts/{id}/master", standing::set_master)
        .summary("Make an account a master, or an ordinary account again")
        .fails(&[CLOSED]);
    api.put("/accounts/{id}/manages_subaccounts", standing::set_manages)
        .summary("Let a master manage its subaccounts, or not")
        .fails(&[CLOSED]);
    api.put("/accounts/{id}/capabilities", standing::set_capabilities)
        .summary("Set what is open to an account and all below it")
        .fails(&[CLOSED]);
    api.get("/accounts/{id}/plan", plan::get).summary("Get what an account has bought");
    api.put("/accounts/{id}/plan", plan::grant).summary("Set what an account has bought").fails(plan::FAILURES);
}

fn list(all: &Directory, Query(query): Query<Slice>) -> Result<Json<AccountsView>> {
    let rows = all.tops(query.after.as_deref().unwrap_or_default(), query.limit + 1)?;
    part(&rows, query.limit)
}

fn get(all: &Directory, Path(path): Path<AccountPath>) -> Result<Json<AccountView>> {
    Json::of(&AccountViewRow::of(&found(all, &path.id)?))
}

fn tree(all: &Directory, Path(path): Path<AccountPath>, Query(query): Query<Slice>) -> Result<Json<AccountsView>> {
    let root = found(all, &path.id)?;
    let after = query.after.as_deref().map(|id| rules::within(&root, all.account_row(id)?)).transpose()?;
    part(&all.tree(&root, after.as_ref(), query.limit + 1)?, query.limit)
}

fn part(rows: &[AccountRow], limit: i64) -> Result<Json<AccountsView>> {
    let (shown, last) = cut(rows, limit);
    Json::of(&AccountsViewRow {
        accounts: shown.iter().map(AccountViewRow::of).collect(),
        next: last.map(|row| &*row.id),
    })
}
