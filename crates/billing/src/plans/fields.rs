//! Where the plan API has each kind of plan: one table for what it takes and for what it shows (`billing.md` 2.2).
use crate::catalogue::Kind;
use Shape::{Code, Many, Nothing, One};
use schemars::Schema;
use serde_json::{Map, Value, json};

/// How a field holds plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// There is no such field.
    Nothing,
    /// An object: one plan.
    One,
    /// An array of objects.
    Many,
    /// The bare code of one plan.
    Code,
}

/// The places in which plans are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// What `POST …/plans` takes.
    Wanted,
    /// What it answers.
    Bought,
    /// What `POST …/plans/addons` answers.
    Added,
    /// `GET …/plans`.
    Listed,
    /// `GET …/plans/usage`.
    Used,
}

/// One field: its path, the kind of plan in it, and how each face holds it.
pub struct Field {
    /// Its name, after that of its group and a dot where it is in one.
    pub path: &'static str,
    pub kind: Kind,
    wanted: Shape,
    bought: Shape,
    listed: Shape,
    used: Shape,
}

impl Field {
    pub fn shape(&self, face: Face) -> Shape {
        match face {
            Face::Wanted => self.wanted,
            Face::Bought => self.bought,
            // The one field that the two answers hold differently.
            Face::Added if self.kind == Kind::ContactCenterUsage => Many,
            Face::Added if NOT_ADDED.contains(&self.path) => Nothing,
            Face::Added => self.bought,
            Face::Listed => self.listed,
            Face::Used => self.used,
        }
    }
    /// The object that holds it, where it is not at the top, and its name there.
    pub fn place(&self) -> (Option<&'static str>, &'static str) {
        self.path.split_once('.').map_or((None, self.path), |(group, name)| (Some(group), name))
    }
}

const fn field(path: &'static str, kind: Kind, [wanted, bought, listed, used]: [Shape; 4]) -> Field {
    Field { path, kind, wanted, bought, listed, used }
}

