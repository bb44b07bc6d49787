//! Fresh keys in the forms that people have them in.

use aws_lc_rs::encoding::{AsDer as _, EcPrivateKeyRfc5915Der, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair,
    KeyPair as _, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub(crate) struct Keys {
    /// The private key, in each form.
    pub(crate) private: Vec<String>,
    /// As Centrifugo takes it.
    pub(crate) public: String,
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<_> = text
        .as_bytes()
        .chunks(64)
        .map(String::from_utf8_lossy)
        .collect();
    let body = lines.join("\n");
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
}

pub(crate) fn rsa() -> Keys {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let private: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    // PKCS#1 is what PKCS#8 has after its 26 bytes of head.
    let pkcs1 = &private.as_ref()[26..];
    Keys {
        private: vec![
            pem("PRIVATE KEY", private.as_ref()),
            pem("RSA PRIVATE KEY", pkcs1),
        ],
        public: pem("PUBLIC KEY", public.as_ref()),
    }
}

pub(crate) fn p256() -> Keys {
    ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING)
}

pub(crate) fn p384() -> Keys {
    ecdsa(&ECDSA_P384_SHA384_FIXED_SIGNING)
}

pub(crate) fn p521() -> Keys {
    ecdsa(&ECDSA_P521_SHA512_FIXED_SIGNING)
}

fn ecdsa(curve: &'static EcdsaSigningAlgorithm) -> Keys {
    let pair = EcdsaKeyPair::generate(curve).unwrap();
    let pkcs8 = pair.to_pkcs8v1().unwrap();
    let sec1: EcPrivateKeyRfc5915Der<'_> = pair.private_key().as_der().unwrap();
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    Keys {
        private: vec![
            pem("PRIVATE KEY", pkcs8.as_ref()),
            pem("EC PRIVATE KEY", sec1.as_ref()),
        ],
        public: pem("PUBLIC KEY", public.as_ref()),
    }
}

/// In the form of OpenSSL, without the public half, and in the one with it.
pub(crate) fn ed25519() -> Keys {
    let pair = Ed25519KeyPair::generate().unwrap();
    let short = pair.to_pkcs8v1().unwrap();
    let long = pair.to_pkcs8().unwrap();
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    Keys {
        private: vec![
            pem("PRIVATE KEY", short.as_ref()),
            pem("PRIVATE KEY", long.as_ref()),
        ],
        public: pem("PUBLIC KEY", public.as_ref()),
    }
}
