//! A plan of the catalogue: its kind, period, bounds, prices, and what it gives.
use crate::{grants::AccountType, money::Currency};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a plan is paid for at once. It is part of the code, and never read from it (`billing.md` 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Monthly,
    Quarterly,
    Yearly,
    #[serde(rename = "two_years_prepay")]
    TwoYears,
    #[serde(rename = "three_years_prepay")]
    ThreeYears,
    /// Settled month by month for what was used.
    Usage,
    /// Free for a number of days, once.
    Trial,
}

impl Period {
    /// Months from one renewal to the next; a trial has no renewal.
    pub const fn months(self) -> Option<u32> {
        match self {
            Period::Monthly | Period::Usage => Some(1),
            Period::Quarterly => Some(3),
            Period::Yearly => Some(12),
            Period::TwoYears => Some(24),
            Period::ThreeYears => Some(36),
            Period::Trial => None,
        }
    }
    /// As `billing_cycle` spells it (`GET /accounts/billing/renewals`).
    pub const fn cycle(self) -> &'static str {
        match self {
            Period::Monthly | Period::Usage | Period::Trial => "Monthly",
            Period::Quarterly => "Quarterly",
            Period::Yearly => "Annual",
            Period::TwoYears => "Two years",
            Period::ThreeYears => "Three years",
        }
    }
}

macro_rules! kinds {
    ($($kind:ident = $path:literal),* $(,)?) => {
        /// Where the plan API has a plan: the path of its field (`billing.md` 2.2). It has none for the last three.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind { $(#[serde(rename = $path)] $kind),* }
        impl Kind {
            pub const ALL: &'static [Kind] = &[$(Kind::$kind),*];
            pub const fn path(self) -> &'static str {
                match self { $(Kind::$kind => $path),* }
            }
            pub fn parse(path: &str) -> Option<Self> {
                match path { $($path => Some(Kind::$kind),)* _ => None }
            }
        }
    };
}
kinds! {
    Base = "plan_base",
    Audio = "plan_audio",
    AudioUsCa = "plan_audio_us_ca",
    Bundle = "plan_bundle",
    LargeMeeting = "plan_large_meeting",
    Mesh = "plan_mesh",
    PartnerPremierSupport = "plan_partner_premier_support",
    PhoneBase = "plan_phone.plan_base",
    PhoneCalling = "plan_phone.plan_calling",
    PhoneCallingAddons = "plan_phone.plan_calling_addons",
    PhoneNumber = "plan_phone.plan_number",
    Qss = "plan_qss",
    Recording = "plan_recording",
    RoomConnector = "plan_room_connector",
    SdkRecording = "plan_sdk_cmr",
    United = "plan_united",
    VisitorManagement = "plan_visitor_management",
    Webinar = "plan_webinar",
    Whiteboard = "plan_whiteboard",
    WhiteboardPlus = "plan_whiteboard_plus",
    WorkforceManagement = "plan_workforce_management",
    ContactCenterExpertAssist = "plan_zcc.plan_ai_expert_assist",
    ContactCenterPackage = "plan_zcc.plan_package_list",
    ContactCenterPhoneNumber = "plan_zcc.plan_phone_number",
    ContactCenterRecording = "plan_zcc.plan_recording",
    ContactCenterUsage = "plan_zcc.plan_usage",
    NodeBase = "plan_znode.plan_znode_base",
    NodePhone = "plan_znode.plan_zphybrid",
    NodeMeetings = "plan_znode.plan_zmhybrid",
    NodeMeetingConnector = "plan_znode.plan_mchybrid",
    NodeRecordingConnector = "plan_znode.plan_rchybrid",
    NodeTeamChat = "plan_znode.plan_tchybrid",
    NodeRoomConnector = "plan_znode.plan_cmrhybrid",
    ClipsPlus = "plan_zoom_clips_plus",
    Events = "plan_zoom_events",
    Iq = "plan_zoom_iq",
    One = "plan_zoom_one",
    OneEduPremier = "plan_zoom_one_edu_premier",
    OneEduCampusPlus = "plan_zoom_one_edu_school_campus_plus",
    OneEduStudent = "plan_zoom_one_edu_student",
    OnePremier = "plan_zoom_one_premier",
    Rooms = "plan_zoom_rooms",
    Sessions = "plan_zoom_sessions",
    Scheduler = "plan_zsched",
    Translation = "plan_ztransl",
    VirtualAgent = "plan_zva",
    Workspace = "plan_zwr",
    SipTrunk = "sip_trunk",
    ConcurrentMeeting = "concurrent_meeting",
    Other = "other",
}

