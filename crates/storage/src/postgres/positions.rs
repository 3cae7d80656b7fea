//! Positions of events, given after their commit by one node at a time.
use super::link::Link;
use crate::{
    engine::{Engine, Scope},
    fault::*,
    queue::Queue,
    sql::Cell,
};

/// Events in one transaction, so that no node holds the clock for long.
const SLICE: i64 = 1_000;

const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
/// Whether there is anything to do: most of the time there is not, and then nothing is held or written.
const WAITS: &str = "
    SELECT version FROM events WHERE position IS NULL ORDER BY at, account_id, object_id, version, id LIMIT 1";
/// Holds the clock until the transaction ends; another node waits here, and then sees what was given before.
const HOLD: &str = "UPDATE event_clock SET last = last WHERE id = 1 RETURNING last";
/// In order of time; but an event never comes before an earlier version of its object, whatever the clocks of the nodes
/// said and to whatever account the object has moved, and such versions come along also when the slice would end before
/// them.
const NUMBER: &str = "
    WITH slice AS (
        SELECT object_id, max(version) AS version
        FROM (SELECT object_id, version FROM events WHERE position IS NULL
              ORDER BY at, object_id, version, account_id, id LIMIT $2) AS earliest
        GROUP BY object_id
    ), chosen AS (
        SELECT e.account_id, e.id, e.object_id, e.version,
               max(e.at) OVER (PARTITION BY e.object_id ORDER BY e.version) AS at
        FROM events AS e JOIN slice AS s ON e.object_id = s.object_id AND e.version <= s.version
        WHERE e.position IS NULL
    ), numbered AS (
        SELECT account_id, id, row_number() OVER (ORDER BY at, object_id, version, account_id, id) AS n FROM chosen
    )
    UPDATE events AS e SET position = $1 + n.n FROM numbered AS n
    WHERE e.account_id = n.account_id AND e.id = n.id";
const ADVANCE: &str = "UPDATE event_clock SET last = last + $1 WHERE id = 1";

/// Gives positions whenever it is told that there is something, until nothing is left.
pub(super) fn serve(link: &Link, queue: &Queue<()>) {
    while queue.next().is_some() {
        if let Err(fault) = give_all(link) {
            tracing::warn!(%fault, "events wait for their positions");
        }
    }
}
fn give_all(link: &Link) -> Result<()> {
    while give(link, SLICE)? >= SLICE {}
    Ok(())
}

/// As [`give`], where it is not known that events wait.
pub(super) fn look_and_give(link: &Link, most: i64) -> Result<i64> {
    link.begin(BEGIN)?;
    let mut waits = false;
    let looked = link.query(Scope::Directory, WAITS, &[], &mut |_| {
        waits = true;
        Ok(())
    });
    let looked = looked.and_then(|()| link.end("COMMIT"));
    link.settle();
    looked?;
    if waits { give(link, most) } else { Ok(0) }
}

/// One slice: about `most` events, some more where their order demands it. How many it was.
pub(super) fn give(link: &Link, most: i64) -> Result<i64> {
    link.begin(BEGIN)?;
    let given = number(link, most).and_then(|given| link.end("COMMIT").map(|()| given));
    link.settle();
    given
}
fn number(link: &Link, most: i64) -> Result<i64> {
    let mut last = 0;
    link.query(Scope::Directory, HOLD, &[], &mut |row| {
        last = row.get(0)?;
        Ok(())
    })?;
    let given = link.execute(Scope::Directory, NUMBER, &[Cell::Int(last), Cell::Int(most)])? as i64;
    if given > 0 {
        link.execute(Scope::Directory, ADVANCE, &[Cell::Int(given)])?;
    }
    Ok(given)
}
