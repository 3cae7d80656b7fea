//! Texts that must be refused, and texts that must pass.
use super::{
    Kind::{self, Account, Directory},
    reader,
    schema::Schema,
};

const TABLES: &str = "
    CREATE TABLE users (
        account_id TEXT NOT NULL, id TEXT NOT NULL, email TEXT NOT NULL, name TEXT NOT NULL, role_id TEXT NOT NULL,
        kind BIGINT NOT NULL, last_login_at BIGINT, sub_account_id TEXT, created_at BIGINT NOT NULL,
        PRIMARY KEY (account_id, created_at, id));
    CREATE TABLE outbox (account_id TEXT NOT NULL, id TEXT NOT NULL, user_id TEXT NOT NULL, PRIMARY KEY (account_id, id));
    CREATE TABLE roles (account_id TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (account_id, id));
    CREATE TABLE counts (account_id TEXT NOT NULL, kind BIGINT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (account_id, kind));
    CREATE TABLE email_index (email TEXT NOT NULL PRIMARY KEY, account_id TEXT NOT NULL, user_id TEXT NOT NULL);
    CREATE TABLE worlds (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, stopped_at BIGINT);";

fn faults(text: &str, kind: Kind) -> Vec<String> {
    let mut schema = Schema::default();
    schema.add(TABLES).unwrap();
    reader::read(text, kind, &schema).faults
}

/// Each text is refused, and one reason holds the words beside it.
fn refused(kind: Kind, texts: &[(&str, &str)]) {
    for (text, reason) in texts {
        let faults = faults(text, kind);
        assert!(
            faults.iter().any(|fault| fault.contains(reason)),
            "{text}\nis refused for {faults:?}, not for {reason:?}"
        );
    }
}

fn passes(kind: Kind, texts: &[&str]) {
    for text in texts {
        assert_eq!(faults(text, kind), [""; 0], "{text}");
    }
}

#[test]
fn the_seven_texts_that_look_tied_and_are_not() {
    refused(
        Account,
        &[
            ("UPDATE users SET account_id = $1 WHERE id = $2", "nothing ties `users`"),
            ("SELECT id FROM users WHERE account_id = $10", "nothing ties `users`"),
            ("SELECT id FROM users WHERE account_id = $1 OR id = $2", "nothing ties `users`"),
            ("SELECT u.id FROM users u, outbox o WHERE u.account_id = $1 AND o.user_id = u.id", "nothing ties `o`"),
            ("SELECT u.id FROM users u JOIN outbox o ON o.user_id = u.id WHERE u.account_id = $1", "nothing ties `o`"),
            ("SELECT id FROM users WHERE sub_account_id = $1", "nothing ties `users`"),
            ("INSERT INTO outbox (account_id, id) VALUES ($1, $2), ($3, $4)", "every row of VALUES"),
        ],
    );
}

#[test]
fn a_condition_that_does_not_hold_for_every_row_ties_nothing() {
    refused(
        Account,
        &[
            ("SELECT id FROM users", "nothing ties `users`"),
            ("SELECT id FROM users WHERE NOT account_id = $1", "nothing ties"),
            ("SELECT id FROM users WHERE account_id <> $1", "nothing ties"),
            ("SELECT id FROM users WHERE account_id >= $1", "nothing ties"),
            ("SELECT id FROM users WHERE account_id = '$1'", "nothing ties"),
            ("SELECT id FROM users WHERE account_id IN ($1, $2)", "nothing ties"),
            ("SELECT id FROM users WHERE account_id IS NOT DISTINCT FROM $1", "nothing ties"),
            ("SELECT id FROM users WHERE account_id = coalesce($1, account_id)", "nothing ties"),
            ("SELECT id FROM users WHERE (account_id = $1) IS NULL", "nothing ties"),
            ("SELECT id FROM users WHERE CASE WHEN id = $2 THEN account_id = $1 END", "nothing ties"),
            ("SELECT id FROM users WHERE (account_id = $1 AND id = $2) OR id = $3", "nothing ties"),
            ("SELECT id FROM users WHERE account_id = $1 AND id = $2 OR id = $3", "nothing ties"),
            ("SELECT count(*) FROM users GROUP BY account_id HAVING account_id = $1", "nothing ties"),
            ("SELECT count(*) FILTER (WHERE account_id = $1) FROM users", "nothing ties"),
            ("DELETE FROM users WHERE id = $1", "nothing ties"),
            ("DELETE FROM users", "nothing ties"),
            ("UPDATE users SET name = $2 WHERE id = $1", "nothing ties"),
        ],
    );
}

