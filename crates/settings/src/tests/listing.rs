//! What a body does with lists of which it names some records.
use super::sample::Owned;
use crate::{Document, Form, LOCKED_BY_ACCOUNT, TOO_MANY, Values, View};
use serde_json::{Value, json};

const POLICIES: &str = "chat.chat_etiquette_tool.policies";
const OPTIONS: &str = "meeting_authentication.authentication_options";

type Refused = Vec<(String, String)>;

/// What is kept after a body; new ids are `new1`, `new2`.
fn carried_out(document: Document, view: &View<'_>, body: Value) -> Result<Values, Refused> {
    let mut change = Form::new(document, view.level()).unwrap().change(view, true, body).unwrap();
    let mut ids = (1..).map(|number| format!("new{number}"));
    let done = change.carry_out(document, view, &mut || ids.next().unwrap());
    done.map_err(|faults| faults.into_iter().map(|fault| (fault.field, fault.message)).collect::<Refused>())?;
    assert_eq!(change.commands, serde_json::Map::new(), "nothing is left to do");
    Ok(change.values)
}

fn rules(account: &Owned, tool: Value) -> Result<Values, Refused> {
    let body = json!({"chat": {"chat_etiquette_tool": tool}});
    carried_out(Document::General, &View::Account(account.layer()), body)
}

fn options(view: &View<'_>, option: Value) -> Result<Values, Refused> {
    carried_out(Document::MeetingAuthentication, view, json!({"authentication_option": option}))
}

fn kept(key: &str, value: Value) -> Result<Values, Refused> {
    Ok(Owned::default().set(key, value).values)
}

fn refused(field: &str, message: &str) -> Result<Values, Refused> {
    Err(vec![(field.to_owned(), message.to_owned())])
}

fn with_two_rules() -> Owned {
    Owned::default().set(POLICIES, json!([{"id": "1", "name": "One"}, {"id": "2", "name": "Two"}]))
}

#[test]
fn rules_are_created_beside_the_others_with_ids_of_their_own() {
    let sent = json!({"operate": "create", "policies": [{"name": "Three", "id": "mine"}]});
    let expected = json!([{"id": "1", "name": "One"}, {"id": "2", "name": "Two"}, {"id": "new1", "name": "Three"}]);
    assert_eq!(rules(&with_two_rules(), sent), kept(POLICIES, expected));
}

#[test]
fn a_rule_needs_a_name_that_no_other_has() {
    let sent = |rule: Value| rules(&with_two_rules(), json!({"operate": "create", "policies": [rule]}));
    assert_eq!(sent(json!({})), refused(&format!("{POLICIES}[0].name"), "Missing field: name"));
    assert_eq!(sent(json!({"name": "Two"})), refused(&format!("{POLICIES}[0].name"), "Invalid field."));
    let renamed = rules(&with_two_rules(), json!({"policies": [{"id": "1", "name": "Two"}]}));
    assert_eq!(renamed, refused(&format!("{POLICIES}[0].name"), "Invalid field."));
}

#[test]
fn there_are_ten_rules_at_most() {
    let create = |count: usize| {
        let rules_sent: Vec<Value> = (0..count).map(|number| json!({"name": number.to_string()})).collect();
        rules(&with_two_rules(), json!({"operate": "create", "policies": rules_sent}))
    };
    assert!(create(7).is_ok() && create(8).is_ok());
    assert_eq!(create(9), refused(POLICIES, TOO_MANY));
}

#[test]
fn rules_are_changed_and_deleted_by_their_ids_and_the_others_stay() {
    let account = with_two_rules();
    for operate in [json!({"operate": "update"}), json!({})] {
        let mut sent = operate;
        sent["policies"] = json!([{"id": "2", "status": "deactivated"}]);
        let expected = json!([{"id": "1", "name": "One"}, {"id": "2", "name": "Two", "status": "deactivated"}]);
        assert_eq!(rules(&account, sent), kept(POLICIES, expected));
    }
    let deleted = rules(&account, json!({"operate": "delete", "policies": [{"id": "1"}]}));
    assert_eq!(deleted, kept(POLICIES, json!([{"id": "2", "name": "Two"}])));
    let all = rules(&account, json!({"operate": "delete", "policies": [{"id": "2"}, {"id": "1"}]}));
    assert_eq!(all, kept(POLICIES, json!([])));
}

