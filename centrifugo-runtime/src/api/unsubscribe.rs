//! `unsubscribe`: takes a user's connections out of a channel.

use serde::Serialize;
use serde_json::value::RawValue;

use super::CentrifugoApi;
use super::command::{Command, Request, check_channel, nothing};
use super::error::ApiError;
use super::receiver::{self, Receiver};

/// Takes a user's connections out of a channel, also where they subscribed themselves.
#[derive(Debug, Clone, Serialize)]
#[must_use = "a command does nothing until it is sent"]
pub struct Unsubscribe {
    channel: String,
    #[serde(flatten)]
    receiver: Receiver,
}

impl Unsubscribe {
    /// Unsubscribes all connections of a user.
    pub fn new(user_id: impl Into<String>, channel: impl Into<String>) -> Self {
        Self {
            channel: channel.into(),
            receiver: Receiver::user(user_id),
        }
    }
}

receiver::setters!(Unsubscribe);

impl Request for Unsubscribe {
    const NAME: &'static str = "unsubscribe";

    fn check(&self) -> Result<(), ApiError> {
        self.receiver.check(Self::NAME)?;
        check_channel(Self::NAME, &self.channel)
    }

    /// A second one could end a subscription that was made in between.
    fn is_repeatable(&self) -> bool {
        false
    }
}

impl Command for Unsubscribe {
    type Reply = ();

    fn read(result: &RawValue) -> serde_json::Result<()> {
        nothing(result)
    }
}

impl CentrifugoApi {
    /// Takes a user's connections out of a channel.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn unsubscribe(&self, user_id: &str, channel: &str) -> Result<(), ApiError> {
        self.send(Unsubscribe::new(user_id, channel)).await
    }
}
