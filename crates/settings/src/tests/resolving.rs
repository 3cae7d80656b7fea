//! Which value counts.
use super::sample::{Owned, owned, value};
use crate::{Change, Document, Filter, Holder, Layer, Level, Setting, Values, View};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

const HOST_VIDEO: &str = "schedule_meeting.host_video";

fn setting(path: &str) -> &'static Setting {
    Document::General.settings().find(|setting| setting.path == path).unwrap()
}

/// A document, often the general one, and what an account, some groups and a user have set and locked of it.
fn chosen() -> impl Strategy<Value = (Document, Owned, Vec<Owned>, Owned)> {
    (0..2 * Document::ALL.len()).prop_flat_map(|at| {
        let document = Document::ALL.get(at).copied().unwrap_or(Document::General);
        let groups = vec(owned(document, Level::Group), 0..4);
        (Just(document), owned(document, Level::Account), groups, owned(document, Level::User))
    })
}

/// What counts and who forces it: an obvious second writing. Who may have the last word stands from the first to the last.
fn model(
    setting: &Setting,
    account: &Owned,
    groups: &[Owned],
    primary: Option<usize>,
    user: &Values,
) -> (Option<Value>, Option<Holder>) {
    let locks = |level: &Owned| level.locks.contains(setting.lock());
    let holder = match locks(account) {
        true => Some(Holder::Account),
        false => groups.iter().position(locks).map(Holder::Group),
    };
    let mut walk: Vec<&Values> = Vec::new();
    if !locks(account) {
        match groups.iter().find(|group| locks(group)) {
            Some(group) => walk.push(&group.values),
            None => {
                walk.push(user);
                walk.extend(primary.map(|primary| &groups[primary].values));
            }
        }
    }
    walk.push(&account.values);
    (walk.iter().find_map(|values| values.get(setting.key()).cloned()).or(setting.initial()), holder)
}

proptest! {
    #[test]
    fn the_value_of_a_user_is_the_first_on_the_walk_that_locks_cut_short(
        (document, account, groups, user) in chosen(),
        primary in 0..4usize,
    ) {
        let primary = (primary < groups.len()).then_some(primary);
        let layers: Vec<Layer<'_>> = groups.iter().map(Owned::layer).collect();
        let view = View::User {
            account: account.layer(),
            groups: &layers,
            primary: primary.map(|primary| layers[primary]),
            user: &user.values,
        };
        for setting in document.settings().filter(|setting| !setting.is_shared) {
            let expected = model(setting, &account, &groups, primary, &user.values);
            prop_assert_eq!((view.value(setting), view.holder(setting)), expected, "{}", setting.path);
        }
    }

    #[test]
    fn the_value_of_a_group_is_its_own_unless_the_account_locks_it((document, account, groups, _) in chosen()) {
        let group = groups.into_iter().next().unwrap_or_default();
        let view = View::Group { account: account.layer(), group: group.layer() };
        for setting in document.settings().filter(|setting| !setting.is_shared) {
            // Its own lock does not bind it.
            let expected = model(setting, &account, &[], None, &group.values);
            prop_assert_eq!((view.value(setting), view.holder(setting)), expected, "{}", setting.path);
        }
    }
}

fn value_of(account: &Owned, groups: &[&Owned], user: &Owned) -> (Value, Option<Holder>) {
    let layers: Vec<Layer<'_>> = groups.iter().map(|group| group.layer()).collect();
    let primary = layers.first().copied();
    let view = View::User { account: account.layer(), groups: &layers, primary, user: &user.values };
    (view.value(setting(HOST_VIDEO)).unwrap(), view.holder(setting(HOST_VIDEO)))
}

#[test]
fn without_locks_the_lowest_level_that_was_set_counts() {
    let (none, on, off) = (
        Owned::default(),
        Owned::default().set(HOST_VIDEO, json!(true)),
        Owned::default().set(HOST_VIDEO, json!(false)),
    );
    assert_eq!(value_of(&none, &[&none], &none), (json!(false), None));
    assert_eq!(value_of(&on, &[&none], &none), (json!(true), None));
    assert_eq!(value_of(&off, &[&on], &none), (json!(true), None));
    assert_eq!(value_of(&on, &[&on], &off), (json!(false), None));
}

#[test]
fn a_lock_of_the_account_comes_before_one_of_a_group() {
    let (on, off) = (Owned::default().set(HOST_VIDEO, json!(true)), Owned::default().set(HOST_VIDEO, json!(false)));
    let (account, group) = (on.clone().lock(HOST_VIDEO), off.clone().lock(HOST_VIDEO));
    assert_eq!(value_of(&account, &[&group], &off), (json!(true), Some(Holder::Account)));
    assert_eq!(value_of(&on, &[&group], &on), (json!(false), Some(Holder::Group(0))));
}

