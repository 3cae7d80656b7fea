//! The same reads over more users and over more accounts.
use crate::{
    bench::{Bench, FEW, LARGE, MANY, SMALL},
    data::Data,
    fault::*,
    outcome::{Outcome, Unit},
    process::{Cores, Process},
    request,
    rows::reads::{PAGES, USERS},
    turns::{Case, Taken, take},
};

pub fn growth(bench: &Bench) -> Result<Vec<Outcome>> {
    let mut outcomes = pair(bench, [SMALL, LARGE], false)?;
    outcomes.extend(pair(bench, [FEW, MANY], true)?);
    Ok(outcomes)
}

/// Over all accounts, or over the first alone.
fn pair(bench: &Bench, pair: [Data; 2], everywhere: bool) -> Result<Vec<Outcome>> {
    let [less, more] = pair.map(|data| bench.scaled(data));
    let servers = [server(bench, &less)?, server(bench, &more)?];
    let accounts = |data: &Data| if everywhere { data.accounts } else { 1 };
    let mut cases = Vec::new();
    for (server, data) in servers.iter().zip([&less, &more]) {
        let users = request::users(data, accounts(data), USERS);
        let pages = request::pages(server.address, data, accounts(data), 30, PAGES)?;
        cases.push(Case { name: "user", server, requests: users, connections: 16 });
        cases.push(Case { name: "page", server, requests: pages, connections: 16 });
    }
    let [user, page, more_user, more_page] = &take(bench.effort, &cases)?[..] else {
        return Err(Fault::new("a case is missing"));
    };
    let (point, most, names) = match everywhere {
        true => ("accounts", 1.1, [less.accounts, more.accounts]),
        false => ("users", 1.3, [less.large, more.large]),
    };
    let [few, many] = names;
    let held = |what, taken: &Taken, before: &Taken| {
        let what = format!("{what}, {few} → {many} {point}");
        Outcome::ratio(what, Unit::Cpu, &taken.cpu(), ("itself", &before.cpu())).hard()
    };
    Ok(vec![held("one user", more_user, user).at_most(most), held("page of 30", more_page, page).at_most(1.1)])
}

fn server(bench: &Bench, data: &Data) -> Result<Process> {
    bench.tenantry(Cores::First, &bench.sqlite(data)?)
}
