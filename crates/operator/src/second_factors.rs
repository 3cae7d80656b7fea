//! `/accounts/{id}/users/{userId}/two_factor`: a second factor that a user has lost.
use crate::{
    paths::UserPath,
    reach::{CLOSED, open_tenant},
};
use platform::*;
use storage::Directory;
use users::users::{NO_INVITATION, NO_USER, forget_second_factor};

pub fn operations(api: &mut Api) {
    api.delete("/accounts/{id}/users/{userId}/two_factor", forget)
        .summary("Take the second factor from a user who has lost it")
        .fails(&[CLOSED, NO_USER, NO_INVITATION]);
}

/// Its recovery codes go with it; whoever never had one stays as it is.
fn forget(all: &mut Directory, Path(path): Path<UserPath>) -> Result<NoContent> {
    forget_second_factor(&mut open_tenant(all, &path.id)?, &path.user_id)?;
    Ok(NoContent)
}
