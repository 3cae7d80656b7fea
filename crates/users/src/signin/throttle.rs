//! How often signing in may fail: as one user, and from one address. Whoever has failed more often waits.
use platform::{Html, Result, Visit};
use storage::Directory;

/// Who tries, and where from. The email need not be anybody's.
pub struct Attempt<'a> {
    /// In its form for comparison.
    pub email: &'a str,
    pub visit: &'a Visit,
}

impl Attempt<'_> {
    /// In how many seconds it may be tried again; nothing when it may be tried now.
    pub fn wait(&self, all: &Directory) -> Result<Option<i64>> {
        let mut latest = None;
        for (subject, most) in self.subjects() {
            latest = latest.max(all.barred_until(&subject, most)?);
        }
        Ok(latest.map(|until| (until - all.now() + 999) / 1000))
    }
    /// It has failed: the page that says so, or the one that says that it has failed too often.
    pub fn fail(&self, all: &mut Directory, said: Html) -> Result<Html> {
        for (subject, _) in self.subjects() {
            all.note_failure(&subject)?;
        }
        Ok(self.wait(all)?.map_or(said.with_status(403), super::forms::wait))
    }
    /// Each with how often it may fail. Without a socket there is no address to count.
    fn subjects(&self) -> Vec<(String, i64)> {
        let gate = self.visit.site().gate;
        let user = (format!("email {}", self.email), gate.failures_of_account);
        let address = self.visit.address().map(|address| (format!("address {address}"), gate.failures_of_address));
        [Some(user), address].into_iter().flatten().collect()
    }
}
