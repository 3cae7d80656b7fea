//! `/accounts/{id}/users/{userId}/lock`: users that the platform's owner keeps out.
use crate::{
    paths::UserPath,
    reach::{CLOSED, open_tenant},
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Directory;
use users::users::{NO_INVITATION, NO_USER, NOT_COME_YET, OWNER_STAYS_IN, set_lock};

pub fn operations(api: &mut Api) {
    api.put("/accounts/{id}/users/{userId}/lock", set)
        .summary("Keep a user out, whatever its account wants, or no longer")
        .fails(&[CLOSED, NO_USER, NO_INVITATION, OWNER_STAYS_IN, NOT_COME_YET]);
}

#[derive(Deserialize, JsonSchema)]
struct SetLock {
    /// Whether the user is kept out: it is deactivated, and neither activated, moved nor deleted. Who is let in again
    /// stays deactivated until its account activates it.
    on: bool,
}

view! {
    /// A user, and whether it is kept out.
    pub struct LockView as LockRow<'r> {
        pub user_id: &'r str,
        pub email: &'r str,
        pub locked: bool,
        /// `active` or `inactive`.
        pub status: &'r str,
    }
}

fn set(all: &mut Directory, Path(path): Path<UserPath>, Body(body): Body<SetLock>) -> Result<Json<LockView>> {
    let mut tenant = open_tenant(all, &path.id)?;
    let user = set_lock(&mut tenant, &path.user_id, body.on)?;
    let status = if user.is_active { "active" } else { "inactive" };
    Json::of(&LockRow { user_id: &user.id, email: &user.email, locked: body.on, status })
}
