//! Lists that a body works on: it names what to do with some of their records and leaves the others alone.
use crate::{
    change::{Change, LOCKED_BY_ACCOUNT},
    document::Document,
    resolve::{Values, View},
    setting::{Kind, Level, Setting},
};
use platform::FieldError;
use serde_json::{Map, Value, json};

/// Something that is added without what it cannot be without. The texts are the ones of every other body.
const MISSING: &str = "Missing field: ";
/// Something that names a record which there is not, or a name that another record has.
const INVALID: &str = "Invalid field.";
/// More records than the list may have.
pub const TOO_MANY: &str = "The list has as many items as it may have.";
/// The most ways to sign in. The documents give no number, and each change of one tells the whole list.
const MOST_OPTIONS: usize = 50;
/// What holds the one way to sign in that a body is about.
const OPTION: &str = "authentication_option";

type Record = Map<String, Value>;
type Faults = Vec<FieldError>;

impl Change {
    /// Does what the body asks for with the rules for messages, the templates and the ways to sign in, and keeps the
    /// new lists as values. `new_id` is asked for the id of each new record. What is left in `commands` is for the
    /// handler: `security.signin_with_sso`, which names users.
    ///
    /// # Errors
    /// Every record that there is not, every new one without a name or with one that is taken, too many of them, and one
    /// that the account has locked and a group changes. Of ways to sign in also one that loses its name.
    pub fn carry_out(
        &mut self,
        document: Document,
        view: &View<'_>,
        new_id: &mut dyn FnMut() -> String,
    ) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        for setting in document.settings().filter(|setting| setting.is_operated && setting.is_taken(view.level())) {
            self.records(document, view, setting, new_id, &mut faults);
        }
        if let Some(list) = document.settings().find(|setting| setting.path == "authentication_options") {
            self.option(view, list, new_id, &mut faults);
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
    /// `policies` with `operate` beside them, `templates` with `action`. Without a word for it, records are changed.
    fn records(
        &mut self,
        document: Document,
        view: &View<'_>,
        list: &Setting,
        new_id: &mut dyn FnMut() -> String,
        faults: &mut Faults,
    ) {
        let holder = list.path.rsplit_once('.').map_or("", |(holder, _)| holder);
        let beside = |name: &str| format!("{holder}.{name}");
        let word = [beside("operate"), beside("action")].iter().filter_map(|path| self.commands.remove(path)).next();
        let Some(Value::Array(sent)) = self.commands.remove(list.path) else { return };
        let sent: Vec<Record> = sent.into_iter().filter_map(into_record).collect();
        let mut records = now(view, list);
        let most = beside("policy_max_count");
        let most = document.settings().find(|setting| setting.path == most).and_then(|setting| view.value(setting));
        for (place, record) in sent.into_iter().enumerate() {
            let field = format!("{}[{place}]", list.path);
            let fault = match word.as_ref().and_then(Value::as_str) {
                Some("create") if is_full(&records, most.as_ref()) => Some(refused(list.path.to_owned(), TOO_MANY)),
                Some("create") => add(&mut records, record, &field, new_id),
                Some("delete") => remove(&mut records, &record, &field),
                _ if view.level() != Level::Account && is_held(&records, &record) => {
                    Some(refused(field, LOCKED_BY_ACCOUNT))
                }
                _ => update(&mut records, record, &field),
            };
            faults.extend(fault);
        }
        self.keep(view, list, records);
    }
    /// `authentication_option` with its `action`.
    fn option(&mut self, view: &View<'_>, list: &Setting, new_id: &mut dyn FnMut() -> String, faults: &mut Faults) {
        let mut sent = Record::new();
        for name in ["action", "id", "name", "type", "domains", "default_option"] {
            if let Some(value) = self.commands.remove(&format!("{OPTION}.{name}")) {
                sent.insert(name.to_owned(), value);
            }
        }
        if sent.is_empty() {
            return;
        }
        let Some(Value::String(action)) = sent.remove("action") else {
            return faults.push(missing(OPTION, "action"));
        };
        let mut records = now(view, list);
        let may_choose = is_default(&sent) && matches!(&*action, "add" | "update");
        let fault = match &*action {
            "add" => add_option(&mut records, sent, new_id),
            _ => change_option(&mut records, sent, &action),
        };
        if fault.is_none() && may_choose {
            only_default(&mut records, now(view, list));
        }
        faults.extend(fault);
        self.keep(view, list, records);
    }
    fn keep(&mut self, view: &View<'_>, list: &Setting, records: Vec<Record>) {
        let before = now(view, list);
        if records == before {
            return;
        }
        // Below the account a level keeps what it says itself, so that the account goes on deciding about all else.
        let kept = match view.level() {
            Level::Account => records,
            Level::Group | Level::User => said(&all(view.own().get(list.key())), &before, records),
        };
        self.values.insert(list.key().to_owned(), kept.into_iter().map(Value::Object).collect());
    }
}

/// What a level says of records: what it has said until now, and all that differs from what was `before`.
fn said(own: &[Record], before: &[Record], records: Vec<Record>) -> Vec<Record> {
    let of_record = |record: Record| {
        let mut said = with_id_of(own, &record).cloned().unwrap_or_default();
        let known = with_id_of(before, &record);
        let is_said =
            |name: &str, value: &Value| name == "id" || known.and_then(|known| known.get(name)) != Some(value);
        said.extend(record.into_iter().filter(|(name, value)| is_said(name, value)));
        said
    };
    let mut said: Vec<Record> = records.into_iter().map(of_record).collect();
    if said.iter().any(is_default) {
        // Beside a default of its own there is no other anyway. When that one goes, the account's is back.
        for record in said.iter_mut().filter(|record| !is_default(record)) {
            record.remove("default_option");
        }
    }
    said.retain(|record| record.len() > 1);
    said
}

/// A list as the last of these levels has it. The records are those of the first, the account; each of the others has
/// said of them what levels below may.
pub fn laid_over<'v>(list: &Setting, mut levels: impl Iterator<Item = &'v Values>) -> Value {
    let mut records = levels.next().map(|account| all(account.get(list.key()))).unwrap_or_default();
    for level in levels {
        lay_over(list, &mut records, &all(level.get(list.key())));
    }
    records.into_iter().map(Value::Object).collect()
}

