//! Ending what is revoked: of what very many have allowed an app that goes, most ends after the call that removes it.
use super::{AT_ONCE, Id, end_all};
use platform::{Platform, Result};
use storage::{Directory, Sql, Tenant, sql};

const REVOKED: Sql =
    sql!("SELECT id FROM authorizations WHERE account_id = $1 AND revoked_at IS NOT NULL ORDER BY id LIMIT $2");

/// Ends all that is revoked, in one world or in all, some of it in each transaction. An account whose part fails keeps
/// no other from its turn. It goes on until `is_over`.
///
/// # Errors
/// The store does not answer, or has refused a part; what is left is ended by a later call.
pub async fn end_revoked(platform: &Platform, world: Option<&str>, is_over: impl Fn() -> bool) -> Result<()> {
    let (mut failed, mut outcome) = (String::new(), Ok(()));
    while !is_over()
        && let Some(account) = next(platform, world.map(str::to_owned), failed.clone()).await?
    {
        let this = account.clone();
        if let Err(error) = platform.in_directory(move |all| end_some(all, &this)).await {
            (failed, outcome) = (account, Err(error));
        }
    }
    outcome
}

async fn next(platform: &Platform, world: Option<String>, after: String) -> Result<Option<String>> {
    platform.read_directory(move |all| Ok(all.account_with_revoked(world.as_deref(), &after)?)).await
}

fn end_some(all: &Directory<'_>, account: &str) -> Result<()> {
    let mut tenant = entered(all, account)?;
    let some = tenant.rows::<Id>(REVOKED, &[AT_ONCE.into()])?;
    end_all(&mut tenant, &some)
}

#[expect(clippy::disallowed_methods, reason = "the platform goes on with what was begun on this account")]
fn entered<'s>(all: &Directory<'s>, account: &str) -> storage::Result<Tenant<'s>> {
    all.enter(account)
}
