//! The numbers themselves. A method's are looked up when the dispatcher is made, so that a call only
//! adds to them.

use std::sync::Arc;
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;

use super::labels::{Code, ErrorLabels, MethodLabel};

/// Seconds: from a method that only looks something up to one with the longest usual deadline.
const BUCKETS: [f64; 14] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

pub(super) struct Families {
    pub(super) calls: Family<MethodLabel, Counter>,
    pub(super) errors: Family<ErrorLabels, Counter>,
    pub(super) duration: Family<MethodLabel, Histogram, fn() -> Histogram>,
    pub(super) in_flight: Family<MethodLabel, Gauge>,
}

impl Default for Families {
    fn default() -> Self {
        Self {
            calls: Family::default(),
            errors: Family::default(),
            duration: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            in_flight: Family::default(),
        }
    }
}

impl Families {
    pub(super) fn handles(&self, method: &'static str) -> Handles {
        let label = MethodLabel { method };
        Handles {
            method,
            calls: self.calls.get_or_create_owned(&label),
            duration: self.duration.get_or_create_owned(&label),
            in_flight: self.in_flight.get_or_create_owned(&label),
            errors: self.errors.clone(),
        }
    }
}

/// Those of one method.
pub(super) struct Handles {
    method: &'static str,
    calls: Counter,
    duration: Histogram,
    in_flight: Gauge,
    errors: Family<ErrorLabels, Counter>,
}

impl Handles {
    pub(super) fn ended(&self, verdict: Verdict) {
        self.calls.inc();
        let code = match verdict {
            Verdict::Ok => return,
            Verdict::Code(code) => Code::of(code),
            Verdict::Cancelled => Code::Cancelled,
        };
        let labels = ErrorLabels {
            method: self.method,
            code,
        };
        self.errors.get_or_create(&labels).inc();
    }
}

/// How a call ended.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Verdict {
    Ok,
    Code(u32),
    Cancelled,
}

/// A call that runs. It has to be ended.
pub(crate) struct InFlight(Arc<Handles>);

impl InFlight {
    pub(super) fn new(handles: Arc<Handles>) -> Self {
        handles.in_flight.inc();
        Self(handles)
    }

    pub(crate) fn end(&self, verdict: Verdict, took: Duration) {
        self.0.in_flight.dec();
        self.0.duration.observe(took.as_secs_f64());
        self.0.ended(verdict);
    }
}