fn lay_over(list: &Setting, records: &mut [Record], own: &[Record]) {
    let Kind::Records { fields, .. } = list.kind else { return };
    let has_chosen = own.iter().any(|said| is_default(said) && with_id_of(records, said).is_some());
    for record in records.iter_mut().filter(|record| !is_locked(record)) {
        if has_chosen && is_default(record) {
            record.insert("default_option".to_owned(), json!(false));
        }
        let Some(own) = with_id_of(own, record) else { continue };
        let said = fields.iter().filter(|field| field.is_taken(Level::Group)).map(|field| field.path);
        record.extend(said.filter_map(|name| own.get(name).map(|value| (name.to_owned(), value.clone()))));
    }
}

fn into_record(value: Value) -> Option<Record> {
    match value {
        Value::Object(record) => Some(record),
        _ => None,
    }
}

/// The records of a list as they are.
fn now(view: &View<'_>, list: &Setting) -> Vec<Record> {
    all(view.value(list).as_ref())
}

fn all(list: Option<&Value>) -> Vec<Record> {
    list.and_then(Value::as_array).into_iter().flatten().cloned().filter_map(into_record).collect()
}

fn with_id_of<'r>(records: &'r [Record], record: &Record) -> Option<&'r Record> {
    records.iter().find(|known| known.get("id") == record.get("id"))
}

fn is_locked(record: &Record) -> bool {
    record.get("is_locked") == Some(&json!(true))
}

fn is_default(record: &Record) -> bool {
    record.get("default_option") == Some(&json!(true))
}

fn is_full(records: &[Record], most: Option<&Value>) -> bool {
    most.and_then(Value::as_u64).is_some_and(|most| records.len() as u64 >= most)
}

/// Whether the record would change and its `is_locked` leaves that to the account.
fn is_held(records: &[Record], record: &Record) -> bool {
    let would_change = |known: &Record| record.iter().any(|(name, value)| known.get(name) != Some(value));
    with_id_of(records, record).is_some_and(|known| is_locked(known) && would_change(known))
}

fn is_named_so(records: &[Record], record: &Record) -> bool {
    let is_other = |other: &Record| other.get("id") != record.get("id");
    record.contains_key("name")
        && records.iter().any(|other| is_other(other) && other.get("name") == record.get("name"))
}

