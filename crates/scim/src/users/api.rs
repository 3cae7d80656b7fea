//! `/scim2/Users`: the users of an account, as identity providers keep them.
use super::{
    find,
    shown::{self, As},
    wanted::{Desired, REFUSALS},
};
use crate::{
    SCOPE, canonical, difference,
    failures::*,
    lists::{self, ListQuery},
    patch,
    schemas::USERS,
    selection::{Selection, Shown},
};
use mail::Post;
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use storage::Tenant;
use users::users::provisioning::{self, WithRole};

pub fn operations(api: &mut Api) {
    api.get("/scim2/Users", list)
        .summary("List users for provisioning")
        .scopes(SCOPE)
        .privilege(&[Privilege::UserRead])
        .unprivileged(MAY_NOT_LIST)
        .rate(Rate::Medium)
        .reads_much()
        .on_second_level()
        .fails(&[BAD_USER_FILTER]);
    api.post("/scim2/Users", create)
        .summary("Provision a user")
        .scopes(SCOPE)
        .privilege(&[Privilege::UserEdit])
        .rate(Rate::Light)
        .fails(REFUSALS)
        .fails(provisioning::REFUSALS);
    api.get("/scim2/Users/{userId}", get)
        .summary("Get a user for provisioning")
        .scopes(SCOPE)
        .privilege(&[Privilege::UserRead])
        .rate(Rate::Light)
        .on_second_level()
        .fails(&[NO_USER]);
    api.put("/scim2/Users/{userId}", replace)
        .summary("Bring a provisioned user to a state")
        .scopes(SCOPE)
        .privilege(&[Privilege::UserEdit])
        .rate(Rate::Light)
        .fails(&[NO_USER, OUTDATED])
        .fails(REFUSALS)
        .fails(provisioning::REFUSALS);
    api.patch("/scim2/Users/{userId}", update)
        .summary("Change a provisioned user, or let it sign in or not")
        .scopes(SCOPE)
        .privilege(&[Privilege::UserEdit])
        .rate(Rate::Light)
        .fails(&[NO_USER, OUTDATED, BAD_OPERATIONS, TOO_MANY_OPERATIONS, BAD_PATH, NO_TARGET, FIXED])
        .fails(REFUSALS)
        .fails(provisioning::REFUSALS);
    api.delete("/scim2/Users/{userId}", delete)
        .summary("Delete a provisioned user")
        .scopes(SCOPE)
        .privilege(&[Privilege::UserEdit])
        .unprivileged(MAY_NOT_DELETE)
        .rate(Rate::Light)
        .fails(&[NO_USER, OUTDATED, ADMIN_STAYS, FORCE_INACTIVE]);
}

/// A user as provisioning shows it.
pub struct UserResource;

impl View for UserResource {
    type Row<'r> = Value;
    const NAME: &'static str = "ProvisionedUser";
    fn schema() -> Value {
        titled(USERS.schema(), Self::NAME)
    }
}

pub struct UserList;

impl View for UserList {
    type Row<'r> = Value;
    const NAME: &'static str = "ProvisionedUsers";
    fn schema() -> Value {
        titled(lists::schema(UserResource::schema()), Self::NAME)
    }
}

/// What a client says of a user.
pub struct UserForm;

impl Forms for UserForm {
    const NAME: &'static str = "ProvisionUser";
    fn schemas() -> Vec<Value> {
        vec![titled(USERS.schema(), Self::NAME)]
    }
}

pub fn titled(mut schema: Value, name: &str) -> Value {
    if let Value::Object(fields) = &mut schema {
        fields.insert("title".to_owned(), name.into());
    }
    schema
}

/// The operations of a PATCH.
pub struct PatchForm;

impl Forms for PatchForm {
    const NAME: &'static str = "PatchOperations";
    fn schemas() -> Vec<Value> {
        let operation = serde_json::json!({"type": "object", "properties": {
            "op": {"type": "string", "description": "`add`, `replace` or `remove`, in whatever case."},
            "path": {"type": "string", "description": "An attribute; without one the value names them."},
            "value": {"description": "What is added, or stands there from then on."},
        }});
        vec![serde_json::json!({"title": Self::NAME, "type": "object", "properties": {
            "schemas": {"type": "array", "items": {"type": "string"}},
            "Operations": {"type": "array", "items": operation},
        }})]
    }
}

fn list(tenant: &Tenant, Query(query): Query<ListQuery>, site: Site) -> Result<Json<UserList>> {
    let (window, selection) = (query.window(), query.selection(&USERS));
    let found = match query.filter(&USERS, BAD_USER_FILTER)? {
        None => find::page(tenant, window, &selection, &site)?,
        Some(filter) => find::filtered(tenant, &filter, window, &selection, &site)?,
    };
    found.list(window, &selection)
}

