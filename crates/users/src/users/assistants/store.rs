//! Assistants in the store: rows and statements.
use super::views::{AssistantItem, SchedulerItem};
use storage::{Inserted, Result, Sql, Tenant, sql};

const ASSISTANTS: Sql = sql!(
    "SELECT a.assistant_id, u.email, a.private_events FROM assistants a
     JOIN users u ON u.account_id = a.account_id AND u.status IN ('active', 'inactive', 'pending') AND u.id = a.assistant_id
     WHERE a.account_id = $1 AND a.host_id = $2 ORDER BY a.assistant_id"
);
const SCHEDULERS: Sql = sql!(
    "SELECT a.host_id, u.email, u.pmi FROM assistants a
     JOIN users u ON u.account_id = a.account_id AND u.status IN ('active', 'inactive', 'pending') AND u.id = a.host_id
     WHERE a.account_id = $1 AND a.assistant_id = $2 ORDER BY a.host_id"
);
const INSERT: Sql = sql!(
    "INSERT INTO assistants (account_id, host_id, assistant_id, private_events) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING"
);
const DELETE: Sql = sql!("DELETE FROM assistants WHERE account_id = $1 AND host_id = $2 AND assistant_id = $3");
const DELETE_OF_HOST: Sql = sql!("DELETE FROM assistants WHERE account_id = $1 AND host_id = $2");

/// Who schedules for this user, oldest users first.
pub fn assistants(tenant: &Tenant, host: &str) -> Result<Vec<AssistantItem>> {
    let mut all = Vec::new();
    tenant.each(ASSISTANTS, &[host.into()], &mut |row| {
        let can_manage_host_private_event = row.get(2)?;
        all.push(AssistantItem { id: row.get(0)?, email: row.get(1)?, can_manage_host_private_event });
        Ok(())
    })?;
    Ok(all)
}

/// For whom this user schedules, oldest users first.
pub fn schedulers(tenant: &Tenant, assistant: &str) -> Result<Vec<SchedulerItem>> {
    let mut all = Vec::new();
    tenant.each(SCHEDULERS, &[assistant.into()], &mut |row| {
        all.push(SchedulerItem { id: row.get(0)?, email: row.get(1)?, pmi: row.get(2)? });
        Ok(())
    })?;
    Ok(all)
}

/// A duplicate when it is an assistant already, whatever it was given of private events.
pub fn insert(tenant: &mut Tenant, host: &str, assistant: &str, private_events: bool) -> Result<Inserted> {
    tenant.insert(INSERT, &[host.into(), assistant.into(), private_events.into()])
}

/// Whether the one was an assistant of the other.
pub fn delete(tenant: &mut Tenant, host: &str, assistant: &str) -> Result<bool> {
    Ok(tenant.execute(DELETE, &[host.into(), assistant.into()])? > 0)
}

/// All assistants of a user.
pub fn delete_of_host(tenant: &mut Tenant, host: &str) -> Result<()> {
    tenant.execute(DELETE_OF_HOST, &[host.into()]).map(drop)
}
