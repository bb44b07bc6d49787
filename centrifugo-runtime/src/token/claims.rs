//! What both kinds of tokens say.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;

/// How long a token is valid where nothing else is said: ten minutes. Clients ask for a new one
/// before it ends.
pub const DEFAULT_TTL: Duration = Duration::from_secs(10 * 60);

/// Claims of RFC 7519, and Centrifugo's `expire_at`.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Claims {
    pub(super) sub: String,
    pub(super) exp: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) nbf: Option<u64>,
    pub(super) iat: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) jti: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) aud: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) iss: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expire_at: Option<u64>,
}

impl Claims {
    pub(super) fn of(user: String) -> Self {
        Self {
            sub: user,
            exp: in_seconds(DEFAULT_TTL),
            nbf: None,
            iat: in_seconds(Duration::ZERO),
            jti: None,
            aud: Vec::new(),
            iss: None,
            expire_at: None,
        }
    }

    /// Now is when the token is signed, not when its builder was made.
    pub(super) fn issued_now(&self) -> Self {
        Self {
            iat: in_seconds(Duration::ZERO),
            // Zero is Centrifugo's "never expires".
            exp: self.exp.max(1),
            ..self.clone()
        }
    }
}

pub(super) fn in_seconds(ttl: Duration) -> u64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    now.saturating_add(ttl).as_secs()
}

macro_rules! setters {
    ($token:ident) => {
        impl $token {
            /// How long the token is valid from now; whole seconds.
            pub fn ttl(mut self, ttl: std::time::Duration) -> Self {
                self.claims.exp = crate::token::claims::in_seconds(ttl);
                self
            }

            /// When the token ends, in seconds since 1970. A time that is past makes an expired
            /// token, for tests of clients.
            pub fn expires_at(mut self, unix_seconds: u64) -> Self {
                self.claims.exp = unix_seconds;
                self
            }

            /// When the token begins, in seconds since 1970 (`nbf`). Before, it is as good as an expired
            /// one.
            pub fn not_before(mut self, unix_seconds: u64) -> Self {
                self.claims.nbf = Some(unix_seconds);
                self
            }

            /// An id of this token (`jti`).
            pub fn id(mut self, id: impl Into<String>) -> Self {
                self.claims.jti = Some(id.into());
                self
            }

            /// Whom it is for (`aud`), which Centrifugo checks if its `client.token.audience` is set.
            /// Several calls name several.
            pub fn audience(mut self, audience: impl Into<String>) -> Self {
                self.claims.aud.push(audience.into());
                self
            }

            /// Who made it (`iss`), which Centrifugo checks if its `client.token.issuer` is set.
            pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
                self.claims.iss = Some(issuer.into());
                self
            }
        }
    };
}
pub(super) use setters;