#[derive(Deserialize, JsonSchema)]
struct UserPath {
    #[serde(rename = "userId")]
    user_id: String,
}

fn get(
    tenant: &Tenant,
    (Path(path), Query(query)): (Path<UserPath>, Query<Shown>),
    site: Site,
    conditions: Conditions,
) -> Result<Resource<UserResource>> {
    let found = existing(tenant, &path.user_id)?;
    let at = shown::standpoint(tenant, &site, &found.user);
    let selection = query.selection(&USERS);
    // The names of a role and of groups change without the user.
    let is_of_user_alone = !selection.wants("roles", true) && !selection.wants("groups", true);
    if is_of_user_alone && conditions.knows(found.user.version) {
        return Ok(Resource::known(at));
    }
    Resource::of(&whole(tenant, &found, &selection, (&site, As::Read))?, at)
}

fn create(
    tenant: &mut Tenant,
    Query(query): Query<Shown>,
    body: FormBody<UserForm>,
    (site, post): (Site, Post),
) -> Result<NewResource<UserResource>> {
    let body = canonical::resource(&USERS, object(&body.value))?;
    let id = Desired::of(tenant, None, &body)?.create(tenant, &post)?;
    let made = existing(tenant, &id)?;
    let at = shown::standpoint(tenant, &site, &made.user);
    NewResource::of(&whole(tenant, &made, &query.selection(&USERS), (&site, As::Written))?, at)
}

fn replace(
    tenant: &mut Tenant,
    (Path(path), Query(query)): (Path<UserPath>, Query<Shown>),
    (body, conditions): (FormBody<UserForm>, Conditions),
    (site, post): (Site, Post),
) -> Result<Resource<UserResource>> {
    let before = existing(tenant, &path.user_id)?;
    conditions.check(before.user.version)?;
    let body = canonical::resource(&USERS, object(&body.value))?;
    Desired::of(tenant, Some(&before), &body)?.bring(tenant, &post, &before)?;
    answer(tenant, &path.user_id, &query, &site)
}

fn update(
    tenant: &mut Tenant,
    (Path(path), Query(query)): (Path<UserPath>, Query<Shown>),
    (body, conditions): (FormBody<PatchForm>, Conditions),
    (site, post): (Site, Post),
) -> Result<Resource<UserResource>> {
    let before = existing(tenant, &path.user_id)?;
    conditions.check(before.user.version)?;
    let operations = patch::operations(&USERS, object(&body.value))?;
    let groups = users::groups::provisioning::names_of_user(tenant, &before.user.id)?;
    let state = shown::user(tenant, &before, Some(&groups), &site, As::Written);
    let mut after = state.clone();
    operations.iter().try_for_each(|operation| operation.apply(&mut after))?;
    let mut changed = difference::between(&state, &after);
    // Where a client says both, the name counts, also when it says nothing new.
    if operations.iter().any(|operation| operation.is_about("userName")) {
        changed.remove("emails");
    }
    Desired::of(tenant, Some(&before), &changed)?.bring(tenant, &post, &before)?;
    answer(tenant, &path.user_id, &query, &site)
}

fn delete(tenant: &mut Tenant, Path(path): Path<UserPath>, conditions: Conditions) -> Result<NoContent> {
    let user = existing(tenant, &path.user_id)?.user;
    conditions.check(user.version)?;
    let words = [(provisioning::ADMIN_STAYS, ADMIN_STAYS), (provisioning::LOCKED, FORCE_INACTIVE)];
    provisioning::delete(tenant, &user).map_err(|error| error.reworded(&words))?;
    Ok(NoContent)
}

fn answer(tenant: &Tenant, id: &str, query: &Shown, site: &Site) -> Result<Resource<UserResource>> {
    let found = existing(tenant, id)?;
    let at = shown::standpoint(tenant, site, &found.user);
    Resource::of(&whole(tenant, &found, &query.selection(&USERS), (site, As::Written))?, at)
}

/// With the groups, where they are asked for.
fn whole(tenant: &Tenant, found: &WithRole, selection: &Selection, (site, shown_as): (&Site, As)) -> Result<Value> {
    let groups = find::groups(tenant, found, selection, true)?;
    Ok(selection.of(shown::user(tenant, found, groups.as_deref(), site, shown_as)).into())
}

/// By its id alone, as the protocol has it.
fn existing(tenant: &Tenant, id: &str) -> Result<WithRole> {
    provisioning::one(tenant, id)?.ok_or_else(|| NO_USER.into())
}

/// A body that the pipeline has read is an object.
pub fn object(body: &Value) -> &Map<String, Value> {
    static NOTHING: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    body.as_object().unwrap_or(&NOTHING)
}