fn add(
    records: &mut Vec<Record>,
    mut record: Record,
    field: &str,
    new_id: &mut dyn FnMut() -> String,
) -> Option<FieldError> {
    if !record.contains_key("name") {
        return Some(missing(field, "name"));
    }
    record.insert("id".to_owned(), json!(new_id()));
    if is_named_so(records, &record) {
        return Some(refused(format!("{field}.name"), INVALID));
    }
    records.push(record);
    None
}

fn add_option(records: &mut Vec<Record>, mut sent: Record, new_id: &mut dyn FnMut() -> String) -> Option<FieldError> {
    if records.len() >= MOST_OPTIONS {
        return Some(refused(OPTION.to_owned(), TOO_MANY));
    }
    if !sent.contains_key("type") {
        return Some(missing(OPTION, "type"));
    }
    if is_nameless(&sent) {
        return Some(refused(format!("{OPTION}.name"), INVALID));
    }
    sent.entry("default_option").or_insert(json!(false));
    sent.insert("visible".to_owned(), json!(true));
    add(records, sent, OPTION, new_id)
}

fn change_option(records: &mut Vec<Record>, mut sent: Record, action: &str) -> Option<FieldError> {
    if let Some(fault) = identify(records, &mut sent) {
        return Some(fault);
    }
    match action {
        "delete" => remove(records, &sent, OPTION),
        "show" | "hide" => {
            sent.retain(|name, _| name == "id");
            sent.insert("visible".to_owned(), json!(action == "show"));
            update(records, sent, OPTION)
        }
        _ if is_nameless(&sent) => Some(refused(format!("{OPTION}.name"), INVALID)),
        _ => update(records, sent, OPTION),
    }
}

/// Without an id the name says which way to sign in is meant.
fn identify(records: &[Record], sent: &mut Record) -> Option<FieldError> {
    if sent.contains_key("id") {
        return None;
    }
    let Some(name) = sent.get("name") else { return Some(missing(OPTION, "id")) };
    let named = records.iter().find(|known| known.get("name") == Some(name));
    let Some(id) = named.and_then(|known| known.get("id")) else {
        return Some(refused(format!("{OPTION}.name"), INVALID));
    };
    sent.insert("id".to_owned(), id.clone());
    None
}

/// Whether the name that is sent is none.
fn is_nameless(sent: &Record) -> bool {
    sent.get("name").and_then(Value::as_str).is_some_and(|name| name.trim().is_empty())
}

fn place_of(records: &[Record], record: &Record, field: &str) -> Result<usize, FieldError> {
    let Some(id) = record.get("id") else { return Err(missing(field, "id")) };
    let place = records.iter().position(|known| known.get("id") == Some(id));
    place.ok_or_else(|| refused(format!("{field}.id"), INVALID))
}

fn remove(records: &mut Vec<Record>, record: &Record, field: &str) -> Option<FieldError> {
    match place_of(records, record, field) {
        Ok(place) => {
            records.remove(place);
            None
        }
        Err(fault) => Some(fault),
    }
}

fn update(records: &mut [Record], record: Record, field: &str) -> Option<FieldError> {
    let place = match place_of(records, &record, field) {
        Ok(place) => place,
        Err(fault) => return Some(fault),
    };
    if is_named_so(records, &record) {
        return Some(refused(format!("{field}.name"), INVALID));
    }
    if let Some(known) = records.get_mut(place) {
        known.extend(record);
    }
    None
}

/// There is one default: the record that was none before.
fn only_default(records: &mut [Record], before: Vec<Record>) {
    let was_default =
        |record: &Record| before.iter().any(|known| known.get("id") == record.get("id") && is_default(known));
    if records.iter().any(|record| is_default(record) && !was_default(record)) {
        for record in records.iter_mut().filter(|record| was_default(record)) {
            record.insert("default_option".to_owned(), json!(false));
        }
    }
}

fn missing(holder: &str, name: &str) -> FieldError {
    refused(format!("{holder}.{name}"), &format!("{MISSING}{name}"))
}

fn refused(field: String, message: &str) -> FieldError {
    FieldError { field, message: message.to_owned() }
}
