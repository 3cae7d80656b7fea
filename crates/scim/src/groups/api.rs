//! `/scim2/Groups`: the groups of an account, as identity providers keep them.
use super::{
    find,
    members::{self, Change},
    shown,
};
use crate::{
    SCOPE, canonical,
    failures::*,
    lists::{self, ListQuery},
    patch::{self, Operation},
    schemas::{GROUPS, ZOOM_GROUP},
    selection::{Selection, Shown},
    users::{PatchForm, object, titled},
};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use storage::Tenant;
use users::{
    groups::{
        Group,
        change::{self, Described},
        provisioning,
    },
    users::DAILY_LIMIT,
};

pub fn operations(api: &mut Api) {
    api.get("/scim2/Groups", list)
        .summary("List groups for provisioning")
        .scopes(SCOPE)
        .privilege(&[Privilege::GroupRead])
        .rate(Rate::Medium)
        .reads_much()
        .paid_only(NOT_PAID)
        .fails(&[BAD_GROUP_FILTER]);
    api.post("/scim2/Groups", create)
        .summary("Provision a group")
        .scopes(SCOPE)
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID)
        .fails(&[BAD_GROUP_NAME, GROUP_EXISTS, GROUP_FAILED, NO_MEMBER, TOO_MANY_MEMBERS, DAILY_LIMIT]);
    api.get("/scim2/Groups/{groupId}", get)
        .summary("Get a group for provisioning")
        .scopes(SCOPE)
        .privilege(&[Privilege::GroupRead])
        .rate(Rate::Light)
        .reads_much()
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP]);
    api.put("/scim2/Groups/{groupId}", replace)
        .summary("Bring a provisioned group to a state")
        .scopes(SCOPE)
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID)
        .fails(CHANGES);
    api.patch("/scim2/Groups/{groupId}", update)
        .summary("Change a provisioned group, or who is in it")
        .scopes(SCOPE)
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID)
        .fails(&[BAD_OPERATIONS, TOO_MANY_OPERATIONS, BAD_PATH, NO_TARGET, FIXED])
        .fails(CHANGES);
    api.delete("/scim2/Groups/{groupId}", delete)
        .summary("Delete a provisioned group")
        .scopes(SCOPE)
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP, OUTDATED, change::HAS_BARRIERS]);
}

const CHANGES: &[Failure] = &[NO_GROUP, OUTDATED, BAD_GROUP_NAME, GROUP_EXISTS, NO_MEMBER, TOO_MANY_MEMBERS];
/// The most characters of a name, as `POST /groups` has it.
const LONGEST_NAME: usize = 127;
const LONGEST_ALIAS: usize = 128;

/// A group as provisioning shows it.
pub struct GroupResource;

impl View for GroupResource {
    type Row<'r> = Value;
    const NAME: &'static str = "ProvisionedGroup";
    fn schema() -> Value {
        titled(GROUPS.schema(), Self::NAME)
    }
}

struct GroupList;

impl View for GroupList {
    type Row<'r> = Value;
    const NAME: &'static str = "ProvisionedGroups";
    fn schema() -> Value {
        titled(lists::schema(GroupResource::schema()), Self::NAME)
    }
}

/// What a client says of a group.
pub struct GroupForm;

impl Forms for GroupForm {
    const NAME: &'static str = "ProvisionGroup";
    fn schemas() -> Vec<Value> {
        vec![titled(GROUPS.schema(), Self::NAME)]
    }
}

fn list(tenant: &Tenant, Query(query): Query<ListQuery>, site: Site) -> Result<Json<GroupList>> {
    let (window, selection) = (query.window(), query.selection(&GROUPS));
    let filter = query.filter(&GROUPS, BAD_GROUP_FILTER)?;
    find::list(tenant, filter.as_ref(), window, &selection, &site)?.list(window, &selection)
}

#[derive(Deserialize, JsonSchema)]
struct GroupPath {
    #[serde(rename = "groupId")]
    group_id: String,
}

fn get(
    tenant: &Tenant,
    (Path(path), Query(query)): (Path<GroupPath>, Query<Shown>),
    site: Site,
    conditions: Conditions,
) -> Result<Resource<GroupResource>> {
    let group = existing(tenant, &path.group_id)?;
    let at = shown::standpoint(tenant, &site, &group);
    if conditions.knows(group.version) {
        return Ok(Resource::known(at));
    }
    Resource::of(&whole(tenant, &group, &query.selection(&GROUPS), &site)?, at)
}

