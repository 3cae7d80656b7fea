//! What a handler gives: finished bytes, with the type whose schema they follow.
use crate::{failure::*, html::PageHead, json::WriteJson, operation::Shape, provisioning::Standpoint};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;
use std::marker::PhantomData;

/// The shape of an answer. `Row` is what is written: it may borrow from a row of the store.
pub trait View: 'static {
    type Row<'r>: WriteJson + JsonSchema;
    /// The name in the document.
    const NAME: &'static str;
    /// JSON Schema, draft 2020-12; its `title` names it in the document.
    fn schema() -> Value {
        let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
        let mut schema = generator.into_root_schema_for::<Self::Row<'static>>();
        schema.remove("$schema");
        schema.insert("title".to_owned(), Self::NAME.into());
        schema.into()
    }
}

/// Declares an answer: `view! { pub struct UserView as UserViewRow<'r> { pub email: &'r str, … } }`, or an owned one
/// without `as`. Optional fields that are absent are left out.
#[macro_export]
macro_rules! view {
    ($(#[$meta:meta])* $vis:vis struct $view:ident as $row:ident<$life:lifetime> { $($fields:tt)* }) => {
        $(#[$meta])*
        $vis struct $view;
        $crate::view!(@row [$(#[$meta])*] $vis $row [<$life>] { $($fields)* });
        impl $crate::View for $view {
            type Row<$life> = $row<$life>;
            const NAME: &'static str = stringify!($view);
        }
    };
    ($(#[$meta:meta])* $vis:vis struct $view:ident { $($fields:tt)* }) => {
        $crate::view!(@row [$(#[$meta])*] $vis $view [] { $($fields)* });
        impl $crate::View for $view {
            type Row<'r> = $view;
            const NAME: &'static str = stringify!($view);
        }
    };
    (@row [$(#[$meta:meta])*] $vis:vis $row:ident [$($life:tt)*] {
        $($(#[$about:meta])* $seen:vis $field:ident: $type:ty),* $(,)?
    }) => {
        $(#[$meta])*
        #[serde_with::skip_serializing_none]
        #[derive(schemars::JsonSchema)]
        $vis struct $row $($life)* { $($(#[$about])* $seen $field: $type),* }
        impl $($life)* $crate::WriteJson for $row $($life)* {
            fn write_json(&self, out: &mut Vec<u8>) -> storage::Result<()> {
                let mut fields = $crate::Fields::of(out);
                $({
                    const NAME: &str = $crate::field_name(stringify!($field));
                    const KEY: [u8; NAME.len() + 4] = $crate::field_key(NAME);
                    fields.put(&KEY, &self.$field)?;
                })*
                fields.end();
                Ok(())
            }
        }
    };
}

/// A finished answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub content: Content,
    /// Empty where there is nothing to say.
    pub body: Vec<u8>,
}

/// 200 with a file, whose bytes are fetched once nothing is open in the database.
#[derive(Debug, Clone)]
pub struct KeptFile {
    pub object_key: String,
    pub content_type: String,
    /// Two files with the same one are the same.
    pub checksum: Vec<u8>,
}

/// 200 with a file that was made for this answer.
#[derive(Debug, Clone)]
pub struct MadeFile {
    /// Under which it is saved, in plain ASCII: `invoice.pdf`.
    pub name: String,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// 200 with a file that is handed out once, whose bytes are fetched once nothing is open in the database.
#[derive(Debug, Clone)]
pub struct StoredFile {
    /// Under which it is saved, in plain ASCII.
    pub name: String,
    pub content_type: &'static str,
    pub object_key: String,
}

/// 200 with a body or a file, by what the request asks for.
pub enum JsonOrFile<V> {
    Json(Json<V>),
    File(MadeFile),
    Stored(StoredFile),
}

impl Answer {
    pub(crate) fn new(status: u16, body: Vec<u8>) -> Self {
        Answer { status, content: Content::Json, body }
    }
    /// A file whose bytes are fetched later.
    fn of_object(content: Content) -> Self {
        Answer { status: 200, content, body: Vec::new() }
    }
}

/// In which form an answer has its body.
#[derive(Debug, Clone)]
pub enum Content {
    Json,
    Html(PageHead),
    File(KeptFile),
    Stored(StoredFile),
    /// JSON about one resource of provisioning.
    Resource(Standpoint),
    /// A file whose bytes are the body.
    Made {
        name: String,
        content_type: &'static str,
    },
}

/// What a handler returns.
pub trait Output {
    /// Says the status of success, and the schema where there is one.
    fn describe(shape: &mut Shape);
    fn answer(self) -> Answer;
}

/// 200 with a body.
pub struct Json<V>(Vec<u8>, PhantomData<fn() -> V>);
/// 201 with a body.
pub struct Created<V>(Vec<u8>, PhantomData<fn() -> V>);
/// 200 without a body.
pub struct Done;
/// 204.
pub struct NoContent;

impl<V: View> Json<V> {
    /// # Errors
    /// Those of writing the row.
    pub fn of(row: &V::Row<'_>) -> Result<Self> {
        Ok(Json(written(row, SHOWN)?, PhantomData))
    }
}
impl<V: View> Created<V> {
    /// # Errors
    /// Those of writing the row.
    pub fn of(row: &V::Row<'_>) -> Result<Self> {
        Ok(Created(written(row, NAMED)?, PhantomData))
    }
}

/// Bytes that most objects take that are shown as a whole.
pub(crate) const SHOWN: usize = 1536;
/// Bytes that most objects take of which an answer says that they are there now.
const NAMED: usize = 256;

/// `room` in bytes, to begin with.
pub(crate) fn written(row: &impl WriteJson, room: usize) -> Result<Vec<u8>> {
    let mut body = Vec::with_capacity(room);
    row.write_json(&mut body)?;
    Ok(body)
}

impl<V: View> Output for Json<V> {
    fn describe(shape: &mut Shape) {
        shape.answers(200, Some(V::schema));
    }
    fn answer(self) -> Answer {
        Answer::new(200, self.0)
    }
}
impl<V: View> Output for Created<V> {
    fn describe(shape: &mut Shape) {
        shape.answers(201, Some(V::schema));
    }
    fn answer(self) -> Answer {
        Answer::new(201, self.0)
    }
}
impl Output for Done {
    fn describe(shape: &mut Shape) {
        shape.answers(200, None);
    }
    fn answer(self) -> Answer {
        Answer::new(200, Vec::new())
    }
}
impl Output for NoContent {
    fn describe(shape: &mut Shape) {
        shape.answers(204, None);
    }
    fn answer(self) -> Answer {
        Answer::new(204, Vec::new())
    }
}
impl Output for MadeFile {
    fn describe(shape: &mut Shape) {
        shape.answers(200, None);
        shape.is_file = true;
    }
    fn answer(self) -> Answer {
        let MadeFile { name, content_type, bytes } = self;
        Answer { status: 200, content: Content::Made { name, content_type }, body: bytes }
    }
}
impl<V: View> Output for JsonOrFile<V> {
    fn describe(shape: &mut Shape) {
        Json::<V>::describe(shape);
    }
    fn answer(self) -> Answer {
        match self {
            JsonOrFile::Json(json) => json.answer(),
            JsonOrFile::File(file) => file.answer(),
            JsonOrFile::Stored(file) => Answer::of_object(Content::Stored(file)),
        }
    }
}
impl Output for KeptFile {
    fn describe(shape: &mut Shape) {
        shape.answers(200, None);
        shape.is_file = true;
    }
    fn answer(self) -> Answer {
        Answer::of_object(Content::File(self))
    }
}