/// In the order of the answers. Fields of one group stand together.
pub const FIELDS: &[Field] = &[
    field("plan_base", Kind::Base, [One, One, One, One]),
    field("plan_audio", Kind::Audio, [One, One, One, Nothing]),
    field("plan_audio_us_ca", Kind::AudioUsCa, [One, One, One, Nothing]),
    field("plan_large_meeting", Kind::LargeMeeting, [Many, Many, Many, Many]),
    field("plan_phone.plan_base", Kind::PhoneBase, [One, One, One, Nothing]),
    field("plan_phone.plan_calling", Kind::PhoneCalling, [Many, Many, Many, Nothing]),
    field("plan_phone.plan_calling_addons", Kind::PhoneCallingAddons, [Many, Many, Nothing, Nothing]),
    field("plan_phone.plan_number", Kind::PhoneNumber, [Many, Many, Many, Nothing]),
    field("plan_zcc.plan_package", Kind::ContactCenterPackage, [One, One, One, Nothing]),
    field("plan_zcc.plan_package_list", Kind::ContactCenterPackage, [Many, Many, Nothing, Nothing]),
    field("plan_zcc.plan_package_lists", Kind::ContactCenterPackage, [Nothing, Nothing, Many, Nothing]),
    field("plan_zcc.plan_recording", Kind::ContactCenterRecording, [One, One, Nothing, Nothing]),
    field("plan_zcc.plan_usage", Kind::ContactCenterUsage, [One, One, One, Nothing]),
    field("plan_zcc.plan_phone_number", Kind::ContactCenterPhoneNumber, [Many, Many, Many, Nothing]),
    field("plan_zcc.plan_ai_expert_assist", Kind::ContactCenterExpertAssist, [One, One, One, Nothing]),
    field("plan_recording", Kind::Recording, [Code, Code, Code, Nothing]),
    field("plan_cloud_recording", Kind::Recording, [Nothing, One, Nothing, Nothing]),
    field("plan_room_connector", Kind::RoomConnector, [One, One, One, Many]),
    field("plan_webinar", Kind::Webinar, [Many, Many, Many, Many]),
    field("plan_zoom_events", Kind::Events, [Many, Many, Many, Many]),
    field("plan_zoom_sessions", Kind::Sessions, [Nothing, Nothing, Many, Nothing]),
    field("plan_qss", Kind::Qss, [Nothing, Nothing, Many, Nothing]),
    field("plan_zoom_rooms", Kind::Rooms, [One, One, One, One]),
    field("plan_sdk_cmr", Kind::SdkRecording, [One, One, One, Nothing]),
    field("plan_whiteboard", Kind::Whiteboard, [One, One, One, One]),
    field("plan_whiteboard_plus", Kind::WhiteboardPlus, [One, One, One, One]),
    field("plan_zoom_iq", Kind::Iq, [One, One, One, One]),
    field("plan_bundle", Kind::Bundle, [Many, One, Nothing, Nothing]),
    field("plan_united", Kind::United, [Nothing, Nothing, Nothing, One]),
    field("plan_zoom_one", Kind::One, [Many, Many, Many, Many]),
    field("plan_zva", Kind::VirtualAgent, [Nothing, Nothing, Nothing, Many]),
    field("plan_zwr", Kind::Workspace, [One, One, One, Many]),
    field("plan_ztransl", Kind::Translation, [One, One, One, One]),
    field("plan_zsched", Kind::Scheduler, [One, One, One, One]),
    field("plan_mesh", Kind::Mesh, [One, One, One, Nothing]),
    field("plan_znode.plan_znode_base", Kind::NodeBase, [One, One, One, Nothing]),
    field("plan_znode.plan_zphybrid", Kind::NodePhone, [One, One, One, Nothing]),
    field("plan_znode.plan_zmhybrid", Kind::NodeMeetings, [One, One, One, Nothing]),
    field("plan_znode.plan_mchybrid", Kind::NodeMeetingConnector, [One, One, One, Nothing]),
    field("plan_znode.plan_rchybrid", Kind::NodeRecordingConnector, [One, One, One, Nothing]),
    field("plan_znode.plan_cmrhybrid", Kind::NodeRoomConnector, [One, One, One, Nothing]),
    field("plan_znode.plan_tchybrid", Kind::NodeTeamChat, [One, One, One, Nothing]),
    field("plan_znode_base", Kind::NodeBase, [Nothing, Nothing, Nothing, One]),
    field("plan_zphybrid", Kind::NodePhone, [Nothing, Nothing, Nothing, One]),
    field("plan_zmhybrid", Kind::NodeMeetings, [Nothing, Nothing, Nothing, One]),
    field("plan_mchybrid", Kind::NodeMeetingConnector, [Nothing, Nothing, Nothing, One]),
    field("plan_rchybrid", Kind::NodeRecordingConnector, [Nothing, Nothing, Nothing, One]),
    field("plan_cmrhybrid", Kind::NodeRoomConnector, [Nothing, Nothing, Nothing, One]),
    field("plan_tchybrid", Kind::NodeTeamChat, [Nothing, Nothing, Nothing, One]),
    field("plan_workforce_management", Kind::WorkforceManagement, [One, One, One, One]),
    field("plan_zoom_one_premier", Kind::OnePremier, [Many, Many, Many, Many]),
    field("plan_zoom_one_edu_school_campus_plus", Kind::OneEduCampusPlus, [Many, Many, Many, Many]),
    field("plan_zoom_one_edu_premier", Kind::OneEduPremier, [Many, Many, Many, Many]),
    field("plan_zoom_one_edu_student", Kind::OneEduStudent, [One, One, One, One]),
    field("plan_visitor_management", Kind::VisitorManagement, [One, One, One, One]),
    field("plan_partner_premier_support", Kind::PartnerPremierSupport, [One, One, One, One]),
    field("plan_zoom_clips_plus", Kind::ClipsPlus, [One, One, One, One]),
];

/// Fields that the answer to a later purchase has not.
const NOT_ADDED: [&str; 13] = [
    "plan_audio_us_ca",
    "plan_cloud_recording",
    "plan_partner_premier_support",
    "plan_visitor_management",
    "plan_zcc.plan_ai_expert_assist",
    "plan_zcc.plan_package_list",
    "plan_zcc.plan_recording",
    "plan_znode.plan_tchybrid",
    "plan_zoom_clips_plus",
    "plan_zoom_one_edu_premier",
    "plan_zoom_one_edu_school_campus_plus",
    "plan_zoom_one_edu_student",
    "plan_zoom_one_premier",
];

/// When a plan began, and when it is charged again.
const DAYS: &[&str] = &["status", "service_effective_date", "next_invoice_date"];

