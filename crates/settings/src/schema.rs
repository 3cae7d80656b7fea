//! JSON Schema of answers, bodies and locks, in the words that `platform::schema` understands: what validates a body is
//! what the document shows.
use crate::{
    document::Document,
    lock::Lock,
    setting::{Kind, Level, Pattern, Setting},
};
use serde_json::{Map, Value, json};

/// Of the answer of `GET …/settings` on `level`.
pub fn answer(document: Document, level: Level) -> Value {
    let shown = document.settings().filter(|setting| setting.is_shown(level));
    object(shown.map(|setting| (setting.path, described(setting, |field| field.is_shown(level)))))
}

/// Of the body of `PATCH …/settings` on `level`. No field is required: what is left out stays as it is.
pub fn body(document: Document, level: Level) -> Value {
    let taken = document.settings().filter(|setting| setting.is_taken(level));
    object(taken.map(|setting| (setting.path, described(setting, |field| field.is_taken(level)))))
}

/// Of the answer of `GET …/lock_settings` on `level`.
pub fn locks_answer(document: Document, level: Level) -> Value {
    object(document.locks().filter(|lock| lock.is_shown(level)).map(|lock| (lock.path, lock_schema(lock))))
}

/// Of the body of `PATCH …/lock_settings` on `level`.
pub fn locks_body(document: Document, level: Level) -> Value {
    object(document.locks().filter(|lock| lock.is_taken(level)).map(|lock| (lock.path, taken_lock(lock))))
}

/// The answers of `GET …/settings` on `level`, one for each document that `option` or the account chooses. Each has a
/// `title` for the document of the platform.
pub fn answers(level: Level) -> Vec<Value> {
    let is_shown = |document: &Document| document.settings().any(|setting| setting.is_shown(level));
    let documents = chosen().filter(is_shown);
    documents.map(|document| titled(format!("{level:?}{document:?}Settings"), answer(document, level))).collect()
}

/// The bodies of `PATCH …/settings` on `level`, likewise.
pub fn bodies(level: Level) -> Vec<Value> {
    let is_taken = |document: &Document| document.settings().any(|setting| setting.is_taken(level));
    let documents = chosen().filter(is_taken);
    documents.map(|document| titled(format!("Set{level:?}{document:?}Settings"), body(document, level))).collect()
}

/// The answers of `GET …/lock_settings` on `level`, likewise.
pub fn locks_answers(level: Level) -> Vec<Value> {
    let one = |document| titled(format!("{level:?}{document:?}Locks"), locks_answer(document, level));
    [Document::General, Document::MeetingSecurity].map(one).into()
}

/// The bodies of `PATCH …/lock_settings` on `level`, likewise.
pub fn locks_bodies(level: Level) -> Vec<Value> {
    let one = |document| titled(format!("Set{level:?}{document:?}Locks"), locks_body(document, level));
    [Document::General, Document::MeetingSecurity].map(one).into()
}

/// The answer of `GET …/settings/registration` on `level`, likewise.
pub fn registration_answers(level: Level) -> Vec<Value> {
    vec![titled(format!("{level:?}RegistrationSettings"), answer(Document::Registration, level))]
}

/// The body of `PATCH …/settings/registration` on `level`, likewise.
pub fn registration_bodies(level: Level) -> Vec<Value> {
    vec![titled(format!("Set{level:?}RegistrationSettings"), body(Document::Registration, level))]
}

/// The documents of `…/settings` itself.
fn chosen() -> impl Iterator<Item = Document> {
    Document::ALL.into_iter().filter(|document| *document != Document::Registration)
}

fn titled(title: String, mut schema: Value) -> Value {
    if let Value::Object(schema) = &mut schema {
        schema.insert("title".to_owned(), title.into());
    }
    schema
}

fn lock_schema(lock: &Lock) -> Value {
    let about = format!("Nobody below changes `{}`.", lock.key());
    if lock.is_text {
        json!({"type": "string", "enum": ["true", "false"], "description": about})
    } else {
        json!({"type": "boolean", "description": about})
    }
}

/// As [`lock_schema`], of bodies. A text takes a truth for its name, and the names that a truth may have elsewhere.
fn taken_lock(lock: &Lock) -> Value {
    if lock.words.is_empty() {
        return lock_schema(lock);
    }
    let words: Vec<&str> = ["true", "false", "True", "False"].iter().chain(lock.words).copied().collect();
    let about = format!("Whether nobody below changes `{}`. Another word than a truth changes nothing.", lock.key());
    json!({"type": "string", "enum": words, "description": about})
}