#[test]
fn a_rule_that_there_is_not_is_refused() {
    for operate in ["update", "delete"] {
        let sent = |rule: Value| rules(&with_two_rules(), json!({"operate": operate, "policies": [{"id": "1"}, rule]}));
        assert_eq!(sent(json!({"id": "3"})), refused(&format!("{POLICIES}[1].id"), "Invalid field."));
        assert_eq!(sent(json!({"name": "x"})), refused(&format!("{POLICIES}[1].id"), "Missing field: id"));
    }
}

#[test]
fn a_group_changes_of_a_rule_what_it_may_and_keeps_the_rest() {
    let rule = |status: &str| json!([{"id": "1", "name": "No secrets", "keywords": ["secret"], "status": status}]);
    let (account, group) = (Owned::default().set(POLICIES, rule("activated")), Owned::default());
    let view = View::Group { account: account.layer(), group: group.layer() };
    let sent = json!([{"id": "1", "status": "deactivated", "name": "Mine"}]);
    let body = json!({"chat": {"chat_etiquette_tool": {"policies": sent}}});
    assert_eq!(carried_out(Document::General, &view, body), kept(POLICIES, rule("deactivated")));
}

#[test]
fn a_group_does_not_change_a_rule_that_is_locked() {
    let rule = json!([{"id": "1", "name": "One", "status": "activated", "is_locked": true}]);
    let (account, group) = (Owned::default().set(POLICIES, rule), Owned::default());
    let sent = |view: &View<'_>, status: &str| {
        let body = json!({"chat": {"chat_etiquette_tool": {"policies": [{"id": "1", "status": status}]}}});
        carried_out(Document::General, view, body)
    };
    let in_group = View::Group { account: account.layer(), group: group.layer() };
    assert_eq!(sent(&in_group, "deactivated"), refused(&format!("{POLICIES}[0]"), LOCKED_BY_ACCOUNT));
    assert_eq!(sent(&in_group, "activated"), Ok(Values::new()));
    assert!(sent(&View::Account(account.layer()), "deactivated").is_ok());
}

#[test]
fn what_a_group_has_said_of_a_rule_holds_as_long_as_the_account_leaves_it_the_rule() {
    let rule = |id: &str, status: &str, is_locked: bool| json!({"id": id, "name": id, "status": status, "is_locked": is_locked});
    let account = |rules: Value| Owned::default().set(POLICIES, rules);
    let (off, on) = ("deactivated", "activated");
    let open = account(json!([rule("1", on, false), rule("2", on, false)]));
    let switch = |account: &Owned, group: &Owned, id: &str, status: &str| {
        let view = View::Group { account: account.layer(), group: group.layer() };
        let body = json!({"chat": {"chat_etiquette_tool": {"policies": [{"id": id, "status": status}]}}});
        carried_out(Document::General, &view, body)
    };
    let group = Owned { values: switch(&open, &Owned::default(), "1", off).unwrap(), ..Owned::default() };
    let shown = |account: &Owned| {
        let view = View::Group { account: account.layer(), group: group.layer() };
        let list = Document::General.settings().find(|setting| setting.path == POLICIES).unwrap();
        view.value(list).unwrap()
    };
    assert_eq!(shown(&open), json!([rule("1", off, false), rule("2", on, false)]));
    // The account changes, locks, deletes and adds, and the group follows in all that it has not said.
    let changed = account(json!([rule("1", on, false), rule("2", off, false), rule("3", on, false)]));
    assert_eq!(shown(&changed), json!([rule("1", off, false), rule("2", off, false), rule("3", on, false)]));
    let locked = account(json!([rule("1", on, true), rule("2", on, false)]));
    assert_eq!(shown(&locked), json!([rule("1", on, true), rule("2", on, false)]));
    assert_eq!(switch(&locked, &group, "1", off), refused(&format!("{POLICIES}[0]"), LOCKED_BY_ACCOUNT));
    assert_eq!(switch(&locked, &group, "1", on), Ok(Values::new()));
    let deleted = account(json!([rule("2", on, false)]));
    assert_eq!(shown(&deleted), json!([rule("2", on, false)]));
    assert_eq!(switch(&deleted, &group, "1", on), refused(&format!("{POLICIES}[0].id"), "Invalid field."));
    assert_eq!(shown(&Owned::default()), json!([]));
}

