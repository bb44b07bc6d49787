//! The part of the lowered tree that is about methods.

use std::borrow::Cow;

/// A method of `APIClient`.
#[derive(Debug)]
pub(super) struct MethodDecl {
    pub(super) docs: String,
    pub(super) name: String,
    /// The name on the wire, and as a string literal.
    pub(super) wire: String,
    pub(super) wire_name: String,
    /// The type of the params, unless there are none.
    pub(super) params_type: Option<Cow<'static, str>>,
    /// A value of it as another package writes it, if one is easily made up.
    pub(super) sample: Option<String>,
    /// `, params T`, or nothing.
    pub(super) params: String,
    /// What is sent: an expression.
    pub(super) argument: String,
    /// The result's type, unless there is none.
    pub(super) result: Option<Cow<'static, str>>,
    pub(super) read: Cow<'static, str>,
    /// `, declaredX` for each declared error.
    pub(super) declared: String,
    /// The declared errors' names.
    pub(super) errors: Vec<String>,
    /// The client's time limit, 0 if the method says none.
    pub(super) timeout_ms: u64,
    pub(super) idempotent: bool,
    pub(super) no_wait: bool,
    pub(super) deprecated: bool,
    /// Its signature names a deprecated type.
    pub(super) shows_deprecated: bool,
    /// The first sentence of its docs, on one line.
    pub(super) summary: Option<String>,
    /// What stands in for the server.
    pub(super) fake: Fake,
    /// What reads and writes params and result.
    pub(super) codecs: Vec<Codec>,
}

/// How a fake answers a method.
#[derive(Debug)]
pub(super) struct Fake {
    /// An expression: what reads the params.
    pub(super) read: Cow<'static, str>,
    /// An expression: what writes the result.
    pub(super) write: Cow<'static, str>,
    /// An expression: the handler, with params and result.
    pub(super) handler: String,
}

impl MethodDecl {
    /// Does the table of methods say more of it than that it is there?
    pub(super) fn has_options(&self) -> bool {
        self.timeout_ms > 0 || self.idempotent || !self.errors.is_empty()
    }
}

/// What reads and writes a value of some name.
#[derive(Debug, Clone)]
pub(super) struct Codec {
    /// A string literal.
    pub(super) name: String,
    pub(super) read: Cow<'static, str>,
    pub(super) write: Cow<'static, str>,
}
