//! Every form of a body, made ready once for all calls.
use crate::{change::Form, document::Document, locks::LockForm, setting::Level};
use platform::schema::SchemaFault;
use std::sync::LazyLock;

/// Each form with the document and the level that it is of.
type All<F> = Vec<((Document, Level), F)>;
type Ready<F> = LazyLock<Result<All<F>, SchemaFault>>;

static FORMS: Ready<Form> = LazyLock::new(|| all(&Document::ALL, Form::new));
static LOCK_FORMS: Ready<LockForm> =
    LazyLock::new(|| all(&[Document::General, Document::MeetingSecurity], LockForm::new));

impl Form {
    /// The body of `document` on `level`.
    ///
    /// # Errors
    /// Those of [`Form::new`].
    pub fn of(document: Document, level: Level) -> Result<&'static Form, SchemaFault> {
        one(&FORMS, document, level)
    }
}

impl LockForm {
    /// The body of the locks of `document` on `level`.
    ///
    /// # Errors
    /// Those of [`LockForm::new`], and that a document has no locks.
    pub fn of(document: Document, level: Level) -> Result<&'static LockForm, SchemaFault> {
        one(&LOCK_FORMS, document, level)
    }
}

fn all<F>(documents: &[Document], make: fn(Document, Level) -> Result<F, SchemaFault>) -> Result<All<F>, SchemaFault> {
    let places = documents.iter().flat_map(|&document| Level::ALL.map(|level| (document, level)));
    places.map(|(document, level)| Ok(((document, level), make(document, level)?))).collect()
}

fn one<F>(ready: &'static Ready<F>, document: Document, level: Level) -> Result<&'static F, SchemaFault> {
    let all = ready.as_ref().map_err(SchemaFault::clone)?;
    all.iter().find(|(place, _)| *place == (document, level)).map(|(_, form)| form).ok_or_else(|| SchemaFault {
        type_name: format!("{document:?}"),
        field: String::new(),
        cause: "it has no such form".to_owned(),
    })
}
