//! `DELETE /accounts/{id}`: the end of an account and of all below it.
use crate::{
    paths::AccountPath,
    reach::{entered, found},
};
use platform::{NoContent, Path, Result};
use storage::Directory;

/// Closing what is closed changes nothing. What an account holds stays, its addresses and its domain names too.
pub fn close(all: &mut Directory, Path(path): Path<AccountPath>) -> Result<NoContent> {
    let row = found(all, &path.id)?;
    let now = entered(all, &row.id)?.now();
    for closed in all.close(&row, now)? {
        mail::give_up_all(&mut entered(all, &closed.id)?)?;
    }
    Ok(NoContent)
}
