//! Plans of accounts, whom invoices go to, prices and payments.
use super::{Face, Walk};
use serde_json::{Value, json};

/// `direct` is a master on its own account; plans are bought for a new account below it.
pub fn all(walk: &mut Walk<'_>, direct: &Face, operator: &Face) {
    let owner = json!({"email": direct.email("buyer"), "first_name": "Bea", "last_name": "Buyer", "password": super::users::PASSWORD});
    let sub = direct.on(&walk.does(direct, "POST", "/accounts", owner).text("id"));
    let terms = json!({"payment_days": 20});
    walk.does(&sub, "PATCH", "/billing/terms", terms.clone());
    walk.idles(&sub, "PATCH", "/billing/terms", terms);
    plans(walk, &sub);
    contact(walk, &sub);
    of_operator(walk, direct, operator);
    documents(walk, &sub, direct, operator);
    payments(walk, &sub, operator);
    ends(walk, &sub);
    for path in ["/accounts/me/plans", "/accounts/me/plans/usage", "/accounts/me/billing/terms"] {
        walk.gets(direct, path);
    }
    for interval in [30, 60] {
        walk.gets(direct, &format!("/accounts/billing/renewals?interval={interval}"));
    }
    let prices = json!({"prices": {"monthly": 1800}});
    walk.does(direct, "PUT", "/accounts/billing/prices", prices.clone());
    walk.idles(direct, "PUT", "/accounts/billing/prices", prices);
    walk.gets(direct, "/accounts/billing/prices");
}

fn plans(walk: &mut Walk<'_>, sub: &Face) {
    let first = json!({"plan_base": {"type": "business_monthly", "hosts": 20}, "contact": crate::billing::contact()});
    walk.does(sub, "POST", "/plans", first);
    let base = json!({"type": "business_monthly", "hosts": 21});
    walk.does(sub, "PUT", "/plans/base", base.clone());
    walk.idles(sub, "PUT", "/plans/base", base);
    let addon = |hosts: i64| json!({"type": "webinar500_monthly", "hosts": hosts});
    walk.does(sub, "POST", "/plans/addons", addon(1));
    walk.does(sub, "PUT", "/plans/addons", addon(2));
    walk.idles(sub, "PUT", "/plans/addons", addon(2));
    for path in ["/plans", "/plans/usage", "/billing/terms"] {
        walk.gets(sub, path);
    }
}

fn contact(walk: &mut Walk<'_>, sub: &Face) {
    walk.gets(sub, "/billing");
    walk.does(sub, "PATCH", "/billing", json!({"city": "Oakland"}));
    walk.idles(sub, "PATCH", "/billing", json!({"city": "Oakland"}));
}

fn of_operator(walk: &mut Walk<'_>, direct: &Face, operator: &Face) {
    let path = format!("/accounts/{}/billing", direct.own);
    let (contact, terms) = (crate::billing::contact(), json!({"payment_days": 14}));
    walk.does(operator, "PATCH", &path, contact.clone());
    walk.idles(operator, "PATCH", &path, contact);
    walk.gets(operator, &path);
    let path = format!("{path}/terms");
    walk.does(operator, "PATCH", &path, terms.clone());
    walk.idles(operator, "PATCH", &path, terms);
    walk.gets(operator, &path);
}

fn payments(walk: &mut Walk<'_>, sub: &Face, operator: &Face) {
    let account = format!("/accounts/{}", sub.account);
    let invoices = walk.gets(operator, &format!("{account}/invoices"));
    let [last, first] = [0, 2].map(|at| invoices["invoices"][at].clone());
    let payment = json!({"invoice_id": first["id"], "amount": first["balance"], "currency": "USD", "reference": "one"});
    walk.does(operator, "POST", &format!("{account}/payments"), payment.clone());
    walk.idles(operator, "POST", &format!("{account}/payments"), payment);
    let void = format!("{account}/invoices/{}/void", last["id"].as_str().unwrap());
    walk.does(operator, "POST", &void, Value::Null);
    walk.idles(operator, "POST", &void, Value::Null);
    walk.gets(operator, &format!("{account}/ledger"));
}

fn documents(walk: &mut Walk<'_>, sub: &Face, direct: &Face, operator: &Face) {
    let invoices = walk.gets(sub, "/billing/invoices");
    let id = invoices["invoices"][0]["id"].as_str().unwrap();
    walk.gets(sub, &format!("/billing/invoices/{id}"));
    walk.gets(direct, &format!("/billing/invoices/{id}/download"));
    walk.gets(direct, &format!("/api/download/billing/invoices/{id}"));
    let app =
        walk.does(operator, "POST", &format!("/accounts/{}/apps", sub.account), json!({"kind": "server_to_server"}));
    walk.gets(&sub.own_app(walk.world, &app), "/report/billing");
    let months = walk.gets(sub, "/report/billing");
    let month = months["billing_reports"][0]["id"].as_str().unwrap();
    walk.gets(sub, &format!("/report/billing/invoices?billing_id={month}"));
    walk.gets(direct, "/accounts/billing/statement");
    walk.gets(operator, &format!("/statements?account_id={}", direct.own));
    let order = json!({"start_date": "2026-01-01", "end_date": "2026-01-31", "account_ids": [sub.account]});
    let report = walk.does(direct, "POST", "/accounts/billing/invoice_reports", order).text("id");
    walk.gets(direct, "/accounts/billing/invoice_reports");
    walk.gets(direct, &format!("/accounts/billing/invoice_reports/{report}?download=false"));
    walk.does(direct, "DELETE", &format!("/accounts/billing/invoice_reports/{report}"), Value::Null);
}

fn ends(walk: &mut Walk<'_>, sub: &Face) {
    let addon = json!({"action": "cancel", "type": "webinar500_monthly", "reason": 3, "comment": "Too few guests."});
    walk.does(sub, "PATCH", "/plans/addons/status", addon.clone());
    walk.idles(sub, "PATCH", "/plans/addons/status", addon);
    walk.does(sub, "PATCH", "/plans/base/status", json!({"action": "cancel"}));
    walk.idles(sub, "PATCH", "/plans/base/status", json!({"action": "cancel"}));
}
