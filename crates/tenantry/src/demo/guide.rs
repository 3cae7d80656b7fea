//! What the demo prints: its accounts, and lines that work when pasted.
use super::{
    credentials::{AccountCredentials, Credentials},
    mails,
};
use std::{fmt::Write, path::Path};

/// The whole text; `folder` is where the data is. `shows_mail`: mail is read in a browser too.
pub fn text(credentials: &Credentials, folder: &Path, shows_mail: bool) -> String {
    let mut text = format!("tenantry listens on {}\n", credentials.base_url);
    table(&mut text, &credentials.accounts);
    let top = credentials.accounts.iter().find(|account| account.tier == "master");
    let sub =
        top.and_then(|top| credentials.accounts.iter().find(|account| account.parent_id.as_ref() == Some(&top.id)));
    if let Some((top, sub)) = top.zip(sub) {
        lines(&mut text, &credentials.base_url, top, sub);
    }
    let _ = match shows_mail {
        true => writeln!(
            text,
            "\nMail to users is kept here, not sent. Read it, and follow its links: {}{}",
            credentials.base_url,
            mails::PATH
        ),
        false => writeln!(
            text,
            "\nMail to users is kept here, not sent. Read it, and the links in it:\n\n  tenantry operator mail list --json --database sqlite:{}",
            folder.join("tenantry.db").display()
        ),
    };
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
