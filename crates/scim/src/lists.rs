//! Lists of resources (RFC 7644, 3.4.2): counted from 1, a window of what the filter lets through.
use crate::{
    filter::Filter,
    schemas::ResourceType,
    selection::{Selection, Shown},
};
use platform::{Failure, Json, Result, View};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The largest page, and that of a call that says nothing: the documents print 1 for the latter, which would hide all
/// others from clients that do not page.
pub const MOST: i64 = 100;
/// The schema of a list.
pub const SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListQuery {
    /// The first resource of the page, counted from 1; a smaller number stands for 1.
    #[serde(default)]
    start_index: Option<i64>,
    /// How many resources the page holds at most, 100 at most; a negative number stands for 0.
    #[serde(default)]
    count: Option<i64>,
    /// A condition, as in RFC 7644, 3.4.2.2.
    #[serde(default)]
    filter: Option<String>,
    /// Only these attributes, comma-separated, and the id.
    #[serde(default)]
    attributes: Option<String>,
    /// All but these attributes, comma-separated.
    #[serde(default)]
    excluded_attributes: Option<String>,
}

impl ListQuery {
    /// Numbers out of bounds stand for what lies nearest.
    pub fn window(&self) -> Window {
        let start = self.start_index.unwrap_or(1).max(1);
        Window { start, size: self.count.unwrap_or(MOST).clamp(0, MOST) }
    }
    /// `None` where nothing is said, or blanks.
    ///
    /// # Errors
    /// `refusal` with what cannot be followed.
    pub fn filter(&self, of: &'static ResourceType, refusal: Failure) -> Result<Option<Filter>> {
        let text = self.filter.as_deref().map(str::trim).filter(|text| !text.is_empty());
        text.map(|text| Filter::read(of, text).map_err(|told| refusal.with(told))).transpose()
    }
    pub fn selection(&self, of: &ResourceType) -> Selection {
        let shown =
            Shown { attributes: self.attributes.clone(), excluded_attributes: self.excluded_attributes.clone() };
        shown.selection(of)
    }
}

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Counted from 1.
    pub start: i64,
    /// From 0 to [`MOST`].
    pub size: i64,
}

impl Window {
    /// How many come before.
    pub fn skipped(self) -> i64 {
        self.start - 1
    }
    /// Whether the one with this number, counted from 0, is in it.
    pub fn holds(self, number: i64) -> bool {
        (self.skipped()..self.skipped().saturating_add(self.size)).contains(&number)
    }
}

/// What a list shows.
#[derive(Debug, Default)]
pub struct Found {
    /// All that the filter lets through, shown or not.
    pub total: i64,
    pub resources: Vec<Map<String, Value>>,
}

impl Found {
    /// One more; shown when it is in the window.
    pub fn add(&mut self, window: Window, resource: impl FnOnce() -> Map<String, Value>) {
        if window.holds(self.total) {
            self.resources.push(resource());
        }
        self.total += 1;
    }
    /// The answer, with the attributes that were asked for.
    ///
    /// # Errors
    /// Those of writing it.
    pub fn list<V>(self, window: Window, selection: &Selection) -> Result<Json<V>>
    where
        V: for<'r> View<Row<'r> = Value>,
    {
        let resources: Vec<Value> = self.resources.into_iter().map(|resource| selection.of(resource).into()).collect();
        Json::of(&json!({
            "schemas": [SCHEMA],
            "totalResults": self.total,
            "startIndex": window.start,
            "itemsPerPage": resources.len(),
            "Resources": resources,
        }))
    }
}

/// The JSON Schema of a list of these.
pub fn schema(of: Value) -> Value {
    json!({
        "type": "object",
        "required": ["schemas", "totalResults", "startIndex", "itemsPerPage", "Resources"],
        "properties": {
            "schemas": {"type": "array", "items": {"type": "string"}},
            "totalResults": {"type": "integer", "description": "How many the filter lets through."},
            "startIndex": {"type": "integer", "description": "The first one of the page, counted from 1."},
            "itemsPerPage": {"type": "integer", "description": "How many the page holds; the next one starts behind them."},
            "Resources": {"type": "array", "items": of},
        },
    })
}
