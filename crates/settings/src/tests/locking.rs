//! What may be locked, and by whom.
use super::sample::Owned;
use crate::{Document, Filter, LOCKED_BY_ACCOUNT, Level, LockChange, LockForm, LockView, LockedPaths};
use platform::FieldError;
use serde_json::{Value, json};

const HOST_VIDEO: &str = "schedule_meeting.host_video";

fn change(level: Level, view: &LockView<'_>, body: Value) -> Result<LockChange, Vec<FieldError>> {
    LockForm::new(Document::General, level).unwrap().change(view, body)
}

fn locked(paths: &[&str]) -> LockedPaths {
    paths.iter().map(|&path| path.to_owned()).collect()
}

fn changed(locks: &[(&str, bool)]) -> LockChange {
    LockChange(locks.iter().map(|&(key, is_locked)| (key.to_owned(), is_locked)).collect())
}

#[test]
fn a_body_sets_and_lifts_locks_and_leaves_the_others_alone() {
    let mut own = locked(&["in_meeting.chat", "in_meeting.polling", "recording.archive"]);
    let body = json!({
        "in_meeting": {"chat": false, "polling": true, "annotation": "true", "co_host": null},
        "schedule_meeting": {"host_video": true, "unknown": true},
    });
    let change = change(Level::Account, &LockView::Account(&own), body).unwrap();
    assert_eq!(change, changed(&[("in_meeting.chat", false), ("in_meeting.annotation", true), (HOST_VIDEO, true)]));
    change.merge_into(&mut own);
    assert_eq!(own, locked(&["in_meeting.annotation", "in_meeting.polling", "recording.archive", HOST_VIDEO]));
}

#[test]
fn every_field_that_is_no_truth_is_refused_with_its_path() {
    let own = LockedPaths::new();
    let body = json!({"in_meeting": {"chat": 1, "polling": "maybe", "co_host": true}, "recording": true});
    let faults = change(Level::Account, &LockView::Account(&own), body).unwrap_err();
    let fields: Vec<_> = faults.iter().map(|fault| &*fault.field).collect();
    assert_eq!(fields, ["in_meeting.chat", "in_meeting.polling", "recording"]);
}

#[test]
fn a_group_does_not_lift_what_the_account_has_locked() {
    let (account, group) = (locked(&[HOST_VIDEO]), locked(&["in_meeting.chat"]));
    let view = LockView::Group { account: &account, group: &group };
    let sent = |video: bool, chat: bool| {
        change(Level::Group, &view, json!({"schedule_meeting": {"host_video": video}, "in_meeting": {"chat": chat}}))
    };
    let fault = FieldError { field: HOST_VIDEO.to_owned(), message: LOCKED_BY_ACCOUNT.to_owned() };
    assert_eq!(sent(false, false), Err(vec![fault]));
    assert_eq!(sent(true, false), Ok(changed(&[("in_meeting.chat", false)])));
    assert_eq!(sent(true, true), Ok(changed(&[])));
}

#[test]
fn a_group_shows_the_locks_of_its_account_as_well() {
    let (account, group) = (locked(&[HOST_VIDEO]), locked(&["in_meeting.chat"]));
    let answer = LockView::Group { account: &account, group: &group }.answer(Document::General, &Filter::ALL);
    let answer = Value::Object(answer);
    assert_eq!(answer["schedule_meeting"]["host_video"], json!(true));
    assert_eq!(answer["in_meeting"]["chat"], json!(true));
    assert_eq!(answer["in_meeting"]["polling"], json!(false));
    assert_eq!(answer.get("chat"), None, "groups lock nothing of the chat");
}

#[test]
fn locks_that_are_declared_as_texts_are_shown_as_texts_and_taken_as_either() {
    let (none, chime) = (LockedPaths::new(), locked(&["in_meeting.entry_exit_chime"]));
    let shown =
        |own| LockView::Account(own).answer(Document::General, &Filter::ALL)["in_meeting"]["entry_exit_chime"].clone();
    assert_eq!((shown(&none), shown(&chime)), (json!("false"), json!("true")));
    for sent in [json!("true"), json!(true)] {
        let change =
            change(Level::Account, &LockView::Account(&none), json!({"in_meeting": {"entry_exit_chime": sent}}));
        assert_eq!(change, Ok(changed(&[("in_meeting.entry_exit_chime", true)])));
    }
}

#[test]
fn a_kind_of_encryption_is_taken_and_neither_locks_nor_lifts() {
    const TYPE: &str = "meeting_security.encryption_type";
    for level in [Level::Account, Level::Group] {
        let form = LockForm::new(Document::MeetingSecurity, level).unwrap();
        for own in [locked(&[]), locked(&[TYPE])] {
            let (nothing, is_locked) = (LockedPaths::new(), own.contains(TYPE));
            let view = match level {
                Level::Account => LockView::Account(&own),
                _ => LockView::Group { account: &nothing, group: &own },
            };
            let sent = |value: Value| form.change(&view, json!({"meeting_security": {"encryption_type": value}}));
            for kind in ["enhanced_encryption", "e2ee"] {
                assert_eq!(sent(json!(kind)), Ok(changed(&[])), "{level:?} {kind}");
            }
            for is_true in [true, false] {
                let expected = if is_true == is_locked { changed(&[]) } else { changed(&[(TYPE, is_true)]) };
                let names = if is_true { ["true", "True"] } else { ["false", "False"] };
                for truth in [json!(is_true), json!(names[0]), json!(names[1])] {
                    assert_eq!(sent(truth.clone()), Ok(expected.clone()), "{level:?} {truth}");
                }
            }
            for other in ["none", "TRUE", "E2EE"] {
                assert_eq!(sent(json!(other)).unwrap_err()[0].field, TYPE, "{other}");
            }
        }
    }
}

#[test]
fn what_a_body_locks_is_told_whether_answers_show_it_or_not() {
    for level in [Level::Account, Level::Group] {
        let locks = Document::General.locks().chain(Document::MeetingSecurity.locks());
        for lock in locks.filter(|lock| lock.is_taken(level)) {
            let told = changed(&[(lock.key(), true)]).shown(level, true);
            assert!(!told.is_empty(), "{level:?} {}", lock.path);
        }
    }
}

#[test]
fn a_lock_with_another_name_is_the_same_lock() {
    let own = LockedPaths::new();
    let form = LockForm::new(Document::General, Level::Group).unwrap();
    let view = LockView::Group { account: &own, group: &own };
    let change = form.change(&view, json!({"recording": {"ip_address_access_control": {"enable": true}}}));
    assert_eq!(change, Ok(changed(&[("recording.ip_address_access_control", true)])));
    let change = form.change(&view, json!({"in_meeting": {"waiting_room": true}})).unwrap();
    let mut group = LockedPaths::new();
    change.merge_into(&mut group);
    let answer = LockView::Group { account: &own, group: &group }.answer(Document::MeetingSecurity, &Filter::ALL);
    assert_eq!(answer["meeting_security"]["waiting_room"], json!(true));
}

#[test]
fn a_lock_of_the_account_holds_all_that_is_below_its_name() {
    let account = Owned::default().lock("chat.share_files");
    let below = Document::General.settings().filter(|setting| setting.path.starts_with("chat.share_files."));
    assert!(below.count() > 1);
    for setting in Document::General.settings() {
        let is_below = setting.path.starts_with("chat.share_files.");
        assert_eq!(account.locks.contains(setting.lock()), is_below, "{}", setting.path);
    }
}
