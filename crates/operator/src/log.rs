//! `/events`: the log of what happened, over all accounts.
use crate::paths::hundred;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use storage::{Directory, EventRecord};

pub fn operations(api: &mut Api) {
    api.get("/events", list).summary("Read the log of events").one_statement();
}

#[derive(Deserialize, JsonSchema)]
struct ListEvents {
    /// The position of the last event that was read; from the beginning when left out.
    #[serde(default)]
    #[schemars(range(min = 0))]
    after: i64,
    /// The most to show.
    #[serde(default = "hundred")]
    #[schemars(range(min = 1, max = 1000))]
    limit: i64,
}

view! {
    /// Who did it, and through what.
    pub struct ByView as ByViewRow<'r> {
        /// `app`, `operator` or `system`.
        pub kind: &'r str,
        /// The account of the credentials.
        pub account_id: Option<&'r str>,
        pub user_id: Option<&'r str>,
        pub app_id: Option<&'r str>,
    }
}
view! {
    /// Something that happened to one object.
    pub struct EventView as EventViewRow<'r> {
        /// Larger for later events. No event ever appears before one that was shown.
        pub position: i64,
        pub id: &'r str,
        pub name: &'r str,
        /// The account that the change was made on; absent when it concerns none.
        pub account_id: Option<&'r str>,
        pub object_id: &'r str,
        /// The object's version after the change.
        pub version: i64,
        /// On the clock of the account's world.
        pub at: Timestamp,
        pub by: ByViewRow<'r>,
        /// What changed, with old values.
        pub payload: JsonText<'r, Map<String, Value>>,
    }
}
view! {
    /// A part of the log.
    pub struct EventsView as EventsViewRow<'r> {
        pub events: Vec<EventViewRow<'r>>,
        /// To be given as `after` for the part that follows.
        pub last: i64,
    }
}

fn list(all: &Directory, Query(query): Query<ListEvents>) -> Result<Json<EventsView>> {
    let events = all.events_after(query.after, query.limit)?;
    let last = events.last().map_or(query.after, |event| event.position);
    Json::of(&EventsViewRow { events: events.iter().map(shown).collect(), last })
}

fn shown(event: &EventRecord) -> EventViewRow<'_> {
    EventViewRow {
        position: event.position,
        id: &event.id,
        name: &event.name,
        account_id: filled(&event.account_id),
        object_id: &event.object_id,
        version: event.version,
        at: Timestamp::from_millis(event.at),
        by: ByViewRow {
            kind: &event.by_kind,
            account_id: filled(&event.by_account_id),
            user_id: filled(&event.by_user_id),
            app_id: filled(&event.by_app_id),
        },
        payload: JsonText::new(&event.payload),
    }
}

fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
