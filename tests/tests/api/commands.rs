//! What is published is there, once; what Centrifugo refuses is told.

use std::collections::BTreeMap;

use centrifugo_runtime::api::{
    Batch, Broadcast, Channels, History, PresenceStats, Publish, StreamPosition,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use centrifugo_tests::alone::Alone;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Event {
    task: u64,
    text: String,
}

fn event(task: u64) -> Event {
    Event {
        task,
        text: String::from("ü \"quoted\"\n"),
    }
}

#[tokio::test]
async fn what_is_published_arrives_and_is_kept() {
    let server = Alone::start("publish").unwrap();
    let (mut connection, _) = server
        .connect("42", &["board:1", "plain:1", "user:#42"])
        .await
        .unwrap();

    let big = event(u64::MAX);
    let first = server.api.publish("board:1", &big).await.unwrap();
    let first = first.position.unwrap();
    assert_eq!(first.offset, 1);
    let push = connection.push().await.unwrap();
    let data: Event = serde_json::from_value(push["pub"]["data"].clone()).unwrap();
    assert_eq!(
        (&push["channel"], data),
        (&json!("board:1"), event(u64::MAX))
    );

    // No history, no place in it.
    let plain = server.api.publish("plain:1", &Value::Null).await.unwrap();
    assert_eq!(plain.position, None);
    let push = connection.push().await.unwrap();
    assert_eq!(push["pub"].get("data"), Some(&Value::Null));

    server.api.publish_to_user("42", &event(2)).await.unwrap();
    let push = connection.push().await.unwrap();
    assert_eq!(
        (&push["channel"], &push["pub"]["data"]["task"]),
        (&json!("user:#42"), &json!(2))
    );

    let tagged = Publish::new("board:1", &event(3))
        .tag("kind", "move")
        .tag("to", "7");
    server.api.send(tagged).await.unwrap();
    let skipped = Publish::new("board:1", &event(4)).skip_history();
    assert_eq!(server.api.send(skipped).await.unwrap().position, None);
    let bytes = Publish::bytes("board:1", br#"{"task": 5, "text": ""}"#);
    server.api.send(bytes).await.unwrap();

    let history = server.api.history("board:1", 10).await.unwrap();
    assert_eq!(
        history.position,
        StreamPosition {
            offset: 3,
            ..first.clone()
        }
    );
    let tasks: Vec<_> = history
        .publications
        .iter()
        .map(|p| p.data::<Event>().unwrap().task)
        .collect();
    assert_eq!(tasks, [5, 3, u64::MAX]);
    let tags = BTreeMap::from([("kind", "move"), ("to", "7")].map(|(k, v)| (k.into(), v.into())));
    assert_eq!(history.publications[1].tags, tags);

    let since = History::new("board:1").since(first.clone());
    let since = server.api.send(since).await.unwrap();
    assert_eq!(
        since
            .publications
            .iter()
            .map(|p| p.offset)
            .collect::<Vec<_>>(),
        [2, 3]
    );
    let none = server
        .api
        .send(History::new("board:1").limit(0))
        .await
        .unwrap();
    assert_eq!((none.publications.len(), none.position.offset), (0, 3));
    let two = server
        .api
        .send(History::new("board:1").limit(2))
        .await
        .unwrap();
    assert_eq!(two.publications[0].offset, 1);

    server.api.history_remove("board:1").await.unwrap();
    let removed = server.api.send(History::new("board:1")).await.unwrap();
    assert!(removed.publications.is_empty());
}

#[tokio::test]
async fn a_key_makes_two_publications_one() {
    let server = Alone::start("idempotency").unwrap();
    let publish = Publish::new("board:1", &event(1)).idempotency_key("once");
    let first = server.api.send(publish.clone()).await.unwrap();
    let second = server.api.send(publish).await.unwrap();
    assert_eq!(first, second);
    // Keys of the client's own are different ones.
    for _ in 0..2 {
        server.api.publish("board:1", &event(1)).await.unwrap();
    }
    assert_eq!(
        server
            .api
            .history("board:1", 10)
            .await
            .unwrap()
            .publications
            .len(),
        3
    );

    let versioned = |version| {
        Publish::new("board:2", &version)
            .version(version)
            .version_epoch("a")
    };
    for version in [2, 1, 2, 3] {
        server.api.send(versioned(version)).await.unwrap();
    }
    let kept = server
        .api
        .send(History::new("board:2"))
        .await
        .unwrap()
        .publications;
    assert_eq!(
        kept.iter()
            .map(|p| p.data::<u64>().unwrap())
            .collect::<Vec<_>>(),
        [2, 3]
    );
}

#[tokio::test]
async fn a_broadcast_tells_each_channel_apart() {
    let server = Alone::start("broadcast").unwrap();
    let channels = ["board:1", "nowhere:1", "plain:1"];
    let results = server.api.broadcast(channels, &event(1)).await.unwrap();
    assert_eq!(results.len(), 3);
    assert_eq!(
        results[0]
            .as_ref()
            .unwrap()
            .position
            .as_ref()
            .unwrap()
            .offset,
        1
    );
    assert_eq!(results[1].as_ref().unwrap_err().code, 102);
    assert_eq!(results[2].as_ref().unwrap().position, None);

    let bytes = Broadcast::bytes(["board:1"], b"[1]").tag("a", "b");
    server.api.send(bytes).await.unwrap();
    let newest = server.api.history("board:1", 1).await.unwrap().publications;
    assert_eq!(newest[0].data::<Value>().unwrap(), json!([1]));
    assert_eq!(newest[0].tags["a"], "b");
}

#[tokio::test]
async fn each_command_of_a_batch_has_its_own_reply() {
    let server = Alone::start("batch").unwrap();
    let (_connection, _) = server.connect("42", &["board:1"]).await.unwrap();
    for parallel in [false, true] {
        let mut batch = Batch::new();
        if parallel {
            batch = batch.parallel();
        }
        let published = batch.add(Publish::new("board:1", &event(1)));
        let refused = batch.add(Publish::new("nowhere:1", &event(1)));
        let stats = batch.add(PresenceStats::new("board:1"));
        let channels = batch.add(Channels::new().pattern("board:*"));
        let broadcast = batch.add(Broadcast::new(["plain:1", "nowhere:1"], &1));
        let replies = server.api.batch(batch).await.unwrap();
        assert!(replies.get(&published).unwrap().position.is_some());
        assert_eq!(replies.get(&refused).unwrap_err().code(), Some(102));
        assert_eq!(replies.get(&stats).unwrap().num_users, 1);
        assert_eq!(
            replies.get(&channels).unwrap().channels["board:1"].num_clients,
            1
        );
        let broadcast = replies.get(&broadcast).unwrap();
        assert!(broadcast[0].is_ok() && broadcast[1].is_err());
        // A handle of another batch finds nothing.
        let mut other = Batch::new();
        let other = other.add(Publish::new("board:1", &1));
        assert!(replies.get(&other).is_err());
    }
    let in_order: Vec<_> = (0..50).map(|n| Publish::new("board:order", &n)).collect();
    let mut batch = Batch::new();
    let handles: Vec<_> = in_order
        .into_iter()
        .map(|command| batch.add(command))
        .collect();
    let replies = server.api.batch(batch).await.unwrap();
    for (expected, handle) in (1..).zip(&handles) {
        assert_eq!(
            replies.get(handle).unwrap().position.unwrap().offset,
            expected
        );
    }
    server.api.batch(Batch::new()).await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_is_told_with_what_to_do() {
    let server = Alone::start("errors").unwrap();
    for (error, code, hint) in [
        (
            server.api.publish("nowhere:1", &1).await.unwrap_err(),
            102,
            "channel.namespaces",
        ),
        (
            server.api.presence("plain:1").await.unwrap_err(),
            108,
            "not switched on",
        ),
        (
            server.api.history("plain:1", 1).await.unwrap_err(),
            108,
            "not switched on",
        ),
    ] {
        assert_eq!(error.code(), Some(code), "{error}");
        assert!(error.to_string().contains(hint), "{error}");
        assert!(
            !error.is_temporary() && !error.may_have_happened(),
            "{error}"
        );
    }
    let lost = StreamPosition {
        offset: 1,
        epoch: String::from("before"),
    };
    let lost = server
        .api
        .send(History::new("board:1").since(lost))
        .await
        .unwrap_err();
    assert_eq!(lost.code(), Some(112), "{lost}");

    let not_sent = [
        server.api.publish("", &1).await.unwrap_err(),
        server.api.publish_to_user("", &1).await.unwrap_err(),
        server.api.publish_to_user("1,2", &1).await.unwrap_err(),
        server
            .api
            .publish("board:1", &BTreeMap::from([((1, 2), 3)]))
            .await
            .unwrap_err(),
        server
            .api
            .broadcast([""; 0], &1)
            .await
            .map(drop)
            .unwrap_err(),
        server.api.disconnect("").await.unwrap_err(),
    ];
    for error in not_sent {
        assert!(
            error.to_string().len() > 20 && !error.may_have_happened(),
            "{error}"
        );
        assert_eq!(error.code(), None, "{error}");
    }
}
