//! The age of mail and of links: what has been of no use for long is removed, by the clock of its world.
use platform::{Platform, Result};
use storage::Directory;

/// How long they are kept from then on, in milliseconds: 30 days. Until it goes, whoever follows a link that has expired
/// learns what is wrong with it.
const KEPT: i64 = 30 * 24 * 60 * 60 * 1000;
/// Of each, in one transaction of each world.
const AT_ONCE: i64 = 500;

/// Removes all that is old enough, in one world or in all.
///
/// # Errors
/// The store does not answer; what is left is removed by a later call.
pub async fn remove_old(platform: &Platform, world: Option<&str>) -> Result<()> {
    let world = world.map(str::to_owned);
    let mut removed = 1;
    while removed > 0 {
        let world = world.clone();
        removed = platform.in_directory(move |all| remove_some(all, world.as_deref())).await?;
    }
    Ok(())
}

fn remove_some(all: &mut Directory, only: Option<&str>) -> Result<u64> {
    let mut removed = 0;
    for world in all.worlds()?.iter().filter(|world| only.is_none_or(|id| id == world.id)) {
        let until = world.clock().at(all.now()) - KEPT;
        removed += all.forget_mails(&world.id, until, AT_ONCE)?;
        removed += all.forget_links(&world.id, until, AT_ONCE)?;
    }
    Ok(removed)
}
