//! `DELETE /accounts/{id}`: the end of an account and of all below it.
use crate::{
    paths::AccountPath,
    reach::{entered, found},
};
use platform::{NoContent, Path, Result};
use storage::Directory;

/// Closing what is closed changes nothing. What an account holds stays, its addresses and its domain names too. Its plans end
/// today, which the job of renewals writes down, some accounts at a time.
pub fn close(all: &mut Directory, Path(path): Path<AccountPath>) -> Result<NoContent> {
    let row = found(all, &path.id)?;
    let now = entered(all, &row.id)?.now();
    for closed in all.close(&row, now)? {
        let mut tenant = entered(all, &closed.id)?;
        mail::give_up_all(&mut tenant)?;
        billing::end_soon(&mut tenant)?;
    }
    Ok(NoContent)
}
