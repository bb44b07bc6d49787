//! What a command of the server API is: its name, its request, how its result is read, and whether
//! it may be sent again. It knows nothing of HTTP.

use serde::Serialize;
use serde_json::value::RawValue;

use super::error::ApiError;
use crate::payload::Payload;

/// A command of Centrifugo's server API: [`CentrifugoApi::send`](super::CentrifugoApi::send) sends
/// one, a [`Batch`](super::Batch) several at once.
pub trait Command: Request {
    /// What Centrifugo answers.
    type Reply;

    #[doc(hidden)]
    fn read(result: &RawValue) -> serde_json::Result<Self::Reply>;
}

/// The half of a command that is sent. Other crates cannot name it, so that commands can get more of it.
pub trait Request: Serialize + Send + Sync {
    #[doc(hidden)]
    const NAME: &'static str;

    /// Why Centrifugo would refuse it, where that can be known here.
    #[doc(hidden)]
    fn check(&self) -> Result<(), ApiError> {
        Ok(())
    }

    /// Called once before the first attempt, where there may be a second.
    #[doc(hidden)]
    fn make_repeatable(&mut self) {}

    /// Whether sending it twice does the same as sending it once.
    #[doc(hidden)]
    fn is_repeatable(&self) -> bool;
}

/// The channel of a command must not be empty.
pub(super) fn check_channel(command: &'static str, channel: &str) -> Result<(), ApiError> {
    if channel.is_empty() {
        return Err(ApiError::unsendable(command, "the channel is empty"));
    }
    Ok(())
}

pub(super) fn check_payload(command: &'static str, payload: &Payload) -> Result<(), ApiError> {
    match payload.fault() {
        Some(fault) => Err(ApiError::unsendable(command, fault)),
        None => Ok(()),
    }
}

/// For `skip_serializing_if`: an option that is off is not sent.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
pub(super) fn is_off(option: &bool) -> bool {
    !option
}

/// The result of a command that answers `{}`.
pub(super) fn nothing(result: &RawValue) -> serde_json::Result<()> {
    serde_json::from_str::<serde::de::IgnoredAny>(result.get()).map(drop)
}
