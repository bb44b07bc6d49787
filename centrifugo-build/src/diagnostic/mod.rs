//! What is wrong with the user's source, where, and what to write instead.

pub(crate) mod messages;
mod render;

use crate::source::Span;

pub use render::Errors;

/// One error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// Lowercase, no full stop, code in backticks.
    pub(crate) message: String,
    /// None for what stands in no Rust source: `Cargo.toml`, a file that cannot be read.
    pub(crate) span: Option<Span>,
    /// Places on the way to the error, such as an alias.
    pub(crate) notes: Vec<(Span, String)>,
    /// What to write instead.
    pub(crate) hint: Option<String>,
}

impl Diagnostic {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            span: None,
            notes: vec![],
            hint: None,
        }
    }

    pub(crate) fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn note(mut self, span: Span, text: impl Into<String>) -> Self {
        self.notes.push((span, text.into()));
        self
    }
}
