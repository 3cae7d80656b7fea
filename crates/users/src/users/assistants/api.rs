//! Who schedules for a user, and for whom a user schedules: the table of operations and the lists.
use super::{
    change, store,
    views::{AssistantsView, SchedulersView},
};
use crate::users::{
    api::{NO_INVITATION, NO_USER, UserPath},
    user,
};
use platform::{limits::Rate, *};
use storage::Tenant;

pub fn operations(api: &mut Api) {
    of_hosts(api);
    of_assistants(api);
}

fn of_hosts(api: &mut Api) {
    api.get("/users/{userId}/assistants", assistants)
        .summary("List who schedules for a user")
        .scope("user:read:list_assistants")
        .privilege(&[Privilege::UserRead])
        .for_oneself()
        .rate(Rate::Medium)
        .on_second_level()
        .fails(&[NO_USER, NO_INVITATION]);
    api.post("/users/{userId}/assistants", change::add)
        .summary("Let others schedule for a user")
        .scope("user:write:assistant")
        .privilege(&[Privilege::UserEdit])
        .for_oneself()
        .rate(Rate::Medium)
        .fails(change::FAILURES);
    api.delete("/users/{userId}/assistants", change::remove_assistants)
        .summary("Let nobody schedule for a user any more")
        .scope("user:delete:assistant")
        .privilege(&[Privilege::UserEdit])
        .for_oneself()
        .rate(Rate::Light)
        .fails(&[NO_USER, NO_INVITATION]);
    api.delete("/users/{userId}/assistants/{assistantId}", change::remove_assistant)
        .summary("Let one assistant not schedule for a user any more")
        .scope("user:delete:assistant")
        .privilege(&[Privilege::UserEdit])
        .for_oneself()
        .rate(Rate::Light)
        .fails(&[NO_USER, NO_INVITATION]);
}

fn of_assistants(api: &mut Api) {
    api.get("/users/{userId}/schedulers", schedulers)
        .summary("List for whom a user schedules")
        .scope("user:read:list_schedulers")
        .privilege(&[Privilege::UserRead])
        .for_oneself()
        .rate(Rate::Medium)
        .on_second_level()
        .fails(&[NO_USER, NO_INVITATION]);
    api.delete("/users/{userId}/schedulers", change::remove_schedulers)
        .summary("Let a user schedule for nobody any more")
        .scope("user:delete:scheduler")
        .privilege(&[Privilege::UserEdit])
        .for_oneself()
        .rate(Rate::Light)
        .fails(&[NO_USER, NO_INVITATION]);
    api.delete("/users/{userId}/schedulers/{schedulerId}", change::remove_scheduler)
        .summary("Let a user not schedule for another one any more")
        .scope("user:delete:scheduler")
        .privilege(&[Privilege::UserEdit])
        .for_oneself()
        .rate(Rate::Light)
        .fails(&[NO_USER, NO_INVITATION]);
}

fn assistants(tenant: &Tenant, Path(path): Path<UserPath>) -> Result<Json<AssistantsView>> {
    let host = user::existing(tenant, &path.user_id)?;
    Json::of(&AssistantsView { assistants: store::assistants(tenant, &host.id)? })
}

fn schedulers(tenant: &Tenant, Path(path): Path<UserPath>) -> Result<Json<SchedulersView>> {
    let assistant = user::existing(tenant, &path.user_id)?;
    Json::of(&SchedulersView { schedulers: store::schedulers(tenant, &assistant.id)? })
}
