//! The secrets of a request and of its answer, found by the names of their fields, in whatever is sent.
use crate::answer::Answer;
use memchr::memmem;
use std::collections::BTreeSet;

/// Fields that hold a secret.
const NAMES: [&str; 14] = [
    "password",
    "client_secret",
    "api_secret",
    "access_token",
    "token",
    "key",
    "next_page_token",
    "transfer_code",
    "code",
    "refresh_token",
    "code_verifier",
    "device_code",
    "user_code",
    "csrf",
];
/// Shorter ones are in any text by chance.
const SHORTEST: usize = 7;

/// In headers, path and body of a request, and in headers and body of the answer.
pub fn of(headers: &[(&str, String)], path: &str, body: &[u8], answer: &Answer) -> BTreeSet<String> {
    let shown = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let mut secrets: Vec<String> = shown.filter_map(|(_, value)| Some(value.split_once(' ')?.1.to_owned())).collect();
    secrets.extend(headers.iter().filter(|(name, _)| *name == "cookie").flat_map(|(_, line)| of_cookies(line)));
    let given = answer.headers.get_all("set-cookie").iter().filter_map(|line| line.to_str().ok());
    secrets.extend(given.flat_map(|line| of_cookies(line.split(';').next().unwrap_or_default())));
    let text = String::from_utf8_lossy(&answer.bytes);
    let told: Vec<String> = of_page(&text).into_iter().chain(of_json(&text).map(str::to_owned)).collect();
    secrets.extend(told.iter().filter_map(|secret| in_one(secret)));
    secrets.extend(told);
    secrets.extend(answer.headers.get("location").and_then(|place| place.to_str().ok()).map_or(Vec::new(), of_place));
    let body = String::from_utf8_lossy(body);
    let query = path.split_once('?').map_or("", |(_, query)| query);
    secrets.extend([query, &*body].into_iter().flat_map(of_form));
    secrets.extend([path, &*body, &*text].into_iter().flat_map(of_links));
    secrets.extend(of_json(&body).map(str::to_owned));
    secrets.into_iter().filter(|secret| secret.len() >= SHORTEST && !NAMES.contains(&secret.as_str())).collect()
}

/// What people copy by hand is told in groups of four; this is what it would be kept as.
fn in_one(secret: &str) -> Option<String> {
    let groups: Vec<&str> = secret.split([' ', '-']).collect();
    let is_grouped = groups.len() > 1 && groups.iter().all(|group| group.len() == 4);
    is_grouped.then(|| groups.concat())
}

/// In an address that a browser is sent to: codes, and by what it is known again when it comes back from somewhere else.
/// Those are 43 characters where they are ours; what apps want back may be anything.
fn of_place(place: &str) -> Vec<String> {
    let query = place.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let is_ours = |(name, value): &(&str, &str)| ["state", "nonce"].contains(name) && value.len() == 43;
    let secrets = pairs.filter(|pair| pair.0 == "code" || is_ours(pair));
    secrets.map(|(_, value)| value.to_owned()).collect()
}

fn of_cookies(line: &str) -> impl Iterator<Item = String> {
    line.split(';').filter_map(|pair| pair.split_once('=')).map(|(_, value)| value.trim().to_owned())
}

/// In a page: what is shown as code, and what its forms carry.
fn of_page(page: &str) -> Vec<String> {
    let between = |start: &'static str, end: char| {
        page.split(start).skip(1).filter_map(move |rest| Some(rest.split_once(end)?.0.to_owned()))
    };
    between("<code>", '<').chain(between("name=\"csrf\" value=\"", '"')).collect()
}

/// In addresses of pages, also in the text of a mail.
fn of_links(text: &str) -> Vec<String> {
    let after = text.split("/pages/links/").skip(1);
    let is_spelled = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    after.map(|rest| rest.chars().take_while(|letter| is_spelled(*letter)).collect()).collect()
}

fn of_form(form: &str) -> Vec<String> {
    let pairs = form.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| NAMES.contains(name)).map(|(_, value)| value.to_owned()).collect()
}

/// In a text that need not be whole: after a name and a colon, up to the next quotation mark or the end.
fn of_json(text: &str) -> impl Iterator<Item = &str> {
    let ends = |name: &str| {
        let quoted = format!("\"{name}\"");
        memmem::find_iter(text.as_bytes(), &quoted).map(|at| at + quoted.len()).collect::<Vec<_>>()
    };
    NAMES.into_iter().flat_map(ends).filter_map(|at| {
        let rest = text[at..].trim_start().strip_prefix([':', ','])?.trim_start().strip_prefix('"')?;
        rest.split('"').next()
    })
}

#[test]
fn secrets_are_found_by_name_in_what_is_whole_and_in_what_is_not() {
    let body = r#"{"a": [{"password" : "Secret-1"}], "code": 300, "client_secret":"Secret-2"#;
    assert_eq!(of_json(body).collect::<BTreeSet<_>>(), ["Secret-1", "Secret-2"].into());
    assert_eq!(of_links("a http://x/pages/links/Secret-4\\n b"), ["Secret-4"]);
    assert_eq!(of_form("grant_type=x&client_secret=Secret-3"), ["Secret-3"]);
    let state = "s".repeat(43);
    let place = format!("https://x.example/back?a=1&code=Secret-5&state={state}&nonce=short");
    assert_eq!(of_place(&place), ["Secret-5", state.as_str()]);
    assert_eq!(in_one("ABCD EFGH IJKL").as_deref(), Some("ABCDEFGHIJKL"));
    assert_eq!([in_one("ABCD-EFGH"), in_one("ABCD"), in_one("ABCD-EFG")], [Some("ABCDEFGH".to_owned()), None, None]);
}
