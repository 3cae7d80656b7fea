//! Which licenses the features of a user take: units of the add-ons that its account has bought (`billing.md` 2.5, 8.8).
//! Features that no add-on gives are not counted; who has one of those that lists of users know is kept all the same.
use platform::{Error, Failure};
use serde_json::{Value, json};
use settings::{Values, View, keys, keys::Key};
use std::collections::BTreeMap;

/// Those of [`License::refusal`].
pub const FAILURES: &[Failure] = &[
    ALL_LARGE,
    ALL_WEBINARS,
    NO_EVENTS,
    ALL_EVENTS,
    ALL_EVENTS_UNLIMITED,
    ALL_SESSIONS_UNLIMITED,
    NO_CONCURRENT_BASIC,
    ALL_CONCURRENT_BASIC,
    NO_CONCURRENT_PLUS,
    ALL_CONCURRENT_PLUS,
    NONE_LEFT,
    NO_PHONE,
];

const ALL_LARGE: Failure = Failure::new(400, 200, "You can add max {} Large {} users.");
const ALL_WEBINARS: Failure = Failure::new(400, 200, "You can add max {} Webinar {} users.");
const NO_EVENTS: Failure = Failure::new(400, 300, "The events plan you want to assign does not exist.");
const ALL_EVENTS: Failure = Failure::new(400, 300, "You can add max \"{}\" users for this \"{}\" plan.");
const ALL_EVENTS_UNLIMITED: Failure =
    Failure::new(400, 300, "You can add max \"{}\" users for this Zoom Events Unlimited plan.");
const ALL_SESSIONS_UNLIMITED: Failure =
    Failure::new(400, 300, "You can add max \"{}\" users for this Zoom Sessions Unlimited plan.");
const NO_CONCURRENT_BASIC: Failure =
    Failure::new(400, 1208, "You can't enable the \"Concurrent Meeting Basic\" feature.");
const ALL_CONCURRENT_BASIC: Failure =
    Failure::new(400, 1209, "You can add a maximum of {} \"Concurrent Meeting Basic\" users.");
const NO_CONCURRENT_PLUS: Failure =
    Failure::new(400, 1210, "You can't enable the \"Concurrent Meeting Plus\" feature.");
const ALL_CONCURRENT_PLUS: Failure =
    Failure::new(400, 1211, "You can add a maximum of {} \"Concurrent Meeting Plus\" users.");
/// Printed for two of the licenses; the others have no words of their own.
const NONE_LEFT: Failure = Failure::new(
    400,
    1228,
    "Unable to assign \"{}\" license because you have reached the limit of licensed users allowed on this account or this account does not have the \"{}\" plan.",
);
/// The words of `PATCH /users/{userId}`; the settings have none.
const NO_PHONE: Failure = crate::users::NO_PHONE_LICENSE;

/// As plans name it.
pub const WORKFORCE_MANAGEMENT: &str = "workforce_management";
/// No plan names it.
pub const COMPLIANCE_MANAGEMENT: &str = "compliance_management";

