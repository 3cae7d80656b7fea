//! The renewal of all subaccounts of a master in one run, and what a client notices of it.
use crate::{
    bench::{Bench, OWNERS},
    data::Data,
    fault::*,
    load::{self, Latencies, Requests, Until},
    outcome::{Figure, Outcome, Unit},
    process::{Cores, Process},
    renewals::Run,
    request,
};
use serde_json::json;
use std::{sync::Arc, thread, time::Duration};

/// Days in which every monthly plan is renewed once.
const MONTH: &str = "32";
/// How long is listened before it is asked whether the run is over.
const BREATH: Duration = Duration::from_millis(200);

/// Accounts a second, the longest transaction, and the answers that one client got meanwhile.
pub fn renewals(bench: &Bench) -> Result<Vec<Outcome>> {
    let data = bench.scaled(OWNERS);
    let database = bench.copy(&data, "renewals")?;
    buy(&bench.switched(Cores::Both, &database, &[])?, &data)?;

    let mut server = bench.switched(Cores::Both, &database, &["--renews", "--ahead", MONTH])?;
    let users = request::users(&data, data.accounts, 1_000);
    load::run(&server, 1, &users, 0, Until::Elapsed(bench.effort.length))?;
    let idle = load::run(&server, 1, &users, 0, Until::Elapsed(bench.effort.length))?.latencies;
    let (run, beside) = renew(&mut server, &users)?;
    if run.accounts < data.accounts {
        return Err(Fault::new(format!("{} of {} accounts were renewed", run.accounts, data.accounts)));
    }
    let rate = Figure(run.accounts as f64 / run.elapsed.as_secs_f64(), Unit::PerSecond);
    let longest = Figure(run.longest.as_secs_f64() * 1000.0, Unit::Millis);
    let noticed = |share: f64, what| {
        let floor = idle.percentile(share);
        Outcome::ratio(what, Unit::Micros, &[beside.percentile(share)], ("without", &[floor]))
    };
    Ok(vec![
        Outcome::figure(format!("renewal of {} subaccounts in one run", data.accounts), rate),
        Outcome::figure("longest transaction of that run", longest).at_most(200.0).hard(),
        noticed(0.5, "one user beside it, one client, median").at_most(2.0),
        noticed(0.99, "one user beside it, one client, 99th percentile"),
    ])
}

fn renew(server: &mut Process, users: &Requests) -> Result<(Run, Latencies)> {
    let mut talk = server.talk.take().context("a server to talk to")?;
    thread::scope(|scope| {
        let running = scope.spawn(move || talk.order("renew"));
        let mut latencies = Latencies::default();
        while !running.is_finished() {
            latencies.join(&load::run(server, 1, users, 0, Until::Elapsed(BREATH))?.latencies);
        }
        let told = running.join().map_err(|_| Fault::new("the run ended early"))??;
        Ok((serde_json::from_str(&told).context(&format!("a run: {told}"))?, latencies))
    })
}

/// Every subaccount buys a monthly plan.
fn buy(server: &Process, data: &Data) -> Result<()> {
    let contact = json!({
        "first_name": "Nova", "last_name": "Neumann", "email": "nova@bench.example", "phone_number": "+1 555 010 0000",
        "address": "1 Main St.", "city": "San Jose", "state": "CA", "zip": "95113", "country": "US",
    });
    let body = json!({"plan_base": {"type": "monthly", "hosts": 5}, "contact": contact}).to_string();
    let order = |at| request::post(&format!("/v2/accounts/{}/plans", data.account(at)), &body);
    let orders: Requests = Arc::from_iter((0..data.accounts).map(order));
    load::run(server, 64, &orders, 0, Until::Answered(orders.len() as u64)).map(drop)
}
