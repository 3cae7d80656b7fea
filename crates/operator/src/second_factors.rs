//! `/accounts/{id}/users/{userId}/two_factor`: a second factor that a user has lost.
use crate::{
    paths::UserPath,
    reach::{CLOSED, entered, open},
};
use platform::*;
use storage::Directory;
use users::users::{NO_INVITATION, NO_USER, forget_second_factor};

pub fn operations(api: &mut Api) {
    api.delete("/accounts/{id}/users/{userId}/two_factor", forget)
        .summary("Take the second factor from a user who has lost it")
        .only(Mount::Direct)
        .fails(&[CLOSED, NO_USER, NO_INVITATION]);
}

/// Its recovery codes go with it; whoever never had one stays as it is.
fn forget(all: &mut Directory, Path(path): Path<UserPath>) -> Result<NoContent> {
    let row = open(all, &path.id)?;
    forget_second_factor(&mut entered(all, &row.id)?, &path.user_id)?;
    Ok(NoContent)
}
