//! Changes run side by side on a node, as many as there are seats, and so many wait for one. One that others have come between again and again runs
//! alone: a long change would otherwise be run again, among many short ones, until its time is over.
use crate::fault::*;
use std::sync::Arc;
use tokio::{
    sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, OwnedSemaphorePermit, RwLock, Semaphore},
    time::{Duration, timeout},
};

/// Where changes run.
pub(super) struct Room {
    seats: Arc<Semaphore>,
    /// Where changes wait for a seat.
    places: Semaphore,
    inside: Arc<RwLock<()>>,
}

type Seat = Option<OwnedSemaphorePermit>;

/// It ends when it is dropped.
pub(super) struct Stay {
    _seat: Seat,
    _beside: Option<OwnedRwLockReadGuard<()>>,
    _alone: Option<OwnedRwLockWriteGuard<()>>,
}

impl Room {
    pub(super) fn new(seats: usize, places: usize) -> Self {
        let places = Semaphore::new(places.min(Semaphore::MAX_PERMITS));
        Room { seats: Arc::new(Semaphore::new(seats)), places, inside: Arc::default() }
    }
    /// Beside the others, once nobody is there that is to be alone.
    ///
    /// # Errors
    /// [`Fault::Busy`]: more wait than may.
    pub(super) async fn beside(&self) -> Result<Stay> {
        Ok(self.beside_on(self.seat().await?).await)
    }
    /// Alone, once the others have gone; whoever comes later waits behind. When they stay for longer than `patience`, beside
    /// them: nobody is kept waiting for more than that by somebody who waits too.
    ///
    /// # Errors
    /// [`Fault::Busy`]: more wait than may.
    pub(super) async fn alone(&self, patience: Duration) -> Result<Stay> {
        let seat = self.seat().await?;
        match timeout(patience, self.inside.clone().write_owned()).await {
            Ok(alone) => Ok(Stay { _seat: seat, _beside: None, _alone: Some(alone) }),
            Err(_) => Ok(self.beside_on(seat).await),
        }
    }
    /// It is waited for outside: whoever is to be alone waits for those alone who run.
    async fn seat(&self) -> Result<Seat> {
        if let Ok(seat) = self.seats.clone().try_acquire_owned() {
            return Ok(Some(seat));
        }
        let _place = self.places.try_acquire().map_err(|_| Fault::Busy)?;
        // Nobody closes the seats, so that there is one.
        Ok(self.seats.clone().acquire_owned().await.ok())
    }
    async fn beside_on(&self, seat: Seat) -> Stay {
        Stay { _seat: seat, _beside: Some(self.inside.clone().read_owned().await), _alone: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        future::Future,
        pin::{Pin, pin},
        task::{Context, Poll, Waker},
    };

    fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    fn with_time(test: impl Future<Output = ()>) {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(test);
    }

    #[test]
    fn whoever_is_to_be_alone_waits_for_those_who_are_there_and_keeps_out_those_who_come_later() {
        with_time(async {
            let room = Room::new(4, 8);
            let (one, other) = (room.beside().await.unwrap(), room.beside().await.unwrap());
            let (mut alone, mut later) = (pin!(room.alone(Duration::MAX)), pin!(room.beside()));
            assert!(poll(alone.as_mut()).is_pending() && poll(later.as_mut()).is_pending());
            drop(one);
            assert!(poll(alone.as_mut()).is_pending() && poll(later.as_mut()).is_pending());
            drop(other);
            let Poll::Ready(Ok(stay)) = poll(alone.as_mut()) else { panic!("it waits for nobody") };
            assert!(stay._alone.is_some() && poll(later.as_mut()).is_pending());
            drop(stay);
            assert!(poll(later.as_mut()).is_ready());
        });
    }

    #[test]
    fn whoever_finds_no_seat_waits_for_one() {
        with_time(async {
            let room = Room::new(2, 8);
            let (one, other) = (room.beside().await.unwrap(), room.beside().await.unwrap());
            let (mut third, mut alone) = (pin!(room.beside()), pin!(room.alone(Duration::MAX)));
            assert!(poll(third.as_mut()).is_pending() && poll(alone.as_mut()).is_pending());
            drop(one);
            assert!(poll(third.as_mut()).is_ready() && poll(alone.as_mut()).is_pending());
            drop(other);
            let Poll::Ready(Ok(stay)) = poll(alone.as_mut()) else { panic!("it waits for nobody") };
            assert!(stay._alone.is_some());
        });
    }

    #[test]
    fn whoever_finds_no_place_to_wait_is_refused() {
        with_time(async {
            let room = Room::new(1, 2);
            let seated = room.beside().await.unwrap();
            let (mut first, mut second) = (pin!(room.beside()), pin!(room.alone(Duration::MAX)));
            assert!(poll(first.as_mut()).is_pending() && poll(second.as_mut()).is_pending());
            assert_eq!(room.beside().await.err(), Some(Fault::Busy));
            drop(seated);
            assert!(poll(first.as_mut()).is_ready());
            assert!(poll(pin!(room.beside())).is_pending());
        });
    }

    #[test]
    fn whoever_has_no_patience_left_goes_in_beside_the_others() {
        with_time(async {
            let room = Room::new(3, 8);
            let other = room.beside().await.unwrap();
            assert!(room.alone(Duration::ZERO).await.unwrap()._alone.is_none());
            drop(other);
            assert!(room.alone(Duration::ZERO).await.unwrap()._alone.is_some());
        });
    }
}
