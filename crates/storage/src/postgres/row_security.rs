//! Row security, for the test suite alone: a second lock on every row, which the server holds.
use super::source::reason;
use crate::fault::OpenFault;
use postgres::Client;

/// Row security does not bind a superuser, so the connections of the suite become somebody else.
pub(super) const BECOME: &str = "SET ROLE tenantry_suite";
/// Tells the server, for the open transaction, whose rows may be seen.
pub(super) const SCOPE: &str =
    "SELECT set_config('tenantry.account', $1, true), set_config('tenantry.directory', $2, true)";

/// Other suites on the same server may do the same at the same moment.
const ROLE: &str = "DO $$ BEGIN CREATE ROLE tenantry_suite NOLOGIN;
     EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";
const GRANT: &str = "DO $$ BEGIN
     EXECUTE format('GRANT USAGE ON SCHEMA %I TO tenantry_suite', current_schema());
     EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO tenantry_suite', current_schema());
     END $$";
const TABLES: &str = "SELECT quote_ident(table_name) FROM information_schema.columns
     WHERE table_schema = current_schema() AND column_name = 'account_id'";

/// Makes the policy for every table with an `account_id`; may be repeated.
pub(super) fn force(client: &mut Client) -> Result<(), OpenFault> {
    force_all(client).map_err(|cause| OpenFault(format!("cannot force row security: {}", reason(&cause))))
}
fn force_all(client: &mut Client) -> Result<(), postgres::Error> {
    client.batch_execute(ROLE)?;
    client.batch_execute(GRANT)?;
    for row in client.query(TABLES, &[])? {
        let table: &str = row.try_get(0)?;
        client.batch_execute(&format!(
            "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
             DROP POLICY IF EXISTS tenantry ON {table};
             CREATE POLICY tenantry ON {table} USING (
                 account_id = current_setting('tenantry.account', true)
                 OR current_setting('tenantry.directory', true) = 'on')"
        ))?;
    }
    Ok(())
}
