//! Which request the running code serves, so that every line of the log can name it. It costs nothing but its numbers.
use std::{fmt, future::Future};

/// The id of one request: the process that answers it, and a count. Shown in the published form (`platform.md` 5.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrackingId {
    /// Drawn once for each process, to tell it from others.
    pub process: u64,
    /// From 0, one more for each request.
    pub count: u64,
}

impl fmt::Display for TrackingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v=2.0;clid=us02;rid=WEB_{:016x}{:016x}", self.process, self.count)
    }
}

tokio::task_local! {
    static SERVED: TrackingId;
}

impl TrackingId {
    /// How many letters it has.
    pub const LENGTH: usize = 56;

    /// The request that the running code serves.
    /// `None` outside of requests, and in work that was not [carried](Self::carry) over.
    pub fn served() -> Option<Self> {
        SERVED.try_with(|id| *id).ok()
    }
    /// Whatever `work` does is done for this request.
    pub fn serve<F: Future>(self, work: F) -> impl Future<Output = F::Output> {
        SERVED.scope(self, work)
    }
    /// `work` for the request that is served where it is asked for, wherever it is done.
    pub async fn carry<F: Future>(served: Option<Self>, work: F) -> F::Output {
        match served {
            Some(id) => id.serve(work).await,
            None => work.await,
        }
    }
    /// As [`carry`](Self::carry), for work on a thread.
    pub fn carry_over<T>(served: Option<Self>, work: impl FnOnce() -> T) -> T {
        match served {
            Some(id) => SERVED.sync_scope(id, work),
            None => work(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Database, End, Options, Read};

    const ID: TrackingId = TrackingId { process: 0xAB, count: 7 };

    #[test]
    fn an_id_is_shown_in_the_published_form() {
        let shown = ID.to_string();
        assert_eq!(shown, "v=2.0;clid=us02;rid=WEB_00000000000000ab0000000000000007");
        assert_eq!(shown.len(), TrackingId::LENGTH);
    }

    #[tokio::test]
    async fn work_of_the_store_is_done_for_the_request_that_asked_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&Options::new(&format!("sqlite:{}", folder.path().join("t.db").display())));
        let database = database.unwrap();
        let work = async {
            let mut seen = vec![database.write("", |_| End::Commit(TrackingId::served())).await.unwrap()];
            for read in [Read::OneStatement, Read::Snapshot, Read::Large] {
                seen.push(database.read(read, |_| TrackingId::served()).await.unwrap());
            }
            seen
        };
        assert_eq!(ID.serve(work).await, [Some(ID); 4]);
        assert_eq!(database.write("", |_| End::Commit(TrackingId::served())).await.unwrap(), None);
    }
}
