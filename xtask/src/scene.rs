//! Accounts on a running server, made through the operator plane.
use crate::{client::Client, fault::Result, server::Server};
use serde_json::{Value, json};

/// An account whose owner is signed in through a server-to-server app.
#[derive(Clone)]
pub struct Account {
    pub id: String,
    pub owner_email: String,
    pub client_id: String,
    pub client_secret: String,
    /// Good for an hour.
    pub token: String,
}

/// The operator of a running server.
pub struct Operator<'s> {
    server: &'s Server,
    client: Client,
}

impl<'s> Operator<'s> {
    /// # Errors
    /// When the server has not kept its token.
    pub fn of(server: &'s Server) -> Result<Self> {
        Ok(Operator { server, client: server.operator()? })
    }

    /// A request below `/operator/v1` that must end in `status`; the body of its answer.
    ///
    /// # Errors
    /// When it ends otherwise.
    pub fn ask(&self, method: &str, path: &str, body: &Value, status: u16) -> Result<Value> {
        Ok(self.client.send(method, &format!("/operator/v1{path}"), body)?.is(status)?.body)
    }

    /// A master on a Business plan whose users can be made without an invitation.
    ///
    /// # Errors
    /// When the server refuses a step.
    pub fn master(&self, name: &str) -> Result<Account> {
        let master = self.account(None, name, true)?;
        self.plan(&master, "Business", 50)?;
        let capabilities = json!({"cust_create": true});
        self.ask("PUT", &format!("/accounts/{}/capabilities", master.id), &capabilities, 200)?;
        Ok(master)
    }

    /// An account that stands by itself, Free.
    ///
    /// # Errors
    /// When the server refuses a step.
    pub fn standing_free(&self, name: &str) -> Result<Account> {
        self.account(None, name, false)
    }

    /// An account below another.
    ///
    /// # Errors
    /// When the server refuses a step.
    pub fn below(&self, parent: &Account, name: &str, is_master: bool) -> Result<Account> {
        self.account(Some(parent), name, is_master)
    }

    /// # Errors
    /// When the server refuses it.
    pub fn plan(&self, account: &Account, account_type: &str, seats: i64) -> Result<()> {
        let plan = json!({"account_type": account_type, "seats": seats});
        self.ask("PUT", &format!("/accounts/{}/plan", account.id), &plan, 200).map(drop)
    }

    fn account(&self, parent: Option<&Account>, name: &str, is_master: bool) -> Result<Account> {
        let owner_email = format!("owner@{name}.example");
        let owner = json!({"email": owner_email, "first_name": "Olga", "last_name": "Owner"});
        let parent = parent.map(|parent| &parent.id);
        let body = json!({"name": name, "parent_id": parent, "master": is_master, "owner": owner});
        let made = self.client.send("POST", "/operator/v1/accounts", &body)?.is(201)?;
        let id = made.text("id")?;
        let app = json!({"kind": "server_to_server"});
        let app = self.client.send("POST", &format!("/operator/v1/accounts/{id}/apps"), &app)?.is(201)?;
        let (client_id, client_secret) = (app.text("client_id")?, app.text("client_secret")?);
        let account = Account { id, owner_email, client_id, client_secret, token: String::new() };
        signed_in(self.server, account)
    }
}

/// The account with a new token.
///
/// # Errors
/// When the server refuses its credentials.
pub fn signed_in(server: &Server, account: Account) -> Result<Account> {
    let Account { id, client_id, client_secret, .. } = &account;
    let form =
        format!("grant_type=account_credentials&account_id={id}&client_id={client_id}&client_secret={client_secret}");
    let token = server.client("").send_form("", "/oauth/token", form)?.is(200)?.text("access_token")?;
    Ok(Account { token, ..account })
}
