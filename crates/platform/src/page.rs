//! Lists that are read page by page: by a sealed token, or by number for older clients.
use crate::{
    failure::*,
    input::{Given, Input},
    json::WriteJson,
    operation::Shape,
    output::{Answer, Output, View},
    paging::{Bound, PageTokens, Position},
    schema::{Declared, Schema, SchemaFault},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{io::Write, marker::PhantomData, sync::Arc};
use storage::{Cell, Row, Sql, Tenant};

/// Bytes that a row of a list usually takes, and the rows that room is made for at once.
const ROW: usize = 512;
const LARGE: i64 = 300;

/// A view that stands in lists, under this name (`users`, `accounts`, `members`).
pub trait Listed: View {
    const LIST: &'static str;
    /// What is said of the page beside its rows, where the document does not name all of it.
    const ENVELOPE: &'static [Said] = &Said::ALL;
    /// Texts that stand beside the list, and what they are.
    const BESIDE: &'static [(&'static str, &'static str)] = &[];
    /// Whole numbers that stand beside the list, and what they are.
    const BESIDE_NUMBERS: &'static [(&'static str, &'static str)] = &[];
}

/// What a page says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    NextPageToken,
    PageCount,
    PageNumber,
    PageSize,
    TotalRecords,
}

impl Said {
    const ALL: [Said; 5] = [Said::NextPageToken, Said::PageCount, Said::PageNumber, Said::PageSize, Said::TotalRecords];

    const fn name(self) -> &'static str {
        match self {
            Said::NextPageToken => "next_page_token",
            Said::PageCount => "page_count",
            Said::PageNumber => "page_number",
            Said::PageSize => "page_size",
            Said::TotalRecords => "total_records",
        }
    }
    const fn about(self) -> &'static str {
        match self {
            Said::NextPageToken => "For the page that follows; empty on the last one.",
            Said::PageCount => "Pages of this size.",
            Said::PageNumber => "This page, counted from 1.",
            Said::PageSize => "The size that the page was cut to.",
            Said::TotalRecords => "Records over all pages.",
        }
    }
    fn schema(self) -> Value {
        let kind = if self == Said::NextPageToken { "string" } else { "integer" };
        json!({"type": kind, "description": self.about()})
    }
}

/// Who asks for a page, and what a token is bound to; filled by the pipeline.
#[derive(Clone)]
pub(crate) struct PageRequest {
    pub tokens: Arc<PageTokens>,
    pub account: String,
    /// Account, app and user of the credentials, with slashes between them.
    pub caller: String,
    /// The template of the path, and the values of its variables.
    pub operation: String,
    pub query_hash: [u8; 16],
    /// Milliseconds UTC on the clock of the account's world.
    pub now: i64,
    /// For the one token that the answer may hold.
    pub nonce: [u8; 24],
}

impl PageRequest {
    fn bound(&self) -> Bound<'_> {
        Bound { account: &self.account, caller: &self.caller, operation: &self.operation, query_hash: self.query_hash }
    }
}

/// The three query fields of every list: `page_size` (`DEFAULT` when left out), `next_page_token`, `page_number`.
#[derive(Deserialize)]
struct PagingQuery<const DEFAULT: i64> {
    #[serde(default = "number::<DEFAULT>")]
    page_size: i64,
    #[serde(default)]
    next_page_token: String,
    #[serde(default = "number::<1>")]
    page_number: i64,
}
fn number<const N: i64>() -> i64 {
    N
}

/// What becomes of a `page_size` out of bounds.
pub trait Sizes {
    /// One above the maximum is lowered to it; otherwise it is refused.
    const LOWERS: bool = true;
    /// What one below 1 stands for; refused where nothing stands here.
    const BELOW_ONE: Option<i64> = None;
}

/// Of lists whose documents have no word on it.
pub struct Usual;

impl Sizes for Usual {}

fn query_schema<const MAX: i64, const DEFAULT: i64, S: Sizes>() -> std::result::Result<Schema, SchemaFault> {
    let fields = json!({
        "page_size": size_schema::<S>(MAX, DEFAULT),
        "next_page_token": {"type": "string",
            "description": "From the page before; empty after the last one. It holds for 15 minutes and for the same query only."},
        "page_number": {"type": "integer", "minimum": 1, "maximum": 1_000_000_000, "default": 1, "deprecated": true,
            "description": "Counted from 1. Prefer the token: the cost of a page by number grows with the number."},
    });
    Schema::compiled("PagingQuery", json!({"type": "object", "properties": fields}))
}