/// What single objects have not that all others of their face have.
const LEFT_OUT: [(Face, &str, &[&str]); 18] = [
    (Face::Bought, "plan_partner_premier_support", &["hosts"]),
    (Face::Bought, "plan_zcc.plan_package_list", &["callout_countries"]),
    (Face::Added, "plan_base", &["active_hosts"]),
    (Face::Added, "plan_zcc.plan_package", &["hosts"]),
    (Face::Added, "plan_zcc.plan_usage", &["callout_countries"]),
    (Face::Listed, "plan_partner_premier_support", &["hosts"]),
    (Face::Listed, "plan_sdk_cmr", &["hosts"]),
    (Face::Listed, "plan_sdk_cmr", DAYS),
    (Face::Listed, "plan_zcc.plan_ai_expert_assist", &["hosts"]),
    (Face::Listed, "plan_zcc.plan_package", &["hosts"]),
    (Face::Listed, "plan_zcc.plan_package_lists", &["callout_countries"]),
    (Face::Listed, "plan_zcc.plan_usage", &["callout_countries"]),
    (Face::Listed, "plan_zoom_clips_plus", &["hosts"]),
    (Face::Listed, "plan_zoom_iq", DAYS),
    (Face::Listed, "plan_ztransl", DAYS),
    (Face::Used, "plan_room_connector", &["pending"]),
    (Face::Used, "plan_zoom_rooms", &["pending"]),
    (Face::Used, "plan_zoom_rooms", &["active_hosts"]),
];

/// Whether the object of a field is documented without this.
pub fn is_left_out(face: Face, path: &str, name: &str) -> bool {
    LEFT_OUT.iter().any(|(of, field, names)| *of == face && *field == path && names.contains(&name))
}

/// What an object of a face holds of a plan.
fn item(face: Face) -> Value {
    let (text, number, date) =
        (json!({"type": "string"}), json!({"type": "integer"}), json!({"type": "string", "format": "date"}));
    let mut fields = json!({"type": text, "hosts": number});
    let more = match face {
        Face::Wanted => json!({
            "active_hosts": number, "callout_countries": text, "tollfree_countries": text, "premium_countries": text,
            "ddi_numbers": number,
        }),
        Face::Bought | Face::Added => json!({
            "active_hosts": number, "host": number, "callout_countries": text, "tollfree_countries": text,
            "premium_countries": text, "ddi_numbers": number,
        }),
        Face::Listed => json!({
            "status": {"type": "string", "enum": ["active", "cancelled", "expired"]},
            "service_effective_date": date, "next_invoice_date": date,
            "active_hosts": number, "callout_countries": text, "tollfree_countries": text, "premium_countries": text,
            "ddi_numbers": number,
        }),
        Face::Used => json!({"usage": number, "pending": number, "active_hosts": number, "name": text}),
    };
    if let (Some(fields), Value::Object(more)) = (fields.as_object_mut(), more) {
        fields.extend(more);
    }
    json!({"type": "object", "properties": fields})
}

/// Whether an account has one plan of this kind at most: a field holds an object.
pub fn is_single(kind: Kind) -> bool {
    FIELDS
        .iter()
        .filter(|field| field.kind == kind)
        .all(|field| field.wanted != Shape::Many && field.listed != Shape::Many)
}

/// The schema of the object of a group.
pub fn group_schema(face: Face, group: &str) -> Schema {
    let whole = schema(face, Map::new());
    let part = whole.get("properties").and_then(|fields| fields.get(group));
    Schema::from(part.and_then(Value::as_object).cloned().unwrap_or_default())
}

/// The schema of all fields of a face, and of what stands beside them at the top.
pub fn schema(face: Face, beside: Map<String, Value>) -> Schema {
    let mut top = Map::new();
    for field in FIELDS {
        let value = match field.shape(face) {
            Shape::Nothing => continue,
            Shape::One => item(face),
            Shape::Many => json!({"type": "array", "items": item(face)}),
            Shape::Code => json!({"type": "string"}),
        };
        let (group, name) = field.place();
        match group {
            None => drop(top.insert(name.to_owned(), value)),
            Some(group) => {
                let held = top.entry(group).or_insert_with(|| json!({"type": "object", "properties": {}}));
                if let Some(fields) = held.get_mut("properties").and_then(Value::as_object_mut) {
                    fields.insert(name.to_owned(), value);
                }
            }
        }
    }
    top.extend(beside);
    let whole = [("type", Value::from("object")), ("properties", Value::Object(top))];
    Schema::from(whole.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<String, Value>>())
}
