//! What the demo prints: its accounts, and lines that work when pasted.
use super::credentials::{AccountCredentials, Credentials};
use std::{fmt::Write, path::Path};

/// The whole text; `folder` is where the data is.
pub fn text(credentials: &Credentials, folder: &Path) -> String {
    let mut text = format!("tenantry listens on {}\n", credentials.base_url);
    table(&mut text, &credentials.accounts);
    let top = credentials.accounts.iter().find(|account| account.tier == "master");
    let sub =
        top.and_then(|top| credentials.accounts.iter().find(|account| account.parent_id.as_ref() == Some(&top.id)));
    if let Some((top, sub)) = top.zip(sub) {
        lines(&mut text, &credentials.base_url, top, sub);
    }
    let database = folder.join("tenantry.db");
    let _ = write!(
        text,
        "\nMail to users is kept here, not sent. Read it, and the links in it:\n\n  tenantry operator mail list --json --database sqlite:{}\n",
        database.display()
    );
    text.push_str("\nCredentials of every account stand in credentials.json in the data folder. End with Ctrl-C.");
    text
}

fn table(text: &mut String, accounts: &[AccountCredentials]) {
    let row = |text: &mut String, name: &str, tier: &str, id: &str, owner: &str| {
        let _ = writeln!(text, "  {name:<28}{tier:<22}{id:<25}{owner}");
    };
    text.push('\n');
    row(text, "ACCOUNT", "TIER", "ID", "OWNER");
    for account in accounts {
        let indent = match account.tier.as_str() {
            "master" => "",
            "second_level_master" => "  ",
            _ => "    ",
        };
        row(text, &format!("{indent}{}", account.name), &account.tier, &account.id, &account.owner_email);
    }
}

fn lines(text: &mut String, base: &str, top: &AccountCredentials, sub: &AccountCredentials) {
    let (client, foreign) = (&top.server_to_server, "AAAAAAAAAAAAAAAAAAAAAA");
    let new_sub =
        r#"{"first_name":"Nova","last_name":"Stern","email":"nova.stern@new.example","password":"Quartz7!River"}"#;
    let _ = write!(
        text,
        r#"
Try it, as the owner of {name}:

  TOKEN=$(curl -s -u '{id}:{secret}' -d 'grant_type=account_credentials&account_id={account}' {base}/oauth/token | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
  curl -s -H "Authorization: Bearer $TOKEN" '{base}/v2/users?page_size=2'
  curl -s -H "Authorization: Bearer $TOKEN" '{base}/v2/accounts/{sub}/users?page_size=2'
  curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{new_sub}' {base}/v2/accounts

Refused, because there is no such account below it:

  curl -s -H "Authorization: Bearer $TOKEN" {base}/v2/accounts/{foreign}/users
"#,
        name = top.name,
        id = client.client_id,
        secret = client.client_secret,
        account = top.id,
        sub = sub.id,
    );
}
