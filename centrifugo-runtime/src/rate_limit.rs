//! How often one caller may call, as a tower layer. In: admitted calls. What callers have used of their
//! rate is kept for a bounded number of them.

mod callers;

use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::{Either, Ready, ready};
use governor::Quota;
use governor::clock::{Clock as _, DefaultClock};
use tower::{Layer, Service};

use crate::context::ConnectionContext;
use crate::error::{RpcError, code};
use crate::layer::{CallError, CallRequest};

use callers::Limiter;

/// A tower layer that lets each user make so many calls, and refuses more with a 429 that is temporary
/// and says how long to wait, before the params are read.
///
/// A user's rate is one for all of its connections; an anonymous connection has its own, so limit how
/// many connections one can open, too, in front of Centrifugo. The rate fills evenly (GCRA): with
/// `per_second(10)`, one call each 100 ms, and up to ten at once after a pause.
///
/// It counts within one process: behind a load balancer, a user's rate is that of each server.
///
/// ```
/// use centrifugo_runtime::{Dispatcher, RateLimit};
///
/// fn limited(dispatcher: Dispatcher) -> Dispatcher {
///     dispatcher.layer(
///         RateLimit::per_second(20)
///             .burst(100)
///             .method("reports.create", RateLimit::per_minute(2)),
///     )
/// }
/// ```
///
/// What is remembered is bounded: that of the 100,000 [callers](Self::max_callers) of each kind who
/// called last. Many anonymous connections do not displace users.
#[derive(Debug, Clone)]
#[must_use = "it limits nothing until it is given to `Dispatcher::layer`"]
pub struct RateLimit {
    quota: Quota,
    methods: HashMap<String, RateLimit>,
    max_callers: usize,
    /// Made by the first use, so that merged dispatchers count together.
    limiters: OnceLock<Arc<Limiters>>,
}

impl RateLimit {
    /// So many calls a second.
    ///
    /// # Panics
    /// If `calls` is 0.
    pub fn per_second(calls: u32) -> Self {
        Self::of(Quota::per_second(at_least_one(calls)))
    }

    /// So many calls a minute.
    ///
    /// # Panics
    /// If `calls` is 0.
    pub fn per_minute(calls: u32) -> Self {
        Self::of(Quota::per_minute(at_least_one(calls)))
    }

    fn of(quota: Quota) -> Self {
        Self {
            quota,
            methods: HashMap::new(),
            max_callers: 100_000,
            limiters: OnceLock::new(),
        }
    }

    /// How many calls may come at once after a pause; as many as in the whole second or minute unless
    /// this is said.
    ///
    /// # Panics
    /// If `calls` is 0.
    pub fn burst(mut self, calls: u32) -> Self {
        self.limiters = OnceLock::new();
        self.quota = self.quota.allow_burst(at_least_one(calls));
        self
    }

    /// A method with a rate of its own: its calls count there and not here. A layer does not know which
    /// methods there are, so that a name of none is not noticed.
    pub fn method(mut self, name: impl Into<String>, limit: RateLimit) -> Self {
        self.limiters = OnceLock::new();
        self.methods.insert(name.into(), limit);
        self
    }

    /// How many users, and how many anonymous connections, are remembered at most, of each rate. One who
    /// is forgotten begins anew.
    pub fn max_callers(mut self, callers: usize) -> Self {
        self.limiters = OnceLock::new();
        self.max_callers = callers;
        self
    }

    fn limiters(&self) -> Arc<Limiters> {
        let make = || {
            let limiter = |limit: &Self| Limiter::new(limit.quota, limit.max_callers);
            let methods = self.methods.iter();
            Arc::new(Limiters {
                clock: DefaultClock::default(),
                all: limiter(self),
                methods: methods
                    .map(|(name, limit)| (name.clone(), limiter(limit)))
                    .collect(),
            })
        };
        Arc::clone(self.limiters.get_or_init(make))
    }
}

fn at_least_one(calls: u32) -> NonZeroU32 {
    NonZeroU32::new(calls).expect("a rate of 0 lets nobody call")
}

impl fmt::Debug for Limiters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiters").finish_non_exhaustive()
    }
}

struct Limiters {
    clock: DefaultClock,
    all: Limiter,
    methods: HashMap<String, Limiter>,
}

impl Limiters {
    fn check(&self, conn: &ConnectionContext) -> Result<(), RpcError> {
        let limiter = self.methods.get(conn.method()).unwrap_or(&self.all);
        let Err(until) = limiter.check(conn) else {
            return Ok(());
        };
        let wait = until.wait_time_from(self.clock.now());
        // Never 0, which would be no wait at all.
        let millis = wait.max(Duration::from_millis(1)).as_millis();
        let message = format!("too many calls, wait {millis} ms");
        Err(RpcError::new(code::RATE_LIMITED, message).temporary())
    }
}

impl<S> Layer<S> for RateLimit {
    type Service = RateLimited<S>;

    fn layer(&self, inner: S) -> RateLimited<S> {
        RateLimited {
            inner,
            limiters: self.limiters(),
        }
    }
}

/// A service within a [`RateLimit`].
#[derive(Clone)]
pub struct RateLimited<S> {
    inner: S,
    limiters: Arc<Limiters>,
}

impl<S> fmt::Debug for RateLimited<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimited").finish_non_exhaustive()
    }
}

impl<S> Service<CallRequest> for RateLimited<S>
where
    S: Service<CallRequest>,
    S::Error: From<CallError>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Either<Ready<Result<S::Response, S::Error>>, S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: CallRequest) -> Self::Future {
        match self.limiters.check(request.conn()) {
            Ok(()) => Either::Right(self.inner.call(request)),
            Err(error) => Either::Left(ready(Err(CallError(error).into()))),
        }
    }
}
