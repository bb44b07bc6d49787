//! What a token has in it.

#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use centrifugo_runtime::token::{
    Algorithm, ConnectionToken, SigningKey, SubscribeOptions, SubscriptionToken, TokenError,
};
use centrifugo_runtime::{SubscribeOverride, UserIdError};
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// The claims without the times.
fn claims(token: &str) -> Value {
    let mut claims = part(token, 1);
    let object = claims.as_object_mut().unwrap();
    assert!(object.remove("iat").unwrap().as_u64() > Some(0));
    object.remove("exp").unwrap();
    claims
}

#[test]
fn ids_that_centrifugo_reads_otherwise_are_refused() {
    for (user, error) in [
        ("", UserIdError::Empty),
        ("1,2", UserIdError::Syntax),
        ("#1", UserIdError::Syntax),
    ] {
        let expected = Err(TokenError::User(error));
        assert_eq!(
            ConnectionToken::user(user).sign(SECRET),
            expected,
            "{user:?}"
        );
        assert_eq!(
            SubscriptionToken::user(user, "a").sign(SECRET),
            expected,
            "{user:?}"
        );
    }
    let no_channel = Err(TokenError::EmptyChannel);
    assert_eq!(SubscriptionToken::user("1", "").sign(SECRET), no_channel);
    assert_eq!(
        ConnectionToken::user("1").channel("").sign(SECRET),
        no_channel
    );
    let token = ConnectionToken::anonymous().sign(SECRET).unwrap();
    assert_eq!(claims(&token), json!({"sub": ""}));
}

#[test]
fn a_token_lives_ten_minutes_and_never_for_ever() {
    let token = ConnectionToken::user("42").sign(SECRET).unwrap();
    let times = part(&token, 1);
    let (exp, iat) = (
        times["exp"].as_u64().unwrap(),
        times["iat"].as_u64().unwrap(),
    );
    assert!((599..=600).contains(&(exp - iat)), "{times}");
    let zero = ConnectionToken::user("42")
        .expires_at(0)
        .sign(SECRET)
        .unwrap();
    assert_eq!(part(&zero, 1)["exp"], 1);
}

#[test]
fn each_claim_has_its_place() {
    let overrides = SubscribeOverride {
        presence: Some(true),
        join_leave: Some(false),
        force_push_join_leave: Some(true),
        force_recovery: Some(false),
        force_positioning: Some(true),
    };
    let token = ConnectionToken::user("42")
        .id("j")
        .issuer("i")
        .audience("a")
        .audience("b")
        .not_before(7)
        .info_bytes(b"\xff")
        .meta(json!({"role": "admin"}))
        .channel("one")
        .subscribe(
            "two",
            SubscribeOptions::new()
                .info(&1)
                .data_bytes(b"x")
                .overrides(overrides),
        )
        .connection_expires_at(0)
        .sign(SECRET)
        .unwrap();
    let value = |value: bool| json!({"value": value});
    assert_eq!(
        claims(&token),
        json!({
            "sub": "42", "jti": "j", "iss": "i", "aud": ["a", "b"], "nbf": 7, "expire_at": 0,
            "b64info": "/w==", "meta": {"role": "admin"},
            "subs": {
                "one": {},
                "two": {"info": 1, "b64data": "eA==", "override": {
                    "presence": value(true), "join_leave": value(false),
                    "force_push_join_leave": value(true), "force_recovery": value(false),
                    "force_positioning": value(true),
                }},
            },
        })
    );
    let token = SubscriptionToken::user("42", "board:1")
        .client("c")
        .options(SubscribeOptions::new().info_bytes(b"i").data(&[1]))
        .subscription_expires_at(9)
        .sign(SECRET)
        .unwrap();
    assert_eq!(
        claims(&token),
        json!({"sub": "42", "channel": "board:1", "client": "c", "b64info": "aQ==", "data": [1],
               "expire_at": 9})
    );
    let broken = BTreeMap::from([((1, 2), 3)]);
    for token in [
        ConnectionToken::user("42").info(&broken),
        ConnectionToken::user("42").meta(&broken),
        ConnectionToken::user("42").subscribe("a", SubscribeOptions::new().data(&broken)),
    ] {
        assert!(matches!(token.sign(SECRET), Err(TokenError::Claim(_))));
    }
}

#[test]
fn the_signature_is_hs256_unless_it_says_otherwise() {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    let token = ConnectionToken::user("42").sign(SECRET).unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    mac.update(signed.as_bytes());
    mac.verify_slice(&URL_SAFE_NO_PAD.decode(signature).unwrap())
        .unwrap();
    assert_eq!(part(&token, 0), json!({"alg": "HS256", "typ": "JWT"}));

    let key = SigningKey::hmac(SECRET).unwrap().with_key_id("k");
    let key = key.with_algorithm(Algorithm::Hs512).unwrap();
    let token = ConnectionToken::user("42").sign_with(&key).unwrap();
    assert_eq!(
        part(&token, 0),
        json!({"alg": "HS512", "typ": "JWT", "kid": "k"})
    );
    assert!(!format!("{key:?}").contains("0123"));
    assert!(key.with_algorithm(Algorithm::EdDsa).is_err());
    assert_eq!(
        ConnectionToken::user("42").sign("short"),
        Err(TokenError::ShortSecret)
    );
}