#[test]
fn every_table_of_a_join_is_tied() {
    refused(
        Account,
        &[
            ("SELECT u.id FROM users u JOIN roles r ON r.account_id = u.account_id", "nothing ties `u`"),
            ("SELECT u.id FROM users u CROSS JOIN roles r WHERE u.account_id = $1", "nothing ties `r`"),
            ("SELECT u.id FROM users u, roles r WHERE account_id = $1", "nothing ties `u`"),
            (
                "SELECT u.id FROM users u LEFT JOIN roles r ON u.account_id = $1 AND r.id = u.role_id",
                "nothing ties `u`",
            ),
            (
                "SELECT u.id FROM users u LEFT JOIN roles r ON r.account_id = u.account_id AND r.account_id = $1",
                "nothing ties `u`",
            ),
            (
                "SELECT u.id FROM users u LEFT JOIN roles r ON r.id = u.role_id WHERE u.account_id = $1",
                "nothing ties `r`",
            ),
            ("SELECT u.id FROM users u JOIN roles r USING (account_id) WHERE u.account_id = $1", "a join is"),
            ("SELECT u.id FROM users u NATURAL JOIN roles r WHERE u.account_id = $1", "a join is"),
            (
                "SELECT u.id FROM users u FULL JOIN roles r ON r.account_id = u.account_id WHERE u.account_id = $1",
                "a join is",
            ),
            (
                "UPDATE users SET name = r.name FROM roles r WHERE users.account_id = $1 AND r.id = users.role_id",
                "nothing ties `r`",
            ),
            (
                "UPDATE users SET name = r.name FROM roles r WHERE r.account_id = $1 AND r.id = users.role_id",
                "nothing ties `users`",
            ),
            (
                "UPDATE users SET name = r.name FROM roles r JOIN outbox o ON o.id = r.id WHERE r.account_id = $1 AND users.account_id = $1",
                "nothing ties `o`",
            ),
        ],
    );
}

#[test]
fn a_subquery_is_tied_wherever_it_stands() {
    refused(
        Account,
        &[
            (
                "SELECT id FROM users WHERE account_id = $1 AND id IN (SELECT user_id FROM outbox)",
                "nothing ties `outbox`",
            ),
            (
                "DELETE FROM users WHERE account_id = $1 AND id IN (SELECT user_id FROM outbox WHERE id = $2)",
                "nothing ties `outbox`",
            ),
            (
                "SELECT id FROM users WHERE account_id = $1 AND EXISTS (SELECT 1 FROM outbox o WHERE o.user_id = users.id)",
                "nothing ties `o`",
            ),
            (
                "SELECT (SELECT name FROM roles WHERE roles.id = users.role_id) FROM users WHERE account_id = $1",
                "nothing ties `roles`",
            ),
            (
                "SELECT id FROM users WHERE account_id = $1 AND account_id = (SELECT account_id FROM roles WHERE id = $2)",
                "nothing ties `roles`",
            ),
            (
                "UPDATE users SET name = (SELECT name FROM roles WHERE id = $2) WHERE account_id = $1",
                "nothing ties `roles`",
            ),
            (
                "SELECT id FROM users WHERE account_id = $1 ORDER BY (SELECT name FROM roles WHERE id = $2) NULLS LAST",
                "nothing ties `roles`",
            ),
            ("SELECT id FROM users WHERE account_id = $1 UNION SELECT id FROM outbox", "nothing ties `outbox`"),
            ("SELECT d.id FROM (SELECT id, account_id FROM users) d WHERE d.account_id = $1", "nothing ties `users`"),
            (
                "WITH d AS (SELECT id, account_id FROM users) SELECT id FROM d WHERE account_id = $1",
                "nothing ties `users`",
            ),
            (
                "WITH d AS (SELECT sub_account_id AS account_id FROM users WHERE account_id = $1) SELECT r.name FROM d JOIN roles r ON r.account_id = d.account_id",
                "nothing ties `r`",
            ),
            ("WITH users AS (SELECT id FROM users) SELECT id FROM users", "nothing ties `users`"),
            (
                "UPDATE users SET name = $2 WHERE account_id = $1 RETURNING (SELECT name FROM roles WHERE id = $2)",
                "nothing ties `roles`",
            ),
            (
                "SELECT id FROM users WHERE account_id = $1 LIMIT (SELECT n FROM counts WHERE kind = $2)",
                "nothing ties `counts`",
            ),
        ],
    );
}

