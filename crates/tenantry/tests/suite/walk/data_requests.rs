//! `/data_requests`.
use super::{Face, Walk, users::made};
use crate::server::BASE_URL;
use serde_json::{Value, json};

const REQUESTS: &str = "/data_requests/requests";

pub fn all(walk: &mut Walk<'_>, face: &Face) {
    made(walk, face, "custCreate", "asked", 1);
    let email = face.email("asked");
    let export = asked(
        walk,
        face,
        json!({
            "emails": [email], "request_type": "EXPORT",
            "start_date": "2025-01-01T00:00:00Z", "end_date": "2027-01-01T00:00:00Z",
        }),
    );
    walk.settles();
    walk.gets(face, REQUESTS);
    let files = walk.gets(face, &format!("{REQUESTS}/{export}"));
    let file = files["file_records"][0]["file_id"].as_str().expect("a file").to_owned();
    let link = walk.gets(face, &format!("/data_requests/files/{file}/url")).text("download_url");
    let path = link.strip_prefix(BASE_URL).expect("an address of ours");
    // Whoever shows the address fetches the file; the platform notes it.
    let anybody = Face { own: face.account.clone(), by: json!({"kind": "system"}), ..Face::nobody() };
    walk.gets(&anybody, path);
    let deletion = asked(walk, face, json!({"emails": [email], "request_type": "DELETE"}));
    walk.does(face, "DELETE", &format!("{REQUESTS}/{deletion}"), Value::Null);
    walk.idles(face, "DELETE", &format!("{REQUESTS}/{deletion}"), Value::Null);
}

fn asked(walk: &mut Walk<'_>, face: &Face, body: Value) -> String {
    let made = walk.does(face, "POST", REQUESTS, body);
    made["data"][0]["request_id"].as_str().expect("a request").to_owned()
}