impl Kind {
    /// Those that are bought for room for cloud recordings. The contact center has a storage of its own.
    pub const RECORDINGS: [Kind; 2] = [Kind::Recording, Kind::SdkRecording];
}

/// What a base plan makes of an account, and between which ones it can be changed (`billing.md` 2.4, 2.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    Trial,
    Pro,
    Business,
    Education,
    Enterprise,
    Rooms,
    VideoSdk,
}

impl Family {
    /// The type of an account with such a base (`billing.md` 2.7); the rank of its limits follows from it.
    pub const fn account_type(self) -> AccountType {
        match self {
            Family::Trial => AccountType::FreeTrial,
            Family::Pro => AccountType::Pro,
            Family::Business => AccountType::Business,
            Family::Education => AccountType::Education,
            Family::Enterprise => AccountType::Enterprise,
            Family::Rooms => AccountType::ZoomRooms,
            Family::VideoSdk => AccountType::VideoSdk,
        }
    }
}

/// How many hosts can be bought at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// The fewest: one at least.
    pub min: i64,
    /// The most: [`MOST_HOSTS`](super::MOST_HOSTS) at most.
    pub max: i64,
}

/// Which lists of countries a plan is bought with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Countries {
    /// `callout_countries`.
    Callout,
    /// `callout_countries`, `tollfree_countries`, `premium_countries`; one of them at least in a first purchase.
    Audio,
}

/// How the hosts of all plans of a kind stand to those of the base (`billing.md` 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ratio {
    /// Together fewer than the base has.
    SumBelowBase,
    /// Together as many as the base has at most.
    SumWithinBase,
    /// Each of them as many as the base has at most.
    EachWithinBase,
}

/// From how many hosts on one host costs how much a period, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub from: i64,
    pub unit: i64,
}

/// What a host costs a period in one currency, by how many are bought. Steps rise; the first begins at one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Price(pub Vec<Step>);

impl Price {
    /// One price, in minor units for one host and period, however many are bought.
    pub fn flat(unit: i64) -> Self {
        Price(vec![Step { from: 1, unit }])
    }
    /// The price of each of so many hosts.
    pub fn unit(&self, hosts: i64) -> i64 {
        self.0.iter().rev().find(|step| step.from <= hosts.max(1)).map_or(0, |step| step.unit)
    }
}

/// What each host of a plan, or the plan as a whole, entitles to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Gives {
    /// Seats for Licensed users, each host.
    pub seats: i64,
    /// Participants of a meeting, a webinar or an event at once; 0 where that says nothing.
    pub capacity: i64,
    /// Name of the license that each host is one of: `webinar_500`. Nothing where no users hold one.
    pub license: Option<String>,
    /// Bytes of storage for recordings, each host.
    pub storage_bytes_each: i64,
    /// Bytes of storage for recordings, the plan as a whole.
    pub storage_bytes: i64,
    /// Names of features.
    pub features: Vec<String>,
}

/// What can be bought, under one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What `type` says in the plan API.
    pub code: String,
    /// As invoices print it.
    pub name: String,
    pub kind: Kind,
    pub period: Period,
    /// The same for codes that differ in their period alone.
    pub product: String,
    /// For what may stand in `plan_base`; absent for what is an add-on only.
    pub base: Option<Family>,
    /// Whether it may be bought beside a base.
    pub is_addon: bool,
    /// Absent where a plan has no number of hosts.
    pub hosts: Option<Bounds>,
    /// Absent where none are asked for.
    pub countries: Option<Countries>,
    /// Sold only where the platform's owner has enabled it.
    pub needs_enabling: bool,
    /// Kept and renewed by those who have it; nobody can buy it any more, or more of it.
    pub is_retired: bool,
    /// Kinds of which one plan each must be there, or be bought with it.
    pub needs: Vec<Kind>,
    /// Products of which one must be there; none where it is empty.
    pub needs_one_of: Vec<String>,
    /// Families of base that it is sold beside; any where it is empty.
    pub beside: Vec<Family>,
    /// What a bundle holds already, so that it is not bought beside it.
    pub includes: Vec<Kind>,
    /// Absent where the hosts of the base are no bound.
    pub ratio: Option<Ratio>,
    /// Not for sale in a currency that is not there.
    pub prices: BTreeMap<Currency, Price>,
    pub gives: Gives,
}

impl Plan {
    /// Whether it is sold beside a base of this family.
    pub fn is_sold_beside(&self, base: Option<Family>) -> bool {
        self.beside.is_empty() || base.is_some_and(|base| self.beside.contains(&base))
    }
}
