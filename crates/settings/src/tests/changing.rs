//! What a body may change.
use super::sample::{self, Owned, owned};
use crate::{
    Change, Document, Filter, LOCKED_BY_ACCOUNT, LOCKED_BY_GROUP, Layer, Level, NOT_PAID, Setting, Values, View,
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

const HOST_VIDEO: &str = "schedule_meeting.host_video";
const INVALID: &str = "Invalid field.";

type Refused = Vec<(String, String)>;

fn change(document: Document, view: &View<'_>, body: Value) -> Result<Change, Refused> {
    let change = sample::form(document, view.level()).change(view, true, body);
    change.map_err(|faults| faults.into_iter().map(|fault| (fault.field, fault.message)).collect())
}

fn in_account(body: Value) -> Result<Values, Refused> {
    let account = Owned::default();
    change(Document::General, &View::Account(account.layer()), body).map(|change| change.values)
}

fn refused(fields: &[(&str, &str)]) -> Refused {
    fields.iter().map(|&(field, message)| (field.to_owned(), message.to_owned())).collect()
}

fn set(key: &str, value: Value) -> Values {
    Owned::default().set(key, value).values
}

#[test]
fn a_number_is_allowed_at_its_bounds_and_refused_beyond() {
    for (sent, is_allowed) in [(0, false), (1, true), (63, true), (64, false)] {
        let change = in_account(json!({"in_meeting": {"dscp_audio": sent}}));
        let expected = if is_allowed {
            Ok(set("in_meeting.dscp_audio", json!(sent)))
        } else {
            Err(refused(&[("in_meeting.dscp_audio", INVALID)]))
        };
        assert_eq!(change, expected, "{sent}");
    }
}

#[test]
fn the_length_of_a_password_is_8_to_14_or_0() {
    let path = "security.password_requirement.minimum_password_length";
    for (sent, is_allowed) in [(-1, false), (0, true), (1, false), (7, false), (9, true), (14, true), (15, false)] {
        let change = in_account(json!({"security": {"password_requirement": {"minimum_password_length": sent}}}));
        let expected = if is_allowed { Ok(set(path, json!(sent))) } else { Err(refused(&[(path, INVALID)])) };
        assert_eq!(change, expected, "{sent}");
    }
}

#[test]
fn a_code_is_one_of_its_numbers() {
    for (sent, is_allowed) in [(2, true), (4, true), (0, false), (5, false)] {
        let change = in_account(json!({"in_meeting": {"allow_participants_chat_with": sent}}));
        assert_eq!(change.is_ok(), is_allowed, "{sent}");
    }
}

/// A list of ports with so many characters.
fn ports(length: usize) -> String {
    let list = vec!["1"; length.div_ceil(2)].join(";");
    if length.is_multiple_of(2) { format!("1{list}") } else { list }
}

#[test]
fn a_text_is_allowed_at_its_longest_and_refused_beyond() {
    let body = |length: usize| json!({"in_meeting": {"ports_range": ports(length)}});
    assert!(in_account(body(254)).is_ok() && in_account(body(255)).is_ok());
    assert_eq!(in_account(body(256)), Err(refused(&[("in_meeting.ports_range", INVALID)])));
}

#[test]
fn a_list_is_allowed_with_its_most_items_and_refused_beyond() {
    let account = Owned::default();
    let of = |domains: Vec<String>| {
        let body = json!({"meeting_security": {"block_user_domain_list": domains}});
        change(Document::MeetingSecurity, &View::Account(account.layer()), body).map(|_| ())
    };
    let many = |count: usize| vec!["a.example".to_owned(); count];
    let list = "meeting_security.block_user_domain_list";
    assert_eq!((of(many(0)), of(many(20))), (Ok(()), Ok(())));
    assert_eq!(of(many(21)), Err(refused(&[(list, INVALID)])));
    for (length, is_allowed) in [(4, false), (5, true), (30, true), (31, false)] {
        assert_eq!(of(vec![format!("{}.x", "x".repeat(length - 2))]).is_ok(), is_allowed, "{length}");
    }
    assert_eq!(of(vec!["a.example".into(), "x".into()]), Err(refused(&[(&format!("{list}[1]"), INVALID)])));
}

/// What comes of one value in the body of a level.
fn alone(document: Document, level: Level, path: &str, value: Value) -> Result<(), Refused> {
    let (account, group) = (Owned::default(), Owned::default());
    let view = match level {
        Level::Account => View::Account(account.layer()),
        _ => View::Group { account: account.layer(), group: group.layer() },
    };
    let mut body = serde_json::Map::new();
    crate::nested::put(&mut body, path, value);
    change(document, &view, Value::Object(body)).map(|_| ())
}

#[test]
fn a_text_with_a_documented_form_is_refused_in_any_other() {
    let periods = (["", "1d", "12m", "9999999y"], ["banana", "0d", "d", "12", "1w", "1 y"]);
    let addresses = (
        ["", "1.2.3.4", "0.0.0.0/0, 255.255.255.255/32", "10.0.0.1 - 10.0.0.9,10.0.1.1-10.0.1.2"],
        ["banana", "1.2.3", "256.1.1.1", "1.2.3.4/33", "1.2.3.4,", "1.2.3.4 - "],
    );
    let ports = (["", "1", "65535,55", "1-65535; 3000"], ["0", "65536", "1-", "1;", "1 2", "all"]);
    let codes = (["", "1", "3,1", "1, 2,3"], ["0", "4", "1,", "12", "1;2", "one"]);
    let emails = (
        ["", "a@b.example", "a.b+c@d.e.example", "ä@ö.example"],
        ["banana", "@", "a@b", "a b@c.example", "a@b.c,d@e.f", "a@"],
    );
    let domains = (
        ["", "a.example", "a.example,*.b.example", "a.b.c, ä.example"],
        ["a", "a.example,", ".a", "a..b", "x@a.b", "a b.c"],
    );
    let both = (
        ["", "a.example", "x@a.example", "a.example, x@b.example"],
        ["a", "x@a", "@a.example", "a.example;b.example", "*.a.example", "a.b,"],
    );
    let (account, general) = (Level::Account, Document::General);
    for (document, level, path, (good, bad)) in [
        (general, account, "chat.apply_local_storage_to_personal_channel.retention_period", periods),
        (general, account, "chat.set_retention_period_in_cloud.retention_period_of_channels", periods),
        (general, Level::Group, "chat.set_retention_period_in_local.retention_period_of_channels", periods),
        (general, account, "recording.ip_address_access_control.ip_addresses_or_ranges", addresses),
        (general, account, "in_meeting.ports_range", ports),
        (Document::VideoSdk, account, "in_session.ports_range", ports),
        (general, Level::Group, "chat.allow_users_to_search_others_options", codes),
        (general, account, "chat.send_data_to_third_party_archiving_service.smtp_delivery_address", emails),
        (general, account, "schedule_meeting.enforce_login_domains", domains),
        (Document::MeetingAuthentication, account, "authentication_option.domains", domains),
        (general, account, "chat.allow_users_to_add_contacts.user_email_addresses", both),
    ] {
        for text in good {
            assert_eq!(alone(document, level, path, json!(text)), Ok(()), "{path}: {text}");
        }
        for text in bad {
            assert_eq!(alone(document, level, path, json!(text)), Err(refused(&[(path, INVALID)])), "{path}: {text}");
        }
    }
}

#[test]
fn each_domain_of_a_list_is_one() {
    let general = Document::General;
    for (document, path, takes_all_below) in [
        (general, "security.signin_with_sso.domains", false),
        (general, "chat.chat_email_address.specific_domains", false),
        (Document::MeetingSecurity, "meeting_security.block_user_domain_list", true),
    ] {
        let sent = |domain: &str| alone(document, Level::Account, path, json!(["a.example", domain]));
        let faults = |is_taken: bool| if is_taken { Ok(()) } else { Err(refused(&[(&format!("{path}[1]"), INVALID)])) };
        assert_eq!((sent("B.Example"), sent("*.a.example")), (Ok(()), faults(takes_all_below)), "{path}");
        for bad in
            ["", "banana", "x@a.example", "a.b,c.d", "a b.example", ".example", "a..example", "https://a.example"]
        {
            assert_eq!(sent(bad), faults(false), "{path}: {bad}");
        }
    }
}

#[test]
fn every_refused_field_is_told_at_once() {
    let body = json!({
        "in_meeting": {"annotation": "perhaps", "entry_exit_chime": "dogs", "data_center_regions": ["US", "XX"]},
        "schedule_meeting": {"host_video": true, "audio_type": 7},
        "tsp": [],
    });
    let fields: Vec<_> = in_account(body).unwrap_err().into_iter().map(|(field, _)| field).collect();
    let expected = [
        "in_meeting.annotation",
        "in_meeting.data_center_regions[1]",
        "in_meeting.entry_exit_chime",
        "schedule_meeting.audio_type",
        "tsp",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn a_body_is_an_object() {
    assert_eq!(in_account(json!([])), Err(refused(&[("", INVALID)])));
}

#[test]
fn values_are_taken_as_leniently_as_in_every_other_body() {
    let change = in_account(json!({"in_meeting": {"chat": "false", "dscp_audio": "45", "dscp_video": 46.0}}));
    let (mut expected, video) = (set("in_meeting.chat", json!(false)), set("in_meeting.dscp_video", json!(46)));
    expected.extend(set("in_meeting.dscp_audio", json!(45)));
    expected.extend(video);
    assert_eq!(change, Ok(expected));
}

#[test]
fn null_unknown_fields_and_those_of_other_levels_change_nothing() {
    let body = json!({
        "in_meeting": {"chat": null, "nothing": 1, "virtual_background_settings": null},
        "whiteboard": {"in_meeting_advanced_whiteboard": true},
        "chat": {"chat_etiquette_tool": {"policy_max_count": 99}},
        "feature": {"webinar": true},
        "something": {"else": []},
    });
    assert_eq!(in_account(body), Ok(Values::new()));
}

#[test]
fn what_is_read_only_is_passed_over_even_when_it_is_none_of_its_kind() {
    assert_eq!(in_account(json!({"in_meeting": {"unchecked_data_center_regions": 7}})), Ok(Values::new()));
}

#[test]
fn only_what_differs_from_what_the_level_has_set_is_changed() {
    let account = Owned::default().set(HOST_VIDEO, json!(true));
    let body = json!({"schedule_meeting": {"host_video": true, "participant_video": true}});
    let change = change(Document::General, &View::Account(account.layer()), body).unwrap();
    assert_eq!(change.values, set("schedule_meeting.participant_video", json!(true)));
    let mut own = account.values;
    change.merge_into(&mut own);
    assert_eq!(Value::Object(own), json!({HOST_VIDEO: true, "schedule_meeting.participant_video": true}));
}

#[test]
fn a_value_that_equals_the_one_above_is_kept_as_the_users_own() {
    let (account, user) = (Owned::default().set(HOST_VIDEO, json!(true)), Values::new());
    let view = View::User { account: account.layer(), groups: &[], primary: None, user: &user };
    let change = change(Document::General, &view, json!({"schedule_meeting": {"host_video": true}})).unwrap();
    assert_eq!(change.values, set(HOST_VIDEO, json!(true)));
}

#[test]
fn a_locked_setting_is_refused_with_its_path_and_the_level_that_holds_the_lock() {
    let account = Owned::default().lock(HOST_VIDEO);
    let (plain, group) = (Owned::default(), Owned::default().lock("in_meeting.chat").lock("in_meeting.polling"));
    let layers = [plain.layer(), group.layer()];
    let user = Values::new();
    let view = View::User { account: account.layer(), groups: &layers, primary: Some(layers[0]), user: &user };
    let body = json!({
        "schedule_meeting": {"host_video": true, "join_before_host": true},
        "in_meeting": {
            "allow_participants_chat_with": 1,
            "meeting_polling": {"advanced_polls": false},
            "annotation": 3,
        },
    });
    let expected = [
        ("in_meeting.annotation", INVALID),
        ("in_meeting.allow_participants_chat_with", LOCKED_BY_GROUP),
        ("in_meeting.meeting_polling.advanced_polls", LOCKED_BY_GROUP),
        (HOST_VIDEO, LOCKED_BY_ACCOUNT),
    ];
    assert_eq!(change(Document::General, &view, body), Err(refused(&expected)));
}

#[test]
fn locks_of_the_level_itself_do_not_bind_it() {
    let (account, group) = (Owned::default(), Owned::default().lock(HOST_VIDEO));
    let body = json!({"schedule_meeting": {"host_video": true}});
    let in_group = View::Group { account: account.layer(), group: group.layer() };
    assert!(change(Document::General, &in_group, body.clone()).is_ok());
    assert!(change(Document::General, &View::Account(group.layer()), body).is_ok());
}

#[test]
fn a_group_is_bound_by_the_locks_of_its_account() {
    let (account, group) = (Owned::default().lock(HOST_VIDEO), Owned::default());
    let view = View::Group { account: account.layer(), group: group.layer() };
    let sent = |is_on: bool| change(Document::General, &view, json!({"schedule_meeting": {"host_video": is_on}}));
    assert_eq!(sent(true), Err(refused(&[(HOST_VIDEO, LOCKED_BY_ACCOUNT)])));
    assert!(sent(false).unwrap().is_empty(), "a forced value may be sent back, and is not kept");
}

#[test]
fn of_two_names_the_one_that_differs_from_what_is_now_counts() {
    for body in [
        json!({"in_meeting": {"polling": false, "meeting_polling": {"enable": true}}}),
        json!({"in_meeting": {"polling": true, "meeting_polling": {"enable": false}}}),
    ] {
        assert_eq!(in_account(body), Ok(set("in_meeting.polling", json!(true))));
    }
}

#[test]
fn a_setting_of_a_plan_is_refused_without_one_unless_it_stays_as_it_is() {
    let account = Owned::default();
    let form = sample::form(Document::General, Level::Account);
    let change = |is_paid, is_on: bool| {
        let body = json!({"recording": {"cloud_recording": is_on}});
        let change = form.change(&View::Account(account.layer()), is_paid, body);
        change.map(|_| ()).map_err(|faults| faults[0].message.clone())
    };
    assert_eq!(change(false, true), Err(NOT_PAID.to_owned()));
    assert_eq!((change(false, false), change(true, true)), (Ok(()), Ok(())));
}

#[test]
fn a_command_is_handed_on_and_not_kept() {
    let account = Owned::default();
    let option = json!({"action": "add", "name": "Staff", "type": "enforce_login"});
    let body = json!({"meeting_authentication": true, "authentication_option": option});
    let change = change(Document::MeetingAuthentication, &View::Account(account.layer()), body).unwrap();
    assert_eq!(change.values, set("meeting_authentication.meeting_authentication", json!(true)));
    let commands = json!({
        "authentication_option.action": "add",
        "authentication_option.name": "Staff",
        "authentication_option.type": "enforce_login",
    });
    assert_eq!(Value::Object(change.commands), commands);
}

#[test]
fn the_actions_of_an_account_are_not_those_of_its_groups() {
    let (account, group) = (Owned::default(), Owned::default());
    let body = |action: &str| json!({"authentication_option": {"action": action}});
    let in_account = View::Account(account.layer());
    let in_group = View::Group { account: account.layer(), group: group.layer() };
    for (action, of_account, of_group) in [("add", true, false), ("update", true, true), ("hide", false, true)] {
        let is_ok = |view| change(Document::MeetingAuthentication, view, body(action)).is_ok();
        assert_eq!((is_ok(&in_account), is_ok(&in_group)), (of_account, of_group), "{action}");
    }
}

#[test]
fn a_record_keeps_no_field_that_its_level_does_not_take() {
    let numbers = "audio_conferencing.toll_call.numbers";
    let body = json!({"audio_conferencing": {"toll_call": {"numbers": [{"code": "49", "number": "1", "unknown": 1}]}}});
    assert_eq!(in_account(body), Ok(set(numbers, json!([{"code": "49", "number": "1"}]))));
}

#[test]
fn a_record_keeps_as_they_are_the_fields_that_its_level_only_shows() {
    let countries = "audio_conferencing.global_dial_in_countries.selected_countries";
    let account = Owned::default().set(countries, json!([{"code": "DE", "name": "Germany"}]));
    let sent = json!({"selected_countries": [{"code": "FR"}, {"code": "DE", "name": "Mine"}]});
    let body = json!({"audio_conferencing": {"global_dial_in_countries": sent}});
    let change = change(Document::General, &View::Account(account.layer()), body).unwrap();
    assert_eq!(change.values, set(countries, json!([{"code": "FR"}, {"code": "DE", "name": "Germany"}])));
}

proptest! {
    #[test]
    fn an_answer_can_be_sent_back_and_changes_nothing_that_is_seen(
        account in owned(Document::General, Level::Account),
        groups in vec(owned(Document::General, Level::Group), 1..3),
        user in owned(Document::General, Level::User),
    ) {
        let layers: Vec<Layer<'_>> = groups.iter().map(Owned::layer).collect();
        let look = |own: Option<&Values>, level: Level| {
            let layer = |owned: &'_ Owned| Values::clone(own.unwrap_or(&owned.values));
            let (of_account, of_group, of_user) = (layer(&account), layer(&groups[0]), layer(&user));
            let own = |values, owned: &'_ Owned| Owned { values, locks: owned.locks.clone() };
            let (of_account, of_group) = (own(of_account, &account), own(of_group, &groups[0]));
            let view = match level {
                Level::Account => View::Account(of_account.layer()),
                Level::Group => View::Group { account: account.layer(), group: of_group.layer() },
                Level::User => {
                    let primary = Some(layers[0]);
                    View::User { account: account.layer(), groups: &layers, primary, user: &of_user }
                }
            };
            let answer = Value::Object(view.answer(Document::General, &Filter::ALL));
            let change = sample::form(Document::General, level).change(&view, false, answer.clone());
            let mut after = view.own().clone();
            (answer, change.map(|change| { change.merge_into(&mut after); after }))
        };
        for level in Level::ALL {
            let (answer, after) = look(None, level);
            prop_assert!(after.is_ok(), "{:?}", after);
            prop_assert_eq!(look(after.ok().as_ref(), level).0, answer);
        }
    }

    #[test]
    fn an_allowed_value_is_taken_and_shown(at in 0..1000usize, n in 0..50usize) {
        let is_asked = |setting: &&Setting| setting.is_command || setting.is_operated;
        let is_kept = |setting: &&Setting| setting.is_taken(Level::Account) && !is_asked(setting);
        let settings: Vec<_> = Document::General.settings().filter(is_kept).collect();
        let setting = settings[at % settings.len()];
        let mut body = serde_json::Map::new();
        crate::nested::put(&mut body, setting.path, sample::value(setting, n));
        let mut account = Owned::default();
        let change = change(Document::General, &View::Account(account.layer()), Value::Object(body.clone()));
        let change = change.map_err(|faults| TestCaseError::fail(format!("{faults:?}")))?;
        change.merge_into(&mut account.values);
        prop_assert_eq!(View::Account(account.layer()).value(setting), change.values.get(setting.key()).cloned());
    }
}
