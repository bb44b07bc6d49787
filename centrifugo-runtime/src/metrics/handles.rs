//! The numbers themselves. A method's are looked up when the dispatcher is made, so that a call only
//! adds to them.

use std::sync::Arc;
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;

use super::labels::{Code, ErrorLabels};
use super::tally::{Tally, Totals};

pub(super) type Errors = Family<ErrorLabels, Counter>;

/// Those of one method.
pub(super) struct Handles {
    pub(super) method: &'static str,
    tally: Tally,
    /// Calls that ended before they began.
    refused: Counter,
    errors: Errors,
}

impl Handles {
    pub(super) fn new(method: &'static str, errors: Errors) -> Self {
        Self {
            method,
            tally: Tally::new(),
            refused: Counter::default(),
            errors,
        }
    }

    pub(super) fn totals(&self) -> Totals {
        self.tally.totals()
    }

    pub(super) fn refused(&self) -> u64 {
        self.refused.get()
    }

    pub(super) fn refuse(&self, code: u32) {
        self.refused.inc();
        self.fail(Code::of(code));
    }

    fn fail(&self, code: Code) {
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
        handles.tally.begin();
        Self(handles)
    }

    pub(crate) fn end(&self, verdict: Verdict, took: Duration) {
        self.0.tally.end(took);
        match verdict {
            Verdict::Ok => {}
            Verdict::Code(code) => self.0.fail(Code::of(code)),
            Verdict::Cancelled => self.0.fail(Code::Cancelled),
        }
    }
}