fn create(
    tenant: &mut Tenant,
    Query(query): Query<Shown>,
    body: FormBody<GroupForm>,
    site: Site,
) -> Result<NewResource<GroupResource>> {
    let body = canonical::resource(&GROUPS, object(&body.value))?;
    let described = Said::of(&body)?;
    let described = described.over(Described::default())?;
    if provisioning::id_by_name(tenant, described.name)?.is_some() {
        return Err(GROUP_EXISTS.with(described.name));
    }
    let group = change::make(tenant, described).map_err(|error| error.reworded(&[(change::TOO_MANY, GROUP_FAILED)]))?;
    let group = members::apply(tenant, group, &Change::all(body.get("members"))?)?;
    let at = shown::standpoint(tenant, &site, &group);
    NewResource::of(&whole(tenant, &group, &query.selection(&GROUPS), &site)?, at)
}

fn replace(
    tenant: &mut Tenant,
    (Path(path), Query(query)): (Path<GroupPath>, Query<Shown>),
    (body, conditions): (FormBody<GroupForm>, Conditions),
    site: Site,
) -> Result<Resource<GroupResource>> {
    let before = existing(tenant, &path.group_id)?;
    conditions.check(before.version)?;
    let body = canonical::resource(&GROUPS, object(&body.value))?;
    let group = describe(tenant, &before, &body)?;
    let group = members::apply(tenant, group, &Change::all(body.get("members"))?)?;
    let at = shown::standpoint(tenant, &site, &group);
    Resource::of(&whole(tenant, &group, &query.selection(&GROUPS), &site)?, at)
}

fn update(
    tenant: &mut Tenant,
    Path(path): Path<GroupPath>,
    body: FormBody<PatchForm>,
    conditions: Conditions,
) -> Result<NoContent> {
    let before = existing(tenant, &path.group_id)?;
    conditions.check(before.version)?;
    let operations = patch::operations(&GROUPS, object(&body.value))?;
    let (of_members, others): (Vec<&Operation>, Vec<&Operation>) =
        operations.iter().partition(|it| it.is_about("members"));
    let mut after = shown::described(&before);
    others.iter().try_for_each(|operation| operation.apply(&mut after))?;
    let group = describe(tenant, &before, &after)?;
    let changes = of_members.into_iter().map(Change::of).collect::<Result<Vec<_>>>()?;
    members::apply(tenant, group, &changes)?;
    Ok(NoContent)
}

fn delete(tenant: &mut Tenant, Path(path): Path<GroupPath>, conditions: Conditions) -> Result<NoContent> {
    let group = existing(tenant, &path.group_id)?;
    conditions.check(group.version)?;
    change::delete(tenant, group)?;
    Ok(NoContent)
}

/// What a body says of a group, without its members.
struct Said {
    name: Option<String>,
    external_id: Option<String>,
    email_alias: Option<String>,
}

impl Said {
    /// # Errors
    /// [`BAD_GROUP_NAME`], an alias that is too long.
    fn of(body: &Map<String, Value>) -> Result<Self> {
        let text = |value: &Value| value.as_str().unwrap_or_default().trim().to_owned();
        let alias = match body.get(ZOOM_GROUP.id) {
            Some(Value::Null) => Some(String::new()),
            other => other.and_then(|fields| fields.get("emailAlias")).map(text),
        };
        if alias.as_ref().is_some_and(|alias| alias.chars().count() > LONGEST_ALIAS) {
            return Err(canonical::invalid("emailAlias"));
        }
        Ok(Said {
            name: body.get("displayName").map(text),
            external_id: body.get("externalId").map(text),
            email_alias: alias,
        })
    }
    /// What is said, over what was said before.
    ///
    /// # Errors
    /// [`BAD_GROUP_NAME`].
    fn over<'s>(&'s self, before: Described<'s>) -> Result<Described<'s>> {
        let name = self.name.as_deref().unwrap_or(before.name);
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(BAD_GROUP_NAME.into());
        }
        Ok(Described {
            name,
            external_id: self.external_id.as_deref().unwrap_or(before.external_id),
            email_alias: self.email_alias.as_deref().unwrap_or(before.email_alias),
        })
    }
}

fn describe(tenant: &mut Tenant, before: &Group, body: &Map<String, Value>) -> Result<Group> {
    let said = Said::of(body)?;
    let described = said.over(Described::of(before))?;
    if described.name != before.name && provisioning::id_by_name(tenant, described.name)?.is_some() {
        return Err(GROUP_EXISTS.with(described.name));
    }
    change::describe(tenant, before, described)
}

fn whole(tenant: &Tenant, group: &Group, selection: &Selection, site: &Site) -> Result<Value> {
    let members = find::members(tenant, group, selection)?;
    Ok(selection.of(shown::group(tenant, group, &members, site)).into())
}

fn existing(tenant: &Tenant, id: &str) -> Result<Group> {
    provisioning::one(tenant, id)?.ok_or_else(|| NO_GROUP.into())
}
