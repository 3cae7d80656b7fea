//! `/demo/mails`: what users were written, for whoever sits at the machine of a demo. It only reads.
use maud::{Markup, html};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, directory::MailRow};

/// Where the mail of a demo is read, on its server.
pub const PATH: &str = "/demo/mails";

/// Mails on a page.
const PAGE: i64 = 50;
const NO_MAIL: Failure = Failure::new(404, 404, "There is no such mail.");

/// The pages. A server that is not a demo never has them: whoever reads the mail of others can sign in as them.
pub fn api() -> Api {
    let mut api = Api::new(Surface::Demo);
    api.get("/mails", list).summary("Show the mail that is kept").one_statement().fails(&[MISDIRECTED]);
    api.get("/mails/{id}", show).summary("Show a mail, and its links").one_statement().fails(&[MISDIRECTED, NO_MAIL]);
    api
}

#[derive(Deserialize, JsonSchema)]
struct ListMails {
    /// The id of a mail: those before it are shown, and the latest when it is left out.
    #[serde(default)]
    before: String,
}

#[derive(Deserialize, JsonSchema)]
struct MailPath {
    id: String,
}

fn list(all: &Directory, Query(query): Query<ListMails>) -> Result<Html> {
    let before = Some(&*query.before).filter(|before| !before.is_empty());
    let rows = all.latest_mails(before, PAGE + 1)?;
    let (shown, last) = cut(&rows, PAGE);
    let content = html! {
        p { "No mail leaves this demo. What users are written is kept, and read here." }
        @if shown.is_empty() { p { "There is none." } }
        ul { @for row in shown { li { (line(row)) } } }
        @if let Some(last) = last { p { a href={ (PATH) "?before=" (last.id) } { "Older mail" } } }
    };
    Ok(Html::page("Mail", &content))
}

fn line(row: &MailRow) -> Markup {
    html! { a href={ (PATH) "/" (row.id) } { (row.subject) } " to " (row.recipient) ", " (moment(row)) }
}

fn show(all: &Directory, Path(path): Path<MailPath>, vault: Vault, site: Site) -> Result<Html> {
    let row = all.mail(&path.id)?.ok_or(NO_MAIL)?;
    let text = vault.open_mail(&row.account_id, &row.id, &row.text_sealed);
    let content = html! {
        p { "To " (row.recipient) ", " (moment(&row)) }
        @match text {
            Some(text) => { @for line in text.lines().filter(|line| !line.is_empty()) { p { (followed(line, &site)) } } }
            None => { p { "The key is gone that it was sealed with." } }
        }
        p { a href=(PATH) { "All mail" } }
    };
    Ok(Html::page(&row.subject, &content))
}

/// A line that is an address of this server leads there, and no other does.
fn followed(line: &str, site: &Site) -> Markup {
    let is_ours = line.strip_prefix(&*site.base_url).is_some_and(|path| path.starts_with('/'));
    html! { @if is_ours { a href=(line) { (line) } } @else { (line) } }
}

fn moment(row: &MailRow) -> String {
    Timestamp::from_millis(row.created_at).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_server_alone_are_followed_and_all_is_escaped() {
        let site = Site { base_url: "http://127.0.0.1:8080".into(), has_admin_listener: false, gate: Gate::default() };
        let shown = |line: &str| followed(line, &site).into_string();
        let link = "http://127.0.0.1:8080/pages/links/a";
        assert_eq!(shown(link), format!("<a href=\"{link}\">{link}</a>"));
        for line in ["http://127.0.0.1:80801/x", "http://127.0.0.1:8080.evil.example/", "javascript:alert(1)", "Hello,"]
        {
            assert_eq!(shown(line), line);
        }
        assert_eq!(shown("<b>"), "&lt;b&gt;");
        assert!(!shown("http://127.0.0.1:8080/\"><b>").contains("<b>"));
    }
}
