//! Everything that an account keeps about a person: what each product lists, in the order of the file.
use super::store;
use platform::{
    Result,
    personal::{Column, Kept, Person, Telling, Told, object},
};
use serde_json::Value;
use storage::{Tenant, sql};

/// What this product and the log keep.
const KEPT: &[Kept] = &[
    Kept {
        name: "transfer_codes",
        columns: &["transfer_codes.email"],
        told: Told::Made(transfer_codes),
        erase: Some(|tenant, person| {
            let sql = sql!("DELETE FROM transfer_codes WHERE account_id = $1 AND email = $2");
            Ok(person.called.emails.iter().try_for_each(|email| tenant.execute(sql, &[email.into()]).map(drop))?)
        }),
    },
    Kept {
        name: "data_requests",
        // The request itself stays, with the email that it names: it is the proof of what was done.
        columns: &["data_requests.user_id", "data_requests.requestor_id", "data_request_files.user_id"],
        told: Told::Then(
            sql!(
                "SELECT id, kind, state, created_at FROM data_requests
                 WHERE account_id = $1 AND (user_id = $2 OR requestor_id = $2) AND created_at >= $3 AND created_at < $4 ORDER BY id"
            ),
            &[Column::Plain("request_id"), Column::Plain("request_type"), Column::Plain("state"), Column::Moment("created_at")],
        ),
        erase: Some(forget_requests),
    },
    Kept {
        name: "events",
        columns: &["events.object_id", "events.by_user_id"],
        told: Told::Made(events),
        // In parts, once everything else has gone: `run.rs`.
        erase: Some(|_, _| Ok(())),
    },
];

/// What every product keeps, in the order in which it is told and erased.
pub fn all() -> impl Iterator<Item = &'static Kept> {
    users::KEPT.iter().chain(auth::KEPT).chain(mail::KEPT).chain(files::KEPT).chain(KEPT)
}

fn transfer_codes(tenant: &Tenant, person: &Person, _: &Telling) -> Result<Value> {
    let sql = sql!(
        "SELECT created_at, expires_at, used_at FROM transfer_codes WHERE account_id = $1 AND email = $2 ORDER BY created_at, code_hash"
    );
    let columns = [Column::Moment("created_at"), Column::Moment("expires_at"), Column::Moment("used_at")];
    let mut codes = Vec::new();
    tenant.each(sql, &[(&person.email).into()], &mut |row| {
        codes.push(object(row, &columns)?);
        Ok(())
    })?;
    Ok(codes.into())
}

/// What happened to the person, and what it did. Of what it did to somebody or something else, that it did: what such an
/// event holds is about others.
fn events(tenant: &Tenant, person: &Person, telling: &Telling) -> Result<Value> {
    const OF_OTHERS: &[Column] = &[Column::Moment("at"), Column::Plain("event"), Column::Plain("object_id")];
    const OF_ITSELF: &[Column] =
        &[Column::Moment("at"), Column::Plain("event"), Column::Plain("object_id"), Column::Json("payload")];
    let mut events = Vec::new();
    let time = &telling.time;
    tenant.events_about(&person.id, time.start, time.end, &mut |row| {
        let is_own = row.get::<&str>(2)? == person.id;
        let mut event = object(row, if is_own { OF_ITSELF } else { OF_OTHERS })?;
        without_addresses(&mut event);
        events.push(event);
        Ok(())
    })?;
    Ok(events.into())
}

/// The address of a picture opens it for whoever has it.
fn without_addresses(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("pic_url");
            fields.values_mut().for_each(without_addresses);
        }
        Value::Array(items) => items.iter_mut().for_each(without_addresses),
        _ => {}
    }
}

/// Files that were made for the one who is forgotten go, and its name where it has asked for something itself.
fn forget_requests(tenant: &mut Tenant, person: &Person) -> Result<()> {
    let names = sql!("UPDATE data_requests SET requestor_name = '' WHERE account_id = $1 AND requestor_id = $2");
    store::drop_files_about(tenant, &person.id)?;
    Ok(tenant.execute(names, &[(&person.id).into()]).map(drop)?)
}

