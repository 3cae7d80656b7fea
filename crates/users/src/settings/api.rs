//! `GET|PATCH /users/{userId}/settings`: what holds for a user, and what it has chosen itself.
use super::{
    change::decided,
    events::{Told, UserSettingsUpdated},
    features, group, held, licenses,
    part::{Part, UpdateSettings},
    store::{self, OfUser},
};
use crate::users::{NO_INVITATION, NO_USER, User, UserPath, edits_users, existing, touch};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use settings::{Change, Document, Filter, Level, schema};
use storage::Tenant;

pub fn operations(api: &mut Api) {
    api.get("/users/{userId}/settings", get)
        .summary("Get the settings that hold for a user")
        .scope("user:read:settings")
        .privilege(&[Privilege::UserRead])
        .for_oneself()
        .rate(Rate::Medium)
        .on_second_level()
        .one_statement()
        .fails(&[NO_USER, NO_INVITATION]);
    api.patch("/users/{userId}/settings", update)
        .summary("Change the settings of a user")
        .scope("user:update:settings")
        .privilege(&[Privilege::UserEdit])
        .for_oneself()
        .rate(Rate::Medium)
        .fails(&[NO_USER, NO_INVITATION])
        .fails(features::FAILURES)
        .fails(licenses::FAILURES);
    group::operations(api);
}

forms! {
    struct UserSettings: schema::answers(Level::User);
    struct SetUserSettings: schema::bodies(Level::User);
}

#[derive(Deserialize, JsonSchema)]
struct GetSettings {
    /// Only a user who signs in this way.
    #[serde(default)]
    login_type: Option<i64>,
    /// The document of this part instead of the general one.
    #[serde(default)]
    option: Option<Part>,
    /// Only these fields, by name or by path, separated by commas. `authentication_options` shows who has to sign in for
    /// meetings and for recordings.
    #[serde(default)]
    custom_query_fields: String,
}

fn get(
    tenant: &Tenant,
    Path(path): Path<UserPath>,
    Query(query): Query<GetSettings>,
) -> Result<Json<FormView<UserSettings>>> {
    let all = store::of_named(tenant, &path.user_id, query.login_type)?;
    let all = all.ok_or_else(|| NO_USER.with(&path.user_id))?;
    let groups = all.groups();
    let (view, filter) = (all.view(&groups), Filter::parse(&query.custom_query_fields));
    let mut answer = view.answer(Part::document(query.option), &filter);
    // The form with both ways to sign in has no option: it is found by the names of its fields.
    if answer.is_empty() && query.option.is_none() {
        answer = view.answer(Document::Authentication, &filter);
    }
    Json::of(&answer.into())
}

fn update(
    tenant: &mut Tenant,
    Path(path): Path<UserPath>,
    Query(query): Query<UpdateSettings>,
    body: FormBody<SetUserSettings>,
) -> Result<NoContent> {
    let user = existing(tenant, &path.user_id)?;
    let before = store::of_user(tenant, &user.id, None)?.ok_or_else(|| NO_USER.with(&path.user_id))?;
    let (groups, document) = (before.groups(), Part::document(query.option));
    let was = before.view(&groups);
    let mut change = decided(tenant, document, &was, body.value)?;
    if !edits_users(tenant) {
        features::leave_alone(&was, &mut change)?;
    }
    if change.values.is_empty() {
        return Ok(NoContent);
    }
    let after = merged(&before, &change);
    let now = after.view(&groups);
    features::check(&was, &now, user.kind == billing::LICENSED)?;
    held::missing(tenant, &was, &now)?.map_or(Ok(()), Err)?;
    keep(tenant, &user, (&before, &after), (document, &change))?;
    Ok(NoContent)
}

/// The settings of a user with the change in them.
pub fn merged(before: &OfUser, change: &Change) -> OfUser {
    let mut after = before.clone();
    change.merge_into(&mut after.user.values);
    after
}

/// Keeps what has been decided, with the licenses that the user takes by it, and tells of it.
///
/// # Errors
/// Those of the store.
pub fn keep(
    tenant: &mut Tenant,
    user: &User,
    (before, after): (&OfUser, &OfUser),
    (document, change): (Document, &Change),
) -> Result<()> {
    let groups = before.groups();
    let (was, now) = (before.view(&groups), after.view(&groups));
    held::shift(tenant, user, &was, &now)?;
    store::save(tenant, &user.id, &after.user)?;
    tell(tenant, user, &(was.touched(document, change), now.touched(document, change)))
}

/// `told` is what was, and what is now.
fn tell(tenant: &mut Tenant, user: &User, (was, now): &(Fields, Fields)) -> Result<()> {
    touch(tenant, &user.id)?;
    let (now, old_object) = (Told { id: &user.id, settings: now }, Told { id: &user.id, settings: was });
    tenant.emit(&UserSettingsUpdated { now, old_object, version: user.version + 1 })?;
    Ok(())
}

type Fields = serde_json::Map<String, Value>;
