//! What Centrifugo asks, each question with its own type.

use std::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::context::Caller;
use crate::error::RpcError;
use crate::params::parse;

/// A question of any kind, as a transport hands it over: what it does not have is empty.
pub(crate) struct Asked {
    pub(crate) caller: Caller,
    pub(crate) channel: String,
    pub(crate) token: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) channels: Vec<String>,
    pub(crate) data: Bytes,
}

impl Asked {
    pub(crate) fn of(caller: Caller) -> Self {
        Self {
            caller,
            channel: String::new(),
            token: String::new(),
            name: String::new(),
            version: String::new(),
            channels: Vec::new(),
            data: Bytes::new(),
        }
    }
}

/// What a client sent. The client chooses it: it may be anything.
#[derive(Clone)]
struct Data(Bytes);

impl Data {
    fn read<T: DeserializeOwned>(&self) -> Result<T, RpcError> {
        parse(if self.0.is_empty() { b"null" } else { &self.0 })
    }
}

/// Its size only: what a client sends is nobody's business in a log.
impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// A client without a token wants to connect.
#[derive(Debug, Clone)]
pub struct ConnectRequest {
    name: String,
    version: String,
    channels: Vec<String>,
    data: Data,
}

impl ConnectRequest {
    /// The name that the client's SDK or its application gives.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version that the client's SDK or its application gives.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The channels that it asks to be subscribed to, as unidirectional clients do.
    pub fn channels(&self) -> &[String] {
        &self.channels
    }

    /// The `data` of its connect command, such as credentials, as JSON; `null` if it sent none.
    ///
    /// # Errors
    /// Code 422, with the place and the reason, where it is no `T`.
    pub fn data<T: DeserializeOwned>(&self) -> Result<T, RpcError> {
        self.data.read()
    }

    /// The same as bytes.
    pub fn data_bytes(&self) -> &Bytes {
        &self.data.0
    }
}

/// A connection expires; the context says whose.
#[derive(Debug, Clone)]
pub struct RefreshRequest(());

/// A connection wants to subscribe to a channel.
#[derive(Debug, Clone)]
pub struct SubscribeRequest {
    channel: String,
    token: Token,
    data: Data,
}

impl SubscribeRequest {
    /// The channel.
    pub fn channel(&self) -> &str {
        &self.channel
    }

    /// The subscription token that the client sent, not verified; empty if there is none.
    pub fn token(&self) -> &str {
        &self.token.0
    }

    /// The `data` of its subscribe command as JSON; `null` if it sent none.
    ///
    /// # Errors
    /// Code 422, with the place and the reason, where it is no `T`.
    pub fn data<T: DeserializeOwned>(&self) -> Result<T, RpcError> {
        self.data.read()
    }

    /// The same as bytes.
    pub fn data_bytes(&self) -> &Bytes {
        &self.data.0
    }
}

/// Not for logs.
#[derive(Clone)]
struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() {
            "none"
        } else {
            "[redacted]"
        })
    }
}

/// A connection wants to publish to a channel.
#[derive(Debug, Clone)]
pub struct PublishRequest {
    channel: String,
    data: Data,
}

impl PublishRequest {
    /// The channel.
    pub fn channel(&self) -> &str {
        &self.channel
    }

    /// What it wants to publish, as JSON.
    ///
    /// # Errors
    /// Code 422, with the place and the reason, where it is no `T`.
    pub fn data<T: DeserializeOwned>(&self) -> Result<T, RpcError> {
        self.data.read()
    }

    /// The same as bytes.
    pub fn data_bytes(&self) -> &Bytes {
        &self.data.0
    }
}

/// A subscription expires; the context says whose.
#[derive(Debug, Clone)]
pub struct SubRefreshRequest {
    channel: String,
}

impl SubRefreshRequest {
    /// The channel.
    pub fn channel(&self) -> &str {
        &self.channel
    }
}

impl From<Asked> for ConnectRequest {
    fn from(asked: Asked) -> Self {
        Self {
            name: asked.name,
            version: asked.version,
            channels: asked.channels,
            data: Data(asked.data),
        }
    }
}

impl From<Asked> for RefreshRequest {
    fn from(_: Asked) -> Self {
        Self(())
    }
}

impl From<Asked> for SubscribeRequest {
    fn from(asked: Asked) -> Self {
        Self {
            channel: asked.channel,
            token: Token(asked.token),
            data: Data(asked.data),
        }
    }
}

impl From<Asked> for PublishRequest {
    fn from(asked: Asked) -> Self {
        Self {
            channel: asked.channel,
            data: Data(asked.data),
        }
    }
}

impl From<Asked> for SubRefreshRequest {
    fn from(asked: Asked) -> Self {
        Self {
            channel: asked.channel,
        }
    }
}
