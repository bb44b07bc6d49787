//! The error of a call: what a handler returns and what a client sees. Knows codes, not transports.

use std::borrow::Cow;
use std::fmt;

use crate::cause::Cause;

/// The codes that the runtime itself answers with.
///
/// None of them collides with Centrifugo's own `100..=113`. Declared errors of an application have
/// `1000..=1999`.
pub mod code {
    /// The proxy request is malformed.
    pub const BAD_REQUEST: u32 = 400;
    /// The connection is anonymous and the method is not open to anonymous connections.
    pub const UNAUTHORIZED: u32 = 401;
    /// The handler refuses this caller.
    pub const FORBIDDEN: u32 = 403;
    /// No method of this name.
    pub const METHOD_NOT_FOUND: u32 = 404;
    /// The handler did not finish before its deadline.
    pub const DEADLINE: u32 = 408;
    /// The request is larger than the server reads.
    pub const TOO_LARGE: u32 = 413;
    /// The params are not what the method takes.
    pub const INVALID_PARAMS: u32 = 422;
    /// Too many calls; worth repeating later.
    pub const RATE_LIMITED: u32 = 429;
    /// A failure inside the server; its cause is logged and never sent.
    pub const INTERNAL: u32 = 500;
    /// The server has too much to do; worth repeating later.
    pub const OVERLOADED: u32 = 503;
}

const INTERNAL_MESSAGE: &str = "internal error";

/// Whether `code` may stand in a reply: Centrifugo leaves code 0 out of its JSON, and `100..=113`
/// mean Centrifugo's own errors to every client.
pub(crate) fn is_sendable(code: u32) -> bool {
    code != 0 && !(100..=113).contains(&code)
}

/// An error that a call ends with: a code, a message for the client and whether a repeat is worth it.
///
/// It is not a [`std::error::Error`], so that `?` turns *any* error into a code 500: the cause is
/// logged, the client sees `internal error` and nothing else.
///
/// ```
/// use centrifugo_runtime::RpcError;
///
/// fn read(path: &str, allowed: bool) -> Result<String, RpcError> {
///     if !allowed {
///         return Err(RpcError::new(403, "not your file"));
///     }
///     Ok(std::fs::read_to_string(path)?)
/// }
///
/// assert_eq!(read("/", false).unwrap_err().code(), 403);
/// assert_eq!(read("/no/such/file", true).unwrap_err().message(), "internal error");
/// ```
pub struct RpcError(Box<Inner>);

struct Inner {
    code: u32,
    message: Cow<'static, str>,
    temporary: bool,
    cause: Option<Cause>,
}

impl RpcError {
    /// An error with a code and a message that the client sees.
    ///
    /// Use [`code`] or `1000..=1999`. Three kinds of code never reach a client as they are, because
    /// Centrifugo and its SDKs give them a meaning of their own: with 0, `100..=113` and 500 the
    /// client sees code 500 and `internal error`, and `message` goes to the log.
    pub fn new(code: u32, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            code,
            message: message.into(),
            temporary: false,
            cause: None,
        }))
    }

    /// Tells the client that the same call may succeed later.
    #[must_use]
    pub fn temporary(mut self) -> Self {
        self.0.temporary = true;
        self
    }

    /// The code as it was given.
    pub fn code(&self) -> u32 {
        self.0.code
    }

    /// The message for the client.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Whether the same call may succeed later.
    pub fn is_temporary(&self) -> bool {
        self.0.temporary
    }

    /// The error type that `?` took in, if it is a `T`.
    pub fn downcast_ref<T: std::error::Error + Send + Sync + 'static>(&self) -> Option<&T> {
        self.0
            .cause
            .as_ref()
            .and_then(|cause| cause.downcast_ref::<T>())
    }

    /// Gives an error that came in by `?` from the declared type `T` its own code and message back;
    /// any other error stays as it is.
    #[must_use]
    pub fn declared<T>(mut self) -> Self
    where
        T: HandlerError + std::error::Error + Send + Sync,
    {
        match self.0.cause.take().map(|cause| cause.downcast::<T>()) {
            Some(Ok(error)) => error.into_rpc_error(),
            Some(Err(cause)) => {
                self.0.cause = Some(cause);
                self
            }
            None => self,
        }
    }

    pub(crate) fn internal(cause: Cause) -> Self {
        let mut error = Self::new(code::INTERNAL, INTERNAL_MESSAGE);
        error.0.cause = Some(cause);
        error
    }

    /// The error as the client may see it. What it may not see is logged here.
    pub(crate) fn for_client(mut self) -> Self {
        let Inner {
            code,
            message,
            cause,
            ..
        } = &*self.0;
        if *code != code::INTERNAL && is_sendable(*code) {
            return self;
        }
        if *code == code::INTERNAL && cause.is_none() && message == INTERNAL_MESSAGE {
            // It was here before, on its way through layers.
            return self;
        }
        match cause {
            Some(cause) => tracing::error!(cause = %cause.chain(), "handler failed"),
            None if *code == code::INTERNAL => {
                tracing::error!(cause = %message, "handler failed");
            }
            None => tracing::error!(
                code,
                %message,
                "handler returned a code that is Centrifugo's own; the client gets 500"
            ),
        }
        self.0.code = code::INTERNAL;
        self.0.message = Cow::Borrowed(INTERNAL_MESSAGE);
        self.0.cause = None;
        self
    }
}

impl fmt::Display for RpcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code, self.0.message)
    }
}

impl fmt::Debug for RpcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("RpcError");
        debug
            .field("code", &self.0.code)
            .field("message", &self.0.message);
        debug.field("temporary", &self.0.temporary);
        if let Some(cause) = &self.0.cause {
            debug.field("cause", &format_args!("{}", cause.chain()));
        }
        debug.finish()
    }
}

/// What a handler's error type can do: become the [`RpcError`] that the client sees.
///
/// [`RpcError`] has it, and `#[derive(RpcError)]` gives it to an enum of declared errors.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error that a `#[websocket_rpc]` handler can return",
    label = "needs `HandlerError`",
    note = "return `RpcError`, or put `#[derive(centrifugo_runtime::RpcError)]` on `{Self}`"
)]
pub trait HandlerError: Send + 'static {
    /// The error with the code and message for the client.
    fn into_rpc_error(self) -> RpcError;
}

impl HandlerError for RpcError {
    fn into_rpc_error(self) -> RpcError {
        self
    }
}

#[cfg(not(feature = "anyhow"))]
impl<E: std::error::Error + Send + Sync + 'static> From<E> for RpcError {
    fn from(error: E) -> Self {
        Self::internal(Cause::from(error))
    }
}

#[cfg(feature = "anyhow")]
impl<E: Into<anyhow::Error>> From<E> for RpcError {
    fn from(error: E) -> Self {
        Self::internal(Cause::from(error.into()))
    }
}
