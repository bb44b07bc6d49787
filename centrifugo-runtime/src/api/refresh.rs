//! `refresh`: how long a user's connections last.

use serde::Serialize;
use serde_json::value::RawValue;

use super::CentrifugoApi;
use super::command::{Command, Request, check_payload, is_off, nothing};
use super::error::ApiError;
use super::receiver::{self, Receiver};
use crate::payload::{INFO, Payload};

/// Changes when a user's connections end. It is for unidirectional connections: others ask for a new
/// token themselves.
#[derive(Debug, Clone, Serialize)]
#[must_use = "a command does nothing until it is sent"]
pub struct Refresh {
    #[serde(flatten)]
    receiver: Receiver,
    #[serde(skip_serializing_if = "is_off")]
    expired: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    expire_at: Option<u64>,
    #[serde(flatten)]
    info: Payload,
}

impl Refresh {
    /// Lets all connections of a user last until then, in seconds since 1970; 0 is for ever.
    pub fn new(user_id: impl Into<String>, expire_at: u64) -> Self {
        Self {
            receiver: Receiver::user(user_id),
            expired: false,
            expire_at: Some(expire_at),
            info: Payload::none(INFO),
        }
    }

    /// Says that all connections of a user are expired: they are closed, and clients may come back with
    /// another token.
    pub fn expired(user_id: impl Into<String>) -> Self {
        Self {
            receiver: Receiver::user(user_id),
            expired: true,
            expire_at: None,
            info: Payload::none(INFO),
        }
    }

    /// What others get to know about the connection from now on.
    pub fn info(mut self, info: &(impl Serialize + ?Sized)) -> Self {
        self.info = Payload::json(INFO, info);
        self
    }
}

receiver::setters!(Refresh);

impl Request for Refresh {
    const NAME: &'static str = "refresh";

    fn check(&self) -> Result<(), ApiError> {
        self.receiver.check(Self::NAME)?;
        check_payload(Self::NAME, &self.info)
    }

    /// A second one that ends connections could end one that was made in between.
    fn is_repeatable(&self) -> bool {
        !self.expired
    }
}

impl Command for Refresh {
    type Reply = ();

    fn read(result: &RawValue) -> serde_json::Result<()> {
        nothing(result)
    }
}

impl CentrifugoApi {
    /// Lets a user's connections last until `expire_at`, in seconds since 1970; [`Refresh`] has more
    /// options.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn refresh(&self, user_id: &str, expire_at: u64) -> Result<(), ApiError> {
        self.send(Refresh::new(user_id, expire_at)).await
    }
}
