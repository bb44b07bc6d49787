//! `disconnect`: ends a user's connections.

use serde::Serialize;
use serde_json::value::RawValue;

use super::CentrifugoApi;
use super::command::{Command, Request, nothing};
use super::error::ApiError;
use super::receiver::{self, Receiver};

/// The longest reason that fits into a WebSocket close frame (RFC 6455, 5.5: 125 bytes with the code).
/// With a longer one the socket drops without a code.
const LONGEST_REASON: usize = 123;

/// Ends a user's connections. Without a code of its own, clients do not come back (code 3503).
///
/// ```no_run
/// # use centrifugo_runtime::api::{ApiError, CentrifugoApi, Disconnect};
/// # async fn run(api: CentrifugoApi) -> Result<(), ApiError> {
/// // All but the connection that asked for it, and they may come back.
/// let others = Disconnect::new("42").except(["84cee26a"]).code(4000, "signed out elsewhere");
/// api.send(others).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Serialize)]
#[must_use = "a command does nothing until it is sent"]
pub struct Disconnect {
    #[serde(flatten)]
    receiver: Receiver,
    #[serde(skip_serializing_if = "Option::is_none")]
    disconnect: Option<Reason>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    whitelist: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
struct Reason {
    code: u32,
    reason: String,
}

impl Disconnect {
    /// Ends all connections of a user.
    pub fn new(user_id: impl Into<String>) -> Self {
        Self {
            receiver: Receiver::user(user_id),
            disconnect: None,
            whitelist: Vec::new(),
        }
    }

    /// What clients get to know. With a code of 4000 to 4499 they connect again, with one of 4500 to
    /// 4999 they do not. The reason has at most 123 bytes; Centrifugo recommends 32.
    pub fn code(mut self, code: u32, reason: impl Into<String>) -> Self {
        self.disconnect = Some(Reason {
            code,
            reason: reason.into(),
        });
        self
    }

    /// Spares the connections with these client ids.
    pub fn except(mut self, client_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.whitelist
            .extend(client_ids.into_iter().map(Into::into));
        self
    }
}

receiver::setters!(Disconnect);

impl Request for Disconnect {
    const NAME: &'static str = "disconnect";

    fn check(&self) -> Result<(), ApiError> {
        self.receiver.check(Self::NAME)?;
        let Some(Reason { code, reason }) = &self.disconnect else {
            return Ok(());
        };
        if !(3000..5000).contains(code) {
            let reason = format!("the code {code} is not one of 3000 to 4999");
            return Err(ApiError::unsendable(Self::NAME, reason));
        }
        if reason.len() > LONGEST_REASON {
            let reason = format!(
                "the reason has {} bytes, a close frame holds {LONGEST_REASON}",
                reason.len()
            );
            return Err(ApiError::unsendable(Self::NAME, reason));
        }
        Ok(())
    }

    /// A second one could end a connection that was made in between.
    fn is_repeatable(&self) -> bool {
        false
    }
}

impl Command for Disconnect {
    type Reply = ();

    fn read(result: &RawValue) -> serde_json::Result<()> {
        nothing(result)
    }
}

impl CentrifugoApi {
    /// Ends a user's connections for good; [`Disconnect`] has more options.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn disconnect(&self, user_id: &str) -> Result<(), ApiError> {
        self.send(Disconnect::new(user_id)).await
    }
}
