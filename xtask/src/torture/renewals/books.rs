//! What a database says of plans and money: all of it, to be held against another's, and what no database may say.
use crate::{
    fault::{Fault, Result},
    scene::Operator,
};
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use std::{collections::BTreeMap, path::Path};

/// Rows as texts, without the ids that each process draws for itself.
const ROWS: [(&str, &str); 11] = [
    (
        "invoice",
        "SELECT concat_ws(' ', account_id, debtor_id, number, seller_id, currency, status, date, due_date, total, tax,
                          credited, adjusted, paid, balance) FROM invoices ORDER BY 1",
    ),
    (
        "line",
        "SELECT concat_ws(' ', l.account_id, i.debtor_id, i.number, l.line, l.charge, l.charge_type, l.code, l.start_day,
                          l.end_day, l.quantity, l.unit, l.amount, l.tax, coalesce(l.credits, 'charged'))
         FROM invoice_lines l JOIN invoices i ON i.account_id = l.account_id AND i.id = l.invoice_id ORDER BY 1",
    ),
    (
        "debt",
        "SELECT concat_ws(' ', account_id, number, about_id, date, due_date, currency, total, tax, balance, status)
         FROM debts ORDER BY 1",
    ),
    ("credit", "SELECT concat_ws(' ', account_id, debtor_id, currency, amount) FROM credits ORDER BY 1"),
    (
        "transfer",
        "SELECT concat_ws(' ', t.account_id, i.debtor_id, i.number, t.day, t.buyer_id, t.seller_id, t.currency, t.debit,
                          t.credit, t.amount)
         FROM transfers t JOIN invoices i ON i.account_id = t.account_id AND i.id = t.invoice_id ORDER BY 1",
    ),
    (
        "share",
        "SELECT concat_ws(' ', account_id, day, about_id, line, side, other_id, currency, code, quantity, amount, tax)
         FROM shares ORDER BY 1",
    ),
    ("plan", "SELECT concat_ws(' ', account_id, number, status, held) FROM subscriptions ORDER BY 1"),
    (
        "billing account",
        "SELECT concat_ws(' ', account_id, charges, lines, had_trial, tried, invoices, suspended, downgrading, ran_to,
                          coalesce(due_at, 'never')) FROM billing_accounts ORDER BY 1",
    ),
    (
        "account",
        "SELECT concat_ws(' ', a.account_id, a.account_type, a.paid, a.seats, e.licensed, e.addons)
         FROM accounts a LEFT JOIN entitlements e ON e.account_id = a.account_id ORDER BY 1",
    ),
    ("user", "SELECT concat_ws(' ', account_id, id, kind) FROM users ORDER BY 1"),
    (
        "number of events",
        "SELECT concat_ws(' ', account_id, name, version, count(*)) FROM events GROUP BY account_id, name, version ORDER BY 1",
    ),
];

/// Each statement counts what must not be there.
const RULES: [(&str, &str); 7] = [
    (
        "numbers of invoices with a gap or a double",
        "SELECT count(*) FROM (SELECT debtor_id FROM invoices GROUP BY debtor_id
                               HAVING count(*) <> count(DISTINCT number) OR min(number) <> 1 OR max(number) <> count(*))",
    ),
    (
        "a number that was given to no invoice",
        "SELECT count(*) FROM billing_accounts b
         WHERE invoices <> (SELECT count(*) FROM invoices i WHERE i.debtor_id = b.account_id)",
    ),
    (
        "an invoice that is not the sum of its lines",
        "SELECT count(*) FROM invoices i WHERE total IS NOT (SELECT sum(amount + tax) FROM invoice_lines l
                                                             WHERE l.account_id = i.account_id AND l.invoice_id = i.id)",
    ),
    (
        "an invoice and a debt that differ",
        "SELECT (SELECT count(*) FROM invoices i WHERE NOT EXISTS (SELECT 1 FROM debts d WHERE d.account_id = i.debtor_id
                 AND d.number = i.number AND d.invoice_id = i.id AND d.total = i.total AND d.balance = i.balance))
              + (SELECT count(*) FROM debts) - (SELECT count(*) FROM invoices)",
    ),
    (
        "a day that is charged twice",
        "SELECT count(*) FROM (SELECT account_id FROM invoice_lines l WHERE credits IS NULL AND NOT EXISTS
             (SELECT 1 FROM invoice_lines c WHERE c.account_id = l.account_id AND c.credits = l.line)
             GROUP BY account_id, charge, start_day HAVING count(*) > 1)",
    ),
    (
        "an invoice without its event, or an event without its invoice",
        "SELECT (SELECT count(*) FROM invoices WHERE (account_id, id) NOT IN
                 (SELECT account_id, object_id FROM events WHERE name = 'billing.invoice_issued'))
              + (SELECT count(*) FROM events WHERE name = 'billing.invoice_issued' AND (account_id, object_id) NOT IN
                 (SELECT account_id, id FROM invoices))",
    ),
    (
        "a ledger that says otherwise of what is owed than the invoices",
        "SELECT count(*) FROM invoices i WHERE balance <> (SELECT coalesce(sum(CASE WHEN debit = 'due' THEN amount
             WHEN credit = 'due' THEN -amount ELSE 0 END), 0) FROM transfers t WHERE t.account_id = i.account_id
             AND t.invoice_id = i.id AND t.buyer_id = i.debtor_id)",
    ),
];

