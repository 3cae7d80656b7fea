//! Makes the data set: accounts through the operator plane, users through the handlers of the API.
use super::{
    credentials::*,
    people,
    trees::{ACCOUNTS, Plan, Planned, Users},
};
use crate::{
    config::Fault,
    plane::{self, text},
};
use indicatif::{ProgressBar, ProgressStyle};
use platform::{Platform, SystemCall};
use serde_json::{Map, Value, json};

/// Users that are made in one transaction.
const AT_ONCE: u64 = 256;
/// Every so many users one holds a seat.
const LICENSED_EVERY: u64 = 10;
const REDIRECT: &str = "http://127.0.0.1:8081/callback";

pub struct Builder<'p> {
    platform: &'p Platform,
    token: &'p str,
    bar: ProgressBar,
}

impl<'p> Builder<'p> {
    /// `is_watched`: a terminal shows how far it is.
    pub fn new(platform: &'p Platform, token: &'p str, is_watched: bool) -> Self {
        let bar = if is_watched { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("making users {bar:40} {pos}/{len}") {
            bar.set_style(style);
        }
        Builder { platform, token, bar }
    }
    /// Makes everything; the credentials of all accounts, in their order.
    pub async fn build(&self, users: u64) -> Result<Vec<AccountCredentials>, Fault> {
        let count = |planned: &Planned| match planned.users {
            Users::Few(few) => few,
            Users::AsAsked => users,
        };
        self.bar.set_length(ACCOUNTS.iter().map(count).sum());
        let mut made: Vec<(&str, AccountCredentials)> = Vec::new();
        for planned in &ACCOUNTS {
            let above =
                made.iter().find(|(slug, _)| Some(*slug) == planned.parent).map(|(_, account)| account.id.clone());
            let account = self.account(planned, above.as_deref(), count(planned)).await?;
            made.push((planned.slug, account));
        }
        self.bar.finish_and_clear();
        Ok(made.into_iter().map(|(_, account)| account).collect())
    }
    async fn account(&self, planned: &Planned, parent: Option<&str>, users: u64) -> Result<AccountCredentials, Fault> {
        let domain = format!("{}.example", planned.slug);
        let (first_name, last_name) = people::name(planned.slug.bytes().map(u64::from).sum());
        let (owner_email, owner_password) = (format!("owner@{domain}"), self.platform.new_password());
        let owner =
            json!({"email": owner_email, "first_name": first_name, "last_name": last_name, "password": owner_password});
        let body = json!({"name": planned.name, "parent_id": parent, "master": planned.is_master, "owner": owner});
        let account = self.operator("POST", "/accounts", &body).await?;
        let id = text(&account, "id");
        if parent.is_none() {
            self.operator("PUT", &format!("/accounts/{id}/capabilities"), &json!({"cust_create": true})).await?;
        }
        self.pay(&id, planned, users).await?;
        self.people(&id, &domain, planned, users).await?;
        Ok(AccountCredentials {
            name: planned.name.to_owned(),
            account_number: account.get("account_number").and_then(Value::as_i64).unwrap_or_default(),
            tier: text(&account, "tier"),
            parent_id: parent.map(str::to_owned),
            owner_email,
            owner_password,
            server_to_server: self.client(&id, "server_to_server").await?,
            jwt: self.key(&id).await?,
            oauth: self.oauth(&id).await?,
            id,
        })
    }
    async fn pay(&self, id: &str, planned: &Planned, users: u64) -> Result<(), Fault> {
        if planned.pays_itself {
            let call = SystemCall {
                operation: "PATCH /accounts/{accountId}/options",
                path: Map::new(),
                body: json!({"pay_mode": "sub"}),
            };
            self.as_system(id, vec![call]).await?;
        }
        let Plan::Paid { account_type, spare, webinars } = planned.plan else { return Ok(()) };
        let licensed = i64::try_from(users.div_ceil(LICENSED_EVERY)).unwrap_or(i64::MAX);
        let addons = if webinars > 0 { json!({"webinar_500": webinars}) } else { json!({}) };
        // One seat for the owner, should it take one.
        let body = json!({"account_type": account_type, "seats": licensed + spare + 1, "addons": addons});
        self.operator("PUT", &format!("/accounts/{id}/plan"), &body).await.map(drop)
    }
    async fn people(&self, id: &str, domain: &str, planned: &Planned, users: u64) -> Result<(), Fault> {
        let is_paid = planned.plan != Plan::Free;
        for start in (0..users).step_by(AT_ONCE as usize) {
            let numbers = start..users.min(start + AT_ONCE);
            let made = numbers.end - numbers.start;
            self.as_system(id, numbers.map(|number| user(number, domain, is_paid)).collect()).await?;
            self.bar.inc(made);
        }
        Ok(())
    }
    async fn client(&self, id: &str, kind: &str) -> Result<ClientCredentials, Fault> {
        let app = self.app(id, json!({"kind": kind})).await?;
        Ok(ClientCredentials { client_id: text(&app, "client_id"), client_secret: text(&app, "client_secret") })
    }
    async fn key(&self, id: &str) -> Result<KeyCredentials, Fault> {
        let app = self.app(id, json!({"kind": "jwt"})).await?;
        Ok(KeyCredentials { api_key: text(&app, "api_key"), api_secret: text(&app, "api_secret") })
    }
    async fn oauth(&self, id: &str) -> Result<OauthCredentials, Fault> {
        let app = self.app(id, json!({"kind": "oauth", "redirect_uris": [REDIRECT]})).await?;
        let (client_id, client_secret) = (text(&app, "client_id"), text(&app, "client_secret"));
        Ok(OauthCredentials { client_id, client_secret, redirect_uri: REDIRECT.to_owned() })
    }
    async fn app(&self, id: &str, body: Value) -> Result<Value, Fault> {
        self.operator("POST", &format!("/accounts/{id}/apps"), &body).await
    }
    async fn operator(&self, method: &str, path: &str, body: &Value) -> Result<Value, Fault> {
        plane::call_here(self.platform, self.token, method, path, body).await?.accepted()
    }
    async fn as_system(&self, id: &str, calls: Vec<SystemCall>) -> Result<(), Fault> {
        let outcome = self.platform.as_system(id, calls).await;
        outcome.map(drop).map_err(|error| format!("the data set cannot be made: {error:?}"))
    }
}

fn user(number: u64, domain: &str, is_paid: bool) -> SystemCall {
    let (first_name, last_name) = people::name(number);
    let kind = if is_paid && number.is_multiple_of(LICENSED_EVERY) { 2 } else { 1 };
    let email = format!("{}.{}.{number}@{domain}", first_name.to_lowercase(), last_name.to_lowercase());
    let info = json!({"email": email, "type": kind, "first_name": first_name, "last_name": last_name});
    SystemCall { operation: "POST /users", path: Map::new(), body: json!({"action": "custCreate", "user_info": info}) }
}
