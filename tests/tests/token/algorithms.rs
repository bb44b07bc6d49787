//! Each algorithm, with the keys that Centrifugo is told and with those that it fetches.

use axum::Router;
use centrifugo_runtime::token::{Algorithm, ConnectionToken, SigningKey, jwks_route};
use centrifugo_tests::alone::{Alone, HMAC_SECRET};
use centrifugo_tests::connection::Connection;
use serde_json::json;

use crate::keys;

/// The code that a token is refused with: 0 if it is not.
pub(crate) async fn code_of(url: &str, token: &str) -> u64 {
    match Connection::open(url, token).await {
        Ok((_, answer)) => answer["error"]["code"].as_u64().unwrap_or(0),
        Err(closed) => close_code(&closed),
    }
}

/// The code in what a closed connection is told as.
pub(crate) fn close_code(closed: &anyhow::Error) -> u64 {
    let text = closed.to_string();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits
        .get(..4)
        .and_then(|code| code.parse().ok())
        .unwrap_or_else(|| panic!("{text}"))
}

fn connection(key: &SigningKey) -> String {
    ConnectionToken::user("42").sign_with(key).unwrap()
}

#[tokio::test]
async fn keys_that_centrifugo_is_told() {
    let (rsa, other_rsa) = (keys::rsa(), keys::rsa());
    for (name, ec, ec_algorithm) in [
        ("p256", keys::p256(), Algorithm::Es256),
        ("p384", keys::p384(), Algorithm::Es384),
        ("p521", keys::p521(), Algorithm::Es512),
    ] {
        let server = Alone::start_with(&format!("token-{name}"), |config| {
            config["client"]["token"]["rsa_public_key"] = json!(rsa.public);
            config["client"]["token"]["ecdsa_public_key"] = json!(ec.public);
        })
        .unwrap();
        let url = server.centrifugo.url();
        let mut keys = Vec::new();
        for private in &rsa.private {
            for algorithm in [Algorithm::Rs256, Algorithm::Rs384, Algorithm::Rs512] {
                let key = SigningKey::from_pem(private).unwrap();
                keys.push(key.with_algorithm(algorithm).unwrap());
            }
        }
        for private in &ec.private {
            let key = SigningKey::from_pem(private).unwrap();
            assert_eq!(key.algorithm(), ec_algorithm);
            keys.push(key);
        }
        for algorithm in [Algorithm::Hs256, Algorithm::Hs384, Algorithm::Hs512] {
            let key = SigningKey::hmac(HMAC_SECRET).unwrap();
            keys.push(key.with_algorithm(algorithm).unwrap());
        }
        for key in &keys {
            assert_eq!(code_of(&url, &connection(key)).await, 0, "{key:?}");
        }
        let stranger = SigningKey::from_pem(&other_rsa.private[0]).unwrap();
        assert_eq!(code_of(&url, &connection(&stranger)).await, 3500);
        // EdDSA is only for keys that Centrifugo fetches.
        let ed = SigningKey::from_pem(&keys::ed25519().private[0]).unwrap();
        assert_eq!(code_of(&url, &connection(&ed)).await, 3500);
    }
}

#[tokio::test]
async fn keys_that_centrifugo_fetches() {
    let sets = [
        keys::rsa(),
        keys::p256(),
        keys::p384(),
        keys::p521(),
        keys::ed25519(),
    ];
    let mut signing = Vec::new();
    for (set, keys) in sets.iter().enumerate() {
        for (form, private) in keys.private.iter().enumerate() {
            let key = SigningKey::from_pem(private).unwrap();
            signing.push(key.with_key_id(format!("key-{set}-{form}")));
        }
    }
    let app = Router::new().route("/keys", jwks_route(&signing).unwrap());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let keys = tokio::spawn(async move { axum::serve(listener, app).await });
    let server = Alone::start_with("token-jwks", |config| {
        let endpoint = format!("http://{address}/keys");
        config["client"]["token"]["jwks_public_endpoint"] = json!(endpoint);
    })
    .unwrap();
    let url = server.centrifugo.url();
    for key in &signing {
        assert_eq!(code_of(&url, &connection(key)).await, 0, "{key:?}");
    }
    let nameless = SigningKey::from_pem(&sets[0].private[0]).unwrap();
    for wrong in [
        nameless.clone(),
        nameless.clone().with_key_id("key-1-0"),
        nameless.clone().with_key_id("unknown"),
        SigningKey::hmac(HMAC_SECRET)
            .unwrap()
            .with_key_id("key-0-0"),
    ] {
        assert_eq!(code_of(&url, &connection(&wrong)).await, 3500, "{wrong:?}");
    }
    keys.abort();

    let hmac = SigningKey::hmac(HMAC_SECRET).unwrap().with_key_id("secret");
    assert!(jwks_route::<()>([&hmac]).is_err());
    assert!(jwks_route::<()>([&nameless]).is_err());
    assert!(jwks_route::<()>([&signing[0], &signing[0]]).is_err());
}

#[test]
fn keys_that_cannot_be_used_are_told_apart() {
    for (pem, reason) in [
        ("", "PEM"),
        (
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "none of RSA",
        ),
        (&keys::rsa().public, "PEM"),
    ] {
        let error = SigningKey::from_pem(pem).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
    let key = SigningKey::from_pem(&keys::p256().private[0]).unwrap();
    for wrong in [
        Algorithm::Es384,
        Algorithm::Hs256,
        Algorithm::Rs256,
        Algorithm::EdDsa,
    ] {
        assert!(key.clone().with_algorithm(wrong).is_err(), "{wrong:?}");
    }
}