#[test]
fn a_group_that_is_not_the_primary_one_forces_what_it_locks_and_the_first_that_locks_counts() {
    let (none, on) = (Owned::default(), Owned::default().set(HOST_VIDEO, json!(true)));
    let (locks_on, locks_off) =
        (on.clone().lock(HOST_VIDEO), none.clone().set(HOST_VIDEO, json!(false)).lock(HOST_VIDEO));
    assert_eq!(value_of(&none, &[&on, &locks_off, &locks_on], &on), (json!(false), Some(Holder::Group(1))));
}

#[test]
fn a_group_that_locks_what_it_never_set_forces_the_value_of_the_account() {
    let (none, on) = (Owned::default(), Owned::default().set(HOST_VIDEO, json!(true)));
    assert_eq!(
        value_of(&on, &[&none.lock(HOST_VIDEO)], &Owned::default().set(HOST_VIDEO, json!(false))).0,
        json!(true)
    );
}

#[test]
fn an_answer_is_nested_cut_down_and_without_what_its_level_does_not_show() {
    let account = Owned::default().set("chat.share_files.enable", json!(false));
    let view = View::Account(account.layer());
    let of = |names: &str| Value::Object(view.answer(Document::General, &Filter::parse(names)));
    assert_eq!(
        of("host_video,personal_channel"),
        json!({"schedule_meeting": {"host_video": false}, "chat": {"personal_channel": true}})
    );
    assert_eq!(of("share_files")["chat"]["share_files"]["enable"], json!(false));
    assert_eq!(of("participants_video,whiteboard.in_meeting_advanced_whiteboard"), json!({}));
}

#[test]
fn what_has_no_value_until_it_is_set_is_left_out_until_then() {
    let groups = "security.sign_in_with_two_factor_auth_groups";
    let answer = |account: &Owned| {
        Value::Object(View::Account(account.layer()).answer(Document::Security, &Filter::parse(groups)))
    };
    assert_eq!(answer(&Owned::default()), json!({}));
    let set = Owned::default().set(groups, json!(["a"]));
    assert_eq!(answer(&set), json!({"security": {"sign_in_with_two_factor_auth_groups": ["a"]}}));
}

#[test]
fn another_name_of_a_setting_shows_the_same_value_on_its_level() {
    let account = Owned::default().set("schedule_meeting.participant_video", json!(true));
    let values = Values::new();
    let view = View::User { account: account.layer(), groups: &[], primary: None, user: &values };
    let answer = Value::Object(view.answer(Document::General, &Filter::parse("participants_video")));
    assert_eq!(answer, json!({"schedule_meeting": {"participants_video": true}}));
}

#[test]
fn an_option_chooses_the_document_of_its_level() {
    for (option, account, below) in [
        (None, Some(Document::General), Some(Document::General)),
        (Some("security"), Some(Document::Security), None),
        (Some("meeting_security"), Some(Document::MeetingSecurity), Some(Document::MeetingSecurity)),
        (Some("something"), None, None),
    ] {
        assert_eq!(Document::chosen(Level::Account, option), account);
        assert_eq!(Document::chosen(Level::Group, option), below);
        assert_eq!(Document::chosen(Level::User, option), below);
    }
    assert_eq!(Document::options(Level::Account).count(), 4);
    assert_eq!(
        Document::options(Level::User).collect::<Vec<_>>(),
        ["meeting_authentication", "recording_authentication", "meeting_security"]
    );
    assert_eq!(Document::of_locks(Some("meeting_security")), Some(Document::MeetingSecurity));
    assert_eq!(Document::of_locks(Some("security")), None);
}

#[test]
fn what_a_body_sets_is_told_whether_answers_show_it_or_not() {
    let nothing = Owned::default();
    for (document, level) in Document::ALL.into_iter().flat_map(|document| Level::ALL.map(|level| (document, level))) {
        let is_told = |setting: &&Setting| setting.is_taken(level) && !setting.is_command && !setting.is_secret;
        for setting in document.settings().filter(is_told) {
            let own = Owned::default().set(setting.key(), value(setting, 1));
            let view = match level {
                Level::Account => View::Account(own.layer()),
                Level::Group => View::Group { account: nothing.layer(), group: own.layer() },
                Level::User => View::User { account: nothing.layer(), groups: &[], primary: None, user: &own.values },
            };
            let change = Change { values: own.values.clone(), ..Change::default() };
            assert!(!view.touched(document, &change).is_empty(), "{level:?} {}", setting.path);
        }
    }
}
