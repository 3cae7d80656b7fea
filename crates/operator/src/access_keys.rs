//! `/accounts/{id}/access_keys/inspect`: whether a key is good, for whoever runs meetings on this platform.
use crate::{
    paths::AccountPath,
    reach::{CLOSED, open_tenant},
};
use auth::access_keys::inspect;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Directory;
use users::users::by_id;

pub fn operations(api: &mut Api) {
    api.post("/accounts/{id}/access_keys/inspect", ask)
        .summary("Ask whether a key of a user is good, and what for")
        .silent("it changes nothing; a key has no place in an address")
        .fails(&[CLOSED, NO_KEY]);
}

/// Unknown, revoked and expired ones alike, and those of users who cannot sign in any more.
const NO_KEY: Failure = Failure::new(404, 404, "The key is not good.");

#[derive(Deserialize, JsonSchema)]
struct InspectKey {
    /// As it was issued.
    key: String,
}

view! {
    /// What a key that is good stands for.
    pub struct AccessKeyView as AccessKeyRow<'r> {
        /// The user in whose name it runs meetings.
        pub user_id: &'r str,
        pub email: &'r str,
        /// `zak` or `onbehalf`.
        pub r#type: &'r str,
        /// The only meeting that it is for.
        pub meeting_id: Option<&'r str>,
        pub expires_time: Timestamp,
    }
}

fn ask(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<InspectKey>,
) -> Result<Json<AccessKeyView>> {
    let tenant = open_tenant(all, &path.id)?;
    let key = inspect(&tenant, &body.key)?.ok_or(NO_KEY)?;
    let user = by_id(&tenant, &key.user_id)?.filter(|user| user.is_active).ok_or(NO_KEY)?;
    Json::of(&AccessKeyRow {
        user_id: &user.id,
        email: &user.email,
        r#type: &key.kind,
        meeting_id: key.meeting_id.as_deref(),
        expires_time: Timestamp::from_millis(key.expires_at),
    })
}
