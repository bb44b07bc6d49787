//! Connection tokens: who a client is, signed with the secret that Centrifugo shares with the server.
//!
//! ```
//! use std::time::Duration;
//! use centrifugo_runtime::token::ConnectionToken;
//!
//! let secret = "0123456789abcdef0123456789abcdef";
//! let token = ConnectionToken::user("42").ttl(Duration::from_secs(60)).sign(secret)?;
//! assert_eq!(token.split('.').count(), 3);
//! # Ok::<(), centrifugo_runtime::token::TokenError>(())
//! ```

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use serde::Serialize;
use sha2::Sha256;

use crate::config::{CentrifugoConfig, MIN_SECRET_BYTES};

/// How long a token is valid where nothing else is said: ten minutes. Clients ask for a new one
/// before it ends.
pub const DEFAULT_TTL: Duration = Duration::from_secs(10 * 60);

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
    let secret = config
        .centrifugo_token_hmac_secret()
        .ok_or(TokenError::NoSecret)?;
    ConnectionToken::user(user_id).sign(secret.expose())
}

/// What a connection token says.
#[derive(Debug, Clone)]
#[must_use]
pub struct ConnectionToken {
    /// `None`: anonymous.
    user: Option<String>,
    expires_at: u64,
    meta: Option<serde_json::Value>,
}

impl ConnectionToken {
    /// A token of a signed-in user.
    pub fn user(user_id: impl Into<String>) -> Self {
        Self {
            user: Some(user_id.into()),
            expires_at: in_seconds(DEFAULT_TTL),
            meta: None,
        }
    }

    /// A token of a connection without a user. Such a connection may call only the methods that are
    /// `anonymous`.
    pub fn anonymous() -> Self {
        Self {
            user: None,
            expires_at: in_seconds(DEFAULT_TTL),
            meta: None,
        }
    }

    /// How long the token is valid from now; whole seconds.
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.expires_at = in_seconds(ttl);
        self
    }

    /// When the token ends, in seconds since 1970. A time that is past makes an expired token, for
    /// tests of clients.
    pub fn expires_at(mut self, unix_seconds: u64) -> Self {
        self.expires_at = unix_seconds;
        self
    }

    /// What handlers read as [`meta`](crate::ConnectionContext::meta); clients do not get to see it
    /// from Centrifugo, but can read it in the token.
    pub fn meta(mut self, meta: serde_json::Value) -> Self {
        self.meta = Some(meta);
        self
    }

    /// The signed token (HS256).
    ///
    /// # Errors
    /// Where the user id is empty or contains `,` or `#`, or `secret` is shorter than 32 bytes.
    pub fn sign(&self, secret: &str) -> Result<String, TokenError> {
        let user = match self.user.as_deref() {
            // `user:#` is a channel that every anonymous connection may join.
            Some("") => return Err(TokenError::EmptyUser),
            // In `user:#1,2` Centrifugo reads a list of users.
            Some(user) if user.contains([',', '#']) => return Err(TokenError::UserSyntax),
            Some(user) => user,
            None => "",
        };
        if secret.len() < MIN_SECRET_BYTES {
            return Err(TokenError::ShortSecret);
        }
        let claims = Claims {
            sub: user,
            // Zero is Centrifugo's "never expires".
            exp: self.expires_at.max(1),
            iat: in_seconds(Duration::ZERO),
            meta: self.meta.as_ref(),
        };
        let claims = serde_json::to_vec(&claims).expect("claims are JSON already");
        let mut token = URL_SAFE_NO_PAD.encode(br#"{"alg":"HS256","typ":"JWT"}"#);
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
            .expect("HMAC takes a key of any length");
        mac.update(token.as_bytes());
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(mac.finalize().into_bytes(), &mut token);
        Ok(token)
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    sub: &'a str,
    exp: u64,
    iat: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<&'a serde_json::Value>,
}

fn in_seconds(ttl: Duration) -> u64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    now.saturating_add(ttl).as_secs()
}

/// Why there is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenError {
    /// The user id is empty.
    EmptyUser,
    /// The user id contains `,` or `#`, which have a meaning in Centrifugo's channel names.
    UserSyntax,
    /// The secret is shorter than 32 bytes.
    ShortSecret,
    /// The settings have no `centrifugo_token_hmac_secret`.
    NoSecret,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptyUser => {
                "the user id is empty; `ConnectionToken::anonymous()` makes a token without a user"
            }
            Self::UserSyntax => "the user id contains `,` or `#`, which Centrifugo reads as syntax",
            Self::ShortSecret => "the secret has less than 32 bytes",
            Self::NoSecret => "CENTRIFUGO__CENTRIFUGO_TOKEN_HMAC_SECRET is not set",
        })
    }
}

impl std::error::Error for TokenError {}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn claims(token: &str) -> serde_json::Value {
        let part = token.split('.').nth(1).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    }

    #[test]
    fn ids_that_centrifugo_reads_otherwise_are_refused() {
        for (user, error) in [
            ("", TokenError::EmptyUser),
            ("1,2", TokenError::UserSyntax),
            ("#1", TokenError::UserSyntax),
        ] {
            assert_eq!(
                ConnectionToken::user(user).sign(SECRET),
                Err(error),
                "{user:?}"
            );
        }
        assert_eq!(
            claims(&ConnectionToken::anonymous().sign(SECRET).unwrap())["sub"],
            ""
        );
    }

    #[test]
    fn a_token_is_short_lived_and_carries_meta() {
        let meta = serde_json::json!({"role": "admin"});
        let token = ConnectionToken::user("42")
            .meta(meta.clone())
            .sign(SECRET)
            .unwrap();
        let claims = claims(&token);
        assert_eq!((&claims["sub"], &claims["meta"]), (&"42".into(), &meta));
        let (exp, iat) = (
            claims["exp"].as_u64().unwrap(),
            claims["iat"].as_u64().unwrap(),
        );
        assert!((599..=600).contains(&(exp - iat)), "{claims}");
    }

    #[test]
    fn no_token_lives_for_ever() {
        let token = ConnectionToken::user("42")
            .expires_at(0)
            .sign(SECRET)
            .unwrap();
        assert_eq!(claims(&token)["exp"], 1);
    }

    #[test]
    fn the_signature_is_hs256() {
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        let token = ConnectionToken::user("42").sign(SECRET).unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        mac.update(signed.as_bytes());
        mac.verify_slice(&URL_SAFE_NO_PAD.decode(signature).unwrap())
            .unwrap();
        assert!(signed.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."));
    }

    #[test]
    fn a_short_secret_is_refused() {
        assert_eq!(
            ConnectionToken::user("42").sign("short"),
            Err(TokenError::ShortSecret)
        );
    }
}
