//! `/contacts/groups/{groupId}/members`: the users and groups of users in a contact group.
use super::{
    api::{ContactGroupPath, NO_GROUP, NOT_PAID, NOT_PAID_TO_DELETE},
    events::{MembersAdded, MembersDeleted},
    store::{self, ContactGroup},
    views::{ContactGroupMember, ContactGroupMemberRow, ContactGroupMembersAdded},
};
use crate::{groups, information_barriers::Sight, users};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use storage::{Sql, Tenant, record, sql};

pub fn operations(api: &mut Api) {
    api.get("/contacts/groups/{groupId}/members", list)
        .summary("List the members of a contact group")
        .scope("contact_group:read:list_contact_group_members")
        .rate(Rate::Medium)
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP]);
    api.post("/contacts/groups/{groupId}/members", add)
        .summary("Add users and groups of users to a contact group")
        .scope("contact_group:write:contact_group_member")
        .rate(Rate::Heavy)
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP])
        .fails(FAILURES);
    api.delete("/contacts/groups/{groupId}/members", remove)
        .summary("Remove members from a contact group")
        .scope("contact_group:delete:contact_group_member")
        .rate(Rate::Heavy)
        .paid_only(NOT_PAID_TO_DELETE)
        .fails(&[NO_GROUP, NO_MEMBER, TOO_MANY_TO_REMOVE, LAST_MEMBER]);
}

/// Those of naming members.
pub const FAILURES: &[Failure] = &[TOO_MANY_USERS, TOO_MANY_GROUPS, NO_MEMBER];

const TOO_MANY_USERS: Failure = Failure::new(400, 300, "The maximum number of user member per request is 50.");
const TOO_MANY_GROUPS: Failure = Failure::new(400, 300, "The maximum number of group member per request is 3.");
const TOO_MANY_TO_REMOVE: Failure = Failure::new(400, 300, "The maximum number of memberId is 20.");
/// A user or a group that the account does not have, or the contact group has not.
const NO_MEMBER: Failure = Failure::new(400, 300, "A member with this memberId: {} does not exist.");
const LAST_MEMBER: Failure = Failure::new(400, 300, "A group must have at least one member.");

const MOST_USERS: usize = 50;
const MOST_GROUPS: usize = 3;
const MOST_TO_REMOVE: usize = 20;
/// Members that are read at once where some of them may be passed over.
const BATCH: i64 = 100;

const LIST: Sql = sql!(
    "SELECT m.kind, m.member_id, u.display_name, g.name, u.assigned
     FROM (SELECT member_id, kind FROM contact_group_members
           WHERE account_id = $1 AND contact_group_id = $2 AND member_id > $3
           ORDER BY member_id LIMIT $4 OFFSET $5) m
     LEFT JOIN users u ON u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = m.member_id
     LEFT JOIN user_groups g ON g.account_id = $1 AND g.id = m.member_id
     ORDER BY m.member_id NULLS FIRST"
);
const OF_MEMBER: Sql = sql!(
    "SELECT contact_group_id, kind FROM contact_group_members WHERE account_id = $1 AND member_id = $2 ORDER BY contact_group_id"
);
const KIND: Sql =
    sql!("SELECT kind FROM contact_group_members WHERE account_id = $1 AND contact_group_id = $2 AND member_id = $3");
const ADD: Sql = sql!(
    "INSERT INTO contact_group_members (account_id, contact_group_id, member_id, kind) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING"
);
const TAKE: Sql =
    sql!("DELETE FROM contact_group_members WHERE account_id = $1 AND contact_group_id = $2 AND member_id = $3");
const TAKE_ALL: Sql = sql!("DELETE FROM contact_group_members WHERE account_id = $1 AND contact_group_id = $2");

choice! {
    /// What a member is: 1 a user, 2 a group of users.
    pub enum MemberType: number { User = 1, Group = 2 }
}

/// A user or a group of users, by its id.
#[derive(Deserialize, JsonSchema)]
pub struct NewMember {
    r#type: MemberType,
    id: String,
}

