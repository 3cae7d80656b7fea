//! A distributor with a reseller, and accounts that buy all kinds of plans, one a day, by a clock that stands still.
use crate::{
    client::Client,
    fault::Result,
    scene::{self, Account, Operator},
    server::Server,
};
use serde_json::{Value, json};

/// Accounts that buy: every fifth of the reseller, so that both have plans of all kinds.
const ACCOUNTS: usize = 40;
/// Of another reseller, which is closed on the last day.
const LEAVERS: usize = 20;
/// Days after which those who do not pay are late: the distributor is after most of its time, the reseller soon.
const DAYS: i64 = 365;
const DAYS_OF_RESELLER: i64 = 120;
const WORLD: &str = "/worlds/default/clock";

/// The accounts whose books are looked at.
pub struct Shop {
    pub accounts: Vec<String>,
}

/// Who buys for the accounts below.
struct Buyer<'s> {
    server: &'s Server,
    operator: Operator<'s>,
    top: Account,
}

impl Shop {
    /// Lets everybody buy on a server that has nobody yet.
    ///
    /// # Errors
    /// When the server refuses a step.
    pub fn open(server: &Server) -> Result<Self> {
        let operator = Operator::of(server)?;
        operator.ask("PATCH", WORLD, &json!({"stopped": true}), 200)?;
        let top = operator.master("distributor")?;
        let mut buyer = Buyer { server, operator, top };
        let (reseller, leaver) = (buyer.reseller("reseller")?, buyer.reseller("leaver")?);
        buyer.terms(&buyer.top.id, DAYS)?;
        buyer.terms(&reseller.id, DAYS_OF_RESELLER)?;
        let prices = json!({"prices": {"monthly": 1900, "business_monthly": 2301}});
        buyer.client().send("PUT", "/v2/accounts/billing/prices", &prices)?.is(204)?;
        let mut accounts = vec![buyer.top.id.clone(), reseller.id.clone(), leaver.id.clone()];
        for number in 0..ACCOUNTS {
            let parent = if number % 5 == 3 { reseller.clone() } else { buyer.top.clone() };
            accounts.push(buyer.sub(&parent, &format!("sub{number}"), number)?);
            buyer.next_day(1)?;
        }
        for number in 0..LEAVERS {
            accounts.push(buyer.sub(&leaver, &format!("leaver{number}"), 0)?);
        }
        buyer.next_day(3)?;
        buyer.operator.ask("DELETE", &format!("/accounts/{}", leaver.id), &Value::Null, 204)?;
        Ok(Shop { accounts })
    }

    /// Moves the clock.
    ///
    /// # Errors
    /// When the server refuses it.
    pub fn advance(server: &Server, days: i64) -> Result<()> {
        let ahead = json!({"advance_seconds": days * 86_400});
        Operator::of(server)?.ask("PATCH", WORLD, &ahead, 200).map(drop)
    }
}

impl Buyer<'_> {
    fn client(&self) -> Client {
        self.server.client(&self.top.token)
    }
    fn reseller(&self, name: &str) -> Result<Account> {
        let reseller = self.operator.below(&self.top, name, true)?;
        self.operator.plan(&reseller, "Business", 20)?;
        Ok(reseller)
    }
    fn terms(&self, account: &str, days: i64) -> Result<()> {
        let terms = json!({"payment_days": days});
        self.operator.ask("PATCH", &format!("/accounts/{account}/billing/terms"), &terms, 204).map(drop)
    }
    /// Everybody whose token has grown old signs in again.
    fn next_day(&mut self, days: i64) -> Result<()> {
        Shop::advance(self.server, days)?;
        self.top = scene::signed_in(self.server, self.top.clone())?;
        Ok(())
    }

    /// A new account with plans of the kind of its number.
    fn sub(&self, parent: &Account, name: &str, number: usize) -> Result<String> {
        let sub = self.operator.below(parent, name, false)?;
        let send = |method: &str, path: &str, body: Value, status: u16| {
            self.client().send(method, &format!("/v2/accounts/{}{path}", sub.id), &body)?.is(status).map(drop)
        };
        let buy = |code: &str, hosts: i64, options: Value| {
            let base = json!({"type": code, "hosts": hosts});
            send(
                "POST",
                "/plans",
                json!({"plan_base": base, "contact": contact(), "subscription_options": options}),
                201,
            )
        };
        let base = |code: &str, hosts: i64| send("PUT", "/plans/base", json!({"type": code, "hosts": hosts}), 204);
        let add = |code: &str| send("POST", "/plans/addons", json!({"type": code, "hosts": 2}), 201);
        match number % 8 {
            // Every month, whole.
            0 => buy("monthly", 5, json!({}))?,
            // Another period beside it.
            1 => buy("monthly", 3, json!({})).and_then(|()| add("webinar500_yearly"))?,
            // Fewer with the next renewal.
            2 => buy("business_monthly", 12, json!({})).and_then(|()| base("business_monthly", 10))?,
            // Once in the time.
            3 => buy("yearly", 4, json!({}))?,
            // Agreed on for a year, and more of it.
            4 => buy("monthly", 6, json!({"contract_term": 12})).and_then(|()| base("monthly", 8))?,
            // Ends by itself.
            5 => buy("trial", 9, json!({}))?,
            // Ends with its term; its users lose what they hold.
            6 => {
                buy("monthly", 5, json!({}))?;
                add("webinar500_monthly")?;
                for user in ["ada", "bob"] {
                    let email = format!("{user}@{name}.example");
                    let user = json!({"email": email, "type": 2, "first_name": user, "last_name": "Byron"});
                    send("POST", "/users", json!({"action": "custCreate", "user_info": user}), 201)?;
                }
                let cancel = json!({"action": "cancel", "type": "webinar500_monthly"});
                send("PATCH", "/plans/addons/status", cancel, 200)?;
                send("PATCH", "/plans/base/status", json!({"action": "cancel"}), 200)?;
            }
            // From years to months, with a rest that settles what follows.
            _ => buy("yearly", 7, json!({})).and_then(|()| base("monthly", 7))?,
        }
        Ok(sub.id)
    }
}

fn contact() -> Value {
    json!({
        "first_name": "Ana", "last_name": "Neil", "email": "ana@shop.example", "phone_number": "+1 555 010 0000",
        "address": "1 Main St.", "city": "San Jose", "state": "CA", "zip": "95113", "country": "US",
    })
}