const LEFT: &str = "SELECT count(*) FROM billing_accounts b JOIN accounts a ON a.account_id = b.account_id
                    JOIN worlds w ON w.id = a.world_id WHERE b.due_at <= w.stopped_at";
const INVOICES: &str = "SELECT count(*) FROM invoices";
const LINES: &str = "SELECT count(*) FROM invoice_lines";

/// All that a database says.
#[derive(Debug, Default)]
pub struct Books {
    rows: BTreeMap<&'static str, Vec<String>>,
    pub invoices: i64,
    pub lines: i64,
    pub faults: Vec<String>,
}

/// For how many accounts something is due, and how many invoices there are.
///
/// # Errors
/// When the file cannot be read.
pub fn progress(file: &Path) -> Result<(i64, i64)> {
    reading(file, |connection| Ok((number(connection, LEFT)?, number(connection, INVOICES)?)))
}

impl Books {
    /// Reads a file while its server runs.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(file: &Path) -> Result<Self> {
        reading(file, read)
    }

    /// The first row of each kind that only one of the two has.
    pub fn differences(&self, other: &Books) -> Vec<String> {
        let lone =
            |here: &[String], there: &[String]| here.iter().find(|row| there.binary_search(row).is_err()).cloned();
        let none = Vec::new();
        let mut all = Vec::new();
        for (kind, rows) in &self.rows {
            let others = other.rows.get(kind).unwrap_or(&none);
            let (here, there) = (lone(rows, others), lone(others, rows));
            if here.is_some() || there.is_some() || rows.len() != others.len() {
                let shown = |row: Option<String>| row.unwrap_or_else(|| "nothing".to_owned());
                let (many, few) = (others.len(), rows.len());
                all.push(format!("{kind}: {} where there was {} ({many} of {few})", shown(there), shown(here)));
            }
        }
        all
    }
}

fn reading<T>(file: &Path, read: impl Fn(&Connection) -> rusqlite::Result<T>) -> Result<T> {
    let broken = |error: rusqlite::Error| Fault::new(format!("{}: {error}", file.display()));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(broken)?;
    connection.busy_timeout(std::time::Duration::from_secs(10)).map_err(broken)?;
    // One snapshot: the server goes on writing.
    connection.execute_batch("BEGIN").map_err(broken)?;
    read(&connection).map_err(broken)
}

fn number(connection: &Connection, count: &str) -> rusqlite::Result<i64> {
    connection.query_row(count, [], |row| row.get(0))
}

fn read(connection: &Connection) -> rusqlite::Result<Books> {
    let mut books = Books::default();
    for (kind, select) in ROWS {
        let mut rows = connection.prepare(select)?;
        let rows = rows.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        books.rows.insert(kind, rows);
    }
    for (fault, count) in RULES {
        if number(connection, count)? != 0 {
            books.faults.push(fault.to_owned());
        }
    }
    (books.invoices, books.lines) = (number(connection, INVOICES)?, number(connection, LINES)?);
    Ok(books)
}

