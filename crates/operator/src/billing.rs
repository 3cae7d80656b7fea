//! `/accounts/{id}/billing`: whom the invoices of an account go to, and on which terms it buys. Of an account on top nobody
//! else says so.
use crate::{
    paths::AccountPath,
    reach::{CLOSED, open_tenant, tenant},
};
use billing::{
    Desk,
    contact::{self, BAD_COUNTRY, BAD_STATE, ContactView, NO_CONTACT, SPECIAL, UpdateContact},
    terms::{self, TermsView, UpdateTerms},
};
use platform::*;
use storage::Directory;

pub fn operations(api: &mut Api) {
    api.get("/accounts/{id}/billing", get).summary("Get whom the invoices of an account go to").fails(&[NO_CONTACT]);
    api.patch("/accounts/{id}/billing", update).summary("Change whom the invoices of an account go to").fails(&[
        CLOSED,
        BAD_COUNTRY,
        BAD_STATE,
        SPECIAL,
    ]);
    api.get("/accounts/{id}/billing/terms", get_terms).summary("Get on which terms an account buys");
    api.patch("/accounts/{id}/billing/terms", update_terms)
        .summary("Change on which terms an account buys")
        .fails(&[CLOSED]);
}

fn get(all: &Directory, Path(path): Path<AccountPath>, Provided(desk): Provided<Desk>) -> Result<Json<ContactView>> {
    contact::shown(&tenant(all, &path.id)?, &desk)
}

fn update(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<UpdateContact>,
    Provided(desk): Provided<Desk>,
) -> Result<NoContent> {
    let mut tenant = open_tenant(all, &path.id)?;
    let account = billing::open(&mut tenant, &desk)?;
    contact::change(&mut tenant, account, body)?;
    Ok(NoContent)
}

fn get_terms(
    all: &Directory,
    Path(path): Path<AccountPath>,
    Provided(desk): Provided<Desk>,
) -> Result<Json<TermsView>> {
    terms::shown(&tenant(all, &path.id)?, &desk)
}

fn update_terms(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<UpdateTerms>,
    Provided(desk): Provided<Desk>,
) -> Result<NoContent> {
    terms::change(&mut open_tenant(all, &path.id)?, &desk, body)
}
