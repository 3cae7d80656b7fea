//! The block `feature` of a user's settings: what plans and other features leave it to have (`platform.md` 8.7, and the
//! refusals of `PATCH /users/{userId}/settings`).
use crate::users::NO_SUBSCRIPTION;
use platform::{Failure, Result};
use serde_json::Value;
use settings::{Change, View, keys, sections::feature};

/// Those of [`check`] and of [`leave_alone`].
pub const FAILURES: &[Failure] = &[
    NOT_YOURS,
    NO_LARGE_MEETING,
    NO_WEBINAR,
    NO_EVENTS,
    NO_UNLIMITED,
    NO_PER_ATTENDEE,
    NO_CONCURRENT,
    WEBINAR_BESIDE_EVENTS,
    EVENTS_BESIDE_WEBINAR,
    WEBINAR_AND_EVENTS,
    NO_DOWNGRADE,
    EVENTS_AND_UNLIMITED,
    TWO_OF_EVENTS,
    TWO_PER_ATTENDEE,
    NO_SINGLE_KEY,
    TWO_WHITEBOARDS,
    NO_SUBSCRIPTION,
];

/// Those of [`FAILURES`] that refuse a feature which is given to many at once: what one of them has stands against it.
pub const BESIDE_OTHERS: &[Failure] = &[
    WEBINAR_BESIDE_EVENTS,
    EVENTS_BESIDE_WEBINAR,
    WEBINAR_AND_EVENTS,
    EVENTS_AND_UNLIMITED,
    TWO_OF_EVENTS,
    TWO_WHITEBOARDS,
];

/// Nobody gives itself what the account pays for.
pub const NOT_YOURS: Failure =
    Failure::new(400, 200, "Only an account administrator can change the features of a user.");
const NO_LARGE_MEETING: Failure =
    Failure::new(400, 1108, "Only Licensed or On-prem users can enable the large meeting feature.");
const NO_WEBINAR: Failure =
    Failure::new(400, 1122, "Webinar feature can only be enabled for Licensed or On-prem users.");
const NO_EVENTS: Failure =
    Failure::new(400, 1206, "You can only enable the Zoom Events feature for Licensed or On-prem users.");
const NO_UNLIMITED: Failure = Failure::new(
    400,
    300,
    "You can only enable Zoom Events Unlimited/Zoom Sessions Unlimited feature for Licensed or On-prem users.",
);
const NO_PER_ATTENDEE: Failure = Failure::new(
    400,
    300,
    "You can only enable Zoom Events Pay Per Attendee/Zoom Sessions Pay Per Attendee feature for Licensed or On-prem users.",
);
const NO_CONCURRENT: Failure = Failure::new(
    400,
    1207,
    "You can only enable the \"Concurrent Meeting\" feature for Licensed users or On-prem users.",
);
const WEBINAR_BESIDE_EVENTS: Failure =
    Failure::new(400, 1204, "You can't enable the Webinar feature because you already have the Zoom Events feature.");
const EVENTS_BESIDE_WEBINAR: Failure =
    Failure::new(400, 1205, "You can't enable the Zoom Events feature because you already have the Webinar feature.");
const WEBINAR_AND_EVENTS: Failure = Failure::new(
    400,
    300,
    "You can't enable Zoom Events/Zoom Events Unlimited/Zoom Sessions Unlimited feature and Webinar feature at the same time.",
);
const NO_DOWNGRADE: Failure =
    Failure::new(400, 300, "You can't downgrade Zoom Events Unlimited plan to Zoom Sessions Unlimited plan.");
const EVENTS_AND_UNLIMITED: Failure = Failure::new(
    400,
    300,
    "You can't enable Zoom Events and Zoom Events Unlimited feature for a user at the same time for a user.",
);
const TWO_OF_EVENTS: Failure = Failure::new(
    400,
    300,
    "You can't enable Zoom Events/Zoom Events Unlimited/Zoom Sessions Unlimited feature for a user at the same time for a user.",
);
const TWO_PER_ATTENDEE: Failure = Failure::new(
    400,
    300,
    "You can't enable Zoom Events Pay Per Attendee and Zoom Sessions Pay Per Attendee feature for a user at the same time for a user.",
);
const NO_SINGLE_KEY: Failure =
    Failure::new(400, 300, "You cannot assign a Zoom Customer Managed Key license for a single user.");
const TWO_WHITEBOARDS: Failure =
    Failure::new(400, 1242, "You cannot set \"Zoom Whiteboard\" and \"Zoom Whiteboard Plus\" at the same time.");

/// Those features of a user that depend on something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Features {
    large_meeting: bool,
    webinar: bool,
    events: bool,
    events_unlimited: bool,
    sessions_unlimited: bool,
    events_per_attendee: bool,
    sessions_per_attendee: bool,
    concurrent: bool,
    key: bool,
    whiteboard: bool,
    whiteboard_plus: bool,
}

