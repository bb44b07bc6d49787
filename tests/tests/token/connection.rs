//! Who may connect, with what, and for how long.

use std::time::Duration;

use centrifugo_runtime::SubscribeOverride;
use centrifugo_runtime::token::{ConnectionToken, SigningKey, SubscribeOptions, SubscriptionToken};
use centrifugo_tests::alone::{Alone, HMAC_SECRET};
use centrifugo_tests::connection::Connection;
use serde_json::{Value, json};

use crate::algorithms::code_of;

#[tokio::test]
async fn what_the_token_says_is_what_the_connection_is() {
    let server = Alone::start("token-claims").unwrap();
    let unseen = SubscribeOverride {
        presence: Some(false),
        ..SubscribeOverride::default()
    };
    let token = ConnectionToken::user("42")
        .id("token-1")
        .issuer("tests")
        .audience("one")
        .audience("two")
        .info(&json!({"name": "Ada"}))
        .channel("plain:1")
        .subscribe(
            "closed:1",
            SubscribeOptions::new().info(&"moderator").data(&json!([1])),
        )
        .subscribe("closed:2", SubscribeOptions::new().overrides(unseen))
        .sign(HMAC_SECRET)
        .unwrap();
    let (_connection, answer) = Connection::open(&server.centrifugo.url(), &token)
        .await
        .unwrap();
    let connected = &answer["connect"];
    let subs: Vec<_> = connected["subs"].as_object().unwrap().keys().collect();
    assert_eq!(subs, ["closed:1", "closed:2", "plain:1"]);
    assert_eq!(connected["subs"]["closed:1"]["data"], json!([1]));
    assert_eq!(connected["expires"], true);
    let ttl = connected["ttl"].as_u64().unwrap();
    assert!((590..=600).contains(&ttl), "{ttl}");

    let present = server.api.presence("closed:1").await.unwrap().presence;
    let info = present.values().next().unwrap();
    assert_eq!(info.user, "42");
    assert_eq!(
        info.connection_info::<Value>().unwrap(),
        Some(json!({"name": "Ada"}))
    );
    assert_eq!(
        info.channel_info::<String>().unwrap().as_deref(),
        Some("moderator")
    );
    assert_eq!(
        server
            .api
            .presence_stats("closed:2")
            .await
            .unwrap()
            .num_clients,
        0
    );
    assert_eq!(
        server.api.channels().await.unwrap().channels["closed:2"].num_clients,
        1
    );
}

#[tokio::test]
async fn what_is_no_token_of_ours_gets_nobody_in() {
    let server = Alone::start_with("token-refused", |config| {
        config["client"]["token"]["issuer"] = json!("tests");
        config["client"]["token"]["audience"] = json!("one");
    })
    .unwrap();
    let url = server.centrifugo.url();
    let good = || {
        ConnectionToken::user("42")
            .issuer("tests")
            .audience("two")
            .audience("one")
    };
    assert_eq!(code_of(&url, &good().sign(HMAC_SECRET).unwrap()).await, 0);

    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let sign = |token: ConnectionToken| token.sign(HMAC_SECRET).unwrap();
    let signed = sign(good());
    let (head, signature) = signed.rsplit_once('.').unwrap();
    let other_user = sign(ConnectionToken::user("43").issuer("tests").audience("one"));
    let (other_head, _) = other_user.rsplit_once('.').unwrap();
    for (name, token, code) in [
        ("expired", sign(good().expires_at(now - 1)), 109),
        ("expired for ever", sign(good().expires_at(0)), 109),
        ("not begun", sign(good().not_before(now + 60)), 109),
        (
            "another secret",
            good().sign(&"x".repeat(32)).unwrap(),
            3500,
        ),
        ("another issuer", sign(good().issuer("others")), 3500),
        (
            "another audience",
            sign(ConnectionToken::user("42").issuer("tests")),
            3500,
        ),
        (
            "another's signature",
            format!("{other_head}.{signature}"),
            3500,
        ),
        ("no signature", format!("{head}."), 3500),
        (
            "for a subscription",
            SubscriptionToken::user("42", "board:1")
                .issuer("tests")
                .audience("one")
                .sign(HMAC_SECRET)
                .unwrap(),
            3500,
        ),
    ] {
        assert_eq!(code_of(&url, &token).await, code, "{name}");
    }
}

#[tokio::test]
async fn a_connection_ends_with_its_token_unless_it_shows_another() {
    let server = Alone::start("token-expiry").unwrap();
    let url = server.centrifugo.url();
    let short = || ConnectionToken::user("42").ttl(Duration::from_secs(3));
    let (mut ends, _) = Connection::open(&url, &short().sign(HMAC_SECRET).unwrap())
        .await
        .unwrap();
    let (mut stays, _) = Connection::open(&url, &short().sign(HMAC_SECRET).unwrap())
        .await
        .unwrap();
    let lasting = short().connection_expires_at(0).sign(HMAC_SECRET).unwrap();
    let (mut lasts, answer) = Connection::open(&url, &lasting).await.unwrap();
    assert!(answer["connect"].get("expires").is_none(), "{answer}");

    let fresh = ConnectionToken::user("42").sign(HMAC_SECRET).unwrap();
    let refreshed = stays.ask("refresh", json!({"token": fresh})).await.unwrap();
    assert!(
        refreshed["refresh"]["ttl"].as_u64().unwrap() > 500,
        "{refreshed}"
    );
    assert_eq!(ends.closed().await.unwrap().0, 3005);
    for connection in [&mut stays, &mut lasts] {
        let answer = connection
            .ask("subscribe", json!({"channel": "board:1"}))
            .await
            .unwrap();
        assert!(answer.get("error").is_none(), "{answer}");
    }
}

#[tokio::test]
async fn the_secret_can_be_changed_while_all_runs() {
    const OLD: &str = "the-secret-before-0123456789abcdef";
    let server = Alone::start_with("token-rotation", |config| {
        config["client"]["token"]["hmac_previous_secret_key"] = json!(OLD);
    })
    .unwrap();
    for secret in [OLD, HMAC_SECRET] {
        let key = SigningKey::hmac(secret).unwrap();
        let token = ConnectionToken::user("42").sign_with(&key).unwrap();
        assert_eq!(
            code_of(&server.centrifugo.url(), &token).await,
            0,
            "{secret}"
        );
    }
}
