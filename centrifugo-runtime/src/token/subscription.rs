//! Who may join a channel.

use serde::Serialize;

use super::claims::{self, Claims};
use super::error::TokenError;
use super::key::SigningKey;
use super::options::SubscribeOptions;
use crate::user;

/// What a subscription token says: that a user may join a channel.
///
/// Centrifugo closes the connection for good (3500) on a token of another user, channel or client, and
/// refuses the subscription (103) on one that it cannot trust.
///
/// ```
/// use centrifugo_runtime::token::{SubscribeOptions, SubscriptionToken};
///
/// let token = SubscriptionToken::user("42", "board:1")
///     .options(SubscribeOptions::new().info(&"moderator"))
///     .sign("0123456789abcdef0123456789abcdef")?;
/// # Ok::<(), centrifugo_runtime::token::TokenError>(())
/// ```
#[derive(Debug, Clone, Serialize)]
#[must_use]
pub struct SubscriptionToken {
    #[serde(skip)]
    is_anonymous: bool,
    #[serde(flatten)]
    pub(super) claims: Claims,
    channel: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<String>,
    #[serde(flatten)]
    options: SubscribeOptions,
}

impl SubscriptionToken {
    /// That this user may join this channel.
    pub fn user(user_id: impl Into<String>, channel: impl Into<String>) -> Self {
        Self {
            is_anonymous: false,
            claims: Claims::of(user_id.into()),
            channel: channel.into(),
            client: None,
            options: SubscribeOptions::new(),
        }
    }

    /// That any connection without a user may join this channel.
    pub fn anonymous(channel: impl Into<String>) -> Self {
        Self {
            is_anonymous: true,
            ..Self::user("", channel)
        }
    }

    /// Only the connection with this client id.
    pub fn client(mut self, client_id: impl Into<String>) -> Self {
        self.client = Some(client_id.into());
        self
    }

    /// What the subscription brings along.
    pub fn options(mut self, options: SubscribeOptions) -> Self {
        self.options = options;
        self
    }

    /// When the subscription ends unless it shows a new token, in seconds since 1970, if that is not
    /// when this token ends. With 0 it lasts as long as the connection.
    pub fn subscription_expires_at(mut self, unix_seconds: u64) -> Self {
        self.claims.expire_at = Some(unix_seconds);
        self
    }

    /// The signed token (HS256).
    ///
    /// # Errors
    /// Where the user id is empty or contains `,` or `#`, the channel is empty, a value is no JSON, or
    /// `secret` is shorter than 32 bytes.
    pub fn sign(&self, secret: &str) -> Result<String, TokenError> {
        self.sign_with(&SigningKey::hmac(secret)?)
    }

    /// The signed token.
    ///
    /// # Errors
    /// Where the user id is empty or contains `,` or `#`, the channel is empty or a value is no JSON.
    pub fn sign_with(&self, key: &SigningKey) -> Result<String, TokenError> {
        if !self.is_anonymous {
            user::check(&self.claims.sub)?;
        }
        if self.channel.is_empty() {
            return Err(TokenError::EmptyChannel);
        }
        self.options.check()?;
        let claims = self.claims.issued_now();
        key.sign(&Self {
            claims,
            ..self.clone()
        })
    }
}

claims::setters!(SubscriptionToken);
