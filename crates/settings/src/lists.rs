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

type Record = Map<String, Value>;
type Faults = Vec<FieldError>;

impl Change {
    /// Does what the body asks for with the rules for messages, the templates and the ways to sign in, and keeps the
    /// new lists as values. `new_id` is asked for the id of each new record. What is left in `commands` is for the
    /// handler: `security.signin_with_sso`, which names users.
    ///
    /// # Errors
    /// Every record that there is not, every new one without a name or with one that is taken, too many of them, and one
    /// that the account has locked and a group changes.
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
        const HOLDER: &str = "authentication_option";
        let mut sent = Record::new();
        for name in ["action", "id", "name", "type", "domains", "default_option"] {
            if let Some(value) = self.commands.remove(&format!("{HOLDER}.{name}")) {
                sent.insert(name.to_owned(), value);
            }
        }
        if sent.is_empty() {
            return;
        }
        let Some(action) = sent.remove("action") else {
            return faults.push(missing(HOLDER, "action"));
        };
        let mut records = now(view, list);
        let is_default = sent.get("default_option") == Some(&json!(true));
        let fault = match action.as_str() {
            Some("add") if !sent.contains_key("type") => Some(missing(HOLDER, "type")),
            Some("add") => {
                sent.entry("default_option").or_insert(json!(false));
                sent.insert("visible".to_owned(), json!(true));
                add(&mut records, sent, HOLDER, new_id)
            }
            Some("delete") => remove(&mut records, &sent, HOLDER),
            Some(shown @ ("show" | "hide")) => {
                let visible = json!(shown == "show");
                sent.retain(|name, _| name == "id");
                sent.insert("visible".to_owned(), visible);
                update(&mut records, sent, HOLDER)
            }
            _ => update(&mut records, sent, HOLDER),
        };
        let is_changed = fault.is_none();
        faults.extend(fault);
        if is_changed && is_default && matches!(action.as_str(), Some("add" | "update")) {
            only_default(&mut records, now(view, list));
        }
        self.keep(view, list, records);
    }
    fn keep(&mut self, view: &View<'_>, list: &Setting, records: Vec<Record>) {
        let before = now(view, list);
        if records != before {
            // A group keeps what it has said of records, so that the account goes on deciding about the others.
            let keeps_all = view.level() != Level::Group || !list.is_operated;
            let own = all(view.own().get(list.key()));
            let is_said = |record: &Record| !before.contains(record) || with_id_of(&own, record).is_some();
            let kept = records.into_iter().filter(|record| keeps_all || is_said(record));
            self.values.insert(list.key().to_owned(), kept.map(Value::Object).collect());
        }
    }
}

/// A list as a group has it. The records are the account's; of those that are not locked a group has said what groups may.
pub fn in_group(list: &Setting, account: &Values, group: &Values) -> Value {
    let own = all(group.get(list.key()));
    let with_own = |record: Record| match with_id_of(&own, &record) {
        Some(own) => overlaid(list, record, own),
        None => record,
    };
    all(account.get(list.key())).into_iter().map(with_own).map(Value::Object).collect()
}

fn overlaid(list: &Setting, mut record: Record, own: &Record) -> Record {
    let Kind::Records { fields, .. } = list.kind else { return record };
    if !is_locked(&record) {
        let said = fields.iter().filter(|field| field.is_taken(Level::Group)).map(|field| field.path);
        record.extend(said.filter_map(|name| own.get(name).map(|value| (name.to_owned(), value.clone()))));
    }
    record
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
    let is_default = |record: &Record| record.get("default_option") == Some(&json!(true));
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
