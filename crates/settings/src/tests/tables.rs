//! The tables themselves.
use crate::{Document, Form, Level, LockForm, Setting, can_lock, schema};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn a_path_stands_once_on_each_level_of_a_document_and_nothing_stands_below_it() {
    for document in Document::ALL {
        for level in Level::ALL {
            let mut seen: Vec<&str> = document
                .settings()
                .filter(|setting| setting.is_shown(level) || setting.is_taken(level))
                .map(|setting| setting.path)
                .collect();
            seen.sort_unstable_by_key(|path| path.split('.').collect::<Vec<_>>());
            for pair in seen.windows(2) {
                let [before, after] = pair else { continue };
                let is_below = after.strip_prefix(before).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
                assert!(!is_below, "{document:?} {level:?}: {after}");
            }
        }
    }
}

#[test]
fn every_setting_is_on_some_level() {
    for document in Document::ALL {
        for setting in document.settings() {
            assert!(
                Level::ALL.iter().any(|&level| setting.is_shown(level) || setting.is_taken(level)),
                "{}",
                setting.path
            );
        }
    }
}

#[test]
fn the_blocks_of_the_general_document_come_sorted_and_so_do_the_settings_of_a_block() {
    let blocks: Vec<&str> = Document::General.settings().map(Setting::block).collect();
    assert!(blocks.is_sorted());
    let mut blocks: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
    for setting in Document::General.settings().filter(|setting| setting.block() != "in_meeting") {
        blocks.entry(setting.block()).or_default().push(setting.path.split('.').collect());
    }
    for (block, paths) in blocks {
        assert!(paths.is_sorted(), "{block}");
    }
}

#[test]
fn locks_come_sorted_and_once() {
    for document in [Document::General, Document::MeetingSecurity] {
        let paths: Vec<&str> = document.locks().map(|lock| lock.path).collect();
        assert!(paths.is_sorted_by(|before, after| before < after), "{document:?}");
    }
}

#[test]
fn what_a_setting_is_at_first_is_allowed() {
    for document in Document::ALL {
        for level in Level::ALL {
            let schema = platform::schema::Schema::compiled("Answer", schema::answer(document, level)).unwrap();
            let (values, locks) = Default::default();
            let layer = crate::Layer { values: &values, locks: &locks };
            let view = match level {
                Level::Account => crate::View::Account(layer),
                Level::Group => crate::View::Group { account: layer, group: layer },
                Level::User => crate::View::User { account: layer, groups: &[], primary: None, user: &values },
            };
            let answer = json!(view.answer(document, &crate::Filter::ALL));
            let (mut conformed, mut faults) = (answer.clone(), Vec::new());
            schema.conform(&mut conformed, &mut faults);
            assert_eq!(faults, [], "{document:?} {level:?}");
            assert_eq!(conformed, answer, "nothing needed leniency");
        }
    }
}

#[test]
fn names_of_one_setting_are_of_one_kind_and_the_same_at_first() {
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    for setting in Document::ALL.into_iter().flat_map(Document::settings).filter(|setting| !setting.is_command) {
        let what = format!("{:?} {:?} {}", setting.kind, setting.initial, setting.is_shared);
        assert_eq!(seen.entry(setting.key()).or_insert_with(|| what.clone()), &what, "{}", setting.path);
    }
}

#[test]
fn every_body_can_be_made_ready() {
    for document in Document::ALL {
        for level in Level::ALL {
            Form::new(document, level).unwrap();
            LockForm::new(document, level).unwrap();
        }
    }
}

#[test]
fn an_explicit_lock_is_one_that_there_is() {
    let locks: BTreeSet<&str> = [Document::General, Document::MeetingSecurity]
        .into_iter()
        .flat_map(Document::locks)
        .map(|lock| lock.key())
        .collect();
    for setting in Document::ALL.into_iter().flat_map(Document::settings) {
        let own = setting.key().split('.').take(2).collect::<Vec<_>>().join(".");
        assert!(setting.lock() == own || locks.contains(setting.lock()), "{}", setting.path);
    }
}

#[test]
fn a_lock_without_a_setting_is_known_as_such() {
    let held: BTreeSet<&str> = Document::ALL.into_iter().flat_map(Document::settings).map(Setting::lock).collect();
    let idle: Vec<&str> = [Document::General, Document::MeetingSecurity]
        .into_iter()
        .flat_map(Document::locks)
        .filter(|lock| !held.contains(lock.key()))
        .map(|lock| lock.path)
        .collect();
    assert_eq!(idle, ["meeting_security.approved_or_denied_countries_or_regions"]);
}

#[test]
fn what_a_level_may_lock_is_in_the_body_of_its_locks() {
    let find = |path: &str| Document::General.settings().find(|setting| setting.path == path).unwrap();
    for (path, account, group) in [
        ("schedule_meeting.host_video", true, true),
        ("chat.share_files.enable", true, false),
        ("recording.prevent_host_access_recording", true, false),
        ("security.password_requirement.minimum_password_length", false, false),
    ] {
        let may = |level| can_lock(level, find(path));
        assert_eq!((may(Level::Account), may(Level::Group), may(Level::User)), (account, group, false), "{path}");
    }
}