/// What the operator is shown of an account must add up too: every ledger comes to nothing, and owes what invoices say.
///
/// # Errors
/// What does not add up, or the server refuses to show it.
pub fn hold_ledger(operator: &Operator<'_>, account: &str) -> Result<()> {
    let ask = |what: &str| operator.ask("GET", &format!("/accounts/{account}/{what}"), &Value::Null, 200);
    let (ledger, invoices) = (ask("ledger")?, ask("invoices")?);
    let list = |of: &Value, field: &str| of.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
    ledger_holds(&list(&ledger, "balances"), &list(&invoices, "invoices"))
        .map_err(|fault| Fault::new(format!("the ledger of {account}: {fault}")))
}

fn ledger_holds(balances: &[Value], invoices: &[Value]) -> Result<()> {
    let text = |of: &Value, field: &str| of.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let amount = |of: &Value| of.get("balance").and_then(Value::as_i64).unwrap_or_default();
    let mut sums: BTreeMap<[String; 3], i64> = BTreeMap::new();
    let mut owed: BTreeMap<String, i64> = BTreeMap::new();
    for balance in balances {
        let between = ["buyer_id", "seller_id", "currency"].map(|field| text(balance, field));
        if text(balance, "account") == "due" && invoices.iter().any(|invoice| text(invoice, "debtor_id") == between[0])
        {
            *owed.entry(between[0].clone()).or_default() += amount(balance);
        }
        *sums.entry(between).or_default() += amount(balance);
    }
    for invoice in invoices {
        *owed.entry(text(invoice, "debtor_id")).or_default() -= amount(invoice);
    }
    let unbalanced = sums.values().filter(|sum| **sum != 0).count();
    let wrong = owed.values().filter(|rest| **rest != 0).count();
    match (unbalanced, wrong) {
        (0, 0) => Ok(()),
        _ => Err(Fault::new(format!(
            "{unbalanced} are not balanced, and of {wrong} debtors it says otherwise than invoices"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// One account with one invoice of two lines, of which one was given back; of the tables only what is read.
    const SOUND: &str = "
        CREATE TABLE invoices (account_id, id, number INTEGER, debtor_id, seller_id, currency, status, date, due_date,
                               total INTEGER, tax INTEGER, credited, adjusted, paid, balance INTEGER);
        CREATE TABLE invoice_lines (account_id, invoice_id, line, charge, charge_type, code, start_day, end_day, quantity,
                                    unit, amount INTEGER, tax INTEGER, credits);
        CREATE TABLE debts (account_id, number, about_id, invoice_id, date, due_date, currency, total, tax, balance, status);
        CREATE TABLE credits (account_id, debtor_id, currency, amount);
        CREATE TABLE transfers (account_id, invoice_id, day, buyer_id, seller_id, currency, debit, credit, amount INTEGER);
        CREATE TABLE shares (account_id, day, about_id, line, side, other_id, currency, code, quantity, amount, tax);
        CREATE TABLE subscriptions (account_id, number, status, held);
        CREATE TABLE billing_accounts (account_id, charges, lines, had_trial, tried, invoices, suspended, downgrading, ran_to,
                                       due_at);
        CREATE TABLE accounts (account_id, account_type, paid, seats, world_id);
        CREATE TABLE entitlements (account_id, licensed, addons);
        CREATE TABLE users (account_id, id, kind);
        CREATE TABLE events (account_id, object_id, name, version);
        INSERT INTO invoices VALUES ('a', 'i', 1, 'm', '', 'USD', 'Posted', 1, 31, 120, 20, 0, 0, 0, 120);
        INSERT INTO invoice_lines VALUES ('a', 'i', 1, 1, 'Recurring', 'monthly', 1, 32, 1, 40, 40, 8, NULL),
            ('a', 'i', 2, 1, 'Recurring', 'monthly', 1, 32, 1, 40, -40, -8, 1),
            ('a', 'i', 3, 1, 'Recurring', 'monthly', 1, 32, 2, 50, 100, 20, NULL);
        INSERT INTO debts VALUES ('m', 1, 'a', 'i', 1, 31, 'USD', 120, 20, 120, 'Posted');
        INSERT INTO transfers VALUES ('a', 'i', 1, 'm', '', 'USD', 'due', 'sales', 100), ('a', 'i', 1, 'm', '', 'USD', 'due', 'tax', 20),
            ('a', 'i', 1, 'a', 'm', 'USD', 'due', 'sales', 150);
        INSERT INTO subscriptions VALUES ('a', 1, 'active', '{}');
        INSERT INTO billing_accounts VALUES ('m', 0, 0, 0, '', 1, 0, 0, 1, NULL), ('a', 1, 3, 0, '', 0, 0, 0, 1, 32);
        INSERT INTO events VALUES ('a', 'i', 'billing.invoice_issued', 2);";

    fn books(change: &str) -> Books {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SOUND).unwrap();
        connection.execute_batch(change).unwrap();
        read(&connection).unwrap()
    }

    #[test]
    fn sound_books_have_no_faults_and_do_not_differ_from_themselves() {
        let sound = books("");
        assert_eq!((sound.faults.len(), sound.differences(&books("")).len()), (0, 0));
        assert_eq!((sound.invoices, sound.lines), (1, 3));
    }

    #[test]
    fn each_rule_finds_what_must_not_be_there() {
        let broken = [
            ("UPDATE invoices SET number = 2; UPDATE debts SET number = 2", RULES[0].0),
            ("UPDATE billing_accounts SET invoices = 2 WHERE account_id = 'm'", RULES[1].0),
            ("UPDATE invoices SET total = 121; UPDATE debts SET total = 121", RULES[2].0),
            ("UPDATE debts SET balance = 119", RULES[3].0),
            (
                "DELETE FROM invoice_lines WHERE line = 2; UPDATE invoices SET total = 168; UPDATE debts SET total = 168",
                RULES[4].0,
            ),
            ("DELETE FROM events", RULES[5].0),
            ("INSERT INTO events VALUES ('a', 'j', 'billing.invoice_issued', 3)", RULES[5].0),
            ("DELETE FROM transfers WHERE credit = 'tax'", RULES[6].0),
        ];
        for (change, fault) in broken {
            assert_eq!(books(change).faults, [fault], "{change}");
        }
    }

    #[test]
    fn every_row_that_only_one_of_two_books_has_is_told() {
        let changes = [
            ("UPDATE invoices SET date = 2", "invoice"),
            ("UPDATE invoice_lines SET unit = 51 WHERE line = 3", "line"),
            ("UPDATE debts SET due_date = 32", "debt"),
            ("INSERT INTO credits VALUES ('a', 'm', 'USD', 1)", "credit"),
            ("DELETE FROM transfers WHERE buyer_id = 'a'", "transfer"),
            ("INSERT INTO shares VALUES ('m', 1, 'a', 1, 'cost', '', 'USD', 'monthly', 1, 40, 8)", "share"),
            ("UPDATE subscriptions SET status = 'expired'", "plan"),
            ("UPDATE billing_accounts SET ran_to = 2 WHERE account_id = 'a'", "billing account"),
            ("INSERT INTO accounts VALUES ('a', 'Pro', 1, 1, 'default')", "account"),
            ("INSERT INTO users VALUES ('a', 'u', 2)", "user"),
            ("INSERT INTO events VALUES ('a', 'p', 'billing.plan_renewed', 3)", "number of events"),
        ];
        for (change, kind) in changes {
            let told = books("").differences(&books(change));
            assert!(told.len() == 1 && told[0].starts_with(&format!("{kind}: ")), "{change}: {told:?}");
            assert_eq!(books(change).differences(&books("")).len(), 1, "{change}");
        }
    }

    #[test]
    fn a_ledger_that_is_shown_comes_to_nothing_and_owes_what_the_invoices_say() {
        let of = |account: &str, balance: i64| json!({"buyer_id": "m", "seller_id": null, "currency": "USD", "account": account, "balance": balance});
        let invoice = |balance: i64| json!({"debtor_id": "m", "balance": balance});
        let holds = |balances: &[Value], invoices: &[Value]| ledger_holds(balances, invoices).is_ok();
        assert!(holds(&[of("due", 100), of("sales", -100)], &[invoice(60), invoice(40)]));
        assert!(!holds(&[of("due", 100), of("sales", -99)], &[invoice(100)]));
        assert!(!holds(&[of("due", 100), of("sales", -100)], &[invoice(99)]));
    }
}
