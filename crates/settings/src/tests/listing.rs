//! What a body does with lists of which it names some records.
use super::sample::Owned;
use crate::{Document, Form, LOCKED_BY_ACCOUNT, Setting, TOO_MANY, Values, View};
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

fn list(document: Document, key: &str) -> &'static Setting {
    document.settings().find(|setting| setting.key() == key).unwrap()
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
    let said = json!([{"id": "1", "status": "deactivated"}]);
    assert_eq!(carried_out(Document::General, &view, body), kept(POLICIES, said.clone()));
    let group = Owned::default().set(POLICIES, said);
    let view = View::Group { account: account.layer(), group: group.layer() };
    assert_eq!(view.value(list(Document::General, POLICIES)), Some(rule("deactivated")));
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
        view.value(list(Document::General, POLICIES)).unwrap()
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
        (json!({"action": "update", "type": "enforce_login"}), "id"),
        (json!({"action": "delete"}), "id"),
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
    let hidden = options(&view, json!({"action": "hide", "id": "1", "name": "x"}));
    assert_eq!(hidden, kept(OPTIONS, json!([{"id": "1", "visible": false}])));
    assert_eq!(options(&view, json!({"action": "show", "id": "1"})), Ok(Values::new()));
}

#[test]
fn there_are_fifty_ways_to_sign_in_at_most() {
    let add = |count: usize| {
        let many: Vec<Value> = (0..count).map(|number| json!({"id": number.to_string(), "name": "n"})).collect();
        let account = Owned::default().set(OPTIONS, json!(many));
        let option = json!({"action": "add", "name": "One more", "type": "enforce_login"});
        options(&View::Account(account.layer()), option)
    };
    assert!(add(48).is_ok() && add(49).is_ok());
    for count in [50, 51] {
        assert_eq!(add(count), refused("authentication_option", TOO_MANY), "{count}");
    }
}

#[test]
fn a_way_to_sign_in_is_meant_by_its_id_or_else_by_its_name() {
    let option = |id: &str, domains: &str| json!({"id": id, "name": format!("Way {id}"), "domains": domains});
    let account = Owned::default().set(OPTIONS, json!([option("1", ""), option("2", "")]));
    let view = View::Account(account.layer());
    let changed = options(&view, json!({"action": "update", "name": "Way 2", "domains": "a.example"}));
    assert_eq!(changed, kept(OPTIONS, json!([option("1", ""), option("2", "a.example")])));
    let deleted = options(&view, json!({"action": "delete", "name": "Way 1"}));
    assert_eq!(deleted, kept(OPTIONS, json!([option("2", "")])));
    let deleted = options(&view, json!({"action": "delete", "id": "2", "name": "Way 1"}));
    assert_eq!(deleted, kept(OPTIONS, json!([option("1", "")])), "the id counts");
    for action in ["update", "delete"] {
        let unknown = options(&view, json!({"action": action, "name": "Way 3"}));
        assert_eq!(unknown, refused("authentication_option.name", "Invalid field."), "{action}");
    }
}

#[test]
fn a_way_to_sign_in_has_a_name() {
    let account = Owned::default().set(OPTIONS, json!([{"id": "1", "name": "Staff"}]));
    let view = View::Account(account.layer());
    for name in ["", " "] {
        let added = options(&view, json!({"action": "add", "name": name, "type": "enforce_login"}));
        let renamed = options(&view, json!({"action": "update", "id": "1", "name": name}));
        assert_eq!(added, refused("authentication_option.name", "Invalid field."));
        assert_eq!(renamed, refused("authentication_option.name", "Invalid field."));
    }
}

/// What there is of a user's ways to sign in, below an account and the user's primary group.
fn ways(account: &Owned, group: &Owned, user: &Owned) -> Value {
    let groups = [group.layer()];
    let view = View::User { account: account.layer(), groups: &groups, primary: Some(groups[0]), user: &user.values };
    view.value(list(Document::MeetingAuthentication, OPTIONS)).unwrap()
}

