//! A future that has to end in time. Knows nothing of calls.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::task::coop::{Unconstrained, unconstrained};
use tokio::time::{Sleep, sleep, sleep_until};

/// `None`, if `future` is not ready in time. It is asked once before there is a timer at all: most are
/// ready then, and a timer takes a lock that all threads share.
pub(crate) struct Within<F> {
    future: F,
    timer: Timer,
}

enum Timer {
    Until(Instant),
    After(Duration),
    /// Unconstrained: a future that uses up its task's budget each time is late all the same.
    Runs(Pin<Box<Unconstrained<Sleep>>>),
}

impl<F> Within<F> {
    pub(crate) fn until(deadline: Instant, future: F) -> Self {
        let timer = Timer::Until(deadline);
        Self { future, timer }
    }

    /// `time` begins when the future has to be waited for.
    pub(crate) fn time(time: Duration, future: F) -> Self {
        let timer = Timer::After(time);
        Self { future, timer }
    }
}

impl<F: Future + Unpin> Future for Within<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { future, timer } = &mut *self;
        if let Poll::Ready(output) = Pin::new(future).poll(context) {
            return Poll::Ready(Some(output));
        }
        ready!(timer.started().poll(context));
        Poll::Ready(None)
    }
}

impl Timer {
    fn started(&mut self) -> Pin<&mut Unconstrained<Sleep>> {
        let sleep = match *self {
            Self::Runs(ref mut sleep) => return sleep.as_mut(),
            Self::Until(deadline) => sleep_until(deadline.into()),
            Self::After(time) => sleep(time),
        };
        *self = Self::Runs(Box::pin(unconstrained(sleep)));
        self.started()
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[tokio::test]
    async fn what_is_ready_is_in_time_whenever_that_was() {
        let past = Instant::now() - Duration::from_secs(1);
        assert_eq!(Within::until(past, ready(7)).await, Some(7));
        assert_eq!(Within::until(past, pending::<()>()).await, None);
        assert_eq!(Within::time(Duration::ZERO, ready(7)).await, Some(7));
        assert_eq!(
            Within::time(Duration::from_millis(1), pending::<()>()).await,
            None
        );
    }

    #[tokio::test]
    async fn a_future_that_never_rests_is_late_all_the_same() {
        let busy = Box::pin(async {
            loop {
                tokio::task::consume_budget().await;
            }
        });
        let ended: Option<()> = Within::time(Duration::from_millis(5), busy).await;
        assert_eq!(ended, None);
    }
}