#[test]
fn a_row_stays_in_its_account() {
    let moves = "never changes";
    refused(
        Account,
        &[
            ("UPDATE users SET account_id = $2 WHERE account_id = $1", moves),
            ("UPDATE users SET name = $3, Account_Id = $2 WHERE account_id = $1", moves),
            ("UPDATE users SET (account_id, name) = ($2, $3) WHERE account_id = $1", moves),
            (
                "INSERT INTO counts (account_id, kind, n) VALUES ($1, $2, 1) ON CONFLICT (account_id, kind) DO UPDATE SET account_id = $3",
                moves,
            ),
        ],
    );
}

#[test]
fn an_insert_writes_rows_of_the_account_and_takes_over_no_other() {
    refused(
        Account,
        &[
            ("INSERT INTO counts VALUES ($1, $2, $3)", "account_id first"),
            ("INSERT INTO counts (kind, account_id, n) VALUES ($1, $2, $3)", "account_id first"),
            ("INSERT INTO counts (account_id, kind, n) VALUES ($2, $1, $3)", "every row of VALUES"),
            (
                "INSERT INTO counts (account_id, kind, n) SELECT account_id, kind, n FROM counts WHERE account_id = $1",
                "no SELECT",
            ),
            (
                "INSERT INTO counts (account_id, kind, n) VALUES ($1, (SELECT kind FROM users WHERE account_id = $1), $2)",
                "no SELECT",
            ),
            ("INSERT INTO counts DEFAULT VALUES", "no SELECT"),
            (
                "INSERT INTO email_index (account_id, email, user_id) VALUES ($1, $2, $3) ON CONFLICT (email) DO UPDATE SET user_id = $3",
                "nothing ties `email_index`",
            ),
            (
                "INSERT INTO email_index (account_id, email, user_id) VALUES ($1, $2, $3) ON CONFLICT (email) DO UPDATE SET user_id = $3 WHERE excluded.account_id = $1",
                "nothing ties `email_index`",
            ),
            (
                "INSERT INTO counts (account_id, kind, n) VALUES ($1, $2, $3) ON CONFLICT ON CONSTRAINT c DO NOTHING",
                "ON CONSTRAINT",
            ),
            ("INSERT OR REPLACE INTO counts (account_id, kind, n) VALUES ($1, $2, $3)", "ON CONFLICT"),
        ],
    );
}

#[test]
fn a_table_without_accounts_and_an_unknown_one_are_out_of_reach() {
    refused(
        Account,
        &[
            ("SELECT name FROM worlds WHERE id = $2", "no account_id"),
            ("SELECT u.id FROM users u JOIN worlds w ON w.id = u.id WHERE u.account_id = $1", "no account_id"),
            (
                "SELECT id FROM users WHERE account_id = $1 AND id IN (SELECT id FROM worlds WHERE account_id = $1)",
                "no account_id",
            ),
            ("SELECT id FROM ghosts WHERE account_id = $1", "no migration makes"),
            ("SELECT id FROM other.users WHERE account_id = $1", "not a plain table name"),
            ("SELECT id FROM generate_series(1, 3) WHERE account_id = $1", "no table"),
            ("SELECT id FROM users WHERE account_id = $1 AND id IN users", ""),
        ],
    );
}

