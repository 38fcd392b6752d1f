//! A map over an iterator on many cores, in order and in flat memory.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::task::Poll;
use std::thread;
use std::time::Duration;

/// The results of a function on the items of an iterator, in the iterator's order.
///
/// The iterator runs on a thread of its own, the function on rayon's global pool. No more than two items for each thread of the pool are
/// read, worked on or waiting to be taken, so memory stays flat, and an iterator that is ahead of a slow taker waits. An item is
/// worked on as soon as it is there. A panic of the iterator or of the function comes out of [`next`](Iterator::next). When this is dropped, the
/// iterator stops after the item it is at.
///
/// ```
/// use textsieve::corpus::Ordered;
///
/// let squares: Vec<u64> = Ordered::new(0..1000u64, |n| n * n).collect();
/// assert_eq!(squares[999], 998_001);
/// assert!(squares.is_sorted());
/// ```
pub struct Ordered<U> {
    slots: Receiver<Slot<U>>,
    /// The slot whose turn it is.
    front: Option<Slot<U>>,
}

/// Where the result of one item will be, or what a panic left.
type Slot<U> = Receiver<Result<U, Box<dyn Any + Send>>>;

impl<U: Send + 'static> Ordered<U> {
    /// Starts to work.
    pub fn new<I, F>(items: I, map: F) -> Self
    where
        I: IntoIterator,
        I::IntoIter: Send + 'static,
        I::Item: Send + 'static,
        F: Fn(I::Item) -> U + Send + Sync + 'static,
    {
        let items = items.into_iter();
        let map = Arc::new(map);
        // One more is at the taker's, one at the iterator's.
        let (send_slot, slots) = mpsc::sync_channel((2 * rayon::current_num_threads()).saturating_sub(2));
        thread::spawn(move || {
            let feed = || {
                for item in items {
                    let (send, slot) = mpsc::sync_channel(1);
                    if send_slot.send(slot).is_err() {
                        return;
                    }
                    let map = Arc::clone(&map);
                    rayon::spawn(move || {
                        // Nobody takes it any more when this fails.
                        let _ = send.send(catch_unwind(AssertUnwindSafe(|| map(item))));
                    });
                }
            };
            if let Err(panic) = catch_unwind(AssertUnwindSafe(feed)) {
                let (send, slot) = mpsc::sync_channel(1);
                if send_slot.send(slot).is_ok() {
                    let _ = send.send(Err(panic));
                }
            }
        });
        Self { slots, front: None }
    }
}

impl<U> Ordered<U> {
    /// Waits for the next result, but no longer than this.
    ///
    /// ```
    /// use std::task::Poll;
    /// use std::time::Duration;
    /// use textsieve::corpus::Ordered;
    ///
    /// let mut slow = Ordered::new([Duration::from_secs(1)], std::thread::sleep);
    /// assert!(slow.next_within(Duration::from_millis(1)).is_pending());
    /// assert_eq!(slow.next_within(Duration::from_secs(60)), Poll::Ready(Some(())));
    /// assert_eq!(slow.next_within(Duration::from_secs(60)), Poll::Ready(None));
    /// ```
    pub fn next_within(&mut self, time: Duration) -> Poll<Option<U>> {
        let slot = match self.front.take() {
            Some(slot) => slot,
            None => match self.slots.recv_timeout(time) {
                Ok(slot) => slot,
                Err(RecvTimeoutError::Timeout) => return Poll::Pending,
                Err(RecvTimeoutError::Disconnected) => return Poll::Ready(None),
            },
        };
        match slot.recv_timeout(time) {
            Ok(result) => Poll::Ready(Some(unwind(result))),
            Err(RecvTimeoutError::Timeout) => {
                self.front = Some(slot);
                Poll::Pending
            }
            Err(RecvTimeoutError::Disconnected) => unreachable!("the job of a slot always answers"),
        }
    }
}

impl<U> Iterator for Ordered<U> {
    type Item = U;

    fn next(&mut self) -> Option<U> {
        let slot = match self.front.take() {
            Some(slot) => slot,
            None => wait(&self.slots)?,
        };
        wait(&slot).map(unwind)
    }
}

/// Receives; a thread of rayon's pool works meanwhile, for the others may all be waiting like it.
fn wait<T>(from: &Receiver<T>) -> Option<T> {
    while rayon::current_thread_index().is_some() {
        match from.try_recv() {
            Ok(item) => return Some(item),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => {
                if rayon::yield_now() != Some(rayon::Yield::Executed) {
                    thread::sleep(Duration::from_micros(50));
                }
            }
        }
    }
    from.recv().ok()
}

fn unwind<U>(result: Result<U, Box<dyn Any + Send>>) -> U {
    result.unwrap_or_else(|panic| resume_unwind(panic))
}

impl<U> fmt::Debug for Ordered<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ordered").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn order_is_kept_and_little_is_read_ahead() {
        static READ: AtomicUsize = AtomicUsize::new(0);
        let items = (0..10_000usize).inspect(|_| {
            READ.fetch_add(1, Ordering::SeqCst);
        });
        // Late results come in their turn all the same.
        let results = Ordered::new(items, |n| {
            thread::sleep(Duration::from_micros(if n % 7 == 0 { 300 } else { 0 }));
            n
        });
        for (taken, n) in results.take(2_000).enumerate() {
            assert_eq!(taken, n);
            let ahead = READ.load(Ordering::SeqCst) - taken;
            assert!(ahead <= 2 * rayon::current_num_threads() + 2, "{ahead}");
        }
    }

    #[test]
    fn works_within_the_pool() {
        let sums: Vec<u64> = rayon::broadcast(|_| Ordered::new(0..1_000u64, |n| n).sum());
        assert!(sums.iter().all(|sum| *sum == 499_500));
    }

    #[test]
    fn panics_come_out() {
        let quiet = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| ()));
        let of_map = catch_unwind(|| Ordered::new(0..10, |n| assert_ne!(n, 5)).count());
        let of_items = catch_unwind(|| Ordered::new((0..10).inspect(|n| assert_ne!(*n, 5)), |n| n).count());
        std::panic::set_hook(quiet);
        assert!(of_map.is_err() && of_items.is_err());
    }
}
