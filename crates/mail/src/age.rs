//! The age of mail and of links: what has been of no use for long is removed, by the clock of its world.
use platform::{Platform, Result};
use storage::{
    Directory,
    directory::{OldLink, OldMail},
    time::DAY,
};

/// How long they are kept from then on. Until it goes, whoever follows a link that has expired learns what is wrong with it.
const KEPT: i64 = 30 * DAY;
/// How many are removed in one transaction.
const AT_ONCE: i64 = 100;

type Find<T> = fn(&Directory<'_>, Option<&str>, &T) -> storage::Result<Vec<T>>;
type Forget<T> = fn(&mut Directory<'_>, &T) -> storage::Result<()>;

/// Removes all that is old enough, in one world or in all. It is looked for beside all changes: where the clock of one world
/// is ahead, what is not old in the others has to be looked at too.
///
/// # Errors
/// The store does not answer; what is left is removed by a later call.
pub async fn remove_old(platform: &Platform, world: Option<&str>) -> Result<()> {
    let mails = remove::<OldMail>(
        platform,
        world,
        |all, world, after| all.old_mails(KEPT, world, after, AT_ONCE),
        |all, mail| all.forget_mail(mail),
    )
    .await;
    let links = remove::<OldLink>(
        platform,
        world,
        |all, world, after| all.old_links(KEPT, world, after, AT_ONCE),
        |all, link| all.forget_link(link),
    )
    .await;
    mails.and(links)
}

/// Each part is looked for behind the one before, so that nothing is looked at twice.
async fn remove<T: Clone + Default + Send + 'static>(
    platform: &Platform,
    world: Option<&str>,
    find: Find<T>,
    forget: Forget<T>,
) -> Result<()> {
    let mut last = T::default();
    loop {
        let (world, after) = (world.map(str::to_owned), last);
        let old = platform.read_directory(move |all| Ok(find(all, world.as_deref(), &after)?)).await?;
        let Some(found) = old.last().cloned() else { return Ok(()) };
        last = found;
        platform.in_directory(move |all| Ok(old.iter().try_for_each(|one| forget(all, one))?)).await?;
    }
}