#[test]
fn one_text_is_one_statement_that_parses_and_says_all_it_says_in_the_open() {
    for kind in [Account, Directory] {
        refused(
            kind,
            &[
                (
                    "SELECT id FROM users WHERE account_id = $1; DELETE FROM users WHERE account_id = $1",
                    "one statement",
                ),
                ("", "one statement"),
                ("SELECT FROM WHERE", "does not parse"),
                ("SELECT id FROM users WHERE /* all */ account_id = $1", "a comment"),
                ("SELECT id FROM users WHERE account_id = $1 -- AND id = $2", "a comment"),
                ("SELECT \"id\" FROM users WHERE account_id = $1", "quoted name"),
                ("SELECT id FROM users WHERE account_id = ?1", "does not parse"),
                ("SELECT id FROM users WHERE account_id = $0", "placeholder"),
                ("SELECT * FROM users WHERE account_id = $1", "name the columns"),
                ("CREATE TABLE t (account_id TEXT)", "SELECT, INSERT, UPDATE or DELETE"),
                ("DROP TABLE users", "SELECT, INSERT, UPDATE or DELETE"),
            ],
        );
    }
}

#[test]
fn what_the_engines_do_not_share_is_refused_in_every_statement() {
    for kind in [Account, Directory] {
        refused(
            kind,
            &[
                ("SELECT sum(n) FROM counts WHERE account_id = $1", "bare sum()"),
                ("SELECT coalesce(sum(n), 0) FROM counts WHERE account_id = $1", "bare sum()"),
                ("SELECT CAST(sum(n) AS INTEGER) FROM counts WHERE account_id = $1", "CAST makes"),
                ("SELECT id = $2 FROM users WHERE account_id = $1", "a boolean"),
                ("SELECT last_login_at IS NULL FROM users WHERE account_id = $1", "a boolean"),
                ("SELECT CASE WHEN id = $2 THEN kind = 1 END FROM users WHERE account_id = $1", "a boolean"),
                ("SELECT EXISTS (SELECT 1 FROM users WHERE account_id = $1)", "a boolean"),
                ("UPDATE users SET name = $2 WHERE account_id = $1 RETURNING id = $2", "a boolean"),
                ("SELECT id FROM users WHERE account_id = $1 AND kind = TRUE", "TRUE and FALSE"),
                ("SELECT 1 FROM users WHERE account_id = $1", "a bare integer"),
                ("SELECT id, -1 AS n FROM users WHERE account_id = $1", "a bare integer"),
                ("SELECT CASE WHEN id = $2 THEN 1 ELSE 0 END FROM users WHERE account_id = $1", "a bare integer"),
                ("SELECT length(name) FROM users WHERE account_id = $1", "a bare integer"),
                ("DELETE FROM users WHERE account_id = $1 RETURNING 1", "a bare integer"),
                ("SELECT id FROM users WHERE account_id = $1 AND ($2 IS NULL OR name = $2)", "two statements in one"),
                (
                    "SELECT id FROM users WHERE account_id = $1 AND (CAST($2 AS TEXT) IS NULL OR name = $2)",
                    "two statements in one",
                ),
                ("SELECT id FROM users WHERE account_id = $1 ORDER BY last_login_at", "NULLS FIRST"),
                ("SELECT id FROM users WHERE account_id = $1 ORDER BY name, last_login_at DESC", "NULLS FIRST"),
                (
                    "SELECT coalesce(last_login_at, 0) AS name FROM users WHERE account_id = $1 ORDER BY name",
                    "NULLS FIRST",
                ),
                (
                    "SELECT u.id FROM users u LEFT JOIN roles r ON r.account_id = u.account_id AND r.id = u.role_id WHERE u.account_id = $1 ORDER BY r.name",
                    "NULLS FIRST",
                ),
                ("SELECT row_number() OVER (ORDER BY last_login_at) FROM users WHERE account_id = $1", "NULLS FIRST"),
                ("SELECT id FROM users WHERE account_id = $1 AND name LIKE $2", "LIKE"),
                ("SELECT id FROM users WHERE account_id = $1 AND name ILIKE $2", "LIKE"),
                ("SELECT json_extract(name, '$.a') FROM users WHERE account_id = $1", "JSON"),
                ("SELECT jsonb_array_length(name) FROM users WHERE account_id = $1", "JSON"),
                ("SELECT name -> 'a' FROM users WHERE account_id = $1", "operator"),
                ("SELECT name ->> 'a' FROM users WHERE account_id = $1", "operator"),
                ("SELECT id FROM users WHERE account_id = $1 FOR UPDATE", "FOR UPDATE"),
                ("SELECT id FROM users WHERE account_id = $1 FOR UPDATE SKIP LOCKED", "FOR UPDATE"),
                ("SELECT id FROM users WHERE account_id = $1 AND created_at < now()", "time is a parameter"),
                ("UPDATE users SET created_at = CURRENT_TIMESTAMP WHERE account_id = $1", "time is a parameter"),
                ("SELECT id FROM users WHERE account_id = $1 ORDER BY random() NULLS LAST", "randomness"),
                ("SELECT id FROM users WHERE account_id = $1 AND id = ANY($2)", "both engines share"),
                ("SELECT ARRAY[id] FROM users WHERE account_id = $1", "both engines share"),
                ("SELECT array_agg(id) FROM users WHERE account_id = $1", "both engines share"),
                (
                    "SELECT id FROM users WHERE account_id = $1 AND id IN (SELECT unnest(name) FROM users WHERE account_id = $1)",
                    "both engines share",
                ),
                ("WITH RECURSIVE r AS (SELECT id FROM users WHERE account_id = $1) SELECT id FROM r", "recursive"),
                ("CREATE TRIGGER t AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()", ""),
                ("MERGE INTO users USING outbox ON users.id = outbox.user_id WHEN MATCHED THEN DELETE", ""),
                (
                    "INSERT INTO counts (account_id, kind, n) SELECT account_id, kind, n FROM counts WHERE account_id = $1",
                    "no SELECT",
                ),
            ],
        );
    }
}