#[test]
fn a_template_is_switched_and_deleted_by_its_id() {
    let templates = "schedule_meeting.meeting_template.templates";
    let account = Owned::default().set(templates, json!([{"id": "1", "name": "Weekly", "enable": true}]));
    let sent = |template: Value| {
        let body = json!({"schedule_meeting": {"meeting_template": template}});
        carried_out(Document::General, &View::Account(account.layer()), body)
    };
    let off = sent(json!({"action": "update", "templates": [{"id": "1", "enable": false}]}));
    assert_eq!(off, kept(templates, json!([{"id": "1", "name": "Weekly", "enable": false}])));
    let deleted = sent(json!({"action": "delete", "templates": [{"id": "1"}]}));
    assert_eq!(deleted, kept(templates, json!([])));
}

#[test]
fn a_way_to_sign_in_is_added_with_a_name_and_a_type() {
    let account = Owned::default();
    let view = View::Account(account.layer());
    let added =
        options(&view, json!({"action": "add", "name": "Staff", "type": "enforce_login", "default_option": true}));
    let expected = json!([
        {"id": "new1", "name": "Staff", "type": "enforce_login", "default_option": true, "visible": true},
    ]);
    assert_eq!(added, kept(OPTIONS, expected));
    for (sent, missing) in [
        (json!({"action": "add", "name": "Staff"}), "type"),
        (json!({"action": "add", "type": "enforce_login"}), "name"),
        (json!({"name": "Staff", "type": "enforce_login"}), "action"),
        (json!({"action": "update", "name": "Staff"}), "id"),
    ] {
        let expected = refused(&format!("authentication_option.{missing}"), &format!("Missing field: {missing}"));
        assert_eq!(options(&view, sent), expected);
    }
}

#[test]
fn there_is_one_default_among_the_ways_to_sign_in() {
    let option = |id: &str, is_default: bool| json!({"id": id, "name": id, "default_option": is_default});
    let account = Owned::default().set(OPTIONS, json!([option("1", true), option("2", false)]));
    let view = View::Account(account.layer());
    let changed = options(&view, json!({"action": "update", "id": "2", "default_option": true}));
    assert_eq!(changed, kept(OPTIONS, json!([option("1", false), option("2", true)])));
    let same = options(&view, json!({"action": "update", "id": "1", "default_option": true}));
    assert_eq!(same, Ok(Values::new()));
}

#[test]
fn a_group_hides_a_way_to_sign_in_for_itself() {
    let option = |is_visible: bool| json!([{"id": "1", "name": "Staff", "visible": is_visible}]);
    let (account, group) = (Owned::default().set(OPTIONS, option(true)), Owned::default());
    let view = View::Group { account: account.layer(), group: group.layer() };
    assert_eq!(options(&view, json!({"action": "hide", "id": "1", "name": "x"})), kept(OPTIONS, option(false)));
    assert_eq!(options(&view, json!({"action": "show", "id": "1"})), Ok(Values::new()));
}

#[test]
fn who_passes_by_single_sign_on_is_left_to_the_handler() {
    let account = Owned::default();
    let view = View::Account(account.layer());
    let body = json!({"security": {"signin_with_sso": {"operation": "add", "sso_bypass_user_ids": ["u1"]}}});
    let mut change = Form::new(Document::Security, view.level()).unwrap().change(&view, true, body).unwrap();
    change.carry_out(Document::Security, &view, &mut String::new).unwrap();
    let left =
        json!({"security.signin_with_sso.operation": "add", "security.signin_with_sso.sso_bypass_user_ids": ["u1"]});
    assert_eq!(Value::Object(change.commands), left);
}
