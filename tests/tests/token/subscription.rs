//! Who may join a channel that is closed without a token.

use std::time::Duration;

use centrifugo_runtime::token::{ConnectionToken, SubscribeOptions, SubscriptionToken};
use centrifugo_tests::alone::{Alone, HMAC_SECRET};
use serde_json::{Value, json};

use crate::algorithms::close_code;

#[tokio::test]
async fn a_channel_opens_to_the_token_that_names_it() {
    let server = Alone::start("subscription-token").unwrap();
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let mine = || SubscriptionToken::user("42", "closed:1");
    for (name, token, code) in [
        ("none", String::new(), 103),
        (
            "another channel",
            SubscriptionToken::user("42", "closed:2")
                .sign(HMAC_SECRET)
                .unwrap(),
            3500,
        ),
        (
            "another user",
            SubscriptionToken::user("43", "closed:1")
                .sign(HMAC_SECRET)
                .unwrap(),
            3500,
        ),
        (
            "nobody",
            SubscriptionToken::anonymous("closed:1")
                .sign(HMAC_SECRET)
                .unwrap(),
            3500,
        ),
        (
            "another client",
            mine().client("other").sign(HMAC_SECRET).unwrap(),
            3500,
        ),
        ("another secret", mine().sign(&"x".repeat(32)).unwrap(), 103),
        (
            "expired",
            mine().expires_at(now - 1).sign(HMAC_SECRET).unwrap(),
            109,
        ),
        (
            "for a connection",
            ConnectionToken::user("42").sign(HMAC_SECRET).unwrap(),
            103,
        ),
    ] {
        // A token for something else closes the connection, for good.
        let (mut connection, _) = server.connect("42", &[]).await.unwrap();
        let asked = json!({"channel": "closed:1", "token": token});
        let got = match connection.ask("subscribe", asked).await {
            Ok(answer) => answer["error"]["code"].as_u64().unwrap_or(0),
            Err(closed) => close_code(&closed),
        };
        assert_eq!(got, code, "{name}");
    }
    let (mut connection, client) = server.connect("42", &[]).await.unwrap();
    let token = mine()
        .client(&client)
        .options(
            SubscribeOptions::new()
                .info(&json!({"role": "moderator"}))
                .data(&7),
        )
        .sign(HMAC_SECRET)
        .unwrap();
    let answer = connection
        .ask("subscribe", json!({"channel": "closed:1", "token": token}))
        .await
        .unwrap();
    assert_eq!(answer["subscribe"]["data"], 7, "{answer}");
    let present = server.api.presence("closed:1").await.unwrap().presence;
    let role = present[&client].channel_info::<Value>().unwrap();
    assert_eq!(role, Some(json!({"role": "moderator"})));
}

#[tokio::test]
async fn a_subscription_ends_with_its_token_unless_it_shows_another() {
    let server = Alone::start_with("subscription-expiry", |config| {
        config["client"]["expired_sub_close_delay"] = json!("1s");
        // Which is when it looks for expired ones.
        config["client"]["presence_update_interval"] = json!("1s");
    })
    .unwrap();
    let (mut connection, _) = server.connect("42", &[]).await.unwrap();
    for channel in ["closed:ends", "closed:stays", "closed:lasts"] {
        let mut token = SubscriptionToken::user("42", channel).ttl(Duration::from_secs(3));
        if channel == "closed:lasts" {
            token = token.subscription_expires_at(0);
        }
        let token = token.sign(HMAC_SECRET).unwrap();
        let answer = connection
            .ask("subscribe", json!({"channel": channel, "token": token}))
            .await
            .unwrap();
        let expires = answer["subscribe"].get("expires").is_some();
        assert_eq!(expires, channel != "closed:lasts", "{answer}");
    }
    let fresh = SubscriptionToken::user("42", "closed:stays")
        .sign(HMAC_SECRET)
        .unwrap();
    let answer = connection
        .ask(
            "sub_refresh",
            json!({"channel": "closed:stays", "token": fresh}),
        )
        .await
        .unwrap();
    assert!(
        answer["sub_refresh"]["ttl"].as_u64().unwrap() > 500,
        "{answer}"
    );
    let push = connection.push().await.unwrap();
    assert_eq!(
        (&push["channel"], push.get("unsubscribe").is_some()),
        (&json!("closed:ends"), true)
    );
    tokio::time::sleep(Duration::from_secs(2)).await;
    let channels = server.api.channels().await.unwrap().channels;
    assert_eq!(
        channels.keys().collect::<Vec<_>>(),
        ["closed:lasts", "closed:stays"]
    );
}