#[test]
fn what_one_engine_alone_reads_is_refused() {
    refused(
        Account,
        &[
            ("SELECT id::text FROM users WHERE account_id = $1", "`::`"),
            ("SELECT DISTINCT ON (name) id FROM users WHERE account_id = $1", "DISTINCT ON"),
            ("SELECT id FROM users WHERE account_id = $1 FETCH FIRST 3 ROWS ONLY", "FETCH"),
            ("DELETE FROM users USING roles r WHERE users.account_id = $1 AND r.account_id = $1", "USING"),
            ("WITH d AS (DELETE FROM users WHERE account_id = $1 RETURNING id) SELECT id FROM d", "inside WITH"),
            (
                "SELECT u.id FROM users u, LATERAL (SELECT id FROM roles WHERE account_id = $1) r WHERE u.account_id = $1",
                "LATERAL",
            ),
            ("SELECT max(kind, 3) FROM users WHERE account_id = $1", "`max` of several"),
            ("SELECT ifnull(name, '') FROM users WHERE account_id = $1", "`ifnull`"),
            ("SELECT kind & 1 FROM users WHERE account_id = $1", "operator `&`"),
        ],
    );
}

#[test]
fn statements_of_one_account_pass() {
    passes(
        Account,
        &[
            "SELECT id, email FROM users WHERE account_id = $1 AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4",
            "SELECT id FROM users WHERE (id = $2 AND (account_id = $1))",
            "SELECT id FROM users AS u WHERE $1 = u.account_id AND (name = $2 OR email = $2)",
            "SELECT u.id, r.name FROM users u JOIN roles r ON r.account_id = u.account_id AND r.id = u.role_id WHERE u.account_id = $1",
            "SELECT u.id, r.name FROM users u LEFT JOIN roles r ON u.account_id = r.account_id AND r.id = u.role_id WHERE u.account_id = $1",
            "SELECT u.id FROM users u, roles r, outbox o WHERE o.account_id = r.account_id AND r.account_id = u.account_id AND u.account_id = $1",
            "SELECT u.id FROM users u LEFT JOIN roles r ON r.account_id = $1 WHERE u.account_id = $1 ORDER BY r.name NULLS LAST",
            "SELECT id FROM users WHERE account_id = $1 AND id IN (SELECT user_id FROM outbox WHERE account_id = $1)",
            "SELECT id FROM users WHERE account_id = $1 AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.account_id = users.account_id AND o.user_id = users.id)",
            "SELECT id FROM users u WHERE account_id = $1 AND EXISTS (SELECT id FROM outbox WHERE account_id = u.account_id AND user_id = u.id)",
            "WITH page AS (SELECT id, created_at FROM users WHERE account_id = $1) SELECT id FROM page ORDER BY created_at NULLS LAST",
            "SELECT id FROM users WHERE account_id = $1 UNION ALL SELECT id FROM outbox WHERE account_id = $1",
            "SELECT id, last_login_at FROM users WHERE account_id = $1 AND last_login_at > $2 ORDER BY last_login_at",
            "SELECT id FROM users WHERE account_id = $1 AND last_login_at IS NOT NULL ORDER BY last_login_at DESC, id",
            "SELECT id, CAST(1 AS BIGINT) AS one, row_number() OVER (PARTITION BY role_id ORDER BY created_at, id) FROM users WHERE account_id = $1",
            "SELECT coalesce(CAST(sum(n) AS BIGINT), 0), count(*) FILTER (WHERE kind = 1), max(kind) FROM counts WHERE account_id = $1",
            "SELECT CASE WHEN last_login_at IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END FROM users WHERE account_id = $1",
            "INSERT INTO counts (account_id, kind, n) VALUES ($1, $2, 1), ($1, $3, -1) ON CONFLICT (account_id, kind) DO UPDATE SET n = counts.n + excluded.n RETURNING n",
            "INSERT INTO email_index (account_id, email, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            "INSERT INTO email_index (account_id, email, user_id) VALUES ($1, $2, $3) ON CONFLICT (email) DO UPDATE SET user_id = $3 WHERE email_index.account_id = $1",
            "UPDATE users SET name = $2, kind = kind + 1 WHERE account_id = $1 AND id = $3 RETURNING id, kind",
            "UPDATE users SET name = r.name FROM roles r WHERE users.account_id = $1 AND r.account_id = users.account_id AND r.id = users.role_id",
            "UPDATE users AS u SET name = r.name FROM roles r JOIN outbox o ON o.account_id = r.account_id WHERE u.account_id = $1 AND r.account_id = $1",
            "DELETE FROM users WHERE account_id = $1 AND id = $2 RETURNING email",
            "WITH old AS (SELECT id FROM outbox WHERE account_id = $1) DELETE FROM outbox WHERE account_id = $1 AND id IN (SELECT id FROM old)",
            "SELECT id FROM USERS WHERE Account_Id = $1",
        ],
    );
}

#[test]
fn statements_of_the_directory_pass_without_an_account() {
    passes(
        Directory,
        &[
            "SELECT u.account_id, w.name FROM users u JOIN worlds w ON w.id = u.id WHERE u.id = $1",
            "UPDATE worlds SET stopped_at = $2 WHERE id = $1",
            "INSERT INTO worlds (id, name) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
        ],
    );
}