record! {
    struct MemberRow<'r> {
        kind: i64,
        id: &'r str,
        display_name: Option<&'r str>,
        group_name: Option<&'r str>,
        /// What is assigned to a user, its groups among it.
        assigned: Option<&'r str>,
    }
}

impl<'r> MemberRow<'r> {
    fn view(&self) -> ContactGroupMemberRow<'r> {
        let name = self.display_name.or(self.group_name).unwrap_or_default();
        ContactGroupMemberRow { r#type: self.kind, id: self.id, name }
    }
    /// The group that barriers know it by: the primary one of a user, or the group of users that it is.
    fn group(&self) -> storage::Result<Option<String>> {
        match self.assigned {
            Some(assigned) => users::primary_group(assigned),
            None => Ok(Some(self.id.to_owned())),
        }
    }
}

/// A member as it is stored, and as events show it.
#[derive(Serialize)]
pub struct Member {
    /// 1 for a user, 2 for a group of users.
    pub r#type: i64,
    pub id: String,
}

fn list(
    tenant: &Tenant,
    Path(path): Path<ContactGroupPath>,
    paging: Paging<50, 10>,
) -> Result<Page<ContactGroupMember>> {
    let group = store::existing(tenant, &path.group_id)?;
    let mut page = paging.page::<ContactGroupMember>();
    let sight = Sight::of_caller(tenant)?;
    if !sight.is_clear() {
        list_found(tenant, &group.id, &sight, &mut page)?;
        return page.finish(group.total_members);
    }
    page.fill(tenant, LIST, &[(&group.id).into()], |row, page| {
        let row = MemberRow::read(row)?;
        page.push(row.id, &row.view())
    })?;
    page.finish(group.total_members)
}

/// Writes the page of those whom the caller finds. Whoever is passed over is on no page, so those before a page by number
/// are counted here.
fn list_found<const MAX: i64>(
    tenant: &Tenant,
    group_id: &str,
    sight: &Sight,
    page: &mut PageWriter<ContactGroupMember, MAX>,
) -> Result<()> {
    let (mut after, mut skip, mut left) = (page.after().to_owned(), page.skip(), page.want());
    loop {
        let (from, mut read) = (after.clone(), 0_i64);
        tenant.each(LIST, &[group_id.into(), (&from).into(), BATCH.into(), 0_i64.into()], &mut |row| {
            let row = MemberRow::read(row)?;
            read += 1;
            row.id.clone_into(&mut after);
            if left == 0 || !sight.finds(row.group()?.as_deref()) {
                return Ok(());
            }
            if skip > 0 {
                skip -= 1;
                return Ok(());
            }
            left -= 1;
            page.push(row.id, &row.view())
        })?;
        if left == 0 || read < BATCH {
            return Ok(());
        }
    }
}

#[derive(Deserialize, JsonSchema)]
struct AddMembers {
    /// 50 users and 3 groups of users at most.
    #[schemars(length(min = 1))]
    group_members: Vec<NewMember>,
}

fn add(
    tenant: &mut Tenant,
    Path(path): Path<ContactGroupPath>,
    Body(body): Body<AddMembers>,
) -> Result<Created<ContactGroupMembersAdded>> {
    let mut group = store::existing(tenant, &path.group_id)?;
    let members = named(tenant, &body.group_members)?;
    join(tenant, &mut group, &members)?;
    Created::of(&ContactGroupMembersAdded { member_ids: members.into_iter().map(|member| member.id).collect() })
}