/// An object with a property at each of the dotted paths.
fn object(properties: impl Iterator<Item = (&'static str, Value)>) -> Value {
    let mut all = Map::new();
    for (path, schema) in properties {
        put(&mut all, path, schema);
    }
    json!({"type": "object", "properties": all})
}

fn put(properties: &mut Map<String, Value>, path: &str, schema: Value) {
    let Some((first, rest)) = path.split_once('.') else {
        properties.insert(path.to_owned(), schema);
        return;
    };
    let below = properties.entry(first).or_insert_with(|| json!({"type": "object", "properties": {}}));
    if let Some(Value::Object(below)) = below.get_mut("properties") {
        put(below, rest, schema);
    }
}

fn described(setting: &Setting, has_field: impl Fn(&Setting) -> bool + Copy) -> Value {
    let mut schema = of_kind(setting.kind, has_field);
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), json!(setting.about));
        if let Some(initial) = setting.initial() {
            schema.insert("default".to_owned(), initial);
        }
        if setting.is_deprecated {
            schema.insert("deprecated".to_owned(), json!(true));
        }
    }
    schema
}

fn of_kind(kind: Kind, has_field: impl Fn(&Setting) -> bool + Copy) -> Value {
    match kind {
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Choice(of) => json!({"type": "string", "enum": of}),
        Kind::Code(of) => json!({"type": "integer", "enum": of}),
        Kind::Number { minimum, maximum } => json!({"type": "integer", "minimum": minimum, "maximum": maximum}),
        Kind::Text { longest, pattern } => of_form(json!({"type": "string", "maxLength": longest}), pattern),
        Kind::Choices { of, most } => list(json!({"type": "string", "enum": of}), most),
        Kind::Codes { of, most } => list(json!({"type": "integer", "enum": of}), most),
        Kind::Texts { shortest, longest, most, pattern } => {
            list(of_form(json!({"type": "string", "minLength": shortest, "maxLength": longest}), pattern), most)
        }
        Kind::Records { fields, most } => {
            let fields = fields.iter().filter(|field| has_field(field));
            list(object(fields.map(|field| (field.path, described(field, has_field)))), most)
        }
    }
}

fn of_form(mut schema: Value, pattern: Option<Pattern>) -> Value {
    if let (Value::Object(words), Some(pattern)) = (&mut schema, pattern) {
        words.insert("pattern".to_owned(), json!(pattern.regex));
        words.insert("examples".to_owned(), json!([pattern.example]));
    }
    schema
}

fn list(items: Value, most: usize) -> Value {
    json!({"type": "array", "items": items, "maxItems": most})
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::schema::Schema;

    #[test]
    fn every_schema_can_be_followed_by_the_walk_that_validates() {
        for document in Document::ALL {
            for level in Level::ALL {
                for schema in [
                    answer(document, level),
                    body(document, level),
                    locks_answer(document, level),
                    locks_body(document, level),
                ] {
                    Schema::compiled("Settings", schema).unwrap();
                }
            }
        }
    }

    #[test]
    fn each_level_has_the_forms_that_its_documents_have() {
        let titles = |schemas: Vec<Value>| -> Vec<String> {
            schemas.iter().map(|schema| schema["title"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(
            titles(answers(Level::Account)),
            ["General", "MeetingAuthentication", "RecordingAuthentication", "Security", "MeetingSecurity", "VideoSdk"]
                .map(|document| format!("Account{document}Settings"))
        );
        assert_eq!((answers(Level::Group).len(), answers(Level::User).len()), (4, 5));
        assert_eq!([Level::Account, Level::Group, Level::User].map(|level| bodies(level).len()), [6, 4, 4]);
        assert_eq!(titles(locks_bodies(Level::Group)), ["SetGroupGeneralLocks", "SetGroupMeetingSecurityLocks"]);
        assert_eq!(titles(registration_answers(Level::Group)), ["GroupRegistrationSettings"]);
    }

    #[test]
    fn a_property_says_what_its_setting_may_be_and_what_it_is_at_first() {
        let schema = body(Document::General, Level::Account);
        let property = schema.pointer("/properties/in_meeting/properties/dscp_audio").unwrap();
        let about = "The mark on packets of sound.";
        let expected = json!({"type": "integer", "minimum": 1, "maximum": 63, "default": 56, "description": about});
        assert_eq!(property, &expected);
    }

    #[test]
    fn what_is_read_only_is_in_the_answer_alone_and_what_is_a_command_in_the_body_alone() {
        let has = |schema: &Value, path: &str| schema.pointer(path).is_some();
        let (answer, body) = (answer(Document::General, Level::Account), body(Document::General, Level::Account));
        let count = "/properties/chat/properties/chat_etiquette_tool/properties/policy_max_count";
        let operate = "/properties/chat/properties/chat_etiquette_tool/properties/operate";
        assert!(has(&answer, count) && !has(&body, count));
        assert!(!has(&answer, operate) && has(&body, operate));
    }

    #[test]
    fn a_field_of_a_record_is_left_out_where_its_level_does_not_take_it() {
        let fields = |level| {
            let schema = body(Document::General, level);
            let policies = "/properties/chat/properties/chat_etiquette_tool/properties/policies/items/properties";
            schema.pointer(policies).unwrap().as_object().unwrap().keys().cloned().collect::<Vec<_>>()
        };
        assert_eq!(fields(Level::Group), ["id", "status"]);
        assert_eq!(fields(Level::Account).len(), 8);
    }
}
