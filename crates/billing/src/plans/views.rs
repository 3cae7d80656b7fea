//! Plans as answers show them.
use super::fields::{self, FIELDS, Face, Field, Shape};
use crate::{
    catalogue::Kind,
    desk::InUse,
    subscriptions::{Held, Status},
};
use platform::{View, WriteJson, write_serialized};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeSeq},
};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// A plan that is shown, and how much of it is in use where that is asked.
#[derive(Clone, Copy)]
pub struct Shown<'r> {
    pub held: &'r Held,
    pub in_use: InUse,
}

/// The storage of an account for recordings, in bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Storage {
    /// What comes with seats.
    pub free: i64,
    /// What recording plans give.
    pub plan: i64,
    /// What recordings take.
    pub used: i64,
}

/// Plans on one face.
pub struct Plans<'r> {
    pub face: Face,
    pub plans: &'r [Shown<'r>],
    /// Shown with the usage of an account that has a recording plan or free storage.
    pub storage: Option<Storage>,
}

macro_rules! faces {
    ($($(#[$about:meta])* $view:ident, $row:ident, $face:ident;)*) => { $(
        $(#[$about])*
        pub struct $view;
        impl View for $view {
            type Row<'r> = $row<'r>;
            const NAME: &'static str = stringify!($view);
        }
        /// The plans of one answer.
        pub struct $row<'r>(pub Plans<'r>);
        impl WriteJson for $row<'_> {
            fn write_json(&self, out: &mut Vec<u8>) -> storage::Result<()> {
                write_serialized(&self.0, out)
            }
        }
        impl JsonSchema for $row<'_> {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                stringify!($view).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                fields::schema(Face::$face, beside(Face::$face))
            }
        }
    )* };
}
faces! {
    /// The plans that an account has after its first purchase.
    BoughtPlans, BoughtPlansRow, Bought;
    /// The plans that an account has after a later one.
    AddedPlans, AddedPlansRow, Added;
    /// The plans of an account.
    ListedPlans, ListedPlansRow, Listed;
    /// How much of its plans an account uses.
    UsedPlans, UsedPlansRow, Used;
}

/// What stands at the top of a face beside the fields of plans.
fn beside(face: Face) -> Map<String, Value> {
    let (text, date) = (json!({"type": "string"}), json!({"type": "string", "format": "date"}));
    let more = match face {
        Face::Listed => json!({
            "plan_recording_status": {"type": "string", "enum": ["active", "cancelled", "expired"]},
            "plan_recording_service_effective_date": date,
            "plan_recording_next_invoice_date": date,
        }),
        Face::Used => json!({"plan_recording": {"type": "object", "properties": {
            "type": text, "free_storage": text, "free_storage_usage": text, "plan_storage": text,
            "plan_storage_usage": text, "plan_storage_exceed": text, "max_exceed_date": date,
        }}}),
        Face::Wanted | Face::Bought | Face::Added => json!({}),
    };
    more.as_object().cloned().unwrap_or_default()
}

/// As the plan API spells where a plan stands. One that begins on a day to come is active with that day.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Scheduled | Status::Active => "active",
        Status::Cancelled => "cancelled",
        Status::Expired => "expired",
    }
}

impl Plans<'_> {
    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = Shown<'_>> {
        self.plans.iter().filter(move |shown| shown.held.offer.kind == kind).copied()
    }
    fn items(&self, field: &'static Field) -> impl Iterator<Item = Item<'_>> {
        let face = self.face;
        self.of_kind(field.kind).map(move |shown| Item { face, path: field.path, shown })
    }
    fn has(&self, field: &Field) -> bool {
        field.shape(self.face) != Shape::Nothing && self.of_kind(field.kind).next().is_some()
    }
    fn put<M: SerializeMap>(&self, map: &mut M, field: &'static Field, name: &'static str) -> Result<(), M::Error> {
        match field.shape(self.face) {
            Shape::Nothing => Ok(()),
            Shape::One => self.items(field).next().map_or(Ok(()), |item| map.serialize_entry(name, &item)),
            Shape::Code => {
                let first = self.of_kind(field.kind).next();
                first.map_or(Ok(()), |shown| map.serialize_entry(name, &shown.held.offer.code))
            }
            Shape::Many => map.serialize_entry(name, &Many(self, field)),
        }
    }
    /// The plan for recordings is told in fields of the top.
    fn put_recording<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let first = |kind: &Kind| self.of_kind(*kind).next().map(|shown| shown.held);
        match (self.face, first(&Kind::Recording), self.storage) {
            (Face::Listed, Some(held), _) => {
                map.serialize_entry("plan_recording_status", status(held.status))?;
                map.serialize_entry("plan_recording_service_effective_date", &held.effective)?;
                map.serialize_entry("plan_recording_next_invoice_date", &held.period.end)
            }
            (Face::Used, _, Some(storage)) => {
                let held = Kind::RECORDINGS.iter().find_map(first);
                map.serialize_entry("plan_recording", &UsedStorage { held, storage })
            }
            _ => Ok(()),
        }
    }
}

impl Serialize for Plans<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut group_before = None;
        for field in FIELDS.iter().filter(|field| self.has(field)) {
            match field.place() {
                (None, name) => self.put(&mut map, field, name)?,
                (Some(group), _) if group_before != Some(group) => {
                    map.serialize_entry(group, &Group(self, group))?;
                    group_before = Some(group);
                }
                (Some(_), _) => {}
            }
        }
        self.put_recording(&mut map)?;
        map.end()
    }
}

