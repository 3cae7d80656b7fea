//! A group as a resource of the protocol.
use crate::{
    addresses::location,
    schemas::{GROUP, GROUPS, USERS, ZOOM_GROUP},
};
use platform::{Site, Standpoint, Timestamp, etag};
use serde_json::{Map, Value, json};
use storage::Tenant;
use users::groups::Group;

pub fn standpoint(tenant: &Tenant, site: &Site, group: &Group) -> Standpoint {
    Standpoint { location: location(tenant, site, &GROUPS, &group.id), version: group.version }
}

/// What a client has said of the group, without its members.
pub fn described(group: &Group) -> Map<String, Value> {
    let mut shown = Map::from_iter([("displayName".to_owned(), Value::from(&*group.name))]);
    if !group.external_id.is_empty() {
        shown.insert("externalId".to_owned(), (&*group.external_id).into());
    }
    if !group.email_alias.is_empty() {
        shown.insert(ZOOM_GROUP.id.to_owned(), json!({"emailAlias": group.email_alias}));
    }
    shown
}

/// `members` are the ids of the users in it; nobody is left out.
pub fn group(tenant: &Tenant, group: &Group, members: &[String], site: &Site) -> Map<String, Value> {
    let mut shown = described(group);
    let mut schemas = vec![GROUP.id];
    schemas.extend(shown.contains_key(ZOOM_GROUP.id).then_some(ZOOM_GROUP.id));
    shown.insert("schemas".to_owned(), json!(schemas));
    shown.insert("id".to_owned(), (&*group.id).into());
    if !members.is_empty() {
        let member = |id: &String| json!({"value": id, "$ref": location(tenant, site, &USERS, id), "type": USERS.name});
        shown.insert("members".to_owned(), members.iter().map(member).collect());
    }
    let meta = json!({
        "resourceType": GROUPS.name,
        "created": Timestamp::from_millis(group.created_at),
        "lastModified": Timestamp::from_millis(group.updated_at.unwrap_or(group.created_at)),
        "location": location(tenant, site, &GROUPS, &group.id),
        "version": etag(group.version),
    });
    shown.insert("meta".to_owned(), meta);
    shown
}
