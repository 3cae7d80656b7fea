//! Plans as a request names them.
use super::fields::{self, FIELDS, Face, Shape};
use crate::{catalogue::Kind, subscriptions::Extras};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// One plan that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The field that names it.
    pub kind: Kind,
    /// Empty where the request names none.
    pub code: String,
    /// Absent where the request says no number.
    pub hosts: Option<i64>,
    pub extras: Extras,
}

/// All plans of a request, in the order of the fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantedPlans(pub Vec<Wanted>);

impl<'de> Deserialize<'de> for WantedPlans {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Map::<String, Value>::deserialize(deserializer)?;
        Ok(WantedPlans::of(&given, ""))
    }
}

impl JsonSchema for WantedPlans {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "WantedPlans".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        fields::schema(Face::Wanted, Map::new())
    }
}

impl WantedPlans {
    /// The plans in an object; `group` stands before its names where it is the object of a group.
    pub fn of(given: &Map<String, Value>, group: &str) -> Self {
        let mut wanted = Vec::new();
        for field in FIELDS {
            let value = match field.place() {
                (None, name) if group.is_empty() => given.get(name),
                (Some(of), name) if group.is_empty() => given.get(of).and_then(|held| held.get(name)),
                (Some(of), name) if of == group => given.get(name),
                _ => None,
            };
            let Some(value) = value else { continue };
            match field.shape(Face::Wanted) {
                Shape::Nothing => {}
                Shape::Code => wanted.extend(value.as_str().map(|code| Wanted::bare(field.kind, code))),
                Shape::One => wanted.push(Wanted::of(field.kind, value)),
                Shape::Many => {
                    wanted.extend(value.as_array().into_iter().flatten().map(|value| Wanted::of(field.kind, value)));
                }
            }
        }
        WantedPlans(wanted)
    }
}

impl Wanted {
    /// A plan of which nothing but the code is said.
    pub fn bare(kind: Kind, code: &str) -> Self {
        Wanted { kind, code: code.to_owned(), hosts: None, extras: Extras::default() }
    }
    fn of(kind: Kind, given: &Value) -> Self {
        let text = |name: &str| given.get(name).and_then(Value::as_str).map(str::to_owned);
        let number = |name: &str| given.get(name).and_then(Value::as_i64);
        Wanted {
            kind,
            code: text("type").unwrap_or_default(),
            hosts: number("hosts"),
            extras: Extras {
                callout_countries: text("callout_countries"),
                tollfree_countries: text("tollfree_countries"),
                premium_countries: text("premium_countries"),
                ddi_numbers: number("ddi_numbers"),
                active_hosts: number("active_hosts"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn plans_are_read_from_where_their_fields_are() {
        let body = json!({
            "plan_base": {"type": "monthly", "hosts": 5},
            "plan_webinar": [{"type": "webinar500_monthly", "hosts": 1}],
            "plan_phone": {"plan_base": {"type": "phone_payongo", "callout_countries": "US"}},
            "plan_recording": "100gb_monthly",
            "contact": {"city": "Bonn"},
        });
        let wanted: WantedPlans = serde_json::from_value(body).unwrap();
        let named: Vec<(Kind, &str, Option<i64>)> =
            wanted.0.iter().map(|plan| (plan.kind, plan.code.as_str(), plan.hosts)).collect();
        assert_eq!(
            named,
            [
                (Kind::Base, "monthly", Some(5)),
                (Kind::PhoneBase, "phone_payongo", None),
                (Kind::Recording, "100gb_monthly", None),
                (Kind::Webinar, "webinar500_monthly", Some(1)),
            ]
        );
        assert_eq!(wanted.0[1].extras.callout_countries.as_deref(), Some("US"));
    }

    #[test]
    fn a_group_is_read_by_itself() {
        let details = json!({"plan_calling": [{"type": "a", "hosts": 2}], "plan_znode_base": {"type": "b"}});
        let wanted = WantedPlans::of(details.as_object().unwrap(), "plan_phone");
        assert_eq!(wanted.0.iter().map(|plan| plan.kind).collect::<Vec<_>>(), [Kind::PhoneCalling]);
    }
}
