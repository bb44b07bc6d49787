//! Who a connection is.

use std::collections::BTreeMap;

use serde::Serialize;

use super::claims::{self, Claims};
use super::error::TokenError;
use super::key::SigningKey;
use super::options::{SubscribeOptions, check_payload};
use crate::payload::{INFO, META, Payload};
use crate::user;

/// What a connection token says.
///
/// ```
/// use centrifugo_runtime::token::ConnectionToken;
///
/// let token = ConnectionToken::user("42")
///     .info(&serde_json::json!({"name": "Ada"}))
///     .meta(serde_json::json!({"role": "admin"}))
///     .channel("news")
///     .sign("0123456789abcdef0123456789abcdef")?;
/// # Ok::<(), centrifugo_runtime::token::TokenError>(())
/// ```
#[derive(Debug, Clone, Serialize)]
#[must_use]
pub struct ConnectionToken {
    #[serde(skip)]
    is_anonymous: bool,
    #[serde(flatten)]
    pub(super) claims: Claims,
    #[serde(flatten)]
    info: Payload,
    #[serde(flatten)]
    meta: Payload,
    /// Centrifugo has `channels` as well, and ignores them beside `subs`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    subs: BTreeMap<String, SubscribeOptions>,
}

impl ConnectionToken {
    /// A token of a signed-in user.
    pub fn user(user_id: impl Into<String>) -> Self {
        Self {
            is_anonymous: false,
            claims: Claims::of(user_id.into()),
            info: Payload::none(INFO),
            meta: Payload::none(META),
            subs: BTreeMap::new(),
        }
    }

    /// A token of a connection without a user. Such a connection may call only the methods that are
    /// `anonymous`.
    pub fn anonymous() -> Self {
        Self {
            is_anonymous: true,
            ..Self::user("")
        }
    }

    /// What others get to know about the connection, where they see it in a channel.
    pub fn info(mut self, info: &(impl Serialize + ?Sized)) -> Self {
        self.info = Payload::json(INFO, info);
        self
    }

    /// [`info`](Self::info) as bytes, for clients of the binary protocol.
    pub fn info_bytes(mut self, info: &[u8]) -> Self {
        self.info = Payload::bytes(INFO, info);
        self
    }

    /// What handlers read as [`meta`](crate::ConnectionContext::meta); clients do not get to see it
    /// from Centrifugo, but can read it in the token.
    pub fn meta(mut self, meta: impl Serialize) -> Self {
        self.meta = Payload::json(META, &meta);
        self
    }

    /// Subscribes the connection to a channel, from the server's side.
    pub fn channel(self, channel: impl Into<String>) -> Self {
        self.subscribe(channel, SubscribeOptions::new())
    }

    /// Subscribes the connection to a channel, from the server's side, with options.
    pub fn subscribe(mut self, channel: impl Into<String>, options: SubscribeOptions) -> Self {
        self.subs.insert(channel.into(), options);
        self
    }

    /// When the connection ends unless it shows a new token, in seconds since 1970, if that is not when
    /// this token ends. With 0 it lasts until it is closed, whatever becomes of the user.
    pub fn connection_expires_at(mut self, unix_seconds: u64) -> Self {
        self.claims.expire_at = Some(unix_seconds);
        self
    }

    /// The signed token (HS256).
    ///
    /// # Errors
    /// Where the user id is empty or contains `,` or `#`, a value is no JSON, or `secret` is shorter
    /// than 32 bytes.
    pub fn sign(&self, secret: &str) -> Result<String, TokenError> {
        self.sign_with(&SigningKey::hmac(secret)?)
    }

    /// The signed token.
    ///
    /// # Errors
    /// Where the user id is empty or contains `,` or `#`, or a value is no JSON.
    pub fn sign_with(&self, key: &SigningKey) -> Result<String, TokenError> {
        if !self.is_anonymous {
            user::check(&self.claims.sub)?;
        }
        check_payload(&self.info)?;
        check_payload(&self.meta)?;
        for (channel, options) in &self.subs {
            if channel.is_empty() {
                return Err(TokenError::EmptyChannel);
            }
            options.check()?;
        }
        let claims = self.claims.issued_now();
        key.sign(&Self {
            claims,
            ..self.clone()
        })
    }
}

claims::setters!(ConnectionToken);
