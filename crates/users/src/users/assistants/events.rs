//! What happens between users and their assistants: to the user for whom is scheduled.
use crate::users::user::User;
use serde::Serialize;
use storage::events;

/// An assistant as events show it.
#[derive(Serialize)]
pub struct Shown<'a> {
    pub id: &'a str,
    pub can_manage_host_private_event: bool,
}

/// Others schedule for the user from now on.
#[derive(Serialize)]
pub struct AssistantsAdded<'a> {
    #[serde(flatten)]
    pub host: Host<'a>,
    pub assistants: &'a [Shown<'a>],
}

/// Others do not schedule for the user any more.
#[derive(Serialize)]
pub struct AssistantsRemoved<'a> {
    #[serde(flatten)]
    pub host: Host<'a>,
    pub assistant_ids: &'a [&'a str],
}

/// The user for whom is scheduled.
#[derive(Serialize)]
pub struct Host<'a> {
    pub id: &'a str,
    pub email: &'a str,
    /// After the change.
    #[serde(skip)]
    version: i64,
}

impl<'a> From<&'a User> for Host<'a> {
    fn from(before: &'a User) -> Self {
        Host { id: &before.id, email: &before.email, version: before.version + 1 }
    }
}

events! {
    AssistantsAdded is "user.assistants_added" of host;
    AssistantsRemoved is "user.assistants_removed" of host;
}
