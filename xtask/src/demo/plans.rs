//! What the accounts of the demo have bought, and what of it is still free.
use super::{Demo, must, text};
use crate::fault::{Fault, Result};
use serde_json::Value;

/// What stands free for the tries of a newcomer.
struct Wanted {
    plan: &'static str,
    spare: i64,
    webinars: i64,
}

const TOP: Wanted = Wanted { plan: "Business", spare: 50, webinars: 10 };
const RESELLER: Wanted = Wanted { plan: "Business", spare: 0, webinars: 0 };
const DEPARTMENT: Wanted = Wanted { plan: "Business", spare: 20, webinars: 5 };
const CUSTOMER: Wanted = Wanted { plan: "Pro", spare: 5, webinars: 0 };

/// Every account signs in with its own app, which shows that it works.
pub fn hold(demo: &Demo) -> Result<()> {
    let accounts = demo.accounts().map(|account| Account::of(demo, account)).collect::<Result<Vec<_>>>()?;
    accounts.iter().filter(|account| account.tier == "master").try_for_each(|account| account.has(&TOP))?;
    let resellers = accounts.iter().filter(|account| account.tier == "second_level_master").collect::<Vec<_>>();
    resellers.iter().try_for_each(|account| account.has(&RESELLER))?;
    let is_customer = |account: &&Account| resellers.iter().any(|reseller| reseller.id == account.parent);
    let (customers, departments): (Vec<&Account>, Vec<_>) =
        accounts.iter().filter(|account| account.tier == "sub").partition(is_customer);
    must(customers.len() == 6 && departments.len() == 6, || "there are not 6 customers and 6 departments".to_owned())?;
    customers.iter().try_for_each(|account| account.has(&CUSTOMER))?;
    let (paying, others): (Vec<&Account>, Vec<_>) = departments.into_iter().partition(|account| account.pays_itself);
    let (free, business): (Vec<&Account>, Vec<_>) = others.into_iter().partition(|account| account.plan == "Free");
    must((paying.len(), free.len(), business.len()) == (1, 1, 4), || {
        "of the departments one must pay itself, one be Free and four be Business".to_owned()
    })?;
    business.iter().try_for_each(|account| account.has(&DEPARTMENT))
}

struct Account {
    name: String,
    id: String,
    parent: String,
    tier: String,
    plan: String,
    pays_itself: bool,
    spare: i64,
    webinars: i64,
}

impl Account {
    fn of(demo: &Demo, account: &Value) -> Result<Self> {
        let (id, name) = (text(account, "id"), text(account, "name"));
        let operator = demo.server.operator()?;
        let get = |path: &str| Ok(operator.send("GET", path, &Value::Null)?.is(200)?.body);
        let shown = get(&format!("/operator/v1/accounts/{id}"))?;
        let plan = get(&format!("/operator/v1/accounts/{id}/plan"))?;
        let users = demo.signed_in(account)?.send("GET", "/v2/users?page_size=2000", &Value::Null)?.is(200)?.body;
        let users = users.get("users").and_then(Value::as_array).into_iter().flatten();
        let seated = users.filter(|user| number(user, "/type") == 2).count();
        subscribed(name, &plan)?;
        Ok(Account {
            name: name.to_owned(),
            id: id.to_owned(),
            parent: text(account, "parent_id").to_owned(),
            tier: text(account, "tier").to_owned(),
            plan: text(&plan, "account_type").to_owned(),
            pays_itself: text(&shown, "pay_mode") == "sub",
            spare: number(&plan, "/seats") - i64::try_from(seated).unwrap_or(i64::MAX),
            webinars: number(&plan, "/addons/webinar_500"),
        })
    }
    fn has(&self, wanted: &Wanted) -> Result<()> {
        let holds = self.plan == wanted.plan && self.spare >= wanted.spare && self.webinars >= wanted.webinars;
        must(holds, || {
            let Account { name, plan, spare, webinars, .. } = self;
            format!("{name} is {plan} with {spare} spare seats and {webinars} for webinars")
        })
    }
}

/// A paid account shows how long it has paid for.
fn subscribed(name: &str, plan: &Value) -> Result<()> {
    let has = |field| !text(plan, field).is_empty();
    let is_paid = text(plan, "account_type") != "Free";
    let shows = has("subscription_start_time") && has("subscription_end_time") && number(plan, "/seats") > 0;
    if is_paid == shows {
        Ok(())
    } else {
        Err(Fault::new(format!("the plan of {name} is not as it should be: {plan}")))
    }
}

fn number(value: &Value, pointer: &str) -> i64 {
    value.pointer(pointer).and_then(Value::as_i64).unwrap_or_default()
}
