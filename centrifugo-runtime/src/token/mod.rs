//! Tokens: who a client is and which channels it may join, signed for Centrifugo.
//!
//! ```
//! use std::time::Duration;
//! use centrifugo_runtime::token::{ConnectionToken, SigningKey, SubscriptionToken};
//!
//! let key = SigningKey::hmac("0123456789abcdef0123456789abcdef")?;
//! let token = ConnectionToken::user("42").ttl(Duration::from_secs(60)).sign_with(&key)?;
//! assert_eq!(token.split('.').count(), 3);
//! let token = SubscriptionToken::user("42", "board:1").sign_with(&key)?;
//! # Ok::<(), centrifugo_runtime::token::TokenError>(())
//! ```
//!
//! A token lives ten minutes unless it says otherwise: Centrifugo's free edition cannot take one back,
//! so that its lifetime is how long a user who is locked out stays in. Clients ask for a new one
//! before it ends; [`route`] answers them.
//!
//! # Keys
//!
//! | key | algorithm | what Centrifugo is told, below `client.token` |
//! |---|---|---|
//! | [`SigningKey::hmac`] | HS256, HS384, HS512 | `hmac_secret_key` |
//! | `SigningKey::from_pem`, RSA | RS256, RS384, RS512 | `rsa_public_key`, or `jwks_public_endpoint` |
//! | `SigningKey::from_pem`, P-256, P-384, P-521 | ES256, ES384, ES512 | `ecdsa_public_key`, or `jwks_public_endpoint` |
//! | `SigningKey::from_pem`, Ed25519 | EdDSA | `jwks_public_endpoint` |
//!
//! Keys in PEM need the feature `jwt-asymmetric`, and with them `jwks_route` answers for
//! `jwks_public_endpoint`. A Centrifugo with such an endpoint takes no other tokens.
//!
//! **Another secret.** Give Centrifugo the new one as `hmac_secret_key` and the old one as
//! `hmac_previous_secret_key`, then the server the new one; after the lifetime of the last old token,
//! take the old one out. **Another private key.** Let `jwks_route` show both, sign with the new one, and
//! after that lifetime show the new one only. Centrifugo keeps keys of an endpoint for an hour and asks
//! at once for one that it does not know, so that each key needs a
//! [`key_id`](SigningKey::with_key_id) of its own.

#[cfg(feature = "jwt-asymmetric")]
mod asymmetric;
mod claims;
mod connection;
mod error;
mod hmac;
#[cfg(feature = "jwt-asymmetric")]
mod jwks;
mod key;
mod options;
mod route;
mod subscription;

use crate::config::CentrifugoConfig;

pub use claims::DEFAULT_TTL;
pub use connection::ConnectionToken;
pub use error::TokenError;
#[cfg(feature = "jwt-asymmetric")]
pub use jwks::jwks_route;
pub use key::{Algorithm, SigningKey};
pub use options::SubscribeOptions;
pub use route::{Refusal, route};
pub use subscription::SubscriptionToken;

/// A token for `user_id`, valid for [`DEFAULT_TTL`], signed with `centrifugo_token_hmac_secret`.
///
/// ```
/// use centrifugo_runtime::{CentrifugoConfig, token};
///
/// let config = CentrifugoConfig::builder()
///     .centrifugo_token_hmac_secret("0123456789abcdef0123456789abcdef")
///     .build()?;
/// assert!(token::connection_token(&config, "42").is_ok());
/// assert!(token::connection_token(&config, "").is_err());
/// # Ok::<(), centrifugo_runtime::ConfigError>(())
/// ```
///
/// # Errors
/// Where `user_id` is empty or contains `,` or `#`, or the settings have no such secret.
pub fn connection_token(config: &CentrifugoConfig, user_id: &str) -> Result<String, TokenError> {
    ConnectionToken::user(user_id).sign_with(&SigningKey::from_config(config)?)
}
