//! How a hook says no.

use crate::error::{RpcError, code};

/// A hook's no: an error for the client, or the end of its connection.
///
/// `?` makes one of an [`RpcError`] and of any other error, which the client sees as code 500 and the log
/// in full.
///
/// ```
/// use centrifugo_runtime::RpcError;
/// use centrifugo_runtime::hooks::Refusal;
///
/// let error: Refusal = RpcError::new(403, "not your room").into();
/// let end = Refusal::disconnect(4500, "banned");
/// # drop((error, end));
/// ```
#[derive(Debug)]
pub struct Refusal(Kind);

#[derive(Debug)]
pub(crate) enum Kind {
    Error(RpcError),
    Disconnect { code: u32, reason: String },
}

impl Refusal {
    /// Ends the connection: with a code `4000..=4499` the client connects anew, with `4500..=4999` it does
    /// not. Any other code is Centrifugo's own, and the client gets an error 500 in its place.
    ///
    /// The reason goes into a WebSocket's close frame. What is longer than the 123 bytes that it has
    /// room for is cut off, since without that the client would see neither reason nor code.
    pub fn disconnect(code: u32, reason: impl Into<String>) -> Self {
        const ROOM: usize = 123;
        let mut reason = reason.into();
        if let Some((end, _)) = reason
            .char_indices()
            .find(|(at, c)| at + c.len_utf8() > ROOM)
        {
            reason.truncate(end);
        }
        Self(Kind::Disconnect { code, reason })
    }

    pub(super) fn unregistered() -> Self {
        Self(Kind::Error(RpcError::new(code::FORBIDDEN, "forbidden")))
    }

    /// As the client may see it. What it may not see is logged here.
    pub(super) fn for_client(self) -> Self {
        Self(match self.0 {
            Kind::Error(error) => Kind::Error(error.for_client()),
            Kind::Disconnect { code, .. } if !(4000..=4999).contains(&code) => {
                let error =
                    format!("a hook's disconnect has the code {code}, which is not its own");
                Kind::Error(RpcError::new(code::INTERNAL, error).for_client())
            }
            disconnect @ Kind::Disconnect { .. } => disconnect,
        })
    }

    /// The code for the log.
    pub(super) fn code(&self) -> u32 {
        match &self.0 {
            Kind::Error(error) => error.code(),
            Kind::Disconnect { code, .. } => *code,
        }
    }

    pub(crate) fn into_kind(self) -> Kind {
        self.0
    }
}

impl From<RpcError> for Refusal {
    fn from(error: RpcError) -> Self {
        Self(Kind::Error(error))
    }
}

#[cfg(not(feature = "anyhow"))]
impl<E: std::error::Error + Send + Sync + 'static> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(Kind::Error(RpcError::from(error)))
    }
}

#[cfg(feature = "anyhow")]
impl<E: Into<anyhow::Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(Kind::Error(RpcError::from(error)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disconnect_is_one_that_arrives() {
        let Kind::Disconnect { code, reason } = Refusal::disconnect(4500, "ü".repeat(100))
            .for_client()
            .into_kind()
        else {
            panic!("no disconnect");
        };
        assert_eq!((code, reason), (4500, "ü".repeat(61)));
        for code in [0, 1000, 3000, 3999, 5000] {
            let Kind::Error(error) = Refusal::disconnect(code, "").for_client().into_kind() else {
                panic!("{code}");
            };
            assert_eq!((error.code(), error.message()), (500, "internal error"));
        }
    }
}
