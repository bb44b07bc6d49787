//! What a token is signed with, and how claims become a token (RFC 7519, RFC 7515).

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::error::TokenError;
use super::hmac::HmacKey;
use crate::config::CentrifugoConfig;

/// A key that tokens are signed with. It is cheap to clone.
#[derive(Clone)]
pub struct SigningKey {
    kind: Kind,
    algorithm: Algorithm,
    key_id: Option<String>,
}

#[derive(Clone)]
enum Kind {
    Hmac(Arc<HmacKey>),
    #[cfg(feature = "jwt-asymmetric")]
    Asymmetric(Arc<super::asymmetric::KeyPair>),
}

/// How a token is signed (RFC 7518): what Centrifugo can check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-256.
    Hs256,
    /// HMAC with SHA-384.
    Hs384,
    /// HMAC with SHA-512.
    Hs512,
    /// RSA (PKCS#1 v1.5) with SHA-256.
    Rs256,
    /// RSA (PKCS#1 v1.5) with SHA-384.
    Rs384,
    /// RSA (PKCS#1 v1.5) with SHA-512.
    Rs512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
    /// Ed25519.
    #[serde(rename = "EdDSA")]
    EdDsa,
}

impl SigningKey {
    /// A secret that Centrifugo has too, as `client.token.hmac_secret_key`; signs with HS256.
    ///
    /// # Errors
    /// Where it is shorter than 32 bytes.
    pub fn hmac(secret: &str) -> Result<Self, TokenError> {
        Ok(Self {
            kind: Kind::Hmac(Arc::new(HmacKey::new(secret)?)),
            algorithm: Algorithm::Hs256,
            key_id: None,
        })
    }

    /// The `centrifugo_token_hmac_secret` of the settings; signs with HS256.
    ///
    /// # Errors
    /// Where the settings have none.
    pub fn from_config(config: &CentrifugoConfig) -> Result<Self, TokenError> {
        let secret = config
            .centrifugo_token_hmac_secret()
            .ok_or(TokenError::NoSecret)?;
        Self::hmac(secret.expose())
    }

    /// A private key in PEM: PKCS#8 of any kind, PKCS#1 of RSA, SEC 1 of ECDSA. It signs with the one
    /// algorithm that its kind has, and with RS256 if it is RSA.
    ///
    /// ```
    /// # use centrifugo_runtime::token::{Algorithm, ConnectionToken, SigningKey, TokenError};
    /// // openssl genpkey -algorithm ed25519
    /// let pem = "-----BEGIN PRIVATE KEY-----\n\
    ///     MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n\
    ///     -----END PRIVATE KEY-----";
    /// let key = SigningKey::from_pem(pem)?.with_key_id("2026-11");
    /// assert_eq!(key.algorithm(), Algorithm::EdDsa);
    /// let token = ConnectionToken::user("42").sign_with(&key)?;
    /// # Ok::<(), TokenError>(())
    /// ```
    ///
    /// # Errors
    /// Where it is no such key, or one of RSA with less than 2048 bits.
    #[cfg(feature = "jwt-asymmetric")]
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, TokenError> {
        let (pair, algorithm) = super::asymmetric::KeyPair::from_pem(pem.as_ref())?;
        Ok(Self {
            kind: Kind::Asymmetric(Arc::new(pair)),
            algorithm,
            key_id: None,
        })
    }

    /// Signs with another algorithm of the same kind: HS384, HS512, RS384, RS512.
    ///
    /// # Errors
    /// Where the key is of another kind.
    pub fn with_algorithm(mut self, algorithm: Algorithm) -> Result<Self, TokenError> {
        let fits = match &self.kind {
            Kind::Hmac(_) => HmacKey::can(algorithm),
            #[cfg(feature = "jwt-asymmetric")]
            Kind::Asymmetric(pair) => pair.can(algorithm),
        };
        if !fits {
            return Err(TokenError::Key("the key is not one for this algorithm"));
        }
        self.algorithm = algorithm;
        Ok(self)
    }

    /// A name for the key (`kid`), by which Centrifugo finds it at its `jwks_public_endpoint`.
    #[must_use]
    pub fn with_key_id(mut self, key_id: impl Into<String>) -> Self {
        self.key_id = Some(key_id.into());
        self
    }

    /// How it signs.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key's name.
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    #[cfg(feature = "jwt-asymmetric")]
    pub(super) fn key_pair(&self) -> Option<&super::asymmetric::KeyPair> {
        match &self.kind {
            Kind::Asymmetric(pair) => Some(pair),
            Kind::Hmac(_) => None,
        }
    }

    pub(super) fn sign(&self, claims: &impl Serialize) -> Result<String, TokenError> {
        #[derive(Serialize)]
        struct Header<'a> {
            alg: Algorithm,
            typ: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            kid: Option<&'a str>,
        }
        let header = Header {
            alg: self.algorithm,
            typ: "JWT",
            kid: self.key_id.as_deref(),
        };
        let mut token = URL_SAFE_NO_PAD.encode(json(&header)?);
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(json(claims)?, &mut token);
        let signature = match &self.kind {
            Kind::Hmac(key) => key.sign(self.algorithm, token.as_bytes()),
            #[cfg(feature = "jwt-asymmetric")]
            Kind::Asymmetric(pair) => pair.sign(self.algorithm, token.as_bytes())?,
        };
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, TokenError> {
    serde_json::to_vec(value).map_err(|error| TokenError::Claim(error.to_string()))
}

/// Shows the kind, never the key.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("algorithm", &self.algorithm)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}
