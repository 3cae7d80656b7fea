//! Pages for browsers: plain HTML without scripts, and its headers. Whatever stands in them is escaped by `maud`.
use crate::{
    failure::Refusal,
    operation::Shape,
    output::{Answer, Content, Output},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::sync::LazyLock;

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem}\
    label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit}input,button{padding:.5rem;margin:.25rem 0 1rem}";

/// Nothing is loaded from anywhere, and the one style is named by its hash.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = STANDARD.encode(storage::hash(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
});

/// The `Content-Security-Policy` of every page.
pub(crate) fn policy() -> &'static str {
    &POLICY
}

/// 200 with a page.
pub struct Html(String);

impl Html {
    /// A page with this heading, and `content` below it.
    pub fn page(heading: &str, content: &Markup) -> Self {
        Html(written(heading, content))
    }
}

impl Output for Html {
    fn describe(shape: &mut Shape) {
        shape.answers(200, None);
    }
    fn answer(self) -> Answer {
        Answer { status: 200, content: Content::Html, body: self.0.into_bytes() }
    }
}

/// The page that says what was refused. The address of the form shows it again.
pub(crate) fn refusal(refusal: &Refusal) -> String {
    let content = html! {
        p { (refusal.message) }
        @for fault in &refusal.fields { p { (fault.field) ": " (fault.message) } }
        p { a href="" { "Back" } }
    };
    written("That did not work", &content)
}

fn written(heading: &str, content: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (heading) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (heading) }
                (content)
            }
        }
    };
    page.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::{Error, Failure};

    #[test]
    fn whatever_stands_in_a_page_is_escaped() {
        let failure = Failure::new(400, 300, "{}");
        let Error::Refused(refused) = failure.with("<script>\"&'") else { panic!("no refusal") };
        let page = refusal(&refused);
        assert!(page.contains("&lt;script&gt;&quot;&amp;"), "{page}");
        assert!(!page.contains("<script"), "{page}");
    }

    #[test]
    fn the_policy_names_the_style_and_allows_nothing_else() {
        assert!(policy().starts_with("default-src 'none'; style-src 'sha256-"));
        assert!(!policy().contains("unsafe"));
    }
}
