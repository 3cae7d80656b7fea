//! Providing: the whole list of one kind for one user, in the place of what was there.
use super::{
    items::{CollaborationDevice, MeetingTemplate, SummaryTemplate},
    store::{self, Item, MOST},
};
use crate::users::user::{self, User};
use platform::{Failure, Result};
use serde::Serialize;
use storage::{Fault, Tenant, events};

/// An id that none of the user's things of this kind has, or that two of the list have.
pub const UNKNOWN_ITEM: Failure =
    Failure::new(404, 404, "The user has nothing with this id, or it stands there twice: {}.");

/// Whoever gets what another one had would have more of a kind than anybody has.
pub const NO_ROOM: Failure = Failure::new(400, 300, "There is no room for so many templates: {}.");

/// A kind of things that are provided.
pub trait Provided: Serialize {
    /// As stored.
    const KIND: &'static str;
    fn id(&mut self) -> &mut String;
}

macro_rules! provided {
    ($($type:ident is $kind:literal by $id:ident)*) => { $(
        impl Provided for $type {
            const KIND: &'static str = $kind;
            fn id(&mut self) -> &mut String {
                &mut self.$id
            }
        }
    )* };
}
provided! {
    SummaryTemplate is "summary_template" by meeting_summary_template_id
    MeetingTemplate is "meeting_template" by id
    CollaborationDevice is "collaboration_device" by id
}

/// What is kept for a user has changed.
#[derive(Serialize)]
struct ItemsProvided<'a> {
    id: &'a str,
    email: &'a str,
    kind: &'a str,
    item_ids: Vec<&'a str>,
    old_object: Old<'a>,
    #[serde(skip)]
    version: i64,
}

#[derive(Serialize)]
struct Old<'a> {
    item_ids: Vec<&'a str>,
}

events! {
    ItemsProvided is "user.items_provided";
}

/// Puts the list in the place of what was there. An item without id is new. The list as it is kept then.
///
/// # Errors
/// [`NO_USER`](crate::users::NO_USER), [`NO_INVITATION`](crate::users::NO_INVITATION), [`UNKNOWN_ITEM`].
pub fn provide<P: Provided>(tenant: &mut Tenant, user: &str, mut list: Vec<P>) -> Result<Vec<P>> {
    let user = user::existing(tenant, user)?;
    let before = store::list(tenant, &user.id, P::KIND)?;
    let mut after: Vec<Item> = Vec::with_capacity(list.len());
    for thing in &mut list {
        let id = kept_id(tenant, thing.id(), &before, &after)?;
        thing.id().clone_from(&id);
        let body = serde_json::to_string(thing).map_err(Fault::broken)?;
        after.push(Item { kind: P::KIND.to_owned(), id, body });
    }
    if after != before {
        store::replace(tenant, &user.id, P::KIND, &after)?;
        tell(tenant, &user, P::KIND, [&before, &after])?;
    }
    Ok(list)
}

/// Adds everything of the kind that a user has to what another one has.
///
/// # Errors
/// [`NO_ROOM`].
pub fn hand_on<P: Provided>(tenant: &mut Tenant, from: &User, heir_id: &str) -> Result<()> {
    let handed = store::list(tenant, &from.id, P::KIND)?;
    if handed.is_empty() {
        return Ok(());
    }
    let heir = user::existing(tenant, heir_id)?;
    let before = store::list(tenant, &heir.id, P::KIND)?;
    let after = [&*before, &*handed].concat();
    if after.len() > MOST {
        return Err(NO_ROOM.with(&heir.email));
    }
    store::replace(tenant, &from.id, P::KIND, &[])?;
    store::replace(tenant, &heir.id, P::KIND, &after)?;
    tell(tenant, &heir, P::KIND, [&before, &after])
}

fn kept_id(tenant: &mut Tenant, sent: &str, before: &[Item], after: &[Item]) -> Result<String> {
    let has = |items: &[Item]| items.iter().any(|item| item.id == sent);
    match sent {
        "" => Ok(tenant.new_id()),
        _ if has(before) && !has(after) => Ok(sent.to_owned()),
        _ => Err(UNKNOWN_ITEM.with(sent)),
    }
}

fn tell(tenant: &mut Tenant, user: &User, kind: &str, [before, after]: [&[Item]; 2]) -> Result<()> {
    let ids = |items: &'_ [Item]| -> Vec<String> { items.iter().map(|item| item.id.clone()).collect() };
    let (old, new) = (ids(before), ids(after));
    user::touch(tenant, &user.id)?;
    Ok(tenant.emit(&ItemsProvided {
        id: &user.id,
        email: &user.email,
        kind,
        item_ids: new.iter().map(String::as_str).collect(),
        old_object: Old { item_ids: old.iter().map(String::as_str).collect() },
        version: user.version + 1,
    })?)
}
