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
    pub(crate) log: Log,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            longest: None,
            max_concurrent: usize::MAX,
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
    pub(crate) fn deadlines(&self, began: Instant, options: Options) -> Deadlines {
        Deadlines {
            reply: began + self.reply_time(options),
            handler: began + self.handler_time(options),
        }
    }

    /// After how long no handler is running any more.
    pub(crate) fn drain_time(&self, methods: impl Iterator<Item = Options>) -> Duration {
        methods
            .map(|options| self.handler_time(options))
            .max()
            .unwrap_or_default()
    }

    /// Once Centrifugo has given up, nobody reads a reply any more.
    fn reply_time(&self, options: Options) -> Duration {
        let own = options.timeout.unwrap_or(self.timeout);
        self.longest.map_or(own, |longest| own.min(longest))
    }

    /// How long Centrifugo waits is no matter to a handler that runs by itself.
    fn handler_time(&self, options: Options) -> Duration {
        match options.run {
            Run::Attached => self.reply_time(options),
            Run::Spawned | Run::NoWait => options.timeout.unwrap_or(self.timeout),
        }
    }
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
        let seconds = |options| {
            let Deadlines { reply, handler } = policy.deadlines(began, options);
            ((reply - began).as_secs(), (handler - began).as_secs())
        };
        let minute = Options::new().timeout_ms(60_000);
        assert_eq!(seconds(Options::new()), (1, 1));
        assert_eq!(seconds(minute), (1, 1));
        assert_eq!(seconds(Options::new().spawned()), (1, 30));
        assert_eq!(seconds(minute.spawned()), (1, 60));
        assert_eq!(seconds(minute.no_wait()).1, 60);
        let drain = |options: &[Options]| policy.drain_time(options.iter().copied());
        assert_eq!(drain(&[minute, Options::new()]), Duration::from_secs(1));
        assert_eq!(drain(&[minute.no_wait(), minute]), Duration::from_secs(60));
        assert_eq!(drain(&[]), Duration::ZERO);
    }
}