/// The fields of a group.
struct Group<'p>(&'p Plans<'p>, &'static str);

impl Serialize for Group<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for field in FIELDS.iter().filter(|field| field.place().0 == Some(self.1) && self.0.has(field)) {
            self.0.put(&mut map, field, field.place().1)?;
        }
        map.end()
    }
}

/// All plans of a field.
struct Many<'p>(&'p Plans<'p>, &'static Field);

impl Serialize for Many<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_seq(None)?;
        for item in self.0.items(self.1) {
            all.serialize_element(&item)?;
        }
        all.end()
    }
}

/// One plan.
struct Item<'r> {
    face: Face,
    /// Of the field that it stands in.
    path: &'static str,
    shown: Shown<'r>,
}

/// Kinds without a number of hosts.
const WITHOUT_HOSTS: [Kind; 5] =
    [Kind::Audio, Kind::PhoneBase, Kind::Recording, Kind::ContactCenterUsage, Kind::ContactCenterRecording];

impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (held, offer) = (self.shown.held, &self.shown.held.offer);
        let mut map = Kept { map: serializer.serialize_map(None)?, item: self };
        map.put("type", &offer.code)?;
        match (WITHOUT_HOSTS.contains(&offer.kind), self.face) {
            (false, _) => map.put("hosts", &offer.hosts)?,
            (true, Face::Added) if offer.kind == Kind::ContactCenterUsage => {
                map.put("hosts", &offer.hosts)?;
            }
            // The published answers have this name for the number that such a plan counts as.
            (true, Face::Bought | Face::Added)
                if matches!(offer.kind, Kind::ContactCenterUsage | Kind::ContactCenterRecording) =>
            {
                map.put("host", &offer.hosts)?;
            }
            (true, _) => {}
        }
        match self.face {
            Face::Wanted | Face::Bought | Face::Added => {}
            Face::Listed => {
                map.put("status", status(held.status))?;
                map.put("service_effective_date", &held.effective)?;
                map.put("next_invoice_date", &held.period.end)?;
            }
            Face::Used => {
                map.put("usage", &self.shown.in_use.active)?;
                map.put("pending", &self.shown.in_use.pending)?;
                if offer.kind == Kind::United {
                    map.put("name", &offer.name)?;
                }
            }
        }
        self.put_extras(&mut map)?;
        map.map.end()
    }
}

impl Item<'_> {
    fn put_extras<M: SerializeMap>(&self, map: &mut Kept<'_, M>) -> Result<(), M::Error> {
        let extras = &self.shown.held.offer.extras;
        if let Some(active) = extras.active_hosts {
            map.put("active_hosts", &active)?;
        }
        if self.face == Face::Used {
            return Ok(());
        }
        let countries = [
            ("callout_countries", &extras.callout_countries),
            ("tollfree_countries", &extras.tollfree_countries),
            ("premium_countries", &extras.premium_countries),
        ];
        for (name, list) in countries {
            if let Some(list) = list {
                map.put(name, list)?;
            }
        }
        extras.ddi_numbers.map_or(Ok(()), |numbers| map.put("ddi_numbers", &numbers))
    }
}

/// The object of a plan, which takes what its field is documented with.
struct Kept<'i, M> {
    map: M,
    item: &'i Item<'i>,
}

impl<M: SerializeMap> Kept<'_, M> {
    fn put(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> Result<(), M::Error> {
        if fields::is_left_out(self.item.face, self.item.path, name) {
            return Ok(());
        }
        self.map.serialize_entry(name, value)
    }
}

struct UsedStorage<'r> {
    held: Option<&'r Held>,
    storage: Storage,
}

impl Serialize for UsedStorage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Storage { free, plan, used } = self.storage;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("free_storage", &size(free))?;
        map.serialize_entry("free_storage_usage", &size(used.min(free)))?;
        if let Some(held) = self.held {
            let beyond = (used - free).max(0);
            map.serialize_entry("type", &held.offer.code)?;
            map.serialize_entry("plan_storage", &size(plan))?;
            map.serialize_entry("plan_storage_usage", &size(beyond.min(plan)))?;
            map.serialize_entry("plan_storage_exceed", &size((beyond - plan).max(0)))?;
        }
        map.end()
    }
}

/// Bytes as the API prints them: binary gigabytes with two decimals at most, and nothing as `0` (`billing.md` 4.4).
fn size(bytes: i64) -> String {
    let hundredths = (i128::from(bytes) * 100 + (1 << 29)) >> 30;
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match (whole, rest) {
        (0, 0) => "0".to_owned(),
        (_, 0) => format!("{whole} GB"),
        (_, rest) if rest % 10 == 0 => format!("{whole}.{} GB", rest / 10),
        _ => format!("{whole}.{rest:02} GB"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_printed_in_gigabytes_with_two_decimals_at_most() {
        const GB: i64 = 1 << 30;
        for (bytes, text) in [
            (0, "0"),
            (GB, "1 GB"),
            (10 * GB, "10 GB"),
            (GB + GB / 2, "1.5 GB"),
            (1_771_674_010, "1.65 GB"),
            (GB / 100, "0.01 GB"),
            (GB / 1000, "0"),
            (38 * GB + GB / 20, "38.05 GB"),
        ] {
            assert_eq!(size(bytes), text, "{bytes}");
        }
    }
}
