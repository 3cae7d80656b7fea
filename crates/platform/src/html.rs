//! Pages for browsers: plain HTML without scripts, and its headers. Whatever stands in them is escaped by `maud`.
use crate::{
    failure::Refusal,
    operation::Shape,
    output::{Answer, Content, Output},
    visit::SetCookie,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::{borrow::Cow, sync::LazyLock};

const STYLE: &str = ":root{color-scheme:light dark;background:Canvas;color:CanvasText}\
    body{font:1rem/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem;overflow-wrap:anywhere}\
    label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit}input,button{padding:.5rem;margin:.25rem 0 1rem}\
    svg{max-width:100%;height:auto}\
    :focus-visible{outline:.2rem solid;outline-offset:.2rem}";

/// Nothing is loaded from anywhere, and the one style is named by its hash.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = STANDARD.encode(storage::hash(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
});

/// The `Content-Security-Policy` of a page. Some browsers hold `form-action` against every address that the answer of a form
/// leads to: a page whose forms lead on to addresses of others says nothing of it.
pub(crate) fn policy(forms_lead_on: bool) -> Cow<'static, str> {
    match forms_lead_on {
        true => POLICY.replace(" form-action 'self';", "").into(),
        false => Cow::Borrowed(&POLICY),
    }
}

/// A page, or the way to another one; and the cookies that go with it.
pub struct Html {
    status: u16,
    head: PageHead,
    body: String,
}

/// What a page's headers say beside those that all have.
#[derive(Debug, Clone, Default)]
pub struct PageHead {
    pub(crate) location: Option<String>,
    /// What its forms are answered with may lead to other servers.
    pub(crate) forms_lead_on: bool,
    pub(crate) cookies: Vec<SetCookie>,
    pub(crate) retry_after: Option<i64>,
}

impl Html {
    /// 200 with a page with this heading, and `content` below it.
    pub fn page(heading: &str, content: &Markup) -> Self {
        Html { status: 200, head: PageHead::default(), body: written(heading, content) }
    }
    /// 200 with a page that says one thing.
    pub fn saying(heading: &str, words: &str) -> Self {
        Html::page(heading, &html! { p { (words) } })
    }
    /// 303: the browser goes to this address, with a GET.
    pub fn go_to(address: &str) -> Self {
        let head = PageHead { location: Some(address.to_owned()), ..PageHead::default() };
        Html { status: 303, head, body: String::new() }
    }
    /// The same page with another status: what it says is no success.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Html { status, ..self }
    }
    /// The same page, which can be asked for again in so many seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: i64) -> Self {
        self.head.retry_after = Some(seconds);
        self
    }
    /// The same page; what its forms are answered with may lead to other servers.
    #[must_use]
    pub fn forms_lead_on(mut self) -> Self {
        self.head.forms_lead_on = true;
        self
    }
    /// The same page, with a cookie.
    #[must_use]
    pub fn with_cookie(mut self, cookie: SetCookie) -> Self {
        self.head.cookies.push(cookie);
        self
    }
}

impl Output for Html {
    fn describe(shape: &mut Shape) {
        shape.answers(200, None);
    }
    fn answer(self) -> Answer {
        Answer { status: self.status, content: Content::Html(self.head), body: self.body.into_bytes() }
    }
}

/// Where a browser goes when nothing else was asked for. It leads on to where people sign in.
pub const HOME: &str = "/pages/account";

/// The page that says what was refused, and leads back to the form that its address may show, or on to the account.
pub(crate) fn refusal(refusal: &Refusal, leads_back: bool) -> String {
    let content = html! {
        p { (refusal.message) }
        @for fault in &refusal.fields { p { (fault.field) ": " (fault.message) } }
        p { @if leads_back { a href="" { "Back" } } @else { a href=(HOME) { "Your account" } } }
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
        let page = refusal(&refused, true);
        assert!(page.contains("&lt;script&gt;&quot;&amp;"), "{page}");
        assert!(!page.contains("<script"), "{page}");
    }

    #[test]
    fn the_policy_names_the_style_and_allows_nothing_else() {
        let of_all = policy(false);
        assert!(of_all.starts_with("default-src 'none'; style-src 'sha256-"));
        assert!(!of_all.contains("unsafe"));
        assert_eq!(of_all.matches("form-action 'self'; ").count(), 1);
        assert_eq!(policy(true), of_all.replace("form-action 'self'; ", ""));
    }
}
