//! Connections, put into channels, seen there, taken out and ended.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use centrifugo_runtime::SubscribeOverride;
use centrifugo_runtime::api::{Disconnect, Refresh, Subscribe, Unsubscribe};
use centrifugo_runtime::token::ConnectionToken;
use centrifugo_tests::connection::Connection;
use serde_json::{Value, json};

use centrifugo_tests::alone::{Alone, HMAC_SECRET};

fn in_seconds(seconds: u64) -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
        + seconds
}

#[tokio::test]
async fn the_server_subscribes_and_unsubscribes() {
    let server = Alone::start("subscribe").unwrap();
    let (mut connection, client) = server.connect("42", &[]).await.unwrap();
    let (mut other, other_client) = server.connect("42", &[]).await.unwrap();

    let subscribe = Subscribe::new("42", "board:1")
        .client(&client)
        .info(&json!({"role": "moderator"}))
        .data(&json!({"welcome": true}));
    server.api.send(subscribe).await.unwrap();
    let push = connection.push().await.unwrap();
    assert_eq!(push["channel"], "board:1");
    assert_eq!(push["subscribe"]["data"], json!({"welcome": true}));

    let presence = server.api.presence("board:1").await.unwrap().presence;
    assert_eq!(presence.keys().collect::<Vec<_>>(), [&client]);
    assert_eq!(presence[&client].user, "42");
    let role = presence[&client].channel_info::<Value>().unwrap();
    assert_eq!(role, Some(json!({"role": "moderator"})));
    assert_eq!(presence[&client].connection_info::<Value>().unwrap(), None);

    // The rest of the user's connections, one of them unseen.
    let unseen = SubscribeOverride {
        presence: Some(false),
        ..SubscribeOverride::default()
    };
    let subscribe = Subscribe::new("42", "board:1")
        .client(&other_client)
        .overrides(unseen);
    server.api.send(subscribe).await.unwrap();
    assert_eq!(other.push().await.unwrap()["channel"], "board:1");
    let stats = server.api.presence_stats("board:1").await.unwrap();
    assert_eq!((stats.num_clients, stats.num_users), (1, 1));
    let channels = server.api.channels().await.unwrap().channels;
    assert_eq!(channels["board:1"].num_clients, 2);

    let one = Unsubscribe::new("42", "board:1").client(&client);
    server.api.send(one).await.unwrap();
    let gone = loop {
        let push = connection.push().await.unwrap();
        if push.get("unsubscribe").is_some() {
            break push;
        }
    };
    assert_eq!(gone["channel"], "board:1");
    server.api.publish("board:1", &1).await.unwrap();
    let push = loop {
        let push = other.push().await.unwrap();
        if push.get("pub").is_some() {
            break push;
        }
    };
    assert_eq!(push["pub"]["data"], 1);
    server.api.unsubscribe("42", "board:1").await.unwrap();
    assert!(server.api.channels().await.unwrap().channels.is_empty());
    // Nobody there is no error.
    server.api.subscribe("nobody", "board:1").await.unwrap();
}

#[tokio::test]
async fn connections_are_ended_with_the_code_that_was_said() {
    let server = Alone::start("disconnect").unwrap();
    let (mut first, _) = server.connect("42", &[]).await.unwrap();
    let (mut second, second_client) = server.connect("42", &[]).await.unwrap();
    let (mut stranger, _) = server.connect("43", &[]).await.unwrap();

    let others = Disconnect::new("42")
        .except([&second_client])
        .code(4000, "signed out");
    server.api.send(others).await.unwrap();
    assert_eq!(
        first.closed().await.unwrap(),
        (4000, String::from("signed out"))
    );
    server.api.disconnect("42").await.unwrap();
    assert_eq!(second.closed().await.unwrap().0, 3503);
    stranger.ask("ping", json!({})).await.unwrap_err();

    for (wrong, word) in [
        (Disconnect::new("42").code(100, "x"), "3000"),
        (Disconnect::new("42").code(4000, "x".repeat(124)), "123"),
    ] {
        let error = server.api.send(wrong).await.unwrap_err();
        assert!(error.to_string().contains(word), "{error}");
    }
}

#[tokio::test]
async fn only_the_anonymous_connection_that_is_meant_is_ended() {
    let server = Alone::start_with("anonymous", |config| {
        config["client"]["allow_anonymous_connect_without_token"] = json!(true);
    })
    .unwrap();
    let url = server.centrifugo.url();
    let (mut one, answer) = Connection::open(&url, "").await.unwrap();
    let (mut two, _) = Connection::open(&url, "").await.unwrap();
    let client = answer["connect"]["client"].as_str().unwrap();
    server
        .api
        .send(Disconnect::new("").client(client))
        .await
        .unwrap();
    assert_eq!(one.closed().await.unwrap().0, 3503);
    // It still is answered, if only that it may not.
    let answer = two
        .ask("subscribe", json!({"channel": "plain:1"}))
        .await
        .unwrap();
    assert_eq!(answer["error"]["code"], 103);
}

#[tokio::test]
async fn a_connection_lasts_as_long_as_was_said() {
    let server = Alone::start("refresh").unwrap();
    let (mut expired, _) = server.connect("42", &[]).await.unwrap();
    server.api.send(Refresh::expired("42")).await.unwrap();
    assert_eq!(expired.closed().await.unwrap().0, 3005);

    // A token for two seconds, and a server that lets the connection last longer.
    let token = ConnectionToken::user("43")
        .ttl(Duration::from_secs(2))
        .sign(HMAC_SECRET)
        .unwrap();
    let (mut kept, _) = Connection::open(&server.centrifugo.url(), &token)
        .await
        .unwrap();
    let refresh = Refresh::new("43", in_seconds(60)).info(&json!({"name": "Ada"}));
    server.api.send(refresh).await.unwrap();
    tokio::time::sleep(Duration::from_secs(5)).await;
    let subscribed = kept
        .ask("subscribe", json!({"channel": "board:1"}))
        .await
        .unwrap();
    assert!(subscribed.get("error").is_none(), "{subscribed}");
    let presence = server.api.presence("board:1").await.unwrap().presence;
    let info = presence
        .values()
        .next()
        .unwrap()
        .connection_info::<Value>()
        .unwrap();
    assert_eq!(info, Some(json!({"name": "Ada"})));

    let nodes = server.api.info().await.unwrap().nodes;
    assert_eq!((nodes.len(), nodes[0].num_clients), (1, 1));
    assert!(nodes[0].uptime < Duration::from_secs(60));
}
