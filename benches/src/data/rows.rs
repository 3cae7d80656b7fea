//! The rows of a tree, in the order in which they may be inserted.
use super::{BEGIN, Data, Dice, FREE, SCOPES, TOKEN, columns::*, id, made_at};
use crate::fault::*;

/// What a cell holds.
#[derive(Debug, Clone)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Int(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value::Text(value.to_owned())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Value::Text(value)
    }
}

/// Takes rows into a table.
pub trait Sink {
    fn put(&mut self, table: Table, row: &[Value]) -> Result<()>;
}

/// 2100-01-01T00:00:00Z
const FAR: i64 = 4_102_444_800_000;
const SEATS: i64 = 10_000_000;

macro_rules! row {
    ($sink:ident, $table:ident, $($cell:expr),* $(,)?) => { $sink.put($table, &[$(Value::from($cell)),*])? };
}

/// Puts everything but the users of the subaccounts.
pub fn tree(data: &Data, sink: &mut impl Sink) -> Result<()> {
    let (world, master) = (id(0, 0, 0), data.master());
    row!(sink, WORLDS, world.clone(), "bench", BEGIN);
    account(sink, &world, (&master, "Business"), None, 0)?;
    user(data, sink, &master, &id(4, 0, 0), "owner@master.example", 0, 0)?;
    counted(sink, &master, 1)?;
    row!(sink, APPS, master.clone(), "app", "server_to_server", "bench", "client", SCOPES, BEGIN);
    row!(sink, CLIENT_INDEX, "client", master.clone(), "app");
    let hash = Value::Bytes(storage::hash(TOKEN).to_vec());
    sink.put(TOKENS, &[hash, master.clone().into(), "app".into(), SCOPES.into(), BEGIN.into(), FAR.into()])?;
    for at in 0..data.accounts {
        let sub = data.account(at);
        account(sink, &world, (&sub, data.plan), Some(&master), at + 1)?;
        counted(sink, &sub, data.users_of(at) as i64)?;
        row!(
            sink,
            SUBACCOUNTS,
            master.clone(),
            BEGIN + at as i64,
            sub,
            name(at + 1),
            number(at + 1),
            data.plan,
            owner_email(at + 1),
            seats(data.plan),
            0,
            0
        );
    }
    row!(sink, SUBACCOUNT_COUNTS, master, data.accounts as i64);
    Ok(())
}

/// Puts the users of all subaccounts, in the order of the table's key within each.
pub fn users(data: &Data, sink: &mut impl Sink) -> Result<()> {
    for account in 0..data.accounts {
        let id = data.account(account);
        for at in 0..data.users_of(account) {
            let email = if at == 0 { owner_email(account + 1) } else { email(account, at) };
            user(data, sink, &id, &data.user(account, at), &email, account + 1, at)?;
        }
    }
    Ok(())
}

fn seats(plan: &str) -> i64 {
    if plan == FREE { 0 } else { SEATS }
}

fn account(sink: &mut impl Sink, world: &str, (id, plan): (&str, &str), parent: Option<&str>, at: usize) -> Result<()> {
    let (depth, is_master) = if parent.is_some() { (1, 0) } else { (0, 1) };
    let parent_cells = match parent {
        Some(parent) => [parent.into(), 0.into(), 1.into()],
        None => [Value::Null, Value::Null, Value::Null],
    };
    let mut cells: Vec<Value> =
        vec![id.into(), number(at).into(), world.into(), parent.unwrap_or(id).into(), depth.into(), is_master.into()];
    cells.extend(parent_cells);
    let owner = if at == 0 { super::id(4, 0, 0) } else { super::id(3, at - 1, 0) };
    cells.extend([
        is_master.into(),
        name(at).into(),
        plan.into(),
        i64::from(plan != FREE).into(),
        seats(plan).into(),
        1.into(),
        owner.into(),
    ]);
    cells.extend([owner_email(at).into(), (BEGIN + at as i64).into()]);
    sink.put(ACCOUNTS, &cells)?;
    row!(sink, ENTITLEMENTS, id, seats(plan));
    for (role, name) in [("0", "Owner"), ("1", "Admin"), ("2", "Member")] {
        row!(sink, ROLES, id, role, name, "common", BEGIN);
    }
    Ok(())
}

/// The counters of an account whose first user is its owner.
fn counted(sink: &mut impl Sink, account: &str, users: i64) -> Result<()> {
    for (role, count) in [("0", 1), ("2", users - 1)] {
        row!(sink, USER_COUNTS, account, "active", role, 1, 0, count);
    }
    Ok(())
}

fn user(
    data: &Data,
    sink: &mut impl Sink,
    account: &str,
    id: &str,
    email: &str,
    place: usize,
    at: usize,
) -> Result<()> {
    let mut dice = Dice((place as u64) << 32 | at as u64);
    let (first, last) = (pick(&mut dice, &FIRST), pick(&mut dice, &LAST));
    let role = if at == 0 { "0" } else { "2" };
    let pmi = 1_000_000_000 + (at as i64 * 7_919) % 9_000_000_000;
    let created_at = made_at(at);
    let host_key = format!("{:06}", dice.below(1_000_000));
    row!(
        sink,
        USERS,
        account,
        created_at,
        id,
        email,
        "active",
        1,
        role,
        100,
        first,
        last,
        format!("{first} {last}"),
        1,
        pmi,
        host_key,
        "Europe/Berlin",
        "en-US",
        pick(&mut dice, &DEPARTMENTS),
        pick(&mut dice, &TITLES),
        "Example University",
        "Berlin",
        "5.17.11.34827(win)",
        created_at + 86_400_000,
    );
    row!(sink, EMAIL_INDEX, email, account, id);
    debug_assert!(data.accounts >= place);
    Ok(())
}

fn pick<'l>(dice: &mut Dice, list: &[&'l str]) -> &'l str {
    list.get(dice.below(list.len())).copied().unwrap_or_default()
}
fn number(at: usize) -> i64 {
    5_000_000_000 + at as i64
}
fn name(at: usize) -> String {
    format!("Department {at}")
}
fn owner_email(at: usize) -> String {
    if at == 0 { "owner@master.example".to_owned() } else { format!("owner@d{at}.example") }
}
fn email(account: usize, at: usize) -> String {
    format!("person{at}@d{}.example", account + 1)
}

const FIRST: [&str; 8] = ["Anna", "Benedikt", "Chiara", "Dimitri", "Elif", "Farid", "Grace", "Henrik"];
const LAST: [&str; 8] = ["Aydin", "Bergmann", "Castellano", "Dubois", "Eriksen", "Fischer", "Grigorescu", "Hoffmann"];
const DEPARTMENTS: [&str; 4] = ["Mathematics", "History of Art", "Computing Centre", "Library"];
const TITLES: [&str; 4] = ["Professor", "Lecturer", "Student", "Research Assistant"];
