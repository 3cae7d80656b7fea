//! Changes of one account take turns on this node, so that they conflict with other nodes only.
use parking_lot::Mutex;
use std::{collections::HashMap, sync::Arc};
use tokio::sync::{Mutex as Line, OwnedMutexGuard};

type Lines = Arc<Mutex<HashMap<Arc<str>, Arc<Line<()>>>>>;

/// A line for every account that somebody changes or waits to change, and none for the others.
#[derive(Default)]
pub(super) struct Turns(Lines);

impl Turns {
    /// Waits for the turn of `account`; it ends when what is returned is dropped.
    pub(super) async fn take(&self, account: &str) -> Turn {
        let account: Arc<str> = account.into();
        let line = self.0.lock().entry(account.clone()).or_default().clone();
        // Made before the wait: one who gives up leaves the line as one who had his turn.
        let mut turn = Turn { lines: self.0.clone(), account, line, _held: None };
        turn._held = Some(turn.line.clone().lock_owned().await);
        turn
    }
}

pub(super) struct Turn {
    lines: Lines,
    account: Arc<str>,
    line: Arc<Line<()>>,
    _held: Option<OwnedMutexGuard<()>>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self._held = None;
        let mut lines = self.lines.lock();
        // The map and this turn: nobody else stands in the line, and nobody can step in while the map is locked.
        if Arc::strong_count(&self.line) == 2 {
            lines.remove(&self.account);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        future::Future,
        pin::pin,
        task::{Context, Poll, Waker},
    };

    fn poll<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn changes_of_one_account_take_turns_and_others_do_not_wait() {
        let turns = Turns::default();
        let Poll::Ready(first) = poll(pin!(turns.take("a"))) else { panic!("the first waits") };
        let mut second = pin!(turns.take("a"));
        assert!(poll(second.as_mut()).is_pending());
        assert!(poll(pin!(turns.take("b"))).is_ready());
        drop(first);
        assert!(poll(second.as_mut()).is_ready());
    }

    #[test]
    fn no_line_is_kept_when_nobody_stands_in_it() {
        let turns = Turns::default();
        {
            let first = poll(pin!(turns.take("a")));
            let mut second = Box::pin(turns.take("a"));
            assert!(poll(second.as_mut()).is_pending());
            drop(second);
            assert_eq!(turns.0.lock().len(), 1);
            drop(first);
        }
        assert_eq!(turns.0.lock().len(), 0);
    }
}
