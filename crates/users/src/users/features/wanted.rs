//! What a request to `POST /users/features` asks for: a type of user, or the block `feature` of its settings.
use super::{super::profile::UserType, NOT_ENABLED, ON_PREMISES};
use crate::users::{rules, workplace};
use platform::*;
use serde_json::{Value, json};

choice! {
    /// What is given or taken.
    pub enum FeatureType: text {
        UserType = "user_type", ConcurrentMeeting = "concurrent_meeting", LargeMeeting = "large_meeting",
        Webinar = "webinar", ZoomEvents = "zoom_events", Whiteboard = "zoom_whiteboard",
        PlanUnitedType = "plan_united_type", ZoomOneType = "zoom_one_type", IqForSales = "zoom_iq_for_sales",
        RevenueAccelerator = "zoom_revenue_accelerator", ClipsPlus = "zoom_clips_plus",
    }
}

/// What the users are to have.
pub enum Wanted {
    Kind(i64),
    /// The block `feature` of their settings.
    Features(Value),
}

/// Codes of sizes, and how many people each is for; none where the settings of a user know no such size.
type Sizes = &'static [(&'static str, Option<u32>)];

const LARGE_MEETINGS: Sizes = &[
    ("1", None),
    ("32", None),
    ("64", None),
    ("128", Some(500)),
    ("256", Some(1000)),
    ("1024", Some(3000)),
    ("2048", Some(5000)),
];
/// 501 and 1001 are the sizes of webinars that are given away.
const WEBINARS: Sizes = &[
    ("16", Some(100)),
    ("1", Some(500)),
    ("64", Some(1000)),
    ("128", Some(3000)),
    ("256", Some(5000)),
    ("512", Some(10000)),
    ("1024", None),
    ("2048", None),
    ("4096", None),
    ("8192", None),
    ("16384", Some(501)),
    ("32768", Some(1001)),
];
const EVENTS: Sizes = &[
    ("500", Some(500)),
    ("1000", Some(1000)),
    ("3000", Some(3000)),
    ("5000", Some(5000)),
    ("10000", Some(10000)),
    ("20000", Some(20000)),
    ("30000", Some(30000)),
    ("50000", Some(50000)),
];
const OFF: &str = "0";

impl Wanted {
    /// # Errors
    /// What the account has not, and values that the feature does not know.
    pub fn of(feature: FeatureType, value: &str) -> Result<Self> {
        match feature {
            FeatureType::UserType => kind(value).map(Wanted::Kind),
            _ => block(feature, value).map(Wanted::Features),
        }
    }
}

fn kind(value: &str) -> Result<i64> {
    match value {
        "1" => Ok(UserType::Basic.number()),
        "2" => Ok(UserType::Licensed.number()),
        "3" => Err(ON_PREMISES.into()),
        _ => Err(invalid()),
    }
}

fn block(feature: FeatureType, value: &str) -> Result<Value> {
    match feature {
        FeatureType::UserType => Err(invalid()),
        FeatureType::ConcurrentMeeting if ["Basic", "Plus", "None"].contains(&value) => {
            Ok(json!({ "concurrent_meeting": value }))
        }
        FeatureType::ConcurrentMeeting => Err(invalid()),
        FeatureType::LargeMeeting => sized("large_meeting", LARGE_MEETINGS, value),
        FeatureType::Webinar => sized("webinar", WEBINARS, value),
        FeatureType::ZoomEvents => sized("zoom_events", EVENTS, value),
        FeatureType::PlanUnitedType => plan(value, rules::is_united_type(value)),
        FeatureType::ZoomOneType => plan(value, workplace::is_plan(value)),
        FeatureType::Whiteboard | FeatureType::ClipsPlus => Ok(json!({ feature.as_str(): flag(value)? })),
        // One licence under its two names.
        FeatureType::IqForSales | FeatureType::RevenueAccelerator => {
            let is_on = flag(value)?;
            Ok(json!({ "zoom_iq_for_sales": is_on, "zoom_revenue_accelerator": is_on }))
        }
    }
}

fn sized(name: &str, sizes: Sizes, value: &str) -> Result<Value> {
    if value == OFF {
        return Ok(json!({ name: false }));
    }
    let (_, size) = sizes.iter().find(|(code, _)| *code == value).ok_or_else(invalid)?;
    let size = size.ok_or(NOT_ENABLED)?;
    Ok(json!({ name: true, format!("{name}_capacity"): size }))
}

/// Nobody is given a bundle by name, so there is nothing to be taken away.
fn plan(value: &str, is_known: bool) -> Result<Value> {
    match value {
        OFF => Ok(json!({})),
        _ if is_known => Err(NOT_ENABLED.into()),
        _ => Err(invalid()),
    }
}

fn flag(value: &str) -> Result<bool> {
    value.parse().map_err(|_| invalid())
}

fn invalid() -> Error {
    Error::validation(vec![rules::invalid("feature_value")])
}