#[test]
fn groups_and_users_say_of_ways_to_sign_in_what_is_otherwise_there_and_the_account_decides_the_rest() {
    let way = |id: &str, domains: &str, is_default: bool, is_visible: bool| json!({"id": id, "name": id, "domains": domains, "default_option": is_default, "visible": is_visible});
    let account = |ways: Value| Owned::default().set(OPTIONS, ways);
    let nobody = Owned::default();
    let first = account(json!([way("1", "", true, true), way("2", "a.example", false, true)]));
    let said = |values: Result<Values, Refused>| Owned { values: values.unwrap(), ..Owned::default() };
    let of_group = View::Group { account: first.layer(), group: nobody.layer() };
    let group = said(options(&of_group, json!({"action": "update", "id": "2", "default_option": true})));
    assert_eq!(Ok(group.values.clone()), kept(OPTIONS, json!([{"id": "2", "default_option": true}])));
    let groups = [group.layer()];
    let of_user =
        View::User { account: first.layer(), groups: &groups, primary: Some(groups[0]), user: &nobody.values };
    let user = said(options(&of_user, json!({"action": "hide", "name": "1"})));
    assert_eq!(Ok(user.values.clone()), kept(OPTIONS, json!([{"id": "1", "visible": false}])));
    let shown = |account: &Owned| ways(account, &group, &user);
    assert_eq!(shown(&first), json!([way("1", "", false, false), way("2", "a.example", true, true)]));
    // The account changes, adds and deletes, and all follow in what they have not said.
    let third = way("3", "", false, true);
    let changed = account(json!([way("1", "", true, true), way("2", "b.example", false, true), third]));
    assert_eq!(shown(&changed), json!([way("1", "", false, false), way("2", "b.example", true, true), third]));
    let deleted = account(json!([way("1", "", true, true), third]));
    assert_eq!(shown(&deleted), json!([way("1", "", true, false), third]), "the account's default is back");
    assert_eq!(shown(&Owned::default()), json!([]));
}

#[test]
fn there_is_one_default_on_each_level_and_the_last_that_has_chosen_counts() {
    let way = |id: &str, is_default: bool| json!({"id": id, "name": id, "default_option": is_default});
    let account = Owned::default().set(OPTIONS, json!([way("1", true), way("2", false), way("3", false)]));
    let choose = |group: &Owned, id: &str, is_default: bool| {
        let view = View::Group { account: account.layer(), group: group.layer() };
        let values = options(&view, json!({"action": "update", "id": id, "default_option": is_default})).unwrap();
        Owned { values, ..Owned::default() }
    };
    let nobody = Owned::default();
    let second = choose(&nobody, "2", true);
    let third = choose(&second, "3", true);
    assert_eq!(ways(&account, &second, &nobody), json!([way("1", false), way("2", true), way("3", false)]));
    assert_eq!(ways(&account, &third, &nobody), json!([way("1", false), way("2", false), way("3", true)]));
    assert_eq!(ways(&account, &third, &second), json!([way("1", false), way("2", true), way("3", false)]));
    let none = choose(&nobody, "1", false);
    assert_eq!(ways(&account, &none, &nobody), json!([way("1", false), way("2", false), way("3", false)]));
}

#[test]
fn what_a_level_says_of_ways_to_sign_in_that_the_account_has_no_more_is_forgotten() {
    let way =
        |id: &str, is_visible: bool| json!({"id": id, "name": id, "default_option": false, "visible": is_visible});
    let nobody = Owned::default();
    let account = Owned::default().set(OPTIONS, json!([way("1", true), way("2", true)]));
    let said = Owned::default().set(OPTIONS, json!([{"id": "1", "visible": false}, {"id": "3", "visible": false}]));
    let expected = json!([way("1", false), way("2", true)]);
    assert_eq!(ways(&account, &said, &nobody), expected);
    assert_eq!(ways(&account, &nobody, &said), expected);
    let view = View::Group { account: account.layer(), group: said.layer() };
    let changed = options(&view, json!({"action": "hide", "id": "2"}));
    assert_eq!(changed, kept(OPTIONS, json!([{"id": "1", "visible": false}, {"id": "2", "visible": false}])));
}

#[test]
fn ways_to_sign_in_that_are_locked_are_those_of_whoever_has_locked_them() {
    let way = |name: &str| json!([{"id": "1", "name": name}]);
    let [account, group, user] = ["Account", "Group", "User"].map(|name| Owned::default().set(OPTIONS, way(name)));
    let lock = "schedule_meeting.meeting_authentication";
    assert_eq!(ways(&account, &group, &user), way("User"));
    assert_eq!(ways(&account, &group.clone().lock(lock), &user), way("Group"));
    assert_eq!(ways(&account.lock(lock), &group.lock(lock), &user), way("Account"));
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