#[cfg(test)]
mod tests {
    use super::all;
    use std::{collections::BTreeSet, fs, path::Path};

    /// Columns whose names say that they name somebody, and why they say nothing of anybody who can be erased.
    const NOBODY: [(&str, &str); 15] = [
        ("accounts.api_users", "a switch"),
        ("identity_providers.makes_users", "a switch"),
        ("accounts.owner_id", "nobody erases the owner"),
        ("accounts.owner_email", "nobody erases the owner; it goes when the account of one person closes"),
        ("subaccounts.owner_email", "nobody erases the owner"),
        ("subaccounts.owner_phone", "nobody erases the owner"),
        ("user_groups.total_members", "a number"),
        ("contact_groups.total_members", "a number"),
        ("divisions.total_members", "a number"),
        ("user_groups.email_alias", "the address of a group"),
        ("users.cms_user_id", "a part of the profile"),
        ("data_requests.user_identifier", "stays as the proof of what was done"),
        ("data_requests.requestor_name", "goes with its id"),
        ("data_requests.erased_email", "is there until nothing is said of it any more"),
        ("data_requests.erased_names", "are there until nothing is said of them any more"),
    ];

    /// Words that stand in names of columns that name a person.
    const WORDS: [&str; 11] = [
        "erased",
        "user",
        "email",
        "owner",
        "member",
        "recipient",
        "host_id",
        "assistant",
        "object_id",
        "holder",
        "requestor",
    ];

    /// `table.column` of every column of every migration.
    fn columns() -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../storage/migrations");
        let mut columns = BTreeSet::new();
        for file in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            let bare: Vec<&str> = text.lines().map(|line| line.split("--").next().unwrap()).collect();
            for statement in bare.join("\n").split(';') {
                columns.extend(columns_of(statement.trim()));
            }
        }
        columns
    }

    fn columns_of(statement: &str) -> Vec<String> {
        let (table, added) = match statement.strip_prefix("CREATE TABLE ") {
            Some(rest) => rest.split_once('(').unwrap(),
            None => match statement.strip_prefix("ALTER TABLE ").and_then(|rest| rest.split_once(" ADD COLUMN ")) {
                Some(parts) => parts,
                None => return Vec::new(),
            },
        };
        let names = added.lines().filter_map(|line| line.split_whitespace().next());
        let is_column = |name: &&str| name.starts_with(|sign: char| sign.is_ascii_lowercase());
        names.filter(is_column).map(|name| format!("{}.{name}", table.trim())).collect()
    }

    #[test]
    fn every_column_that_names_a_person_is_listed_by_its_product() {
        let listed: BTreeSet<&str> = all().flat_map(|kept| kept.columns).copied().collect();
        let is_known = |column: &str| listed.contains(column) || NOBODY.iter().any(|(name, _)| *name == column);
        let names_somebody = |column: &&String| {
            let name = column.split_once('.').unwrap().1;
            WORDS.iter().any(|word| name.contains(word))
        };
        let missing: Vec<String> =
            columns().into_iter().filter(|column| names_somebody(&column)).filter(|column| !is_known(column)).collect();
        assert!(
            missing.is_empty(),
            "{missing:?}: list them in the `personal.rs` of their product, or here with the reason why they say nothing \
             of anybody who can be erased"
        );
    }

    #[test]
    fn what_is_listed_is_there_and_each_part_of_the_file_has_a_name_of_its_own() {
        let there = columns();
        for column in all().flat_map(|kept| kept.columns) {
            assert!(there.contains(*column), "{column}");
        }
        let names: BTreeSet<&str> = all().map(|kept| kept.name).collect();
        assert_eq!(names.len(), all().count());
    }
}