impl Features {
    fn of(view: &View<'_>) -> Self {
        Features {
            large_meeting: keys::LARGE_MEETING.of(view),
            webinar: keys::WEBINAR.of(view),
            events: keys::EVENTS.of(view),
            events_unlimited: keys::EVENTS_UNLIMITED.of(view),
            sessions_unlimited: keys::SESSIONS_UNLIMITED.of(view),
            events_per_attendee: keys::EVENTS_PER_ATTENDEE.of(view),
            sessions_per_attendee: keys::SESSIONS_PER_ATTENDEE.of(view),
            concurrent: keys::CONCURRENT_MEETINGS.of(view) != "None",
            key: keys::CUSTOMER_KEY.of(view),
            whiteboard: keys::WHITEBOARD.of(view),
            whiteboard_plus: keys::WHITEBOARD_PLUS.of(view),
        }
    }
    fn has_unlimited(&self) -> bool {
        self.events_unlimited || self.sessions_unlimited
    }
    fn has_per_attendee(&self) -> bool {
        self.events_per_attendee || self.sessions_per_attendee
    }
    fn has_events(&self) -> bool {
        self.events || self.has_unlimited()
    }
    fn has_two_of_events(&self) -> bool {
        [self.events, self.events_unlimited, self.sessions_unlimited].into_iter().filter(|is_on| *is_on).count() > 1
    }
}

/// Refuses features that the user cannot come to have. `is_licensed`: it holds a paid seat. What it has already stays,
/// also where it could not be given any more; what the account pays for goes with the seat.
///
/// # Errors
/// The first of [`FAILURES`] that concerns a feature which is new.
pub fn check(before: &View<'_>, after: &View<'_>, is_licensed: bool) -> Result<()> {
    let (was, now) = (Features::of(before), Features::of(after));
    let unpaid = for_licensed(&was, &now).filter(|_| !is_licensed);
    match unpaid.or_else(|| beside_others(&was, &now)) {
        Some(failure) => Err(failure.into()),
        None => check_licenses(before, after),
    }
}

/// Refuses a licence of one subscription: plans have no subscription ids.
fn check_licenses(before: &View<'_>, after: &View<'_>) -> Result<()> {
    let kept = keys::SINGLE_LICENSES.of(before);
    let new = keys::SINGLE_LICENSES.of(after).into_iter().find(|license| !kept.contains(license));
    let id = |license: &Value| license["subscription_id"].as_str().unwrap_or_default().to_owned();
    new.map_or(Ok(()), |license| Err(NO_SUBSCRIPTION.with(id(&license))))
}

/// Whether something is new that only a Licensed user may come to have.
pub fn needs_license(before: &View<'_>, after: &View<'_>) -> bool {
    for_licensed(&Features::of(before), &Features::of(after)).is_some()
}

/// Leaves to a change what somebody who does not edit users may do to itself: features may be sent back as they are, and
/// are not kept.
///
/// # Errors
/// [`NOT_YOURS`] when the features would be others.
pub fn leave_alone(before: &View<'_>, change: &mut Change) -> Result<()> {
    for setting in feature::SETTINGS {
        let Some(sent) = change.values.get(setting.key()) else { continue };
        if before.value(setting).as_ref() != Some(sent) {
            return Err(NOT_YOURS.into());
        }
        change.values.remove(setting.key());
    }
    Ok(())
}

fn for_licensed(was: &Features, now: &Features) -> Option<Failure> {
    let gains = |has: fn(&Features) -> bool| has(now) && !has(was);
    first_of([
        (gains(|of| of.large_meeting), NO_LARGE_MEETING),
        (gains(|of| of.webinar), NO_WEBINAR),
        (gains(|of| of.events), NO_EVENTS),
        (gains(Features::has_unlimited), NO_UNLIMITED),
        (gains(Features::has_per_attendee), NO_PER_ATTENDEE),
        (gains(|of| of.concurrent), NO_CONCURRENT),
    ])
}

fn beside_others(was: &Features, now: &Features) -> Option<Failure> {
    let gains = |has: fn(&Features) -> bool| has(now) && !has(was);
    first_of([
        (gains(|of| of.webinar) && was.events && now.events, WEBINAR_BESIDE_EVENTS),
        (gains(|of| of.events) && was.webinar && now.webinar, EVENTS_BESIDE_WEBINAR),
        (gains(|of| of.webinar && of.has_events()), WEBINAR_AND_EVENTS),
        (gains(|of| of.sessions_unlimited) && was.events_unlimited && !now.events_unlimited, NO_DOWNGRADE),
        (gains(|of| of.events && of.events_unlimited), EVENTS_AND_UNLIMITED),
        (gains(Features::has_two_of_events), TWO_OF_EVENTS),
        (gains(|of| of.events_per_attendee && of.sessions_per_attendee), TWO_PER_ATTENDEE),
        (gains(|of| of.key), NO_SINGLE_KEY),
        (gains(|of| of.whiteboard && of.whiteboard_plus), TWO_WHITEBOARDS),
    ])
}

fn first_of<const N: usize>(refusals: [(bool, Failure); N]) -> Option<Failure> {
    refusals.into_iter().find_map(|(is_so, failure)| is_so.then_some(failure))
}
