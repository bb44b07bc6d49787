//! What holds for all calls of one server. Knows no call.

use std::time::{Duration, Instant};

use crate::codegen::{Options, Run};
use crate::ending::Log;

#[derive(Debug, Clone)]
pub(crate) struct Policy {
    /// The deadline of a method that has none of its own.
    pub(crate) timeout: Duration,
    /// The longest that Centrifugo waits, less the way back.
    pub(crate) longest: Option<Duration>,
    /// How many handlers may run at one time.
    pub(crate) max_concurrent: usize,
    /// How many bytes a result may have.
    pub(crate) max_reply: usize,
    pub(crate) log: Log,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            longest: None,
            max_concurrent: usize::MAX,
            max_reply: usize::MAX,
            log: Log::default(),
        }
    }
}

/// Until when a call may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadlines {
    /// When the caller gets a 408.
    pub(crate) reply: Instant,
    /// When the handler is dropped.
    pub(crate) handler: Instant,
}

impl Policy {
    /// `patience` is how long the one waits who sent this call, where it says so.
    pub(crate) fn deadlines(
        &self,
        began: Instant,
        options: Options,
        patience: Option<Duration>,
    ) -> Deadlines {
        let reply = began + self.reply_time(options, patience);
        let handler = match options.run {
            Run::Attached => reply,
            Run::Spawned | Run::NoWait => began + self.handler_time(options, patience),
        };
        Deadlines { reply, handler }
    }

    /// After how long no handler is running any more.
    pub(crate) fn drain_time(&self, methods: impl Iterator<Item = Options>) -> Duration {
        methods
            .map(|options| self.handler_time(options, None))
            .max()
            .unwrap_or_default()
    }

    /// Once Centrifugo has given up, nobody reads a reply any more.
    fn reply_time(&self, options: Options, patience: Option<Duration>) -> Duration {
        let own = options.timeout.unwrap_or(self.timeout);
        let limits = [self.longest, patience.map(answered_before)];
        limits.into_iter().flatten().fold(own, Duration::min)
    }

    /// How long Centrifugo waits is no matter to a handler that runs by itself.
    fn handler_time(&self, options: Options, patience: Option<Duration>) -> Duration {
        match options.run {
            Run::Attached => self.reply_time(options, patience),
            Run::Spawned | Run::NoWait => options.timeout.unwrap_or(self.timeout),
        }
    }
}

/// When a reply has to go out to one who waits that long: the way back takes its time, too.
pub(crate) fn answered_before(patience: Duration) -> Duration {
    patience - (patience / 10).min(Duration::from_millis(500))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn centrifugos_patience_ends_replies_and_what_depends_on_them() {
        let policy = Policy {
            longest: Some(Duration::from_secs(1)),
            ..Policy::default()
        };
        let began = Instant::now();
        let times = |options, patience| {
            let Deadlines { reply, handler } = policy.deadlines(began, options, patience);
            (reply - began, handler - began)
        };
        let seconds = |options| {
            let (reply, handler) = times(options, None);
            (reply.as_secs(), handler.as_secs())
        };
        let minute = Options::new().timeout_ms(60_000);
        assert_eq!(seconds(Options::new()), (1, 1));
        assert_eq!(seconds(minute), (1, 1));
        assert_eq!(seconds(Options::new().spawned()), (1, 30));
        assert_eq!(seconds(minute.spawned()), (1, 60));
        assert_eq!(seconds(minute.no_wait()).1, 60);
        let hundred = Duration::from_millis(100);
        let ninety = Duration::from_millis(90);
        assert_eq!(times(minute, Some(hundred)), (ninety, ninety));
        assert_eq!(times(minute.spawned(), Some(hundred)).0, ninety);
        assert_eq!(times(minute, Some(Duration::MAX)), times(minute, None));
        let drain = |options: &[Options]| policy.drain_time(options.iter().copied());
        assert_eq!(drain(&[minute, Options::new()]), Duration::from_secs(1));
        assert_eq!(drain(&[minute.no_wait(), minute]), Duration::from_secs(60));
        assert_eq!(drain(&[]), Duration::ZERO);
    }
}
