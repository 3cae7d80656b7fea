//! The lines that the demo prints: a shell runs them as they are, and they do what stands beside them.
use super::{Demo, must, text};
use crate::{
    fault::{Fault, Result},
    program,
};
use serde_json::Value;
use std::process::Command;

pub fn holds(demo: &Demo) -> Result<()> {
    table(demo)?;
    mail(demo)?;
    if program::on_path("curl").is_none() {
        return Err(Fault::new("the lines of the demo are run with curl: install it, as in `apt-get install curl`"));
    }
    let [users, below, made, refused] = answers(&pasted(&demo.said))?;
    let [top, sub] = [&users, &below].map(emails);
    must(top.len() == 2 && sub.len() == 2, || format!("two users were asked for: {users} {below}"))?;
    must(top.iter().all(|email| !sub.contains(email)), || format!("users of one account twice: {users} {below}"))?;
    must(!text(&made, "id").is_empty(), || format!("no subaccount was made: {made}"))?;
    let code = refused.get("code").and_then(Value::as_i64);
    must(code == Some(2001), || format!("an unknown account was not refused: {refused}"))
}

/// Every account stands in the table.
fn table(demo: &Demo) -> Result<()> {
    demo.accounts().try_for_each(|account| {
        let cells = ["name", "tier", "id", "owner_email"].map(|field| text(account, field));
        let is_shown = demo.said.lines().any(|line| cells.iter().all(|cell| line.contains(cell)));
        must(is_shown, || format!("the table lacks a line for {}", text(account, "name")))
    })
}

/// Mail is read where it says.
fn mail(demo: &Demo) -> Result<()> {
    let address = demo.said.split_whitespace().find(|word| word.ends_with("/demo/mails"));
    let path = address.and_then(|address| address.strip_prefix(&demo.server.base));
    let path = path.ok_or_else(|| Fault::new("the demo does not say where mail is read"))?;
    demo.server.client("").send("GET", path, &Value::Null)?.is(200).map(drop)
}

/// The lines to paste; behind each a newline is printed, by which the answers are told apart.
fn pasted(said: &str) -> String {
    let lines =
        said.lines().map(str::trim_start).filter(|line| line.starts_with("TOKEN=") || line.starts_with("curl "));
    lines.map(|line| format!("{line}\necho\n")).collect()
}

fn answers(script: &str) -> Result<[Value; 4]> {
    let said = program::output(Command::new("sh").args(["-euc", script]))?;
    let answers = said.lines().filter(|line| !line.is_empty());
    let answers: Vec<Value> = answers.map(|line| serde_json::from_str(line).unwrap_or(Value::Null)).collect();
    answers.try_into().map_err(|_| Fault::new(format!("the lines of the demo do not answer four times: {said}")))
}

fn emails(answer: &Value) -> Vec<&str> {
    let users = answer.get("users").and_then(Value::as_array).into_iter().flatten();
    users.map(|user| text(user, "email")).collect()
}