/// The users and groups of this account that a request names, each once.
///
/// # Errors
/// One of [`FAILURES`].
pub fn named(tenant: &Tenant, sent: &[NewMember]) -> Result<Vec<Member>> {
    let number_of = |kind| sent.iter().filter(|member| member.r#type == kind).count();
    if number_of(MemberType::User) > MOST_USERS {
        return Err(TOO_MANY_USERS.into());
    }
    if number_of(MemberType::Group) > MOST_GROUPS {
        return Err(TOO_MANY_GROUPS.into());
    }
    let mut members: Vec<Member> = Vec::with_capacity(sent.len());
    for NewMember { r#type, id } in sent {
        if !exists(tenant, *r#type, id)? {
            return Err(NO_MEMBER.with(id));
        }
        if members.iter().all(|known| known.id != *id) {
            members.push(Member { r#type: r#type.number(), id: id.clone() });
        }
    }
    Ok(members)
}

fn exists(tenant: &Tenant, kind: MemberType, id: &str) -> Result<bool> {
    Ok(match kind {
        MemberType::User => users::find_by_id(tenant, id)?.is_some(),
        MemberType::Group => groups::exists(tenant, id)?,
    })
}

/// Adds those that are not in the contact group yet.
pub fn join(tenant: &mut Tenant, group: &mut ContactGroup, members: &[Member]) -> Result<()> {
    let mut newcomers = Vec::new();
    for member in members {
        let cells = [(&group.id).into(), (&member.id).into(), member.r#type.into()];
        if !tenant.insert(ADD, &cells)?.is_duplicate() {
            group.total_members += 1;
            newcomers.push(member);
        }
    }
    if newcomers.is_empty() {
        return Ok(());
    }
    store::save(tenant, group)?;
    Ok(tenant.emit(&MembersAdded { id: &group.id, members: &newcomers, version: group.version })?)
}

#[derive(Deserialize, JsonSchema)]
struct RemoveMembers {
    /// Ids, comma-separated: 20 at most.
    #[schemars(length(min = 1))]
    member_ids: Vec<String>,
}

fn remove(
    tenant: &mut Tenant,
    Path(path): Path<ContactGroupPath>,
    Query(query): Query<RemoveMembers>,
) -> Result<NoContent> {
    let mut group = store::existing(tenant, &path.group_id)?;
    let mut ids = query.member_ids;
    if ids.len() > MOST_TO_REMOVE {
        return Err(TOO_MANY_TO_REMOVE.into());
    }
    ids.sort_unstable();
    ids.dedup();
    let mut members = Vec::with_capacity(ids.len());
    for id in ids {
        let kind = tenant.first(KIND, &[(&group.id).into(), (&id).into()], |row| row.get::<i64>(0))?;
        members.push(Member { r#type: kind.ok_or_else(|| NO_MEMBER.with(&id))?, id });
    }
    if i64::try_from(members.len()).is_ok_and(|leaving| leaving >= group.total_members) {
        return Err(LAST_MEMBER.into());
    }
    take(tenant, &mut group, &members)?;
    Ok(NoContent)
}

fn take(tenant: &mut Tenant, group: &mut ContactGroup, members: &[Member]) -> Result<()> {
    for member in members {
        tenant.execute(TAKE, &[(&group.id).into(), (&member.id).into()])?;
        group.total_members -= 1;
    }
    store::save(tenant, group)?;
    let members: Vec<&Member> = members.iter().collect();
    Ok(tenant.emit(&MembersDeleted { id: &group.id, members: &members, version: group.version })?)
}

/// Takes a user who leaves the account, or a group of users that is deleted, out of every contact group.
pub fn forget(tenant: &mut Tenant, member_id: &str) -> Result<()> {
    let mut found: Vec<(String, i64)> = Vec::new();
    tenant.each(OF_MEMBER, &[member_id.into()], &mut |row| {
        found.push((row.get(0)?, row.get(1)?));
        Ok(())
    })?;
    for (id, kind) in found {
        let mut group = store::referred(tenant, &id)?;
        take(tenant, &mut group, &[Member { r#type: kind, id: member_id.to_owned() }])?;
    }
    Ok(())
}

/// Takes everything out of a contact group that is deleted.
pub fn dissolve(tenant: &mut Tenant, id: &str) -> storage::Result<()> {
    tenant.execute(TAKE_ALL, &[id.into()]).map(drop)
}
