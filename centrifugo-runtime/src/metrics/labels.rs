//! The labels of metrics. Each is bounded: what callers choose is in none.

use std::fmt::{self, Write as _};

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct MethodLabel {
    pub(super) method: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct ErrorLabels {
    pub(super) method: &'static str,
    pub(super) code: Code,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Code {
    Number(u16),
    Cancelled,
    Other,
}

impl Code {
    /// A handler may make up codes as it likes; metrics with a label for each have no end.
    pub(super) fn of(code: u32) -> Self {
        match u16::try_from(code) {
            Ok(code @ (400..=599 | 1000..=1999)) => Self::Number(code),
            _ => Self::Other,
        }
    }
}

impl EncodeLabelValue for Code {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> fmt::Result {
        match self {
            Self::Number(code) => write!(encoder, "{code}"),
            Self::Cancelled => encoder.write_str("cancelled"),
            Self::Other => encoder.write_str("other"),
        }
    }
}