fn size_schema<S: Sizes>(maximum: i64, default: i64) -> Value {
    let above = if S::LOWERS { "lowered to the maximum" } else { "refused" };
    let below = S::BELOW_ONE.map(|size| format!(" One below 1 stands for {size}.")).unwrap_or_default();
    let about = format!("How many records a page holds at most. A larger number is {above}.{below}");
    let mut schema = json!({"type": "integer", "maximum": maximum, "default": default, "description": about});
    if let Value::Object(words) = &mut schema {
        words.extend(S::LOWERS.then(|| ("x-clamp".to_owned(), json!(true))));
        words.extend(S::BELOW_ONE.is_none().then(|| ("minimum".to_owned(), json!(1))));
    }
    schema
}

/// Which page is asked for. `MAX` is the largest page, `DEFAULT` the one of a call that says nothing.
pub struct Paging<const MAX: i64, const DEFAULT: i64 = 30, S = Usual> {
    size: i64,
    number: i64,
    after: Option<Position>,
    request: PageRequest,
    sizes: PhantomData<fn() -> S>,
}

impl<const MAX: i64, const DEFAULT: i64, S: Sizes> Input for Paging<MAX, DEFAULT, S> {
    fn describe(shape: &mut Shape) {
        const { assert!(DEFAULT <= MAX, "the default size of a page is above its maximum") };
        shape.paging = Some(Declared::new(query_schema::<MAX, DEFAULT, S>));
    }
    fn take(given: &Given<'_>) -> Result<Self> {
        let request = given.page.ok_or_else(|| storage::Fault::broken("a page without its request"))?.clone();
        let query = PagingQuery::<DEFAULT>::deserialize(&given.inputs.query).map_err(storage::Fault::broken)?;
        let size = S::BELOW_ONE.filter(|_| query.page_size < 1).unwrap_or(query.page_size);
        let after = match query.next_page_token.as_str() {
            "" => None,
            token => Some(request.tokens.open(&request.bound(), token, request.now).map_err(|_| BAD_PAGE_TOKEN)?),
        };
        let number = after.as_ref().map_or(query.page_number, |position| position.page);
        Ok(Paging { size, number, after, request, sizes: PhantomData })
    }
}

impl<const MAX: i64, const DEFAULT: i64, S> Paging<MAX, DEFAULT, S> {
    /// The id that the page follows, which is less than all for a page by number. Ids are in the order in which they were
    /// given.
    pub fn after(&self) -> &str {
        self.after.as_ref().map_or("", |position| &position.id)
    }
    /// How many rows to read: one more than the page holds, so that it is known whether another follows.
    pub fn want(&self) -> i64 {
        self.size + 1
    }
    /// How many rows to pass over: only for a page by number.
    pub fn skip(&self) -> i64 {
        if self.after.is_some() { 0 } else { (self.number - 1).saturating_mul(self.size) }
    }
    /// Begins the page.
    pub fn page<V: Listed>(self) -> PageWriter<V, MAX> {
        let mut body = Vec::with_capacity(256 + ROW * self.size.min(LARGE) as usize);
        body.extend_from_slice(b"{\"");
        body.extend_from_slice(V::LIST.as_bytes());
        body.extend_from_slice(b"\":[");
        let Paging { size, number, after, request, .. } = self;
        let paging = Paging { size, number, after, request, sizes: PhantomData };
        PageWriter { paging, body, beside: Vec::new(), written: 0, last: None, more: false, view: PhantomData }
    }
}

/// A page on its way: rows go straight into the answer's bytes.
pub struct PageWriter<V, const MAX: i64> {
    paging: Paging<MAX>,
    body: Vec<u8>,
    /// Fields that follow the list, each with a comma before it.
    beside: Vec<u8>,
    written: i64,
    last: Option<Position>,
    more: bool,
    view: PhantomData<fn() -> V>,
}

