//! Ids of users and channels that say more to Centrifugo than they seem to.

use centrifugo_runtime::api::CentrifugoApi;
use centrifugo_runtime::token::{ConnectionToken, SubscriptionToken};
use centrifugo_runtime::user_channel;
use centrifugo_tests::alone::{Alone, HMAC_SECRET};
use centrifugo_tests::connection::Connection;
use serde_json::{Value, json};

use crate::stack;

/// The code that joining a channel is refused with: 0 if it is not.
async fn join(connection: &mut Connection, channel: &str) -> u64 {
    let asked = connection.ask("subscribe", json!({"channel": channel}));
    let answer = asked.await.unwrap();
    answer["error"]["code"].as_u64().unwrap_or(0)
}

/// The number of a publication that comes next.
async fn next(connection: &mut Connection) -> Value {
    loop {
        let mut push = connection.push().await.unwrap();
        if push.get("pub").is_some() {
            return push["pub"]["data"].take();
        }
    }
}

/// Neither can anything be sent to such a user, nor can such a user connect.
async fn assert_nobodys(api: &CentrifugoApi, id: &str) {
    assert!(user_channel(id).is_err(), "{id:?}");
    let error = api.publish_to_user(id, &1).await.unwrap_err();
    assert!(error.to_string().contains("user id"), "{error}");
    assert!(ConnectionToken::user(id).sign(HMAC_SECRET).is_err());
    assert!(
        SubscriptionToken::user(id, "closed:1")
            .sign(HMAC_SECRET)
            .is_err()
    );
}

#[tokio::test]
async fn a_comma_or_a_second_number_sign_makes_a_channel_of_others_and_no_id() {
    let server = Alone::start("users-comma").unwrap();
    let (mut victim, _) = server.connect("1", &["user:#1"]).await.unwrap();
    let (mut other, _) = server.connect("2", &[]).await.unwrap();
    // This is the attack: whoever is in the list behind the last `#` is let in.
    for channel in ["user:#1,2", "user:#2,1", "user:#1#2"] {
        assert_eq!(join(&mut other, channel).await, 0, "{channel}");
    }
    for id in ["1,2", "2,1", "1,", ",1", ",", "1#2", "1#", "#1"] {
        assert_nobodys(&server.api, id).await;
    }
    // What is for one user is seen by that user alone.
    server.api.publish_to_user("1", &1).await.unwrap();
    server.api.publish("user:#1,2", &2).await.unwrap();
    assert_eq!(next(&mut victim).await, 1);
    assert_eq!(next(&mut other).await, 2);
    for channel in ["user:#1", "user:#12", "user:#1,3", "user:#2#1"] {
        assert_eq!(join(&mut other, channel).await, 103, "{channel}");
    }
}

#[tokio::test]
async fn the_channel_of_no_user_is_open_to_all_without_one_and_never_used() {
    let server = Alone::start_with("users-anonymous", |config| {
        config["client"]["allow_anonymous_connect_without_token"] = json!(true);
    })
    .unwrap();
    let open = async || {
        let url = server.centrifugo.url();
        Connection::open(&url, "").await.unwrap().0
    };
    let (mut one, mut two) = (open().await, open().await);
    // This is the attack: to Centrifugo both are the user of the empty id.
    assert_eq!(join(&mut one, "user:#").await, 0);
    assert_eq!(join(&mut two, "user:#").await, 0);
    assert_nobodys(&server.api, "").await;
    for channel in ["user:#42", "user:#,42", "user:#42,"] {
        let code = join(&mut two, channel).await;
        let lists_nobody = channel.contains(',');
        assert!(code == 103 || lists_nobody, "{channel}: {code}");
    }
    server.api.publish_to_user("42", &1).await.unwrap();
    server.api.publish("user:#", &2).await.unwrap();
    assert_eq!(next(&mut one).await, 2);
    let (mut user, _) = server.connect("42", &[]).await.unwrap();
    assert_eq!(join(&mut user, "user:#").await, 103);
}

/// With the configuration that `cargo centrifugo config` writes.
#[tokio::test(flavor = "multi_thread")]
async fn centrifugo_subscribes_users_to_their_channel_and_nobody_else_to_any() {
    let stack = stack("users-own");
    let url = stack.centrifugo.url();
    for (user, channels) in [("42", vec!["user:#42"]), ("", vec![])] {
        let token = stack.token(user, 600).unwrap();
        let (_connection, answer) = Connection::open(&url, &token).await.unwrap();
        let subscribed = answer["connect"]["subs"].as_object();
        let subscribed: Vec<_> = subscribed.into_iter().flatten().collect();
        let names: Vec<_> = subscribed.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, channels, "{user:?}: {answer}");
    }
}
