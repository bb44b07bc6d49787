//! Signatures with a private key, and the public half of it as JSON (RFC 7517, RFC 8037).

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RsaKeyPair, RsaPublicKeyComponents,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject as _;
use serde_json::{Value, json};

use super::error::TokenError;
use super::key::Algorithm;

/// RFC 7518, 3.3: a key of 2048 bits or larger must be used.
const MIN_RSA_BYTES: usize = 2048 / 8;

pub(super) enum KeyPair {
    Rsa(Box<RsaKeyPair>),
    Ecdsa(EcdsaKeyPair, Algorithm),
    Ed25519(Ed25519KeyPair),
}

impl KeyPair {
    pub(super) fn from_pem(pem: &[u8]) -> Result<(Self, Algorithm), TokenError> {
        let key = PrivateKeyDer::from_pem_slice(pem)
            .map_err(|_| TokenError::Key("the private key is not in PEM"))?;
        let none = TokenError::Key(
            "the private key is none of RSA, ECDSA on P-256, P-384 or P-521, or Ed25519",
        );
        let (pair, algorithm) = match &key {
            PrivateKeyDer::Pkcs1(key) => rsa(RsaKeyPair::from_der(key.secret_pkcs1_der()).ok()),
            PrivateKeyDer::Sec1(key) => {
                ecdsa(|curve| EcdsaKeyPair::from_private_key_der(curve, key.secret_sec1_der()).ok())
            }
            PrivateKeyDer::Pkcs8(key) => {
                let key = key.secret_pkcs8_der();
                rsa(RsaKeyPair::from_pkcs8(key).ok())
                    .or_else(|| ecdsa(|curve| EcdsaKeyPair::from_pkcs8(curve, key).ok()))
                    .or_else(|| ed25519(key))
            }
            _ => None,
        }
        .ok_or(none)?;
        if let Self::Rsa(pair) = &pair
            && pair.public_modulus_len() < MIN_RSA_BYTES
        {
            return Err(TokenError::Key("the RSA key has less than 2048 bits"));
        }
        Ok((pair, algorithm))
    }

    pub(super) fn can(&self, algorithm: Algorithm) -> bool {
        match self {
            Self::Rsa(_) => matches!(
                algorithm,
                Algorithm::Rs256 | Algorithm::Rs384 | Algorithm::Rs512
            ),
            Self::Ecdsa(_, own) => algorithm == *own,
            Self::Ed25519(_) => algorithm == Algorithm::EdDsa,
        }
    }

    pub(super) fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>, TokenError> {
        let failed = |_| TokenError::Key("the private key cannot sign");
        match self {
            Self::Rsa(pair) => {
                let encoding = match algorithm {
                    Algorithm::Rs384 => &RSA_PKCS1_SHA384,
                    Algorithm::Rs512 => &RSA_PKCS1_SHA512,
                    _ => &RSA_PKCS1_SHA256,
                };
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(encoding, &SystemRandom::new(), message, &mut signature)
                    .map_err(failed)?;
                Ok(signature)
            }
            Self::Ecdsa(pair, _) => pair
                .sign(&SystemRandom::new(), message)
                .map(|signature| signature.as_ref().to_vec())
                .map_err(failed),
            Self::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
        }
    }

    /// The public half as members of a JSON Web Key.
    pub(super) fn public(&self) -> Value {
        let base64 = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Rsa(pair) => {
                let key = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
                json!({"kty": "RSA", "n": base64(&key.n), "e": base64(&key.e)})
            }
            Self::Ecdsa(pair, algorithm) => {
                // SEC 1, 2.3.3: 0x04, x, y.
                let point = pair.public_key().as_ref().get(1..).unwrap_or_default();
                let (x, y) = point.split_at(point.len() / 2);
                let curve = match algorithm {
                    Algorithm::Es384 => "P-384",
                    Algorithm::Es512 => "P-521",
                    _ => "P-256",
                };
                json!({"kty": "EC", "crv": curve, "x": base64(x), "y": base64(y)})
            }
            Self::Ed25519(pair) => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": base64(pair.public_key().as_ref())})
            }
        }
    }
}

type Found = Option<(KeyPair, Algorithm)>;

fn rsa(pair: Option<RsaKeyPair>) -> Found {
    Some((KeyPair::Rsa(Box::new(pair?)), Algorithm::Rs256))
}

fn ecdsa(
    read: impl Fn(&'static aws_lc_rs::signature::EcdsaSigningAlgorithm) -> Option<EcdsaKeyPair>,
) -> Found {
    [
        (&ECDSA_P256_SHA256_FIXED_SIGNING, Algorithm::Es256),
        (&ECDSA_P384_SHA384_FIXED_SIGNING, Algorithm::Es384),
        (&ECDSA_P521_SHA512_FIXED_SIGNING, Algorithm::Es512),
    ]
    .into_iter()
    .find_map(|(curve, algorithm)| Some((KeyPair::Ecdsa(read(curve)?, algorithm), algorithm)))
}

/// Also without the public half, as OpenSSL writes it.
fn ed25519(pkcs8: &[u8]) -> Found {
    let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8).ok()?;
    Some((KeyPair::Ed25519(pair), Algorithm::EdDsa))
}
