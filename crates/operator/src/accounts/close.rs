//! `DELETE /accounts/{id}`: the end of an account and of all below it.
use crate::{
    paths::AccountPath,
    reach::{entered, found},
};
use billing::Desk;
use platform::{NoContent, Path, Provided, Result};
use storage::Directory;

/// Closing what is closed changes nothing. What an account holds stays, its addresses and its domain names too; its plans end.
pub fn close(all: &mut Directory, Path(path): Path<AccountPath>, Provided(desk): Provided<Desk>) -> Result<NoContent> {
    let row = found(all, &path.id)?;
    let now = entered(all, &row.id)?.now();
    for closed in all.close(&row, now)? {
        let mut tenant = entered(all, &closed.id)?;
        mail::give_up_all(&mut tenant)?;
        billing::end(&mut tenant, &desk)?;
    }
    Ok(NoContent)
}