/// How settings say that a user has a feature.
enum Form {
    /// On or off, under one name or more.
    Flags(&'static [Key<bool>]),
    /// In one size: the smallest where none is chosen.
    Sized(Key<bool>, Key<u64>, u64),
    /// In any number of sizes: the smallest where none is chosen.
    Sizes(Key<bool>, Key<Vec<Value>>, u64),
    /// By one of the values of a choice.
    Choice(Key<String>, &'static str),
}

/// As it is said that no license is left.
enum Words {
    /// How many there are, and of which size.
    Sized(Failure),
    /// How many there are, and the name of the plan.
    Events(&'static str),
    /// How many there are.
    Unlimited(Failure),
    /// That there is none at all, or how many there are.
    Concurrent(Failure, Failure),
    /// The name of the license.
    Named(&'static str),
    Phone,
}

/// A feature that takes licenses.
struct Feature {
    /// Their name in plans, before the size.
    license: &'static str,
    form: Form,
    words: Words,
    /// Nobody but a Licensed user has it.
    is_for_licensed: bool,
}

impl Feature {
    const fn new(license: &'static str, form: Form, words: Words) -> Self {
        Feature { license, form, words, is_for_licensed: false }
    }
    const fn for_licensed(self) -> Self {
        Feature { is_for_licensed: true, ..self }
    }
}

const FEATURES: &[Feature] = &[
    Feature::new(
        "large_meeting",
        Form::Sized(keys::LARGE_MEETING, keys::LARGE_MEETING_SIZE, 500),
        Words::Sized(ALL_LARGE),
    )
    .for_licensed(),
    Feature::new("webinar", Form::Sized(keys::WEBINAR, keys::WEBINAR_SIZE, 100), Words::Sized(ALL_WEBINARS))
        .for_licensed(),
    Feature::new("zoom_events", Form::Sized(keys::EVENTS, keys::EVENTS_SIZE, 500), Words::Events("Zoom Events"))
        .for_licensed(),
    Feature::new(
        "zoom_events_unlimited",
        Form::Sizes(keys::EVENTS_UNLIMITED, keys::EVENTS_UNLIMITED_SIZES, 100),
        Words::Unlimited(ALL_EVENTS_UNLIMITED),
    )
    .for_licensed(),
    Feature::new(
        "zoom_sessions_unlimited",
        Form::Sizes(keys::SESSIONS_UNLIMITED, keys::SESSIONS_UNLIMITED_SIZES, 100),
        Words::Unlimited(ALL_SESSIONS_UNLIMITED),
    )
    .for_licensed(),
    Feature::new(
        "concurrent_meeting_basic",
        Form::Choice(keys::CONCURRENT_MEETINGS, "Basic"),
        Words::Concurrent(NO_CONCURRENT_BASIC, ALL_CONCURRENT_BASIC),
    )
    .for_licensed(),
    Feature::new(
        "concurrent_meeting_plus",
        Form::Choice(keys::CONCURRENT_MEETINGS, "Plus"),
        Words::Concurrent(NO_CONCURRENT_PLUS, ALL_CONCURRENT_PLUS),
    )
    .for_licensed(),
    Feature::new("whiteboard", Form::Flags(&[keys::WHITEBOARD]), Words::Named("Zoom Whiteboard")),
    Feature::new("whiteboard_plus", Form::Flags(&[keys::WHITEBOARD_PLUS]), Words::Named("Zoom Whiteboard Plus")),
    Feature::new(
        "revenue_accelerator",
        Form::Flags(&[keys::REVENUE_ACCELERATOR, keys::IQ_FOR_SALES]),
        Words::Named("Zoom IQ for Sales"),
    ),
    Feature::new("translated_captions", Form::Flags(&[keys::CAPTIONS]), Words::Named("Zoom Translated Captions")),
    Feature::new("scheduler", Form::Flags(&[keys::SCHEDULER]), Words::Named("Zoom Scheduler")),
    Feature::new(WORKFORCE_MANAGEMENT, Form::Flags(&[keys::WORKFORCE]), Words::Named("Zoom Workforce Management")),
    Feature::new(COMPLIANCE_MANAGEMENT, Form::Flags(&[keys::COMPLIANCE]), Words::Named("Zoom Compliance Management")),
    Feature::new("clips_plus", Form::Flags(&[keys::CLIPS]), Words::Named("Zoom Clips Plus")),
    Feature::new("zoom_phone", Form::Flags(&[keys::PHONE]), Words::Phone),
];

/// One license, as a user takes it.
pub struct License {
    feature: &'static Feature,
    size: Option<u64>,
}

/// Licenses by their names in plans: `webinar_500`, `whiteboard`.
pub type Licenses = BTreeMap<String, License>;

/// Whether plans give it, so that no more users hold it than there are.
pub fn is_counted(license: &str) -> bool {
    license != COMPLIANCE_MANAGEMENT
}

/// Those that a user with these settings takes.
pub fn taken(view: &View<'_>) -> Licenses {
    let sizes = |feature: &'static Feature| sizes(&feature.form, view).into_iter().map(move |size| (feature, size));
    let licenses = FEATURES.iter().flat_map(sizes).map(|(feature, size)| License { feature, size });
    licenses.map(|license| (license.name(), license)).collect()
}

/// For each license of a feature its size, if it has any.
fn sizes(form: &Form, view: &View<'_>) -> Vec<Option<u64>> {
    match form {
        Form::Flags(names) if names.iter().any(|name| name.of(view)) => vec![None],
        Form::Choice(key, value) if key.of(view) == *value => vec![None],
        Form::Sized(is_on, size, smallest) if is_on.of(view) => vec![Some(size.of(view).max(*smallest))],
        Form::Sizes(is_on, sizes, smallest) if is_on.of(view) => {
            let chosen = sizes.of(view);
            let chosen: Vec<Option<u64>> = chosen.iter().filter_map(Value::as_u64).map(Some).collect();
            if chosen.is_empty() { vec![Some(*smallest)] } else { chosen }
        }
        _ => Vec::new(),
    }
}

impl License {
    fn name(&self) -> String {
        self.size.map_or_else(|| self.feature.license.to_owned(), |size| format!("{}_{size}", self.feature.license))
    }
    /// Whether a user gives it back who is Licensed no more.
    pub fn is_for_licensed(&self) -> bool {
        self.feature.is_for_licensed
    }
    /// That all of the `most` that the account has are taken.
    pub fn refusal(&self, most: i64) -> Error {
        let size = self.size.unwrap_or_default();
        match self.feature.words {
            Words::Sized(all) => all.with_all(&[&most, &size]),
            Words::Events(_) | Words::Unlimited(_) if most <= 0 => NO_EVENTS.into(),
            Words::Events(name) => ALL_EVENTS.with_all(&[&most, &format!("{name} {size}")]),
            Words::Unlimited(all) => all.with(most),
            Words::Concurrent(none, _) if most <= 0 => none.into(),
            Words::Concurrent(_, all) => all.with(most),
            Words::Named(name) => NONE_LEFT.with_all(&[&name, &name]),
            Words::Phone => NO_PHONE.into(),
        }
    }
    /// The settings that a user of `view` has without this license, as far as they are others.
    pub fn without(&self, view: &View<'_>) -> Values {
        let off = |key: &Key<bool>| (key.path().to_owned(), json!(false));
        match &self.feature.form {
            Form::Flags(names) => names.iter().filter(|name| name.of(view)).map(off).collect(),
            Form::Sized(is_on, ..) => Values::from_iter([off(is_on)]),
            Form::Choice(key, _) => Values::from_iter([(key.path().to_owned(), json!("None"))]),
            Form::Sizes(is_on, sizes, _) => {
                let mut left = sizes.of(view);
                left.retain(|size| size.as_u64() != self.size);
                let is_last = left.is_empty();
                let left = (sizes.path().to_owned(), json!(left));
                if is_last { Values::from_iter([off(is_on), left]) } else { Values::from_iter([left]) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use billing::catalogue::Catalogue;
    use settings::{Layer, LockedPaths};
    use std::collections::BTreeSet;

    fn seen<T>(values: &Values, see: impl FnOnce(&View<'_>) -> T) -> T {
        let (none, locks) = (Values::new(), LockedPaths::new());
        see(&View::User { account: Layer { values: &none, locks: &locks }, groups: &[], primary: None, user: values })
    }

    fn names(values: &Values) -> Vec<String> {
        seen(values, |view| taken(view).into_keys().collect())
    }

    fn set(chosen: &[(&str, Value)]) -> Values {
        chosen.iter().map(|(name, value)| (format!("feature.{name}"), value.clone())).collect()
    }

    #[test]
    fn a_feature_takes_a_license_of_the_size_that_is_chosen_or_the_smallest() {
        assert_eq!(names(&Values::new()), [""; 0]);
        assert_eq!(names(&set(&[("webinar_capacity", json!(500))])), [""; 0]);
        assert_eq!(names(&set(&[("webinar", json!(true))])), ["webinar_100"]);
        assert_eq!(names(&set(&[("webinar", json!(true)), ("webinar_capacity", json!(501))])), ["webinar_501"]);
        assert_eq!(names(&set(&[("zoom_events_unlimited", json!(true))])), ["zoom_events_unlimited_100"]);
        let two = ("zoom_events_unlimited_capacities", json!([1000, 500]));
        let both = ["zoom_events_unlimited_1000", "zoom_events_unlimited_500"];
        assert_eq!(names(&set(&[("zoom_events_unlimited", json!(true)), two])), both);
        assert_eq!(names(&set(&[("concurrent_meeting", json!("Plus"))])), ["concurrent_meeting_plus"]);
        assert_eq!(names(&set(&[("concurrent_meeting", json!("None"))])), [""; 0]);
        let both = [("zoom_iq_for_sales", json!(true)), ("zoom_revenue_accelerator", json!(true))];
        assert_eq!(names(&set(&both)), ["revenue_accelerator"]);
    }

    #[test]
    fn without_a_license_settings_do_not_take_it_and_take_the_others() {
        let values = set(&[
            ("webinar", json!(true)),
            ("zoom_sessions_unlimited", json!(true)),
            ("zoom_sessions_unlimited_capacities", json!([1000, 500])),
            ("concurrent_meeting", json!("Basic")),
            ("zoom_iq_for_sales", json!(true)),
            ("zoom_phone", json!(true)),
        ]);
        let all = names(&values);
        assert_eq!(all.len(), 6);
        for name in &all {
            let mut left = values.clone();
            left.extend(seen(&values, |view| taken(view)[name].without(view)));
            let others: Vec<&String> = all.iter().filter(|other| *other != name).collect();
            assert_eq!(names(&left).iter().collect::<Vec<_>>(), others, "{name}");
        }
    }

    #[test]
    fn every_feature_is_one_that_the_shipped_catalogue_sells() {
        let catalogue = Catalogue::shipped().unwrap();
        let sold: BTreeSet<&str> = catalogue.plans().filter_map(|plan| plan.gives.license.as_deref()).collect();
        for feature in FEATURES.iter().filter(|feature| is_counted(feature.license)) {
            assert!(sold.iter().any(|license| license.starts_with(feature.license)), "{}", feature.license);
        }
    }
}
