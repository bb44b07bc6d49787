//! Signatures with a secret that both sides have (RFC 2104).

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha2::{Sha256, Sha384, Sha512};

use super::error::TokenError;
use super::key::Algorithm;
use crate::config::MIN_SECRET_BYTES;

pub(super) struct HmacKey(String);

impl HmacKey {
    pub(super) fn new(secret: &str) -> Result<Self, TokenError> {
        if secret.len() < MIN_SECRET_BYTES {
            return Err(TokenError::ShortSecret);
        }
        Ok(Self(secret.to_owned()))
    }

    pub(super) fn can(algorithm: Algorithm) -> bool {
        matches!(
            algorithm,
            Algorithm::Hs256 | Algorithm::Hs384 | Algorithm::Hs512
        )
    }

    /// With HS256 for what is no algorithm of HMAC's, which [`can`](Self::can) keeps away.
    pub(super) fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
        match algorithm {
            Algorithm::Hs384 => self.mac::<Hmac<Sha384>>(message),
            Algorithm::Hs512 => self.mac::<Hmac<Sha512>>(message),
            _ => self.mac::<Hmac<Sha256>>(message),
        }
    }

    fn mac<M: Mac + KeyInit>(&self, message: &[u8]) -> Vec<u8> {
        let mut mac =
            <M as Mac>::new_from_slice(self.0.as_bytes()).expect("HMAC takes a key of any length");
        mac.update(message);
        mac.finalize().into_bytes().to_vec()
    }
}