impl<V: Listed, const MAX: i64> PageWriter<V, MAX> {
    /// The id that the page follows.
    pub fn after(&self) -> &str {
        self.paging.after()
    }
    /// As [`Paging::want`].
    pub fn want(&self) -> i64 {
        self.paging.want()
    }
    /// As [`Paging::skip`].
    pub fn skip(&self) -> i64 {
        self.paging.skip()
    }
    /// Puts a text or a number beside the list, which the view declares in [`Listed::BESIDE`] or
    /// [`Listed::BESIDE_NUMBERS`].
    ///
    /// # Errors
    /// Those of writing it.
    pub fn beside(&mut self, name: &str, value: impl WriteJson) -> storage::Result<()> {
        self.beside.push(b',');
        name.write_json(&mut self.beside)?;
        self.beside.push(b':');
        value.write_json(&mut self.beside)
    }
    /// Writes the page's rows as the store shows them, and keeps none. The statement takes what stands in `before`, the id that
    /// the page follows, how many rows it wants and how many it skips, in this order. While rows come, nothing else is asked.
    ///
    /// # Errors
    /// Those of the store and of writing.
    pub fn fill(
        &mut self,
        tenant: &Tenant,
        sql: Sql,
        before: &[Cell<'_>],
        mut write: impl FnMut(&dyn Row, &mut Self) -> storage::Result<()>,
    ) -> storage::Result<()> {
        let after = self.after().to_owned();
        let cells = [before, &[(&after).into(), self.want().into(), self.skip().into()]].concat();
        tenant.each(sql, &cells, &mut |row| write(row, self))
    }
    /// Adds the row with this id; the one that is more than the page holds only says so.
    ///
    /// # Errors
    /// Those of writing it.
    pub fn push(&mut self, id: &str, row: &V::Row<'_>) -> storage::Result<()> {
        if self.written == self.paging.size {
            self.more = true;
            return Ok(());
        }
        if self.written > 0 {
            self.body.push(b',');
        }
        self.written += 1;
        if self.written == self.paging.size {
            self.last = Some(Position { id: id.to_owned(), page: self.paging.number + 1 });
        }
        row.write_json(&mut self.body)
    }
    /// Ends the page; `total` is the number of records over all pages.
    pub fn finish(mut self, total: i64) -> Result<Page<V>> {
        let request = &self.paging.request;
        let token = match self.last.filter(|_| self.more) {
            Some(position) => request.tokens.issue(&request.bound(), &position, request.now, request.nonce),
            None => String::new(),
        };
        let (size, number) = (self.paging.size, self.paging.number);
        let count = total.saturating_add(size - 1).checked_div(size).unwrap_or(0);
        self.body.push(b']');
        self.body.append(&mut self.beside);
        for said in V::ENVELOPE {
            let name = said.name();
            let written = match said {
                Said::NextPageToken => write!(self.body, ",\"{name}\":\"{token}\""),
                Said::PageCount => write!(self.body, ",\"{name}\":{count}"),
                Said::PageNumber => write!(self.body, ",\"{name}\":{number}"),
                Said::PageSize => write!(self.body, ",\"{name}\":{size}"),
                Said::TotalRecords => write!(self.body, ",\"{name}\":{total}"),
            };
            written.map_err(storage::Fault::broken)?;
        }
        self.body.push(b'}');
        Ok(Page(self.body, PhantomData))
    }
}

/// 200 with a page of a list.
pub struct Page<V>(Vec<u8>, PhantomData<fn() -> V>);

impl<V: Listed> Output for Page<V> {
    fn describe(shape: &mut Shape) {
        shape.answers(200, Some(|| envelope::<V>(V::schema())));
    }
    fn answer(self) -> Answer {
        Answer::new(200, self.0)
    }
}

/// For lists without pages: at most `limit` of the rows, and the last of them where a row more says that others follow.
pub fn cut<T>(rows: &[T], limit: i64) -> (&[T], Option<&T>) {
    let limit = usize::try_from(limit).unwrap_or_default();
    let (shown, rest) = rows.split_at_checked(limit).unwrap_or((rows, &[]));
    (shown, shown.last().filter(|_| !rest.is_empty()))
}

fn envelope<V: Listed>(mut item: Value) -> Value {
    let definitions = item.as_object_mut().and_then(|item| item.remove("$defs")).unwrap_or_else(|| json!({}));
    let mut properties = json!({(V::LIST): {"type": "array", "items": item}});
    if let Some(properties) = properties.as_object_mut() {
        properties.extend(V::ENVELOPE.iter().map(|said| (said.name().to_owned(), said.schema())));
        let text = |about: &str| json!({"type": "string", "description": about});
        properties.extend(V::BESIDE.iter().map(|(name, about)| ((*name).to_owned(), text(about))));
        let number = |about: &str| json!({"type": "integer", "description": about});
        properties.extend(V::BESIDE_NUMBERS.iter().map(|(name, about)| ((*name).to_owned(), number(about))));
    }
    let beside = V::BESIDE.iter().chain(V::BESIDE_NUMBERS).map(|(name, _)| *name);
    let required: Vec<&str> =
        [V::LIST].into_iter().chain(V::ENVELOPE.iter().map(|said| said.name())).chain(beside).collect();
    json!({
        "title": format!("{}Page", V::NAME),
        "type": "object",
        "required": required,
        "properties": properties,
        "$defs": definitions,
    })
}
