//! A request that would be right but for one id.
use super::{
    Place,
    fields::{Field, Kind},
    sample::Sample,
    trees::{Objects, Somebody, Trees},
};
use crate::{answer::Answer, forms, torture::Random, world::NO_ID};
use platform::Mounted;
use serde_json::{Value, json};

/// What is compared: one caller, one operation, one place for an id, and somebody whose ids are put there.
pub struct Request<'r, 'w> {
    pub trees: &'r Trees<'w>,
    pub who: &'r Somebody<'w>,
    pub mounted: &'r Mounted,
    pub place: &'r Place,
    pub field: &'r Field,
    pub foreign: usize,
    pub kind: Kind,
}

/// A request with its id.
pub struct Filled {
    pub value: String,
    /// What was made for this request alone.
    pub own: Vec<String>,
    /// What was made for a change. Once it succeeds they are not what they were.
    pub new: Option<Objects>,
    path: String,
    body: Value,
}

impl Request<'_, '_> {
    pub fn theirs(&self) -> String {
        self.trees.objects[self.foreign].of(self.kind).expect("what is compared").to_owned()
    }

    /// An id of the same form that never existed.
    pub fn nobodys(&self, random: &mut Random) -> String {
        let mut letters = |many: usize| (0..many).map(|_| *random.one_of(&['a', 'b', 'c', 'x', 'y', 'z'])).collect();
        let theirs = self.theirs();
        match (self.kind, theirs.split_once('@')) {
            (Kind::Email, Some((name, domain))) => format!("{}@{domain}", letters(name.len())),
            (Kind::Role, _) => format!("R{}", letters(theirs.len() - 1)),
            _ => letters(theirs.len()),
        }
    }

    /// The same choices give the same request, but for the id and for what is new in each.
    pub fn with(&self, value: String, random: &mut Random) -> Filled {
        let objects = self.objects();
        let shape = &self.mounted.operation.shape;
        let mut sample = Sample::new(random);
        let mut query =
            shape.query.as_ref().map_or(json!({}), |declared| sample.of(declared.schema().unwrap().document(), ""));
        let mut body =
            shape.body.as_ref().map_or(Value::Null, |declared| sample.of(declared.schema().unwrap().document(), ""));
        match self.field {
            Field::Path(_) => {}
            Field::Query(name) => drop(query.as_object_mut().unwrap().insert(name.clone(), json!(value))),
            Field::Body(names) => put(&mut body, names, &value),
        }
        let path = self.path(&value, &objects, &query);
        let new = self.takes_new_objects().then(|| objects.clone());
        let own = sample
            .made
            .into_iter()
            .chain([objects.user, objects.email, objects.role, objects.group, objects.contact_group, objects.division])
            .collect();
        Filled { value, own, new, path, body }
    }

    /// The objects that the path names. A change gets ones that nothing has changed, so that both requests find the same.
    fn objects(&self) -> Objects {
        if self.takes_new_objects() {
            return self.trees.take_unchanged(self.place.account);
        }
        let at = if self.is_on_foreign_account() { self.foreign } else { self.place.account };
        self.trees.objects[at].clone()
    }
    fn takes_new_objects(&self) -> bool {
        !self.is_on_foreign_account() && self.mounted.operation.method != "GET"
    }
    fn is_on_foreign_account(&self) -> bool {
        *self.field == Field::Path("accountId".to_owned())
    }

    fn path(&self, value: &str, objects: &Objects, query: &Value) -> String {
        let fill = |segment: &str| match segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}')) {
            None => segment.to_owned(),
            Some(name) if *self.field == Field::Path(name.to_owned()) => encoded(value),
            Some("accountId") => self.place.segment.clone(),
            Some("roleId") => objects.role.clone(),
            Some("groupId") if self.mounted.template.contains("/contacts/") => objects.contact_group.clone(),
            Some("groupId") => objects.group.clone(),
            Some("divisionId") => objects.division.clone(),
            Some("requestId") if self.mounted.operation.method == "DELETE" => objects.lasting.deletion.clone(),
            Some("requestId") => objects.lasting.export.clone(),
            Some("fileId") => objects.lasting.export_file.clone(),
            Some("policyId") => objects.lasting.policy.clone(),
            Some("invoiceId") => objects.lasting.invoice.clone().unwrap_or_else(|| NO_ID.to_owned()),
            Some("meetingTemplateId") => objects.lasting.meeting_template.clone(),
            Some("collaborationDeviceId") => objects.lasting.device.clone(),
            Some("typeId" | "schemaId") => NO_ID.to_owned(),
            Some("userId" | "memberId" | "assistantId" | "schedulerId") => objects.user.clone(),
            Some(other) => panic!("say what belongs in {other} of {}", self.mounted.operation.key()),
        };
        let path = self.mounted.template.split('/').map(fill).collect::<Vec<_>>().join("/");
        let pair = |(name, value): (&String, &Value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("{name}={}", encoded(&text))
        };
        let query: Vec<String> = query.as_object().into_iter().flatten().map(pair).collect();
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }

    pub fn send(&self, filled: &Filled) -> Answer {
        let token = &self.who.actor.token;
        let proof = (!token.is_empty()).then(|| ("authorization", format!("Bearer {token}")));
        let headers: Vec<_> = proof.into_iter().collect();
        let operation = &self.mounted.operation;
        let answer = match &operation.file {
            Some(field) => {
                let form = forms::form(field.name, "file", &forms::png(2));
                forms::send(self.trees.world, &filled.path, &headers, &form)
            }
            None => self.trees.world.send(operation.method, &filled.path, &headers, &filled.body),
        };
        if let Some(objects) = &filled.new {
            self.trees.give_back(self.place.account, objects, &answer);
        }
        answer
    }
}

/// Puts a value where the names lead to; what is missing on the way is made.
fn put(body: &mut Value, names: &[String], value: &str) {
    match names.split_first() {
        None => *body = json!(value),
        Some((name, rest)) if name == "[]" => {
            if body.as_array().is_none_or(Vec::is_empty) {
                *body = json!([{}]);
            }
            put(&mut body[0], rest, value);
        }
        Some((name, rest)) => {
            if !body.is_object() {
                *body = json!({});
            }
            put(&mut body[name.as_str()], rest, value);
        }
    }
}

fn encoded(text: &str) -> String {
    let sign = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'@' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(sign).collect()
}
