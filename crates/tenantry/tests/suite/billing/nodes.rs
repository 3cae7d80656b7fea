//! Two nodes over one database, each with its jobs: what is due is billed once, and each part of a report is written once,
//! whoever comes first. One process holds a file of SQLite; there they are two platforms over one handle. Each test has a
//! database of its own: two nodes number events later than one does.
use super::{PRO, are_numbered, order, patient, reports, totals};
use crate::{
    actors::Account,
    server::{Server, server},
    world::{DAY, World},
};
use platform::{Platform, Result};
use serde_json::json;
use tokio::task::JoinHandle;

/// Subaccounts of a master, with so many Pro hosts each.
fn subs<'w>(world: &'w World, master: &Account<'_>, count: usize, hosts: i64) -> Vec<Account<'w>> {
    let subs: Vec<Account<'w>> = (0..count).map(|_| world.sub(master)).collect();
    for sub in &subs {
        master.on(sub).post("/plans", order("monthly", hosts, json!({}))).is(201);
    }
    subs
}

/// The job of a node, for one world.
fn job(node: &Platform, world: &World) -> JoinHandle<Result<()>> {
    let (node, id) = (node.clone(), world.id.clone());
    server().runtime.spawn(async move { tenantry::renewals::carry_out(&node, Some(&id), || false).await })
}

/// The same of its job of invoice reports.
fn reporting(node: &Platform, world: &World) -> JoinHandle<Result<()>> {
    let (node, id) = (node.clone(), world.id.clone());
    server().runtime.spawn(async move { tenantry::reports::carry_out(&node, Some(&id), || false).await })
}

fn end(jobs: [JoinHandle<Result<()>>; 2]) {
    for job in jobs {
        server().runtime.block_on(job).expect("it ran").expect("the store answers");
    }
}

#[test]
fn two_nodes_that_renew_one_tree_at_once_bill_each_period_once() {
    let shared = Server::start();
    let world = World::on(shared.platform(patient()));
    let master = world.master();
    // Two transactions of the job are full, and one is not.
    let subs = subs(&world, &master, 33, 1);
    // The first of March.
    world.advance(59 * DAY);
    let nodes = [world.platform.clone(), shared.another_node(patient())];
    end(nodes.each_ref().map(|node| job(node, &world)));
    for sub in &subs {
        assert_eq!(totals(sub), [PRO; 3]);
    }
    are_numbered(&subs.iter().collect::<Vec<_>>(), 3 * 33);
}

#[test]
fn changes_at_the_moment_of_a_renewal_come_after_it_on_whichever_node_they_are_made() {
    let shared = Server::start();
    let world = World::on(shared.platform(patient()));
    let master = world.master();
    let subs = subs(&world, &master, 6, 5);
    world.advance(31 * DAY);
    let nodes = [world.platform.clone(), shared.another_node(patient())];
    let headers =
        [("authorization", format!("Bearer {}", master.new_token())), ("content-type", "application/json".to_owned())];
    let one_more = json!({"type": "monthly", "increasing_hosts": 1}).to_string();
    let first = job(&nodes[1], &world);
    let calls: Vec<_> = subs
        .iter()
        .map(|sub| {
            let path = master.on(sub).path("/plans/base");
            server().runtime.spawn(world.exchange("PUT", &path, &headers, one_more.clone().into_bytes()))
        })
        .collect();
    end([first, job(&nodes[0], &world)]);
    for call in calls {
        server().runtime.block_on(call).expect("it ran").is(204);
    }
    for sub in &subs {
        assert_eq!(totals(sub), [5 * PRO, 5 * PRO, PRO]);
    }
    are_numbered(&subs.iter().collect::<Vec<_>>(), 3 * 6);
}

/// This shows what comes of it, and not that a report is kept before its part: whether nodes meet between the two is chance.
#[test]
fn two_nodes_that_make_one_report_at_once_write_each_part_of_it_once() {
    let shared = Server::start();
    let world = World::on(shared.platform(patient()));
    let master = world.master();
    // Two parts of each report are full, and one is not.
    let subs = subs(&world, &master, 60, 1);
    let mut ids: Vec<&str> = subs.iter().map(|sub| sub.id.as_str()).collect();
    let ordered = [(); 3].map(|()| reports::ordered(&master, &subs[0], &ids).is(201).text("id"));
    let nodes = [world.platform.clone(), shared.another_node(patient())];
    end(nodes.each_ref().map(|node| reporting(node, &world)));
    ids.sort_unstable();
    for id in ordered {
        let rows = reports::rows(&reports::get(&master, &id, true).is(200));
        let mut told: Vec<&str> = rows.iter().skip(1).map(|row| row[2].as_str()).collect();
        told.sort_unstable();
        assert_eq!(told, ids);
    }
}
