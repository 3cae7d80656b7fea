//! What an attribute is: a line of a schema declares one, and reading, showing, filtering and `/Schemas` follow it.
use serde_json::{Map, Value, json};

/// One attribute (RFC 7643, 2.2).
#[derive(Debug, Clone, Copy)]
pub struct Attribute {
    pub name: &'static str,
    /// For people: `/Schemas` and the document have it.
    pub about: &'static str,
    pub kind: Kind,
    /// Several values (RFC 7643, 2.4).
    pub is_list: bool,
    /// How many values a list of it has.
    pub holds: Holds,
    /// It has a value at all times, a default one when none was given.
    pub is_kept: bool,
    pub access: Access,
    /// Upper and lower case differ.
    pub is_exact: bool,
    pub is_unique: bool,
    /// The values that it can have, where it has a choice.
    pub values: &'static [&'static str],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Several may be sent, and the primary one of them is kept.
    One,
    /// [`MOST_VALUES`].
    Several,
    /// As many as there are users.
    Any,
}

/// Values of one attribute.
pub const MOST_VALUES: usize = 100;

#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Text,
    /// It is one however its domain is spelt.
    Email,
    Flag,
    /// A date with its time (RFC 7643, 2.3.5).
    Moment,
    /// The address of a resource of this type.
    Reference(&'static str),
    Complex(&'static [Attribute]),
}

/// Who may write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Everybody,
    /// Writable as published, by values that only somebody who knows the account has: to a client that goes by the schema
    /// it is read-only.
    Insiders,
    Nobody,
}

impl Attribute {
    /// One text that everybody may write, upper and lower case alike; all other attributes begin as one.
    pub const fn text(name: &'static str, about: &'static str) -> Self {
        Attribute {
            name,
            about,
            kind: Kind::Text,
            is_list: false,
            holds: Holds::Several,
            is_kept: false,
            access: Access::Everybody,
            is_exact: false,
            is_unique: false,
            values: &[],
        }
    }
    pub const fn email(name: &'static str, about: &'static str) -> Self {
        Attribute { kind: Kind::Email, ..Attribute::text(name, about) }
    }
    pub const fn flag(name: &'static str, about: &'static str) -> Self {
        Attribute { kind: Kind::Flag, ..Attribute::text(name, about) }
    }
    pub const fn moment(name: &'static str, about: &'static str) -> Self {
        Attribute { kind: Kind::Moment, ..Attribute::text(name, about) }
    }
    /// The address of a resource of the type `to`; case counts.
    pub const fn reference(name: &'static str, to: &'static str, about: &'static str) -> Self {
        Attribute { kind: Kind::Reference(to), is_exact: true, ..Attribute::text(name, about) }
    }
    pub const fn complex(name: &'static str, parts: &'static [Attribute], about: &'static str) -> Self {
        Attribute { kind: Kind::Complex(parts), ..Attribute::text(name, about) }
    }
    pub const fn list(self) -> Self {
        Attribute { is_list: true, ..self }
    }
    pub const fn holding(self, holds: Holds) -> Self {
        Attribute { holds, ..self }
    }
    pub const fn kept(self) -> Self {
        Attribute { is_kept: true, ..self }
    }
    pub const fn for_insiders(self) -> Self {
        Attribute { access: Access::Insiders, ..self }
    }
    pub const fn fixed(self) -> Self {
        Attribute { access: Access::Nobody, ..self }
    }
    pub const fn exact(self) -> Self {
        Attribute { is_exact: true, ..self }
    }
    pub const fn unique(self) -> Self {
        Attribute { is_unique: true, ..self }
    }
    /// What is sent is held against them in whatever case.
    pub const fn one_of(self, values: &'static [&'static str]) -> Self {
        Attribute { values, ..self }
    }

    /// Whether a list of this many values may be one of it.
    pub fn has_room_for(&self, values: usize) -> bool {
        values <= MOST_VALUES || self.holds == Holds::Any
    }
    /// Empty for what is not complex.
    pub fn parts(&self) -> &'static [Attribute] {
        match self.kind {
            Kind::Complex(parts) => parts,
            _ => &[],
        }
    }
    /// As `/Schemas` describes it (RFC 7643, 7).
    pub fn described(&self) -> Value {
        let mut shown = json!({
            "name": self.name,
            "type": self.kind.name(),
            "multiValued": self.is_list,
            "description": self.about,
            "required": self.is_kept && self.access == Access::Everybody,
            "caseExact": self.is_exact,
            "mutability": if self.access == Access::Everybody { "readWrite" } else { "readOnly" },
            "returned": "default",
            "uniqueness": if self.is_unique { "server" } else { "none" },
        });
        if let Value::Object(fields) = &mut shown {
            self.describe_kind(fields);
        }
        shown
    }
    fn describe_kind(&self, fields: &mut Map<String, Value>) {
        match self.kind {
            Kind::Reference(to) => drop(fields.insert("referenceTypes".to_owned(), json!([to]))),
            Kind::Complex(parts) => {
                // Parts are as writable as the whole.
                let parts =
                    parts.iter().map(|part| Attribute { access: self.access.max(part.access), ..*part }.described());
                fields.insert("subAttributes".to_owned(), parts.collect());
            }
            _ => {}
        }
        if !self.values.is_empty() {
            fields.insert("canonicalValues".to_owned(), json!(self.values));
        }
    }
    /// Its JSON Schema, for the document.
    pub fn schema(&self) -> Value {
        let mut one = match self.kind {
            Kind::Flag => json!({"type": "boolean"}),
            Kind::Moment => json!({"type": "string", "format": "date-time"}),
            Kind::Complex(parts) => schema_of(parts),
            Kind::Text | Kind::Email | Kind::Reference(_) => json!({"type": "string"}),
        };
        if let (Value::Object(fields), false) = (&mut one, self.values.is_empty()) {
            fields.insert("enum".to_owned(), json!(self.values));
        }
        let mut whole = if self.is_list { json!({"type": "array", "items": one}) } else { one };
        if let Value::Object(fields) = &mut whole {
            fields.insert("description".to_owned(), self.about.into());
        }
        whole
    }
}

/// The JSON Schema of an object with these attributes.
pub fn schema_of(attributes: &[Attribute]) -> Value {
    let properties: Map<String, Value> =
        attributes.iter().map(|attribute| (attribute.name.to_owned(), attribute.schema())).collect();
    json!({"type": "object", "properties": properties})
}

impl Access {
    fn max(self, other: Access) -> Access {
        if self == Access::Everybody { other } else { self }
    }
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Kind::Text | Kind::Email => "string",
            Kind::Flag => "boolean",
            Kind::Moment => "dateTime",
            Kind::Reference(_) => "reference",
            Kind::Complex(_) => "complex",
        }
    }
}

/// The attribute with this name, in whatever case (RFC 7643, 2.1).
pub fn named(attributes: &'static [Attribute], name: &str) -> Option<&'static Attribute> {
    attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}
