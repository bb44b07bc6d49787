//! Why there is no token.

use std::fmt;

use crate::user::UserIdError;

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenError {
    /// The user id cannot be one.
    User(UserIdError),
    /// The channel of a subscription is empty.
    EmptyChannel,
    /// A value in the token is no JSON: what serde_json says.
    Claim(String),
    /// The secret is shorter than 32 bytes.
    ShortSecret,
    /// The settings have no `centrifugo_token_hmac_secret`.
    NoSecret,
    /// The private key cannot be used: why.
    Key(&'static str),
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(UserIdError::Empty) => {
                f.write_str("the user id is empty; `anonymous` makes a token without a user")
            }
            Self::User(error) => error.fmt(f),
            Self::EmptyChannel => f.write_str("the channel is empty"),
            Self::Claim(error) => f.write_str(error),
            Self::ShortSecret => f.write_str("the secret has less than 32 bytes"),
            Self::NoSecret => f.write_str(
                "CENTRIFUGO__CENTRIFUGO_TOKEN_HMAC_SECRET is not set; it is Centrifugo's \
                 `client.token.hmac_secret_key`",
            ),
            Self::Key(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for TokenError {}

impl From<UserIdError> for TokenError {
    fn from(error: UserIdError) -> Self {
        Self::User(error)
    }
}
